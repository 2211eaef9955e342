"""What was decided in a dialogue: kept as comments are, each decision with its versions and its state."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data import comments, database, decisions
from data.comments import NewComment
from data.database import DatabaseUnavailable
from data.decisions import NewDecision
from tests import postgres as server
from tests.postgres import Server

APRIL, AUGUST, OCTOBER = (pd.Timestamp(2019, month, 1) for month in (4, 8, 10))
NOON = datetime(2019, 9, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database where nobody has written."""
    return database.default_url(tmp_path)


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server.running() as running:
        yield running


def new(said: str = "Åtgärdsplan till november", **more) -> NewDecision:
    return replace(NewDecision(AUGUST, "", "economy", said, "Ordförande", "2019-08-abc", NOON), **more)


def texts(frame: pd.DataFrame) -> list[str]:
    return frame["text"].tolist()


def standing(url: str) -> pd.DataFrame:
    return decisions.standing(decisions.read(url))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_written_comes_back_as_it_was_and_the_first_version_names_the_decision(kind, request, url):
    if kind == "postgresql":
        url = request.getfixturevalue("postgres").database().render_as_string(False)
    first = decisions.write(url, new("  Rad ett\n\n\tRad två: “åäö” 😀 '; DROP TABLE\n", department_id="hr"))
    other = decisions.write(url, new(period=APRIL, slide="", verified=True))
    later = decisions.write(url, new("Klart", decision_id=first, seen=first, state="done", author=" Chef HR "))
    found = decisions.read(url)
    assert dict(found.dtypes.astype(str)) == decisions.TYPES
    same = {"plan_year": 0, "written_at": pd.Timestamp(NOON), "snapshot_id": "2019-08-abc"}
    assert found.to_dict("records") == [
        {
            "id": first,
            "decision_id": first,
            "period": AUGUST,
            "department_id": "hr",
            "slide": "economy",
            "text": "Rad ett\n\n\tRad två: “åäö” 😀 '; DROP TABLE",
            "state": "open",
            "author": "Ordförande",
            "verified": False,
            "seen": 0,
            **same,
        },
        {
            "id": other,
            "decision_id": other,
            "period": APRIL,
            "department_id": "",
            "slide": "",
            "text": "Åtgärdsplan till november",
            "state": "open",
            "author": "Ordförande",
            "verified": True,
            "seen": 0,
            **same,
        },
        {
            "id": later,
            "decision_id": first,
            "period": AUGUST,
            "department_id": "",
            "slide": "economy",
            "text": "Klart",
            "state": "done",
            "author": "Chef HR",
            "verified": False,
            "seen": first,
            **same,
        },
    ]
    assert len({first, other, later}) == 3


def test_where_nobody_has_decided_there_is_nothing_and_reading_creates_nothing(url, tmp_path):
    found = decisions.read(url)
    assert dict(found.dtypes.astype(str)) == dict(decisions.DECISIONS.nothing().dtypes.astype(str)) == decisions.TYPES
    assert decisions.open_at(decisions.standing(found), AUGUST).empty
    assert list(tmp_path.iterdir()) == []


def test_decisions_stand_beside_comments_in_one_database(url, tmp_path):
    """Also in one that was created before there were decisions."""
    comments.write(url, NewComment("a1", AUGUST, "Väntar på avtal", "Enhetschef", 0, "2019-08-abc", NOON))
    assert decisions.read(url).empty
    decisions.write(url, new())
    assert (texts(comments.read(url)), texts(decisions.read(url))) == (
        ["Väntar på avtal"],
        ["Åtgärdsplan till november"],
    )
    assert [file.name for file in tmp_path.iterdir()] == ["comments.sqlite"]


def test_two_who_changed_a_decision_at_once_both_stand_until_someone_who_saw_both(url):
    first = decisions.write(url, new("Plan"))
    decisions.write(url, new("Plan till november", decision_id=first, seen=first))
    last = decisions.write(url, new("Plan till december", decision_id=first, seen=first))
    assert texts(standing(url)) == ["Plan till november", "Plan till december"]
    decisions.write(url, new("Plan till årsskiftet", decision_id=first, seen=last))
    assert texts(standing(url)) == ["Plan till årsskiftet"]
    assert len(decisions.read(url)) == 4


def test_a_decision_takes_no_other_with_it_though_its_writer_had_seen_later_ids(url):
    first = decisions.write(url, new("Första"))
    decisions.write(url, new("Andra"))
    decisions.write(url, new("Första, klar", decision_id=first, seen=2, state="done"))
    assert texts(standing(url)) == ["Andra", "Första, klar"]


def test_open_at_the_next_dialogue_is_what_was_decided_before_and_is_not_closed(url):
    closed = decisions.write(url, new("Klar", period=APRIL))
    decisions.write(url, new("Öppen", period=APRIL))
    decisions.write(url, new("Från augusti"))
    decisions.write(url, new("Klar", period=APRIL, decision_id=closed, seen=closed, state="done"))
    found = standing(url)
    assert texts(decisions.open_at(found, AUGUST)) == ["Öppen"]
    assert texts(decisions.open_at(found, OCTOBER)) == ["Öppen", "Från augusti"]
    assert texts(decisions.open_at(found, APRIL)) == []
    assert sorted(texts(decisions.taken_at(found, APRIL))) == ["Klar", "Öppen"]


def test_a_decision_that_one_closed_while_another_changed_it_is_still_open(url):
    first = decisions.write(url, new("Plan", period=APRIL))
    decisions.write(url, new("Plan", period=APRIL, decision_id=first, seen=first, state="done"))
    decisions.write(url, new("Ny plan", period=APRIL, decision_id=first, seen=first))
    assert texts(decisions.open_at(standing(url), AUGUST)) == ["Plan", "Ny plan"]


def test_a_department_has_its_own_and_the_whole_has_all(url):
    for department in ("hr", "", "it"):
        decisions.write(url, new(department or "hela", department_id=department))
    assert texts(decisions.about(standing(url), {"hr", "drift"})) == ["hr"]
    assert texts(decisions.about(standing(url), None)) == ["hr", "hela", "it"]


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (new(" \n\t "), "Beslutet är tomt. Skriv något och spara igen."),
        (new("å" * 4_001), "Beslutet har 4\xa0001 tecken, och högst 4\xa0000 får plats. Korta och spara igen."),
        (new("Klart\x07"), "Beslutet har ett styrtecken (U+0007) som tecken 6. Ta bort det och spara igen."),
        (new(author="  "), "Rollen är tom. Skriv vem du är (till exempel Enhetschef) och spara igen."),
    ],
)
def test_what_cannot_be_a_decision_is_told_before_anything_is_touched(decision, words, url, tmp_path):
    with pytest.raises(ValueError, match="spara igen") as caught:
        decisions.write(url, decision)
    assert str(caught.value) == words
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_used_is_told(url, tmp_path):
    locked = f"{url}?timeout=0.05"
    decisions.write(locked, new())
    other = sqlite3.connect(tmp_path / "comments.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    why = "databasen är låst av någon annan. Försök igen om en stund."
    with pytest.raises(DatabaseUnavailable, match=f"^Beslutet kan inte sparas: {why}$"):
        decisions.write(locked, new())
    with pytest.raises(DatabaseUnavailable, match=f"^Besluten kan inte läsas: {why}$"):
        decisions.read(locked)
    other.execute("ROLLBACK")
    other.execute("UPDATE dialogue_decisions SET period = 'mars'")
    with pytest.raises(DatabaseUnavailable, match="tabellen dialogue_decisions innehåller något som inte går att läsa"):
        decisions.read(locked)
    other.execute("ALTER TABLE dialogue_decisions DROP COLUMN seen")
    other.close()
    with pytest.raises(DatabaseUnavailable, match="kan inte läsas"):
        decisions.read(locked)
    with pytest.raises(DatabaseUnavailable, match="mappen saknas eller går inte att skriva i"):
        decisions.write(database.default_url(tmp_path / "borta"), new())
