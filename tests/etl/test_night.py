"""A run that is killed, or that its sources leave in the lurch: readers notice nothing, and the next run is whole."""

import contextlib
import io
import multiprocessing
import os
import queue
import random
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from region import execute, make_region
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from data import disk
from data import snapshot as store
from data.janitor import tidy
from etl.__main__ import main
from etl.record import last_run
from tests.data.faults import CALLS

FORK = multiprocessing.get_context("fork")
TOMORROW = datetime.now(UTC) + timedelta(hours=25)


@dataclass(frozen=True)
class Region:
    """A small region, its settings and its store."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "published"

    def spend(self, kronor: float) -> None:
        """The books change, so the next run has something new to publish."""
        execute(self.folder, "UPDATE ledger SET amount_sek = ? WHERE voucher_id = '4'", -kronor)

    def run(self) -> tuple[int, str]:
        """Exit status and what was said on standard error."""
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            status = main(["run", "--config", str(self.folder / "region.toml"), "--out", str(self.root)])
        return status, said.getvalue()

    def spent(self) -> float:
        return -whole(store.current(self.root))


@pytest.fixture
def region(tmp_path) -> Region:
    settings = make_region(tmp_path)
    patient = settings.read_text(encoding="utf-8").replace("[sources.region]", "[sources.region]\ntries = 1")
    settings.write_text(patient, encoding="utf-8")
    return Region(tmp_path)


def whole(snapshot: store.Snapshot) -> float:
    """The amount of line `drift`, once every table has been read and those that tell of it agree."""
    tables = {name: snapshot.read(name) for name in snapshot.manifest["tables"]}
    rows = {name: len(frame) for name, frame in tables.items()}
    assert rows == {name: facts["rows"] for name, facts in snapshot.manifest["tables"].items()}
    results = tables["results"]
    year = results[results["period"] == "2019-02-01"].set_index("line_id")["actual_ytd_sek"]
    months = tables["finance_month"].groupby("line_id")["actual_sek"].sum()
    assert months.round(2).to_dict() == {"bas": year["bas"], "drift": year["drift"]}
    assert year["total"] == round(year["bas"] + year["drift"], 2)
    return float(year["drift"])


class DeadAtCall:
    """Stands in for `os` in `data.disk`: the process dies instead of the k-th call."""

    def __init__(self, at: int | None = None) -> None:
        self.calls, self._at = 0, at

    def __getattr__(self, name):
        if name in CALLS:
            if self.calls == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
            self.calls += 1
        return getattr(os, name)


class DeadAtStep(io.StringIO):
    """Stands in for standard out: the process dies when the k-th step is told."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left = at

    def write(self, text: str) -> int:
        self._left -= bool(text.strip())
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return len(text)


def run_and_die(region: Region, way: str, at: float) -> None:
    """In a process of its own. At a `moment` it is the parent that kills."""
    if way == "call":
        disk.os = DeadAtCall(int(at))
    sys.stdout, sys.stderr = DeadAtStep(int(at) if way == "step" else 10_000), io.StringIO()
    sys.exit(main(["run", "--config", str(region.folder / "region.toml"), "--out", str(region.root)]))


def killed(region: Region, way: str, at: float) -> bool:
    """Was it killed before it ended?"""
    process = FORK.Process(target=run_and_die, args=(region, way, at))
    process.start()
    process.join(at if way == "moment" else 60)
    if process.is_alive():
        process.kill()
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


class Reader:
    """A process that opens, verifies and reads everything, over and over, for as long as the block lasts."""

    def __init__(self, root: Path) -> None:
        self.root, self.times, self.wrong = root, 0, []

    def __enter__(self) -> "Reader":
        self._stop, self._times, self._wrong = FORK.Event(), FORK.Value("i", 0), FORK.Queue()
        self._process = FORK.Process(target=self._read, daemon=True)
        self._process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        while self._process.is_alive() or not self._wrong.empty():
            with contextlib.suppress(queue.Empty):
                self.wrong.append(self._wrong.get(timeout=0.1))
        self.times = self._times.value

    def _read(self) -> None:
        number = 0
        while not self._stop.is_set():
            try:
                snapshot = store.current(self.root)
                assert not snapshot.fallback, snapshot.fallback
                assert snapshot.commit.number >= number, "an older one than before"
                number = snapshot.commit.number
                whole(snapshot)
            except Exception as error:
                self._wrong.put(f"{type(error).__name__}: {error}")
            self._times.value += 1
            time.sleep(0.2)  # the runs need the processor too


def kills(region: Region, count: int) -> list[tuple[str, float]]:
    """As many at moments drawn by chance, before calls to the system, and when a step is told; of one whole run."""
    chance, started, system = random.Random(2019), time.perf_counter(), DeadAtCall()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "os", system)
        assert region.run() == (0, "")
    seconds, steps = time.perf_counter() - started, len(last_run(region.root)["steps"])
    ways = [
        [
            ("moment", chance.uniform(0, seconds)),
            ("call", chance.randrange(system.calls)),
            ("step", n * steps * 3 // count % steps),
        ]
        for n in range(count)
    ]
    return [each[n % 3] for n, each in enumerate(ways)]


def test_a_killed_run_is_never_seen_and_the_next_one_publishes(region, prove):
    chosen = kills(region, 200 if prove else 4)
    dead, possible = 0, {region.spent()}
    with Reader(region.root) as reader:
        for n, (way, at) in enumerate(chosen, start=1):
            region.spend(100 + n)
            dead += killed(region, way, at)
            possible.add(100 + n)
            assert region.spent() in possible, f"killed by {way} {at}"
            if prove or n % 3 == 1:
                status, said = region.run()
                assert (status, region.spent()) == (0, 100 + n), f"after a kill by {way} {at}: {said}"
                tidy(region.root, TOMORROW)
                assert left_behind(region.root) == []
                possible = {100 + n}
    assert reader.wrong == []
    assert reader.times > n
    assert dead > n / 2  # the others were to die later than they ended


def left_behind(root: Path) -> list[str]:
    """Whatever is no one's."""
    named = {commit.snapshot for commit in store.history(root)}
    strangers = [name for name in disk.names(root / "snapshots") if name not in named]
    return [*disk.names(root / "staging"), *strangers, *(path.name for path in root.rglob(".*"))]


SQL_ERRORS = {
    "disk I/O error": (OperationalError, sqlite3.OperationalError, 10),
    "database is locked": (OperationalError, sqlite3.OperationalError, 5),
    "file is not a database": (DatabaseError, sqlite3.DatabaseError, 26),
}


@contextlib.contextmanager
def failing_sql(at: int, text: str, for_good: bool = False) -> Iterator[list[str]]:
    """The k-th statement of any engine fails; the list grows by those that did."""
    failed, numbers = [], iter(range(10_000))
    kind, cause, code = SQL_ERRORS[text]

    def refuse(connection, cursor, statement, parameters, context, many):
        now = next(numbers)
        if now == at or (for_good and now > at):
            failed.append(statement)
            told = cause(text)
            told.sqlite_errorcode = code
            raise kind(statement, parameters, told)

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        yield failed
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)


def test_a_statement_that_fails_leaves_the_old_edition_and_says_which_source(region, prove):
    """For every statement of a run: once or for good; with full counts both, and with every error."""
    assert region.run() == (0, "")
    region.spend(100)
    for k in range(1_000):
        texts = list(SQL_ERRORS) if prove else [random.Random(k).choice(list(SQL_ERRORS))]
        tried = [(text, for_good) for text in texts for for_good in ([False, True] if prove else [k % 2 == 1])]
        for text, for_good in tried:
            with failing_sql(k, text, for_good) as failed:
                status, said = region.run()
            if not failed:
                break
            assert status == 1
            assert "region." in said
            assert text in said
            assert "Traceback" not in said
            assert region.spent() == 7.77
        if not failed:
            break
    assert k > 5
    assert (status, region.spent()) == (0, 100)
