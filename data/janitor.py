"""The janitor: removes what nobody can ask for any more. To be called by whoever holds the run's lock.

Never removed: commits, labelled snapshots, the current one, the one a reader would fall back on, and those that
these two name. Where anything that tells what must be kept cannot be read, nothing at all is removed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from data import disk
from data import snapshot as store
from data.snapshot import Commit, Snapshot, StoreError

KEEP_DAYS = 400
SESSION_HOURS = 24

_SNAPSHOT = re.compile(r"\d{4}-\d{2}-[0-9a-f]{12}")
_NAMING = {"restatements": ("first_snapshot", "last_snapshot_before"), "sources": ("kept_from",)}
"""Columns of the published tables that name earlier snapshots."""


def tidy(root: Path, now: datetime, keep_days: int = KEEP_DAYS, session_hours: int = SESSION_HOURS) -> list[str]:
    """Remove what is left behind or past its time; tell what, as paths below `root`.

    Left behind is what a dead run was writing, or wrote and never published, more than `session_hours` ago. Past its
    time is a snapshot whose newest commit is more than `keep_days` old. Raises `StoreError` where something cannot
    be read or removed.
    """
    session, retention = now - timedelta(hours=session_hours), now - timedelta(days=keep_days)
    try:
        kept = _kept(root, retention)
        unfinished = [path for path in [*_scratch(root), *_temporary(root)] if _last_change(path) < session]
        unwanted = [path for path in _snapshots(root) if path.name not in kept and _last_change(path) < session]
        set_aside = [path for path in _below(root / "damaged") if _last_change(path) < retention]
        for path in unwanted:
            _unmake(path)
        for path in [*unfinished, *unwanted, *set_aside]:
            _remove(path)
        return [path.relative_to(root).as_posix() for path in [*unfinished, *unwanted, *set_aside]]
    except OSError as error:
        raise StoreError(f"Gallringen avbröts ({disk.reason(error)}). Utgåvorna som visas är orörda.") from error


def _kept(root: Path, retention: datetime) -> set[str]:
    """Ids of every snapshot that must stay. All of them, where nothing is published that could be lost by mistake."""
    commits = [store.read_commit(root, number) for number in store.commit_numbers(root)]
    labelled = set(store.labels(root).values())
    current = store.current(root, sure=True)
    if current is None:
        return {path.name for path in _snapshots(root)}
    if current.fallback:
        raise StoreError(f"Inget gallras medan den senaste utgåvan är skadad. {current.fallback}")
    recent = {commit.snapshot for commit in commits if commit.published_at >= retention}
    readable = [current, *_fallback(root, [commit for commit in commits if commit.snapshot != current.snapshot_id])]
    named = {name for snapshot in readable for name in _named_by(snapshot)}
    return recent | labelled | named | {snapshot.snapshot_id for snapshot in readable}


def _fallback(root: Path, commits: list[Commit]) -> Iterator[Snapshot]:
    """The newest of them that is whole, if any."""
    for commit in reversed(commits):
        try:
            yield store.open_snapshot(root, commit.snapshot)
            return
        except store.Unreadable:
            raise
        except StoreError:
            continue


def _named_by(snapshot: Snapshot) -> Iterator[str]:
    """Snapshots that a reader is told of: where a figure was first reported, or a source last read."""
    for table in _NAMING.keys() & snapshot.manifest["tables"].keys():
        frame = snapshot.read(table)
        for column in frame.columns.intersection(list(_NAMING[table])):
            yield from map(str, frame[column].dropna())


def _unmake(snapshot: Path) -> None:
    """Its manifest goes first and for good, so that a crash leaves nothing that looks whole."""
    if "manifest.json" in disk.names(snapshot):
        disk.remove_file(snapshot / "manifest.json")
        disk.sync(snapshot)


def _remove(path: Path) -> None:
    if path.is_dir():
        disk.remove_tree(path)
    else:
        disk.remove_file(path)


def _snapshots(root: Path) -> list[Path]:
    return [path for path in _below(root / "snapshots") if _SNAPSHOT.fullmatch(path.name)]


def _scratch(root: Path) -> list[Path]:
    return _below(root / "staging")


def _temporary(root: Path) -> list[Path]:
    """Files that never got their name, in the store and the folders of single files."""
    folders = [root, *(root / name for name in ("commits", "labels", "runs"))]
    return [path for folder in folders for path in _below(folder) if disk.is_temporary(path.name)]


def _below(folder: Path) -> list[Path]:
    return [folder / name for name in disk.names(folder)]


def _last_change(path: Path) -> datetime:
    """When the file, or anything directly in the folder, was last written."""
    return max(datetime.fromtimestamp(each.stat().st_mtime, UTC) for each in [path, *_below_if_folder(path)])


def _below_if_folder(path: Path) -> list[Path]:
    return _below(path) if path.is_dir() else []
