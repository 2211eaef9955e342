"""Small groups: what may be shown, so that nothing withheld can be computed from what is.

A group is a sum of base cells (unit x sex x age band), i.e. a vector of zeros and ones. One pattern, decided on
headcount alone, holds for every month and every measure; `trust.md` of the house tells the experiments behind.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.codes import AGE_BANDS, GENDERS, TOTAL
from etl.config import Limits
from etl.errors import RunFailed
from etl.linear import Mask, Matrix, granted, leaks
from etl.staff import HR_KEYS
from etl.tree import depths, descendants

Group = tuple[str, str, str, str]
"""(own or tree, department, sex or total, age band or total); own is the unit's row in `hr_month`."""

OWN, TREE = "own", "tree"


@dataclass(frozen=True)
class Cells:
    """Groups as vectors over base cells, coarsest first, each with its smallest positive size of any month.

    `present` tells in which months (columns) a base cell (row) exists.
    """

    groups: list[Group]
    vectors: Matrix
    smallest: Matrix
    present: Mask

    def places(self, wanted: set[Group]) -> Mask:
        return np.array([group in wanted for group in self.groups], dtype=bool)

    def at(self, mask: Mask) -> set[Group]:
        return {group for group, here in zip(self.groups, mask, strict=True) if here}


@dataclass(frozen=True)
class Pattern:
    """The decision: groups shown exactly, groups shown as whole per cent; every other is withheld."""

    exact: set[Group]
    rounded: set[Group]
    surveys: set[Group]


def decide(hr: pd.DataFrame, surveys: pd.DataFrame, departments: pd.DataFrame, limits: Limits) -> Pattern:
    """Coarse groups first: the whole office's figure matters more to its reader than one unit's youngest men."""
    staff = staff_cells(hr, departments)
    middle = (staff.smallest > limits.withheld) & (staff.smallest <= limits.rounded)
    answers = survey_cells(surveys, departments)
    return Pattern(
        exact=shown(staff, staff.smallest > limits.rounded),
        rounded=staff.at(middle),
        surveys=shown(answers, answers.smallest >= limits.answers),
    )


def shown(cells: Cells, large: Mask) -> set[Group]:
    """The large groups that are published at all and give no small one away."""
    wanted = large & np.array([_is_published(group) for group in cells.groups], dtype=bool)
    decided = np.zeros(len(wanted), dtype=bool)
    decided[wanted] = granted(cells.vectors[wanted], cells.vectors[~large], cells.present)
    return cells.at(decided)


def staff_cells(hr: pd.DataFrame, departments: pd.DataFrame) -> Cells:
    """Every department, sex and age band and their totals, over the rows of `hr_month`."""
    cell = ["department_id", "gender", "age_band"]
    heads = hr.pivot_table(index=cell, columns="period", values="headcount_permanent", aggfunc="sum")
    splits = [(sex, age) for sex in (TOTAL, *GENDERS) for age in (TOTAL, *AGE_BANDS)]
    return _cells(list(heads.index), heads, departments, splits)


def survey_cells(surveys: pd.DataFrame, departments: pd.DataFrame) -> Cells:
    """Every surveyed department over the surveyed units that have no surveyed unit below them."""
    answers = surveys.pivot_table(index="department_id", columns="year", values="respondents", aggfunc="min")
    below = descendants(departments, "department_id")
    below = below[below["department_id"].isin(answers.index) & (below["department_id"] != below["ancestor"])]
    units = answers[~answers.index.isin(below["ancestor"])]
    cells = _cells([(unit, TOTAL, TOTAL) for unit in units.index], units, departments, [(TOTAL, TOTAL)])
    own = _smallest_positive(answers.fillna(0).to_numpy(dtype=np.int64))
    sizes = dict(zip(answers.index, own, strict=True))
    return Cells(cells.groups, cells.vectors, np.array([sizes.get(g[1], 0) for g in cells.groups]), cells.present)


def control_staff(hr: pd.DataFrame, pattern: Pattern) -> pd.DataFrame:
    """`hr_month` as published: counts only for exact groups."""
    rows = zip(hr["department_id"], hr["gender"], hr["age_band"], strict=True)
    withheld = np.array([(OWN, *row) not in pattern.exact for row in rows], dtype=bool)
    measures = {name: hr[name].mask(withheld) for name in hr.columns if name not in HR_KEYS}
    return hr.assign(**measures, suppressed=withheld)


def control_indicators(table: pd.DataFrame, pattern: Pattern) -> pd.DataFrame:
    """`indicators` as published: exact, whole per cent without its parts, or missing with a flag."""
    groups = [_group(*row) for row in zip(table["department_id"], table["breakdown"], strict=True)]
    index = table["unit"] == "index"
    exact = np.where(index, [g in pattern.surveys for g in groups], [g in pattern.exact for g in groups]).astype(bool)
    rounded = np.array([g in pattern.rounded for g in groups], dtype=bool) & ~index & ~exact
    return table.assign(
        numerator=table["numerator"].where(exact),
        denominator=table["denominator"].where(exact),
        value=table["value"].where(exact, table["value"].round(2).where(rounded)),
        suppressed=~(exact | rounded),
    )


def gate(
    published_hr: pd.DataFrame, published: pd.DataFrame, hr: pd.DataFrame, departments: pd.DataFrame, limits: Limits
) -> None:
    """Raises `RunFailed` where a small group can be computed from the tables as they are about to be published."""
    cells = staff_cells(hr, departments)
    exact = published[published["denominator"].notna() | published["numerator"].notna()]
    rows = published_hr[published_hr["headcount_permanent"].notna()]
    seen = {_group(*row) for row in zip(exact["department_id"], exact["breakdown"], strict=True)}
    seen |= {(OWN, *row) for row in zip(rows["department_id"], rows["gender"], rows["age_band"], strict=True)}
    found = leaks(cells.vectors[cells.places(seen)], cells.vectors[cells.smallest <= limits.rounded], cells.present)
    if found:
        raise RunFailed(
            f"Sekretessgrinden: {found} små grupper går att räkna fram ur personaltabellerna. Inget är publicerat. "
            "Anmäl felet; det är programmets, inte källans."
        )


def _cells(
    base: list[tuple[str, str, str]], sizes: pd.DataFrame, departments: pd.DataFrame, splits: list[tuple[str, str]]
) -> Cells:
    """`sizes` has one row per base cell and one column per month, missing where the cell does not exist."""
    groups = list(_groups(base, departments, splits))
    below = descendants(departments, "department_id").groupby("ancestor")["department_id"]
    under = {str(unit): set(units) for unit, units in below}
    vectors = [[_covers(group, cell, under) for cell in base] for group in groups]
    matrix = np.array(vectors, dtype=np.int64).reshape(len(groups), len(base))
    counts = sizes.fillna(0).to_numpy(dtype=np.int64)
    return Cells(groups, matrix, _smallest_positive(matrix @ counts), sizes.notna().to_numpy())


def _groups(
    base: list[tuple[str, str, str]], departments: pd.DataFrame, splits: list[tuple[str, str]]
) -> Iterator[Group]:
    """Coarsest first: by level of the organisation, then totals before sex before age."""
    ordered = departments.assign(depth=depths(departments, "department_id")).sort_values(["depth", "department_id"])
    for _, level in ordered.groupby("depth"):
        for split in splits:
            yield from ((TREE, unit, *split) for unit in level["department_id"])
    yield from ((OWN, *cell) for cell in base)


def _covers(group: Group, cell: tuple[str, str, str], under: dict[str, set[str]]) -> bool:
    kind, unit, sex, age = group
    inside = cell[0] == unit if kind == OWN else cell[0] in under[unit]
    return inside and sex in (TOTAL, cell[1]) and age in (TOTAL, cell[2])


def _is_published(group: Group) -> bool:
    """The indicators are by sex or by age, never both; only a unit's own row in `hr_month` is both."""
    return group[0] == OWN or TOTAL in group[2:]


def _group(department: str, breakdown: str) -> Group:
    sex = breakdown if breakdown in GENDERS else TOTAL
    return (TREE, department, sex, breakdown if breakdown in AGE_BANDS else TOTAL)


def _smallest_positive(counts: Matrix) -> Matrix:
    """Smallest size of each row over the months when anyone was there; 0 where nobody ever was."""
    huge = np.iinfo(np.int64).max
    least = np.where(counts > 0, counts, huge).min(axis=1, initial=huge)
    return np.where(least == huge, 0, least)
