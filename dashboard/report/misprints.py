"""Where the printed document says something else than our figures: what is told below the table, beside our figure."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.report.tables import Noted
from dashboard.view import View, per_view

MEASURES = {
    "actual_ytd": "actual_ytd_sek",
    "budget_ytd": "budget_ytd_sek",
    "deviation_ytd": "deviation_ytd_sek",
    "budget_year": "budget_year_sek",
    "forecast_year": "forecast_year_sek",
    "forecast_deviation": "forecast_deviation_sek",
    "forecast_change": "forecast_change_sek",
    "actual_ytd_prev_year": "actual_ytd_prev_year_sek",
    "cost_growth_deviation": "difference",
    "deviation": "deviation_sek",
}
"""A measure of the printed figures -> the column that shows it."""


@per_view
def noted(view: View, subject_type: str) -> Noted:
    """(subject, column) -> the note, for the month's checks that did not pass.

    What one document says wrongly of one row for one reason is one note.
    """
    rows = _failed(view, subject_type)
    notes: dict[tuple[str, str], str] = {}
    for (subject, *where, _), group in rows.groupby(["subject", "document", "place", "reason"], sort=False):
        text = _note(", ".join(map(str, where)), group.to_dict("records"))
        for measure in group["measure"]:
            key = (str(subject), MEASURES.get(measure, measure))
            notes[key] = f"{notes[key]} {text}" if key in notes else text
    return notes


def _failed(view: View, subject_type: str) -> pd.DataFrame:
    """kind, document, place, subject, measure, found, expected, message, reason of the failed checks of one kind.

    A figure that is wrong in itself is not also told as a part that does not sum.
    """
    checks = view.read("checks")
    failed = checks[~checks["passed"] & (checks["period"] == view.period)]
    ties = failed[failed["check_id"].str.fullmatch(rf"([^/]*/){{4}}{subject_type}(/[^/]*){{3}}")]
    parts = ties["check_id"].str.split("/")
    told = ties.assign(
        kind=parts.str[0],
        document=parts.str[2],
        place=parts.str[3],
        subject=parts.str[5] + parts.str[6].map(lambda part: "" if part == "total" else f"/{part}"),
        measure=parts.str[7],
        reason=ties["message"].map(lambda message: message.partition("). ")[2]),
    )
    once = told.sort_values("kind", key=lambda kinds: kinds != "value", kind="stable").drop_duplicates(
        ["document", "place", "subject", "measure"]
    )
    order = {measure: place for place, measure in enumerate(MEASURES)}
    return once.sort_values("measure", key=lambda measures: measures.map(order), kind="stable")


def _note(where: str, rows: Sequence[Mapping[Any, Any]]) -> str:
    told = [_told(row) for row in rows]
    reason = next(iter({row["reason"] for row in rows}), "")
    return " ".join(part for part in (f"{where}: {sv.listing(told)}.", reason) if part)


_WORDS = {
    "actual_ytd": "resultat",
    "budget_ytd": "budget",
    "deviation_ytd": "avvikelse",
    "budget_year": "årsbudget",
    "forecast_year": "prognos",
    "forecast_deviation": "prognosavvikelse",
    "forecast_change": "förändring",
    "actual_ytd_prev_year": "förra årets resultat",
    "cost_growth_deviation": "skillnad i kostnadsutveckling",
    "deviation": "avvikelse",
    "value": "värde",
}
_NO_AMOUNTS = ("cost_growth_deviation", "value")


def _told(row: Mapping[Any, Any]) -> str:
    """What is printed and what it ties out to: "resultat tryckt 81,4, här 66,6 mnkr"."""
    what = _WORDS.get(row["measure"], row["measure"])
    ours = {"value": "här", "row": "raden själv ger", "sum": "delarna ger", "unit": "rätt enhet ger"}
    found, expected = sv.printed(row["found"]), sv.printed(row["expected"])
    if row["kind"] == "between":
        return row["message"].partition("): ")[2].removesuffix(".")
    if row["kind"] == "unit":
        return f"{what} tryckt {found} procent, men måttet är procentenheter"
    unit = f"{sv.NBSP}mnkr" if row["measure"] not in _NO_AMOUNTS else ""
    return f"{what} tryckt {found}, {ours.get(row['kind'], 'mot')} {expected}{unit}"
