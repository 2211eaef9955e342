"""Staff per calendar month: sums of every department and breakdown, and which months were never delivered. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.codes import TOTAL

Amounts = NDArray[np.float64]
Mask = NDArray[np.bool_]
Places = NDArray[np.int64]

HR_KEYS = ["period", "department_id", "gender", "age_band"]
GROUP = ["department_id", "breakdown"]


@dataclass(frozen=True)
class StaffMonths:
    """Every table has a row per month of `calendar`, without gaps, and a column per row of `groups`.

    `groups` are department and breakdown. `inside` is true from the department's first to its last delivered month.
    `sums` are per measure: missing in a month that the department, or one below it, never delivered, or where a cell
    is empty; zero where a delivered month has nobody of the group.
    """

    calendar: pd.DatetimeIndex
    groups: pd.DataFrame
    inside: Mask
    sums: dict[str, Amounts]

    @property
    def first(self) -> Places:
        """Place in the calendar where each group's series begins."""
        return self.inside.argmax(axis=0)

    @property
    def cells(self) -> tuple[Places, Places]:
        """(place in the calendar, place among the groups) of every month inside a series, group by group."""
        column, place = self.inside.T.nonzero()
        return place, column

    @property
    def keys(self) -> pd.DataFrame:
        """Period, department and breakdown of each of the cells."""
        place, column = self.cells
        groups = self.groups.take(column).reset_index(drop=True)
        return groups.assign(period=self.calendar[place])[["period", *GROUP]]


def staff_months(rows: pd.DataFrame, tree: pd.DataFrame) -> StaffMonths:
    """From rows of `hr_month`, at least one, all of them of units in the tree.

    `tree` has the units (`department_id`) whose staff counts in each department (`ancestor`).
    """
    calendar = pd.date_range(rows["period"].min(), rows["period"].max(), freq="MS", unit="ms")
    inside, missing = known_months(rows, tree, calendar)
    long = under_departments(rows, tree)
    numbers = long.groupby(GROUP, sort=False).ngroup()
    groups = long.drop_duplicates(GROUP)[GROUP].reset_index(drop=True)
    cells = calendar.get_indexer(pd.Index(long["period"])) * len(groups) + numbers.to_numpy()
    unknown = missing[groups["department_id"]].to_numpy()
    return StaffMonths(
        calendar,
        groups,
        inside[groups["department_id"]].to_numpy(),
        {
            name: np.where(unknown, np.nan, _summed(long[name], cells, unknown.shape))
            for name in rows.columns.difference(HR_KEYS)
        },
    )


def under_departments(rows: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """A row for each department above the unit and each breakdown that it belongs to: the total, its sex, its age."""
    under = rows.merge(tree, on="department_id", validate="m:m")
    under = under.drop(columns="department_id").rename(columns={"ancestor": "department_id"})
    breakdowns: Iterable[pd.Series | str] = (TOTAL, under["gender"], under["age_band"])
    return pd.concat([under.assign(breakdown=each) for each in breakdowns], ignore_index=True)


def known_months(
    rows: pd.DataFrame, tree: pd.DataFrame, calendar: pd.DatetimeIndex
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(inside the series, never delivered) per month and department; a gap below is a gap in all above it."""
    there = pd.crosstab(rows["period"], rows["department_id"]).reindex(calendar, fill_value=0) > 0
    above = pd.crosstab(tree["department_id"], tree["ancestor"])
    own = above.loc[there.columns]
    delivered = there @ own > 0
    own_gap = (between(delivered) & ~delivered) | ((between(there) & ~there) @ own > 0)
    return between(delivered), own_gap @ above.loc[own_gap.columns] > 0


def between(there: pd.DataFrame) -> pd.DataFrame:
    """True from each column's first true row to its last."""
    rows = there.to_numpy(dtype=bool)
    begun, not_ended = np.maximum.accumulate(rows), np.maximum.accumulate(rows[::-1])[::-1]
    return pd.DataFrame(begun & not_ended, index=there.index, columns=there.columns)


def _summed(amounts: pd.Series, cells: Places, shape: tuple[int, ...]) -> Amounts:
    """Sums per cell; missing where any part is."""
    values = amounts.to_numpy(dtype="float64", na_value=np.nan)
    sums: Amounts = np.bincount(cells, weights=values, minlength=shape[0] * shape[1]).astype("float64")
    return sums.reshape(shape)
