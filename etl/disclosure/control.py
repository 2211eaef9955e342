"""The pattern laid over the tables: what is withheld leaves them here, and nothing later sees it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.indicators import BY_ID
from etl.config import Limits
from etl.disclosure.groups import BY_BREAKDOWN
from etl.disclosure.pattern import Decided
from etl.disclosure.shown import EXACT, ROUNDED, WITHHELD
from etl.staff_months import HR_KEYS

SMALL, PROTECTS, MIDDLE, LARGE_ROUNDED, COUNTED = range(5)
"""How a group may be shown, the least first; over a window the least of its months holds."""

COLUMNS = ["department_id", "breakdown"]


@dataclass(frozen=True)
class Levels:
    """The level of every department in the tree, and the levels that are not shown at all."""

    of: pd.Series
    stopped: tuple[str, ...] = ()

    def where(self, departments: pd.Series, levels: tuple[str, ...]) -> pd.Series:
        return departments.map(self.of).isin(levels)


def control_staff(own: pd.DataFrame, decided: Decided, levels: Levels) -> pd.DataFrame:
    """`hr_month` as published: counts of groups that have them, from department up."""
    shape = decided.shape
    shown = [
        decided.pattern[period].get(decided.months[period].named(shape.own[unit], (gender, band))) == EXACT
        for period, unit, gender, band in own[HR_KEYS].itertuples(index=False, name=None)
    ]
    withheld = ~pd.Series(shown, index=own.index, dtype=bool)
    withheld |= levels.where(own["department_id"], ("unit", *levels.stopped))
    measures = {name: own[name].mask(withheld) for name in own.columns if name not in HR_KEYS}
    return own.assign(**measures, suppressed=withheld)


def control_indicators(
    table: pd.DataFrame, staff: Decided, survey: Decided, few: pd.MultiIndex, levels: Levels, limits: Limits
) -> pd.DataFrame:
    """`indicators` as published: with its parts, in whole per cent without them, or missing with the reason why.

    `few` are the (year, department) whose own survey rows have too few answers, whatever is below them.
    """
    standing = _standing(table, staff, survey, limits).mask(_asked_too_few(table, few), SMALL)
    reason = _withheld_because(table, standing, levels)
    shown, exact = reason.isna(), standing.eq(COUNTED)
    whole_per_cent = table["value"].round(2).where(table["unit"] == "share", table["value"])
    return table.assign(
        numerator=table["numerator"].where(shown & exact),
        denominator=table["denominator"].where(shown & exact),
        value=table["value"].where(exact, whole_per_cent).where(shown),
        suppressed=~shown,
        reason=reason.where(~shown, table["reason"]),
        missing_period=table["missing_period"].where(shown),
    )


def _asked_too_few(table: pd.DataFrame, few: pd.MultiIndex) -> pd.Series:
    asked = pd.MultiIndex.from_arrays([table["period"].dt.year, table["department_id"]])
    return pd.Series(asked.isin(few), index=table.index) & (table["unit"] == "index")


def _withheld_because(table: pd.DataFrame, standing: pd.Series, levels: Levels) -> pd.Series:
    grain = table["indicator_id"].map(lambda name: BY_ID[name].grain)
    count = table["unit"].isin(("persons", "fte"))
    reasons = [
        (levels.where(table["department_id"], levels.stopped), "coarser"),
        (standing.eq(SMALL) | (standing.isna() & table["reason"].isna()), "small"),
        (standing.eq(PROTECTS) | (standing.eq(LARGE_ROUNDED) & count), "protects"),
        (standing.eq(MIDDLE) & count, "middle"),
        (levels.where(table["department_id"], ("unit",)) & grain.isin(("month", "ytd")), "unit_month"),
    ]
    chosen = np.select([which.to_numpy(dtype=bool) for which, _ in reasons], [why for _, why in reasons], "")
    return pd.Series(chosen, index=table.index, dtype="str").replace("", None)


def _standing(table: pd.DataFrame, staff: Decided, survey: Decided, limits: Limits) -> pd.Series:
    """For each row of `table` the least standing of its group over its window; missing where nobody was there."""
    monthly, yearly = _monthly(staff, limits), _monthly(survey, limits)
    by_grain = {
        "month": monthly,
        "r12": monthly.rolling(12, min_periods=1).min(),
        "ytd": _since_january(monthly),
        "year": yearly,
    }
    grain = table["indicator_id"].map(lambda name: BY_ID[name].grain)
    found = pd.Series(np.nan, index=table.index)
    for name, wide in by_grain.items():
        rows = table[grain == name]
        if len(rows) and len(wide):
            found[rows.index] = _looked_up(wide, rows)
    return found


def _since_january(monthly: pd.DataFrame) -> pd.DataFrame:
    """The least standing so far this year, also in a month when nobody was there any more."""
    year = pd.DatetimeIndex(monthly.index).year
    return monthly.groupby(year).cummin().groupby(year).ffill()


def _looked_up(wide: pd.DataFrame, rows: pd.DataFrame) -> np.typing.NDArray[np.float64]:
    row = wide.index.get_indexer(pd.DatetimeIndex(rows["period"]))
    column = wide.columns.get_indexer(pd.MultiIndex.from_frame(rows[COLUMNS]))
    return np.where((row < 0) | (column < 0), np.nan, wide.to_numpy()[row, column])


def _monthly(decided: Decided, limits: Limits) -> pd.DataFrame:
    """Period x (department, breakdown), every month from the first to the last."""
    rows = [
        (period, unit, breakdown, _standing_of(*found, limits))
        for period in decided.months
        for unit in decided.shape.depth
        for breakdown, split in BY_BREAKDOWN.items()
        if (found := decided.level(period, unit, split))
    ]
    table = pd.DataFrame(rows, columns=["period", *COLUMNS, "standing"])
    wide = table.pivot(index="period", columns=COLUMNS, values="standing")  # noqa: PD010 - refuses a double key
    return wide.reindex(pd.date_range(wide.index.min(), wide.index.max(), freq="MS")) if len(wide) else wide


def _standing_of(level: str, size: float, limits: Limits) -> int:
    if level == WITHHELD:
        return SMALL if size <= limits.withheld else PROTECTS
    if level == ROUNDED:
        return MIDDLE if size <= limits.rounded else LARGE_ROUNDED
    return COUNTED
