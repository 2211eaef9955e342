"""The commands: `python -m etl run | check | list | rollback | keep`."""

import argparse
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from data import snapshot as store
from data.disk import as_json
from data.errors import UsageError
from data.location import published_root
from data.snapshot import StoreError
from etl import config
from etl.connecting import connection, lines
from etl.errors import RunFailed
from etl.lock import only_run
from etl.record import utc_now
from etl.run import Run, code_version
from etl.sources.extract import Extract
from etl.summary import check_summary, listing, run_summary

OK, FAILED, USAGE = 0, 1, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except UsageError as error:
        print(error, file=sys.stderr)
        return USAGE
    except (RunFailed, StoreError) as error:
        print(error, file=sys.stderr)
        return FAILED


def run(options: argparse.Namespace) -> int:
    runner = _run(options)
    record = runner.record()
    try:
        runner.execute(record)
    finally:
        if options.json:
            print(as_json(record.as_dict()), end="")
    if not options.json:
        print(run_summary(record), end="")
    return OK


def check(options: argparse.Namespace) -> int:
    """Tells what each dataset gave before it judges, so that a broken one does not hide the others."""
    runner = _run(options)
    record, found = runner.record(), []

    def show(extracts: Mapping[str, Extract]) -> None:
        places = runner.settings.places
        told = [connection(extract, places[name]) for name, extract in extracts.items() if name in places]
        found.extend(told)
        for each in told if not options.json else []:
            print("\n".join(["", *lines(each)]))

    try:
        replace(runner, show=show).check(record)
    except RunFailed as error:
        record.failed(*error.problems)
        raise
    finally:
        if options.json:
            print(as_json(record.as_dict() | {"connections": found}), end="")
    if not options.json:
        print(check_summary(record), end="")
    return FAILED if record.refused or record.unexpected else OK


def list_commits(options: argparse.Namespace) -> int:
    entries = listing(_root(options))
    print(as_json(entries) if options.json else "".join(f"{entry['text']}\n" for entry in entries), end="")
    return OK


def rollback(options: argparse.Namespace) -> int:
    """A new commit that points to an older snapshot; nothing is removed."""
    root = _root(options)
    with only_run(root, utc_now(), print):
        found = store.open_snapshot(root, options.snapshot).commit
        number = store.commit(root, found.snapshot, found.manifest_sha256, utc_now(), code_version())
    print(f"Utgåva {found.snapshot} gäller igen (publicering {number}).")
    return OK


def keep(options: argparse.Namespace) -> int:
    """Under the run's lock, so that nothing is tidied away while it gets its name."""
    root = _root(options)
    with only_run(root, utc_now(), print):
        store.label(root, options.snapshot, options.label)
    print(f"Utgåva {options.snapshot} behålls som {options.label}.")
    return OK


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m etl", description="Läser källorna och publicerar månadens siffror.")
    commands = top.add_subparsers(required=True, metavar="KOMMANDO", title="kommandon")
    for name, function, text in (
        ("run", run, "läs källorna, räkna, kontrollera och publicera en utgåva"),
        ("check", check, "gör allt utom att publicera; visa vad som avvisas och inte stämmer"),
    ):
        command = _command(commands, name, function, text)
        command.add_argument("--config", type=Path, metavar="FIL", help="inställningar i TOML (annars FOLLOWUP_CONFIG)")
        command.add_argument("--period", type=_month, metavar="MÅNAD", help="läs bara om denna månad, ÅÅÅÅ-MM")
        command.add_argument("--json", action="store_true", help="resultatet som JSON på standard ut, inget annat där")
    listed = _command(commands, "list", list_commits, "visa publiceringar och utgåvor")
    listed.add_argument("--json", action="store_true", help="listan som JSON")
    older = _command(commands, "rollback", rollback, "låt en äldre utgåva gälla igen; inget tas bort")
    older.add_argument("snapshot", metavar="UTGÅVA", help="utgåvans id, som list visar det")
    kept = _command(commands, "keep", keep, "behåll en utgåva under ett namn")
    kept.add_argument("snapshot", metavar="UTGÅVA", help="utgåvans id, som list visar det")
    kept.add_argument("--label", required=True, metavar="NAMN", help="namnet, t.ex. styrelsen-2019-10")
    return top


def _command(commands: Commands, name: str, function: object, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    target = "målmapp (annars FOLLOWUP_DATA, annars data/published)"
    command.add_argument("--out", type=Path, metavar="MAPP", help=target)
    command.set_defaults(command=function, json=False)
    return command


def _run(options: argparse.Namespace) -> Run:
    named = options.config or os.environ.get("FOLLOWUP_CONFIG") or config.EMBEDDED
    settings = config.load(Path(named), os.environ)
    channel = sys.stderr if options.json else sys.stdout
    return Run(settings, _root(options), lambda line: print(line, file=channel, flush=True), month=options.period)


def _month(text: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(datetime.strptime(text, "%Y-%m"))  # noqa: DTZ007 - a month has no time zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} är ingen månad; skriv ÅÅÅÅ-MM, t.ex. 2019-05") from None


def _root(options: argparse.Namespace) -> Path:
    return options.out or published_root(os.environ)


if __name__ == "__main__":
    sys.exit(main())
