"""Databases: waited for patiently, read at one moment, stopped in time, and explained without a password."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from region import execute, make_region
from sqlalchemy import URL, make_url

from data.datasets import BY_NAME
from data.errors import UsageError
from etl.config import Place, Source
from etl.errors import RunFailed
from etl.sources.address import cause
from etl.sources.sql import Engines
from tests import postgres as server


class Watched(Engines):
    """Keeps what it says and how long it sleeps; a test may let something happen meanwhile."""

    def __init__(self, meanwhile=lambda: None) -> None:
        self.said: list[str] = []
        self.slept: list[float] = []
        self.meanwhile = meanwhile
        super().__init__(lambda: "", self.said.append, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.meanwhile()


@pytest.fixture
def engines():
    opened = Watched()
    yield opened
    opened.dispose()


def lite(folder: Path, **own) -> Source:
    make_region(folder)
    return Source("ekonomi", f"sqlite:///{folder / 'region.sqlite'}?timeout=0.01", **own)


def postgresql(url: URL, **own) -> Source:
    return Source("ekonomi", url.render_as_string(False), **own)


def place(source: Source, name: str = "department", **own) -> Place:
    own = own or {"table": name}
    return Place(BY_NAME[name], source, **own)


def names(engines: Engines, source: Source, **own) -> list[str]:
    return [row.cells["name"] for row in engines.read(place(source, **own)).rows]


def sentence(engines: Engines, asked: Place) -> str:
    with pytest.raises(RunFailed) as caught:
        engines.read(asked)
    return str(caught.value)


def test_a_locked_database_is_asked_again_and_each_time_it_is_said(tmp_path):
    source = lite(tmp_path)
    other = sqlite3.connect(tmp_path / "region.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    engines = Watched(meanwhile=lambda: len(engines.slept) == 2 and other.execute("ROLLBACK"))
    assert names(engines, source) == ["Kontor"]
    assert engines.slept == [2, 4]
    assert engines.said == [
        "ekonomi svarar inte, nytt försök om 2 s (2 av 3)",
        "ekonomi svarar inte, nytt försök om 4 s (3 av 3)",
    ]


def test_a_server_that_is_not_there_is_given_up_after_its_tries_and_then_not_asked_again(engines):
    source = Source("ekonomi", "postgresql+psycopg://ekonom:hemligt@127.0.0.1:1/bok", tries=2)
    first = sentence(engines, place(source))
    assert "sources.ekonomi: postgresql+psycopg://ekonom:***@127.0.0.1:1/bok går inte att nå" in first
    assert "Connection refused" in first
    assert sentence(engines, place(source, "budget")) == first
    assert engines.slept == [2]


def test_what_will_not_pass_is_asked_once(tmp_path, engines):
    source = lite(tmp_path)
    assert "no such table: lager" in sentence(engines, place(source, table="lager"))
    assert engines.slept == []
    assert names(engines, source) == ["Kontor"]


PASSWORD = "hem ligt@/%å"


@pytest.fixture(scope="module")
def guarded(postgres):
    postgres.ask_for_password("ekonom", PASSWORD)
    return postgres.url.set(username="ekonom")


def test_the_right_password_opens(guarded, engines):
    source = postgresql(guarded.set(password=PASSWORD))
    assert names(engines, source, query="SELECT 'a' AS department_id, 'Kontor' AS name, NULL AS parent_id") == [
        "Kontor"
    ]


def test_a_wrong_password_is_tried_once_and_never_shown(guarded, engines):
    source = postgresql(guarded.set(password="fel " + PASSWORD))
    said = sentence(engines, place(source)) + sentence(engines, place(source, "budget"))
    assert "password authentication failed" in said
    assert not any(form in said for form in ("hem", "ligt", "%40", "%C3"))
    assert (engines.slept, engines.said) == ([], [])


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:hemligt@h/d", "inte hemligt, nej"),
        ("postgresql://u:hem%40ligt@h/d", "inte hem@ligt, nej hem%40ligt"),
        ("postgresql://u:hem ligt@h/d", "inte hem ligt, nej hem+ligt, hem%20ligt"),
        ("postgresql://u@h/d?sslpassword=hemligt", "inte hemligt"),
        ("mssql+pyodbc://?odbc_connect=DSN;PWD=hemligt", "inte DSN;PWD=hemligt"),
    ],
)
def test_no_form_of_a_password_gets_through_a_drivers_message(url, told):
    assert "ligt" not in cause(Source("a", url), OSError(told))


def test_an_at_sign_in_a_password_is_asked_for_in_its_written_form(engines):
    with pytest.raises(UsageError, match="skrivs som %40") as caught:
        engines.read(place(Source("a", "postgresql+psycopg://u:hem@ligt@h/d")))
    assert "ligt" not in str(caught.value)


def test_a_database_file_that_is_missing_is_not_made(tmp_path, engines):
    file = tmp_path / "borta.sqlite"
    assert f"databasfilen {file} finns inte" in sentence(engines, place(Source("a", f"sqlite:///{file}")))
    assert not file.exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_dataset_is_read_at_the_moment_of_the_first(kind, tmp_path, in_postgres, engines):
    change = "UPDATE department SET name = 'Nytt'"
    if kind == "sqlite":
        source = lite(tmp_path)
        execute(tmp_path, "PRAGMA journal_mode = WAL")
        engines.read(place(source, "budget"))
        execute(tmp_path, change)
    else:
        url = in_postgres()[1]
        source = postgresql(url)
        engines.read(place(source, "budget"))
        server.execute(url, change)
    assert names(engines, source) == ["Kontor"]
    engines.dispose()
    assert names(engines, source) == ["Nytt"]


def test_a_table_that_vanishes_between_two_queries(in_postgres, engines):
    url = in_postgres()[1]
    source = postgresql(url)
    engines.read(place(source, "budget"))
    server.execute(url, "DROP TABLE department")
    said = sentence(engines, place(source))
    assert "ekonomi.department: datamängden department kan inte läsas" in said
    assert 'relation "department" does not exist' in said


def test_a_server_that_goes_away_half_way_is_not_asked_about_another_moment(in_postgres, engines):
    url = in_postgres()[1]
    source = postgresql(url)
    engines.read(place(source, "budget"))
    server.execute(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
    said = sentence(engines, place(source))
    assert "ekonomi.department: datamängden department kan inte läsas: anslutningen" in said
    assert "Kör igen, så läses alla från samma ögonblick." in said
    assert engines.slept == []


LONG = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000000)
    SELECT i AS department_id FROM n WHERE i < 0
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_query_past_the_time_limit_is_stopped_and_not_asked_again(kind, tmp_path, postgres, engines):
    limit = {"time_limit_seconds": 0.3}
    source = lite(tmp_path, **limit) if kind == "sqlite" else postgresql(postgres.url, **limit)
    begun = datetime.now(UTC)
    said = sentence(engines, place(source, query=LONG))
    assert (datetime.now(UTC) - begun).total_seconds() < 5
    assert "ekonomi.query: datamängden department läste längre än 0.3 s" in said
    assert "Höj sources.ekonomi.time_limit_seconds" in said
    assert engines.slept == []


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_query_with_colons_per_cents_and_a_comment_is_taken_as_it_stands(kind, tmp_path, in_postgres, engines):
    source = lite(tmp_path) if kind == "sqlite" else postgresql(in_postgres()[1])
    query = "SELECT department_id, name || ':x %' AS name, parent_id FROM department WHERE name LIKE 'K%'; -- alla"
    query = query.replace("; --", " --")
    assert names(engines, source, query=query) == ["Kontor:x %"]
    assert names(engines, source, query="SELECT * FROM department;") == ["Kontor"]


def test_a_column_that_comes_twice_is_not_guessed(in_postgres, engines):
    query = "SELECT department_id, name, 'Annat' AS name, parent_id FROM department"
    said = sentence(engines, place(postgresql(in_postgres()[1]), query=query))
    assert "kolumnen name finns flera gånger" in said


@pytest.mark.parametrize(
    ("answer", "moment"),
    [
        ("'2019-03-01T04:05:06'", datetime(2019, 3, 1, 4, 5, 6, tzinfo=UTC)),  # no offset: UTC
        ("'2019-03-01 04:05:06+02:00'", datetime(2019, 3, 1, 2, 5, 6, tzinfo=UTC)),
        ("DATE '2019-03-01'", datetime(2019, 3, 1, tzinfo=UTC)),
        ("TIMESTAMPTZ '2019-03-01 04:05:06+01'", datetime(2019, 3, 1, 3, 5, 6, tzinfo=UTC)),
    ],
)
def test_when_a_source_was_filled(postgres, engines, answer, moment):
    assert engines.updated(postgresql(postgres.url, updated_query=f"SELECT {answer}")) == moment


def test_a_source_without_such_a_query_does_not_say_and_one_with_a_bad_answer_is_told(tmp_path, engines):
    assert engines.updated(lite(tmp_path)) is None
    with pytest.raises(RunFailed, match="updated_query: svaret är 'igår'. Väntat: en tidpunkt"):
        engines.updated(lite(tmp_path, updated_query="SELECT 'igår'"))


def test_the_address_is_shown_without_its_parameters(engines):
    source = Source("a", f"{make_url('postgresql+psycopg://u:x@127.0.0.1:1/d')}?application_name=hemligt", tries=1)
    assert "hemligt" not in sentence(engines, place(source))
