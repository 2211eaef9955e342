"""`python -m dashboard`: serve the dashboard; `python -m dashboard report`: the report as a file."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from data import comment_settings, report_settings, snapshot
from data.errors import UsageError
from data.location import configured, published_root

ROOT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Serve or report; exit status 0 when done, 1 when it failed (why, on stderr), 2 for wrong usage or settings."""
    options = parser().parse_args(arguments)
    try:
        comment_settings.load()
        report_settings.load()
        return report(options) if options.command == "report" else serve(options)
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2


def serve(options: argparse.Namespace) -> int:
    """Exit status 0 when stopped, 1 when the port is taken or the first run failed."""
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
    from dashboard import server  # after the ETL, which needs the memory more

    print(f"Månadsuppföljning visas på http://{options.host}:{options.port}", flush=True)
    server.serve(options.host, options.port)
    return 0


def report(options: argparse.Namespace) -> int:
    """Exit status 0 when the file is written, whose path is printed; 1 when there is nothing to write or no room."""
    from dashboard.paper import night  # only here: a server need not import what writes files before it is asked to

    try:
        path = night.write(options)
    except night.Failed as error:
        print(error, file=sys.stderr)
        return 1
    print(path)
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
    result = argparse.ArgumentParser(
        prog="python -m dashboard", description="Visar månadsuppföljningen i webbläsaren, eller skriver rapporten."
    )
    result.add_argument("--host", default="localhost", help="adress att lyssna på (localhost)")
    result.add_argument("--port", type=int, default=8501, help="port (8501)")
    commands = result.add_subparsers(title="kommandon", dest="command", metavar="KOMMANDO")
    _report(commands.add_parser("report", help="skriv rapporten som en fil"))
    return result


def _report(command: argparse.ArgumentParser) -> None:
    command.description = "Skriver månadsrapporten, eller planen för ett år, som en fil och säger var den ligger."
    command.add_argument("--period", default="", metavar="MÅNAD", help="månad, ÅÅÅÅ-MM; utan den den senaste")
    command.add_argument("--plan", default="", metavar="ÅR", help="planen för ett år, i stället för en månads rapport")
    command.add_argument("--format", default="", metavar="FORMAT", help="docx, pdf, pptx, xlsx eller html")
    command.add_argument("--out", default="", metavar="DIR", help="mapp att skriva i")
    command.add_argument("--department", default="", metavar="NAMN", help="en avdelning; utan den hela organisationen")
    command.add_argument("--snapshot", default="", metavar="ID", help="utgåva; utan den den senaste")


if __name__ == "__main__":
    sys.exit(main())
