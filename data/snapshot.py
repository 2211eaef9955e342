"""The store: write a snapshot, find the current one or one that somebody saw.

A snapshot is an immutable folder of Parquet files and a manifest. What is current is told by commits, so a reader
sees the old state or the new one, never a mixture.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import commits, disk
from data.commits import Commit, StoreError, Unreadable, commit, commit_numbers, history, read_commit
from data.contract import VERSION, Table
from data.tables import BY_NAME

__all__ = [
    "Commit",
    "Snapshot",
    "StoreError",
    "Unreadable",
    "arrow_table",
    "commit",
    "commit_numbers",
    "current",
    "ever_published",
    "history",
    "label",
    "labels",
    "open_snapshot",
    "read_commit",
    "verified_manifest",
    "write_snapshot",
]

PARQUET: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "row_group_size": 1 << 20,
    "use_dictionary": True,
    "write_statistics": False,
}
"""Every writer setting that shapes the bytes, so that the same content has the same hash and id."""


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
        """One published table, whole, in the contract's types. The caller must not change the frame.

        Raises `StoreError` where the file is no longer the one that was verified.
        """
        if name not in self._frames:
            content = _verified_file(self.path, name, self.manifest["tables"][name]["sha256"])
            self._frames[name] = pq.read_table(pa.BufferReader(content)).to_pandas()
        return self._frames[name]


def write_snapshot(root: Path, tables: Mapping[str, pd.DataFrame], facts: Mapping[str, Any]) -> tuple[str, str]:
    """Write all tables and the manifest; return the snapshot's id and the manifest's SHA-256.

    `facts` go into the manifest and must hold `latest_closed_period` (YYYY-MM) and nothing that differs between
    two runs on the same sources. The same content gets the same id, and an existing snapshot is left as it is.
    Nothing is current until `commit`. Raises `StoreError` where the disk will not.
    """
    with commits.writing():
        disk.make_folder(root / "snapshots")
        with _staging(root) as staging:
            files = {name: _write_table(staging, BY_NAME[name], tables[name]) for name in sorted(tables)}
            manifest = disk.as_json({**facts, "contract_version": VERSION, "tables": files}).encode()
            disk.write(staging / "manifest.json", manifest)
            disk.sync(staging)
            digest = hashlib.sha256(manifest).hexdigest()
            snapshot_id = f"{facts['latest_closed_period']}-{digest[:12]}"
            _give_name(root, staging, root / "snapshots" / snapshot_id, digest)
    return snapshot_id, digest


def current(root: Path, sure: bool = False) -> Snapshot | None:
    """The newest commit's snapshot that verifies; None where nothing is published.

    Raises `StoreError` where commits exist but none of their snapshots can be read; with `sure` also where the disk
    would not give one that may well be whole: a run must not build on the one before it.
    """
    problems: list[str] = []
    for number in reversed(commit_numbers(root)):
        try:
            return _opened(root, read_commit(root, number), fallback=problems[0] if problems else "")
        except StoreError as error:
            if sure and isinstance(error, Unreadable):
                raise
            problems.append(str(error))
    if problems:
        raise StoreError("Ingen utgåva kan läsas. " + " ".join(problems[:5]))
    return None


def ever_published(root: Path, name: str) -> tuple[list[pd.DataFrame], list[str]]:
    """One table as every snapshot has it that was ever published and is still there, and why one cannot be read.

    The same content comes once; a snapshot older than the table has none. Raises `Unreadable` where the disk would
    not say.
    """
    frames: dict[str, pd.DataFrame] = {}
    problems: list[str] = []
    entries = {entry.snapshot: entry for entry in [*commits.history(root), *_labelled(root)]}
    for entry in entries.values():
        folder = root / "snapshots" / entry.snapshot
        try:
            tables = json.loads(_verified(folder, "manifest.json", entry.manifest_sha256))["tables"]
            if name in tables and tables[name]["sha256"] not in frames:
                content = _verified_file(folder, name, tables[name]["sha256"])
                frames[tables[name]["sha256"]] = pq.read_table(pa.BufferReader(content)).to_pandas()
        except Unreadable:
            raise
        except StoreError as error:
            problems += [str(error)] if folder.is_dir() else []
    return list(frames.values()), problems


def open_snapshot(root: Path, snapshot_id: str) -> Snapshot:
    """The snapshot of that id, with the commit that published it last, whatever is current.

    Raises `StoreError` where it was never published, is removed, or is damaged.
    """
    kept = (entry for entry in _labelled(root) if entry.snapshot == snapshot_id)
    entry = commits.newest_of(root, snapshot_id) or max(kept, key=lambda entry: entry.number, default=None)
    if entry is None:
        raise StoreError(f"Utgåva {snapshot_id} har inte publicerats. Visa vilka som finns med: python -m etl list")
    return _opened(root, entry)


def verified_manifest(folder: Path, manifest_sha256: str) -> dict[str, Any]:
    """The manifest of a snapshot folder, after checking its hash and every file's. Raises `StoreError`."""
    manifest: dict[str, Any] = json.loads(_verified(folder, "manifest.json", manifest_sha256))
    if manifest["contract_version"] != VERSION:
        raise StoreError(
            f"Utgåva {folder.name} har kontraktsversion {manifest['contract_version']}, men programmet läser "
            f"{VERSION}. Kör python -m etl run med samma programversion."
        )
    for name, facts in manifest["tables"].items():
        _verified_file(folder, name, facts["sha256"])
    return manifest


def label(root: Path, snapshot_id: str, name: str) -> Path:
    """Keep a snapshot and its commit under a name: it is never removed.

    Raises `StoreError` for an unknown id, a damaged snapshot or a taken name.
    """
    if not name or Path(name).name != name or name.startswith("."):
        raise StoreError(f"Etiketten {name!r} kan inte vara ett filnamn. Använd bokstäver, siffror och bindestreck.")
    opened = open_snapshot(root, snapshot_id)
    try:
        path = disk.make_folder(root / "labels") / f"{name}.json"
        disk.create_json(path, {"snapshot": snapshot_id, "commit": commits.content_of(opened.commit)})
    except FileExistsError:
        raise StoreError(f"Etiketten {name} finns redan. Välj ett annat namn.") from None
    except OSError as error:
        raise StoreError(f"Etiketten {name} är kanske inte sparad ({disk.reason(error)}). Åtgärda det.") from error
    return path


def labels(root: Path) -> dict[str, str]:
    """Snapshot id of each label. Raises `StoreError` where one of them cannot be read."""
    return {name: str(content["snapshot"]) for name, content in _label_files(root).items()}


def arrow_table(table: Table, frame: pd.DataFrame) -> pa.Table:
    """The frame in the contract's columns, order and types, sorted by key.

    Raises `pa.ArrowInvalid` where a value does not fit its type.
    """
    ordered = frame[table.names].sort_values(table.key, kind="stable", ignore_index=True)
    return pa.Table.from_pandas(ordered, schema=table.arrow_schema(), preserve_index=False).replace_schema_metadata(
        table.arrow_schema().metadata
    )


def _opened(root: Path, entry: Commit, fallback: str = "") -> Snapshot:
    folder = root / "snapshots" / entry.snapshot
    return Snapshot(folder, verified_manifest(folder, entry.manifest_sha256), entry, fallback)


def _labelled(root: Path) -> Iterator[Commit]:
    """The commit that each label keeps a copy of."""
    for name, content in _label_files(root).items():
        if "commit" in content:
            yield commits.understood(f"{name}.json", content["commit"])


def _label_files(root: Path) -> dict[str, Any]:
    folder = root / "labels"
    try:
        names = [name for name in disk.names(folder) if name.endswith(".json") and not disk.is_temporary(name)]
    except OSError as error:
        raise Unreadable(f"Etiketterna kan inte läsas ({disk.reason(error)}).") from error
    return {name.removesuffix(".json"): _label_content(folder / name) for name in names}


def _label_content(path: Path) -> dict[str, Any]:
    content = commits.read_json(path)
    if not isinstance(content, dict) or not isinstance(content.get("snapshot"), str):
        raise StoreError(f"Etiketten {path.stem} är ändrad eller skadad.")
    return content


def _write_table(folder: Path, table: Table, frame: pd.DataFrame) -> dict[str, Any]:
    sink = pa.BufferOutputStream()
    pq.write_table(arrow_table(table, frame), sink, **PARQUET)
    content = sink.getvalue().to_pybytes()
    disk.write(folder / f"{table.name}.parquet", content)
    return {"rows": len(frame), "sha256": hashlib.sha256(content).hexdigest()}


def _verified_file(folder: Path, table: str, sha256: str) -> bytes:
    return _verified(folder, f"{table}.parquet", sha256)


def _verified(folder: Path, name: str, sha256: str) -> bytes:
    """The content of a file that is still the one its hash was taken of. Raises `StoreError`."""
    try:
        content = disk.read(folder / name)
    except FileNotFoundError:
        if folder.is_dir():
            raise StoreError(f"Utgåva {folder.name}: {name} saknas.") from None
        raise StoreError(f"Utgåva {folder.name} finns inte kvar: den är gallrad eller borttagen.") from None
    except OSError as error:
        raise Unreadable(f"Utgåva {folder.name} kan inte läsas just nu ({disk.reason(error)}).") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError(f"Utgåva {folder.name}: {name} är ändrad eller skadad.")
    return content


@contextmanager
def _staging(root: Path) -> Iterator[Path]:
    """A folder to write in that is gone afterwards: by then it has got its name, or is not needed."""
    folder = disk.make_scratch(root / "staging" / disk.unique())
    try:
        yield folder
    finally:
        with suppress(OSError):
            disk.remove_tree(folder)


def _give_name(root: Path, staging: Path, final: Path, manifest_sha256: str) -> None:
    """Rename what was written, unless the same is there already. A damaged one makes room; nothing is deleted."""
    there = final.exists()
    if there and _is_whole(final, manifest_sha256):
        _settle(root)
        return
    if there:
        disk.rename(final, disk.make_scratch(root / "damaged") / f"{final.name}-{disk.unique()}")
    try:
        disk.rename(staging, final)
    except OSError:
        if not _is_whole(final, manifest_sha256):  # another run wrote the same at the same time
            raise
    disk.sync(final.parent)


def _settle(root: Path) -> None:
    """Make last what a run left that died between giving a name and syncing the folder."""
    disk.sync(root / "snapshots")
    if disk.names(root / "commits"):
        disk.sync(root / "commits")


def _is_whole(folder: Path, manifest_sha256: str) -> bool:
    """Raises `Unreadable` where it cannot be told."""
    try:
        verified_manifest(folder, manifest_sha256)
    except Unreadable:
        raise
    except StoreError:
        return False
    return True
