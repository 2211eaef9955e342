"""A store small enough to read: an edition is one month, and each of its tables says which."""

import itertools
import shutil
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import snapshot as store
from data.snapshot import StoreError

NOW = datetime(2019, 9, 10, tzinfo=UTC)


def tables(*months: str) -> dict[str, pd.DataFrame]:
    """Two tables, published in the last of these months ("2019-08")."""
    periods = pd.DataFrame({"period": pd.to_datetime([f"{month}-01" for month in months]), "status": "closed"})
    departments = pd.DataFrame(
        {"department_id": ["office"], "name": [months[-1]], "parent_id": None, "depth": 0, "level": "whole"}
    )
    return {"periods": periods.assign(closed_on=pd.NaT, approved_on=pd.NaT), "departments": departments}


def write(root: Path, *months: str) -> tuple[str, str]:
    return store.write_snapshot(root, tables(*months), {"latest_closed_period": months[-1]})


def publish(root: Path, *months: str, now: datetime = NOW) -> str:
    """As a run does it: write, and commit unless it is what people see already. The snapshot's id."""
    before = before_the_run(root)
    snapshot_id, digest = write(root, *months)
    if before is None or before.snapshot_id != snapshot_id or before.fallback:
        store.commit(root, snapshot_id, digest, now, "test")
    return snapshot_id


def before_the_run(root: Path) -> store.Snapshot | None:
    try:
        return store.current(root, sure=True)
    except store.Unreadable:
        raise
    except StoreError:
        return None


def edition(snapshot: store.Snapshot) -> str:
    """The month that every table of the snapshot agrees on, by the files themselves."""
    (month,) = {last_month((snapshot.path / f"{name}.parquet").read_bytes()) for name in snapshot.manifest["tables"]}
    return month


@lru_cache
def last_month(parquet: bytes) -> str:
    table = pq.read_table(pa.BufferReader(parquet))
    if "period" in table.column_names:
        return f"{max(table['period'].to_pylist()):%Y-%m}"
    return str(table["name"][0])


def served(root: Path) -> str:
    """What a reader gets: the edition, marked where it is a fallback; "nothing"; or "error"."""
    try:
        snapshot = store.current(root)
    except StoreError:
        return "error"
    if snapshot is None:
        return "nothing"
    return edition(snapshot) + (" (fallback)" if snapshot.fallback else "")


class Copies:
    """Fresh copies of one store, each to be bent by itself."""

    def __init__(self, folder: Path, *months: str) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._original = folder / "original"
        for month in months:
            publish(self._original, month)

    def fresh(self) -> Path:
        return Path(shutil.copytree(self._original, self._folder / f"copy{next(self._numbers)}"))
