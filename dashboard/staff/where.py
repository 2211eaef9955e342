"""Var skiljer det sig? Departments with what chance allows, women and men, and ages."""

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.charts import funnel as picture
from dashboard.markup import Shown
from dashboard.staff import compared, rows
from dashboard.staff.asked import asked
from dashboard.view import View, per_view
from dashboard.words import BREAKDOWN

QUESTION = "Var skiljer det sig?"
COMPARED = ("sick_leave_r12", "staff_turnover_r12")
BY_GROUP = ("sick_leave_r12", "sick_leave_short_r12", "sick_leave_60_plus_r12", "staff_turnover_r12")
IMPOSSIBLE = ("✗", "Omöjligt:")
NO_COMPARISON = "Avdelningarna kan inte jämföras: hela organisationen har inget värde för månaden."
GROUP_COLUMNS = [
    Shown("group", "Grupp", str),
    Shown("sick_leave_r12", "Sjukfrånvaro R12", str, numeric=True, loose=True),
    Shown("sick_leave_short_r12", "varav dag 1–14", str, numeric=True, loose=True),
    Shown("sick_leave_60_plus_r12", "Andel från dag 60", str, numeric=True, loose=True),
    Shown("staff_turnover_r12", "Personal­omsättning R12", str, numeric=True, loose=True),
]


def sentence(view: View) -> str:
    """What the comparison of each indicator says."""
    found = [compared.compared(view, indicator_id) for indicator_id in COMPARED]
    return " ".join(each.sentence for each in found if each) or NO_COMPARISON


@per_view
def groups(view: View) -> pd.DataFrame:
    """One row per breakdown of the view's department: each indicator as text, or why there is none."""
    month, department = rows.month_rows(view), rows.department_of(view)
    return pd.DataFrame(
        [
            {"group": words, **{each: rows.cell(view, month.get((department, each, code))) for each in BY_GROUP}}
            for code, words in BREAKDOWN.items()
        ]
    )


@per_view
def impossible(view: View) -> list[str]:
    """What is printed of the month's women and men, and cannot be so beside their total; it is about the whole."""
    if rows.department_of(view) != rows.top_department(view):
        return []
    checks = view.read("checks")
    failed = checks[
        checks["check_id"].str.startswith("between/") & ~checks["passed"] & (checks["period"] == view.period)
    ]
    return list(failed["message"])


def draw(view: View) -> None:
    """The section: sentence, a funnel per indicator with its table, women and men and ages."""
    asked(QUESTION, sentence(view))
    found = {each: found for each in COMPARED if (found := compared.compared(view, each))}
    for indicator_id, one in found.items():
        _draw_compared(view, indicator_id, one)
    for note in dict.fromkeys(
        note for kind in zip(*(one.notes for one in found.values()), strict=True) for note in kind
    ):
        if note:
            ui.note(note)
    caption = f"Kvinnor och män, åldersgrupper: {view.department_name}, {sv.month(view.period)}"
    ui.table(view, "staff-groups", groups(view), GROUP_COLUMNS, caption)
    if impossible(view):
        st.html(markup.glyph_list([(*IMPOSSIBLE, message) for message in impossible(view)]))
    ui.note(rows.rounded_note(view))


def _draw_compared(view: View, indicator_id: str, found: compared.Compared) -> None:
    title = f"{rows.short_name(indicator_id)} efter avdelningens storlek, %"
    if len(found.drawn):
        st.html(markup.paragraph(title, "mu-eyebrow"))
        ui.picture(
            view,
            f"staff-where-{indicator_id}",
            lambda: picture.funnel(found.drawn, found.curves, found.whole),
            alt=f"{title}. {found.sentence}",
            legend=found.legend,
        )
    with st.expander(f"{rows.short_name(indicator_id)} per avdelning som tabell"):
        ui.table(view, f"staff-where-{indicator_id}", found.departments, compared.COLUMNS, title)
