"""The secretary opens what the board saw by its address, reads on, and goes back to the newest."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import expect
from serving import serving
from visit import Visit

from data.tables import BY_NAME
from tests import editions

SEPTEMBER = datetime(2019, 9, 10, 2, 10, tzinfo=UTC)
OCTOBER = datetime(2019, 10, 10, 2, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def board(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A published folder of two editions, and the id of July's. One of July's amounts has changed since."""
    root = tmp_path_factory.mktemp("editions")
    first = editions.publish(published, root, SEPTEMBER, **editions.july(published))
    row = (pd.Timestamp(2019, 7, 1), "regionkontoret_bas", "actual_ytd", -128.1e6, first, -127.1e6, first)
    changed = pd.DataFrame([row], columns=BY_NAME["restatements"].names).astype({"period": "datetime64[ms]"})
    editions.publish(published, root, OCTOBER, facts={}, restatements=changed)
    return root, first


@pytest.fixture(scope="module")
def server(board: tuple[Path, str]) -> Iterator[str]:
    """In this file the visits go to that folder."""
    with serving(board[0]) as address:
        yield address


def test_an_older_edition_opened_cold_is_kept_between_pages_until_the_newest_is_asked_for(
    visit: Callable[..., Visit], board: tuple[Path, str]
) -> None:
    _, first = board
    seen = visit(utgava=first, avdelning="Regionfastigheter")
    warning = seen.page.get_by_text(f"Du ser utgåva {first}, publicerad 10 sep. 2019, inte den senaste.")
    expect(warning).to_be_visible()
    expect(seen.filter("Period")).to_have_value("juli 2019")

    seen.follow("Ekonomi")
    expect(seen.page.get_by_text("Regionfastigheter · januari–juli 2019 · mnkr")).to_be_visible()
    seen.holds("utgava", first)
    expect(warning).to_be_visible()
    seen.choose("Period", "maj 2019")
    expect(seen.page.get_by_text("Regionfastigheter · januari–maj 2019 · mnkr")).to_be_visible()
    assert seen.address == {"utgava": first, "period": "maj 2019", "avdelning": "Regionfastigheter"}
    seen.page.reload()
    expect(warning).to_be_visible()

    seen.follow("Översikt")
    expect(seen.page.get_by_text("Regionfastigheter · resultat och prognos i mnkr")).to_be_visible()
    expect(warning).to_be_visible()

    seen.page.get_by_role("button", name="Visa den senaste").click()
    expect(seen.page.get_by_text("Data till och med augusti 2019")).to_be_visible()
    expect(warning).to_have_count(0)
    seen.page.wait_for_url(lambda url: "utgava" not in url)


def test_who_has_chosen_no_month_sees_the_latest_of_the_newest(
    visit: Callable[..., Visit], board: tuple[Path, str]
) -> None:
    seen = visit("ekonomi", utgava=board[1])
    expect(seen.filter("Period")).to_have_value("juli 2019")
    seen.page.get_by_role("button", name="Visa den senaste").click()
    expect(seen.filter("Period")).to_have_value("augusti 2019")
    expect(seen.page.get_by_text("Hela Regionkontoret · januari–augusti 2019 · mnkr")).to_be_visible()


def test_from_a_changed_month_to_what_was_first_reported(visit: Callable[..., Visit], board: tuple[Path, str]) -> None:
    _, first = board
    seen = visit(period="juli 2019")
    expect(seen.page.get_by_text("Juli 2019: 1 belopp har ändrats efter stängning")).to_be_visible()
    seen.page.get_by_role("link", name="Visa ändringarna").click()
    expect(seen.page.get_by_role("tab", name="Ändrat efter stängning", selected=True)).to_be_visible()
    assert seen.cells("Juli 2019")[4:6] == ["+1\u00a0000\u00a0000", f"{first}\n10 sep. 2019"]
    seen.page.get_by_role("link", name=first).first.click()
    expect(seen.page.get_by_text(f"Du ser utgåva {first}")).to_be_visible()
    expect(seen.page.get_by_text("Hela Regionkontoret · januari–juli 2019 · mnkr")).to_be_visible()
    assert seen.address == {"utgava": first, "period": "juli 2019"} or seen.address == {"utgava": first}


def test_an_unknown_edition_leads_to_the_list_of_those_there_are(
    visit: Callable[..., Visit], board: tuple[Path, str]
) -> None:
    seen = visit("ekonomi", utgava="2019-07-000000000000")
    expect(seen.title).to_have_text("Utgåvan kan inte visas")
    seen.page.get_by_role("link", name="Om data, Utgåvor").click()
    expect(seen.page.get_by_role("tab", name="Utgåvor", selected=True)).to_be_visible()
    assert seen.cells("10 sep. 2019 kl. 04.10")[0] == board[1]
