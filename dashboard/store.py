"""The only reader of what is published. What a viewer may see is decided here, never by a widget."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data import snapshot as store
from data.snapshot import Commit, Snapshot, StoreError

__all__ = [
    "ALL_DEPARTMENTS",
    "Commit",
    "Scope",
    "Snapshot",
    "StoreError",
    "commits",
    "is_kept",
    "keep",
    "label_names",
    "last_run",
    "newest_id",
    "newest_number",
    "open_at",
    "open_named",
    "read",
    "root_of",
]


@dataclass(frozen=True)
class Scope:
    """The departments a viewer may see; None is all of them (there is no sign-in yet)."""

    departments: frozenset[str] | None = None


ALL_DEPARTMENTS = Scope()


def read(snapshot: Snapshot, scope: Scope, table: str) -> pd.DataFrame:
    """One published table, without the rows of departments outside the scope. Not to be changed by the caller."""
    frame = snapshot.read(table)
    if scope.departments is None:
        return frame
    if "department_id" in frame.columns:
        return frame[frame["department_id"].isin(scope.departments)]
    return frame[_owned(snapshot, scope.departments, frame)] if "line_id" in frame.columns else frame


def _owned(snapshot: Snapshot, departments: frozenset[str], frame: pd.DataFrame) -> list[bool]:
    """Which rows stand on a line that the departments own that year."""
    lines = snapshot.read("budget_lines")
    owned = lines.loc[lines["department_id"].isin(departments), ["year", "line_id"]]
    visible = set(owned.itertuples(index=False, name=None))
    months = frame["period"] if "period" in frame.columns else frame["reported_period"]
    return [key in visible for key in zip(months.dt.year, frame["line_id"], strict=True)]


def newest_number(root: Path) -> int | None:
    """Number of the newest commit: cheap enough to ask at every run. None where nothing is published."""
    numbers = store.commit_numbers(root)
    return numbers[-1] if numbers else None


def newest_id(root: Path) -> str | None:
    """Id of the newest commit's snapshot, whether or not it can be shown. None where it cannot be told."""
    try:
        number = newest_number(root)
        return store.read_commit(root, number).snapshot if number is not None else None
    except StoreError:
        return None


def open_at(root: Path, number: int) -> Snapshot | None:
    """What a commit made current; for the newest one the newest that verifies. Raises `StoreError`."""
    if number == newest_number(root):
        return store.current(root)
    return store.open_snapshot(root, store.read_commit(root, number).snapshot)


def open_named(root: Path, snapshot_id: str) -> Snapshot:
    """The snapshot of that id, whatever is newest. Raises `StoreError` where it cannot be shown."""
    return store.open_snapshot(root, snapshot_id)


def root_of(snapshot: Snapshot) -> Path:
    """The folder that a snapshot is published in."""
    return snapshot.path.parent.parent


def commits(root: Path) -> list[Commit]:
    """Every publication that can be read, oldest first; none where the folder cannot be read."""
    try:
        return store.history(root)
    except StoreError:
        return []


def label_names(root: Path) -> dict[str, list[str]]:
    """Snapshot id -> the names it is kept under; none where they cannot be read."""
    try:
        names = store.labels(root)
    except StoreError:
        return {}
    kept: dict[str, list[str]] = {}
    for name, snapshot_id in names.items():
        kept.setdefault(snapshot_id, []).append(name)
    return kept


def keep(snapshot: Snapshot, name: str) -> None:
    """Keep a snapshot for good under a name. Raises `StoreError` where it cannot be, or the name is taken."""
    store.label(root_of(snapshot), snapshot.snapshot_id, name)


def is_kept(root: Path, snapshot_id: str) -> bool:
    """Is it still there to be opened? Whether it is whole is told when it is."""
    return (root / "snapshots" / snapshot_id / "manifest.json").is_file()


def last_run(root: Path) -> dict[str, Any]:
    """The record of the newest run; empty where there is none that can be read."""
    try:
        found = json.loads((root / "runs" / "last_run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
