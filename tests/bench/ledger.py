"""The ETL's ledger step beside the bare query in the same database, in time and in memory.

Run as `python -m tests.bench.ledger STEP DATABASE` it does one of the two and prints the memory that it added, in MB.
"""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from data.demo.database import ensure_database
from etl import config
from etl.config import Place
from etl.extract import extract
from etl.ledger import read_ledger
from etl.sql import Engines
from tests.bench.servers import ROOT, added_mb
from tests.bench.table import Row, compared, verdict

BARE = """
SELECT substr(booking_date, 1, 7), line_id, account, SUM(amount_sek), COUNT(*)
FROM ledger GROUP BY 1, 2, 3
"""
COPY = """
INSERT INTO ledger SELECT voucher_id || '-' || :copy, substr(booking_date, 1, 8) || printf('%02d', 1 + :copy),
line_id, account, cost_centre, amount_sek FROM original
"""
TIMES = 10
STEP_AIM, MEMORY_AIM = 1.2, 1.1


@dataclass(frozen=True)
class Step:
    """All that the ETL's ledger step is given when it begins."""

    places: dict[str, Place]
    engines: Engines
    classes: pd.DataFrame
    lines: pd.DataFrame

    def __call__(self) -> None:
        ledger = read_ledger(self.places, self.engines, self.classes, self.lines)
        if ledger.extract.status != "read":
            raise RuntimeError(f"The ledger was not used: {ledger.extract.status}")


def measure(folder: Path, rounds: int) -> list[Row]:
    """Time and memory at the embedded number of transactions and at ten times that."""
    embedded = ensure_database()
    large = enlarged(embedded, folder / "large.sqlite")
    return [*_timed(embedded, rounds), *_timed(large, rounds), *_memory(embedded, large)]


def enlarged(embedded: Path, path: Path) -> Path:
    """The embedded database with ten times its ledger: the same months, lines and accounts, other days and vouchers."""
    with closing(sqlite3.connect(path)) as database, database:
        with closing(sqlite3.connect(embedded)) as source:
            source.backup(database)
        database.execute("CREATE TEMP TABLE original AS SELECT * FROM ledger")
        for copy in range(1, TIMES):
            database.execute(COPY, {"copy": copy})
    return path


def step(path: Path) -> Step:
    """The embedded source's own settings, pointed at this database."""
    places = config.load(config.EMBEDDED, os.environ).places
    source = replace(places["ledger"].source, url=f"sqlite:///{path}")
    places = {name: replace(place, source=source) for name, place in places.items()}
    engines = Engines(path.as_posix)
    frames = {name: extract(places[name].dataset, places, engines).frame for name in ("account_class", "budget_line")}
    return Step(places, engines, frames["account_class"], frames["budget_line"])


def bare(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(BARE).fetchall()


def transactions(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT COUNT(*) FROM ledger").fetchone()[0])


def _timed(path: Path, rounds: int) -> list[Row]:
    run = step(path)
    ours, stock = [], []
    for number in range(rounds + 1):
        times = _milliseconds(run), _milliseconds(lambda: bare(path))
        if number:  # the first pair reads the file into the system's cache
            ours.append(times[0])
            stock.append(times[1])
    run.engines.dispose()
    return [compared(f"Ledger step, {_thousands(transactions(path))} transactions", ours, stock, "ms", STEP_AIM)]


def _memory(embedded: Path, large: Path) -> list[Row]:
    """The memory that the step adds at its highest, and how that grows with the ledger."""
    added = {path: {name: _added(name, path) for name in ("ours", "bare")} for path in (embedded, large)}
    rows = [
        compared(f"Ledger step, memory added, {_thousands(transactions(path))} transactions", [ours], [bare], "MB")
        for path, (ours, bare) in ((path, found.values()) for path, found in added.items())
    ]
    growth = {name: added[large][name] / added[embedded][name] for name in ("ours", "bare")}
    what, met = f"Ledger step, memory at {TIMES} times the transactions", verdict(growth["ours"], MEMORY_AIM)
    return [*rows, Row(what, f"{growth['ours']:.2f} x", f"{growth['bare']:.2f} x", "", f"≤ {MEMORY_AIM:g} x", met)]


def _added(name: str, path: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.ledger", name, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300)
    return float(done.stdout)


def _milliseconds(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def main(name: str, path: Path) -> None:
    acts = {"ours": step(path), "bare": lambda: bare(path)}
    print(added_mb(acts[name]))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
