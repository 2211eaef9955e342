"""How groups are shown, and what is known of them when that has been shown."""

from collections.abc import Iterable, Mapping

import numpy as np

from etl.disclosure.groups import Floats, Group, Month

EXACT, ROUNDED, WITHHELD = BEST_FIRST = "exact", "rounded", "withheld"
"""With its counts, in whole per cent only, not at all."""

Shown = Mapping[Group, str]
"""How each published group of a month is shown."""


def ever(now: Shown, earlier: Shown) -> dict[Group, str]:
    """How well each group is known: the best it is shown now or ever was."""
    groups = {**earlier, **now}
    return {group: best(now.get(group, WITHHELD), earlier.get(group, WITHHELD)) for group in groups}


def best(one: str, other: str) -> str:
    return min(one, other, key=BEST_FIRST.index)


def vectors(month: Month, shown: Shown, levels: Iterable[str]) -> Floats:
    """The groups at these levels over the month's cells, also those that are no longer published."""
    return stacked([month.vector(group) for group, level in shown.items() if level in levels], month)


def stacked(rows: list[Floats], month: Month) -> Floats:
    return np.array(rows, dtype=float).reshape(len(rows), len(month.people))
