"""What the board saw can be opened again: `?utgava=<id>` in the address."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard import session, view
from data import snapshot
from data.tables import TABLES
from tests import editions
from tests.pages.screen import Screen

SEPTEMBER = datetime(2019, 9, 10, 2, 10, tzinfo=UTC)
OCTOBER = datetime(2019, 10, 10, 2, 10, tzinfo=UTC)
PAGES = ["overview", "economy", "activities", "staff", "investments", "about"]


@pytest.fixture
def nights(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Ids of July's edition and of August's, which came a month later; July's is kept under a name."""
    first = editions.publish(published, tmp_path, SEPTEMBER, **editions.july(published))
    second = editions.publish(published, tmp_path, OCTOBER, facts={})
    snapshot.label(tmp_path, first, "styrelsen-2019-09")
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    return first, second


def test_an_older_edition_shows_its_own_figures_and_says_that_it_is_not_the_newest(nights: tuple[str, str]) -> None:
    first, _ = nights
    screen = Screen("economy", edition=first)
    july = Screen("economy", period="juli 2019")
    assert "januari–juli 2019" in screen.text
    assert screen.row("Regionbidrag")[0] != july.row("Regionbidrag")[0]  # a million kronor lower
    assert f"Du ser utgåva {first} , publicerad 10 sep. 2019, inte den senaste." in screen.sidebar
    assert "inte den senaste" not in july.sidebar


@pytest.mark.parametrize("page", PAGES)
def test_the_edition_follows_to_every_page_and_its_links(nights: tuple[str, str], page: str) -> None:
    first, _ = nights
    screen = Screen("overview", edition=first)
    del screen.app.query_params["utgava"]  # as the menu does
    screen.go(page)
    assert f"Utgåva {first}" in screen.sidebar
    assert screen.app.query_params["utgava"] == first
    assert all(f"utgava={first}" in query for _, query in screen.links)


def test_the_filter_works_within_an_older_edition(nights: tuple[str, str]) -> None:
    first, _ = nights
    screen = Screen("economy", edition=first, period="maj 2019", avdelning="Regionfastigheter")
    assert "Regionfastigheter · januari–maj 2019" in screen.text
    assert f"Utgåva {first}" in screen.sidebar
    assert "augusti 2019" not in screen.app.sidebar.selectbox(key="period").options


def test_back_to_the_newest(nights: tuple[str, str]) -> None:
    first, second = nights
    screen = Screen("economy", edition=first)
    screen.app.button[0].click().run()
    assert f"Utgåva {second}" in screen.sidebar
    assert "utgava" not in screen.app.query_params
    assert "januari–augusti 2019" in screen.text
    screen.go("overview")
    assert f"Utgåva {second}" in screen.sidebar


def test_the_newest_by_its_id_is_the_newest_until_another_one_comes(
    nights: tuple[str, str], published: Path, tmp_path: Path
) -> None:
    _, second = nights
    screen = Screen("overview", edition=second)
    assert "inte den senaste" not in screen.sidebar
    calendar = editions.read(published, "calendar").head(1)
    editions.publish(published, tmp_path, datetime(2019, 10, 11, tzinfo=UTC), facts={}, calendar=calendar)
    screen.app.run()
    assert f"Utgåva {second}" in screen.sidebar
    assert "inte den senaste" in screen.sidebar


@pytest.mark.parametrize("edition", ["2019-07-000000000000", "../../etc/passwd", "<b>x</b>", "x" * 500])
@pytest.mark.parametrize("page", ["overview", "about"])
def test_an_unknown_edition_gets_a_sentence_and_the_newest_is_offered(
    nights: tuple[str, str], page: str, edition: str
) -> None:
    screen = Screen(page, edition=edition)
    assert screen.title == "Utgåvan kan inte visas"
    assert "har inte publicerats" in screen.text
    assert not screen.app.exception
    screen.app.button(key="newest_instead").click().run()
    assert f"Utgåva {nights[1]}" in screen.sidebar


def test_a_removed_edition_gets_a_sentence(nights: tuple[str, str], tmp_path: Path) -> None:
    first, _ = nights
    (tmp_path / "snapshots" / first).rename(tmp_path / "gone")
    screen = Screen("staff", edition=first)
    assert screen.title == "Utgåvan kan inte visas"
    assert "finns inte kvar" in screen.text


def test_an_edition_of_another_contract_says_what_to_do(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = snapshot.current(published)
    assert current is not None
    tables = {each.name: current.read(each.name) for each in TABLES}
    with monkeypatch.context() as patch:
        patch.setattr(snapshot, "VERSION", "1")
        old, digest = snapshot.write_snapshot(tmp_path, tables, {"latest_closed_period": "2019-08"})
    snapshot.commit(tmp_path, old, digest, SEPTEMBER, "test")
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    assert "har kontraktsversion 1" in Screen("economy", edition=old).text
    newest = Screen("economy")
    assert newest.title == "Siffrorna kan inte läsas"
    assert "Kör python -m etl run med samma programversion." in newest.text


@pytest.mark.parametrize("page", PAGES)
def test_a_file_damaged_after_opening_gives_a_sentence_on_every_page(
    nights: tuple[str, str], tmp_path: Path, page: str
) -> None:
    screen = Screen("overview")
    for file in (tmp_path / "snapshots" / nights[1]).glob("*.parquet"):
        file.write_bytes(file.read_bytes()[:-1])
    forget_what_is_read()
    screen.go(page)
    assert not screen.app.exception
    assert screen.title == "Siffrorna kan inte läsas"
    assert "är ändrad eller skadad" in screen.text
    screen.app.button(key="newest_instead").click().run()
    assert f"Utgåva {nights[0]}" in screen.sidebar  # the one before, and it says so
    assert "Den senaste utgåvan kan inte läsas, den före visas." in screen.sidebar


def forget_what_is_read() -> None:
    """What has been read from the open snapshot and built of it; the snapshot itself stays open."""
    opened = session.newest()
    assert opened is not None
    opened._frames.clear()
    view._kept.clear()
    view._labels.clear()


def test_the_list_of_editions_is_newest_first_with_names_and_links(nights: tuple[str, str]) -> None:
    first, second = nights
    screen = Screen("about")
    assert screen.row("10 okt. 2019 kl. 04.10") == [second, "augusti 2019", "–", "gäller nu"]
    assert screen.row("10 sep. 2019 kl. 04.10") == [first, "juli 2019", "styrelsen-2019-09", "–"]
    assert screen.text.index("10 okt. 2019 kl.") < screen.text.index("10 sep. 2019 kl.")
    assert f'href="./?utgava={first}"' in screen.markup
