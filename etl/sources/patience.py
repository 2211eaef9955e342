"""How long a source is waited for: which errors pass by themselves, how often to ask again, when it is enough."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from etl.config import Source

Answer = TypeVar("Answer")
Say = Callable[[str], None]
Sleep = Callable[[float], None]

STATES = ("08", "40001", "40P01", "53300", "55P03", "57P01", "57P02", "57P03", "HYT")
"""SQLSTATE: no connection, serialisation, deadlock, too many connections, lock, server stopping or starting, timeout.

A wrong password is 28: asked again it would lock the account.
"""
SQLITE_CODES = {5, 6}
"""Busy and locked."""
ORACLE_CODES = {54, 1033, 1034, 1089, 3113, 3114, 8177, 12170, 12516, 12520, 12537, 12541}
"""Locked, starting, stopped, connection lost, serialisation, timeout, listener full or absent."""
GREETINGS = ("starting up", "shutting down", "too many", "recovery")
"""A PostgreSQL server that refuses a connection gives no code, only a FATAL sentence."""


class TooSlow(Exception):
    """The source's time limit is out."""


def passing(error: BaseException) -> bool:
    """May the same question be answered a little later?"""
    if isinstance(error, OSError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    told: Any = error.orig
    if code := getattr(told, "sqlite_errorcode", None):
        return code & 0xFF in SQLITE_CODES
    if state := _sqlstate(told):
        return state.startswith(STATES)
    if code := getattr(told.args[0], "code", None) if getattr(told, "args", ()) else None:
        return code in ORACLE_CODES
    return error.connection_invalidated or _unanswered(told)


def patiently(
    source: Source, act: Callable[[], Answer], again: Callable[[BaseException], bool], say: Say, sleep: Sleep
) -> Answer:
    """Act up to `source.tries` times, waiting 2, 4, 8 ... seconds in between, each time saying so."""

    def tell(state: RetryCallState) -> None:
        seconds = state.next_action.sleep if state.next_action else 0
        say(f"{source.name} svarar inte, nytt försök om {seconds:.0f} s ({state.attempt_number + 1} av {source.tries})")

    return Retrying(
        stop=stop_after_attempt(source.tries),
        wait=wait_exponential(multiplier=2, max=60),
        retry=retry_if_exception(again),
        before_sleep=tell,
        sleep=sleep,
        reraise=True,
    )(act)


@contextmanager
def limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Past the time the running statement is stopped, where the driver can; else it is noticed when it ends.

    Either way it is `TooSlow`.
    """
    out, driver = threading.Event(), connection.connection.driver_connection

    def stop() -> None:
        out.set()
        _interrupt(driver)

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (SQLAlchemyError, OSError):
        if out.is_set():
            raise TooSlow from None
        raise
    finally:
        timer.cancel()
        timer.join()  # so that no late stop hits the next statement
    if out.is_set():
        raise TooSlow


def _interrupt(driver: Any) -> None:
    """psycopg and oracledb have `cancel`, sqlite3 and duckdb `interrupt`."""
    stop = getattr(driver, "cancel", None) or getattr(driver, "interrupt", None)
    if stop:
        with suppress(Exception):
            stop()


def _sqlstate(told: Any) -> str:
    """psycopg has it as an attribute, pyodbc as the first argument."""
    first = told.args[0] if getattr(told, "args", ()) else ""
    given = getattr(told, "sqlstate", None) or first
    return given if isinstance(given, str) and len(given) == 5 and given.isalnum() and given.isupper() else ""


def _unanswered(told: Any) -> bool:
    """A psycopg connection that was never made: retried where no server answered, or one that was not ready."""
    if not hasattr(told, "pgconn"):
        return False
    if getattr(told.pgconn, "used_password", False):
        return False
    return "FATAL" not in str(told) or any(words in str(told) for words in GREETINGS)
