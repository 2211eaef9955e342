"""Publishes the embedded snapshot again with some tables changed, at a time of our choosing."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data import snapshot
from data.tables import TABLES


def publish(source: Path, root: Path, published_at: datetime, facts: dict[str, Any], **changed: pd.DataFrame) -> str:
    """The newest snapshot of `source` with the `changed` tables and manifest `facts`, as the newest in `root`."""
    current = snapshot.current(source)
    assert current is not None
    tables = {each.name: current.read(each.name) for each in TABLES}
    kept = {name: value for name, value in current.manifest.items() if name not in ("tables", "contract_version")}
    snapshot_id, digest = snapshot.write_snapshot(root, {**tables, **changed}, {**kept, **facts})
    snapshot.commit(root, snapshot_id, digest, published_at, "test")
    return snapshot_id


def read(source: Path, table: str) -> pd.DataFrame:
    """A table of the newest snapshot."""
    current = snapshot.current(source)
    assert current is not None
    return current.read(table)


def july(source: Path) -> dict[str, Any]:
    """What differs in the edition of the month before: no August, and July's result 1 million kronor lower."""
    periods, results = read(source, "periods"), read(source, "results")
    before = results[results["period"] < "2019-08-01"]
    lower = before["actual_ytd_sek"].where(before["period"] != "2019-07-01", before["actual_ytd_sek"] - 1e6)
    return {
        "facts": {"latest_closed_period": "2019-07"},
        "periods": periods[periods["period"] < "2019-08-01"],
        "results": before.assign(actual_ytd_sek=lower),
    }
