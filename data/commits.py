"""Commits: numbered files that are created once and never replaced. The newest one tells what is current.

A commit holds its own number and a checksum, so that a damaged or misplaced file is not believed. `newest.json`
is a second name of the newest one: it tells that a commit file is gone, and where it is lost nothing else is.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data import disk

ATTEMPTS = 50
"""How many other writers may take the next number before we give up."""

_UNSEALED = {"snapshot", "manifest_sha256", "previous", "published_at", "code_version"}
"""Fields of a commit written before commits carried a number and a checksum."""


class StoreError(Exception):
    """Something in the store cannot be used; the message says what and what to do."""


class Unreadable(StoreError):
    """It may well be whole, but the disk would not say: no permission, too many open files."""


@dataclass(frozen=True)
class Commit:
    """One publication: which snapshot became current, when and after which."""

    number: int
    snapshot: str
    manifest_sha256: str
    published_at: datetime
    code_version: str
    previous: int | None = None


def commit(root: Path, snapshot_id: str, manifest_sha256: str, published_at: datetime, code_version: str) -> int:
    """Make a snapshot current; return the commit's number: the next one that no other writer takes first.

    Raises `StoreError`, which says whether the snapshot before is still current.
    """
    with writing():
        folder = disk.make_folder(root / "commits")
        for _ in range(ATTEMPTS):
            previous = max(commit_numbers(root), default=None)
            entry = Commit((previous or 0) + 1, snapshot_id, manifest_sha256, published_at, code_version, previous)
            try:
                disk.create_json(folder / _file_name(entry.number), content_of(entry), root / "newest.json")
                return entry.number
            except FileExistsError:
                continue
            except disk.Unsettled as error:
                raise StoreError(
                    f"Utgåva {snapshot_id} visas nu, men disken bekräftade inte att den är sparad "
                    f"({disk.reason(error)}). Kontrollera disken och kör igen."
                ) from error
    raise StoreError(f"{folder}: en annan körning publicerar samtidigt. Den förra utgåvan ligger kvar; kör igen.")


def commit_numbers(root: Path) -> list[int]:
    """Numbers of all commits, oldest first, and of the newest one also where its file is gone.

    Raises `StoreError` where the folder cannot be read.
    """
    try:
        files = [Path(name) for name in disk.names(root / "commits")]
    except OSError as error:
        raise Unreadable(f"Publiceringarna kan inte läsas ({disk.reason(error)}).") from error
    numbers = {int(file.stem) for file in files if file.suffix == ".json" and file.stem.isdecimal()}
    return sorted(numbers | _announced(root))


def read_commit(root: Path, number: int) -> Commit:
    """One commit file. Raises `StoreError` where it cannot be read, is damaged, or is another one's."""
    path = root / "commits" / _file_name(number)
    found = _parsed(path, number)
    if found.number != number:
        raise StoreError(f"{path.name}: filen är publicering {found.number} under fel namn.")
    return found


def history(root: Path) -> list[Commit]:
    """Every commit but damaged ones, oldest first. Raises `Unreadable` where the disk would not give one."""
    return list(_undamaged(root, commit_numbers(root)))


def newest_of(root: Path, snapshot_id: str) -> Commit | None:
    """The commit that published the snapshot last, as far as commits are undamaged."""
    newest_first = _undamaged(root, reversed(commit_numbers(root)))
    return next((entry for entry in newest_first if entry.snapshot == snapshot_id), None)


def content_of(entry: Commit) -> dict[str, Any]:
    """A commit as a JSON value with a checksum of everything else in it."""
    return _sealed({**asdict(entry), "published_at": entry.published_at.isoformat()})


def understood(name: str, content: Any, number: int = 0) -> Commit:
    """The commit in a JSON value. `number` is for one that does not hold its own. Raises `StoreError`."""
    try:
        if set(content) != _UNSEALED and _sealed(content) != content:
            raise _damaged(name)
        return Commit(
            int(content.get("number", number)),
            str(content["snapshot"]),
            str(content["manifest_sha256"]),
            datetime.fromisoformat(content["published_at"]),
            str(content["code_version"]),
            content["previous"],
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged(name) from None


@contextmanager
def writing() -> Iterator[None]:
    """Turn a disk error before anything became current into a sentence."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"Utgåvan kan inte sparas ({disk.reason(error)}). Den förra utgåvan ligger kvar; åtgärda och kör igen."
        ) from error


def read_json(path: Path) -> Any:
    """A JSON file in our own spelling: a single changed byte is damage. Raises `StoreError`."""
    try:
        raw = disk.read(path)
        content = json.loads(raw)
    except FileNotFoundError:
        raise StoreError(f"{path.name} saknas.") from None
    except OSError as error:
        raise Unreadable(f"En fil i lagret kan inte läsas ({disk.reason(error)}).") from error
    except ValueError:
        raise _damaged(path.name) from None
    if disk.as_json(content).encode() != raw:
        raise _damaged(path.name)
    return content


def _undamaged(root: Path, numbers: Iterable[int]) -> Iterator[Commit]:
    for number in numbers:
        try:
            yield read_commit(root, number)
        except Unreadable:
            raise
        except StoreError:
            continue


def _announced(root: Path) -> set[int]:
    """Number of the newest commit by its second name; nothing where that cannot tell."""
    try:
        return {_parsed(root / "newest.json").number}
    except StoreError:
        return set()


def _parsed(path: Path, number: int = 0) -> Commit:
    return understood(path.name, read_json(path), number)


def _sealed(content: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in content.items() if key != "sha256"}
    return {**rest, "sha256": hashlib.sha256(disk.as_json(rest).encode()).hexdigest()}


def _damaged(name: str) -> StoreError:
    return StoreError(f"{name}: filen är ändrad eller skadad.")


def _file_name(number: int) -> str:
    return f"{number:08d}.json"
