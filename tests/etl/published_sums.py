"""What the published staff tables say, as sums: of which base cells, over which months, how much or why withheld."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from data.codes import AGE_BANDS, BREAKDOWNS, GENDERS
from data.indicator import Indicator
from data.indicators import STAFF

CELL = ["department_id", "gender", "age_band"]
RATIOS = [indicator for indicator in STAFF if indicator.numerator]
FIGURE = ["edition", "group", "name", "indicator_id", "measure", "first", "last", "amount", "share", "reason"]

Cell = tuple[str, str, str]


@dataclass(frozen=True)
class Edition:
    """The staff tables of one snapshot. That a unit is `reorganised` into another is known to everyone."""

    hr_month: pd.DataFrame
    indicators: pd.DataFrame
    departments: pd.DataFrame
    reorganised: Mapping[str, str] = field(default_factory=dict)

    def behind(self, row: str) -> set[str]:
        """The units whose staff stands in a department's rows of `hr_month`: its own and those merged into it."""
        merged = {old for old, new in self.reorganised.items() if new == row}
        return {row} | merged - set(self.hr_month["department_id"])

    def above(self, unit: str) -> set[str]:
        """The departments that a unit is counted in."""
        place, found = self.reorganised.get(unit, unit), set()
        while isinstance(place, str) and place not in found:
            found.add(place)
            place = self._parents.get(place)
        return found

    @cached_property
    def _parents(self) -> dict[str, str]:
        return dict(zip(self.departments["department_id"], self.departments["parent_id"], strict=True))


class Groups:
    """Sets of base cells, numbered; the same set is one group whatever it is called."""

    def __init__(self, cells: list[Cell]) -> None:
        self.units, self.genders, self.age_bands = np.array(cells, dtype=str).T
        self._numbers: dict[bytes, int] = {}

    @property
    def members(self) -> np.ndarray:
        rows = [np.frombuffer(key, dtype=bool) for key in self._numbers]
        return np.array(rows, dtype=bool).reshape(-1, len(self.units))

    def number(self, units: Iterable[str], genders: Iterable[str], age_bands: Iterable[str]) -> int:
        covered = np.isin(self.units, list(units)) & np.isin(self.genders, list(genders))
        covered &= np.isin(self.age_bands, list(age_bands))
        return self._numbers.setdefault(covered.tobytes(), len(self._numbers))


def figures(edition: Edition, groups: Groups, months: pd.DatetimeIndex) -> pd.DataFrame:
    """A row per published or withheld sum: the group's number and name, the measure, places of first and last month.

    `share` is the published share where its parts are withheld.
    """
    table = edition.indicators
    numbers = _numbered(edition, groups, table["department_id"].unique())
    frames = [_cell_sums(edition, groups, months)]
    for ratio in RATIOS:
        rows = table[table["indicator_id"] == ratio.indicator_id]
        frames += [_indicator_sums(rows, ratio, numbers, months)]
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"group": "int64", "first": "int64", "last": "int64", "amount": "float64", "share": "float64"})


def _cell_sums(edition: Edition, groups: Groups, months: pd.DatetimeIndex) -> pd.DataFrame:
    """`hr_month`, per measure; a row that shows two measures shows their difference."""
    hr = edition.hr_month
    cells = list(hr[CELL].itertuples(index=False, name=None))
    numbers = {cell: groups.number(edition.behind(cell[0]), cell[1:2], cell[2:]) for cell in set(cells)}
    at = months.get_indexer(hr["period"])
    rows = pd.DataFrame(
        {
            "group": [numbers[cell] for cell in cells],
            "name": [" ".join(cell) for cell in cells],
            "indicator_id": "hr_month",
            "first": at,
            "last": at,
            "share": np.nan,
            "reason": np.where(hr["suppressed"], "cell", None),
        }
    )
    return pd.concat([rows.assign(measure=name, amount=amounts.to_numpy()) for name, amounts in _measures(hr).items()])


def _measures(hr: pd.DataFrame) -> dict[str, pd.Series]:
    names = {name for ratio in RATIOS for name in ratio.measures}
    found = {name: hr[name].astype("float64") for name in sorted(names)}
    for ratio in RATIOS:
        if ratio.numerator_minus:
            found[numerator_of(ratio)] = found[ratio.numerator] - found[ratio.numerator_minus]
    return found


def _indicator_sums(
    rows: pd.DataFrame, ratio: Indicator, numbers: Mapping[tuple[str, str], int], months: pd.DatetimeIndex
) -> pd.DataFrame:
    """The numerator and, if there is one, the denominator. Where there is nothing to divide by, that sum is zero."""
    last = months.get_indexer(rows["period"])
    named = list(rows[["department_id", "breakdown"]].itertuples(index=False, name=None))
    common = pd.DataFrame(
        {
            "group": [numbers[row] for row in named],
            "name": [" ".join(row) for row in named],
            "indicator_id": ratio.indicator_id,
            "first": _first(last, ratio, months),
            "last": last,
            "share": rows["value"].where(rows["numerator"].isna()).to_numpy(dtype="float64"),
            "reason": rows["reason"].to_numpy(),
        }
    )
    if not ratio.denominator:
        return common.assign(measure=ratio.numerator, amount=rows["value"].to_numpy(dtype="float64"), share=np.nan)
    below = rows["denominator"].mask(rows["reason"] == "no_denominator", 0).to_numpy(dtype="float64")
    times = 12 if ratio.denominator_mean else 1
    over = common.assign(measure=numerator_of(ratio), amount=rows["numerator"].to_numpy(dtype="float64"))
    return pd.concat([over, common.assign(measure=ratio.denominator, amount=below * times)])


def numerator_of(ratio: Indicator) -> str:
    return f"{ratio.numerator} - {ratio.numerator_minus}" if ratio.numerator_minus else ratio.numerator


def _numbered(edition: Edition, groups: Groups, departments: Iterable[str]) -> dict[tuple[str, str], int]:
    """The group of each department and breakdown."""
    above = {unit: edition.above(unit) for unit in set(groups.units)}
    below = {department: [unit for unit in above if department in above[unit]] for department in departments}
    return {
        (department, breakdown): groups.number(
            units,
            [breakdown] if breakdown in GENDERS else GENDERS,
            [breakdown] if breakdown in AGE_BANDS else AGE_BANDS,
        )
        for department, units in below.items()
        for breakdown in BREAKDOWNS
    }


def _first(last: np.ndarray, ratio: Indicator, months: pd.DatetimeIndex) -> np.ndarray:
    """Place of the window's first month; before the first published month there is nothing."""
    back = {"month": 0, "r12": 11, "ytd": months[last].month.to_numpy() - 1}[ratio.grain]
    return np.maximum(last - back, 0)
