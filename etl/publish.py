"""From frames in öre to a committed snapshot: gates between writing and committing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from data import snapshot as store
from data.snapshot import Snapshot
from data.tables import BY_NAME, TABLES
from etl.checking.checks import broken
from etl.errors import RunFailed, capped
from etl.money import as_sek

Gate = Callable[[Path], None]


def written_form(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every published table in the contract's columns and kronor. Raises `RunFailed` with every broken one."""
    frames = {table.name: as_sek(tables[table.name]) for table in TABLES}
    faults = [fault for table in TABLES for fault in broken(table, frames[table.name])]
    if faults:
        raise RunFailed("Tabeller som inte håller kontraktet:\n" + capped(faults))
    return {table.name: frames[table.name][table.names] for table in TABLES}


def publish(
    root: Path,
    frames: Mapping[str, pd.DataFrame],
    facts: Mapping[str, Any],
    gates: list[Gate],
    now: datetime,
    code_version: str,
    before: Snapshot | None,
) -> tuple[str, bool]:
    """Write, pass the gates, commit. Returns the snapshot's id and whether it is a new publication."""
    snapshot_id, digest = store.write_snapshot(root, frames, facts)
    for gate in gates:
        gate(root / "snapshots" / snapshot_id)
    if before is not None and before.snapshot_id == snapshot_id and not before.fallback:
        return snapshot_id, False
    store.commit(root, snapshot_id, digest, now, code_version)
    return snapshot_id, True


def ledger_gate(ledger_ore: int) -> Gate:
    """What was written holds every öre of the ledger."""

    def gate(folder: Path) -> None:
        amounts = pq.read_table(folder / "finance_month.parquet", columns=["actual_sek"]).to_pandas()["actual_sek"]
        written = int((amounts.dropna() * 100).round().astype("int64").sum())
        if written != ledger_ore:
            raise RunFailed(
                f"Beloppsgrinden: finance_month.parquet summerar till {written / 100:.2f} kr men huvudboken till "
                f"{ledger_ore / 100:.2f} kr. Inget är publicerat."
            )

    return gate


def withheld_gate(frames: Mapping[str, pd.DataFrame]) -> Gate:
    """What was written of the staff is what the disclosure gate let through: a withheld cell is missing on disk too."""

    def gate(folder: Path) -> None:
        for name in ("hr_month", "indicators"):
            written, key = pd.read_parquet(folder / f"{name}.parquet"), BY_NAME[name].key
            judged = frames[name].sort_values(key, kind="stable", ignore_index=True)
            if not written.notna().equals(judged.notna()):
                raise RunFailed(
                    f"Sekretessgrinden: {name}.parquet har inte samma dolda celler som den prövade tabellen. Inget är "
                    "publicerat. Kör igen; anmäl felet om det kommer tillbaka."
                )

    return gate
