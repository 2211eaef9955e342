"""Comments on activities that are written on the screen: one append-only table, in SQLite or PostgreSQL.

A version says which ones its writer had in view. So of two who write at once, neither of whom saw the other, both
stand, and whoever saw both replaces both: no text is lost, and none has to be refused.
"""

import functools
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    NullPool,
    Table,
    Text,
    create_engine,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data import causes

LONGEST_TEXT, LONGEST_AUTHOR = 4_000, 80
PATIENCE_SECONDS = 5
"""So long a server may take to answer the first call, and another writer to let go of its lock (SQLite's default)."""

TABLE = Table(
    "activity_comments",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("activity_id", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("written_at", Text, nullable=False),
    Column("seen", Integer, nullable=False),
    Column("snapshot_id", Text, nullable=False),
    sqlite_autoincrement=True,  # no id is given twice, whatever is done to the file
)
"""`period` is YYYY-MM and `written_at` UTC in ISO form. `seen` is the highest id of the same activity and period that
the writer had in view, 0 for none. Rows are never changed."""

SUBJECT = ["activity_id", "period"]
TYPES = {
    "id": "int64",
    "activity_id": "str",
    "period": "datetime64[ms]",
    "text": "str",
    "author": "str",
    "verified": "bool",
    "written_at": "datetime64[us, UTC]",
    "seen": "int64",
    "snapshot_id": "str",
}

JOINED = {
    "period": "datetime64[ms]",
    "activity_id": "str",
    "comment": "str",
    "comment_author": "str",
    "comment_written_at": "datetime64[ms]",
}
"""What stands, one row per period and activity."""

_BEFORE_WRITING = {
    "sqlite": "PRAGMA synchronous = EXTRA",  # a power loss right after takes nothing back
    "postgresql": "SELECT pg_advisory_xact_lock(5130412)",  # else a lower id could appear after a higher one was seen
}


class CommentsUnavailable(Exception):
    """The database cannot be used just now; the message says what could not be done, why and what to do."""


@dataclass(frozen=True)
class NewComment:
    """What someone wrote about an activity's month, in a role of their own telling. `written_at` has an offset."""

    activity_id: str
    period: pd.Timestamp
    text: str
    author: str
    seen: int
    snapshot_id: str
    written_at: datetime
    verified: bool = False


def default_url(root: Path) -> str:
    """A SQLite file in the data folder."""
    return URL.create("sqlite", database=str((root / "comments.sqlite").absolute())).render_as_string(False)


def read(url: str, activity_id: str | None = None, period: str | None = None) -> pd.DataFrame:
    """All versions of all activities and periods (YYYY-MM), or of those asked for, oldest first; columns as in `TYPES`.

    Empty where nothing has been written yet; reading creates nothing. Raises `CommentsUnavailable`.
    """
    wanted = {TABLE.c.activity_id: activity_id, TABLE.c.period: period}
    question = select(TABLE).order_by(TABLE.c.id)
    question = question.where(*(column == value for column, value in wanted.items() if value is not None))
    with _told("Kommentarerna kan inte läsas"):
        if _file_is_missing(url):
            return _typed([])
        with _engine(url).connect() as connection:
            return _typed(connection.execute(question).all() if _is_created(connection) else [])


def write(url: str, comment: NewComment) -> int:
    """Add a version; its id once it will last. The first one creates the table.

    Raises `ValueError` with a sentence for the writer where the text or the author does not do, and
    `CommentsUnavailable` where it is not known to be saved.
    """
    row = _row(comment)
    with _told("Kommentaren kan inte sparas"):
        engine = _engine(url)
        _create(engine)
        with engine.connect() as connection:
            if statement := _BEFORE_WRITING.get(engine.dialect.name):
                connection.exec_driver_sql(statement)
            number = connection.execute(insert(TABLE).values(row).returning(TABLE.c.id)).scalar_one()
            connection.commit()
            return int(number)


def standing(versions: pd.DataFrame) -> pd.DataFrame:
    """The versions that no later one of the same activity and period has had in view, oldest first."""
    newest_first = versions.sort_values("id", ascending=False)
    seen_by_others = newest_first.groupby(SUBJECT)["seen"].cummax().groupby([newest_first[key] for key in SUBJECT])
    replaced = seen_by_others.shift(fill_value=0) >= newest_first["id"]
    return newest_first[~replaced].sort_values("id")


def joined(standing: pd.DataFrame) -> pd.DataFrame:
    """The standing texts of each period and activity as one, by all their authors, with the latest moment (UTC).

    Columns as in `JOINED`.
    """
    moments = standing["written_at"].dt.tz_localize(None)
    texts = (
        standing.assign(moment=moments)
        .groupby(SUBJECT, as_index=False)
        .agg(
            comment=("text", "\n\n".join),
            comment_author=("author", lambda authors: ", ".join(dict.fromkeys(authors))),
            comment_written_at=("moment", "max"),
        )
    )
    return texts[list(JOINED)].astype(JOINED)


@functools.cache
def _engine(url: str) -> Engine:
    """One per database for all threads; a SQLite file is opened anew each time, so it may be replaced."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return create_engine(address, poolclass=NullPool, hide_parameters=True)
    return create_engine(address, pool_pre_ping=True, hide_parameters=True, connect_args=_patience(address))


def _patience(address: URL) -> dict[str, Any]:
    """PostgreSQL waits for ever unless told; what the address itself says comes first."""
    if address.get_backend_name() != "postgresql":
        return {}
    ours = {"connect_timeout": PATIENCE_SECONDS, "options": f"-c lock_timeout={PATIENCE_SECONDS}s"}
    return {name: value for name, value in ours.items() if name not in address.query}


def _file_is_missing(url: str) -> bool:
    """Is the database a SQLite file that nobody has created? Connecting would."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or (address.database or "").startswith("file:"):
        return False
    try:
        Path(address.database or "").stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)  # connecting tells what else it is
    return False


def _is_created(connection: Connection) -> bool:
    return inspect(connection).has_table(TABLE.name)


def _create(engine: Engine) -> None:
    """The table, unless it is there; two may find it missing at once."""
    with engine.connect() as connection:
        if _is_created(connection):
            return
        try:
            TABLE.create(connection)
            connection.commit()
        except DBAPIError:
            connection.rollback()
            if not _is_created(connection):
                raise


def _row(comment: NewComment) -> dict[str, Any]:
    """The comment as it is stored. Raises `ValueError`."""
    return {
        "activity_id": comment.activity_id,
        "period": f"{comment.period:%Y-%m}",
        "text": _accepted(comment.text, "Kommentaren", "Skriv något", LONGEST_TEXT, "\n\t"),
        "author": _accepted(comment.author, "Rollen", "Skriv vem du är (till exempel Enhetschef)", LONGEST_AUTHOR),
        "verified": comment.verified,
        "written_at": comment.written_at.astimezone(UTC).isoformat(),
        "seen": comment.seen,
        "snapshot_id": comment.snapshot_id,
    }


def _accepted(text: str, what: str, instead: str, longest: int, breaks: str = "") -> str:
    """The text without space around it. `breaks` are the control characters it may hold."""
    stripped = _visible(text)
    if not stripped:
        raise ValueError(f"{what} är tom. {instead} och spara igen.")
    if len(stripped) > longest:
        limit, length = (f"{number:,}".replace(",", "\N{NO-BREAK SPACE}") for number in (longest, len(stripped)))
        raise ValueError(f"{what} har {length} tecken, och högst {limit} får plats. Korta och spara igen.")
    for place, letter in enumerate(stripped, start=1):
        if unicodedata.category(letter) in ("Cc", "Cs") and letter not in breaks:
            raise ValueError(
                f"{what} har ett styrtecken (U+{ord(letter):04X}) som tecken {place}. Ta bort det och spara igen."
            )
    return stripped


def _visible(text: str) -> str:
    """Without space and invisible characters around it."""
    return text.strip("".join({letter for letter in text if letter.isspace() or unicodedata.category(letter) == "Cf"}))


def _typed(rows: Any) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(TYPES))
    moments = pd.to_datetime(frame["written_at"], utc=True, format="ISO8601")
    return frame.assign(period=pd.to_datetime(frame["period"], format="%Y-%m"), written_at=moments).astype(TYPES)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Turn what went wrong into a sentence, with neither address nor statement in it."""
    try:
        yield
    except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
        cause = causes.of(error)
        passing = cause in causes.PASSING
        instead = "Försök igen om en stund" if passing else "Be den som sköter installationen att åtgärda det"
        raise CommentsUnavailable(f"{what}: {cause}. {instead}.") from None
