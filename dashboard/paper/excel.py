"""The report's tables as an Excel workbook: values as values in the unit of their heading, every text inert."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard import export
from dashboard.paper import excel_names, excel_table
from dashboard.paper.clean import clean
from dashboard.report import content
from dashboard.report.content import Document, Section, Table

ABOUT = "Om"
_HEADINGS = 4
"""The row of a table's headings: above it stand section, message and caption."""

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
        for table in section.parts:
            if isinstance(table, Table):
                name = excel_names.unique(section.title, taken)
                taken.add(name)
                yield _Sheet(name, f"{number} {section.title}".strip(), section, table)


def _about(book: Workbook, document: Document, sheets: Sequence[_Sheet]) -> None:
    sheet = book.add_worksheet(ABOUT)
    sheet.set_row(0, _TITLE)
    bold, link = book.add_format({"bold": True}), book.get_default_url_format()
    sheet.write_string(0, 0, clean(document.title), _large(book))
    lines = [("Gäller", document.subject), *document.facts, ("Källa", document.source)]
    for row, (what, value) in enumerate(lines, start=2):
        sheet.write_string(row, 0, clean(what))
        sheet.write_string(row, 1, clean(value), book.add_format({"text_wrap": True}))
    start = len(lines) + 3
    sheet.write_row(start, 0, ["Blad", "Innehåll"], bold)
    for row, each in enumerate(sheets, start=start + 1):
        sheet.write_url(row, 0, f"internal:'{each.name}'!A1", link, each.name)
        sheet.write_string(row, 1, excel_table.caption(each.table))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 90)
    export.fit_for_print(sheet, 0)
    _stamp(sheet, document.stamp)


def _table(book: Workbook, sheet: _Sheet) -> Worksheet:
    drawn = book.add_worksheet(sheet.name)
    drawn.write_string(0, 0, clean(sheet.heading), _large(book))
    drawn.set_row(0, _TITLE)
    drawn.write_string(1, 0, clean(sheet.section.message), book.add_format({"bold": True}))
    drawn.write_string(2, 0, excel_table.caption(sheet.table))
    excel_table.Writer(book, drawn, sheet.table, _HEADINGS).write()
    below = _HEADINGS + len(sheet.table.rows) + 2
    for row, note in enumerate(sheet.table.notes, start=below):
        drawn.write_string(row, 0, clean(note))
    export.fit_for_print(drawn, _HEADINGS)
    return drawn


def _large(book: Workbook) -> Format:
    return book.add_format({"bold": True, "font_size": 14})


def _stamp(sheet: Worksheet, text: str) -> None:
    """An ampersand is a code in a footer, which is at most 255 characters."""
    sheet.set_footer(f"&L{clean(text).replace('&', '&&')[:200]}&RSida &P av &N")
