"""An attacker who has only what was ever published about staff, and sets up every linear relation that it implies.

An unknown is a measure's value in a base cell (unit x gender x age band) in a month. Each published sum of it, over a
department tree, a gender, an age band and a window of months, in any edition, is a relation between unknowns. An
earlier edition's sum of what was restated since is held for a relation of today's unknowns: that finds more, not less.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from nullspace import PRIME, Known, Mask, Matrix, null_vectors
from published_sums import CELL, Cell, Edition, Groups, figures

from data.codes import NO_INDICATOR

WINDOW = ["group", "first", "last"]


@dataclass(frozen=True)
class Residual:
    """What is left of a published sum when published parts of it are subtracted."""

    edition: int
    name: str
    measure: str
    first: int
    last: int
    left: Mask


class Attacker:
    """`cells` are the base cells, `months` every month from the first to the last, `present` tells who was where."""

    def __init__(self, editions: list[Edition]) -> None:
        self.editions = editions
        there = _there(editions)
        periods = pd.concat([edition.indicators["period"] for edition in editions])
        self.months = pd.date_range(min(periods.min(), *(t for t, _ in there)), periods.max(), freq="MS")
        self.cells: list[Cell] = sorted({cell for _, cell in there})
        self.present = np.zeros((len(self.months), len(self.cells)), dtype=bool)
        place = {cell: number for number, cell in enumerate(self.cells)}
        at = self.months.get_indexer(pd.DatetimeIndex([t for t, _ in there]))
        self.present[at, [place[cell] for _, cell in there]] = True
        groups = Groups(self.cells)
        tables = [figures(edition, groups, self.months).assign(edition=n) for n, edition in enumerate(editions)]
        self.figures = pd.concat(tables, ignore_index=True)
        self.members: Mask = groups.members
        self.running: dict[tuple[str, int], dict[int, dict[int, tuple[int, float]]]] = {}
        self._vectors: dict[tuple[bytes, str], Matrix] = {}

    @cached_property
    def known(self) -> pd.DataFrame:
        return self.figures[self.figures["amount"].notna()]

    @cached_property
    def withheld(self) -> pd.DataFrame:
        """The figures there would be, had nothing been withheld; those of a rounded share are withheld too."""
        missing = self.figures["amount"].isna() & ~self.figures["reason"].isin(NO_INDICATOR)
        return self.figures[missing & self.figures["measure"].isin(self.known["measure"])]

    def exact(self, knowing: str = "", measure: str = "") -> pd.DataFrame:
        """The withheld figures that follow from the published ones, and for `knowing` from all figures of that unit.

        That a unit's head can compute a sum with their own unit in it is no finding.
        """
        own = np.array([cell[0] == knowing for cell in self.cells])
        others = self.withheld[~(self.members & own).any(axis=1)[self.withheld["group"]]]
        others = others[others["measure"] == measure] if measure else others
        found = [self._follow(name, rows, own, knowing) for name, rows in others.groupby("measure")]
        return pd.concat([others.head(0), *found])

    def _follow(self, measure: str, withheld: pd.DataFrame, own: Mask, knowing: str) -> pd.DataFrame:
        known = self.known.loc[self.known["measure"] == measure, WINDOW].drop_duplicates().sort_values(WINDOW)
        key = (known.to_numpy().tobytes(), knowing)
        if key not in self._vectors:  # measures with the same relations share the work
            sums = list(relations(known, self.members, len(self.months)))
            self._vectors[key] = null_vectors(sums, self.present & ~own, np.random.default_rng(0))
        targets = withheld[WINDOW].drop_duplicates()
        sums = window_sums(self._vectors[key], self.members, targets)
        follows = targets[(sums == 0).all(axis=0)]
        return withheld[pd.MultiIndex.from_frame(withheld[WINDOW]).isin(pd.MultiIndex.from_frame(follows))]

    def residuals(self, measure: str) -> Iterator[Residual]:
        """One for each published sum and way to split it: by what is below, by gender, by age band, by all at once."""
        known = self.known[self.known["measure"] == measure]
        for (edition, first, last), window in known.groupby(["edition", "first", "last"]):
            window = window.drop_duplicates("group")
            parts = self._leftovers(tuple(window["group"]), tuple(window["name"]))
            for place, left in parts:
                yield Residual(edition, window["name"].iloc[place], measure, first, last, left)

    def _leftovers(self, groups: tuple[int, ...], names: tuple[str, ...]) -> list[tuple[int, Mask]]:
        key = (groups, names)
        if key not in self._left:
            self._left[key] = list(leftovers(self.members[list(groups)], [name.split()[-1] for name in names]))
        return self._left[key]

    @cached_property
    def _left(self) -> dict[tuple[tuple[int, ...], tuple[str, ...]], list[tuple[int, Mask]]]:
        return {}


def _there(editions: list[Edition]) -> dict[tuple[pd.Timestamp, Cell], None]:
    """Month and base cell of every row of `hr_month`; a merged unit's rows stand for the units that are known."""
    found: dict[tuple[pd.Timestamp, Cell], None] = {}
    for edition in editions:
        before = set(found)
        behind = {row: edition.behind(row) - {row} for row in edition.hr_month["department_id"].unique()}
        for period, *cell in edition.hr_month[["period", *CELL]].itertuples(index=False, name=None):
            if not any((period, (unit, *cell[1:])) in before for unit in behind[cell[0]]):
                found[(period, tuple(cell))] = None
    return found


def relations(known: pd.DataFrame, members: Mask, months: int) -> Iterator[Known]:
    for group, windows in known.groupby("group"):
        spans = list(windows[["first", "last"]].itertuples(index=False, name=None))
        for weights in narrow(spans, months):
            yield Known(weights, members[group])


def narrow(windows: list[tuple[int, int]], months: int) -> Iterator[Matrix]:
    """The same knowledge as the sums over these windows, in sums over as few months as possible.

    A window is the difference of two running totals. Those that hang together are known between any two of them, so
    each is told from the next; and of two windows as long, one month apart, the difference is over two months.
    """
    intervals = sorted(_between(windows), key=lambda span: (span[1] - span[0], span[1]))
    for before, span in zip([(-9, -9), *intervals], intervals, strict=False):
        weights = _months_in(span, months)
        shifted = span[0] == before[0] + 1 and span[1] == before[1] + 1
        yield weights - _months_in(before, months) if shifted and span[1] > span[0] else weights


def _between(windows: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    total = {node: node for first, last in windows for node in (first, last + 1)}
    for first, last in windows:
        old, new = total[last + 1], total[first]
        total = {node: new if of == old else of for node, of in total.items()}
    for of in set(total.values()):
        nodes = sorted(node for node in total if total[node] == of)
        yield from ((a, b - 1) for a, b in zip(nodes, nodes[1:], strict=False))


def _months_in(span: tuple[int, int], months: int) -> Matrix:
    places = np.arange(months)
    return ((places >= span[0]) & (places <= span[1])).astype(np.int64)


def window_sums(vectors: Matrix, members: Mask, windows: pd.DataFrame) -> Matrix:
    """The sum of each window's group over its months, for each vector: vector x window, modulo the prime."""
    monthly = vectors @ members.T.astype(np.int64) % PRIME
    running = np.concatenate([np.zeros_like(monthly[:, :1]), monthly.cumsum(axis=1)], axis=1)
    group, first, last = (windows[name].to_numpy() for name in WINDOW)
    return (running[:, last + 1, group] - running[:, first, group]) % PRIME


def leftovers(shown: Mask, breakdowns: list[str]) -> Iterator[tuple[int, Mask]]:
    """The place of each shown group, and what is left of it without as large shown parts as possible of each kind."""
    sizes, kinds = shown.sum(axis=1), np.array(breakdowns)
    for place, whole in enumerate(shown):
        inside = ~(shown & ~whole).any(axis=1) & (sizes < sizes[place])
        for kind in (kinds == kinds[place], np.isin(kinds, ["K", "M"]), np.isin(kinds, ["-29", "30-49", "50-"]), True):
            left = whole.copy()
            for part in sorted(np.flatnonzero(inside & kind), key=lambda p: -sizes[p]):
                if not (shown[part] & ~left).any():
                    left &= ~shown[part]
            if left.any() and left.sum() < sizes[place]:
                yield place, left
