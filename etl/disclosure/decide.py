"""The decision for one month: which groups are shown with their counts, in whole per cent only, or not at all.

1. Primary: a group of few people is withheld.
2. Gaussian elimination: coarse and large groups first, a group is shown only if no small group can be computed from
   everything shown (after Statistics Norway's GaussSuppression).
3. Repair: where somebody who knows all about their own unit or department could compute a small group, where what is
   left of a shown group is a small one, or where the size of a withheld group could be bounded too closely by linear
   programming, the finest group that is to blame is shown less, or not at all.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np

from data.codes import TOTAL
from etl.config import Limits
from etl.disclosure.elimination import Elimination
from etl.disclosure.groups import Floats, Group, Month
from etl.disclosure.shown import EXACT, ROUNDED, WITHHELD, Shown, ever, vectors
from etl.disclosure.spans import Span
from etl.disclosure.weaknesses import KINDS, Weakness, computable


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
    counted = Elimination(month.vectors, vectors(month, ever(levels, earlier), (EXACT,)))
    large = counted.computable() & (month.sizes > limits.rounded)
    in_vain = {group for group, here in zip(month.published, large, strict=False) if here and group not in earlier}
    return {group: EXACT if group in in_vain else level for group, level in levels.items()}


def _next_lower(group: Group, level: str) -> str:
    return ROUNDED if level == EXACT and TOTAL in (group.gender, group.age_band) else WITHHELD


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
        self._shares = Span(month.vectors[month.sizes <= limits.withheld], vectors(month, earlier, (EXACT, ROUNDED)))
        uncounted = np.array([earlier.get(group, EXACT) != EXACT for group in month.groups], dtype=bool)
        guarded = (month.sizes <= limits.rounded) | uncounted
        self._counts = Span(month.vectors[guarded], vectors(month, earlier, (EXACT,)))

    def gives_away(self, vector: Floats, level: str) -> bool:
        return any(span.gives_away(vector) for span in self._watched(level))

    def learn(self, vector: Floats, level: str) -> None:
        for span in self._watched(level):
            span.learn(vector)

    def _watched(self, level: str) -> list[Span]:
        return [self._shares, self._counts] if level == EXACT else [self._shares]


def _blamed(month: Month, found: Iterator[Weakness], levels: Shown, known: Shown) -> Iterator[Group]:
    """Of what tells too much, the finest group that is shown now and was not known before."""
    order = {group: place for place, group in enumerate(month.published)}
    for _, told_by in found:
        free = [g for g in told_by if levels.get(g, WITHHELD) != WITHHELD == known.get(g, WITHHELD)]
        if free:
            yield max(free, key=lambda group: order[group])
