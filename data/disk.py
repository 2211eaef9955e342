"""The few file operations that survive a power loss: everything is synced before it gets its name."""

import json
import os
from pathlib import Path
from typing import Any


def sync(path: Path) -> None:
    """Flush a file or folder to the disk. Windows cannot open folders and needs no folder sync."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> Path:
    """Create a folder and its parents, each synced into the one above."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        sync(folder.parent)
    return path


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file in place and sync it; for files that get their final name later."""
    path.write_text(as_json(content), encoding="utf-8")
    sync(path)


def replace_json(path: Path, content: Any) -> None:
    """Replace a JSON file at once: a reader sees the old or the new one."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    write_json(temporary, content)
    temporary.replace(path)
    sync(path.parent)


def create_json(path: Path, content: Any) -> None:
    """Create a JSON file that must not exist yet. Raises `FileExistsError` where it does."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    write_json(temporary, content)
    try:
        os.link(temporary, path)
    finally:
        temporary.unlink()
    sync(path.parent)


def as_json(content: Any) -> str:
    """One spelling for every JSON file, so that the same content has the same hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
