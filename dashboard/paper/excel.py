"""The report's tables as an Excel workbook: values as values in the unit of their heading, every text inert."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard import export
from dashboard.paper import excel_names, excel_table, excel_values
from dashboard.paper.clean import clean
from dashboard.report import content
from dashboard.report.content import Document, Section, Table

ABOUT = "Om"
_HEADINGS = 4
"""The row of a table's headings: above it stand section, message and caption."""

_ABOUT_WIDTH = 90
_TITLE = 21
"""Points: the height of a row in the large type."""


@dataclass(frozen=True)
class _Sheet:
    name: str
    heading: str
    section: Section
    table: Table


def write(document: Document) -> bytes:
    """An xlsx with a sheet for each table of the report, and first one that says what it is and where it is from."""
    file = BytesIO()
    with Workbook(file, export.OPTIONS) as book:
        book.set_properties({"title": clean(document.title), "subject": clean(document.subject)})
        sheets = list(_sheets(document.paper))
        _about(book, document, sheets)
        for sheet in sheets:
            _stamp(_table(book, sheet), document.stamp)
    return file.getvalue()


def _sheets(sections: Sequence[Section]) -> Iterator[_Sheet]:
    taken = {ABOUT}
    for number, section in zip(content.numbers(sections), sections, strict=True):
        tables = [part for part in section.parts if isinstance(part, Table)]
        for table in tables:
            name = excel_names.unique(section.title if len(tables) == 1 else _subject(table), taken)
            taken.add(name)
            yield _Sheet(name, f"{number} {section.title}".strip(), section, table)


def _subject(table: Table) -> str:
    """What tells a section's tables apart: the beginning of the caption."""
    return re.split("[,;:]", table.caption)[0]


def _about(book: Workbook, document: Document, sheets: Sequence[_Sheet]) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_row(0, _TITLE)
    bold, broken = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.write_string(0, 0, clean(document.title), _large(book))
    sheet.write_string(1, 0, clean(document.subject), bold)
    lines = [*document.facts, *([("Om siffrorna", document.source)] if document.source else [])]
    for row, (what, value) in enumerate(lines, start=3):
        sheet.write_string(row, 0, clean(what))
        _write_about(sheet, row, value, broken)
    start = len(lines) + 4
    sheet.write_row(start, 0, ["Blad", "Innehåll"], bold)
    for row, each in enumerate(sheets, start=start + 1):
        sheet.write_url(row, 0, f"internal:'{each.name}'!A1", book.get_default_url_format(), each.name)
        _write_about(sheet, row, excel_table.caption(each.table), broken)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, _ABOUT_WIDTH)
    export.fit_for_print(sheet, 0)
    _stamp(sheet, document.stamp)


def _write_about(sheet: Worksheet, row: int, text: str, broken: Format) -> None:
    sheet.write_string(row, 1, clean(text), broken)
    excel_table.heighten(sheet, row, text, _ABOUT_WIDTH)


def _table(book: Workbook, sheet: _Sheet) -> Worksheet:
    drawn = book.add_worksheet(sheet.name)
    writer = excel_table.Writer(book, drawn, sheet.table, _HEADINGS)
    drawn.write_string(0, 0, clean(sheet.heading), _large(book))
    drawn.set_row(0, _TITLE)
    writer.across(1, sheet.section.message, bold=True)
    writer.across(2, excel_table.caption(sheet.table))
    writer.write()
    for row, note in enumerate(sheet.table.notes, start=_HEADINGS + len(sheet.table.rows) + 2):
        writer.across(row, excel_values.note(note))
    export.fit_for_print(drawn, _HEADINGS)
    return drawn


def _large(book: Workbook) -> Format:
    return book.add_format({"bold": True, "font_size": 14})


def _stamp(sheet: Worksheet, text: str) -> None:
    """An ampersand is a code in a footer, which is at most 255 characters."""
    sheet.set_footer(f"&L{clean(text).replace('&', '&&')[:200]}&RSida &P av &N")
