"""The report by command, without a browser: what is asked for, checked against what there is, and one file."""

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

from dashboard import format as sv
from dashboard import store
from dashboard.dialogue import decided, earlier
from dashboard.paper import formats
from dashboard.report import documents
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
    view = _view(options)
    try:
        document = _document(view)
        content = formats.make(document, options.format, report_settings.load())
    except (StoreError, ValueError) as error:  # a damaged table, or the region's template
        raise Failed(str(error)) from error
    path: Path = options.out / formats.file_name(document, options.format)
    try:
        _replace(path, content)
    except OSError as error:
        why = disk.reason(error)
        raise Failed(f"{path} kan inte skrivas ({why}). Ge --out en mapp som går att skriva i och kör igen.") from error
    return path


def _document(view: View) -> Document:
    """As the page shows it first; a dialogue before that cannot be read is told and left out."""
    decisions = decided.read(view, comment_settings.load().url)
    try:
        before = earlier.opened(view, earlier.default(view))
    except StoreError as error:
        print(f"Jämförelsen med förra dialogen är utelämnad: {error}", file=sys.stderr)
        before = None
    return documents.month(view, decisions, before)


def _view(options: argparse.Namespace) -> View:
    snapshot = _snapshot(options.snapshot)
    names = {name: key for name, key in department_labels(snapshot).items() if key is not None}
    if options.department and options.department not in names:
        raise UsageError(
            f"--department {options.department!r}: ingen avdelning heter så. Tillåtet: {sv.listing(list(names))}."
        )
    return View(snapshot, ALL_DEPARTMENTS, _month(options.period, snapshot), names.get(options.department))


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
    months = {f"{month:%Y-%m}": month for month in periods(snapshot)}
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
