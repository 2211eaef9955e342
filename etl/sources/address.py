"""A source's address: the engine behind it, how it may be shown, and what in it must never be."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import URL, Engine, NullPool, create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.errors import UsageError
from etl.config import Source
from etl.errors import RunFailed

CONNECT_SECONDS = 10
"""So long a PostgreSQL server may take to answer the first call."""

SECRET = ("password", "passwd", "pwd", "secret", "token", "key", "odbc_connect")
"""A parameter of the address with one of these in its name is not shown either."""


def engine(source: Source) -> Engine:
    """Raises `UsageError` for an address that SQLAlchemy does not take, `RunFailed` for a file that is not there."""
    try:
        url = make_url(source.url)
        if _split_password(source.url):
            raise ArgumentError
        made = create_engine(url, poolclass=NullPool, connect_args=_patience(url, source))
    except (ArgumentError, ImportError, SQLAlchemyError, ValueError):
        raise UsageError(
            f"sources.{source.name}: adressen kan inte användas av SQLAlchemy (drivrutin eller skrivsätt). "
            "Exempel: sqlite:////mapp/fil.sqlite, postgresql+psycopg://anvandare:${LOSENORD}@server/databas. "
            "Tecken som @, / och : i ett lösenord skrivs som %40, %2F och %3A."
        ) from None
    _refuse_missing_file(source, url)
    return made


def shown(source: Source) -> str:
    """The address without password and parameters."""
    return make_url(source.url).set(query={}).render_as_string(hide_password=True)


def cause(source: Source, error: BaseException) -> str:
    """The first line of what the driver said, with every form of the password struck out."""
    told = getattr(error, "orig", None) or error
    line = next(iter(str(told).splitlines()), "") or type(told).__name__
    for secret in sorted(_secrets(source), key=len, reverse=True):
        line = line.replace(secret, "***")
    return line


def _secrets(source: Source) -> set[str]:
    """The password as it is, as the address writes it, and URL-encoded; likewise the secret parameters."""
    url = make_url(source.url)
    named = [str(value) for name, value in url.query.items() if any(word in name.lower() for word in SECRET)]
    plain = {str(url.password or ""), _user_and_password(source.url).partition(":")[2], *named}
    return {form for text in plain for form in (text, quote(text, safe=""), quote_plus(text), repr(text)[1:-1])} - {""}


def _user_and_password(url: str) -> str:
    return url.partition("://")[2].partition("?")[0].rpartition("@")[0]


def _split_password(url: str) -> bool:
    """Is there an @ in the password? Then half of it would be taken for the server's name, and shown."""
    return "@" in _user_and_password(url)


def _patience(url: URL, source: Source) -> dict[str, Any]:
    if url.get_backend_name() != "postgresql" or "connect_timeout" in url.query:
        return {}
    return {"connect_timeout": min(CONNECT_SECONDS, source.time_limit_seconds)}


def _refuse_missing_file(source: Source, url: URL) -> None:
    """SQLite would make an empty database of a name that is wrong."""
    named = url.database or ":memory:"
    lies_in_memory = named == ":memory:" or named.startswith("file:")
    if url.get_backend_name() == "sqlite" and not lies_in_memory and not Path(named).is_file():
        raise RunFailed(
            f"sources.{source.name}: databasfilen {named} finns inte. Kontrollera sources.{source.name}.url "
            "och att disken är ansluten, och kör igen."
        )
