"""What the commands print at the end: tables, rows, refused rows, findings. Pure text."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data import snapshot as store
from data.snapshot import StoreError
from data.tables import BY_NAME
from etl.checking.tieout import swedish
from etl.errors import capped
from etl.record import Record


def run_summary(record: Record) -> str:
    width = max(len(name) for name in record.tables)
    tables = [f"  {name:<{width}} {rows:>8}  {BY_NAME[name].title}" for name, rows in record.tables.items()]
    shrunk = [f"Färre rader än i förra utgåvan: {name} {then} -> {now}." for name, (then, now) in record.shrunk.items()]
    late = [each["message"] for each in record.late_sources]
    lines = [f"{record.message} Utgåva {record.snapshot}", "", *tables, "", *balance(record), "", *findings(record)]
    return "\n".join(["", *lines, *shrunk, *late]) + "\n"


def check_summary(record: Record) -> str:
    verdict = "Inget att anmärka." if not record.refused and not record.unexpected else "Det finns anmärkningar."
    known = [f"  känt: {message}" for message in record.known]
    late = [each["message"] for each in record.late_sources]
    return "\n".join(["", *balance(record), "", *findings(record), *known, *late, verdict]) + "\n"


def balance(record: Record) -> list[str]:
    """In = used + refused, per dataset that is connected: rows, and the sum of its control column where it has one."""
    connected = [each for each in record.datasets if each["status"] != "absent"]
    return ["Rader in = använda + avvisade, och summan likaså"] + [
        f"  {each['dataset']}: {_rows(each)}{_sums(each)}{_kept(each)}" for each in connected
    ]


def _rows(each: Mapping[str, Any]) -> str:
    return f"{each['rows_in']} = {each['rows_used']} + {each['rows_refused']}"


def _sums(each: Mapping[str, Any]) -> str:
    if each["sum_in"] is None:
        return ""
    total, used, refused = (swedish(f"{each[name]:.2f}") for name in ("sum_in", "sum_used", "sum_refused"))
    return f"; {each['control_column']} {total} = {used} + {refused}"


def _kept(each: Mapping[str, Any]) -> str:
    return f"; siffrorna från {each['kept_from']} ligger kvar" if each["kept_from"] else ""


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
