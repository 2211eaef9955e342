"""What the published staff tables say, as sums: of which base cells, over which months, how much or why withheld."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data.codes import AGE_BANDS, GENDERS
from data.indicator import Indicator
from data.indicators import STAFF

CELL = ["department_id", "gender", "age_band"]
RATIOS = [indicator for indicator in STAFF if indicator.numerator]
FIGURE = ["edition", "group", "name", "indicator_id", "measure", "first", "last", "amount", "share", "reason"]

Cell = tuple[str, str, str]
Covers = Callable[[Cell], bool]


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
        parents = dict(zip(self.departments["department_id"], self.departments["parent_id"], strict=True))
        place, found = self.reorganised.get(unit, unit), set()
        while isinstance(place, str) and place not in found:
            found.add(place)
            place = parents.get(place)
        return found


@dataclass
class Groups:
    """Sets of base cells, numbered; the same set is one group whatever it is called."""

    cells: list[Cell]
    numbers: dict[bytes, int] = field(default_factory=dict)
    """The members of each group, one byte per base cell."""

    @property
    def members(self) -> np.ndarray:
        rows = [np.frombuffer(key, dtype=bool) for key in self.numbers]
        return np.array(rows, dtype=bool).reshape(-1, len(self.cells))

    def number(self, covers: Covers) -> int:
        key = np.array([covers(cell) for cell in self.cells], dtype=bool).tobytes()
        return self.numbers.setdefault(key, len(self.numbers))


def figures(edition: Edition, groups: Groups, months: pd.DatetimeIndex) -> pd.DataFrame:
    """A row per published or withheld sum: the group's number and name, the measure, places of first and last month.

    `share` is the published share where its parts are withheld.
    """
    table = edition.indicators
    frames = [_cell_sums(edition, groups, months)]
    for ratio in RATIOS:
        rows = table[table["indicator_id"] == ratio.indicator_id]
        frames += [_indicator_sums(rows, ratio, edition, groups, months)]
    table = pd.concat(frames, ignore_index=True)
    return table.astype({"group": "int64", "first": "int64", "last": "int64", "amount": "float64", "share": "float64"})


def _cell_sums(edition: Edition, groups: Groups, months: pd.DatetimeIndex) -> pd.DataFrame:
    """`hr_month`, per measure; a row that shows two measures shows their difference."""
    hr = edition.hr_month
    cells = list(hr[CELL].itertuples(index=False, name=None))
    numbers = {cell: groups.number(_stands_in(edition, cell)) for cell in set(cells)}
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
    rows: pd.DataFrame, ratio: Indicator, edition: Edition, groups: Groups, months: pd.DatetimeIndex
) -> pd.DataFrame:
    """The numerator and, if there is one, the denominator. Where there is nothing to divide by, that sum is zero."""
    last = months.get_indexer(rows["period"])
    named = list(rows[["department_id", "breakdown"]].itertuples(index=False, name=None))
    numbers = {row: groups.number(_covers(edition, *row)) for row in set(named)}
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


def _covers(edition: Edition, department: str, breakdown: str) -> Covers:
    sex = (breakdown,) if breakdown in GENDERS else GENDERS
    ages = (breakdown,) if breakdown in AGE_BANDS else AGE_BANDS
    return lambda cell: department in edition.above(cell[0]) and cell[1] in sex and cell[2] in ages


def _stands_in(edition: Edition, row: Cell) -> Covers:
    units = edition.behind(row[0])
    return lambda cell: cell[0] in units and cell[1:] == row[1:]


def _first(last: np.ndarray, ratio: Indicator, months: pd.DatetimeIndex) -> np.ndarray:
    """Place of the window's first month; before the first published month there is nothing."""
    back = {"month": 0, "r12": 11, "ytd": months[last].month.to_numpy() - 1}[ratio.grain]
    return np.maximum(last - back, 0)
