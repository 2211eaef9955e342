"""Known errors of the sources, as data: each with its numbers, so that a mended source is noticed.

One row per check that is expected to fail, whichever kind it is. Nothing is corrected by it: the error stays on
"Om data", with the reason and who has been told.
"""

import csv
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from data.errors import UsageError
from etl.checking.checks import Check

COLUMNS = ("check_id", "found", "expected", "reason", "told", "error_id")


@dataclass(frozen=True)
class KnownError:
    """The numbers that the check gives while the source is wrong; `expected` is empty where any of ours may differ."""

    check_id: str
    found: str
    expected: str
    reason: str
    told: str
    error_id: str


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
    same = _same(check.found, error.found) and (not error.expected or _same(check.expected, error.expected))
    if check.passed or not same:
        wanted = f"{error.found} mot {error.expected or 'vad som helst'}"
        text = f"Känt fel {error.error_id} är inte som väntat ({wanted}). Källan har rättats? {check.message}"
        return replace(check, passed=False, severity="warning", message=text)
    told = f" Meddelat: {error.told}." if error.told else ""
    return replace(check, known=True, severity="info", message=f"{check.message} {error.reason}{told}")


def _same(one: str | None, other: str) -> bool:
    try:
        return one is not None and Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one == other


def _gone(error: KnownError) -> Check:
    text = f"Känt fel {error.error_id}: kontrollen {error.check_id} finns inte längre. Källan har rättats?"
    return Check(error.check_id, "checks", None, "warning", False, False, None, error.found, text)
