"""What stands in Word, PDF, PowerPoint, Excel, the slides and on screen is the same, cell by cell."""

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pypdfium2
import pytest
from docx import Document as open_word
from docx.table import Table as WordTable
from pptx import Presentation

from dashboard.dialogue import slides
from dashboard.paper import excel, pdf, powerpoint, word
from dashboard.report import screen
from dashboard.report.content import Cell, Document, Section, Table

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\ufffe\x02]")
"""Also the two that a PDF's text has where a word is divided."""


def plain(text: str) -> str:
    """The text as it is read: without invisible characters, every space alike."""
    return " ".join(INVISIBLE.sub("", text).split())


def glued(text: str) -> str:
    """Without any space: a file may break a line anywhere."""
    return plain(text).replace(" ", "").replace("\u2010", "-")


def tables_of(sections: tuple[Section, ...]) -> list[Table]:
    return [part for section in sections for part in section.parts if isinstance(part, Table)]


def read_as(cell: Cell) -> str:
    return glued(cell.text + cell.mark)


@pytest.fixture(scope="module")
def document(report: Callable[..., Document]) -> Document:
    return report("2019-08", before="2019-05")


@pytest.fixture(scope="module")
def files(document: Document) -> dict[str, bytes]:
    """The document in every format, written once."""
    writers = {
        "docx": word.write,
        "pdf": pdf.write,
        "pptx": powerpoint.write,
        "xlsx": excel.write,
        "html": slides.write,
    }
    return {ending: write(document) for ending, write in writers.items()}


def test_word_has_every_cell_of_every_table_in_its_row_and_column(document, files):
    written = open_word(io.BytesIO(files["docx"]))
    facts, *found = written.tables
    assert [[glued(cell.text) for cell in row.cells] for row in facts.rows[-len(document.facts) :]] == [
        [glued(what), glued(value)] for what, value in document.facts
    ]
    expected = tables_of(document.paper)
    assert len(found) == len(expected)
    for theirs, ours in zip(found, expected, strict=True):
        assert word_rows(theirs) == [[read_as(cell) for cell in row.cells] for row in ours.rows]


def word_rows(table: WordTable) -> list[list[str]]:
    return [[glued(cell.text) for cell in row.cells] for row in list(table.rows)[1:]]


def test_excel_has_every_cell_and_its_numbers_read_as_the_text_does(document, files):
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    expected = tables_of(document.paper)
    sheets = book.worksheets[1:]
    assert len(sheets) == len(expected)
    for sheet, ours in zip(sheets, expected, strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        start = next(place for place, row in enumerate(rows) if row[0] and glued(str(row[0])) == read_head(ours))
        for row, theirs in zip(ours.rows, rows[start + 1 :], strict=False):
            for cell, value, column in zip(row.cells, theirs, ours.columns, strict=False):
                assert shown(value, column.unit, cell) == glued(cell.text), (sheet.title, cell)


def read_head(table: Table) -> str:
    return glued(table.columns[0].heading)


def shown(value: object, unit: str, cell: Cell) -> str:
    """A number of the workbook as the document writes it: rounded to the text's own decimals, in the text's unit."""
    if not isinstance(value, int | float):
        day = getattr(value, "date", lambda: value)()
        return glued("" if value is None else str(day))
    decimals = len(re.sub(r"[^\d,]", "", cell.text).partition(",")[2])
    scaled = {"sek": value / 1e6, "share": value * 100}.get(unit, value)
    digits = f"{abs(round(scaled, decimals)):.{decimals}f}".replace(".", ",")
    told = re.sub(r"[^\d,]", "", cell.text)
    assert digits == told, (value, cell)
    assert (value < 0) == cell.text.startswith("−") or float(digits.replace(",", ".")) == 0
    return glued(cell.text)


def test_the_pdf_has_every_cell_of_every_table(document, files):
    assert_in_pdf(document, files["pdf"])


def test_so_has_that_of_november_2017_where_two_rows_were_printed_under_each_others_name(report):
    november = report("2017-11")
    assert_in_pdf(november, pdf.write(november))


def assert_in_pdf(document: Document, content: bytes) -> None:
    """A hyphen at the end of a line may be the text's own or the line's: none counts."""
    text = pdf_text(content).replace("-", "")
    for table in tables_of(document.paper):
        for row in table.rows:
            for cell in row.cells:
                assert glued(cell.text).replace("-", "") in text, (table.caption, cell)


def pdf_text(content: bytes) -> str:
    pages = pypdfium2.PdfDocument(content)
    return glued("".join(page.get_textpage().get_text_bounded() for page in pages))


def test_powerpoint_has_every_cell_that_a_slide_shows_and_its_charts_have_the_same_amounts(document, files):
    deck = Presentation(io.BytesIO(files["pptx"]))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    cells = {glued(cell.text) for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells}
    for table in tables_of(document.slides):
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                assert not column.slim or read_as(cell) in cells, (table.caption, cell)
    charts = [shape.chart for shape in shapes if shape.has_chart]
    bridges = [part for section in document.slides for part in section.parts if getattr(part, "kind", "") == "bridge"]
    assert len(bridges) == 2
    for bridge in bridges:
        assert any(has_labels(chart, bridge.rows["label"]) for chart in charts)


def has_labels(chart, labels) -> bool:
    categories = [glued(str(category)) for category in chart.plots[0].categories]
    return categories == [glued(label) for label in labels]


def test_the_slides_have_every_cell_that_a_slide_shows(document, files):
    text = tagless(files["html"].decode())
    for table in tables_of(document.slides):
        for row in table.rows:
            for cell, column in zip(row.cells, table.columns, strict=True):
                assert not column.slim or glued(cell.text) in text, (table.caption, cell)


def test_the_screen_has_every_cell_of_every_table(document):
    for table in tables_of(document.paper):
        assert html_rows(screen.table(table)) == [[read_as(cell) for cell in row.cells] for row in table.rows]


def html_rows(page: str) -> list[list[str]]:
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    rows = re.findall(r"<tr.*?</tr>", body, flags=re.S)
    return [[tagless(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, flags=re.S)] for row in rows]


def tagless(page: str) -> str:
    return glued(html.unescape(re.sub(r"<[^>]*>", "", page)))


def test_every_message_stands_in_every_file(document, files):
    texts = {
        "docx": glued("".join(each.text for each in open_word(io.BytesIO(files["docx"])).paragraphs)),
        "pdf": pdf_text(files["pdf"]).replace("-", ""),
        "html": tagless(files["html"].decode()),
    }
    for name, text in texts.items():
        shown_here = document.slides if name == "html" else document.paper
        for section in shown_here:
            if section.parts:
                message = glued(section.message)
                assert (message.replace("-", "") if name == "pdf" else message) in text, (name, section.key)
