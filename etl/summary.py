"""What the commands print at the end: tables, rows, refused rows, findings. Pure text."""

from pathlib import Path
from typing import Any

from data import snapshot as store
from data.snapshot import StoreError
from data.tables import BY_NAME
from etl.errors import capped
from etl.record import Record


def run_summary(record: Record) -> str:
    width = max(len(name) for name in record.tables)
    tables = [f"  {name:<{width}} {rows:>8}  {BY_NAME[name].title}" for name, rows in record.tables.items()]
    shrunk = [f"Färre rader än i förra utgåvan: {name} {then} -> {now}." for name, (then, now) in record.shrunk.items()]
    lines = ["", f"{record.message} Utgåva {record.snapshot}", "", *tables, "", *findings(record), *shrunk]
    return "\n".join(lines) + "\n"


def check_summary(record: Record) -> str:
    verdict = "Inget att anmärka." if not record.refused and not record.unexpected else "Det finns anmärkningar."
    known = [f"  känt: {message}" for message in record.known]
    return "\n".join(["", *findings(record), *known, verdict]) + "\n"


def findings(record: Record) -> list[str]:
    """Counts first, then the unexpected ones and the refused cells, five of each."""
    count = record.findings
    lines = [
        f"Avvisade rader: {record.refused}",
        f"Kontroller: {count['checks']}, varav {count['passed']} stämmer, {count['known']} kända fel i källan "
        f"och {count['unexpected']} oväntade",
    ]
    for title, messages in (("Avvisat", record.refusals), ("Oväntat", record.unexpected)):
        if messages:
            lines += [f"{title}:", *(f"  {line}" for line in capped(messages).splitlines())]
    return lines


def listing(root: Path) -> list[dict[str, Any]]:
    """One entry per commit, newest first, and the snapshots that only a label holds."""
    labels = store.labels(root)
    current = _current(root)
    return [_entry(root, number, labels, current) for number in reversed(store.commit_numbers(root))]


def _entry(root: Path, number: int, labels: dict[str, str], current: int | None) -> dict[str, Any]:
    try:
        commit = store.read_commit(root, number)
    except StoreError as error:
        return {"number": number, "text": str(error)}
    names = [name for name, snapshot in labels.items() if snapshot == commit.snapshot]
    published = commit.published_at.isoformat(timespec="seconds")
    mark = "*" if number == current else " "
    text = f"{mark} {number:>4}  {commit.snapshot}  {published}  {', '.join(names)}".rstrip()
    return {
        "number": number,
        "snapshot": commit.snapshot,
        "published_at": published,
        "code_version": commit.code_version,
        "labels": names,
        "current": number == current,
        "text": text,
    }


def _current(root: Path) -> int | None:
    try:
        found = store.current(root)
    except StoreError:
        return None
    return found.commit.number if found else None
