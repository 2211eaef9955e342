"""The run's own record: clock, durations, counts. None of it is part of a snapshot."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from data import disk
from etl.errors import capped


@dataclass
class Step:
    name: str
    seconds: float = 0.0
    rows: int | None = None


@dataclass
class Record:
    """`status` is published, unchanged, checked or failed. Times are UTC in ISO form.

    `failed_since` is the start of the first failed run since one succeeded; after `late_after` and
    `too_late_after` the published figures are late, unless a run has succeeded by then.
    """

    started: str
    code_version: str
    status: str = "failed"
    finished: str = ""
    snapshot: str | None = None
    message: str = ""
    problems: list[str] = field(default_factory=list)
    failed_since: str | None = None
    late_after: str | None = None
    too_late_after: str | None = None
    late_sources: list[dict[str, Any]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    datasets: list[dict[Any, Any]] = field(default_factory=list)
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

    def failed(self, *problems: str) -> None:
        self.status, self.message, self.problems = "failed", capped(list(problems)), list(problems)

    def finish(self, now: datetime, late: timedelta, too_late: timedelta, before: Mapping[str, Any]) -> None:
        """The end of the run, and what it means for whoever waits: `before` is the record of the run before."""
        self.finished = now.isoformat()
        if self.status == "failed":
            self.failed_since = before.get("failed_since") or self.started
            self.late_after, self.too_late_after = before.get("late_after"), before.get("too_late_after")
        else:
            self.late_after, self.too_late_after = (now + late).isoformat(), (now + too_late).isoformat()

    def as_dict(self) -> dict[str, object]:
        return {"run": self.run, **asdict(self)}

    def save(self, root: Path) -> None:
        """`runs/<run>.json`, and a copy of the newest as `runs/last_run.json`."""
        disk.make_folder(root / "runs")
        disk.replace_json(root / "runs" / f"{self.run}.json", self.as_dict())
        disk.replace_json(root / LAST_RUN, self.as_dict())


LAST_RUN = Path("runs") / "last_run.json"


def last_run(root: Path) -> dict[str, Any]:
    """The record of the run before; empty where there is none that can be read."""
    try:
        found = json.loads((root / LAST_RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


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
