"""The report by command, without a browser: what is asked for, checked against what there is, and one file."""

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

from dashboard import format as sv
from dashboard import store
from dashboard.dialogue import decided, earlier
from dashboard.dialogue.decided import Decided
from dashboard.paper import formats
from dashboard.paper.formats import FORMATS
from dashboard.report import documents, plan
from dashboard.report.content import Document
from dashboard.store import ALL_DEPARTMENTS, Snapshot, StoreError
from dashboard.view import View, department_labels, periods
from data import comment_settings, disk, report_settings
from data.errors import UsageError
from data.location import published_root


class Failed(Exception):
    """Nothing was written; the message says why and what to do."""


def write(options: argparse.Namespace) -> Path:
    """The path of the file. Raises `UsageError` for what is not there to be asked for, and `Failed`."""
    ending, folder = _ending(options.format), _folder(options.out)
    snapshot = _snapshot(options.snapshot)
    try:
        document = _plan(options, snapshot) if options.plan else _report(options, snapshot)
        content = formats.make(document, ending, report_settings.load())
    except (StoreError, ValueError) as error:  # a damaged table, or the region's template
        raise Failed(str(error)) from error
    path = folder / formats.file_name(document, ending)
    try:
        _replace(path, content)
    except OSError as error:
        why = disk.reason(error)
        raise Failed(f"{path} kan inte skrivas ({why}). Ge --out en mapp som går att skriva i och kör igen.") from error
    return path


def _ending(asked: str) -> str:
    if asked not in FORMATS:
        raise UsageError(f"--format {asked!r}: Tillåtet: {sv.listing(list(FORMATS))}.")
    return asked


def _folder(asked: str) -> Path:
    if not asked:
        raise UsageError("--out saknas: Ange en mapp att skriva i, till exempel --out rapporter.")
    return Path(asked)


def _report(options: argparse.Namespace, snapshot: Snapshot) -> Document:
    """As the page shows it first; a dialogue before that cannot be read is told and left out."""
    names = _departments(snapshot)
    if options.department and options.department not in names:
        allowed = f"Tillåtet: {sv.listing(list(names))}." if names else "Utgåvan har inga avdelningar: utelämna den."
        raise UsageError(f"--department {options.department!r}: ingen avdelning heter så. {allowed}")
    view = View(snapshot, ALL_DEPARTMENTS, _month(options.period, snapshot), names.get(options.department))
    try:
        before = earlier.opened(view, earlier.default(view))
    except StoreError as error:
        print(f"Jämförelsen med förra dialogen är utelämnad: {error}", file=sys.stderr)
        before = None
    return documents.month(view, _decided(view), before)


def _plan(options: argparse.Namespace, snapshot: Snapshot) -> Document:
    """The plan for a year, as the newest month knows it."""
    if options.period or options.department:
        raise UsageError("--plan: planen gäller ett år och hela organisationen. Utelämna --period och --department.")
    view = View(snapshot, ALL_DEPARTMENTS, snapshot.latest_period, None)
    years = [str(year) for year in plan.years(view)]
    if options.plan not in years:
        allowed = f"Tillåtet: {sv.listing(years)}." if years else "Utgåvan har ingen plan."
        raise UsageError(f"--plan {options.plan!r}: {allowed}")
    return documents.plan_dialogue(view, int(options.plan), _decided(view))


def _decided(view: View) -> Decided:
    return decided.read(view, comment_settings.load().url)


def _departments(snapshot: Snapshot) -> dict[str, str]:
    return {name: key for name, key in department_labels(snapshot).items() if key is not None}


def _snapshot(named: str) -> Snapshot:
    root = published_root()
    try:
        number = store.newest_number(root)
        found = store.open_named(root, named) if named else store.open_at(root, number) if number is not None else None
    except StoreError as error:
        raise Failed(str(error)) from error
    if found is None:
        raise Failed(f"{root}: inget är publicerat ännu. Kör python -m etl run först.")
    return found


def _month(asked: str, snapshot: Snapshot) -> pd.Timestamp:
    """The month that is asked for, else the newest."""
    months = {f"{month:%Y-%m}": month for month in periods(snapshot)}
    if not asked:
        return snapshot.latest_period
    if asked not in months:
        first, last = min(months), max(months)
        raise UsageError(f"--period {asked!r}: utgåvan har ingen sådan månad. Tillåtet: {first} till {last}, ÅÅÅÅ-MM.")
    return months[asked]


def _replace(path: Path, content: bytes) -> None:
    """A reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
