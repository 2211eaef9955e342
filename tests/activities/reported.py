"""Reports of activities written by hand, and a view of one month of them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pandas as pd

from dashboard.activities import month
from dashboard.activities.month import Month
from dashboard.store import ALL_DEPARTMENTS
from dashboard.view import View
from data.comments import NewComment
from data.contract import Table
from data.tables import TABLES
from tests.etl.worked import rows as cells
from tests.forecast.given import Written

PUBLISHED = {table.name: table for table in TABLES}
TYPES = {"text": "str", "month": "datetime64[ms]", "date": "datetime64[ms]", "moment": "datetime64[ms]", "flag": "bool"}
SPOKEN = {"title", "comment", "name", "event", "focus_area"}
"""Columns of words: in them "_" is written for a space."""

DEPARTMENTS = """
department_id parent_id name
kontoret      -         Kontoret
stab          kontoret  Stab
it            kontoret  IT
drift         it        Drift
"""


class Edition(Written):
    """A snapshot with a name and a day."""

    snapshot_id = "2019-08-0123456789ab"
    commit = SimpleNamespace(published_at=datetime(2019, 9, 10, 2, 10, tzinfo=UTC))

    @property
    def latest_period(self) -> pd.Timestamp:
        return self.tables["activities"]["period"].max()


def view(seen: str, text: str, department: str | None = None, flags: str = "", **others: str) -> View:
    """One month, as 2019-05, of the `activities` that are written; what is left out of a row is as little as can be."""
    found = {
        "activities": _typed("activities", [_activity(row) for row in cells(text)]),
        "flags": _typed("flags", [_flag(row) for row in cells(flags or "period")]),
        "departments": _typed("departments", [{"depth": 0, **row} for row in cells(others.pop("tree", DEPARTMENTS))]),
    }
    for name in ("assignments", "goals", "calendar"):
        found[name] = _typed(name, [_left_out(name) | row for row in cells(others.get(name, "period"))])
    return View(Edition(found), ALL_DEPARTMENTS, pd.Timestamp(seen), department)  # type: ignore[arg-type]


def seen(month_: str, text: str, department: str | None = None, flags: str = "", **others: str) -> Month:
    """The same with what has been written on the screen."""
    return month.load(view(month_, text, department, flags, **others))


def _activity(row: dict[str, Any]) -> dict[str, Any]:
    end, status, comment = row.get("end_date"), row.get("status", "on_track"), row.get("comment")
    last = pd.Timestamp(row["period"]) + pd.offsets.MonthEnd(0)
    return {
        "title": row["activity_id"],
        "kind": "activity",
        "status": status,
        "comment_origin": "source" if comment else None,
        "comment_reports": 1 if comment else 0,
        "comment_missing": False,
        "days_overdue": (last - pd.Timestamp(end)).days if end and status != "done" else None,
        "status_since": row["period"],
        "updated_period": row["period"],
        "end_date_moved_count": 0,
        "provenance": "booked",
        **row,
    }


def _flag(row: dict[str, Any]) -> dict[str, Any]:
    return {"subject_type": "activity", "severity": "warning", "since_period": row["period"], "facts": "{}", **row}


def _left_out(name: str) -> dict[str, Any]:
    return {"assignments": {"outlook": "fulfilled", "comment_missing": False, "provenance": "booked"}}.get(name, {})


def _typed(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    table: Table = PUBLISHED[name]
    return pd.DataFrame({column.name: _column(column.name, column.type, rows) for column in table.columns})


def _column(name: str, kind: str, rows: list[dict[str, Any]]) -> pd.Series:
    values = [row.get(name) for row in rows]
    if name in SPOKEN:
        values = [value.replace("_", " ") if value else value for value in values]
    if kind == "flag":
        values = [value in (True, "yes") for value in values]
    found = pd.Series(values, dtype="object")
    if kind in ("month", "date", "moment"):
        return pd.to_datetime(found).astype("datetime64[ms]")
    return found.astype(_type(kind))


def _type(kind: str) -> str:
    return TYPES.get(kind, "float64")


def new(activity: str, text: str = "Avtalet är klart.", period: str = "2019-05", seen_id: int = 0) -> NewComment:
    """A comment as the screen saves it."""
    written_at = datetime(2019, 6, 3, 9, 0, tzinfo=UTC)
    return NewComment(activity, pd.Timestamp(period), text, "Enhetschef", seen_id, Edition.snapshot_id, written_at)


def plain(text: str) -> str:
    """With no-break spaces as spaces."""
    return text.replace("\u00a0", " ")
