"""The published tables as plain rows, read past the dashboard's own reader."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]


def snapshot_id(root: Path) -> str:
    """Id of the newest commit's snapshot."""
    newest = max((root / "commits").glob("*.json"))
    return str(json.loads(newest.read_text(encoding="utf-8"))["snapshot"])


def rows(root: Path, table: str, month: str = "") -> list[Row]:
    """A table's rows; with `month` ("2019-06") only those of that period."""
    found = pq.read_table(root / "snapshots" / snapshot_id(root) / f"{table}.parquet").to_pylist()
    return [row for row in found if not month or f"{row['period']:%Y-%m}" == month]
