"""Results against budget: monthly sums, running sums, the tree's sum rows, forecasts. Pure; money in öre."""

from dataclasses import dataclass

import pandas as pd

from etl.money import sum_complete
from etl.tree import descendants

LINE_MONTH = ["period", "line_id"]
LINE_YEAR = ["year", "line_id"]


@dataclass(frozen=True)
class Delivered:
    """What the sources delivered about money. `periods` are the months that will be published.

    `income_classes` are the account classes that are income; the others are cost. Without any, nobody knows.
    """

    periods: pd.DataFrame
    lines: pd.DataFrame
    ledger: pd.DataFrame
    budget: pd.DataFrame
    forecast: pd.DataFrame
    income_classes: tuple[str, ...] = ()


def finance_month(delivered: Delivered) -> pd.DataFrame:
    """Month x line x class. In a month the ledger has at all, a class without bookings is a true zero."""
    keys = [*LINE_MONTH, "account_class"]
    actual = delivered.ledger[[*keys, "actual_ore"]]
    budget = delivered.budget.rename(columns={"amount_ore": "budget_ore"})
    merged = actual.merge(budget, on=keys, how="outer", validate="1:1")
    in_ledger = merged["period"].isin(actual["period"])
    return merged.assign(
        actual_ore=merged["actual_ore"].mask(in_ledger & merged["actual_ore"].isna(), 0),
        side=sides(merged["account_class"], delivered.income_classes),
    )


def sides(account_classes: pd.Series, income_classes: tuple[str, ...]) -> pd.Series:
    """Is an account class income or cost? Missing where the settings do not name the income."""
    income = account_classes.isin(income_classes)
    named = income.map({True: "income", False: "cost"}) if income_classes else None
    return pd.Series(named, index=account_classes.index, dtype="str")


def results(delivered: Delivered) -> pd.DataFrame:
    """Month x line, sum rows too, for the published months."""
    to_date = running_sums(delivered)
    with_sums = add_sum_rows(to_date, delivered.lines, ["period"], ["actual_ytd_ore", "budget_ytd_ore"])
    table = with_sums.merge(year_budgets(delivered), on=["year", "line_id"], how="left", validate="m:1")
    table = table.merge(gross_budgets(delivered), on=["year", "line_id"], how="left", validate="m:1")
    table = table[table["period"].isin(delivered.periods["period"])]
    return (
        table.pipe(add_previous_year)
        .pipe(add_forecasts, forecasts(delivered), delivered.lines)
        .pipe(add_owners, delivered.lines)
        .assign(
            deviation_ytd_ore=lambda t: t["actual_ytd_ore"] - t["budget_ytd_ore"],
            forecast_deviation_ore=lambda t: t["forecast_year_ore"] - t["budget_year_ore"],
        )
        .drop(columns="year")
    )


def running_sums(delivered: Delivered) -> pd.DataFrame:
    """Year-to-date actual and budget per item line, every month of each year; missing after a missing month."""
    months = _line_months(delivered)
    actual = delivered.ledger.groupby(LINE_MONTH, as_index=False)["actual_ore"].sum()
    budget = delivered.budget.groupby(LINE_MONTH, as_index=False)["amount_ore"].sum()
    grid = months.merge(actual, on=LINE_MONTH, how="left", validate="1:1")
    grid = grid.merge(budget, on=LINE_MONTH, how="left", validate="1:1")
    budgeted = _pairs(grid).isin(_pairs(with_year(pd.DataFrame(budget))))
    in_ledger, in_budget = grid["period"].isin(actual["period"]), grid["period"].isin(budget["period"]) & budgeted
    return grid[["year", *LINE_MONTH]].assign(
        actual_ytd_ore=running(grid, grid["actual_ore"].mask(in_ledger & grid["actual_ore"].isna(), 0), LINE_YEAR),
        budget_ytd_ore=running(grid, grid["amount_ore"].mask(in_budget & grid["amount_ore"].isna(), 0), LINE_YEAR),
    )


def year_budgets(delivered: Delivered) -> pd.DataFrame:
    """Year and line -> budget_year_ore: the plan's own figure, else the twelve months, else missing."""
    lines = delivered.lines[["year", "line_id", "kind", "budget_year_ore"]]
    months = with_year(delivered.budget)
    whole_year = months.groupby("year")["period"].transform("nunique") == 12
    summed = months[whole_year].groupby(["year", "line_id"], as_index=False)["amount_ore"].sum()
    items = lines[lines["kind"] == "item"].merge(summed, on=["year", "line_id"], how="left", validate="1:1")
    items = items.assign(budget_year_ore=items["budget_year_ore"].fillna(items["amount_ore"]))
    return add_sum_rows(items, delivered.lines, [], ["budget_year_ore"])


def gross_budgets(delivered: Delivered) -> pd.DataFrame:
    """Year and line -> gross_budget_year_ore: the account classes' year budgets without their signs.

    What a deviation or a forecast error is measured against, since a net may be near zero. A line that has a year
    budget but no classes is measured against the amount of that.
    """
    months = with_year(delivered.budget)
    classes = months.groupby(["year", "line_id", "account_class"], as_index=False)[["amount_ore"]].sum(min_count=1)
    sizes = classes.assign(gross_budget_year_ore=classes["amount_ore"].abs())
    summed = sizes.groupby(LINE_YEAR, as_index=False)[["gross_budget_year_ore"]].sum(min_count=1)
    items = year_budgets(delivered).merge(_items(delivered.lines), on=LINE_YEAR, validate="1:1")
    items = items.merge(summed, on=LINE_YEAR, how="left", validate="1:1")
    gross = items["gross_budget_year_ore"].fillna(items["budget_year_ore"].abs())
    known = items.assign(gross_budget_year_ore=gross)
    return add_sum_rows(known, delivered.lines, [], ["gross_budget_year_ore"])


def forecasts(delivered: Delivered) -> pd.DataFrame:
    """Reporting month x line with `forecast_year_ore` and comment; a sum row needs a forecast of each item."""
    made = with_year(delivered.forecast, "reported_period")
    reported = made[["reported_period", "year"]].drop_duplicates()
    items = _items(delivered.lines).merge(reported, on="year", validate="m:m")
    items = items.merge(
        made[["reported_period", "line_id", "forecast_year_ore"]],
        on=["reported_period", "line_id"],
        how="left",
        validate="1:1",
    )
    sums = add_sum_rows(items, delivered.lines, ["reported_period"], ["forecast_year_ore"])
    comments = made[["reported_period", "line_id", "comment"]]
    table = sums.merge(comments, on=["reported_period", "line_id"], how="left", validate="1:1")
    return table[table["forecast_year_ore"].notna()].reset_index(drop=True)


def add_sum_rows(items: pd.DataFrame, lines: pd.DataFrame, keys: list[str], measures: list[str]) -> pd.DataFrame:
    """Every line of the year's tree; a sum row is the sum of the items under it, missing where one is missing."""
    pairs = descendants(lines, "line_id", ("year",))
    long = items[["year", *keys, "line_id", *measures]].merge(pairs, on=["year", "line_id"], validate="m:m")
    return sum_complete(long, ["year", *keys, "ancestor"], measures).rename(columns={"ancestor": "line_id"})


def add_previous_year(table: pd.DataFrame) -> pd.DataFrame:
    """Same month last year by `line_id`; missing where the line was not in last year's tree."""
    previous = table[[*LINE_MONTH, "actual_ytd_ore"]].rename(columns={"actual_ytd_ore": "actual_ytd_prev_year_ore"})
    previous = previous.assign(period=_later(previous["period"], 12))
    return table.merge(previous, on=LINE_MONTH, how="left", validate="1:1")


def add_forecasts(table: pd.DataFrame, made: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The latest forecast of the same year; its change only in the month it was made.

    A sum is that of its items: their latest forecasts, missing where one has none, and of the latest of their months.
    """
    items = with_year(table).merge(_items(lines), on=LINE_YEAR, validate="m:1")[["year", *LINE_MONTH]]
    carried = made.rename(columns={"reported_period": "forecast_reported_period"}).assign(
        period=made["reported_period"]
    )
    carried = carried[["period", *LINE_YEAR, "forecast_year_ore", "forecast_reported_period"]].sort_values("period")
    known = pd.merge_asof(items.sort_values("period"), carried, on="period", by=LINE_YEAR)
    known = known.merge(forecast_changes(made), on=LINE_MONTH, how="left", validate="1:1")
    sums = add_sum_rows(known, lines, ["period"], ["forecast_year_ore", "forecast_change_ore"])
    pairs = descendants(lines, "line_id", ("year",))
    months = known[["year", *LINE_MONTH, "forecast_reported_period"]].merge(pairs, on=LINE_YEAR, validate="m:m")
    latest = months.groupby(["period", "ancestor"], as_index=False)[["forecast_reported_period"]].max()
    sums = sums.merge(latest.rename(columns={"ancestor": "line_id"}), on=LINE_MONTH, validate="1:1")
    reported = sums["forecast_reported_period"].mask(sums["forecast_year_ore"].isna())
    found = sums.assign(forecast_reported_period=reported).drop(columns="year")
    return table.merge(found, on=LINE_MONTH, how="left", validate="1:1")


def forecast_changes(made: pd.DataFrame) -> pd.DataFrame:
    """Month made x line -> forecast_change_ore: against the year's reporting month before; missing without one."""
    months = made[["year", "reported_period"]].drop_duplicates().sort_values("reported_period")
    months = months.assign(before=months.groupby("year")["reported_period"].shift())
    earlier = made.rename(columns={"reported_period": "before", "forecast_year_ore": "then_ore"})
    now = made.merge(months.dropna(subset=["before"]), on=["year", "reported_period"], validate="m:1")
    both = now.merge(earlier[["before", "line_id", "then_ore"]], on=["before", "line_id"], validate="1:1")
    change = both["forecast_year_ore"] - both["then_ore"]
    return both.assign(period=both["reported_period"], forecast_change_ore=change)[[*LINE_MONTH, "forecast_change_ore"]]


def add_owners(table: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Owning department of the line that year."""
    owners = lines[["year", "line_id", "department_id"]]
    return table.merge(owners, on=["year", "line_id"], how="left", validate="m:1")


def _items(lines: pd.DataFrame) -> pd.DataFrame:
    return lines.loc[lines["kind"] == "item", ["year", "line_id"]]


def _line_months(delivered: Delivered) -> pd.DataFrame:
    """Item lines x every month of each year that is published."""
    periods = delivered.periods["period"]
    first, last = periods.min(), periods.max()
    months = pd.date_range(f"{first.year}-01-01", last, freq="MS", unit="ms") if len(periods) else periods
    return _items(delivered.lines).merge(with_year(pd.DataFrame({"period": months})), on="year", validate="m:m")


def running(grid: pd.DataFrame, amounts: pd.Series, keys: list[str]) -> pd.Series:
    """Running sum over `period` per key (with its year), missing from the first missing month on; index as `grid`."""
    order = grid.sort_values("period").index
    amounts, by = amounts.loc[order], [grid.loc[order, key] for key in keys]
    broken = amounts.isna().groupby(by).cummax()
    return amounts.fillna(0).groupby(by).cumsum().mask(broken).reindex(grid.index)


def with_year(frame: pd.DataFrame, period: str = "period") -> pd.DataFrame:
    return frame.assign(year=frame[period].dt.year.astype("Int64"))


def _pairs(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[["year", "line_id"]])


def _later(period: pd.Series, months: int) -> pd.Series:
    return (period + pd.DateOffset(months=months)).astype("datetime64[ms]")
