"""A small region with eight closed years and a ninth in progress, whose forecast errors were decided beforehand.

`python -m tests.seasoned OUT` writes its drop folder to OUT/inkorg and publishes it in OUT; then
`FOLLOWUP_DATA=OUT python -m dashboard` shows it. 2016-2023 are closed, and of 2024 January-August. The year's budget
is zero: the contribution pays for four lines, of which the property line has income of its own. Outcome = budget +
`DEVIATIONS` x gross budget, booked in the months of `LANDED`; forecast = outcome - error x gross budget. So it is known
without any program, in per cent of the gross budget and over the eight closed years:

line         what its forecasts do                            bias in March, May, August, October   mean absolute error
kontor       always too optimistic                            -3 -2 -2 -1                           3 2 2 1
bidrag       as often too high as too low: no bias            0 0 0 0                               0.5 0.25 0.25 0.125
drift        say budget - 1 % all year, whatever is booked    -0.25 in all                          3.25 in all
utveckling   say the budget, whatever is booked               0.125 in all                          3.625 in all
fastigheter  take in 1/4, 1/2, 3/4 and all of the deviation   -0.9375 -0.625 -0.3125 0              1.875 1.25 0.625 0

Fastigheter ended below budget in 2021, 2022 and 2023 (-3, -4 and -5 %); no other line has one sign three years running.
A line's budget lies as its costs do, but for kontor, where it lies in even twelfths and its costs in a profile with a
dip in July and a peak in December. So the budget remaining misses by the deviation that has not yet been booked, and
for kontor by the difference between profile and twelfths too.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

from etl import config
from etl.run import Run

YEARS = range(2016, 2025)
CLOSED_YEARS = range(2016, 2024)
LAST_CLOSED = (2024, 8)
FORECAST_MONTHS = (3, 5, 8, 10)
INCOME, STAFF, OTHER = "Intäkter", "Personalkostnader", "Övriga driftskostnader"
CLASSES = ((INCOME, 3000, 3999), (STAFF, 4000, 5999), (OTHER, 6000, 8999))
DEPARTMENTS = (
    ("kontoret", "Kontoret", None),
    ("stab", "Stab och ekonomi", "kontoret"),
    ("digitalisering", "Digitalisering", "kontoret"),
    ("fastighet", "Fastighet", "kontoret"),
)
NAMES = {
    "bidrag": ("Bidrag", "stab"),
    "kontor": ("Kontoret Bas", "stab"),
    "drift": ("Systemdrift", "digitalisering"),
    "utveckling": ("Utveckling", "digitalisering"),
    "fastigheter": ("Fastigheter", "fastighet"),
}
TOP = "totalt"

FIRST_BUDGET_TKR = {
    "kontor": {STAFF: -120_000, OTHER: -60_000},
    "drift": {STAFF: -20_000, OTHER: -60_000},
    "utveckling": {STAFF: -20_000, OTHER: -40_000},
    "fastigheter": {INCOME: 50_000, STAFF: -10_000, OTHER: -70_000},
}
"""Of 2016, and growing by 3 % a year; the contribution is what the others cost."""

PROFILE = (80, 80, 85, 85, 85, 85, 60, 80, 85, 85, 90, 100)
EVENLY = tuple(1 for _ in range(12))
"""Parts of a year in each month."""

CARRIES = {"bidrag": INCOME, "kontor": OTHER, "drift": OTHER, "utveckling": OTHER, "fastigheter": OTHER}
"""The account class that a line's deviation is booked on."""

LANDED = {
    "bidrag": (6,),
    "kontor": (3, 6, 9, 12),
    "drift": tuple(range(1, 13)),
    "utveckling": tuple(range(5, 13)),
    "fastigheter": (2, 5, 8, 11),
}
"""The months that a year's deviation is booked in, in equal parts."""

DEVIATIONS = {  # 2016   2017   2018   2019   2020   2021   2022   2023   2024
    "bidrag": (5, -5, 3, -3, -1, 3, -3, 1, 3),
    "kontor": (-15, 5, -25, 15, -5, 25, -15, 5, -35),
    "drift": (-40, 30, -50, 20, -30, 40, -20, -50, 30),
    "utveckling": (30, -40, 50, -20, 30, -50, 40, -30, 40),
    "fastigheter": (20, -20, 10, -10, 20, -30, -40, -50, -60),
}
"""(Outcome - budget) of each year, in thousandths of the gross budget."""

ALTERNATING = (4, -4, 8, -8, 2, -2, 6, -6, 4)
"""The contribution's forecast error in March each year, in thousandths of the gross budget."""


def forecast_error(line: str, year: int, month: int) -> float:
    """(Outcome - forecast) in thousandths of the gross budget."""
    place, deviation = FORECAST_MONTHS.index(month), DEVIATIONS[line][year - YEARS[0]]
    designed = {
        "kontor": (-30, -20, -20, -10)[place],
        "bidrag": ALTERNATING[year - YEARS[0]] * (1, 0.5, 0.5, 0.25)[place],
        "drift": deviation - -10,
        "utveckling": deviation,
        "fastigheter": deviation * (0.75, 0.5, 0.25, 0)[place],
    }
    return designed[line]


def year_budgets(year: int) -> dict[str, dict[str, int]]:
    """Line -> account class -> kronor, in whole 100 000 so that a thousandth is whole kronor."""
    grown = {
        line: {name: round(tkr / 100 * 1.03 ** (year - YEARS[0])) * 100_000 for name, tkr in classes.items()}
        for line, classes in FIRST_BUDGET_TKR.items()
    }
    return {"bidrag": {INCOME: -sum(sum(classes.values()) for classes in grown.values())}, **grown}


def gross_budget(line: str, year: int) -> int:
    """The account classes' budgets without their signs."""
    return sum(map(abs, year_budgets(year)[line].values()))


def outcome(line: str, year: int) -> int:
    """The year's result in kronor."""
    deviation = DEVIATIONS[line][year - YEARS[0]]
    return sum(year_budgets(year)[line].values()) + deviation * gross_budget(line, year) // 1000


def forecast(line: str, year: int, month: int) -> int:
    """The year's result in kronor, as it was reported in a month."""
    return outcome(line, year) - round(forecast_error(line, year, month) * gross_budget(line, year) / 1000)


def publish_seasoned(root: Path) -> Path:
    """Writes the drop folder under `root`, runs the ETL, and gives the root of what it published."""
    settings = write_region(root)
    run = Run(config.load(settings, {}), root, say=lambda line: None)
    run.execute(run.record())
    return root


def write_region(folder: Path) -> Path:
    """The drop folder and, beside it, the settings file, which is returned."""
    inbox = folder / "inkorg"
    inbox.mkdir(parents=True, exist_ok=True)
    for name, (header, rows) in DATASETS.items():
        with (inbox / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header.split(), *rows()])
    settings = folder / "seasoned.toml"
    places = "".join(f'\n[datasets.{name}]\nfile = "{name}.csv"\n' for name in DATASETS)
    settings.write_text(SETTINGS + places, encoding="utf-8")
    return settings


SETTINGS = f"""title = "En liten region med åtta stängda år"
provenance = "booked"

[finance]
income_classes = ["{INCOME}"]

[sources.inkorg]
folder = "inkorg"
quiet_seconds = 0
"""


def _lines() -> Iterable[tuple[object, ...]]:
    for year in YEARS:
        yield year, TOP, "Totalt kontoret", None, "sum", 9, None, None
        for place, (line, (name, department)) in enumerate(NAMES.items(), start=1):
            yield year, line, name, TOP, "item", place, department, sum(year_budgets(year)[line].values())


def _budget() -> Iterable[tuple[object, ...]]:
    for year in YEARS:
        for line, classes in year_budgets(year).items():
            for name, total in classes.items():
                for month, kronor in enumerate(_spread(total, _budget_profile(line, name)), start=1):
                    yield f"{year}-{month:02d}", line, name, kronor


def _ledger() -> Iterable[tuple[object, ...]]:
    """One booking per month, line and account class, and one more for the deviation in the months it lands."""
    accounts = {name: first for name, first, _ in CLASSES}
    bookings = sorted((*_as_budgeted(), *_deviating()))
    closed = (row for row in bookings if row[:2] <= LAST_CLOSED)
    for number, (year, month, line, name, kronor) in enumerate(closed, start=1):
        yield f"V{number}", f"{year}-{month:02d}-15", line, accounts[name] + 10, "100", kronor


def _as_budgeted() -> Iterable[tuple[int, int, str, str, int]]:
    for year in YEARS:
        for line, classes in year_budgets(year).items():
            for name, total in classes.items():
                for month, kronor in enumerate(_spread(total, _profile(name)), start=1):
                    yield year, month, line, name, kronor


def _deviating() -> Iterable[tuple[int, int, str, str, int]]:
    for year in YEARS:
        for line, months in LANDED.items():
            whole = outcome(line, year) - sum(year_budgets(year)[line].values())
            for month, kronor in zip(months, _spread(whole, (1,) * len(months)), strict=True):
                yield year, month, line, CARRIES[line], kronor


def _forecasts() -> Iterable[tuple[object, ...]]:
    for year in YEARS:
        for month in FORECAST_MONTHS:
            for line in NAMES:
                if (year, month) <= LAST_CLOSED:
                    yield f"{year}-{month:02d}", line, forecast(line, year, month), None


def _statuses() -> Iterable[tuple[object, ...]]:
    for year in YEARS:
        for month in range(1, 13):
            if (year, month) <= LAST_CLOSED:
                yield f"{year}-{month:02d}", "closed", f"{year + month // 12}-{month % 12 + 1:02d}-10"


def _profile(account_class: str) -> tuple[int, ...]:
    return EVENLY if account_class == INCOME else PROFILE


def _budget_profile(line: str, account_class: str) -> tuple[int, ...]:
    return EVENLY if line == "kontor" else _profile(account_class)


def _spread(total: int, parts: tuple[int, ...]) -> list[int]:
    """Whole kronor that sum to the total."""
    ends = [round(total * sum(parts[:count]) / sum(parts)) for count in range(len(parts) + 1)]
    return [after - before for before, after in zip(ends, ends[1:], strict=False)]


DATASETS = {
    "department": ("department_id name parent_id", lambda: DEPARTMENTS),
    "budget_line": ("year line_id name parent_id kind sort_order department_id budget_year_sek", _lines),
    "account_class": (
        "year account_from account_to account_class",
        lambda: [(year, first, last, name) for year in YEARS for name, first, last in CLASSES],
    ),
    "ledger": ("voucher_id booking_date line_id account cost_centre amount_sek", _ledger),
    "budget": ("period line_id account_class amount_sek", _budget),
    "forecast": ("reported_period line_id forecast_year_sek comment", _forecasts),
    "period_status": ("period status closed_on", _statuses),
}
"""Dataset -> its columns and what gives its rows."""


if __name__ == "__main__":
    print(publish_seasoned(Path(sys.argv[1])))
    print(__doc__)
