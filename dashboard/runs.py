"""What the newest run's record says: one line of freshness, and the tab "Senaste körning".

The record is another program's file: whatever it lacks, or has of another kind, is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.markup import Shown

_STATUS = {"published": "nya siffror", "unchanged": "inget nytt", "failed": "misslyckades"}


@dataclass(frozen=True)
class Line:
    """A line of freshness; `severity` is info, warning or serious."""

    severity: str
    text: str


def freshness(record: Mapping[str, Any], published_at: datetime | None, now: datetime) -> list[Line]:
    """How the newest run went, whether the figures are late, and which sources are. Nothing without a record.

    `published_at` is when the shown figures were published; None where none are.
    """
    if str(record.get("status")) not in _STATUS:
        return []
    newest = _failed(record, published_at, now) if record["status"] == "failed" else _succeeded(record, now)
    return [*newest, *_late_sources(record)]


def _failed(record: Mapping[str, Any], published_at: datetime | None, now: datetime) -> list[Line]:
    since = _moment(record, "failed_since") or _moment(record, "started")
    when = f" sedan {sv.moment(since)}" if since else ""
    figures = f": siffrorna är från {sv.day(published_at)}" if published_at else ""
    too_late = _passed(record, "too_late_after", now)
    old = " Siffrorna är för gamla att lita på." if too_late and published_at else ""
    where = "på Om data, Senaste körning" if published_at else "i runs/last_run.json"
    text = f"Nattens körning har misslyckats{when}{figures}.{old} Varför står {where}."
    return [Line("serious" if too_late else "warning", text)]


def _succeeded(record: Mapping[str, Any], now: datetime) -> list[Line]:
    finished = _moment(record, "finished")
    if finished is None:
        return []
    hours = (
        f"Ingen körning har lyckats på {sv.plural(int((now - finished).total_seconds() // 3600), 'timme', 'timmar')}"
    )
    if _passed(record, "too_late_after", now):
        return [Line("serious", f"{hours}. Siffrorna är för gamla att lita på: kontakta systemägaren.")]
    if _passed(record, "late_after", now):
        return [Line("warning", f"{hours}. Siffrorna kan vara gamla.")]
    return [Line("info", f"Senaste körning {sv.moment(finished)}, {_STATUS[record['status']]}")]


def _late_sources(record: Mapping[str, Any]) -> list[Line]:
    return [
        Line("serious" if each.get("severity") == "serious" else "warning", str(each["message"]))
        for each in _listed(record, "late_sources")
        if each.get("message")
    ]


def headline(record: Mapping[str, Any]) -> str:
    """How the newest run ended."""
    outcomes = {
        "published": "Den senaste körningen publicerade nya siffror",
        "unchanged": "Den senaste körningen hittade inget nytt",
        "failed": "Den senaste körningen misslyckades",
    }
    return outcomes.get(str(record.get("status")), "Ingen körning finns antecknad")


def facts(record: Mapping[str, Any]) -> pd.DataFrame:
    """The record as facts and values in words; empty without a record."""
    status = _STATUS.get(str(record.get("status")))
    if status is None:
        return pd.DataFrame()
    started, finished = _moment(record, "started"), _moment(record, "finished")
    failed_since = _moment(record, "failed_since")
    rows = [
        ("Utfall", status),
        ("Startade", sv.moment(started) if started else sv.MISSING),
        ("Slutade", sv.moment(finished) if finished else sv.MISSING),
        ("Misslyckas sedan", sv.moment(failed_since) if failed_since else ""),
        ("Utgåva", sv.text(record.get("snapshot"))),
        ("Vad körningen säger", str(record.get("message") or "").strip()),
        *(("Sen källa", str(each.get("message") or "")) for each in _listed(record, "late_sources")),
    ]
    return pd.DataFrame([row for row in rows if row[1]], columns=["fact", "value"])


def steps(record: Mapping[str, Any]) -> pd.DataFrame:
    """One row per step of the run: name, seconds, rows where it has counted any."""
    rows = [
        (str(each.get("name")), _number(each, "seconds"), _number(each, "rows")) for each in _listed(record, "steps")
    ]
    return pd.DataFrame(rows, columns=["name", "seconds", "rows"])


FACT_COLUMNS = [Shown("fact", "Uppgift", str, fixed=True), Shown("value", "Värde", str, loose=True)]
STEP_COLUMNS = [
    Shown("name", "Steg", str),
    Shown("seconds", "Sekunder", lambda seconds: sv.number(seconds, 1), numeric=True),
    Shown("rows", "Rader", sv.number, numeric=True),
]


def _moment(record: Mapping[str, Any], name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(record[name])
    except (KeyError, TypeError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _passed(record: Mapping[str, Any], name: str, now: datetime) -> bool:
    limit = _moment(record, name)
    return limit is not None and now > limit


def _listed(record: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = record.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _number(record: Mapping[str, Any], name: str) -> float | None:
    value = record.get(name)
    return float(value) if isinstance(value, int | float) else None
