"""A table of the content model on a sheet: headings with a filter that stay in view, values, and a column of notes."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard import export
from dashboard.paper import excel_values
from dashboard.paper.clean import clean
from dashboard.report.content import Cell, Column, Row, Table

NOTES = "Not"
_COLOURS = {"good": "#2e7d32", "bad": "#c62828"}
_ROOM = 3
"""Characters for the filter's button and the cell's margins."""
_NOTED = 28
"""Characters of a line in the column of notes."""
_RUNNING = 1.1
"""Characters of running text in the width of a digit."""
_LINE, _TALLEST = 15, 409
"""Points: the height of a line in Excel's standard font, and the greatest height of a row."""


class Writer:
    """Writes one table from the row of its headings; formats are made once each."""

    def __init__(self, book: Workbook, sheet: Worksheet, table: Table, top: int) -> None:
        self.book, self.sheet, self.table, self.top = book, sheet, table, top
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.marks = [_marks(table.columns, row) for row in table.rows]
        self.headings = [excel_values.heading(column) for column in table.columns] + [NOTES] * any(self.marks)
        self.widths = _widths(table, self.marks)

    def write(self) -> None:
        for place, width in enumerate(self.widths):
            self.sheet.set_column(place, place, width)
        self._headings()
        for place, (row, marks) in enumerate(zip(self.table.rows, self.marks, strict=True), start=self.top + 1):
            self._row(place, row, marks)
        self.sheet.freeze_panes(self.top + 1, 1)
        self.sheet.autofilter(self.top, 0, self._last_to_filter(), len(self.headings) - 1)

    def across(self, row: int, text: str, **look: Any) -> None:
        """A text of its own over all of the table's columns, broken where they end."""
        if len(self.widths) > 1 and text:
            self.sheet.merge_range(row, 0, row, len(self.widths) - 1, None, self._format(**look, text_wrap=True))
        self._text(row, 0, text, **look)
        heighten(self.sheet, row, text, int(_RUNNING * sum(self.widths)))

    def _headings(self) -> None:
        aligned = ["right" if column.numeric else "left" for column in self.table.columns] + ["left"]
        for place, heading in enumerate(self.headings):
            indent = int(place > 0 and aligned[place] == "left")
            self._text(self.top, place, heading, bold=True, bottom=1, align=aligned[place], indent=indent)
        self._height(self.top, self.headings)

    def _row(self, place: int, row: Row, marks: str) -> None:
        look: dict[str, Any] = {"bold": True, "top": 1} if row.is_sum else {}
        for at, (cell, column) in enumerate(zip(row.cells, self.table.columns, strict=True)):
            toned = {"font_color": _COLOURS[cell.tone]} if cell.tone else {}
            aligned = {"align": "right"} if column.numeric else {"align": "left", "indent": 1 if at else row.indent}
            self._cell(place, at, cell, column, {**look, **toned, **aligned})
        if any(self.marks):
            self._text(place, len(row.cells), marks, **look, align="left", indent=1)
        self._height(place, [*(cell.text for cell in row.cells), marks])

    def _cell(self, row: int, at: int, cell: Cell, column: Column, look: dict[str, Any]) -> None:
        """A text where there is no value: what is missing or withheld is never a nought."""
        value = excel_values.value(cell, column)
        if value is None:
            self._text(row, at, cell.text, **look)
        else:
            form = self._format(**look, num_format=excel_values.number_format(cell, column))
            write = self.sheet.write_datetime if column.unit == "date" else self.sheet.write_number
            write(row, at, value, form)

    def _height(self, row: int, texts: Sequence[str]) -> None:
        """As many lines as the longest text is broken over, also for programs that do not work it out."""
        lines = max(_lines(text, width) for text, width in zip(texts, self.widths, strict=False))
        _set_lines(self.sheet, row, lines)

    def _text(self, row: int, at: int, text: str, **look: Any) -> None:
        form = self._format(**look, text_wrap=True)
        if text:
            self.sheet.write_string(row, at, clean(text), form)
        else:
            self.sheet.write_blank(row, at, None, form)

    def _format(self, **look: Any) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _last_to_filter(self) -> int:
        """The row above the total, which sorting would move."""
        rows = self.table.rows
        inner = [place for place, row in enumerate(rows, start=1) if not row.is_sum]
        return self.top + (inner[-1] if inner else len(rows))


def caption(table: Table) -> str:
    """In the unit that the sheet has."""
    in_kronor = any(column.unit == "sek" for column in table.columns)
    return clean(excel_values.in_kronor(table.caption) if in_kronor else table.caption)


def _marks(columns: tuple[Column, ...], row: Row) -> str:
    """Which mark stands at which figures, "◆ hela raden; 1) Avvikelse"; the notes stand below the table."""
    pairs = list(zip(columns, row.cells, strict=True))
    figures = [column.heading for column, cell in pairs if column.numeric and cell.value is not None]
    marked: dict[str, list[str]] = {}
    for column, cell in pairs:
        for mark in cell.mark.split():
            marked.setdefault(mark, []).append(column.heading)
    return "; ".join(f"{mark} {_where(headings, figures)}" for mark, headings in marked.items())


def _where(headings: list[str], figures: list[str]) -> str:
    """The figures by their headings; most of a row's by those that are left out."""
    others = [heading for heading in figures if heading not in headings]
    if not set(headings) <= set(figures) or 2 * len(others) > len(headings) or len(figures) == 1:
        return ", ".join(headings)
    return "hela raden" + (f" utom {', '.join(others)}" if others else "")


def heighten(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """Room for a text that is broken over lines of so many characters."""
    _set_lines(sheet, row, _lines(text, width))


def _set_lines(sheet: Worksheet, row: int, lines: int) -> None:
    if lines > 1:
        sheet.set_row(row, min(_LINE * lines, _TALLEST))


def _widths(table: Table, marks: Sequence[str]) -> list[int]:
    """Characters: each column's longest value and longest word above; a long text is broken over lines."""
    columns = [
        max(
            *(len(word) for word in ["", *excel_values.heading(column).split()]),
            *(_length(row.cells[place], column) for row in table.rows),
            0,
        )
        for place, column in enumerate(table.columns)
    ]
    noted = [min(max(map(len, marks)), _NOTED)] if any(marks) else []
    return [min(width, export.WIDEST) + _ROOM for width in (*columns, *noted)]


def _length(cell: Cell, column: Column) -> int:
    value = excel_values.value(cell, column)
    if column.unit == "sek" and value is not None:
        return len(f"{value:+,.0f}")
    return max(map(len, clean(cell.text).split("\n")))


def _lines(text: str, width: int) -> int:
    return sum(len(wrap(line, width - 1)) or 1 for line in clean(text).split("\n"))
