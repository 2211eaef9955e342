"""Many at once: how long they wait, and what their sessions cost in memory."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import quantiles

from tests.bench import servers
from tests.bench.browser import PAGES
from tests.bench.servers import ROOT, Server
from tests.bench.table import Row, compared, limited

PEOPLE = 50
SESSIONS = (1, 10, 30)
MONTHS_OPENED = 12
ACTIVE_SECONDS = 30.0
OPENING_AIM_MS, ACTIVE_AIM_MS = 1_500.0, 100.0

Start = Callable[[], AbstractContextManager[Server]]
Order = Callable[[dict[str, float]], list[float]]


def waiting(data: Path, elsewhere: Path, rounds: int) -> list[Row]:
    """50 opening at once and 50 at work, on all pages in turn; the 95th percentile of all rounds together."""
    opening: dict[str, list[float]] = {"ours": [], "stock": []}
    active: dict[str, list[float]] = {"ours": [], "stock": []}
    for _ in range(rounds):
        for name, start, pages in _sides(data, elsewhere):
            with start() as server:
                _warm(server, pages)
                with _crowd(server, pages) as order:
                    opening[name] += order({"open": PEOPLE})
                    active[name] += order({"active": ACTIVE_SECONDS})
    return [
        _p95(f"{PEOPLE} people opening at once, p95", opening, OPENING_AIM_MS),
        _p95(f"{PEOPLE} active users, a filter change each 5-10 s, p95", active, ACTIVE_AIM_MS),
    ]


def memory(data: Path, elsewhere: Path) -> list[Row]:
    """Resident memory of a fresh server with sessions that stay open and have changed their filter a few times."""
    held = {name: _held(start, pages) for name, start, pages in _sides(data, elsewhere)}
    return [
        compared(f"Server memory, {number} session{'s' * (number > 1)}", [ours], [stock], "MB")
        for number, ours, stock in zip(SESSIONS, held["ours"], held["stock"], strict=True)
    ]


def _held(start: Start, pages: Sequence[str]) -> list[float]:
    resident = []
    with start() as server, _crowd(server, pages) as order:
        for number in SESSIONS:
            order({"open": number})
            order({"active": ACTIVE_SECONDS / 3})
            resident.append(server.resident_mb())
    return resident


def _sides(data: Path, elsewhere: Path) -> list[tuple[str, Start, Sequence[str]]]:
    return [
        ("stock", lambda: servers.stock("hello.py", elsewhere), [""]),
        ("ours", lambda: servers.ours(data), list(PAGES.values())),
    ]


def _warm(server: Server, pages: Sequence[str]) -> None:
    """Each page and its latest months once: a server that has stood a while, not one that has just started."""
    for page in pages:
        with _crowd(server, [page]) as order:
            order({"open": 1})
            order({"browse": MONTHS_OPENED})


def _p95(what: str, seconds: dict[str, list[float]], below_ms: float) -> Row:
    ours, stock = (1000 * quantiles(seconds[name], n=20, method="inclusive")[-1] for name in ("ours", "stock"))
    return limited(what, ours, stock, "ms", below_ms)


@contextmanager
def _crowd(server: Server, pages: Sequence[str]) -> Iterator[Order]:
    """Clients in a process of their own, so that their work is not taken for the server's."""
    command = [sys.executable, "-m", "tests.bench.clients", server.url, ",".join(pages)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with servers.ended(process):
        yield lambda order: _ask(process, order)


def _ask(process: subprocess.Popen[str], order: dict[str, float]) -> list[float]:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    if not answer:
        raise RuntimeError("The clients ended; their message stands above.")
    return json.loads(answer)
