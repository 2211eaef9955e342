"""A table of the content model as Word's own: its header repeats, its rows stay whole, its numbers stand in line."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell
from docx.text.paragraph import Paragraph

from dashboard.paper import widths
from dashboard.paper.clean import clean
from dashboard.paper.word_fields import say
from dashboard.paper.word_styles import AXIS, QUIET, TABLE, TONES, cell_style
from dashboard.report.content import Cell, Column, Row, Table

SHORT = 16
"""Rows: a table no longer than this stays on one page."""


def draw(word: Word, table: Table, width: Length, room: float) -> None:
    """The table alone; its caption and notes are the caller's."""
    size, columns = widths.fitted(table, width.pt, room)
    drawn = empty(word, columns, table.caption)
    _head(drawn, table.columns, size)
    marks = [max((widths.mark_width(cell, size) for cell in cells), default=0) for cells in _by_column(table)]
    for place, row in enumerate(table.rows, start=1):
        _row(drawn, row, table.columns, size, marks, _stays_with_next(table, place))


def _stays_with_next(table: Table, place: int) -> bool:
    """No row is alone on a page, and the last one stands by its notes."""
    last = len(table.rows)
    if place == last:
        return bool(table.notes)
    return last <= SHORT or place in (1, last - 1)


def pairs(word: Word, facts: Sequence[tuple[str, str]], width: Length) -> None:
    """Two columns, what and value."""
    drawn = empty(word, [width.pt * 0.3, width.pt * 0.7], "")
    _head(drawn, (Column("Uppgift"), Column("Värde")), widths.SIZES[0])
    for what, value in facts:
        first, second = _whole_row(drawn)
        _start(first, widths.SIZES[0]).add_run(clean(what)).font.color.rgb = RGBColor.from_string(QUIET)
        say(_start(second, widths.SIZES[0]), value)


def empty(word: Word, columns: Sequence[float], described: str) -> WordTable:
    """Columns of fixed widths in points, so that Word does not choose its own, and what a screen reader says."""
    table = word.add_table(0, len(columns), TABLE)
    table.autofit = False
    for column, width in zip(table.columns, columns, strict=True):
        column.width = Pt(width)
    properties = table._tbl.tblPr
    if described:
        properties.append(OxmlElement("w:tblCaption", attrs={qn("w:val"): clean(described)}))
    return table


def _by_column(table: Table) -> list[tuple[Cell, ...]]:
    return list(zip(*(row.cells for row in table.rows), strict=True)) or [()] * len(table.columns)


def _head(table: WordTable, columns: Sequence[Column], size: float) -> None:
    cells = _whole_row(table)
    table._tbl.tr_lst[-1].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, column in zip(cells, columns, strict=True):
        paragraph = say(_start(cell, size, keep_next=True), column.parted, bold=True)
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row(
    table: WordTable, row: Row, columns: Sequence[Column], size: float, marks: Sequence[float], together: bool
) -> None:
    """`marks` are the widths of the columns' widest marks: figures without one leave as much room."""
    for place, (box, cell, column) in enumerate(zip(_whole_row(table), row.cells, columns, strict=True)):
        paragraph = _start(box, size, together)
        if column.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(marks[place] - widths.mark_width(cell, size))
        if place == 0 and row.indent:
            paragraph.paragraph_format.left_indent = Pt(widths.INDENT * row.indent)
        if row.is_sum:
            _line_above(box)
        if column.unit != "text":
            box._tc.get_or_add_tcPr().append(OxmlElement("w:noWrap"))
        _write(paragraph, cell, size, row.is_sum)


def _write(paragraph: Paragraph, cell: Cell, size: float, bold: bool) -> None:
    run = paragraph.add_run(clean(cell.text))
    run.bold = bold or None
    if cell.tone:
        run.font.color.rgb = TONES[cell.tone]
    if cell.mark:
        mark = paragraph.add_run(clean(cell.mark))
        mark.font.superscript = True
        mark.font.size = Pt(widths.mark_size(size))


def _whole_row(table: WordTable) -> tuple[WordCell, ...]:
    """A new row that is not broken over pages."""
    row: Any = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    cells: tuple[WordCell, ...] = row.cells
    return cells


def _start(cell: WordCell, size: float, keep_next: bool = False) -> Paragraph:
    paragraph: Paragraph = cell.paragraphs[0]
    named: Any = cell_style(size)
    paragraph.style = named
    if keep_next:
        paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _line_above(cell: WordCell) -> None:
    line = {"val": "single", "sz": "8", "space": "0", "color": AXIS}
    borders = OxmlElement("w:tcBorders")
    borders.append(OxmlElement("w:top", attrs={qn(f"w:{name}"): value for name, value in line.items()}))
    cell._tc.get_or_add_tcPr().append(borders)
