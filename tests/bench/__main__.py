"""`python -m tests.bench`: measure side by side, print one Markdown table."""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import browser, ledger, many, people, servers
from tests.bench.table import Row, markdown

PARTS: dict[str, Callable[[Path, Path, int], list[Row]]] = {
    "pages": lambda data, elsewhere, rounds: browser.measure(data, elsewhere, rounds),
    "users": lambda data, elsewhere, rounds: people.waiting(data, elsewhere, max(1, rounds // 3)),
    "memory": lambda data, elsewhere, rounds: people.memory(data, elsewhere),
    "many": lambda data, elsewhere, rounds: many.measure(elsewhere, rounds),
    "ledger": lambda data, elsewhere, rounds: ledger.measure(elsewhere, rounds),
}


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that every block is left
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rows = measured(Path(folder), options.only or list(PARTS), options.rounds)
    print(markdown(rows))
    print(f"\n{machine()}, {options.rounds} rounds; medians, with lowest and highest in brackets.")
    return 0


def measured(folder: Path, parts: list[str], rounds: int) -> list[Row]:
    """The rows of the chosen parts, on a snapshot published for this run."""
    data, elsewhere = folder / "published", folder / "elsewhere"
    elsewhere.mkdir()
    servers.publish(data)
    rows: list[Row] = []
    for part in parts:
        print(f"Measuring {part} ...", file=sys.stderr, flush=True)
        rows += PARTS[part](data, elsewhere, rounds)
    return rows


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {datetime.now(UTC):%Y-%m-%d}"


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(prog="python -m tests.bench", description="Ratios measured side by side.")
    result.add_argument("--only", action="append", choices=list(PARTS), help="a part; may be given several times")
    result.add_argument("--rounds", type=int, default=6, help="repetitions of each measurement (6)")
    return result


if __name__ == "__main__":
    sys.exit(main())
