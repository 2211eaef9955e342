"""What is written on the screens: append-only tables of versions, in SQLite or PostgreSQL.

A version says which ones its writer had in view. So of two who write at once, neither of whom saw the other, both
stand, and whoever saw both replaces both: no text is lost, and none has to be refused.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

import pandas as pd
from sqlalchemy import Boolean, Column, Connection, Engine, Integer, MetaData, Table, Text, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from data import database

LONGEST_TEXT, LONGEST_AUTHOR = 4_000, 80

_STORED_AS = {"int64": Integer, "bool": Boolean}
"""The other types are text: a period is YYYY-MM and a moment UTC in ISO form."""


class NewVersion(Protocol):
    """A dataclass with a field for each column but `id`. `written_at` has an offset."""

    @property
    def period(self) -> pd.Timestamp: ...
    @property
    def text(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def written_at(self) -> datetime: ...


@dataclass(frozen=True)
class Told:
    """What is said of one kind: that they cannot be read, that one cannot be saved, and the text's own faults."""

    unread: str
    unsaved: str
    text: str
    empty: str


class Versions:
    """One kind of versions. `types` has all columns, `id`, `seen`, `period` and `written_at` among them.

    `seen` is the highest id about the same `subject` that the writer had in view, 0 for none. Rows are never changed.
    """

    def __init__(self, name: str, types: Mapping[str, str], subject: list[str], told: Told) -> None:
        self.types, self.subject, self.told = types, subject, told
        own: list[Column[Any]] = [
            Column(column, _STORED_AS.get(kind, Text), nullable=False)
            for column, kind in types.items()
            if column != "id"
        ]
        self.table = Table(
            name,
            MetaData(),
            Column("id", Integer, primary_key=True),
            *own,
            sqlite_autoincrement=True,  # no id is given twice, whatever is done to the file
        )

    def nothing(self) -> pd.DataFrame:
        """As where nothing has been written; columns as in `types`."""
        return self._typed([])

    def read(self, url: str, **wanted: str | None) -> pd.DataFrame:
        """All versions, or those where the columns are as wanted, oldest first; columns as in `types`.

        Empty where nothing has been written yet; reading creates nothing. Raises `DatabaseUnavailable`.
        """
        question = select(self.table).order_by(self.table.c.id)
        question = question.where(*(self.table.c[name] == value for name, value in wanted.items() if value is not None))
        with database.telling(self.told.unread, self.table.name):
            if database.file_is_missing(url):
                return self.nothing()
            with database.engine(url).connect() as connection:
                found = connection.execute(question).all() if self._is_created(connection) else []
                return self._typed(found)

    def write(self, url: str, new: NewVersion) -> int:
        """Add a version; its id once it will last. The first one creates the table.

        Raises `ValueError` with a sentence for the writer where the text or the author does not do, and
        `DatabaseUnavailable` where it is not known to be saved.
        """
        row = self._row(new)
        with database.telling(self.told.unsaved, self.table.name):
            engine = database.engine(url)
            self._create(engine)
            with engine.connect() as connection:
                if statement := database.BEFORE_WRITING.get(engine.dialect.name):
                    connection.exec_driver_sql(statement)
                number = connection.execute(insert(self.table).values(row).returning(self.table.c.id)).scalar_one()
                connection.commit()
                return int(number)

    def standing(self, versions: pd.DataFrame) -> pd.DataFrame:
        """The versions that no later one about the same subject has had in view, oldest first."""
        newest_first = versions.sort_values("id", ascending=False)
        same = [newest_first[key] for key in self.subject]
        seen_by_others = newest_first.groupby(same)["seen"].cummax().groupby(same)
        replaced = seen_by_others.shift(fill_value=0) >= newest_first["id"]
        return newest_first[~replaced].sort_values("id")

    def _row(self, new: NewVersion) -> dict[str, Any]:
        """The version as it is stored. Raises `ValueError`."""
        return vars(new) | {
            "period": f"{new.period:%Y-%m}",
            "text": _accepted(new.text, self.told.text, self.told.empty, LONGEST_TEXT, "\n\t"),
            "author": _accepted(
                new.author, "Rollen", "Rollen är tom. Skriv vem du är (till exempel Enhetschef)", LONGEST_AUTHOR
            ),
            "written_at": new.written_at.astimezone(UTC).isoformat(),
        }

    def _typed(self, rows: Any) -> pd.DataFrame:
        frame = pd.DataFrame(rows, columns=list(self.types))
        moments = pd.to_datetime(frame["written_at"], utc=True, format="ISO8601")
        periods = pd.to_datetime(frame["period"], format="%Y-%m")
        return frame.assign(period=periods, written_at=moments).astype(dict(self.types))

    def _is_created(self, connection: Connection) -> bool:
        return inspect(connection).has_table(self.table.name)

    def _create(self, engine: Engine) -> None:
        """The table, unless it is there; two may find it missing at once."""
        with engine.connect() as connection:
            if self._is_created(connection):
                return
            try:
                self.table.create(connection)
                connection.commit()
            except DBAPIError:
                connection.rollback()
                if not self._is_created(connection):
                    raise


def _accepted(text: str, what: str, empty: str, longest: int, breaks: str = "") -> str:
    """The text without space around it. `breaks` are the control characters it may hold."""
    stripped = _visible(text)
    if not stripped:
        raise ValueError(f"{empty} och spara igen.")
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
