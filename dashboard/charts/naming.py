"""Where the names of marks stand: right beside their own and on nothing else, or further off with a thin line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, permutations

LINE = 15.0
"""Pixels from a mark to the middle of a name above or below it, and between two lines of names."""
_LETTER, _BESIDE, _OVERHANG = 6.0, 10.0, 6.0
_FURTHEST = 40
_ORDERS = 720
"""Of six names all are tried."""


@dataclass(frozen=True)
class Box:
    """What a line of text, a mark or a piece of a line takes: pixels from the left and from below."""

    left: float
    right: float
    middle: float
    half: float = LINE / 2
    """Of its height."""

    def meets(self, other: "Box") -> bool:
        beside = self.left < other.right and other.left < self.right
        return beside and abs(self.middle - other.middle) < self.half + other.half


@dataclass(frozen=True)
class Mark:
    """What is named: from `left` to `right` (equal for a point) at the height `middle`, in pixels."""

    name: str
    left: float
    right: float
    middle: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def box(self) -> Box:
        return Box(self.left - 8, self.right + 8, self.middle, 7)


@dataclass(frozen=True)
class Place:
    """Text at `x` plus `dx`, aligned so, with its middle at the height `y`; `led` where a thin line must lead to it."""

    x: float
    dx: float
    align: str
    y: float
    length: float
    led: bool = False

    @cached_property
    def box(self) -> Box:
        start = self.x + self.dx - {"left": 0.0, "center": 0.5, "right": 1.0}[self.align] * self.length
        return Box(start, start + self.length, self.y)


def places(marks: Sequence[Mark], obstacles: Sequence[Box], width: float, height: float) -> list[Place]:
    """A place per mark, free of marks, obstacles and other names.

    Names are placed one after the other, each at its first free place; of the orders the one that keeps names closest.
    """
    taken = [*obstacles, *(mark.box for mark in marks)]
    open_to = [[each for each in _around(mark) if _free(each, taken, width, height)] for mark in marks]
    orders = islice(permutations(range(len(marks))), _ORDERS)
    return min((_placed(order, marks, open_to) for order in orders), key=lambda found: _far(found, marks))


def _free(place: Place, taken: Sequence[Box], width: float, height: float) -> bool:
    box = place.box
    inside = box.left >= 0 and box.right <= width and box.half <= box.middle <= height - box.half
    return inside and not any(map(box.meets, taken))


def _placed(order: Sequence[int], marks: Sequence[Mark], open_to: Sequence[Sequence[Place]]) -> list[Place]:
    found: dict[int, Place] = {}
    for turn in order:
        names = [place.box for place in found.values()]
        free = (each for each in open_to[turn] if not any(map(each.box.meets, names)))
        found[turn] = next(free, _fallback(marks[turn]))
    return [found[place] for place in range(len(marks))]


def _far(found: Sequence[Place], marks: Sequence[Mark]) -> tuple[int, float]:
    """How many names need a line, then how far off they stand together."""
    off = (abs(place.y - mark.middle) for place, mark in zip(found, marks, strict=True))
    return sum(place.led for place in found), sum(off)


def _fallback(mark: Mark) -> Place:
    return Place(mark.left, -_BESIDE, "right", mark.middle, _LETTER * len(mark.name))


def _around(mark: Mark) -> Iterator[Place]:
    """To the right and to the left; above and below; then further up and down, with a line."""
    length = _LETTER * len(mark.name)
    yield Place(mark.right, _BESIDE, "left", mark.middle, length)
    yield Place(mark.left, -_BESIDE, "right", mark.middle, length)
    for lines in range(1, _FURTHEST):
        for side in (1, -1):
            y = mark.middle + side * lines * LINE
            yield Place(mark.centre, 0.0, "center", y, length, lines > 1)
            yield Place(mark.centre, -_OVERHANG, "left", y, length, lines > 1)
            yield Place(mark.centre, _OVERHANG, "right", y, length, lines > 1)
