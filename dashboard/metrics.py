"""Pure arithmetic on published frames: what depends on the viewer's filter, or is a ratio."""

from collections.abc import Iterable

import pandas as pd

MONEY = [
    "actual_ytd_sek",
    "budget_ytd_sek",
    "deviation_ytd_sek",
    "actual_ytd_prev_year_sek",
    "budget_year_sek",
    "gross_budget_year_sek",
    "forecast_year_sek",
    "forecast_deviation_sek",
    "forecast_change_sek",
]
"""The amounts of `results` that a sum is the sum of."""
MADE = "forecast_reported_period"
OF_THE_WHOLE = ["deviation_phasing_sek", "deviation_real_sek"]
"""The amounts that a sum has of its own, so that a sum over some of its rows has none."""


def children_of(tree: pd.DataFrame, key: str) -> dict[str | None, list[str]]:
    """Parent id -> its children in their order; the top rows stand under None."""
    ordered = tree.sort_values("sort_order") if "sort_order" in tree.columns else tree.sort_values("name")
    parents = ordered["parent_id"].where(ordered["parent_id"].isin(ordered[key]), None)
    result: dict[str | None, list[str]] = {}
    for child, parent in zip(ordered[key], parents, strict=True):
        result.setdefault(parent if isinstance(parent, str) else None, []).append(child)
    return result


def in_tree_order(tree: pd.DataFrame, key: str, sums_last: bool = False) -> pd.DataFrame:
    """The rows of a tree depth first; with `sums_last` a parent stands below its children, as in a printed table."""
    children = children_of(tree, key)

    def walk(node: str) -> Iterable[str]:
        below = [row for child in children.get(node, []) for row in walk(child)]
        return [*below, node] if sums_last else [node, *below]

    order = [row for top in children.get(None, []) for row in walk(top)]
    return tree.set_index(key).loc[order].reset_index()


def department_and_below(departments: pd.DataFrame, department_id: str) -> frozenset[str]:
    """A department and every department under it."""
    return with_below(departments, "department_id", department_id)


def with_below(tree: pd.DataFrame, key: str, node: str) -> frozenset[str]:
    """A row of a tree and every row under it."""
    children = children_of(tree, key)

    def walk(row: str) -> Iterable[str]:
        return [row, *(below for child in children.get(row, []) for below in walk(child))]

    return frozenset(walk(node))


def economy_table(
    results: pd.DataFrame, lines: pd.DataFrame, period: pd.Timestamp, departments: frozenset[str] | None
) -> pd.DataFrame:
    """One row per budget line of the month, items above their sum, with the amounts of `results`.

    Columns: line_id, name, kind, depth, parent_id, partial, the amounts, forecast_reported_period and the
    provenances. Under a department filter only its items stand there, sums cover them alone and `partial` is true.
    """
    year = lines[lines["year"] == period.year].drop(columns=["year", "budget_year_sek", "department_id"])
    month = results[results["period"] == period].drop(columns="period")
    table = in_tree_order(year, "line_id", sums_last=True).merge(month, on="line_id", how="inner", validate="1:1")
    table = table.assign(partial=False)
    return table if departments is None else _part_of(table, departments)


def _part_of(table: pd.DataFrame, departments: frozenset[str]) -> pd.DataFrame:
    items = table[(table["kind"] == "item") & table["department_id"].isin(departments)]
    sums = [_sum_row(row, items[_is_below(table, items, row["line_id"])]) for _, row in _sums(table).iterrows()]
    visible = pd.concat([items, *[row for row in sums if row is not None]])
    order = {line: place for place, line in enumerate(table["line_id"])}
    return visible.sort_values("line_id", key=lambda ids: ids.map(order), ignore_index=True)


def _sums(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["kind"] == "sum"]


def _is_below(table: pd.DataFrame, items: pd.DataFrame, ancestor: str) -> pd.Series:
    parent = table.set_index("line_id")["parent_id"].to_dict()

    def below(line: str) -> bool:
        above = parent.get(line)
        return above == ancestor or (isinstance(above, str) and below(above))

    return items["line_id"].map(below).astype(bool)


def _sum_row(row: pd.Series, items: pd.DataFrame) -> pd.DataFrame | None:
    """The sum over visible items; missing where any part is missing. None where nothing is visible under it."""
    if items.empty:
        return None
    amounts = {name: items[name].sum(skipna=False) for name in MONEY}
    provenances = {name: weakest(items[name]) for name in items.columns if name.endswith("_provenance")}
    own = dict.fromkeys(OF_THE_WHOLE, float("nan")) | {"forecast_reported_period": items[MADE].max()}
    return row.to_frame().T.assign(**amounts, **own, **provenances, partial=True).astype(items.dtypes.to_dict())


def weakest(provenances: pd.Series) -> str | None:
    """The provenance of a sum: published only if every part is."""
    present = [code for code in ("simulated", "booked", "published") if (provenances == code).any()]
    return present[0] if present else None


def weaker(first: pd.Series, second: pd.Series) -> pd.Series:
    """The provenance of a difference, row by row: published only if both parts are."""
    return first.where(first != "published", second)


def top_row(table: pd.DataFrame) -> pd.Series | None:
    """The row that sums all others: the root of the tree. None where the table is empty or has several tops."""
    tops = table[~table["parent_id"].isin(table["line_id"])]
    return tops.iloc[0] if len(tops) == 1 else None


def basis_of_movement(table: pd.DataFrame) -> str | None:
    """The deviation that says most about the year: forecast, else year to date. None without a budget."""
    for name in ("forecast_deviation_sek", "deviation_ytd_sek"):
        if table[name].notna().any():
            return name
    return None


def movers(table: pd.DataFrame, measure: str, count: int) -> pd.DataFrame:
    """The items with the largest absolute `measure`, largest first; rows of zero or missing are left out."""
    items = table[(table["kind"] == "item") & (table[measure].abs() >= 50_000)]
    return items.sort_values(measure, key=lambda values: -values.abs()).head(count)


def wide(frame: pd.DataFrame, down: str, across: str, value: str) -> pd.DataFrame:
    """One row per `down`, one column per `across`; the two are the frame's key. Missing where the frame has no row."""
    return frame.pivot(index=down, columns=across, values=value)  # noqa: PD010 - a key is not to be aggregated


def share_of(part_sek: pd.Series, whole_sek: pd.Series) -> pd.Series:
    """part / |whole|; missing where the whole is zero or missing."""
    return part_sek / whole_sek.abs().where(whole_sek != 0)


def line_months(results: pd.DataFrame, line_ids: list[str], last: pd.Timestamp) -> pd.DataFrame:
    """The months from January to a month of one line, or of the sum of several; missing where one of them is."""
    year = (results["period"].dt.year == last.year) & (results["period"] <= last)
    months = results[year & results["line_id"].isin(line_ids)].groupby("period", as_index=False)
    summed = months[MONEY].sum(skipna=False)
    return summed.assign(actual_provenance=months["actual_provenance"].agg(weakest)["actual_provenance"])


def items_below(lines: pd.DataFrame, year: int, line_id: str) -> list[str]:
    """The items that a sum row sums, or the item itself."""
    tree = lines[lines["year"] == year]
    children = children_of(tree, "line_id")

    def walk(node: str) -> list[str]:
        below = children.get(node, [])
        return [item for child in below for item in walk(child)] if below else [node]

    return walk(line_id)


def class_months(finance_month: pd.DataFrame, items: list[str], year: int, last: pd.Timestamp) -> pd.DataFrame:
    """Month and account class of some items up to a month: actual_sek and budget_sek, missing where none is there."""
    rows = finance_month[
        finance_month["line_id"].isin(items)
        & (finance_month["period"].dt.year == year)
        & (finance_month["period"] <= last)
    ]
    return rows.groupby(["account_class", "period"], as_index=False, sort=True)[["actual_sek", "budget_sek"]].sum(
        min_count=1
    )


def class_totals(months: pd.DataFrame) -> pd.DataFrame:
    """Year to date per account class, with the deviation."""
    totals = months.groupby("account_class", as_index=False, sort=True)[["actual_sek", "budget_sek"]].sum(min_count=1)
    return totals.assign(deviation_sek=totals["actual_sek"] - totals["budget_sek"])


def forecast_periods(results: pd.DataFrame, period: pd.Timestamp) -> list[pd.Timestamp]:
    """The months of the year up to `period` in which a forecast was made, the oldest first."""
    year = results[(results["period"] <= period) & (results["period"].dt.year == period.year)]
    return sorted(year["forecast_reported_period"].dropna().unique())


def latest_forecast_period(results: pd.DataFrame, period: pd.Timestamp) -> pd.Timestamp | None:
    """The month of the forecast that stands at `period`; None before the year's first."""
    return next(reversed(forecast_periods(results, period)), None)


def previous_forecast_period(results: pd.DataFrame, period: pd.Timestamp) -> pd.Timestamp | None:
    """The month of the forecast before that one, in the same year; None at the first."""
    return next(reversed(forecast_periods(results, period)[:-1]), None)


def within(frame: pd.DataFrame, departments: frozenset[str] | None) -> pd.DataFrame:
    """The rows of the chosen departments; all where none is chosen."""
    return frame if departments is None else frame[frame["department_id"].isin(departments)]


def month_over_last_year(values: pd.DataFrame) -> pd.DataFrame:
    """period, value -> with `change`: the value minus the same month last year, missing where that is missing."""
    last_year = values.assign(period=values["period"] + pd.DateOffset(years=1))[["period", "value"]]
    joined = values.merge(last_year.rename(columns={"value": "last_year"}), on="period", how="left", validate="1:1")
    return joined.assign(change=joined["value"] - joined["last_year"])
