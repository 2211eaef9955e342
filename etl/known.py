"""Known errors of the sources, as data: each with its numbers, so that a mended source is noticed."""

import csv
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from etl.checks import Check
from etl.errors import UsageError

COLUMNS = ("check_id", "printed", "ours", "reason", "reconciliation_id")


@dataclass(frozen=True)
class KnownError:
    """`ours` is empty where any value of ours is expected to differ (the printed one is about something else)."""

    check_id: str
    printed: str
    ours: str
    reason: str
    reconciliation_id: str


def read_known_errors(path: Path | None) -> dict[str, KnownError]:
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise UsageError(f"{path}: kolumnerna ska vara {', '.join(COLUMNS)}. Rätta filen och kör igen.")
        return {row["check_id"]: KnownError(**row) for row in reader}


def recognise(checks: list[Check], known: dict[str, KnownError]) -> list[Check]:
    """Mark the known errors; one that has gone or has other numbers is a finding of its own."""
    judged = [_judge(check, known[check.check_id]) if check.check_id in known else check for check in checks]
    run = {check.check_id for check in checks}
    return judged + [_gone(error) for name, error in known.items() if name not in run]


def _judge(check: Check, error: KnownError) -> Check:
    same = _same(check.found, error.printed) and (not error.ours or _same(check.expected, error.ours))
    if check.passed or not same:
        wanted = f"tryckt {error.printed}, vi {error.ours or '(vad som helst)'}"
        text = f"Känt fel {error.reconciliation_id} är inte som väntat ({wanted}). Källan har rättats? {check.message}"
        return replace(check, passed=False, severity="warning", message=text)
    text = f"{check.message} {error.reason}"
    return replace(check, known=True, severity="info", message=text)


def _same(one: str | None, other: str) -> bool:
    try:
        return one is not None and Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False


def _gone(error: KnownError) -> Check:
    text = f"Känt fel {error.reconciliation_id}: den tryckta siffran finns inte längre. Källan har rättats?"
    return Check(error.check_id, "checks", None, "warning", False, False, None, error.printed, text)
