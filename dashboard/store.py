"""The only reader of snapshots. What a viewer may see is decided here, never by a widget."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data import snapshot as store
from data.snapshot import Snapshot, StoreError

__all__ = ["ALL_DEPARTMENTS", "Scope", "Snapshot", "StoreError", "newest_number", "open_newest", "read"]


@dataclass(frozen=True)
class Scope:
    """The departments a viewer may see; None is all of them (there is no sign-in yet)."""

    departments: frozenset[str] | None = None


ALL_DEPARTMENTS = Scope()


def read(snapshot: Snapshot, scope: Scope, table: str) -> pd.DataFrame:
    """One published table, without the rows of departments outside the scope. Not to be changed by the caller."""
    frame = snapshot.read(table)
    if scope.departments is None or "department_id" not in frame.columns:
        return frame
    return frame[frame["department_id"].isin(scope.departments)]


def newest_number(root: Path) -> int | None:
    """Number of the newest commit: cheap enough to ask at every run. None where nothing is published."""
    numbers = store.commit_numbers(root)
    return numbers[-1] if numbers else None


def open_newest(root: Path) -> Snapshot | None:
    """The newest snapshot that verifies, else None. Raises `StoreError` where none can be read."""
    return store.current(root)
