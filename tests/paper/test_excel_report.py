"""The report as a workbook: a sheet per table, values as values, and texts that can do nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dashboard.economy import ROUNDING
from dashboard.paper import excel, excel_names
from dashboard.report.content import Cell, Column, Document, Row, Section, Table
from tests.paper import sample

TOP = 5
"""The row of the headings."""


@cache
def file() -> bytes:
    return excel.write(sample.document())


def opened(content: bytes | None = None) -> Workbook:
    return load_workbook(BytesIO(content or file()))


def of_sections(*sections: Section) -> Document:
    return replace(sample.document(), sections=sections)


def one_row(cell: Cell, column: Column) -> Worksheet:
    """The sheet of a table with a name and the given cell."""
    table = Table("mnkr", (Column("Uppdrag"), column), (Row((Cell("Rad"), cell)),))
    return opened(excel.write(of_sections(Section("a", "A", parts=(table,)))))["A"]


def row(sheet: Worksheet, number: int) -> list[object]:
    return [cell.value for cell in sheet[number]]


def test_the_first_sheet_says_what_it_is_and_leads_to_the_others() -> None:
    book = opened()
    assert book.sheetnames == ["Om", "Ekonomi", "Aktiviteter"]
    rows = [(first.value, second.value) for first, second in book["Om"].iter_rows(max_col=2)]
    assert rows[0][0] == "Månadsrapport augusti 2019"
    assert rows[1][0] == "Hela Regionkontoret"
    assert rows[3:7] == [*sample.document().facts, ("Om siffrorna", sample.document().source)]
    assert rows[-3:] == [
        ("Blad", "Innehåll"),
        ("Ekonomi", "kr, januari–augusti 2019"),
        ("Aktiviteter", "Aktiviteter som inte eller delvis följer plan"),
    ]
    links = [cell.hyperlink for cell in book["Om"]["A"] if cell.hyperlink]
    assert [link.location for link in links] == ["'Ekonomi'!A1", "'Aktiviteter'!A1"]


def test_a_sheet_has_its_section_message_and_caption_above() -> None:
    sheet = opened()["Ekonomi"]
    above = [sheet.cell(number, 1).value for number in (1, 2, 3)]
    assert above == ["1.2 Ekonomi", "ePlan drift är 2,0 mnkr sämre än budget", "kr, januari–augusti 2019"]


def test_values_are_values_in_the_unit_of_their_heading() -> None:
    sheet = opened()["Ekonomi"]
    assert row(sheet, TOP) == ["Uppdrag", "Resultat, kr", "Avvikelse, kr", "Årsbudget, kr", "Andel", "Not"]
    assert row(sheet, TOP + 1) == ["Rad 1", -12_500_000, 300_000, "–", 0.04, "◆ Resultat"]
    assert row(sheet, TOP + 13) == ["Summa", -150_000_000, 3_600_000, "–", "–", None]
    assert [cell.number_format for cell in sheet[TOP + 1]][1:5] == [
        "#,##0",
        "+#,##0;-#,##0;#,##0",
        "General",
        r"#,##0.0\ %",
    ]
    assert [cell.font.b for cell in sheet[TOP + 13]] == [True] * 6


def test_days_are_days() -> None:
    sheet = opened()["Aktiviteter"]
    assert sheet.cell(TOP + 1, 3).value.date() == date(2019, 6, 30)
    assert sheet.cell(TOP + 1, 3).number_format == "yyyy-mm-dd"
    assert sheet.cell(TOP + 2, 3).value == "–"


@pytest.mark.parametrize(
    ("cell", "column", "value", "number_format"),
    [
        (Cell("2,35\u00a0%", 0.02349), Column("Andel", "share"), 0.0235, r"#,##0.00\ %"),
        (Cell("12\u00a0%", 0.1234), Column("Andel", "share"), 0.12, r"#,##0\ %"),
        (Cell("+0,4", 0.00412), Column("Skillnad", "points"), 0.4, "+#,##0.0;-#,##0.0;#,##0.0"),
        (Cell("−1,0", -0.0104), Column("Skillnad", "points"), -1, "#,##0.0"),
        (Cell("1\u00a0234,5", 1234.5), Column("Timmar", "number"), 1234.5, "#,##0.0"),
        (Cell("2019", 2019), Column("År", "number"), 2019, "0"),
        (Cell("0,0", 0.0), Column("Resultat", "sek"), 0, "#,##0"),
        (Cell("10 eller färre"), Column("Andel", "share"), "10 eller färre", "General"),
        (Cell("–", float("nan")), Column("Resultat", "sek"), "–", "General"),
        (Cell("–", pd.NaT), Column("Dag", "date"), "–", "General"),
        (Cell("oändligt", float("inf")), Column("Resultat", "sek"), "oändligt", "General"),
        (Cell("0123", 123), Column("Kod"), "0123", "General"),
        (Cell("2019-06-30", date(2019, 6, 30)), Column("Dag", "date"), date(2019, 6, 30), "yyyy-mm-dd"),
    ],
)
def test_a_value_is_as_fine_as_its_text_and_missing_is_never_a_nought(
    cell: Cell, column: Column, value: object, number_format: str
) -> None:
    found = one_row(cell, column).cell(TOP + 1, 2)
    assert (found.value.date() if found.is_date else found.value) == value
    assert found.number_format == number_format


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        (Column("Prognos, mnkr", "sek"), "Prognos, kr"),
        (Column("mnkr, prognos", "sek"), "kr, prognos"),
        (Column("Skillnad", "points"), "Skillnad, procentenheter"),
        (Column("Skillnad, procentenheter", "points"), "Skillnad, procentenheter"),
        (Column("Uppdrag över 5 mnkr", "sek"), "Uppdrag över 5 mnkr, kr"),
    ],
)
def test_a_heading_says_the_unit_once(column: Column, heading: str) -> None:
    assert one_row(Cell("–"), column).cell(TOP, 2).value == heading


def test_notes_stand_below_and_say_which_figure() -> None:
    sheet = opened()["Ekonomi"]
    assert sheet.cell(TOP + 2, 6).value == "◆ Resultat; 1) Resultat"
    assert [sheet.cell(TOP + 15 + place, 1).value for place in (0, 1)] == list(sample.economy().notes)


@pytest.mark.parametrize(
    ("marks", "told"),
    [
        (["◆", "◆ 1)", "◆"], "◆ hela raden; 1) Budget"),
        (["◆", "2)", "◆"], "◆ hela raden utom Budget; 2) Budget"),
        (["", "◆", ""], "◆ Budget"),
    ],
)
def test_marks_at_most_figures_of_a_row_are_told_shortly(marks: Sequence[str], told: str) -> None:
    columns = tuple(Column(name, "sek") for name in ("Resultat", "Budget", "Prognos", "Förändring"))
    figures = [Cell("1,0", 1e6, mark=mark) for mark in marks]
    table = Table("c", (Column("Uppdrag"), *columns), (Row((Cell("a"), *figures, Cell("–"))),))
    sheet = opened(excel.write(of_sections(Section("a", "A", parts=(table,)))))["A"]
    assert sheet.cell(TOP + 1, 6).value == told


@pytest.mark.parametrize(
    ("caption", "told"),
    [
        ("Prognos gjord i maj, mnkr; bara rader med ändring", "Prognos gjord i maj, kr; bara rader med ändring"),
        ("Prognos mot årsbudget, mnkr: maj och augusti", "Prognos mot årsbudget, kr: maj och augusti"),
        ("Uppdrag över 5 mnkr", "Uppdrag över 5 mnkr"),
    ],
)
def test_a_caption_has_the_unit_of_the_sheet(caption: str, told: str) -> None:
    table = Table(caption, (Column("Uppdrag"), Column("Nu", "sek")), (Row((Cell("a"), Cell("1,0", 1e6))),), (ROUNDING,))
    sheet = opened(excel.write(of_sections(Section("a", "A", parts=(table,)))))["A"]
    assert sheet.cell(3, 1).value == told
    assert sheet.cell(TOP + 3, 1).value == "Belopp är i hela kronor. Streck betyder att uppgiften saknas."


def test_long_texts_are_broken_where_the_table_ends_so_that_it_prints_in_full_size() -> None:
    columns = (Column("Uppdrag"), Column("Resultat", "sek"))
    table = Table("c", columns, (Row((Cell("a"), Cell("1,0", 1e6))),), ("En not som är lång. " * 10,))
    sheet = opened(excel.write(of_sections(Section("a", "A", parts=(table,)))))["A"]
    assert f"A{TOP + 3}:B{TOP + 3}" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.cell(TOP + 3, 1).alignment.wrap_text
    assert sheet.row_dimensions[TOP + 3].height > 5 * 15, "200 characters over two narrow columns"


def test_every_text_is_inert() -> None:
    book = opened()
    assert book["Ekonomi"].cell(TOP + 3, 1).value == sample.NASTY
    assert book["Aktiviteter"].cell(TOP + 2, 1).value == sample.NASTY
    with ZipFile(BytesIO(file())) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 3
        assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
        assert not any(b'TargetMode="External"' in parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-2+3", "@SUM(A1)", "{=1}", "http://x.se", "0123", "mailto:a@b"])
def test_a_text_anywhere_is_a_text(text: str) -> None:
    table = Table(text, (Column(text),), (Row((Cell(text, mark=text),)),), (text,))
    document = replace(of_sections(Section("a", text, 1, text, (table,), numbered=False)), title=text, subject=text)
    book = opened(excel.write(replace(document, facts=((text, text),), source=text, stamp=text)))
    sheet = book.worksheets[1]
    told = [sheet.cell(number, 1) for number in (1, 2, 3, TOP, TOP + 1, TOP + 3)]
    assert [(cell.value, cell.data_type) for cell in told] == [(text, "s")] * 6
    assert not [cell for each in book for line in each.iter_rows() for cell in line if cell.data_type == "f"]


def test_what_xml_forbids_and_what_is_too_long_do_no_harm() -> None:
    sheet = one_row(Cell("a\x00b\ud800c\r\nd" + "e" * 40_000), Column("Text"))
    text = sheet.cell(TOP + 1, 2).value
    assert text.startswith("abc\nde")
    assert len(text) == 32_767


def test_the_headings_stay_in_view_have_a_filter_and_print_on_each_page() -> None:
    sheet = opened()["Ekonomi"]
    assert sheet.freeze_panes == "B6"
    assert sheet.auto_filter.ref == "A5:F17", "the total is not sorted away"
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.left.text == sample.document().stamp


def test_a_column_is_as_wide_as_its_kronor() -> None:
    sheet = opened()["Ekonomi"]
    assert sheet.column_dimensions["B"].width > len("-150 000 000")


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Ekonomi", "ekonomi", "Ekonomi"], ["Ekonomi", "ekonomi (2)", "Ekonomi (3)"]),
        (["Om", "History"], ["Om (2)", "History (2)"]),
        (["Kostnad: [2019/2018] *?\\'", ""], ["Kostnad 2019 2018", "Blad"]),
        (
            ["Aktiviteter som inte eller delvis följer plan"] * 2,
            ["Aktiviteter som inte eller del…", "Aktiviteter som inte eller… (2)"],
        ),
    ],
)
def test_names_of_sheets_are_unique_and_allowed(titles: Sequence[str], names: Sequence[str]) -> None:
    table = Table("c", (Column("a"),), (Row((Cell("b"),)),))
    book = opened(
        excel.write(of_sections(*(Section(str(at), title, parts=(table,)) for at, title in enumerate(titles))))
    )
    assert book.sheetnames == ["Om", *names]


def test_a_name_is_short_as_excel_counts() -> None:
    assert excel_names.unique("😀" * 20, ()) == "😀" * 15 + "…"
    assert excel_names.unique("😀" * 15, ()) == "😀" * 15


def test_the_tables_of_a_section_are_told_apart_by_their_captions() -> None:
    tables = [
        Table(caption, (Column("a"),), (Row((Cell("b"),)),)) for caption in ("Åtaganden, maj", "Aktiviteter: alla")
    ]
    book = opened(excel.write(of_sections(Section("a", "Alla åtaganden och aktiviteter", parts=tuple(tables)))))
    assert book.sheetnames == ["Om", "Åtaganden", "Aktiviteter"]


def test_a_table_without_rows_has_its_headings() -> None:
    table = Table("c", (Column("Uppdrag"), Column("Resultat", "sek")), ())
    sheet = opened(excel.write(of_sections(Section("a", "A", parts=(table,)))))["A"]
    assert row(sheet, TOP) == ["Uppdrag", "Resultat, kr"]
