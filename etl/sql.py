"""Rows of a table, view or query in any database that SQLAlchemy reaches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, Result, create_engine, literal_column, select, table, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from etl.config import Place, Source
from etl.errors import RunFailed, UsageError
from etl.parse import Reading, SourceRow, missing_column


@dataclass
class Engines:
    """One engine per source, closed together."""

    demo_database: Callable[[], str]
    engines: dict[str, Engine] = field(default_factory=dict)

    def read(self, place: Place) -> Reading:
        """Every row as the source has it, under the contract's column names."""
        with readable(place), self.connect(place.source) as connection:
            result: Result[Any] = connection.execute(select(literal_column("*")).select_from(source_table(place)))
            found = tuple(result.keys())
            if problem := missing_column(place, place.where, found):
                raise RunFailed(problem)
            names = [name for name in place.dataset.names if place.theirs(name) in found]
            rows = [
                SourceRow(place.where, number, {name: row[place.theirs(name)] for name in names})
                for number, row in enumerate(result.mappings(), start=1)
            ]
        return Reading(found, rows)

    def connect(self, source: Source) -> Connection:
        if source.name not in self.engines:
            self.engines[source.name] = self._engine(source)
        return self.engines[source.name].connect()

    def dispose(self) -> None:
        for engine in self.engines.values():
            engine.dispose()

    def _engine(self, source: Source) -> Engine:
        url = source.url
        if "{demo_database}" in url:
            url = url.replace("{demo_database}", self.demo_database())
        try:
            return create_engine(url)
        except (ArgumentError, ImportError, SQLAlchemyError):
            raise UsageError(
                f"sources.{source.name}: adressen kan inte användas av SQLAlchemy (drivrutin eller skrivsätt). "
                "Exempel: sqlite:////mapp/fil.sqlite, postgresql+psycopg://anvandare:${LOSENORD}@server/databas."
            ) from None


def source_table(place: Place) -> FromClause:
    """The table, view or query that a dataset is read from."""
    if place.query:
        return text(place.query).columns().subquery("source")
    schema, _, name = place.table.rpartition(".")
    return table(name, schema=schema or None)


@contextmanager
def readable(place: Place) -> Iterator[None]:
    """Turn a database error into a sentence without password or traceback."""
    try:
        yield
    except SQLAlchemyError as error:
        url = make_url(place.source.url)
        cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        raise RunFailed(
            f"{place.where}: datamängden {place.dataset.name} kan inte läsas från "
            f"{url.render_as_string(hide_password=True)} ({_scrubbed(cause, url.password)}). "
            "Kontrollera adress, tabellnamn och behörighet, och kör igen."
        ) from None


def _scrubbed(text: str, password: object) -> str:
    return text.replace(str(password), "***") if password else text
