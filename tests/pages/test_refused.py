"""What was refused: every page says so, and Om data shows each cell, however many there are."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard import export, refusals, session, store
from dashboard.view import View
from tests import editions
from tests.pages.screen import Screen

AUGUST = datetime(2019, 8, 10, 2, 10, tzinfo=UTC)
SEPTEMBER = datetime(2019, 9, 10, 2, 10, tzinfo=UTC)
PAGES = ["overview", "economy", "activities", "staff", "investments", "about"]


def refused_cells(count: int) -> pd.DataFrame:
    """Cells of a budget file whose amounts have an O for a zero."""
    rows = range(2, count + 2)
    return pd.DataFrame(
        {
            "dataset": "budget",
            "source": "Budget_2019.xlsx, blad Drift",
            "row_number": rows,
            "column": "amount_sek",
            "value_shown": "=12 5OO",
            "rule": "type",
            "allowed": "ett belopp",
            "message": [
                f'Budget_2019.xlsx, blad Drift, rad {row}, kolumn amount_sek: "=12 5OO" är inte ett belopp. '
                "Hela datamängden är avvisad. Rätta i källan och kör igen."
                for row in rows
            ],
        }
    )


def refused_sources(published: Path, kept_from: str | None) -> pd.DataFrame:
    """`sources` with the budget refused whole."""
    sources = editions.read(published, "sources").set_index("dataset", drop=False)
    rows_in, sum_in = sources.loc["budget", ["rows_in", "sum_in"]]
    columns = ["status", "rows_used", "rows_refused", "sum_used", "sum_refused", "kept_from"]
    sources.loc["budget", columns] = ["refused", 0, rows_in, 0.0, sum_in, kept_from]
    return sources.reset_index(drop=True)


@pytest.fixture
def kept(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The second night refuses 5 000 cells of the budget; id of the first, whose budget is kept."""
    first = editions.publish(published, tmp_path, AUGUST, facts={})
    sources = refused_sources(published, kept_from=first)
    editions.publish(published, tmp_path, SEPTEMBER, facts={}, sources=sources, refused=refused_cells(5000))
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    return first


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_which_figures_are_kept_and_leads_to_what_was_refused(kept: str, page: str) -> None:
    screen = Screen(page)
    sentence = "Datamängden Budget per månad är avvisad. Siffrorna är från utgåva"
    assert f"{sentence} {kept} (inläst 10 aug. 2019)." in screen.text
    assert ("Visa vad som avvisades", "flik=Avvisat") in screen.links


@pytest.mark.parametrize("page", PAGES)
def test_where_nothing_is_kept_the_figures_are_said_not_to_be_shown(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    sources = refused_sources(published, kept_from=None)
    editions.publish(published, tmp_path, AUGUST, facts={}, sources=sources)
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    assert "Datamängden Budget per månad är avvisad och visas inte." in Screen(page).text


def test_nothing_refused_is_nothing_said(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(published))
    screen = Screen("about")
    assert "är avvisad" not in screen.text
    assert "Inget avvisades i den här utgåvan" in screen.text


def test_om_data_counts_the_cells_shows_the_first_and_gives_all_as_excel(kept: str) -> None:
    screen = Screen("about")
    assert "5 000 celler är avvisade i 1 datamängd" in screen.text
    assert "De första 200 av 5 000 avvisade celler; alla finns i Excel-filen" in screen.text
    assert screen.row("Budget per månad")[:4] == ["amount_sek", "fel slags värde", "5 000", "=12 5OO"]
    assert screen.markup.count("är inte ett belopp.") == 200
    assert (
        '<td class="loose">&quot;=12 5OO&quot; är inte ett belopp. Hela' in screen.markup
    )  # its place stands beside it
    snapshot = session.newest()
    assert snapshot is not None
    view = View(snapshot, store.ALL_DEPARTMENTS, snapshot.latest_period, None)
    book = export.workbook(view, "Avvisade celler", refusals.cells(view), refusals.EXPORTED)
    sheet = load_workbook(BytesIO(book)).worksheets[0]
    assert sheet.max_row == 5001
    assert {cell.data_type for cell in sheet["E"]} == {"s"}  # a text, though it starts as a formula


def test_the_sources_balance_by_rows_and_by_sum(kept: str, published: Path) -> None:
    screen = Screen("about")
    kept_status = f"avvisad; siffror från utgåva {kept} behålls"
    rows = [cells for name, cells in screen.rows if name == "Budget per månad"]
    assert ["demo.budget", kept_status, "simulerad", "792", "0", "792"] in rows
    sums = next(cells for cells in rows if cells[0] == "Budget för månaden, kr")
    assert sums[1] == sums[3] != "0,00"
    assert sums[2] == "0,00"
    followed = [name for name, cells in screen.rows if len(cells) == 4 and ", " in cells[0]]
    assert "Aktiviteter" not in followed  # nothing to sum


def test_the_newest_run_is_told_beside_the_filter_and_on_om_data(kept: str, tmp_path: Path) -> None:
    record = {"status": "failed", "failed_since": "2019-11-20T03:10:00+00:00", "message": "Källan svarar inte."}
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "last_run.json").write_text(json.dumps(record), encoding="utf-8")
    screen = Screen("about")
    told = "Nattens körning har misslyckats sedan 20 nov. 2019 kl. 04.10: siffrorna är från 10 sep. 2019."
    assert told in screen.sidebar
    assert "Den senaste körningen misslyckades" in screen.text
    assert screen.row("Vad körningen säger") == ["Källan svarar inte."]


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"status": 7}', "\x00"])
def test_an_unreadable_record_is_no_line_and_no_error(kept: str, tmp_path: Path, content: str) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "last_run.json").write_text(content, encoding="utf-8")
    screen = Screen("about")
    assert not screen.app.exception
    assert "körning" not in screen.sidebar
    assert "Ingen körning finns antecknad" in screen.text
