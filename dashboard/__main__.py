"""`python -m dashboard`: serve the dashboard."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from data import comment_settings, snapshot
from data.errors import UsageError
from data.location import configured, published_root

ROOT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Serve; exit status 0 when stopped, 1 when the port is taken or the first run failed, 2 for wrong usage
    or settings."""
    options = parser().parse_args(arguments)
    try:
        comment_settings.load()
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    if taken(options.host, options.port):
        print(
            f"Port {options.port} används redan. Välj en annan, till exempel --port {options.port + 1}.",
            file=sys.stderr,
        )
        return 1
    os.chdir(ROOT)  # Streamlit looks for .streamlit/ where it is started
    if not snapshot.commit_numbers(published_root()) and not configured():
        print("Inget publicerat ännu: läser in den inbyggda källan.", flush=True)
        status = subprocess.call([sys.executable, "-m", "etl", "run"])
        if status:
            return 1
    from dashboard.server import serve  # after the ETL, which needs the memory more

    print(f"Månadsuppföljning visas på http://{options.host}:{options.port}", flush=True)
    serve(options.host, options.port)
    return 0


def taken(host: str, port: int) -> bool:
    """Does something else listen there already?"""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def parser() -> argparse.ArgumentParser:
    """The command line."""
    result = argparse.ArgumentParser(prog="python -m dashboard", description="Visar månadsuppföljningen i webbläsaren.")
    result.add_argument("--host", default="localhost", help="adress att lyssna på (localhost)")
    result.add_argument("--port", type=int, default=8501, help="port (8501)")
    return result


if __name__ == "__main__":
    sys.exit(main())
