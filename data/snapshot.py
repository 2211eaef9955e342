"""The store: write a snapshot, commit it, find the current one.

A snapshot is an immutable folder of Parquet files and a manifest. What is current is told by numbered commit
files that are created once and never replaced, so a reader sees the old state or the new one, never a mixture.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import disk
from data.contract import VERSION, Table
from data.tables import BY_NAME


class StoreError(Exception):
    """Something in the store cannot be used; the message says what and what to do."""


@dataclass(frozen=True)
class Commit:
    """One publication: which snapshot became current, when and after which."""

    number: int
    snapshot: str
    manifest_sha256: str
    published_at: datetime
    code_version: str


@dataclass(frozen=True)
class Snapshot:
    """A verified folder of published tables. `fallback` says so when a newer commit had to be passed over."""

    path: Path
    manifest: Mapping[str, Any]
    commit: Commit
    fallback: str = ""
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def snapshot_id(self) -> str:
        return self.path.name

    @cached_property
    def latest_period(self) -> pd.Timestamp:
        """First day of the latest closed month."""
        return pd.Timestamp(self.manifest["latest_closed_period"] + "-01")

    def read(self, name: str) -> pd.DataFrame:
        """One published table, whole, in the contract's types. The caller must not change the frame."""
        if name not in self._frames:
            self._frames[name] = pq.read_table(self.path / f"{name}.parquet").to_pandas()
        return self._frames[name]


def write_snapshot(root: Path, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any]) -> tuple[str, str]:
    """Write all tables and the manifest; return the snapshot's id and the manifest's SHA-256.

    `facts` go into the manifest and must hold `latest_closed_period` (YYYY-MM) and nothing that differs between
    two runs on the same sources. The same content gets the same id, and an existing snapshot is left as it is.
    Nothing is current until `commit`.
    """
    snapshots = disk.make_folder(root / "snapshots")
    staging = disk.make_folder(root / "staging" / _staging_name())
    files = {name: _write_table(staging, BY_NAME[name], tables[name]) for name in sorted(tables)}
    manifest = {**facts, "contract_version": VERSION, "tables": files}
    content = disk.as_json(manifest)
    digest = hashlib.sha256(content.encode()).hexdigest()
    disk.write_json(staging / "manifest.json", manifest)
    disk.sync(staging)
    snapshot_id = f"{facts['latest_closed_period']}-{digest[:12]}"
    final = snapshots / snapshot_id
    if _is_whole(final, digest):
        shutil.rmtree(staging)
    else:
        _set_aside(final)
        staging.rename(final)
        disk.sync(snapshots)
    return snapshot_id, digest


def commit(root: Path, snapshot_id: str, manifest_sha256: str, published_at: datetime, code_version: str) -> int:
    """Make a snapshot current; return the commit's number. Another writer's commit in between raises `StoreError`."""
    folder = disk.make_folder(root / "commits")
    numbers = commit_numbers(root)
    number = numbers[-1] + 1 if numbers else 1
    content = {
        "snapshot": snapshot_id,
        "manifest_sha256": manifest_sha256,
        "previous": numbers[-1] if numbers else None,
        "published_at": published_at.isoformat(),
        "code_version": code_version,
    }
    try:
        disk.create_json(folder / f"{number:08d}.json", content)
    except FileExistsError:
        raise StoreError(
            f"{folder}: utgåva {number} publicerades av en annan körning samtidigt. Inget är förlorat; kör igen."
        ) from None
    return number


def current(root: Path) -> Snapshot | None:
    """The newest commit's snapshot that verifies; None where nothing is published.

    Raises `StoreError` where commits exist but none of their snapshots can be read.
    """
    problems: list[str] = []
    for number in reversed(commit_numbers(root)):
        try:
            entry = read_commit(root, number)
            folder = root / "snapshots" / entry.snapshot
            manifest = verified_manifest(folder, entry.manifest_sha256)
        except StoreError as error:
            problems.append(str(error))
            continue
        return Snapshot(folder, manifest, entry, fallback=problems[0] if problems else "")
    if problems:
        raise StoreError("Ingen utgåva kan läsas. " + " ".join(problems[:5]))
    return None


def commit_numbers(root: Path) -> list[int]:
    """Numbers of all commits, oldest first."""
    return sorted(int(path.stem) for path in (root / "commits").glob("[0-9]*.json") if path.stem.isdigit())


def read_commit(root: Path, number: int) -> Commit:
    """One commit file. Raises `StoreError` where it cannot be understood."""
    path = root / "commits" / f"{number:08d}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Commit(
            number,
            str(content["snapshot"]),
            str(content["manifest_sha256"]),
            datetime.fromisoformat(content["published_at"]),
            str(content["code_version"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path.name}: filen kan inte läsas ({type(error).__name__}).") from None


def verified_manifest(folder: Path, manifest_sha256: str) -> dict[str, Any]:
    """The manifest of a snapshot folder, after checking its hash and every file's. Raises `StoreError`."""
    try:
        content = (folder / "manifest.json").read_bytes()
        if hashlib.sha256(content).hexdigest() != manifest_sha256:
            raise StoreError(f"Utgåva {folder.name}: innehållsförteckningen är ändrad eller skadad.")
        manifest: dict[str, Any] = json.loads(content)
        if manifest["contract_version"] != VERSION:
            raise StoreError(
                f"Utgåva {folder.name} har kontraktsversion {manifest['contract_version']}, men programmet läser "
                f"{VERSION}. Kör python -m etl run med samma programversion."
            )
        damaged = [name for name, facts in manifest["tables"].items() if _sha256(folder, name) != facts["sha256"]]
    except OSError as error:
        raise StoreError(f"Utgåva {folder.name}: {Path(error.filename).name} kan inte läsas.") from None
    if damaged:
        raise StoreError(f"Utgåva {folder.name}: {', '.join(damaged[:5])} är skadad.")
    return manifest


def label(root: Path, snapshot_id: str, name: str) -> Path:
    """Keep a snapshot under a name: it is never removed. Raises `StoreError` for an unknown id or a taken name."""
    if not (root / "snapshots" / snapshot_id / "manifest.json").is_file():
        raise StoreError(f"Utgåva {snapshot_id} finns inte. Visa vilka som finns med: python -m etl list")
    if not name or Path(name).name != name or name.startswith("."):
        raise StoreError(f"Etiketten {name!r} kan inte vara ett filnamn. Använd bokstäver, siffror och bindestreck.")
    path = disk.make_folder(root / "labels") / f"{name}.json"
    try:
        disk.create_json(path, {"snapshot": snapshot_id})
    except FileExistsError:
        raise StoreError(f"Etiketten {name} finns redan. Välj ett annat namn.") from None
    return path


def labels(root: Path) -> dict[str, str]:
    """Snapshot id of each label."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["snapshot"]
        for path in sorted((root / "labels").glob("*.json"))
        if not path.name.startswith(".")
    }


def arrow_table(table: Table, frame: pd.DataFrame) -> pa.Table:
    """The frame in the contract's columns, order and types, sorted by key.

    Raises `pa.ArrowInvalid` where a value does not fit its type.
    """
    ordered = frame[table.names].sort_values(table.key, kind="stable", ignore_index=True)
    return pa.Table.from_pandas(ordered, schema=table.arrow_schema(), preserve_index=False).replace_schema_metadata(
        table.arrow_schema().metadata
    )


def _write_table(folder: Path, table: Table, frame: pd.DataFrame) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    pq.write_table(arrow_table(table, frame), path, compression="zstd")
    disk.sync(path)
    return {"rows": len(frame), "sha256": _sha256(folder, table.name)}


def _sha256(folder: Path, name: str) -> str:
    return hashlib.sha256((folder / f"{name}.parquet").read_bytes()).hexdigest()


def _is_whole(folder: Path, manifest_sha256: str) -> bool:
    if not folder.is_dir():
        return False
    try:
        verified_manifest(folder, manifest_sha256)
    except StoreError:
        return False
    return True


def _set_aside(folder: Path) -> None:
    """A damaged snapshot of the same content makes room for the whole one; nothing is deleted."""
    if folder.exists():
        aside = disk.make_folder(folder.parent.parent / "damaged") / f"{folder.name}-{_staging_name()}"
        folder.rename(aside)


def _staging_name() -> str:
    return f"{os.getpid()}-{time.time_ns()}"
