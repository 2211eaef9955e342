"""The ETL's ledger step beside the bare query in the same engine, in time and in memory.

Run as `python -m tests.bench.ledger ours|bare ADDRESS` it does one of them and prints the memory that it added, in MB.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import Connection, NullPool, create_engine, text

from data.datasets import BY_NAME
from etl.config import Place, Source
from etl.sources.ledger import read_ledger
from etl.sources.sql import Engines
from tests import postgres
from tests.bench import bookings
from tests.bench.servers import ROOT, added_mb
from tests.bench.table import Row, compared, limited

BARE = "SELECT substr({month}, 1, 7), line_id, account, SUM(amount_sek), COUNT(*) FROM ledger GROUP BY 1, 2, 3"
MONTHS = {"sqlite": "booking_date", "postgresql": "booking_date::text", "duckdb": "CAST(booking_date AS varchar)"}
SIZES = (1_000_000, 10_000_000)
STEP_AIM, MEMORY_MB = 1.2, 300
ROUNDS_AT_MOST = 3
Make = Callable[[int], str]


def measure(folder: Path, rounds: int) -> list[Row]:
    """Each engine at each size; what is generated for one is gone before the next."""
    with postgres.running() as server:
        engines: dict[str, Make] = {
            "SQLite": partial(bookings.in_sqlite, folder),
            "PostgreSQL": lambda rows: bookings.in_postgresql(server.database(), rows),
            "DuckDB over Parquet": partial(bookings.in_parquet, folder),
        }
        return [
            row
            for name, make in engines.items()
            for size in SIZES
            for row in _rows(name, make(size), size, min(rounds, ROUNDS_AT_MOST))
        ]


def _rows(name: str, address: str, size: int, rounds: int) -> list[Row]:
    what = f"{name}, {_thousands(size)} transactions"
    ours, stock = _timed(address, rounds)
    memory = {act: _added(act, address) for act in ACTS}
    return [
        compared(f"Ledger step, {what}", ours, stock, "ms", STEP_AIM),
        limited(f"Memory added by it, {what}", memory["ours"], memory["bare"], "MB", MEMORY_MB),
    ]


def _timed(address: str, rounds: int) -> tuple[list[float], list[float]]:
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(rounds + 1):
        for name, opened in ACTS.items():
            with opened(address) as act:
                taken = _milliseconds(act)
            if number:  # the first pair reads the data into the system's cache
                times[name].append(taken)
    return times["ours"], times["bare"]


@contextmanager
def step(address: str) -> Iterator[Callable[[], None]]:
    """All that the ETL's ledger step is given when it begins: settings, an open source, account classes and lines."""
    source = Source("ekonomi", address)
    places, classes, lines = (
        {"ledger": Place(BY_NAME["ledger"], source, "ledger")},
        bookings.classes(),
        bookings.lines(),
    )
    engines = Engines(str)
    engines.ask(source, "ekonomi", lambda connection: connection.scalar(text("SELECT 1")))
    try:
        yield lambda: _used(read_ledger(places, engines, classes, lines, pd.Timestamp(2020, 1, 1)).status)
    finally:
        engines.dispose()


@contextmanager
def bare(address: str) -> Iterator[Callable[[], None]]:
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        yield lambda: _streamed(connection)


def _streamed(connection: Connection) -> None:
    query = text(BARE.format(month=MONTHS[connection.dialect.name].replace(":", r"\:")))
    connection.execute(query, execution_options={"yield_per": 5_000}).fetchall()


def _used(status: str) -> None:
    if status != "read":
        raise RuntimeError(f"The ledger was not used: {status}")


ACTS = {"ours": step, "bare": bare}


def _added(name: str, address: str) -> float:
    command = [sys.executable, "-m", "tests.bench.ledger", name, address]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=600)
    return float(done.stdout)


def _milliseconds(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def main(name: str, address: str) -> None:
    with ACTS[name](address) as act:
        print(added_mb(act))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
