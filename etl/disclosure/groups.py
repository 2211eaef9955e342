"""The groups of people that a month's staff figures are about, as sums of base cells: unit x sex x age band."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.codes import AGE_BANDS, GENDERS, TOTAL
from etl.tree import depths

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Split = tuple[str, str]

BY_BREAKDOWN: dict[str, Split] = {
    TOTAL: (TOTAL, TOTAL),
    **{gender: (gender, TOTAL) for gender in GENDERS},
    **{band: (TOTAL, band) for band in AGE_BANDS},
}
"""The breakdowns of `indicators`: by sex or by age, never both."""

CELL_SPLITS: list[Split] = [(gender, band) for gender in GENDERS for band in AGE_BANDS]
"""A department's own rows in `hr_month` are by both."""


class Group(NamedTuple):
    """People of these units, sex and age band; named by its units, so that it survives a reorganisation."""

    units: tuple[str, ...]
    gender: str
    age_band: str


@dataclass(frozen=True)
class Organisation:
    """The tree, the whole first: each department's depth and children, and the units (ids as delivered) it covers.

    `own` are the units whose rows are a department's own: itself, and what was merged into it.
    """

    depth: Mapping[str, int]
    children: Mapping[str, list[str]]
    under: Mapping[str, frozenset[str]]
    own: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Month:
    """One month (or survey year): how many people each base cell has, and the groups over the cells.

    `vectors` has zeros and ones over the cells: first a row for every published group, coarsest and largest first,
    then one for each group that is guarded though it is not published.
    `ranks` are level and kind of split of the published ones. `partitions` are published groups with published groups
    that they can be divided into. `insides` are the cells that somebody knows all about.
    """

    cells: "Cells"
    people: Floats
    groups: list[Group]
    vectors: Floats
    ranks: list[tuple[int, int]]
    partitions: list[tuple[int, list[int]]]
    insides: list[Mask]

    @property
    def sizes(self) -> Floats:
        return np.asarray(self.vectors @ self.people)

    @property
    def published(self) -> list[Group]:
        return self.groups[: len(self.ranks)]

    def guarding(self, once: Iterable[Group]) -> "Month":
        """The same month, where groups that were published once are guarded too, though they are no longer."""
        known = set(self.groups)
        gone = [group for group in once if group not in known and self.cells.vector(group).any()]
        vectors = [self.vectors, *(self.vector(group)[None] for group in gone)]
        return replace(self, groups=[*self.groups, *gone], vectors=np.vstack(vectors))

    def vector(self, group: Group) -> Floats:
        """Any group over this month's cells, also one that is no longer published."""
        return self.cells.vector(group).astype(float)

    def named(self, units: frozenset[str], split: Split) -> Group:
        """The group by those of the units that were there."""
        return self.cells.named(units, split)


def organisation(departments: pd.DataFrame, membership: pd.DataFrame) -> Organisation:
    """`membership` says which departments a delivered unit counts in."""
    under = {str(unit): frozenset(rows) for unit, rows in membership.groupby("ancestor")["department_id"]}
    depth = dict(zip(departments["department_id"], depths(departments, "department_id"), strict=True))
    ordered = {unit: int(depth[unit]) for unit in sorted(depth, key=lambda unit: (depth[unit], unit))}
    children: dict[str, list[str]] = {unit: [] for unit in ordered}
    for child, parent in departments[["department_id", "parent_id"]].dropna().itertuples(index=False, name=None):
        children[parent].append(child)
    own = {unit: under[unit] - frozenset(chain(*(under[child] for child in children[unit]))) for unit in ordered}
    return Organisation(ordered, children, under, own)


def months(people: pd.DataFrame, shape: Organisation) -> dict[pd.Timestamp, Month]:
    """`people`: one row per period, department_id (as delivered), gender and age_band, their number in `people`."""
    return {
        pd.Timestamp(period): Cells(people[people["period"] == period]).month(shape)
        for period in people["period"].drop_duplicates()
    }


@dataclass(frozen=True)
class Cells:
    """The base cells of one month, and the groups over them as they are asked for."""

    rows: pd.DataFrame
    _masks: dict[object, Mask] = field(default_factory=dict)

    def month(self, shape: Organisation) -> Month:
        order = dict(self._published(shape))
        people = self.rows["people"].to_numpy(dtype=float)
        vectors = {group: self.vector(group).astype(float) for group in order}
        first = sorted(order, key=lambda group: (order[group], -float(vectors[group] @ people), group))
        crossed = [group for group in self._crossed(shape) if group not in order]
        matrix = np.array([vectors[g] for g in first] + [self.vector(g) for g in crossed], dtype=float)
        return Month(
            self,
            people,
            [*first, *crossed],
            matrix.reshape(len(first) + len(crossed), len(people)),
            [order[group] for group in first],
            list(self._partitions(shape, {group: place for place, group in enumerate(first)})),
            self._insides(shape),
        )

    def named(self, units: frozenset[str], split: Split) -> Group:
        """The group by the units that are there."""
        return Group(tuple(sorted(units & self._there)), *split)

    @cached_property
    def _there(self) -> frozenset[str]:
        return frozenset(self.rows["department_id"])

    def _published(self, shape: Organisation) -> Iterator[tuple[Group, tuple[int, int]]]:
        """Every group that is a row of `indicators` or `hr_month`: level and kind of split say what comes first."""
        for department in reversed(list(shape.depth)):
            own = ((self.named(shape.own[department], split), (len(shape.depth), 0)) for split in CELL_SPLITS)
            yield from (each for each in own if self.vector(each[0]).any())
        for department, depth in reversed(list(shape.depth.items())):
            for place, split in enumerate(BY_BREAKDOWN.values()):
                group = self.named(shape.under[department], split)
                if self.vector(group).any():
                    yield group, (depth, place)

    def _insides(self, shape: Organisation) -> list[Mask]:
        """What people know all about: their home, or whoever heads a department all that is under it."""
        known = map(self._of, dict.fromkeys([*self._homes(shape), *shape.under.values()]))
        masks = {inside.tobytes(): inside for inside in known if inside.any() and not inside.all()}
        return list(masks.values())

    def _homes(self, shape: Organisation) -> list[frozenset[str]]:
        """The rows of a department of its own, and of each unit as it was before a merger."""
        units = (frozenset({unit}) for unit in sorted(self._there))
        return list(dict.fromkeys([*(own & self._there for own in shape.own.values()), *units]))

    def _crossed(self, shape: Organisation) -> list[Group]:
        """Sex by age of every department, and all groups of what may be one some day: own rows, and single units."""
        splits = (*BY_BREAKDOWN.values(), *CELL_SPLITS)
        named = [self.named(units, split) for units in self._homes(shape) for split in splits]
        named += [self.named(shape.under[unit], split) for unit in shape.depth for split in CELL_SPLITS]
        return [group for group in dict.fromkeys(named) if self.vector(group).any()]

    def _partitions(self, shape: Organisation, number: Mapping[Group, int]) -> Iterator[tuple[int, list[int]]]:
        for department, children in shape.children.items():
            under = shape.under[department]
            for split in BY_BREAKDOWN.values():
                whole = self.named(under, split)
                finer = [[self.named(shape.under[child], split) for child in children]]
                finer += [[self.named(under, part) for part in parts] for parts in _finer(split)]
                own = [self.named(shape.own[department], part) for part in _cells_of(split)]
                for parts in (*finer, own):
                    there = sorted({number[part] for part in parts if part in number and part != whole})
                    if whole in number and there:
                        yield number[whole], there

    def vector(self, group: Group) -> Mask:
        """The base cells of a group, as true and false."""
        inside = self._of(frozenset(group.units))
        if group.gender != TOTAL:
            inside = inside & self._where("gender", group.gender)
        if group.age_band != TOTAL:
            inside = inside & self._where("age_band", group.age_band)
        return inside

    def _of(self, units: frozenset[str]) -> Mask:
        if units not in self._masks:
            self._masks[units] = np.array([unit in units for unit in self.rows["department_id"]], dtype=bool)
        return self._masks[units]

    def _where(self, column: str, value: str) -> Mask:
        if value not in self._masks:
            self._masks[value] = (self.rows[column] == value).to_numpy()
        return self._masks[value]


def _finer(split: Split) -> list[list[Split]]:
    """A total is its sexes and its age bands; the others are not divided further in `indicators`."""
    if split != (TOTAL, TOTAL):
        return []
    return [[(gender, TOTAL) for gender in GENDERS], [(TOTAL, band) for band in AGE_BANDS]]


def _cells_of(split: Split) -> list[Split]:
    gender, band = split
    return [cell for cell in CELL_SPLITS if gender in (TOTAL, cell[0]) and band in (TOTAL, cell[1])]
