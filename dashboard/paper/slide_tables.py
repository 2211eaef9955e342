"""Native tables on slides: only what is slim, in type that can be read, over as many slides as that takes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dashboard.paper.native_charts import described
from dashboard.paper.slide_text import LINE, QUIET, TEXT, TONES, Box, wide, wrapped, write
from dashboard.report.content import Cell, Row, Table

_SIZES = (16.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_READABLE = 14.0
_SIDE, _ABOVE = 5.0, 4.0
_INDENT, _MARK = 12.0, 0.7
_LONGEST_WORD = 220.0
_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own "no style, no grid"."""
_THIN, _HEAVY = ("d0d0d0", 0.75), ("404040", 1.25)


@dataclass(frozen=True)
class Sheet:
    """A table in its type size and widths, and the rows of each of its slides."""

    table: Table
    size: float
    widths: tuple[float, ...]
    pages: tuple[tuple[Row, ...], ...]


def laid_out(table: Table, room: Box) -> Sheet:
    """The slim columns, in the largest type in which all stands on one slide, else in readable type over several."""
    slim = table.slim
    sizes = [size for size in _SIZES if sum(_needs(slim, size)) <= room.width] or [_SIZES[-1]]
    size = next((size for size in sizes if size >= _READABLE and _total(slim, size, room) <= room.height), None)
    chosen = size or _unbroken(slim, [size for size in sizes if size <= _READABLE], room)
    widths = _widths(slim, chosen, room.width)
    free = room.height - _high(_heading(slim), widths, chosen)
    rows = [piece for row in slim.rows for piece in _pieces(row, widths, chosen, free)]
    return Sheet(slim, chosen, tuple(widths), tuple(_pages(rows, widths, chosen, free)))


def _unbroken(table: Table, sizes: Sequence[float], room: Box) -> float:
    """The largest size at which each row stands whole on a slide, else the largest."""
    for size in sizes:
        widths = _widths(table, size, room.width)
        heading = _high(_heading(table), widths, size)
        if all(heading + _high(row, widths, size) <= room.height for row in table.rows):
            return size
    return sizes[0]


def placed(slide: Any, box: Box, sheet: Sheet, rows: Sequence[Row], alt: str) -> float:
    """One slide's rows under the table's headings; gives its height."""
    lines = (_heading(sheet.table), *rows)
    heights = [_high(row, sheet.widths, sheet.size) for row in lines]
    left, top, width, _ = box.lengths
    frame = slide.shapes.add_table(len(lines), len(sheet.widths), left, top, width, Pt(sum(heights)))
    described(frame, alt)
    table = frame.table
    table.first_row, table.first_col, table.horz_banding = True, True, False
    table._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_STYLE
    for column, room in zip(table.columns, sheet.widths, strict=True):
        column.width = Pt(room)
    for place, (row, height) in enumerate(zip(lines, heights, strict=True)):
        table.rows[place].height = Pt(height)
        _write_row(table, place, row, sheet)
    return sum(heights)


def _heading(table: Table) -> Row:
    return Row(tuple(Cell(column.heading) for column in table.columns), is_sum=True)


def _total(table: Table, size: float, room: Box) -> float:
    widths = _widths(table, size, room.width)
    return sum(_high(row, widths, size) for row in (_heading(table), *table.rows))


def _widths(table: Table, size: float, total: float) -> list[float]:
    """What each column needs; the rest to long texts, or in equal parts."""
    needs, wishes = _needs(table, size), _wishes(table, size)
    spare = max(total - sum(needs), 0.0)
    asked = [max(wish - need, 0.0) for wish, need in zip(wishes, needs, strict=True)]
    part = min(1.0, spare / sum(asked)) if sum(asked) else 0.0
    widths = [need + part * more for need, more in zip(needs, asked, strict=True)]
    scale = min(1.0, total / sum(widths))
    rest = max(total - sum(widths), 0.0) / len(widths)
    return [width * scale + rest for width in widths]


def _needs(table: Table, size: float) -> list[float]:
    """Figures and days unbroken, of a text its longest word within reason."""
    return [
        min(
            max(_lengths(table, place, size, broken=column.unit == "text")),
            _LONGEST_WORD if column.unit == "text" else 1e9,
        )
        for place, column in enumerate(table.columns)
    ]


def _wishes(table: Table, size: float) -> list[float]:
    """Each text on one line; one that is wide asks for as much as its length, but not in proportion."""
    lines = [max(_lengths(table, place, size, broken=False)) for place in range(len(table.columns))]
    return [min(line, 320.0 + 0.1 * line) for line in lines]


def _lengths(table: Table, place: int, size: float, broken: bool) -> Iterator[float]:
    heading = table.columns[place].heading.split()
    yield max((wide(word, size) for word in heading), default=0.0) + 2 * _SIDE
    for row in table.rows:
        cell = row.cells[place]
        beside = 2 * _SIDE + wide(cell.mark, size) * _MARK + (_INDENT * row.indent if place == 0 else 0.0)
        words = cell.text.split() if broken else cell.text.split("\n")
        yield max((wide(word, size) for word in words), default=0.0) + beside


def _cell_lines(row: Row, place: int, widths: Sequence[float], size: float) -> list[str]:
    cell = row.cells[place]
    room = widths[place] - 2 * _SIDE - (_INDENT * row.indent if place == 0 else 0.0) + 0.5
    return wrapped(cell.text, size, room - wide(cell.mark, size) * _MARK)


def _high(row: Row, widths: Sequence[float], size: float) -> float:
    lines = max(len(_cell_lines(row, place, widths, size)) for place in range(len(widths)))
    return lines * size * LINE + 2 * _ABOVE


def _pieces(row: Row, widths: Sequence[float], size: float, room: float) -> Iterator[Row]:
    """The row; one that no slide holds goes on in rows of its own."""
    most = max(1, int((room - 2 * _ABOVE) // (size * LINE)))
    if _high(row, widths, size) <= room:
        yield row
        return
    lines = [_cell_lines(row, place, widths, size) for place in range(len(widths))]
    parts = [[" ".join(each[start : start + most]) for start in range(0, len(each), most)] for each in lines]
    for texts in zip_longest(*parts, fillvalue=""):
        cells = zip(row.cells, texts, strict=True)
        yield replace(row, cells=tuple(replace(cell, text=text) for cell, text in cells))


def _pages(rows: Sequence[Row], widths: Sequence[float], size: float, room: float) -> list[tuple[Row, ...]]:
    """As few slides as it takes, about equally full."""
    heights = [_high(row, widths, size) for row in rows]
    count = len(_filled(rows, heights, room))
    limits = (sum(heights) / count * (1 + 0.05 * step) for step in range(20))
    return next(
        (pages for limit in limits if limit < room and len(pages := _filled(rows, heights, limit)) == count),
        _filled(rows, heights, room),
    )


def _filled(rows: Sequence[Row], heights: Sequence[float], room: float) -> list[tuple[Row, ...]]:
    pages: list[list[Row]] = [[]]
    used = 0.0
    for row, height in zip(rows, heights, strict=True):
        if pages[-1] and used + height > room:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return [tuple(page) for page in pages]


def _write_row(table: Any, place: int, row: Row, sheet: Sheet) -> None:
    for at, (cell, column) in enumerate(zip(row.cells, sheet.table.columns, strict=True)):
        target = table.cell(place, at)
        target.margin_left = target.margin_right = Pt(_SIDE)
        target.margin_top = target.margin_bottom = Pt(_ABOVE)
        paragraph = target.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.RIGHT if column.numeric else PP_ALIGN.LEFT
        if at == 0 and row.indent:
            paragraph._p.get_or_add_pPr().set("marL", str(int(Pt(_INDENT * row.indent))))
        colour = QUIET if place == 0 else TONES.get(cell.tone, TEXT)
        write(paragraph, cell.text, sheet.size, colour, bold=row.is_sum)
        if cell.mark:
            write(paragraph, cell.mark, sheet.size, QUIET, raised=True)
        _ruled(target, above=_HEAVY if row.is_sum and place else None, below=_THIN if place else _HEAVY)


def _ruled(cell: Any, above: tuple[str, float] | None, below: tuple[str, float]) -> None:
    """Lines above and below: a table is read along its rows."""
    properties = cell._tc.get_or_add_tcPr()
    lines = [("lnT", above), ("lnB", below)]
    for place, (name, look) in enumerate((name, look) for name, look in lines if look):
        line, fill, colour = (OxmlElement(f"a:{each}") for each in (name, "solidFill", "srgbClr"))
        line.set("w", str(int(Pt(look[1]))))
        colour.set("val", look[0])
        fill.append(colour)
        line.append(fill)
        properties.insert(place, line)
