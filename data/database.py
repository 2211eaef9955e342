"""The database of what is written on the screens: SQLite or PostgreSQL, and what is said where it does not answer."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from data import causes

PATIENCE_SECONDS = 5
"""So long a server may take to answer the first call, and another writer to let go of its lock (SQLite's default)."""

BEFORE_WRITING = {
    "sqlite": "PRAGMA synchronous = EXTRA",  # a power loss right after takes nothing back
    "postgresql": "SELECT pg_advisory_xact_lock(5130412)",  # else a lower id could appear after a higher one was seen
}


class DatabaseUnavailable(Exception):
    """The database cannot be used just now; the message says what could not be done, why and what to do."""


def default_url(root: Path) -> str:
    """A SQLite file in the data folder."""
    return URL.create("sqlite", database=str((root / "comments.sqlite").absolute())).render_as_string(False)


@functools.cache
def engine(url: str) -> Engine:
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


def file_is_missing(url: str) -> bool:
    """Is the database a SQLite file that nobody has created? Connecting would."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or (address.database or "").startswith("file:"):
        return False
    try:
        Path(address.database or "").stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)  # connecting tells what else it is
    return False


@contextmanager
def telling(what: str, table: str) -> Iterator[None]:
    """Turn what went wrong into a sentence, with neither address nor statement in it."""
    try:
        yield
    except (SQLAlchemyError, ImportError, OSError, ValueError) as error:
        cause = causes.of(error, table)
        passing = cause in causes.PASSING
        instead = "Försök igen om en stund" if passing else "Be den som sköter installationen att åtgärda det"
        raise DatabaseUnavailable(f"{what}: {cause}. {instead}.") from None
