"""The columns of a printed table, from its contents: no number is broken, long texts share what is left. In points."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from PIL import ImageFont

from dashboard.paper import pictures
from dashboard.paper.clean import clean
from dashboard.report.content import Cell, Column, Table

SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
"""Of type, the largest that fits first."""
PADDING = 8.0
"""Left and right of a cell's text together."""
INDENT = 9.0
OFFICE_FONT = "Arial"
"""In Word and PowerPoint, for every office has it; Liberation Sans, which stands in for it, is as wide."""
ARIAL, OTHER_FONT = 1.11, 1.25
"""How much wider than the font we measure in: words and figures in bold Arial, and what a template's font may be."""
_RAISED = 0.65
_MOST_OF_WORD, _MOST_OF_WIDE, _KEPT = 0.35, 0.2, 0.2
"""Parts of the total: the most that a word is given, also in a wide column, and what is kept for each of those."""
_MEASURED = 100
_ROOM = 1.06
_WORDS, _LINES = re.compile("[ \n\t]|(?<=\u00ad)"), re.compile("\n")


def fitted(table: Table, total: float, room: float = 1) -> tuple[float, list[float]]:
    """The largest size at which every word stands whole, else the smallest, and widths that fill the total.

    `room` is how much wider than our own the font is.
    """
    ours = total / room
    size = next((size for size in SIZES if sum(_needs(table, size, ours)) <= ours), SIZES[-1])
    return size, [width * room for width in _shared(table, size, ours)]


def mark_width(cell: Cell, size: float) -> float:
    """A mark is set a point larger and then raised, which makes it smaller."""
    return measured(clean(cell.mark), mark_size(size) * _RAISED)


def mark_size(size: float) -> float:
    return size + 1


def measured(text: str, size: float) -> float:
    """The width of a line in bold, with room for the font that stands in where ours is not installed."""
    return float(_font().getlength(text)) * size / _MEASURED * _ROOM


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(
        Path(pictures.font_folder()) / "SourceSansPro-Bold.ttf", _MEASURED, layout_engine=ImageFont.Layout.BASIC
    )


def _shared(table: Table, size: float, total: float) -> list[float]:
    needs = _needs(table, size, total)
    spare = total - sum(needs)
    if spare < 0:
        return _squeezed(table.columns, needs, total)
    asked = [max(wish - need, 0) for wish, need in zip(_wishes(table, size, total), needs, strict=True)]
    kept = total * _KEPT * sum(column.wide for column in table.columns)
    given = min(1, max(spare - kept, 0) / sum(asked)) if sum(asked) else 0
    widths = [need + given * more for need, more in zip(needs, asked, strict=True)]
    weights = _weights(table, size)
    rest = (total - sum(widths)) / sum(weights)
    return [width + rest * weight for width, weight in zip(widths, weights, strict=True)]


def _needs(table: Table, size: float, total: float) -> list[float]:
    """Each column's longest word, and a figure, day or status on one line; a text has no more than a part."""
    words = [max(_lengths(table, place, size, _WORDS)) for place in range(len(table.columns))]
    needs = [max(word, _whole(table, place, size, total)) + PADDING for place, word in enumerate(words)]
    return [
        min(need, total * (_MOST_OF_WIDE if column.wide else _MOST_OF_WORD)) if column.unit == "text" else need
        for column, need in zip(table.columns, needs, strict=True)
    ]


def _whole(table: Table, place: int, size: float, total: float) -> float:
    """The length of a column's cells that stand on one line: those that are short and head no row."""
    if place == 0 or table.columns[place].wide:
        return 0
    longest = max(_texts(table, place, size, _LINES), default=0)
    return longest if longest + PADDING <= total / 4 else 0


def _wishes(table: Table, size: float, total: float) -> list[float]:
    """What else a column asks for before the wide ones: its texts on one line, within reason."""
    lines = [max(_lengths(table, place, size, _LINES)) + PADDING for place in range(len(table.columns))]
    beside_wide = any(column.wide for column in table.columns)
    most = [
        total / (3 if place and beside_wide else 2) if column.unit == "text" else total / 4
        for place, column in enumerate(table.columns)
    ]
    return [0 if column.wide else min(each) for column, *each in zip(table.columns, lines, most, strict=True)]


def _weights(table: Table, size: float) -> list[float]:
    """How the rest is shared: between the wide columns by how long their texts are, else in equal parts."""
    if not any(column.wide for column in table.columns):
        return [1.0] * len(table.columns)
    return [
        max(_lengths(table, place, size, _LINES)) ** 0.5 if column.wide else 0.0
        for place, column in enumerate(table.columns)
    ]


def _squeezed(columns: Iterable[Column], needs: list[float], total: float) -> list[float]:
    """Numbers keep what they need as long as the texts, which are broken, have a seventh; then all give way."""
    is_text = [column.unit == "text" for column in columns]
    texts = sum(need for need, text in zip(needs, is_text, strict=True) if text)
    left = max(total - (sum(needs) - texts), total / 7)
    widths = [need * left / texts if text else need for need, text in zip(needs, is_text, strict=True)]
    return [width * total / sum(widths) for width in widths]


def _lengths(table: Table, place: int, size: float, between: re.Pattern[str]) -> Iterable[float]:
    """The lengths of a column's pieces, with the heading's."""
    yield from (measured(piece, size) for piece in between.split(clean(table.columns[place].parted)))
    yield from _texts(table, place, size, between)


def _texts(table: Table, place: int, size: float, between: re.Pattern[str]) -> Iterable[float]:
    """Those of its cells; each figure leaves room for the widest mark."""
    mark = max((mark_width(row.cells[place], size) for row in table.rows), default=0)
    for row in table.rows:
        beside = mark + (INDENT * row.indent if place == 0 else 0)
        yield from (measured(piece, size) + beside for piece in between.split(clean(row.cells[place].text)))
