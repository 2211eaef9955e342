"""How much room a text takes on a slide, measured with the font itself.

Lengths are in u: a slide is 100 u wide and 75 u high in a 4:3 window, and wider, never narrower, in any other.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from dashboard.paper import lines, pictures
from dashboard.report.content import Table

WIDE, HIGH, SIDE, TOP = 100.0, 75.0, 5.0, 2.8
"""A slide, and what is left free beside and above its content."""
INNER = WIDE - 2 * SIDE
SIZES = (2.9, 2.6, 2.3, 2.0)
"""Type sizes of a slide's tables, largest first; 1.9 u are 19 pixels in a window of 1024x768."""
MESSAGE, EYEBROW, CAPTION, NOTE, FOOT = 3.4, 1.9, 1.9, 1.8, 1.4
LINE, TIGHT = 1.35, 1.15
"""Line heights of running text and of messages."""
PARAGRAPH = 1.1
"""A paragraph's type size as a part of the slide's."""
CELL_SIDE, CELL_TOP, INDENT, DIGIT = 0.5, 0.26, 1.2, 1.5
"""In a table's own type size: room beside and above a cell's text, a step of indentation, the numeral of a row."""
_EM = 200
_BOLD, _HEADING = 1.035, 1.06
"""Sums and headings are heavier than the face that is measured; a heading must never be broken in a word."""
_PART_OF_STAMP = 0.6


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(pictures.font_folder()) / "SourceSansPro-Regular.ttf", _EM)


@lru_cache(maxsize=20_000)
def width(text: str) -> float:
    """Of one line, in its own type size."""
    return _font().getlength(text) / _EM * _BOLD


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines of that room; its own line breaks stay, and a word that is too long is broken."""
    return lines.broken(text, room / size, width)


def high(text: str, size: float, room: float = INNER, line: float = LINE) -> float:
    """Height of a text in its lines."""
    return len(wrapped(text, size, room)) * size * line


def room_below(message: str, source: str, stamp: str) -> float:
    """What is left for a slide's parts between its message and its foot."""
    head = TOP + EYEBROW * LINE + high(message, MESSAGE, line=TIGHT) + 1.6
    return HIGH - head - foot(source, stamp) - 1.0


def foot(source: str, stamp: str) -> float:
    """Height of the source line and of the stamp beside the slide's number."""
    return high(source, FOOT) * bool(source) + high(stamp, FOOT, _PART_OF_STAMP * INNER) + 2.0


def column_widths(table: Table, size: float) -> list[float]:
    """As wide as its longest text, figures unbroken; texts share what is left, short ones first."""
    padding = 2 * CELL_SIDE * size
    natural = [longest * size + padding for longest in _longest(table, _widest_line)]
    least = [longest * size + padding for longest in _longest(table, _widest_word)]
    texts = _texts(table)
    left = INNER - sum(wide for place, wide in enumerate(natural) if place not in texts)
    given = _shared([natural[place] for place in texts], [least[place] for place in texts], left)
    return [given[texts.index(place)] if place in texts else wide for place, wide in enumerate(natural)]


def breaks_words(table: Table, size: float) -> bool:
    """Whether a word has no room in its column in that type."""
    return sum(column_widths(table, size)) > INNER + 0.01


def _texts(table: Table) -> list[int]:
    return [place for place, column in enumerate(table.columns) if not (column.numeric or column.unit == "date")]


def _shared(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """What each gets: all it wants if there is room, else by the root of it; never more, nor less than a word needs."""
    given = dict[int, float]()
    while len(given) < len(wanted):
        weights = {place: wide**0.5 for place, wide in enumerate(wanted) if place not in given}
        part = max(room - sum(given.values()), 1.0) / sum(weights.values())
        words = {place: least[place] for place, weight in weights.items() if least[place] > weight * part}
        content = {place: wanted[place] for place, weight in weights.items() if wanted[place] <= weight * part}
        given |= words or content or {place: weight * part for place, weight in weights.items()}
    return [given[place] for place in range(len(wanted))]


def _longest(table: Table, widest: Callable[[str], float]) -> list[float]:
    """Per column in its own type size: the heading's longest part or the widest text, with what stands beside it."""
    opens = DIGIT * any(row.opens for row in table.rows)
    first = max((INDENT * row.indent for row in table.rows), default=0.0) + opens
    return [
        max(
            _HEADING * _widest_part(column.parted),
            *(widest(row.cells[place].text) + 0.7 * width(row.cells[place].mark) for row in table.rows),
            0.0,
        )
        + (first if place == 0 else 0.0)
        for place, column in enumerate(table.columns)
    ]


def _widest_part(heading: str) -> float:
    """Of a heading that may be parted where it has a soft hyphen, which is seen then."""
    return max((width(part) for part in heading.replace("\u00ad", "- ").split()), default=0.0)


def _widest_line(text: str) -> float:
    return max(width(line) for line in text.split("\n"))


def _widest_word(text: str) -> float:
    return max(width(word) for word in re.split("[ \n]", text))


def rows_high(table: Table, size: float) -> list[float]:
    """Of the headings and then of each row."""
    rooms = [wide - 2 * CELL_SIDE * size for wide in column_widths(table, size)]
    headings = [column.heading for column in table.columns]
    opens = DIGIT * any(row.opens for row in table.rows)
    before = [0.0, *((INDENT * row.indent + opens) * size for row in table.rows)]
    texts = [headings, *([_with_mark(cell.text, cell.mark) for cell in row.cells] for row in table.rows)]
    return [_row_high(line, rooms, taken, size) for line, taken in zip(texts, before, strict=True)]


def _with_mark(text: str, mark: str) -> str:
    return f"{text}\u00a0{mark}" if mark else text


def _row_high(texts: Sequence[str], rooms: Sequence[float], taken: float, size: float) -> float:
    firsts = [rooms[0] - taken, *rooms[1:]]
    most = max(len(wrapped(text, size, room + 0.4 * size)) for text, room in zip(texts, firsts, strict=True))
    return size * (1.25 * most + 2 * CELL_TOP) + 0.1


def table_high(table: Table, size: float) -> float:
    """With its caption above and its notes below."""
    notes = sum(high(note, NOTE) for note in table.notes)
    return high(table.caption, CAPTION) + 0.6 + sum(rows_high(table, size)) + (notes + 0.8 if notes else 0.0)


def paragraphs_high(paragraphs: Sequence[str], size: float) -> float:
    """Each with the room below it."""
    return sum(high(text, size * PARAGRAPH) + 0.6 * size for text in paragraphs)
