"""One run: extract, transform, check, publish; each step timed and told. A failure leaves the old snapshot."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from data import snapshot as store
from data.janitor import tidy
from data.snapshot import Snapshot, StoreError
from data.tables import BY_NAME
from etl import build, carried, comments, publish
from etl.build import Built
from etl.checking.checks import Check
from etl.checking.compared import alarming, same_scale, shrunk
from etl.checking.known import read_known_errors
from etl.checking.validate import validated
from etl.config import Settings
from etl.deadline import Stoppable
from etl.errors import RunFailed
from etl.freshness import late_sources
from etl.money import as_sek
from etl.night import guarded
from etl.record import Record, Steps, utc_now
from etl.restatements import restatements
from etl.sources.extract import Extract, all_datasets, settled
from etl.sources.ledger import Ledger, read_ledger
from etl.sources.sql import Engines

Say = Callable[[str], None]
Show = Callable[[Mapping[str, Extract]], None]


@dataclass(frozen=True)
class Run:
    """What a run needs from outside; the clock is handed in so that a test can hold it still.

    `show` is given the datasets as they are read, before anything is judged broken. With `month` only that month
    is read anew; the others come from the current commit.
    """

    settings: Settings
    root: Path
    say: Say
    now: Callable[[], datetime] = utc_now
    month: pd.Timestamp | None = None
    show: Show = lambda extracts: None  # noqa: E731

    def record(self) -> Record:
        return Record(self.now().isoformat(), code_version())

    def execute(self, record: Record) -> None:
        """Extract to commit. Raises `RunFailed` or `UsageError` after the failure has been recorded."""
        with guarded(record, self.settings, self.root, self.say, self.now) as limit:
            steps = Steps(record, self.say)
            before = current(self.root)
            built = self._build(steps, before)
            self._publish(built, before, steps, limit)
            self._tidy(steps)

    def check(self, record: Record) -> None:
        """All but publish; nothing is written anywhere."""
        before = current(self.root)
        built = self._build(Steps(record, self.say), before)
        frames = publish.written_form(built.tables | {"restatements": self._restated(built, before)})
        same_scale(frames, before, self.settings.alarms)
        record.status, record.finished = "checked", self.now().isoformat()

    def _build(self, steps: Steps, before: Snapshot | None) -> Built:
        known = read_known_errors(self.settings.known_errors)
        built = self._extract(steps, before)
        with steps.step("Räknar resultat mot budget"):
            build.add_trees(built)
            build.add_finance(built, self.settings.income_classes)
        with steps.step("Räknar aktiviteter, åtaganden och investeringar"):
            build.add_work(built)
            build.add_plans(built)
        with steps.step("Räknar personal och skyddar små grupper"):
            shown, damaged = shown_before(self.root)
            build.add_staff(built, self.settings, shown)
        with steps.step("Stämmer av mot tryckta siffror"):
            build.tie_out(built, self.settings)
        unexpected = self._carry_comments(built, before, steps)
        with steps.step("Flaggar och kontrollerar"):
            build.add_flags(built, self.settings.flag_limits)
            build.add_checks(built, self.settings, known)
        describe(steps.record, built)
        steps.record.unexpected += unexpected + damaged
        return built

    def _carry_comments(self, built: Built, before: Snapshot | None, steps: Steps) -> list[str]:
        """What the screen has where the source has nothing; the step counts the comments. Tells what is unexpected."""
        with steps.step("Hämtar kommentarer från skärmen") as step:
            texts, problem = comments.read(self.settings.comments.at(self.root).url)
            homeless = comments.homeless(texts, built.tables["activities"])
            kept = build.add_comments(built, texts, before)
            step.rows = int((built.tables["activities"]["comment_origin"] == comments.SCREEN).sum())
        return comments.told(problem, kept, before) + comments.told_homeless(homeless)

    def _extract(self, steps: Steps, before: Snapshot | None) -> Built:
        """Read, judge, and complete with what an earlier snapshot keeps."""
        places, this_month = self.settings.places, month_of(self.now())
        problems: list[str] = []
        with engines(self.say) as opened:
            with steps.step("Läser källorna") as step, gathered(problems):
                extracts = validated(all_datasets(places, opened), this_month, self.settings.reorganised)
                self.show(extracts)
                lines, classes = extracts["budget_line"].frame, extracts["account_class"].frame
                step.rows = sum(extract.rows_in for extract in extracts.values())
                extracts = settled(extracts, self.settings.alarms)
            with steps.step("Summerar huvudboken") as step, gathered(problems):
                ledger = read_ledger(places, opened, classes, lines, this_month)
                self.show({"ledger": ledger})
                step.rows = ledger.rows_in
            if problems:
                raise RunFailed(*problems)
            late = late_sources(places.values(), opened, self.now())
        steps.record.late_sources = [asdict(each) for each in late]
        if self.month is not None:
            extracts, ledger = self._one_month(extracts, ledger, before, self.month)
        if before is None and store.commit_numbers(self.root):
            lost_with_what_was_published(extracts | {"ledger": ledger})
        return Built(carried.kept(extracts, before), carried.kept_ledger(ledger, before))

    def _one_month(
        self, extracts: dict[str, Extract], ledger: Ledger, before: Snapshot | None, month: pd.Timestamp
    ) -> tuple[dict[str, Extract], Ledger]:
        if before is None:
            raise RunFailed(
                "--period läser om en månad i en publicerad utgåva, men ingen finns som kan läsas. Kör utan."
            )
        chosen = carried.one_month(extracts, before, month)
        activity = comments.as_delivered(chosen["activity"], before, month)
        return chosen | {"activity": activity}, carried.one_ledger_month(ledger, before, month)

    def _publish(self, built: Built, before: Snapshot | None, steps: Steps, limit: Stoppable) -> None:
        """Once the gates are passed the time limit is off: a commit takes milliseconds and is not to be told failed."""
        with steps.step("Skriver, prövar grindarna och publicerar"):
            built.tables["restatements"] = self._restated(built, before)
            frames = publish.written_form(built.tables)
            same_scale(frames, before, self.settings.alarms)
            gates = [
                publish.ledger_gate(built.ledger.booked_ore),
                publish.withheld_gate(frames),
                lambda folder: limit.cancel(),
            ]
            snapshot_id, new = publish.publish(
                self.root, frames, facts(self.settings, built), gates, self.now(), steps.record.code_version, before
            )
        record = steps.record
        record.snapshot, record.status = snapshot_id, "published" if new else "unchanged"
        record.tables = {name: len(frame) for name, frame in sorted(frames.items())}
        record.shrunk = shrunk(record.tables, before)
        record.unexpected += alarming(record.shrunk, self.settings.alarms)
        record.message = "Ny utgåva publicerad." if new else "Inget har ändrats; ingen ny utgåva behövs."

    def _restated(self, built: Built, before: Snapshot | None) -> pd.DataFrame:
        periods = built.tables["periods"]
        closed = periods.loc[periods["status"] == "closed", "period"]
        return restatements(as_sek(built.tables["results"]), closed, before)

    def _tidy(self, steps: Steps) -> None:
        """What cannot be tidied is left and told; the figures are published already."""
        night = self.settings.night
        with steps.step("Städar") as step:
            try:
                step.rows = len(tidy(self.root, self.now(), night.keep_days, night.session_hours))
            except (StoreError, OSError) as error:
                steps.record.unexpected.append(f"Städningen är inte gjord: {error}")


@contextmanager
def gathered(problems: list[str]) -> Iterator[None]:
    """What fails is told together with what the next step finds."""
    try:
        yield
    except RunFailed as error:
        problems += error.problems


def describe(record: Record, built: Built) -> None:
    """Refusals and findings, in the record."""
    checks: list[Check] = built.checks
    record.refusals = built.tables["refused"]["message"].tolist()
    record.refused = int(built.tables["sources"]["rows_refused"].sum())
    sources = built.tables["sources"].astype(object)
    record.datasets = sources.where(sources.notna(), None).to_dict("records")
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
        "withheld_limit": settings.limits.withheld,
        "rounded_limit": settings.limits.rounded,
        "answers_limit": settings.limits.answers,
    }


def month_of(moment: datetime) -> pd.Timestamp:
    """First day of the month."""
    return pd.Timestamp(moment.year, moment.month, 1)


def current(root: Path) -> Snapshot | None:
    """The snapshot people read now; None where there is none, or none that is whole.

    Raises `store.Unreadable` where the disk would not say: what has been published must not be taken for lost.
    """
    try:
        return store.current(root, sure=True)
    except store.Unreadable:
        raise
    except StoreError:
        return None


def shown_before(root: Path) -> tuple[pd.DataFrame, list[str]]:
    """`staff_pattern` of everything ever published, as what was shown once is known, also after a rollback.

    And what to tell where one cannot be read: what only that one showed is not reckoned with.
    """
    frames, damaged = store.ever_published(root, "staff_pattern")
    nothing = pd.DataFrame(columns=BY_NAME["staff_pattern"].names)
    told = [f"Vad en tidigare utgåva visat av personalens grupper kan inte läsas. {problem}" for problem in damaged]
    return pd.concat([nothing, *frames], ignore_index=True).drop_duplicates(), told


def lost_with_what_was_published(extracts: Mapping[str, Extract | Ledger]) -> None:
    """Raises `RunFailed` where refused figures would disappear: what is published is of another version, or damaged."""
    refused = sorted(name for name, each in extracts.items() if each.status == "refused")
    if refused:
        raise RunFailed(
            f"Avvisade datamängder ({', '.join(refused)}) kan inte behålla sina publicerade siffror: ingen utgåva kan "
            "läsas av den här programversionen. Rätta källan och kör igen; python -m etl check visar vad som avvisas."
        )


@contextmanager
def engines(say: Say) -> Iterator[Engines]:
    opened = Engines(demo_database, say)
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
