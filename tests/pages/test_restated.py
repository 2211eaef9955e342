"""Closed months that have changed: first reported, now, the difference and when it came."""

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from dashboard import restated, session, store
from dashboard.view import View
from data.tables import BY_NAME
from tests import editions
from tests.pages.screen import Screen

AUGUST = datetime(2019, 8, 10, 2, 10, tzinfo=UTC)
SEPTEMBER = datetime(2019, 9, 10, 2, 10, tzinfo=UTC)
OCTOBER = datetime(2019, 10, 10, 2, 10, tzinfo=UTC)
JULY, JUNE = pd.Timestamp(2019, 7, 1), pd.Timestamp(2019, 6, 1)
BAS, FASTIGHET = "regionkontoret_bas", "fastighetsforvaltning"


@pytest.fixture
def nights(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three nights; in the third four amounts differ from the first, one of them since the second."""
    first = editions.publish(published, tmp_path, AUGUST, **editions.july(published))
    calendar = editions.read(published, "calendar").head(1)
    second = editions.publish(published, tmp_path, SEPTEMBER, facts={}, calendar=calendar)
    # period, line, measure, first reported, in, now, last before
    rows = [
        (JULY, BAS, "actual_ytd", -127_000_000.0, first, -128_500_000.0, second),
        (JULY, BAS, "budget_ytd", -147_502_344.4, first, -147_502_344.0, first),
        (JULY, FASTIGHET, "forecast_year", float("nan"), first, 34_500_000.0, second),
        (JUNE, BAS, "forecast_year", 1_000_000.0, first, 3_000_000.0, second),
    ]
    changed = pd.DataFrame(rows, columns=BY_NAME["restatements"].names).astype({"period": "datetime64[ms]"})
    third = editions.publish(published, tmp_path, OCTOBER, facts={}, restatements=changed)
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    return [first, second, third]


def test_both_figures_stand_with_the_difference_and_when_it_came(nights: list[str]) -> None:
    screen = Screen("about")
    assert "4 belopp i stängda månader har ändrats sedan de först rapporterades" in screen.text
    shown = [[name, *cells] for name, cells in screen.rows if name in ("Juli 2019", "Juni 2019")]
    edition = f"{nights[0]} 10 aug. 2019"
    bas, fastighet = "Regionkontoret Bas", "Fastighetsförvaltning"
    budget, result, forecast = "Budget hittills i år", "Resultat hittills i år", "Prognos för helåret"
    assert shown == [
        ["Juli 2019", bas, result, "−127 000 000", "−128 500 000", "−1 500 000", edition, "10 okt. 2019"],
        ["Juli 2019", bas, budget, "−147 502 344", "−147 502 344", "+0,40", edition, "10 sep. 2019"],
        ["Juli 2019", fastighet, forecast, "–", "34 500 000", "–", edition, "10 okt. 2019"],
        ["Juni 2019", bas, forecast, "1 000 000", "3 000 000", "+2 000 000", edition, "10 okt. 2019"],
    ]


def test_worse_is_red_better_is_green_and_a_budget_is_neither(nights: list[str]) -> None:
    markup = Screen("about").markup.replace("\u00a0", " ")
    assert '<td class="num mu-bad">−1 500 000</td>' in markup
    assert '<td class="num mu-good">+2 000 000</td>' in markup
    assert '<td class="num">+0,40</td>' in markup


def test_the_edition_leads_to_the_month_as_it_was_first_shown(nights: list[str], tmp_path: Path) -> None:
    markup = Screen("about").markup
    assert f'href="./ekonomi?utgava={nights[0]}&amp;period=juli+2019"' in markup
    assert "−1 500 000" not in Screen("about", edition=nights[0]).text  # nothing had changed then


def test_an_edition_that_is_gone_is_named_without_a_link(nights: list[str], tmp_path: Path) -> None:
    (tmp_path / "snapshots" / nights[0]).rename(tmp_path / "gone")
    screen = Screen("about", period="juni 2019")
    assert f"{nights[0]} 10 aug. 2019" in screen.text
    assert f"utgava={nights[0]}" not in screen.markup


@pytest.mark.parametrize("page", ["overview", "economy"])
def test_a_month_that_has_changed_says_so_on_the_lines_that_are_shown(nights: list[str], page: str) -> None:
    screen = Screen(page, period="juli 2019")
    assert "Juli 2019: 3 belopp har ändrats efter stängning" in screen.text
    assert ("Visa ändringarna", "flik=Ändrat+efter+stängning") in screen.links
    assert "Juli 2019: 1 belopp" in Screen(page, period="juli 2019", avdelning="Regionfastigheter").text
    assert "efter stängning" not in Screen(page).text  # August


def test_no_change_is_said_calmly(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(published))
    screen = Screen("about")
    assert "Inget belopp i en stängd månad har ändrats" in screen.text
    assert "Alla stängda månader visar samma belopp som när de först rapporterades." in screen.text


def test_a_viewer_sees_the_changes_of_their_own_lines(nights: list[str]) -> None:
    snapshot = session.newest()
    assert snapshot is not None
    view = View(snapshot, store.Scope(frozenset({"regionfastigheter"})), JULY, None)
    assert restated.rows(view)["line_id"].tolist() == [FASTIGHET]
