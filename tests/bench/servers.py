"""The servers under measurement, on loopback, each ended when its block ends."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
STOCK = Path(__file__).parent / "stock"
HOST = "127.0.0.1"
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def resident_mb(self) -> float:
        """Memory of the server process itself; it has no workers."""
        return status_mb(self.pid, "VmRSS")


def added_mb(act: Callable[[], None]) -> float:
    """How far this process's memory rises above where it stood, while it acts."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the high-water mark starts again from here
    before = status_mb("self", "VmRSS")
    act()
    return status_mb("self", "VmHWM") - before


def status_mb(pid: int | str, field: str) -> float:
    """A memory field of /proc/PID/status, which counts in kB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:")) / 1024


def publish(data: Path) -> None:
    """The embedded source, published into a folder of our own."""
    command = [sys.executable, "-m", "etl", "run", "--out", str(data)]
    subprocess.run(command, cwd=ROOT, env=_environment(), check=True, stdout=subprocess.DEVNULL, timeout=300)


@contextmanager
def ours(data: Path) -> Iterator[Server]:
    """`python -m dashboard` on what `publish` left in `data`."""
    port = _free_port()
    command = [sys.executable, "-m", "dashboard", "--host", HOST, "--port", str(port)]
    with _running(command, ROOT, {"FOLLOWUP_DATA": str(data)}, port) as server:
        yield server


@contextmanager
def stock(script: str, elsewhere: Path) -> Iterator[Server]:
    """`streamlit run` with its defaults; `elsewhere` is a folder without settings, so that none of ours apply."""
    port = _free_port()
    settings = {"server.port": port, "server.address": HOST, "server.headless": "true"}
    flags = [f"--{name}={value}" for name, value in (settings | {"browser.gatherUsageStats": "false"}).items()]
    command = [sys.executable, "-m", "streamlit", "run", str(STOCK / script), *flags]
    with _running(command, elsewhere, {"HOME": str(elsewhere)}, port) as server:
        yield server


@contextmanager
def _running(command: Sequence[str], folder: Path, environment: dict[str, str], port: int) -> Iterator[Server]:
    with ended(
        subprocess.Popen(command, cwd=folder, env=_environment() | environment, stdout=subprocess.DEVNULL)
    ) as it:
        _wait_until_healthy(port, it)
        try:
            yield Server(port, it.pid)
        finally:
            if it.poll() is not None:
                raise RuntimeError(f"The server on port {port} ended by itself with status {it.returncode}.")


@contextmanager
def ended(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[str]]:
    """The process, gone when the block is left, however it is left."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_healthy(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"The server on port {port} did not answer within {_START_SECONDS:.0f} s.")


def _environment() -> dict[str, str]:
    """Ours, without anything that would change what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "FOLLOWUP_"))}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])
