"""A text broken into lines, by whoever can say how wide it is."""

from collections.abc import Callable, Iterator
from math import ceil

Width = Callable[[str], float]
"""Of one line, in its own type size."""


def broken(text: str, room: float, width: Width) -> list[str]:
    """In lines of that room; its own line breaks stay, and a word that is too long is broken."""
    return [line for given in text.split("\n") for line in _lines(given, room, width)]


def _lines(text: str, room: float, width: Width) -> list[str]:
    first, *words = text.split(" ")
    lines = list(_pieces(first, room, width))
    for word in words:
        joined = f"{lines[-1]} {word}"
        if width(joined) <= room:
            lines[-1] = joined
        else:
            lines += _pieces(word, room, width)
    return lines


def _pieces(word: str, room: float, width: Width) -> Iterator[str]:
    """As many as it takes, of the same length; never less than a letter's room."""
    count = max(1, ceil(width(word) / max(room, 1.0)))
    length = max(1, ceil(len(word) / count))
    yield from (word[start : start + length] for start in range(0, max(len(word), 1), length))
