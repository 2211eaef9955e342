"""A series whose forecast errors are known beforehand, and what our own arithmetic makes of it.

Eight years of one line: costs of `COST_MNKR` and income of `INCOME_MNKR` that grow alike, costs in a Swedish profile
with a dip in July and a peak in December, a budget that equals the year's outcome in even twelfths, and forecasts
that miss by known parts of the gross budget. So it is known without any program that the seasonal share is always
right, that the budget remaining misses by the difference between profile and twelfths, and what the forecasts miss.
"""

import pandas as pd

from data.accuracy import bias_and_mae
from etl.accuracy import forecast_errors
from etl.baselines import baselines, season
from etl.finance import Delivered, forecasts, results

FIRST_YEAR, YEARS = 2011, 8
COST_MNKR, INCOME_MNKR, GROWTH = 100, 40, 0.03
PROFILE = (8.0, 8.0, 8.5, 8.5, 8.5, 8.5, 6.0, 8.0, 8.5, 8.5, 9.0, 10.0)
"""Per cent of the year's costs in each month; together 100."""

MISSES = (-0.03, -0.02, -0.01, 0.0, 0.0, 0.01, 0.02, 0.03)
"""(outcome - forecast) / gross budget of the forecasts of each year."""

FORECAST_MONTHS = (3, 5, 8, 10)
ORE_PER_MNKR = 100_000_000
LINE = "known"


def method_tests() -> pd.DataFrame:
    """Method x months left: bias and mean absolute error as computed and as known; shares of the gross budget."""
    delivered = known_series()
    table, rhythm = results(delivered), season(delivered)
    errors = forecast_errors(table, forecasts(delivered), baselines(table, rhythm), delivered.periods["period"])
    found = bias_and_mae(errors, ["method", "months_left"])
    return found.merge(known_errors(), on=["method", "months_left"], validate="1:1")


def known_errors() -> pd.DataFrame:
    """Method x months left: known_bias and known_mean_absolute_error, from how the series was made."""
    left = range(1, 12)
    missed = {months: _budget_remaining_miss(12 - months) for months in left}
    bias, size = sum(MISSES) / YEARS, sum(map(abs, MISSES)) / YEARS
    rows = [
        *(("budget_remaining", months, missed[months], abs(missed[months])) for months in left),
        *(("seasonal_share", months, 0.0, 0.0) for months in left),
        *(("forecast", 12 - month, bias, size) for month in FORECAST_MONTHS),
    ]
    return pd.DataFrame(rows, columns=["method", "months_left", "known_bias", "known_mean_absolute_error"])


def known_series() -> Delivered:
    """The series as if a source had delivered it."""
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    booked = [row for year in years for row in _months(year, _in_profile(-_cost(year)), _evenly(_income(year)))]
    planned = [row for year in years for row in _months(year, _evenly(-_cost(year)), _evenly(_income(year)))]
    made = [
        (f"{year}-{month:02d}", LINE, _income(year) - _cost(year) - round(miss * (_income(year) + _cost(year))))
        for year, miss in zip(years, MISSES, strict=True)
        for month in FORECAST_MONTHS
    ]
    ledger = _frame(booked, ["period", "line_id", "account_class", "actual_ore"])
    return Delivered(
        pd.DataFrame({"period": ledger["period"].unique(), "status": "closed"}),
        _lines(years),
        ledger,
        _frame(planned, ["period", "line_id", "account_class", "amount_ore"]),
        _frame(made, ["reported_period", "line_id", "forecast_year_ore"]).assign(comment=None),
        income_classes=("income",),
    )


def _budget_remaining_miss(month: int) -> float:
    """The costs of the profile that the even budget does not see, as a share of the gross budget; costs are minus."""
    share = sum(PROFILE[:month]) / 100
    return (share - month / 12) * COST_MNKR / (COST_MNKR + INCOME_MNKR)


def _cost(year: int) -> int:
    return round(COST_MNKR * ORE_PER_MNKR * (1 + GROWTH) ** (year - FIRST_YEAR))


def _income(year: int) -> int:
    return round(INCOME_MNKR * ORE_PER_MNKR * (1 + GROWTH) ** (year - FIRST_YEAR))


def _in_profile(total: int) -> list[int]:
    return _spread(total, [sum(PROFILE[:month]) / 100 for month in range(1, 13)])


def _evenly(total: int) -> list[int]:
    return _spread(total, [month / 12 for month in range(1, 13)])


def _spread(total: int, cumulated: list[float]) -> list[int]:
    ends = [0, *(round(total * share) for share in cumulated)]
    return [after - before for before, after in zip(ends, ends[1:], strict=False)]


def _months(year: int, costs: list[int], income: list[int]) -> list[tuple[str, str, str, int]]:
    classes = {"cost": costs, "income": income}
    return [
        (f"{year}-{month:02d}", LINE, name, amounts[month - 1])
        for month in range(1, 13)
        for name, amounts in classes.items()
    ]


def _frame(rows: list[tuple[str, str, str, int]] | list[tuple[str, str, int]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    time, money = columns[0], columns[-1]
    return frame.assign(**{time: pd.to_datetime(frame[time]).astype("datetime64[ms]")}).astype({money: "Int64"})


def _lines(years: range) -> pd.DataFrame:
    lines = pd.DataFrame({"year": list(years), "line_id": LINE, "kind": "item", "sort_order": 1})
    missing = {"parent_id": None, "department_id": None, "budget_year_ore": None}
    return lines.assign(**missing).astype({"year": "Int64", "budget_year_ore": "Int64", "parent_id": "str"})
