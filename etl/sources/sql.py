"""Questions to any database that SQLAlchemy reaches: in one session per source, patiently, answered or explained."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from etl.config import Place, Source
from etl.errors import RunFailed
from etl.sources.parse import Reading
from etl.sources.patience import Answer, Say, Sleep, TooSlow, limited, passing, patiently
from etl.sources.sentences import broken_off, too_slow, unreachable, unreadable
from etl.sources.session import Session
from etl.sources.tables import named, rows, verbatim


@dataclass
class Engines:
    """One session per source, from its first question until all are disposed of."""

    demo_database: Callable[[], str]
    say: Say = lambda line: None  # noqa: E731
    sleep: Sleep = time.sleep
    sessions: dict[Source, Session] = field(default_factory=dict)
    given_up: dict[Source, str] = field(default_factory=dict)

    def read(self, place: Place) -> Reading:
        """Every row as the source has it, under the contract's column names."""
        return self.ask(place.source, named(place), lambda connection: rows(place, connection))

    def updated(self, source: Source) -> datetime | None:
        """When the source was last filled, by its `updated_query`; None where it has none.

        A moment without offset is UTC, a date its midnight.
        """
        if not source.updated_query:
            return None
        what = f"sources.{source.name}.updated_query: källans ålder"
        return moment(source, self.ask(source, what, lambda c: c.execute(verbatim(source.updated_query)).scalar()))

    def ask(self, source: Source, what: str, question: Callable[[Connection], Answer]) -> Answer:
        """Put a question to the source, again where an error passes by itself. Raises `RunFailed` with a sentence.

        `what` begins the sentence: where, and which dataset. A source that cannot be reached is not asked again.
        """
        if source in self.given_up:
            raise RunFailed(self.given_up[source])
        try:
            return patiently(source, lambda: self._answer(source, question), self._again(source), self.say, self.sleep)
        except TooSlow:
            raise self._lost(source, too_slow(source, what)) from None
        except (SQLAlchemyError, OSError) as error:
            raise self._told(source, what, error) from None

    def close(self, source: Source) -> None:
        """End the source's session; the next question begins another."""
        if session := self.sessions.pop(source, None):
            session.close()

    def dispose(self) -> None:
        for source in list(self.sessions):
            self._drop(source)

    def _answer(self, source: Source, question: Callable[[Connection], Answer]) -> Answer:
        session = self._session(source)
        with limited(session.connection, source.time_limit_seconds):
            answer = question(session.connection)
        session.answered += 1
        return answer

    def _session(self, source: Source) -> Session:
        if source not in self.sessions:
            self.sessions[source] = Session.begin(self._with_demo(source))
        return self.sessions[source]

    def _again(self, source: Source) -> Callable[[BaseException], bool]:
        """An error that passes is met by a new session, unless others were answered in the one that was lost."""

        def again(error: BaseException) -> bool:
            session = self.sessions.get(source)
            if not passing(error) or (session and session.holds_its_moment):
                return False
            self._drop(source)
            return True

        return again

    def _told(self, source: Source, what: str, error: BaseException) -> RunFailed:
        """The sentence of a database error. An error in one statement leaves the source to the next question."""
        session = self.sessions.get(source)
        self._drop(source)
        if session is None:
            return self._lost(source, unreachable(source, error))
        if passing(error):
            return self._lost(source, broken_off(source, what, error))
        return RunFailed(unreadable(source, what, error))

    def _lost(self, source: Source, sentence: str) -> RunFailed:
        self._drop(source)
        self.given_up[source] = sentence
        return RunFailed(sentence)

    def _drop(self, source: Source) -> None:
        """A connection that is broken may fail to close, too."""
        with suppress(SQLAlchemyError, OSError):
            self.close(source)

    def _with_demo(self, source: Source) -> Source:
        if "{demo_database}" not in source.url:
            return source
        return replace(source, url=source.url.replace("{demo_database}", self.demo_database()))


def moment(source: Source, value: Any) -> datetime:
    try:
        found = value if isinstance(value, date) else datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise RunFailed(
            f"sources.{source.name}.updated_query: svaret är {str(value)[:40]!r}. Väntat: en tidpunkt, "
            "ÅÅÅÅ-MM-DD TT:MM. Rätta frågan och kör igen."
        ) from None
    if not isinstance(found, datetime):
        found = datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
