"""Comments from the screen: nothing that is written is lost, by whomever and how many at once, and failures are told.

What must hold for both databases is tried on a SQLite file and on a PostgreSQL server.
"""

import multiprocessing
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier

import pandas as pd
import pytest
from sqlalchemy import create_engine, event, make_url, text

from data import comments, database
from data.comments import NewComment
from data.database import DatabaseUnavailable
from tests import postgres as server
from tests.postgres import Server

MARCH, APRIL = pd.Timestamp(2019, 3, 1), pd.Timestamp(2019, 4, 1)
NOON = datetime(2019, 4, 5, 12, 0, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")
SPAWN = multiprocessing.get_context("spawn")
NOBODY = 65534


@pytest.fixture(scope="module")
def postgres() -> Iterator[Server]:
    with server.running() as running:
        yield running


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database where nobody has written."""
    if request.param == "sqlite":
        return database.default_url(tmp_path)
    return request.getfixturevalue("postgres").database().render_as_string(False)


def new(said: str = "Väntar på avtal", activity: str = "a1", seen: int = 0, **more) -> NewComment:
    return replace(NewComment(activity, MARCH, said, "Enhetschef", seen, "2019-03-abc", NOON), **more)


def texts(frame: pd.DataFrame) -> list[str]:
    return frame["text"].tolist()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DatabaseUnavailable) as caught:
        act()
    return str(caught.value)


def test_what_is_written_comes_back_as_it_was(url):
    said = "Rad ett\n\n\tRad två: “åäö” 😀 – 50 % = '; DROP TABLE activity_comments"
    number = comments.write(url, new(f"  {said}\n", seen=7, author=" Chef HR ", verified=True))
    found = comments.read(url)
    assert dict(found.dtypes.astype(str)) == comments.TYPES
    assert found.to_dict("records") == [
        {
            "id": number,
            "activity_id": "a1",
            "period": MARCH,
            "text": said,
            "author": "Chef HR",
            "verified": True,
            "written_at": pd.Timestamp(NOON),
            "seen": 7,
            "snapshot_id": "2019-03-abc",
        }
    ]


def test_a_moment_with_another_offset_is_the_same_moment_in_utc(url):
    summer = timezone(timedelta(hours=2))
    comments.write(url, new(written_at=datetime(2019, 4, 5, 14, 0, 0, 250_000, tzinfo=summer)))
    (moment,) = comments.read(url)["written_at"]
    assert (moment, str(moment.tz)) == (pd.Timestamp(NOON + timedelta(seconds=0.25)), "UTC")
    with create_engine(url).connect() as connection:
        stored = connection.execute(text("SELECT written_at FROM activity_comments")).scalar_one()
    assert stored == "2019-04-05T12:00:00.250000+00:00"


def test_where_nobody_has_written_there_is_nothing_and_reading_creates_nothing(url, tmp_path):
    found = comments.read(url)
    assert found.empty
    assert dict(found.dtypes.astype(str)) == comments.TYPES
    assert comments.standing(found).empty
    assert list(tmp_path.iterdir()) == []


def test_an_activity_and_a_month_can_be_asked_for_by_themselves(url):
    for said, activity, period in (("ett", "a1", MARCH), ("två", "a2", MARCH), ("tre", "a1", APRIL)):
        comments.write(url, new(said, activity, period=period))
    assert texts(comments.read(url)) == ["ett", "två", "tre"]
    assert texts(comments.read(url, "a1")) == ["ett", "tre"]
    assert texts(comments.read(url, period="2019-03")) == ["ett", "två"]
    assert texts(comments.read(url, "a1", "2019-04")) == ["tre"]
    assert texts(comments.read(url, "a3")) == []


def test_a_new_version_replaces_the_one_its_writer_saw_and_the_old_one_is_kept(url):
    first = comments.write(url, new("Väntar"))
    comments.write(url, new("Klart", seen=first))
    assert texts(comments.read(url)) == ["Väntar", "Klart"]
    assert texts(comments.standing(comments.read(url))) == ["Klart"]


def test_two_who_did_not_see_each_other_both_stand_until_someone_who_saw_both(url):
    first = comments.write(url, new("Väntar"))
    comments.write(url, new("Försenad", seen=first))
    last = comments.write(url, new("Klart", seen=first))
    assert texts(comments.standing(comments.read(url))) == ["Försenad", "Klart"]
    comments.write(url, new("Klart, men försenat", seen=last))
    assert texts(comments.standing(comments.read(url))) == ["Klart, men försenat"]


VERSIONS = [
    # id, activity, month, seen -> does it stand?
    (1, "a1", MARCH, 0, False),  # seen by 4
    (2, "a2", MARCH, 0, True),  # another activity than the one that 4 is about
    (3, "a1", APRIL, 0, True),  # another month
    (4, "a1", MARCH, 1, True),
    (5, "a3", MARCH, 9, True),  # says it saw versions that came later, as in a database that was lost: it did not
    (6, "a3", MARCH, 0, True),
    (7, "a4", MARCH, 0, True),  # neither of these two has seen the other
    (8, "a4", MARCH, 0, True),
    (9, "a5", MARCH, 0, False),
    (10, "a5", MARCH, 9, True),
]


def test_a_version_stands_until_a_later_one_of_the_same_activity_and_month_has_seen_it():
    given = pd.DataFrame(VERSIONS, columns=["id", "activity_id", "period", "seen", "stands"])
    shuffled = given.sample(frac=1, random_state=1)
    assert comments.standing(shuffled)["id"].tolist() == given.loc[given["stands"], "id"].tolist()


def write_many(url: str, who: str, count: int = 5) -> None:
    for number in range(count):
        comments.write(url, new(f"{who} {number}"))


def written_by(*who: str, count: int = 5) -> set[str]:
    return {f"{name} {number}" for name in who for number in range(count)}


def test_threads_that_write_at_once_lose_nothing_and_all_stand(url):
    who, together = [f"tråd {number}" for number in range(8)], Barrier(8)

    def act(name: str) -> None:
        together.wait()
        write_many(url, name)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, who))
    found = comments.read(url)
    assert set(texts(found)) == written_by(*who)
    assert found["id"].is_unique
    assert set(texts(comments.standing(found))) == written_by(*who)


def write_together(url: str, who: str, together) -> None:
    together.wait()
    write_many(url, who)


def test_two_processes_that_write_at_once_lose_nothing_and_both_stand(url):
    """Both find the table missing, too."""
    together = SPAWN.Barrier(2)
    both = [SPAWN.Process(target=write_together, args=(url, who, together)) for who in ("ett", "två")]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    found = comments.read(url)
    assert sorted(texts(found)) == sorted(written_by("ett", "två"))
    assert set(texts(comments.standing(found))) == written_by("ett", "två")


def test_a_writer_that_is_not_done_keeps_the_next_one_waiting(postgres, monkeypatch):
    """Else the next one's higher id would be seen first, and who saw it would seem to have seen the lower one too."""
    url = postgres.database().render_as_string(False)
    comments.write(url, new("Väntar"))
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.1)
    with create_engine(url).connect() as slow:
        slow.execute(text(database.BEFORE_WRITING["postgresql"]))
        assert "låst av någon annan" in refused(lambda: comments.write(f"{url}&application_name=nr2", new("Klart")))
    comments.write(url, new("Klart"))
    assert texts(comments.read(url)) == ["Väntar", "Klart"]


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        (new(" \n\t "), "Kommentaren är tom. Skriv något och spara igen."),
        (new("å" * 4_001), "Kommentaren har 4\xa0001 tecken, och högst 4\xa0000 får plats. Korta och spara igen."),
        (new("Klart\x07"), "Kommentaren har ett styrtecken (U+0007) som tecken 6. Ta bort det och spara igen."),
        (new("Klart\x00 nu"), "(U+0000) som tecken 6"),
        (new("Klart\ud800"), "(U+D800) som tecken 6"),
        (new(author="  "), "Rollen är tom. Skriv vem du är (till exempel Enhetschef) och spara igen."),
        (new(author="x" * 81), "Rollen har 81 tecken, och högst 80 får plats."),
        (new(author="Chef\nHR"), "Rollen har ett styrtecken (U+000A) som tecken 5."),
    ],
)
def test_what_cannot_be_a_comment_is_told_before_anything_is_touched(comment, words, tmp_path):
    with pytest.raises(ValueError, match="spara igen") as caught:
        comments.write(database.default_url(tmp_path), comment)
    assert words in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_the_longest_comment_and_role_fit(url):
    comments.write(url, new(f" {'å' * 4_000} ", author="x" * 80))
    assert comments.read(url)["text"].str.len().tolist() == [4_000]


def test_a_locked_file_is_waited_for_and_then_told(tmp_path):
    url = f"{database.default_url(tmp_path)}?timeout=0.05"
    comments.write(url, new("Väntar"))
    other = sqlite3.connect(tmp_path / "comments.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    why = "databasen är låst av någon annan. Försök igen om en stund."
    assert refused(lambda: comments.write(url, new("Klart"))) == f"Kommentaren kan inte sparas: {why}"
    assert refused(lambda: comments.read(url)) == f"Kommentarerna kan inte läsas: {why}"
    other.execute("ROLLBACK")
    comments.write(url, new("Klart"))
    assert texts(comments.read(url)) == ["Väntar", "Klart"]


def test_a_locked_table_is_waited_for_and_then_told(postgres):
    """How long stands in the address; else the screen would wait for as long as somebody holds the table."""
    address = postgres.database()
    url = address.update_query_dict({"options": "-c lock_timeout=50"}).render_as_string(False)
    comments.write(url, new("Väntar"))
    with create_engine(address).connect() as other:
        other.execute(text("LOCK TABLE activity_comments IN ACCESS EXCLUSIVE MODE"))
        assert "låst av någon annan. Försök igen om en stund." in refused(lambda: comments.write(url, new("Klart")))
        assert "låst av någon annan. Försök igen om en stund." in refused(lambda: comments.read(url))
    assert texts(comments.read(url)) == ["Väntar"]


def test_postgresql_is_told_how_long_to_wait_where_the_address_does_not_say(postgres):
    url = postgres.database().render_as_string(False)
    with database.engine(url).connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "5s"


def test_a_full_disk_is_told_and_takes_nothing_that_was_saved(tmp_path):
    """The file may not grow by a single page: for SQLite that is a full disk."""
    url = database.default_url(tmp_path)
    comments.write(url, new("Väntar"))
    event.listen(database.engine(url), "connect", lambda driver, _: driver.execute("PRAGMA max_page_count = 1"))
    assert refused(lambda: comments.write(url, new("å" * 4_000))) == (
        "Kommentaren kan inte sparas: disken är full. Be den som sköter installationen att åtgärda det."
    )
    assert texts(comments.read(url)) == ["Väntar"]


def test_a_file_that_may_only_be_read_is_read_and_cannot_be_written(tmp_path):
    comments.write(database.default_url(tmp_path), new("Väntar"))
    url = f"sqlite:///file:{tmp_path}/comments.sqlite?mode=ro&uri=true"
    assert texts(comments.read(url)) == ["Väntar"]
    assert "databasfilen går inte att skriva i" in refused(lambda: comments.write(url, new("Klart")))


def tell(url: str, answer) -> None:
    """Root may do anything, so become someone who may not."""
    if os.getuid() == 0:
        os.setuid(NOBODY)
    answer.put((refused(lambda: comments.write(url, new("Klart"))), texts(comments.read(url))))


def test_a_folder_that_may_not_be_written_is_read_and_told():
    folder = Path(tempfile.mkdtemp())
    try:
        comments.write(database.default_url(folder), new("Väntar"))
        folder.chmod(0o555)
        fork = multiprocessing.get_context("fork")
        answer = fork.Queue()
        process = fork.Process(target=tell, args=(database.default_url(folder), answer))
        process.start()
        message, still_there = answer.get(timeout=30)
        process.join()
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)
    assert "databasfilen går inte att skriva i" in message
    assert still_there == ["Väntar"]


def test_a_folder_that_is_not_there_or_no_folder_is_told(tmp_path):
    (tmp_path / "fil").write_text("ingen mapp", encoding="utf-8")
    for missing in ("borta", "fil"):
        url = database.default_url(tmp_path / missing)
        assert "mappen saknas eller går inte att skriva i" in refused(lambda url=url: comments.write(url, new()))
    assert "databasfilen går inte att öppna" in refused(lambda: comments.read(url))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (b"ingen databas, men lika lang som en sidas huvud: " * 4, "databasfilen är skadad eller ingen databas"),
        (b"\xff" * 3_000, "databasfilen är skadad"),
    ],
)
def test_a_damaged_file_is_told(damage, words, tmp_path):
    url, file = database.default_url(tmp_path), tmp_path / "comments.sqlite"
    comments.write(url, new())
    content = file.read_bytes()
    start = 0 if b"ingen" in damage else 1_000
    file.write_bytes(content[:start] + damage + content[start + len(damage) :])
    assert words in refused(lambda: comments.read(url))
    assert words in refused(lambda: comments.write(url, new()))


def test_a_file_that_is_gone_is_an_empty_one_until_somebody_writes(tmp_path):
    url = database.default_url(tmp_path)
    comments.write(url, new("Väntar"))
    (tmp_path / "comments.sqlite").unlink()
    assert comments.read(url).empty
    comments.write(url, new("Klart"))
    assert texts(comments.read(url)) == ["Klart"]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE activity_comments SET period = 'mars'", "innehåller något som inte går att läsa"),
        ("UPDATE activity_comments SET written_at = 'i går'", "innehåller något som inte går att läsa"),
        ("ALTER TABLE activity_comments DROP COLUMN seen", "ser inte ut som väntat"),
    ],
)
def test_a_table_that_somebody_has_changed_is_told(url, statement, words):
    comments.write(url, new())
    server.execute(make_url(url), statement)
    assert words in refused(lambda: comments.read(url))


def test_the_data_folder_may_have_any_name(tmp_path):
    folder = tmp_path / "å b?c%20#d"
    folder.mkdir()
    comments.write(database.default_url(folder), new())
    assert [file.name for file in folder.iterdir()] == ["comments.sqlite"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql+psycopg://chef:hemligt@127.0.0.1:1/bok", "databasen svarar inte. Försök igen om en stund."),
        ("postgresql+psycopg://chef:hemligt@/bok?host=/borta", "databasen svarar inte. Försök igen om en stund."),
        ("finnsinte://chef:hemligt@server/bok", "adress eller drivrutin går inte att använda. Be den som sköter"),
    ],
)
def test_a_server_that_does_not_answer_is_told_without_address_or_password(address, words):
    for act in (lambda: comments.read(address), lambda: comments.write(address, new())):
        message = refused(act)
        assert words in message
        assert "hemligt" not in message
        assert "bok" not in message


def test_a_wrong_password_is_told_and_not_shown(postgres):
    postgres.ask_for_password("skrivare", "hemligt")
    url = postgres.database().set(username="skrivare", password="gissat").render_as_string(False)
    message = refused(lambda: comments.read(url))
    assert "fel användare, lösenord eller namn på databasen" in message
    assert "gissat" not in message


def test_no_right_to_create_the_table_is_told(postgres):
    address = postgres.database()
    server.execute(address, "CREATE ROLE lasare LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    url = address.set(username="lasare").render_as_string(False)
    assert comments.read(url).empty
    assert "Kommentaren kan inte sparas: behörighet saknas." in refused(lambda: comments.write(url, new()))


def test_a_server_that_was_restarted_is_asked_again_by_itself(postgres):
    address = postgres.database()
    url = address.render_as_string(False)
    comments.write(url, new("Väntar"))
    server.execute(postgres.url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert texts(comments.read(url)) == ["Väntar"]
