"""The month's staff figures as rows for Excel, one level stricter than the screen: nothing below department."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import metrics, ui, words
from dashboard.staff import cells, definitions, rows, surveys
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicators import BY_ID

TITLE = "Nyckeltal för medarbetare"
COLUMNS = [
    ("indicator", "Nyckeltal"),
    ("department", "Avdelning"),
    ("group", "Grupp"),
    ("month", "Period"),
    ("shown", "Värde"),
    ("unit_words", "Enhet"),
    ("target_shown", "Mål"),
    ("limit_shown", "Gräns"),
    ("stands", "Mot mål"),
    ("origin", "Uppgiften är"),
    ("note", "Anmärkning"),
]
_INDICATORS, _GROUPS = list(BY_ID), list(words.BREAKDOWN)
STRICTER = "Filen går ner till avdelning: enheter under avdelning lämnas inte ut."


@per_view
def lowest(view: View) -> str:
    """The department that the file is about: the chosen one, for a unit the department above it."""
    parents = view.read("departments").set_index("department_id")["parent_id"].to_dict()
    chosen = rows.department_of(view)
    while rows.levels(view).get(chosen) == "unit":
        chosen = parents[chosen]
    return chosen


def scope(view: View) -> str:
    """What the file holds, in clear text."""
    if not rows.is_unit(view):
        return STRICTER
    names = view.read("departments").set_index("department_id")["name"]
    return f"{STRICTER} Därför visas {names[lowest(view)]} i stället för {view.department_name}."


@per_view
def exported(view: View) -> pd.DataFrame:
    """The month's indicators and the latest survey, from the whole or a department down to departments.

    In the order of the catalogue, with the department above first, and all before women, men and ages.
    """
    names = view.read("departments").set_index("department_id")["name"].to_dict()
    rows_of_month = sorted(_chosen(view).to_dict("records"), key=lambda row: _place(view, row, names))
    return pd.DataFrame([_line(view, row, names) for row in rows_of_month], columns=[name for name, _ in COLUMNS])


def _chosen(view: View) -> pd.DataFrame:
    table = view.read("indicators")
    below = metrics.department_and_below(view.read("departments"), lowest(view))
    kept = table[table["department_id"].isin([each for each in below if rows.levels(view)[each] != "unit"])]
    yearly = kept["indicator_id"].isin(surveys.INDEXES)
    latest = kept.loc[yearly & (kept["period"] <= view.period), "period"].max()
    return kept[(~yearly & (kept["period"] == view.period)) | (yearly & (kept["period"] == latest))]


def _place(view: View, row: Row, names: Mapping[Hashable, Any]) -> tuple[int, bool, str, int]:
    department = row["department_id"]
    return (
        _INDICATORS.index(row["indicator_id"]),
        department != lowest(view),
        sv.alphabetical(str(names[department])),
        _GROUPS.index(row["breakdown"]),
    )


def _line(view: View, row: Row, names: Mapping[Hashable, Any]) -> dict[str, Any]:
    indicator = BY_ID[row["indicator_id"]]
    return {
        "indicator": indicator.name,
        "department": names[row["department_id"]],
        "group": words.BREAKDOWN[row["breakdown"]],
        "month": str(row["period"].year) if indicator.survey_index else sv.month(row["period"]),
        "shown": shown(view, row),
        "unit_words": definitions.UNITS[indicator.unit],
        "target_shown": _in_unit(row, row["target"], 2),
        "limit_shown": _in_unit(row, row["limit"], 2),
        "stands": rows.standing_word(row),
        "origin": words.PROVENANCE.get(row["provenance"], "") if pd.notna(row["value"]) else "",
        "note": "hela procent" if rows.is_rounded(row) else "",
    }


def shown(view: View, row: Row) -> float | str:
    """The value as a number in its unit, per cent for a share; the words of the screen where there is none."""
    value = _in_unit(row, row["value"], rows.decimals(row))
    return cells.why_missing(view, row) if value is None else value


def _in_unit(row: Row, value: float, decimals: int) -> float | None:
    if pd.isna(value):
        return None
    return round(value * 100 if row["unit"] == "share" else value, decimals)


def draw(view: View) -> None:
    """What the file holds, and the button."""
    ui.note(scope(view))
    ui.download(view, TITLE, "medarbetare", exported(view), COLUMNS, [("Omfattning", scope(view))])
