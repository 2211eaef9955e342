"""The run's own record: clock, durations, counts. None of it is part of a snapshot."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data import disk


@dataclass
class Step:
    name: str
    seconds: float = 0.0
    rows: int | None = None


@dataclass
class Record:
    """`status` is published, unchanged, checked or failed."""

    started: str
    code_version: str
    status: str = "failed"
    finished: str = ""
    snapshot: str | None = None
    message: str = ""
    steps: list[Step] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    findings: dict[str, int] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    shrunk: dict[str, list[int]] = field(default_factory=dict)

    @property
    def run(self) -> str:
        return self.started.replace(":", "").replace("-", "").replace("+0000", "Z")

    def as_dict(self) -> dict[str, object]:
        return {"run": self.run, **asdict(self)}

    def save(self, root: Path) -> None:
        """`runs/<run>.json`, and a copy of the newest as `runs/last_run.json`."""
        disk.make_folder(root / "runs")
        disk.replace_json(root / "runs" / f"{self.run}.json", self.as_dict())
        disk.replace_json(root / "runs" / "last_run.json", self.as_dict())


@dataclass
class Steps:
    """Names and times each step, and says so while it happens."""

    record: Record
    say: Callable[[str], None]

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        step = Step(name)
        self.record.steps.append(step)
        started = time.perf_counter()
        try:
            yield step
        finally:
            step.seconds = round(time.perf_counter() - started, 3)
        rows = f", {step.rows} rader" if step.rows is not None else ""
        self.say(f"{name}: {step.seconds:.1f} s{rows}".replace(".", ","))


def utc_now() -> datetime:
    return datetime.now(UTC)
