"""`python -m dashboard` as a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def serving(published: Path, host: str = "localhost", **environment: str) -> Iterator[str]:
    """Address of a dashboard over a published folder; `environment` are further variables that it is given."""
    port = _free_port()
    address = f"http://localhost:{port}"
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", "--host", host, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "FOLLOWUP_DATA": str(published), **environment},
    )
    try:
        _wait_until_it_answers(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not answer within {seconds:.0f} s; exit status {process.poll()}.")
