"""Names of Excel's sheets: unique, short, and without what Excel forbids."""

import re
from collections.abc import Collection

from dashboard.paper.clean import clean

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\'\n\t]+")
_RESERVED = "history"


def unique(title: str, taken: Collection[str]) -> str:
    """The title as a name that is not taken; capitals do not tell names apart, a number in brackets does."""
    known = {name.lower() for name in (*taken, _RESERVED)}
    plain = " ".join(_FORBIDDEN.sub(" ", clean(title)).split()) or "Blad"
    number, name = 1, _cut(plain, "")
    while name.lower() in known:
        number += 1
        name = _cut(plain, f" ({number})")
    return name


def _cut(text: str, ending: str) -> str:
    """Excel counts a character outside the first plane as two."""
    room = _LONGEST - len(ending)
    if _length(text) <= room:
        return text + ending
    while _length(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…{ending}"


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
