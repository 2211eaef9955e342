"""The one door to the disk: whatever the store changes or reads goes through `os` here, so a test can stand in it.

A power loss may take back anything that was not synced: a file's content until the file was, a file's name until
its folder was. So content is synced before it gets its name, and a name before anyone is told about it.
"""
# pathlib has an `os` of its own, which a test could not stand in for.
# ruff: noqa: PTH102, PTH105, PTH106, PTH108, PTH208

import errno
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate the line ends
_REASONS = {
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "utrymmet på disken är slut",
    errno.EMFILE: "för många filer är öppna",
    errno.ENFILE: "för många filer är öppna",
    errno.EACCES: "behörighet saknas",
    errno.EPERM: "behörighet saknas",
    errno.EROFS: "disken är skrivskyddad",
    errno.EIO: "disken svarar med fel",
    errno.ENOENT: "saknas",
}


class Unsettled(OSError):
    """Done, and seen by readers, but not known to survive a power loss."""


def reason(error: OSError) -> str:
    """The error in the user's language: which file in which folder, and why."""
    cause = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
    return f"{'/'.join(Path(str(error.filename)).parts[-2:])}: {cause}" if error.filename else cause


def read(path: Path) -> bytes:
    with _naming(path), os.fdopen(os.open(path, os.O_RDONLY | _BINARY), "rb") as file:
        return file.read()


def names(folder: Path) -> list[str]:
    """What the folder holds, sorted; nothing where there is no folder. No permission is an error, not nothing."""
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        return []


def write(path: Path, content: bytes) -> None:
    """Write a file in place and sync it; for files that get their final name later."""
    with _naming(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o666)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync(folder: Path) -> None:
    """Make the names in a folder last. Windows cannot open folders, and needs no such sync."""
    if os.name == "nt":
        return
    with _naming(folder):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_folder(path: Path) -> Path:
    """Create a folder and its parents, each synced into the one above before anything is put in it.

    So a folder that holds something is known to last. One that is there but empty may come from a run that died
    before the sync.
    """
    try:
        lasts = bool(os.listdir(path))
    except FileNotFoundError:
        make_folder(path.parent)
        _mkdir(path)
        lasts = False
    if not lasts:
        sync(path.parent)
    return path


def make_scratch(path: Path) -> Path:
    """Create a folder and its parent for what a power loss may take: nothing is synced."""
    _mkdir(path.parent)
    _mkdir(path)
    return path


def rename(source: Path, target: Path) -> None:
    """Move to a name that is free, or replace a file. Lasts when the target's folder is synced."""
    os.replace(source, target)


def remove_tree(folder: Path) -> None:
    """Remove a folder and all in it; nothing is synced."""
    for name in names(folder):
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            remove_tree(path)
        else:
            os.unlink(path)
    os.rmdir(folder)


def remove_file(path: Path) -> None:
    os.unlink(path)


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file in place and sync it; for files that get their final name later."""
    write(path, as_json(content).encode())


def replace_json(path: Path, content: Any) -> None:
    """Replace a JSON file at once: a reader sees the old or the new one."""
    temporary = _temporary(path)
    write_json(temporary, content)
    rename(temporary, path)
    sync(path.parent)


def create_json(path: Path, content: Any, newest: Path | None = None) -> None:
    """Create a JSON file that must not exist yet. Raises `FileExistsError` where it does.

    `newest` becomes a second name of the file, where that can be done. Raises `Unsettled` where the file is there
    but could not be synced.
    """
    temporary = _temporary(path)
    try:
        write_json(temporary, content)
        os.link(temporary, path)
        try:
            sync(path.parent)
        except OSError as error:
            raise Unsettled(error.errno, error.strerror, error.filename) from error
        if newest:
            with suppress(OSError):
                rename(temporary, newest)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def as_json(content: Any) -> str:
    """One spelling for every JSON file, so that the same content has the same hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def unique() -> str:
    """A name that no other run uses."""
    return f"{os.getpid()}-{time.time_ns()}"


def is_temporary(name: str) -> bool:
    """Was the file on its way to its name?"""
    return name.startswith(".") and ".json." in name


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{unique()}")


def _mkdir(path: Path) -> None:
    with suppress(FileExistsError):
        os.mkdir(path)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Say which file it was: an error from an open descriptor does not know."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
