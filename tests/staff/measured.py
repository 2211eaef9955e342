"""Staff indicators written by hand, and a view of one month of them."""

from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from re import sub
from typing import Any

import pandas as pd

from dashboard.store import ALL_DEPARTMENTS
from dashboard.view import View
from data.codes import WITHHELD
from data.commits import Commit
from data.indicators import BY_ID
from tests.etl.worked import rows as parsed

_numbers = count()
MANIFEST = {"withheld_limit": 10, "rounded_limit": 30, "answers_limit": 7}
DEPARTMENTS = """
department_id parent_id level
kontoret      -         whole
it            kontoret  department
stab          kontoret  department
arkiv         stab      unit
registratur   stab      unit
"""
NAMES = {"kontoret": "Kontoret", "it": "IT", "stab": "Stab", "arkiv": "Arkiv", "registratur": "Registratur"}


class Written:
    """A snapshot that holds what a test wrote."""

    snapshot_id = "2019-08-000000000000"

    def __init__(self, tables: dict[str, pd.DataFrame], manifest: dict[str, Any]) -> None:
        self.tables, self.manifest = tables, manifest
        self.path = Path(f"measured-{next(_numbers)}")
        self.commit = Commit(1, self.snapshot_id, "", datetime(2019, 9, 10, tzinfo=UTC), "")

    def read(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def indicators(text: str) -> pd.DataFrame:
    """period indicator value; also department (kontoret), breakdown (total), target, limit, reason, missing, from.

    A value that ends with * is a share in whole per cent, published without numerator and denominator.
    """
    return pd.DataFrame([_indicator(row) for row in parsed(text)], columns=COLUMNS)


COLUMNS = [
    *("period", "indicator_id", "department_id", "breakdown", "unit", "numerator", "denominator", "value"),
    *("target", "limit", "suppressed", "reason", "missing_period", "provenance"),
]


def _indicator(row: dict[str, str | None]) -> dict[str, Any]:
    written, nan = row.get("value"), float("nan")
    value = float(written.rstrip("*")) if written else nan
    exact = written is not None and not written.endswith("*")
    return {
        "period": pd.Timestamp(row["period"]),
        "indicator_id": row["indicator"],
        "department_id": row.get("department") or "kontoret",
        "breakdown": row.get("breakdown") or "total",
        "unit": BY_ID[str(row["indicator"])].unit,
        "numerator": 1000 * value if exact else nan,
        "denominator": 1000.0 if exact else nan,
        "value": value,
        "target": float(row.get("target") or nan),
        "limit": float(row.get("limit") or nan),
        "suppressed": row.get("reason") in WITHHELD,
        "reason": row.get("reason"),
        "missing_period": pd.Timestamp(row["missing"]) if row.get("missing") else pd.NaT,
        "provenance": (row.get("from") or "booked") if written else None,
    }


NO_BREAKS = "period title indicator_id department_id"


def view(month: str, text: str, department: str | None = None, breaks: str = NO_BREAKS, **manifest: Any) -> View:
    """One month of what is written, as the head of a department sees it."""
    broken = pd.DataFrame(parsed(breaks), columns=NO_BREAKS.split())
    tree = pd.DataFrame(parsed(DEPARTMENTS))
    tree = tree.assign(name=tree["department_id"].map(NAMES), depth=[0, 1, 1, 2, 2])
    broken = broken.assign(period=pd.to_datetime(broken["period"]))
    tables = {"indicators": indicators(text), "departments": tree, "breaks": broken}
    written = Written(tables, MANIFEST | manifest)
    return View(written, ALL_DEPARTMENTS, pd.Timestamp(month), department)  # type: ignore[arg-type]


def plain(text: str) -> str:
    """With no-break spaces as spaces, and without the joiners that keep "1–14" whole."""
    return text.replace("\u00a0", " ").replace("\u2060", "")


def words(markup: str) -> str:
    """What is read of some HTML."""
    return sub(r"\s+", " ", sub(r"<[^>]+>", " ", plain(markup))).strip()
