"""Where the names of marks stand: right beside their own mark and on nothing else, else further off with a thin line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LINE = 15.0
"""Pixels from a mark to the middle of a name above or below it, and between two lines of names."""
_LETTER, _BESIDE, _OVERHANG = 6.6, 10.0, 6.0
_FURTHEST = 40


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
        return Box(self.left - 8, self.right + 8, self.middle)


@dataclass(frozen=True)
class Place:
    """Text at `x` plus `dx`, aligned so, with its middle at the height `y`; `led` where a thin line must lead to it."""

    x: float
    dx: float
    align: str
    y: float
    length: float
    led: bool = False

    @property
    def box(self) -> Box:
        start = self.x + self.dx - {"left": 0.0, "center": 0.5, "right": 1.0}[self.align] * self.length
        return Box(start, start + self.length, self.y)


def places(marks: Iterable[Mark], obstacles: Iterable[Box], width: float, height: float) -> list[Place]:
    """A place per mark, in their order: the first that is free of marks, obstacles and the names before it."""
    named = list(marks)
    taken, found = [*obstacles, *(mark.box for mark in named)], []
    for mark in named:
        place = next((each for each in _around(mark) if _free(each, taken, width, height)), _fallback(mark))
        taken.append(place.box)
        found.append(place)
    return found


def _free(place: Place, taken: list[Box], width: float, height: float) -> bool:
    box = place.box
    inside = box.left >= 0 and box.right <= width and box.half <= box.middle <= height - box.half
    return inside and not any(map(box.meets, taken))


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
