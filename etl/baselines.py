"""Two independent views of how the year will end, and how the budget was phased. Pure; money in öre.

Budget remaining: the year to date + the budget of the months left. Seasonal share: the year to date / the share of
the year that was booked by the same month in earlier years, per line and income or cost, never on a net. A straight
run rate is not among them: on a Swedish cost profile (July dip, December peak) it is 3-6 % wrong by design.
"""

from typing import NamedTuple

import pandas as pd

from etl.finance import LINE_YEAR, Delivered, add_sum_rows, finance_month, running, with_year

SIDE = [*LINE_YEAR, "side"]
SIDE_MONTH = [*SIDE, "month"]
COMPARABLE = (0.1, 10.0)
"""An earlier year whose total is outside this many times the year's budget is another activity under the same id."""

LEAST_SHARE = 0.05
"""Before a twentieth of the year is booked, the share says next to nothing about the rest."""


class Season(NamedTuple):
    """What earlier years say about the months of a year."""

    to_date: pd.DataFrame
    """Year x line (sum rows too) x side x month: running actual and budget, each with its year's total."""
    shares: pd.DataFrame
    """The same keys: mean share booked by the month in comparable earlier years, and how many they are."""
    earlier: pd.DataFrame
    """Year x line x side that have any whole earlier year, comparable or not."""


def season(delivered: Delivered) -> Season:
    """Running amounts, seasonal shares, and who has a history."""
    to_date = amounts_to_date(delivered)
    pairs = _with_earlier_years(to_date)
    return Season(to_date, _mean_shares(to_date, pairs[_comparable(pairs)]), pairs[SIDE].drop_duplicates())


def amounts_to_date(delivered: Delivered) -> pd.DataFrame:
    """Year x line (sum rows too) x side x month: running actual_ore and budget_ore, actual_year_ore, budget_year_ore.

    Missing from the first missing month on; a year's total is missing unless all twelve months are there.
    """
    months = _month_grid(delivered)
    items = months.assign(
        actual_ore=running(months, months["actual_ore"], SIDE), budget_ore=running(months, months["budget_ore"], SIDE)
    )
    rows = add_sum_rows(items, delivered.lines, ["side", "month"], ["actual_ore", "budget_ore"])
    whole = rows.loc[rows["month"] == 12, [*SIDE, "actual_ore", "budget_ore"]]
    totals = whole.rename(columns={"actual_ore": "actual_year_ore", "budget_ore": "budget_year_ore"})
    return rows.merge(totals, on=SIDE, how="left", validate="m:1")


def phasing(season: Season) -> pd.DataFrame:
    """Year x line x month -> deviation_phasing_ore: (seasonal share - the budget's share) x year budget, all sides.

    Missing where a side with a budget has no comparable earlier year.
    """
    rows = season.to_date.merge(season.shares, on=SIDE_MONTH, how="left", validate="1:1")
    phased = rows["share"] * rows["budget_year_ore"].astype("Float64") - rows["budget_ore"].astype("Float64")
    parts = rows.assign(deviation_phasing_ore=phased.mask(rows["budget_year_ore"] == 0, 0))
    return _whole_ore(_summed(parts, "deviation_phasing_ore"), "deviation_phasing_ore")


def add_phasing(results: pd.DataFrame, season: Season) -> pd.DataFrame:
    """`results` with the part of the deviation that comes from the budget's phasing, and the part that remains."""
    table = _dated(results).merge(phasing(season), on=[*LINE_YEAR, "month"], how="left", validate="m:1")
    phased = table["deviation_phasing_ore"].mask(table["deviation_ytd_ore"].isna())
    return table.assign(deviation_phasing_ore=phased, deviation_real_ore=table["deviation_ytd_ore"] - phased).drop(
        columns=["year", "month"]
    )


def baselines(results: pd.DataFrame, season: Season) -> pd.DataFrame:
    """Period (January-November) x line x method: predicted_year_ore, years_used, missing_reason."""
    rows = _dated(results)
    rows = rows[rows["month"] < 12]
    tables = [budget_remaining(rows), seasonal_share(rows, season)]
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def budget_remaining(rows: pd.DataFrame) -> pd.DataFrame:
    """The year to date + (the year's budget - the budget to date)."""
    predicted = rows["actual_ytd_ore"] + rows["budget_year_ore"] - rows["budget_ytd_ore"]
    reason = pd.Series("no_budget", index=rows.index).mask(rows["actual_ytd_ore"].isna(), "no_actual")
    return _as_baseline(rows, "budget_remaining", predicted, 0, reason)


def seasonal_share(rows: pd.DataFrame, season: Season) -> pd.DataFrame:
    """Per side the year to date / its mean share at that month in comparable earlier years; then the sides' sum."""
    parts = _in_use(season.to_date).merge(season.shares, on=SIDE_MONTH, how="left", validate="1:1")
    history = pd.Series(_pairs(parts, SIDE).isin(_pairs(season.earlier, SIDE)), index=parts.index)
    usable = parts["share"].where(parts["share"] >= LEAST_SHARE)
    predicted = parts["actual_ore"].astype("Float64") / usable
    parts = parts.assign(
        predicted_year_ore=predicted,
        years_used=parts["years"],
        missing_reason=_why_no_share(parts, history).mask(predicted.notna()),
    )
    keys = [*LINE_YEAR, "month"]
    found = _whole_ore(_summed(parts, "predicted_year_ore"), "predicted_year_ore")
    told = parts.groupby(keys, as_index=False).agg({"years_used": "min", "missing_reason": "first"})
    table = rows.merge(found, on=keys, how="left", validate="m:1").merge(told, on=keys, how="left", validate="m:1")
    reason = table["missing_reason"].fillna("no_sides").mask(table["actual_ytd_ore"].isna(), "no_actual")
    predicted = table["predicted_year_ore"].mask(table["actual_ytd_ore"].isna())
    return _as_baseline(table, "seasonal_share", predicted, table["years_used"], reason)


def _in_use(to_date: pd.DataFrame) -> pd.DataFrame:
    """The sides that are budgeted, or booked by the month; that a later month is booked is not yet known."""
    idle = to_date["actual_ore"].eq(0).fillna(False) & to_date["budget_year_ore"].fillna(0).eq(0)
    return to_date[~idle]


def _why_no_share(parts: pd.DataFrame, has_history: pd.Series) -> pd.Series:
    reason = pd.Series("too_early", index=parts.index).mask(parts["share"].isna(), "not_comparable")
    return reason.mask(~has_history, "no_history")


def _as_baseline(
    rows: pd.DataFrame, method: str, predicted: pd.Series, years: pd.Series | int, reason: pd.Series
) -> pd.DataFrame:
    used = pd.Series(years, index=rows.index, dtype="Int64").fillna(0).mask(predicted.isna(), 0)
    return pd.DataFrame(
        {
            "period": rows["period"],
            "line_id": rows["line_id"],
            "method": method,
            "predicted_year_ore": predicted,
            "years_used": used,
            "missing_reason": reason.astype("str").mask(predicted.notna()),
        }
    ).reset_index(drop=True)


def _month_grid(delivered: Delivered) -> pd.DataFrame:
    """Year x item x side that occurs in the year x each of its twelve months; a true zero where nothing was booked.

    A side without a budget has one of zero, so that a sum row's budget is the same before and after it is first booked.
    """
    months = with_year(finance_month(delivered)).dropna(subset=["side"])
    amounts = months.groupby(["period", *SIDE], as_index=False)[["actual_ore", "budget_ore"]].sum(min_count=1)
    calendar = pd.DataFrame({"month": range(1, 13)}, dtype="Int64")
    grid = amounts[SIDE].drop_duplicates().merge(calendar, how="cross")
    grid = grid.assign(period=pd.to_datetime(grid[["year", "month"]].assign(day=1)).astype("datetime64[ms]"))
    grid = grid.merge(amounts, on=["period", *SIDE], how="left", validate="1:1")
    in_ledger = grid["period"].isin(delivered.ledger["period"])
    in_budget = grid["period"].isin(delivered.budget["period"])
    return grid.assign(
        actual_ore=grid["actual_ore"].mask(in_ledger & grid["actual_ore"].isna(), 0),
        budget_ore=grid["budget_ore"].mask(in_budget & grid["budget_ore"].isna(), 0),
    )


def _with_earlier_years(to_date: pd.DataFrame) -> pd.DataFrame:
    """Year x line x side x each whole earlier year: `budget` of the year, `total` of the earlier."""
    totals = to_date.loc[to_date["month"] == 12, [*SIDE, "actual_year_ore", "budget_year_ore"]]
    now = totals[[*SIDE, "budget_year_ore"]].rename(columns={"budget_year_ore": "budget"})
    then = totals[[*SIDE, "actual_year_ore"]].rename(columns={"year": "earlier", "actual_year_ore": "total"})
    pairs = now.merge(then.dropna(subset=["total"]), on=["line_id", "side"], validate="m:m")
    return pairs[pairs["earlier"] < pairs["year"]]


def _comparable(pairs: pd.DataFrame) -> pd.Series:
    """The earlier year has a total, of the same sign and order of size as the budget where there is one."""
    budget = pairs["budget"].astype("Float64").where(pairs["budget"] != 0)
    ratio = pairs["total"].astype("Float64") / budget
    return (pairs["total"] != 0) & (budget.isna() | ratio.between(*COMPARABLE)).fillna(False).astype(bool)


def _mean_shares(to_date: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Year x line x side x month: the mean over the earlier years of the share booked by that month."""
    then = to_date[[*SIDE_MONTH, "actual_ore"]].rename(columns={"year": "earlier"})
    rows = pairs.merge(then, on=["earlier", "line_id", "side"], validate="m:m")
    rows = rows.assign(share=rows["actual_ore"].astype("Float64") / rows["total"].astype("Float64"))
    return rows.groupby(SIDE_MONTH, as_index=False).agg(share=("share", "mean"), years=("earlier", "nunique"))


def _pairs(frame: pd.DataFrame, keys: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[keys])


def _summed(parts: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Year x line x month: the sum of the sides, missing where one is."""
    return parts.groupby([*LINE_YEAR, "month"], as_index=False)[[measure]].sum(skipna=False)


def _whole_ore(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    return frame.assign(**{measure: frame[measure].round().astype("Int64")})


def _dated(results: pd.DataFrame) -> pd.DataFrame:
    return with_year(results).assign(month=results["period"].dt.month.astype("Int64"))
