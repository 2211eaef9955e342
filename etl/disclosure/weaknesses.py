"""How a small group could be told from what is shown, each way with the groups that tell it."""

from collections.abc import Iterator
from itertools import chain

import numpy as np

from etl.config import Limits
from etl.disclosure.bounds import Known, too_close
from etl.disclosure.elimination import Elimination
from etl.disclosure.groups import Group, Mask, Month
from etl.disclosure.relations import relation
from etl.disclosure.shown import EXACT, ROUNDED, WITHHELD, Shown, ever, stacked, vectors

Weakness = tuple[Group, list[Group]]
"""A group that can be told too closely, and the shown groups that tell it."""


def computable(month: Month, limits: Limits, levels: Shown) -> set[Group]:
    """Small groups that are combinations of everything shown, in whole per cent or with counts."""
    known = Elimination(month.vectors, vectors(month, levels, (EXACT, ROUNDED)))
    few = (month.sizes <= limits.withheld) & known.computable()
    return {month.groups[number] for number in np.flatnonzero(few)}


def weaknesses(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """Groups whose people somebody could recognise, with the groups that tell too much."""
    return chain(*(kind(month, limits, levels, earlier) for kind in AT_RISK))


def _known_inside(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """A small group that somebody can compute who knows all about a unit of their own, from the counts of others."""
    counted = [group for group, level in ever(levels, earlier).items() if level == EXACT]
    shown = stacked([month.vector(group) for group in counted], month)
    known = Elimination(month.vectors, shown)
    for inside in month.insides:
        others = month.vectors[:, ~inside]
        small = (others @ month.people[~inside] <= limits.withheld) & others.any(axis=1)
        for number in np.flatnonzero(small & known.computable_inside(inside)):
            yield month.groups[number], [counted[row] for row in relation(shown[:, ~inside], others[number])]


def _left_over(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """A shown group less its shown parts: whoever is left must not be few, though nobody published them as a group."""
    for whole, parts in month.partitions:
        shown = [part for part in parts if levels[month.groups[part]] != WITHHELD]
        if levels[month.groups[whole]] == WITHHELD or not shown:
            continue
        left = month.vectors[whole] - month.vectors[shown].sum(axis=0)
        if left.any() and left @ month.people <= limits.withheld:
            yield month.groups[whole], [month.groups[number] for number in (whole, *shown)]


def _small_bounded(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """A small group whose size a reader knows too well who also takes in what the words say about sizes."""
    hidden, small = _hidden(month, limits, levels, earlier)
    shown, figures = _figures(month, limits, levels, earlier)
    return _close(month, limits, small, shown, _with_words(month, limits, figures, small, hidden & ~small))


def _others_bounded(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """A group that is withheld for others' sake, by the figures alone: the words tell its size class anyway."""
    hidden, small = _hidden(month, limits, levels, earlier)
    return _close(month, limits, hidden & ~small, *_figures(month, limits, levels, earlier))


def _hidden(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> tuple[Mask, Mask]:
    """Which groups are withheld, and which of them are small."""
    now = ever(levels, earlier)
    hidden = np.array([now.get(group) == WITHHELD for group in month.groups], dtype=bool)
    return hidden, hidden & (month.sizes <= limits.withheld)


def _close(month: Month, limits: Limits, targets: Mask, shown: list[Group], known: Known) -> Iterator[Weakness]:
    if not (known.least == known.most).any():
        return  # no count is told at all, as of a survey: nothing is known of sizes but what the words say
    numbers = np.flatnonzero(targets)
    for close in too_close(month.vectors[numbers], month.people, known, limits.withheld):
        yield month.groups[numbers[close.target]], [shown[row] for row in close.bounded_by if row < len(shown)]


def _figures(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> tuple[list[Group], Known]:
    """What the shown groups tell about sizes: the number, or between which limits it is."""
    shown = {group: level for group, level in ever(levels, earlier).items() if level != WITHHELD}
    rows = stacked([month.vector(group) for group in shown], month)
    sizes, exact = rows @ month.people, np.array([level == EXACT for level in shown.values()], dtype=bool)
    middle = ~exact & (sizes <= limits.rounded)
    least = np.where(exact, sizes, np.where(middle, np.minimum(sizes, limits.withheld + 1), limits.rounded + 1))
    most = np.where(exact, sizes, np.where(middle, limits.rounded, np.inf))
    return list(shown), Known(rows, least, most)


def _with_words(month: Month, limits: Limits, figures: Known, small: Mask, others: Mask) -> Known:
    """And what is said of a withheld group: that it is small, or that it is hidden for the sake of a smaller one."""
    return Known(
        np.vstack([figures.vectors, month.vectors[small], month.vectors[others]]),
        np.concatenate([figures.least, np.zeros(small.sum()), np.full(others.sum(), limits.withheld + 1.0)]),
        np.concatenate([figures.most, np.full(small.sum(), float(limits.withheld)), np.full(others.sum(), np.inf)]),
    )


AT_RISK = (_known_inside, _left_over, _small_bounded)
"""Weaknesses through which somebody could be recognised."""
KINDS = (*AT_RISK, _others_bounded)
