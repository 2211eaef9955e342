"""The Excel file of the list: values that Excel can sort and sum, and texts that can do nothing."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dashboard import export
from dashboard.activities import listing
from dashboard.activities.filters import Faceted, Filter
from tests.activities.reported import plain, seen

REPORTS = """
period  activity_id title         status    department_id start_date end_date   comment
2019-05 a1          Köp_av_bussar off_track it            2019-01-02 2019-04-30 Avtalet_är_överklagat_och_tidplanen_är_därför_inte_längre_giltig
2019-05 a2          Ny_hållplats  done      stab          -          -          -
"""  # noqa: E501 - the table is one
INERT = ['=HYPERLINK("http://x";"y")', "+1+1", "@SUM(A1)", "-2+3", "{=1}", "=1+1", "http://x.se", "0123", "\t=1+1"]


def made(text: str = REPORTS, chosen: Filter | None = None, department: str | None = None) -> bytes:
    now = seen("2019-05", text, department)
    faceted = Faceted(now, chosen or Filter())
    rows = listing.exported(faceted.found)
    return export.workbook(now.view, listing.TITLE, rows, listing.EXPORTED, faceted.chosen.in_words())


def opened(file: bytes) -> Workbook:
    return load_workbook(BytesIO(file))


def data(file: bytes) -> Worksheet:
    return opened(file)["Data"]


def cell(sheet: Worksheet, heading: str, title: str):
    """The cell of a column in the row of an activity."""
    column = next(each.column for each in sheet[1] if each.value == heading)
    return next(sheet.cell(row[0].row, column) for row in sheet.iter_rows(min_row=2) if row[0].value == title)


def test_dates_are_dates_and_the_rest_is_text_or_numbers() -> None:
    sheet = data(made())
    for heading, expected in (("Startdatum", "2019-01-02"), ("Slutdatum", "2019-04-30")):
        found = cell(sheet, heading, "Köp av bussar")
        assert found.is_date
        assert found.value.strftime("%Y-%m-%d") == expected
        assert found.number_format == "yyyy-mm-dd"
        assert cell(sheet, heading, "Ny hållplats").value is None
    assert cell(sheet, "Dagar efter slutdatum", "Köp av bussar").value == 31
    assert cell(sheet, "Status", "Köp av bussar").value == "! följer inte planeringen"
    assert cell(sheet, "Status", "Ny hållplats").value == "✓ klar"
    assert cell(sheet, "Kommentarens läge", "Ny hållplats").value == "ingen, ingen väntas"


def test_every_column_has_its_heading_and_every_row_is_there() -> None:
    sheet = data(made())
    assert [each.value for each in sheet[1]] == [heading for _, heading in listing.EXPORTED]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Köp av bussar", "Ny hållplats"]


def test_the_header_stays_in_view_and_every_column_can_be_filtered() -> None:
    sheet = data(made())
    assert sheet.freeze_panes == "B2"
    last = get_column_letter(len(listing.EXPORTED))
    assert sheet.auto_filter.ref == f"A1:{last}{1 + 2}"  # the header and two rows


def test_it_prints_on_the_width_of_a_page_with_the_header_on_each() -> None:
    sheet = data(made())
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"


def test_every_cell_stands_at_the_top_and_headings_are_broken_over_lines() -> None:
    sheet = data(made())
    written = [each for row in sheet.iter_rows() for each in row if each.value is not None]
    assert {each.alignment.vertical for each in written} == {"top"}
    assert all(each.alignment.wrap_text and each.font.bold for each in sheet[1])
    letters = {each.value: each.column_letter for each in sheet[1]}
    assert sheet.column_dimensions[letters["Flyttat slutdatum, gånger"]].width < len("Flyttat slutdatum, gånger")


def test_columns_are_as_wide_as_what_they_hold_and_no_wider_than_can_be_read() -> None:
    sheet = data(made())
    letters = {each.value: each.column_letter for each in sheet[1]}
    widths = {heading: sheet.column_dimensions[letter].width for heading, letter in letters.items()}
    assert widths["Status"] > len("! följer inte planeringen") * 0.8
    assert widths["Slutdatum"] >= len("2019-04-30")
    assert widths["Kommentar"] == pytest.approx(60, abs=1)
    assert max(widths.values()) < 62
    assert cell(sheet, "Kommentar", "Köp av bussar").alignment.wrap_text


def test_a_second_sheet_says_filter_department_period_and_snapshot() -> None:
    about = opened(made(chosen=Filter({"status": ["✓ klar"]}, search="hållplats"), department="stab"))["Om"]
    told = {row[0].value: plain(str(row[1].value)) for row in about.iter_rows(min_row=2)}
    assert told == {
        "Innehåll": "Aktiviteter",
        "Rader": "1",
        "Period": "maj 2019",
        "Avdelning": "Stab",
        "Status": "✓ klar",
        "Sökord": "hållplats",
        "Utgåva": "2019-08-0123456789ab",
        "Publicerad": "10 sep. 2019 kl. 04.10",
        "Källa": "Regionens egna system",
    }


@pytest.mark.parametrize("text", INERT)
def test_a_comment_that_looks_like_a_formula_or_a_link_stays_text(text: str) -> None:
    now = seen("2019-05", "period activity_id comment\n2019-05 a1 x")
    rows = listing.exported(now.rows.assign(comment=text, title=text))
    file = export.workbook(now.view, listing.TITLE, rows, listing.EXPORTED)
    sheet = data(file)
    for heading in ("Aktivitet", "Kommentar"):
        found = cell(sheet, heading, text)
        assert (found.value, found.data_type) == (text, "s")
        assert found.hyperlink is None
    with ZipFile(BytesIO(file)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets" in name]
        assert len(sheets) == 2
        assert not [name for name in parts.namelist() if "_rels/sheet" in name]
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<f " in sheet or "hyperlink" in sheet]


def test_an_inert_filter_too() -> None:
    about = opened(made(chosen=Filter(search="=1+1")))["Om"]
    (found,) = [row[1] for row in about.iter_rows(min_row=2) if row[0].value == "Sökord"]
    assert (found.value, found.data_type) == ("=1+1", "s")


def test_an_empty_list_is_a_file_with_headings() -> None:
    sheet = data(made(chosen=Filter(search="finns inte")))
    assert (sheet.max_row, sheet["A1"].value) == (1, "Aktivitet")
