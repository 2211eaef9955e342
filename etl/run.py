"""One run: extract, transform, check, publish; each step timed and told. A failure leaves the old snapshot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from data import snapshot as store
from data.snapshot import Snapshot, StoreError
from etl import build, disclosure, publish
from etl.build import Built
from etl.checks import Check
from etl.config import Settings
from etl.errors import RunFailed, UsageError
from etl.extract import all_datasets, settled
from etl.flags import read_thresholds
from etl.known import read_known_errors
from etl.ledger import read_ledger
from etl.money import as_sek
from etl.record import Record, Steps, utc_now
from etl.restatements import restatements
from etl.sql import Engines
from etl.validate import validated

Say = Callable[[str], None]


@dataclass(frozen=True)
class Run:
    """What a run needs from outside; the clock is handed in so that a test can hold it still."""

    settings: Settings
    root: Path
    say: Say
    now: Callable[[], datetime] = utc_now

    def execute(self) -> Record:
        """Extract to commit. Raises `RunFailed` or `UsageError` after the failure has been recorded."""
        record = Record(self.now().isoformat(), code_version())
        with self._recorded(record):
            steps = Steps(record, self.say)
            before = current(self.root)
            built = self._build(steps)
            self._publish(built, before, steps)
        return record

    def check(self) -> Record:
        """All but publish; nothing is written anywhere."""
        record = Record(self.now().isoformat(), code_version())
        built = self._build(Steps(record, self.say))
        publish.written_form(built.tables | {"restatements": restatements(pd.DataFrame(), pd.Series(), None)})
        record.status, record.finished = "checked", self.now().isoformat()
        return record

    def _build(self, steps: Steps) -> Built:
        this_month = pd.Timestamp(self.now().replace(tzinfo=None)).to_period("M").to_timestamp()
        known = read_known_errors(self.settings.known_errors)
        with steps.step("Läser källorna") as step, engines() as opened:
            extracts = settled(validated(all_datasets(self.settings.places, opened), this_month), self.settings.alarms)
            step.rows = sum(extract.rows_in for extract in extracts.values())
        with steps.step("Summerar huvudboken i databasen") as step, engines() as opened:
            lines = extracts["budget_line"].frame
            classes = extracts["account_class"].frame
            built = Built(extracts, read_ledger(self.settings.places, opened, classes, lines, this_month))
            step.rows = built.ledger.rows_in
        with steps.step("Räknar resultat mot budget"):
            build.add_trees(built)
            build.add_finance(built)
        with steps.step("Räknar aktiviteter, åtaganden och investeringar"):
            build.add_work(built)
            build.add_plans(built)
        with steps.step("Räknar personal och skyddar små grupper"):
            build.add_staff(built, self.settings)
        with steps.step("Stämmer av mot tryckta siffror"):
            build.tie_out(built, self.settings, known)
        with steps.step("Flaggar och kontrollerar"):
            build.add_flags(built, read_thresholds())
            build.add_checks(built)
        describe(steps.record, built)
        return built

    def _publish(self, built: Built, before: Snapshot | None, steps: Steps) -> None:
        publish.not_poorer(built.tables["sources"], before)
        with steps.step("Skriver, prövar grindarna och publicerar"):
            built.tables["restatements"] = self._restated(built, before)
            frames = publish.written_form(built.tables)
            gates = [publish.ledger_gate(built.ledger.booked_ore), self._disclosure_gate(built, frames)]
            snapshot_id, new = publish.publish(
                self.root, frames, facts(self.settings, built), gates, self.now(), steps.record.code_version, before
            )
        record = steps.record
        record.snapshot, record.status = snapshot_id, "published" if new else "unchanged"
        record.tables = {name: len(frame) for name, frame in sorted(frames.items())}
        record.shrunk = shrunk(record.tables, before)
        record.message = "Ny utgåva publicerad." if new else "Inget har ändrats; ingen ny utgåva behövs."

    def _restated(self, built: Built, before: Snapshot | None) -> pd.DataFrame:
        periods = built.tables["periods"]
        closed = periods.loc[periods["status"] == "closed", "period"]
        return restatements(as_sek(built.tables["results"]), closed, before)

    def _disclosure_gate(self, built: Built, frames: dict[str, pd.DataFrame]) -> publish.Gate:
        def gate(folder: Path) -> None:
            written = {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("hr_month", "indicators")}
            hr, departments = built.frame("hr_month"), built.frame("department")
            disclosure.gate(written["hr_month"], written["indicators"], hr, departments, self.settings.limits)

        return gate

    @contextmanager
    def _recorded(self, record: Record) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            record.message = f"{error.filename}: {error.strerror}. Den förra utgåvan ligger kvar; åtgärda och kör igen."
            raise RunFailed(record.message) from None
        except (RunFailed, UsageError, StoreError) as error:
            record.message = str(error)
            raise
        except BaseException as error:
            record.message = f"Programfel: {type(error).__name__}"
            raise
        finally:
            record.finished = self.now().isoformat()
            record.save(self.root)


def describe(record: Record, built: Built) -> None:
    """Refusals and findings, in the record."""
    checks: list[Check] = built.checks
    record.refusals = built.tables["refused"]["message"].tolist()
    record.refused = int(built.tables["sources"]["rows_refused"].sum())
    record.known = [check.message for check in checks if check.known]
    record.unexpected = [check.message for check in checks if check.unexpected]
    record.findings = {
        "checks": len(checks),
        "passed": sum(check.passed for check in checks),
        "known": len(record.known),
        "unexpected": len(record.unexpected),
    }


def facts(settings: Settings, built: Built) -> dict[str, object]:
    """What the manifest says about the snapshot as a whole; nothing with a clock."""
    return {
        "latest_closed_period": built.latest_closed,
        "provenance": settings.provenance,
        "source_title": settings.title,
        "embedded": settings.embedded,
    }


def shrunk(rows: dict[str, int], before: Snapshot | None) -> dict[str, list[int]]:
    """Tables with fewer rows than in the snapshot before: [then, now]. It says so; it does not stop."""
    then = {name: int(table["rows"]) for name, table in before.manifest["tables"].items()} if before else {}
    return {name: [then[name], now] for name, now in rows.items() if now < then.get(name, 0)}


def current(root: Path) -> Snapshot | None:
    """The snapshot people read now; None where there is none, or none that can be read."""
    try:
        return store.current(root)
    except StoreError:
        return None


@contextmanager
def engines() -> Iterator[Engines]:
    opened = Engines(demo_database)
    try:
        yield opened
    finally:
        opened.dispose()


def demo_database() -> str:
    from data.demo.database import ensure_database

    return ensure_database().as_posix()


def code_version() -> str:
    try:
        return version("manadsuppfoljning")
    except PackageNotFoundError:
        return "okänd"
