"""Whether there is anything to show for the view's month, and what the page says first."""

import csv
from pathlib import Path

import pandas as pd

import data
from dashboard import format as sv
from dashboard.staff import cards, figures, rows
from dashboard.view import View, per_view
from data.indicators import BY_ID

_GAPS = Path(data.__file__).parent / "demo" / "staff_gaps.csv"


def is_connected(view: View) -> bool:
    """Does any source deliver staff figures?"""
    return not view.read("indicators").empty


@per_view
def is_missing(view: View) -> bool:
    """Was nothing but surveys delivered for the month, to the view's department or at all?"""
    measured = [row for row in rows.month_rows(view).values() if not BY_ID[row["indicator_id"]].survey_index]
    own = [row for row in measured if row["department_id"] == rows.department_of(view)]
    nobody = not any(pd.notna(row["value"]) for row in measured)
    return not own or any(row["missing_period"] == view.period for row in (measured if nobody else own))


def headline(view: View) -> str:
    """Sick leave and how it stands, or that the month is missing."""
    missing = f"Personaldata saknas för {sv.month(view.period)}"
    return missing if is_missing(view) else figures.message(view, cards.SICK_LEAVE)


def lead(view: View) -> str:
    """The second figure; for a missing month what the report said of it."""
    return _said(view) if is_missing(view) else f"{figures.message(view, cards.TURNOVER)}."


def _said(view: View) -> str:
    told = [
        f"{row['source_document']}, avsnitt {row['section']}: {row['said']}"
        for row in _gaps()
        if view.embedded and row["period"] == f"{view.period:%Y-%m}"
    ]
    return " ".join([*told, "Månaden är ett glapp i diagrammen, aldrig noll."])


def _gaps() -> list[dict[str, str]]:
    """What the public documents say of months without staff figures."""
    with _GAPS.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


NOT_CONNECTED = (
    "Inga personaldata är anslutna",
    "Anslut datamängden hr_month i inställningsfilen och kör python -m etl run.",
)
