"""The decision for one month: which groups are shown with their counts, in whole per cent only, or not at all.

1. Primary: a group of few people is withheld.
2. Gaussian elimination: coarse and large groups first, a group is shown only if no small group can be computed from
   everything shown, neither by the public nor by somebody who knows all about a unit of their own (after Statistics
   Norway's GaussSuppression).
3. Repair: where the size of a withheld group could still be bounded too closely by linear programming, or where what
   is left of a shown group is a small one, the finest group that is to blame is withheld too.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, product

import numpy as np

from data.codes import TOTAL
from etl.config import Limits
from etl.disclosure.bounds import Known, too_close
from etl.disclosure.elimination import Elimination
from etl.disclosure.groups import Floats, Group, Mask, Month
from etl.disclosure.relations import relation
from etl.disclosure.spans import Span

EXACT, ROUNDED, WITHHELD = BEST_FIRST = "exact", "rounded", "withheld"
Shown = Mapping[Group, str]
"""How each published group of a month is shown."""
Weakness = tuple[Group, list[Group]]
"""A group that can be told too closely, and the shown groups that tell it."""


def ever(now: Shown, earlier: Shown) -> dict[Group, str]:
    """How well each group is known: the best it is shown now or ever was."""
    groups = {**earlier, **now}
    return {group: best(now.get(group, WITHHELD), earlier.get(group, WITHHELD)) for group in groups}


def best(one: str, other: str) -> str:
    return min(one, other, key=BEST_FIRST.index)


def decide(month: Month, limits: Limits, earlier: Shown, month_before: Shown) -> dict[Group, str]:
    """`earlier` is what was decided for the month before now: it stands, but for groups that have become small.

    Among groups alike, those shown the `month_before` come first: a rolling year needs the same ones all along.
    """
    month = month.guarding(earlier)
    if standing := _standing(month, limits, earlier):
        return standing
    guards = [Guards(month, limits, known) for known in _readers(earlier)]
    levels: dict[Group, str] = {}
    for number in _in_order(month, earlier, month_before):
        allowed = _wanted(month, number, limits, earlier.get(month.groups[number]))
        levels[month.groups[number]] = next(
            (level for level in allowed if _safe(guards, month, number, level)), WITHHELD
        )
    return _restored(month, limits, repaired(month, limits, levels, earlier), earlier)


def _standing(month: Month, limits: Limits, earlier: Shown) -> dict[Group, str] | None:
    """What was decided before, where all of it was and the figures as they are now still give nobody away."""
    if not all(group in earlier for group in month.published):
        return None
    small = (month.sizes <= limits.withheld).tolist()
    levels = {g: WITHHELD if few else earlier[g] for g, few in zip(month.published, small, strict=False)}
    changed = any(levels[group] != earlier[group] for group in month.published)
    return None if changed or computable(month, limits, levels) else levels


def _readers(earlier: Shown) -> list[Shown]:
    """One has the newest tables alone, which may be corrected ones; the other has kept all earlier ones too."""
    return [{}, earlier] if earlier else [{}]


def _safe(guards: list["Guards"], month: Month, number: int, level: str) -> bool:
    """Shows the group at the level if that gives nobody away to any reader."""
    safe = not any(guard.gives_away(month.vectors[number], level) for guard in guards)
    if safe:
        for guard in guards:
            guard.learn(month.vectors[number], level)
    return safe


def computable(month: Month, limits: Limits, levels: Shown) -> set[Group]:
    """Small groups that are combinations of everything shown, in whole per cent or with counts."""
    known = _stacked([month.vector(group) for group, level in levels.items() if level != WITHHELD], month)
    few = (month.sizes <= limits.withheld) & Elimination(month.vectors, known).computable()
    return {month.groups[number] for number in np.flatnonzero(few)}


def repaired(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> dict[Group, str]:
    """Lower the groups that are to blame for a weakness by one level, until none is left that this can mend.

    One kind after the other: to lower a group never brings back what was mended before.
    """
    mended = dict(levels)
    for known, kind in product(_readers(earlier), KINDS):
        while blamed := set(_blamed(month, kind(month, limits, mended, known), mended, known)):
            mended |= {group: _next_lower(group, mended[group]) for group in blamed}
    return mended


def _restored(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> dict[Group, str]:
    """A large group was lowered in vain where its counts can be computed all the same: to show them tells nothing."""
    counted = [month.vector(group) for group, level in ever(levels, earlier).items() if level == EXACT]
    computable = Elimination(month.vectors, _stacked(counted, month)).computable()
    large = month.sizes > limits.rounded
    in_vain = {g for g, here in zip(month.published, computable & large, strict=False) if here and g not in earlier}
    return {group: EXACT if group in in_vain else level for group, level in levels.items()}


def _next_lower(group: Group, level: str) -> str:
    return ROUNDED if level == EXACT and TOTAL in (group.gender, group.age_band) else WITHHELD


def weaknesses(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """Groups whose people somebody could recognise, with the groups that tell too much."""
    return chain(*(kind(month, limits, levels, earlier) for kind in AT_RISK))


def _wanted(month: Month, number: int, limits: Limits, decided: str | None) -> list[str]:
    """The levels a group may have, the best first, never a better one than was decided before.

    A group by both sex and age is only in `hr_month`, where there are no shares: it has its counts or nothing.
    """
    group, size = month.groups[number], month.sizes[number]
    rounded = [ROUNDED] if size > limits.withheld and TOTAL in (group.gender, group.age_band) else []
    exact = [EXACT] if size > limits.rounded else []
    return [level for level in exact + rounded if decided in (None, EXACT, level)]


def _in_order(month: Month, earlier: Shown, month_before: Shown) -> list[int]:
    """What was shown of this month first, then coarse before fine; within a rank what was shown the month before."""

    def place(number: int) -> tuple[bool, tuple[int, int], bool, int]:
        group = month.groups[number]
        new = earlier.get(group, WITHHELD) == WITHHELD
        return new, month.ranks[number], month_before.get(group, EXACT) == WITHHELD, number

    return sorted(range(len(month.ranks)), key=place)


class Guards:
    """Who might compute a small group, or the counts of a middle one or one shown without them before.

    A share in whole per cent counts as if it were known exactly, as long as the group is a small one.
    """

    def __init__(self, month: Month, limits: Limits, earlier: Shown) -> None:
        known, counted = (known_before(month, earlier, levels) for levels in ((EXACT, ROUNDED), (EXACT,)))
        self._shares = Span(month.vectors[month.sizes <= limits.withheld], known)
        uncounted = np.array([earlier.get(group, EXACT) != EXACT for group in month.groups], dtype=bool)
        self._counts = Span(month.vectors[(month.sizes <= limits.rounded) | uncounted], counted)

    def gives_away(self, vector: Floats, level: str) -> bool:
        return any(span.gives_away(vector) for span in self._watched(level))

    def learn(self, vector: Floats, level: str) -> None:
        for span in self._watched(level):
            span.learn(vector)

    def _watched(self, level: str) -> list[Span]:
        return [self._shares, self._counts] if level == EXACT else [self._shares]


def known_before(month: Month, earlier: Shown, levels: Iterable[str]) -> Floats:
    """What earlier snapshots showed of the month, also of groups that are no longer published."""
    return _stacked([month.vector(group) for group, level in earlier.items() if level in levels], month)


def _known_inside(month: Month, limits: Limits, levels: Shown, earlier: Shown) -> Iterator[Weakness]:
    """A small group that somebody can compute who knows all about a unit of their own, from the counts of others."""
    counted = [group for group, level in ever(levels, earlier).items() if level == EXACT]
    shown = _stacked([month.vector(group) for group in counted], month)
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
    vectors = _stacked([month.vector(group) for group in shown], month)
    sizes, exact = vectors @ month.people, np.array([level == EXACT for level in shown.values()], dtype=bool)
    middle = ~exact & (sizes <= limits.rounded)
    least = np.where(exact, sizes, np.where(middle, np.minimum(sizes, limits.withheld + 1), limits.rounded + 1))
    most = np.where(exact, sizes, np.where(middle, limits.rounded, np.inf))
    return list(shown), Known(vectors, least, most)


def _with_words(month: Month, limits: Limits, figures: Known, small: Mask, others: Mask) -> Known:
    """And what is said of a withheld group: that it is small, or that it is hidden for the sake of a smaller one."""
    vectors = month.vectors
    return Known(
        np.vstack([figures.vectors, vectors[small], vectors[others]]),
        np.concatenate([figures.least, np.zeros(small.sum()), np.full(others.sum(), limits.withheld + 1.0)]),
        np.concatenate([figures.most, np.full(small.sum(), float(limits.withheld)), np.full(others.sum(), np.inf)]),
    )


def _blamed(month: Month, found: Iterator[Weakness], levels: Shown, known: Shown) -> Iterator[Group]:
    """Of what tells too much, the finest group that is shown now and was not known before."""
    order = {group: place for place, group in enumerate(month.published)}
    for _, told_by in found:
        free = [g for g in told_by if levels.get(g, WITHHELD) != WITHHELD == known.get(g, WITHHELD)]
        if free:
            yield max(free, key=lambda group: order[group])


AT_RISK = (_known_inside, _left_over, _small_bounded)
"""Weaknesses through which somebody could be recognised."""
KINDS = (*AT_RISK, _others_bounded)


def _stacked(vectors: list[Floats], month: Month) -> Floats:
    return np.array(vectors, dtype=float).reshape(len(vectors), len(month.people))
