"""Monthly actuals, budgets and forecasts per line and account class, tied to the printed year-to-date figures."""

import numpy as np
import pandas as pd

from data.demo.inputs import LAST_MONTH, items, items_below, read
from data.demo.split import INCOME, INCOME_ONLY, by_class, has_both
from data.demo.truth import ORE, Key

PRINTED_MONTH = {2017: 11, 2018: 8, 2019: 8}
"""The month of each year whose year-to-date figures are printed."""

BUDGET_YEARS = (2017, 2019)

COST_SEASON = np.array([0.97, 0.96, 1.01, 1.00, 1.02, 1.01, 0.80, 0.95, 1.01, 1.03, 1.05, 1.19])
"""A Swedish year: the holidays of July leave a dip, the closing of the books in December a peak."""

INCOME_SEASON = np.array([0.99, 0.97, 1.01, 1.00, 1.01, 1.00, 0.93, 0.97, 1.00, 1.02, 1.03, 1.07])
EVEN = np.ones(12)

EVEN_LINES = INCOME_ONLY | {"hallandstrafiken", "hsf_psykiatri"}
"""Lines that are paid or received in equal monthly parts."""

SIMULATED_FORECASTS = {"2017-03": 0.35, "2017-05": 0.55, "2017-08": 0.8, "2019-03": 0.6}
"""Share of the next printed forecast deviation that an earlier, simulated forecast had seen."""

TENTH_OF_MNKR = ORE["mnkr"] // 10
"""Simulated forecasts are set in steps of this many öre from the budget."""

Cells = dict[tuple[str, str, str], int]
"""Öre per month, line and account class."""


def monthly_actuals(amounts: dict[Key, int], rng: np.random.Generator) -> Cells:
    """Booked amounts per month; the year to date equals the solved amounts at each year's printed month."""
    cells: Cells = {}
    for year, last in PRINTED_MONTH.items():
        for line_id in items(year):
            period = f"{year}-{last:02d}"
            to_date = _to_date(amounts, "actual", "cost", period, line_id)
            shapes = {name: _season(line_id, name, rng) for name in to_date}
            rest = _rest_of_year(to_date, shapes, last, amounts.get(("forecast", period, line_id)))
            for name, shape in shapes.items():
                _put(cells, year, line_id, name, to_date[name], shape[:last])
                if f"{year}-12" <= LAST_MONTH:
                    _put(cells, year, line_id, name, rest[name], shape[last:], after=last)
    return cells


def monthly_budgets(amounts: dict[Key, int]) -> Cells:
    """Budgets in nearly equal monthly parts, tied to the printed year to date and to the printed year."""
    cells: Cells = {}
    for year in BUDGET_YEARS:
        last = PRINTED_MONTH[year]
        for line_id in items(year):
            to_date = _to_date(amounts, "budget", "cost_budget", f"{year}-{last:02d}", line_id)
            rest = {name: round(amount * (12 - last) / last) for name, amount in to_date.items()}
            year_rest = amounts["budget_year", str(year), line_id] - sum(to_date.values())
            _move(rest, year_rest - sum(rest.values()))
            for name in rest:
                _put(cells, year, line_id, name, to_date[name], EVEN[:last])
                _put(cells, year, line_id, name, rest[name], EVEN[last:], after=last)
    return cells


def forecasts(amounts: dict[Key, int], rng: np.random.Generator) -> pd.DataFrame:
    """One row per reporting month and item line: the printed forecasts, and simulated ones before them."""
    made = {(period, line_id): ore for (name, period, line_id), ore in amounts.items() if name == "forecast"}
    for period, seen in SIMULATED_FORECASTS.items():
        year = period[:4]
        next_printed = min(month for month, _ in made if month.startswith(year) and month > period)
        for line_id in items(int(year)):
            budget = amounts["budget_year", year, line_id]
            deviation = (made[next_printed, line_id] - budget) * seen * rng.uniform(0.8, 1.2)
            made[period, line_id] = budget + round(deviation / TENTH_OF_MNKR) * TENTH_OF_MNKR
    table = pd.DataFrame(
        [(*key, ore) for key, ore in sorted(made.items())], columns=["reported_period", "line_id", "ore"]
    )
    return table.merge(read("forecast_comments"), how="left", on=["reported_period", "line_id"], validate="1:1")


def year_budgets(amounts: dict[Key, int]) -> dict[tuple[str, str], int]:
    """Öre per year and line, sum rows too; a year without printed budgets has none."""
    printed = {(year, line_id): ore for (name, year, line_id), ore in amounts.items() if name == "budget_year"}
    return {
        (str(year), line_id): sum(printed[str(year), item] for item in below)
        for year in BUDGET_YEARS
        for line_id, below in items_below(year).items()
    }


def as_frame(cells: Cells) -> pd.DataFrame:
    rows = [(*key, ore) for key, ore in cells.items()]
    return pd.DataFrame(rows, columns=["period", "line_id", "account_class", "ore"])


def _to_date(amounts: dict[Key, int], net_name: str, cost_name: str, period: str, line_id: str) -> dict[str, int]:
    net = amounts[net_name, period, line_id]
    if line_id in INCOME_ONLY:
        return {INCOME: net}
    if not has_both(line_id):
        return by_class(line_id, net, net)
    return by_class(line_id, net, amounts[cost_name, period, line_id])


def _rest_of_year(
    to_date: dict[str, int], shapes: dict[str, np.ndarray], last: int, forecast: int | None
) -> dict[str, int]:
    """The months left go on as before; where there is a forecast, half of the way towards it."""
    rest = {name: round(to_date[name] * shape[last:].sum() / shape[:last].sum()) for name, shape in shapes.items()}
    if forecast is not None:
        _move(rest, (forecast - sum(to_date.values()) - sum(rest.values())) // 2)
    return rest


def _season(line_id: str, account_class: str, rng: np.random.Generator) -> np.ndarray:
    if line_id in EVEN_LINES:
        return EVEN
    return (INCOME_SEASON if account_class == INCOME else COST_SEASON) * rng.normal(1, 0.025, 12)


def _move(rest: dict[str, int], ore: int) -> None:
    """Let the largest class carry the difference."""
    if rest:
        rest[max(rest, key=lambda name: abs(rest[name]))] += ore


def _put(cells: Cells, year: int, line_id: str, name: str, total: int, shape: np.ndarray, after: int = 0) -> None:
    """Spread a total over consecutive months in proportion to `shape`, exact to the öre."""
    cumulated = np.rint(total * shape.cumsum() / shape.sum()).astype(np.int64)
    for month, ore in enumerate(np.diff(cumulated, prepend=0), start=after + 1):
        cells[f"{year}-{month:02d}", line_id, name] = int(ore)
