"""One run at a time per data folder. The operating system frees a dead process's lock, so it is taken over."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from data import disk
from etl.errors import RunFailed


@contextmanager
def only_run(root: Path, now: datetime, say: Callable[[str], None]) -> Iterator[None]:
    """Raises `RunFailed` with who holds the lock and since when."""
    folder = disk.make_folder(root)
    lock, holder = FileLock(folder / "run.lock"), folder / "run.holder.json"
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RunFailed(f"En körning pågår redan{_by(holder)}. Vänta tills den är klar. Inget är ändrat.") from None
    try:
        if holder.exists():
            say(f"Tar över efter en körning som dog{_by(holder)}.")
        disk.replace_json(holder, {"pid": os.getpid(), "host": socket.gethostname(), "since": now.isoformat()})
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _by(holder: Path) -> str:
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f" (process {who['pid']} på {who['host']} sedan {who['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
