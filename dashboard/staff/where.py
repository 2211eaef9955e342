"""Var skiljer det sig? Departments with what chance allows, women and men, and ages."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.charts import funnel as picture
from dashboard.markup import Shown
from dashboard.staff import asked, cells, compared, outside, rows
from dashboard.staff.compared import Compared
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from dashboard.words import BREAKDOWN, ROUNDED_MARK

QUESTION = "Var skiljer det sig?"
COMPARED = ("sick_leave_r12", "staff_turnover_r12")
BY_GROUP = ("sick_leave_r12", "sick_leave_short_r12", "sick_leave_60_plus_r12", "staff_turnover_r12")
IMPOSSIBLE = ("✗", "Omöjligt:")
NO_COMPARISON = "Avdelningarna kan inte jämföras: hela organisationen har inget värde för månaden."
GROUP_COLUMNS = [
    Shown("group", "Grupp", str),
    Shown("sick_leave_r12", "Sjukfrånvaro R12", str, numeric=True, loose=True),
    Shown("sick_leave_short_r12", rows.with_whole_days("varav dag 1–14"), str, numeric=True, loose=True),
    Shown("sick_leave_60_plus_r12", rows.with_whole_days("Andel från dag 60"), str, numeric=True, loose=True),
    Shown("staff_turnover_r12", "Personal­omsättning R12", str, numeric=True, loose=True),
]


def sentence(view: View) -> str:
    """What the comparison of each indicator says, and what chance alone gives."""
    found = list(_found(view).values())
    return " ".join(_once([each.sentence for each in found] + [each.chance for each in found])) or NO_COMPARISON


def _found(view: View) -> dict[str, Compared]:
    """The indicators that can be compared."""
    return {each: found for each in COMPARED if (found := compared.compared(view, each))}


def _once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def notes(view: View) -> list[str]:
    """What the pictures do not show, kind by kind, and how they are read."""
    found = list(_found(view).values())
    told = [note for kind in zip(*(one.notes for one in found), strict=True) for note in kind]
    return _once([*told, *(outside.order_says_nothing(one.noun) for one in found)])


def method(view: View) -> list[str]:
    """How the limits of the pictures are computed."""
    return _once(note for one in _found(view).values() for note in one.method)


@per_view
def groups(view: View) -> pd.DataFrame:
    """One row per breakdown of the view's department: each indicator as text, or why there is none."""
    return pd.DataFrame(
        [
            {"group": words, **{each: cells.cell(view, _group_row(view, each, code)) for each in BY_GROUP}}
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
    asked.asked(QUESTION, sentence(view))
    for indicator_id, one in _found(view).items():
        _draw_compared(view, indicator_id, one)
    for note in notes(view):
        ui.note(note)
    asked.method(method(view))
    _draw_groups(view)
    if impossible(view):
        st.html(markup.glyph_list([(*IMPOSSIBLE, message) for message in impossible(view)]))
    if _has_rounded(view):
        ui.note(cells.rounded_note(view))


def _draw_groups(view: View) -> None:
    """A table, or a line where no group has a value."""
    caption = f"Kvinnor och män, åldersgrupper: {view.department_name}, {sv.month(view.period)}"
    if why := no_groups(view):
        ui.note(f"{caption}: {why}.")
    else:
        ui.table(view, "staff-groups", groups(view), GROUP_COLUMNS, caption)


@per_view
def no_groups(view: View) -> str:
    """Why no group has a value, each reason once; empty where one has."""
    measured = [_group_row(view, each, code) for each in BY_GROUP for code in BREAKDOWN]
    if any(map(rows.has_value, measured)):
        return ""
    told = dict.fromkeys(cells.why_missing(view, row) for row in measured if row is not None)
    return f"inget värde kan visas ({sv.listing(list(told))})" if told else "inget har mätts"


def _group_row(view: View, indicator_id: str, code: str) -> Row | None:
    return rows.month_rows(view).get((rows.department_of(view), indicator_id, code))


def _has_rounded(view: View) -> bool:
    """Is any share of the section marked as in whole per cent?"""
    compared_too = any((one.departments["hidden"] > 0).any() for one in _found(view).values())
    return compared_too or any(ROUNDED_MARK in text for text in groups(view)[list(BY_GROUP)].to_numpy().ravel())


def _draw_compared(view: View, indicator_id: str, found: compared.Compared) -> None:
    title = f"{rows.short_name(indicator_id)} efter {found.noun.the}s storlek, %"
    if len(found.drawn):
        st.html(markup.paragraph(title, "mu-eyebrow"))
        ui.picture(
            view,
            f"staff-where-{indicator_id}",
            lambda: picture.funnel(found.drawn, found.curves, found.whole),
            alt=f"{title}. {found.sentence} {found.chance}",
            legend=found.legend,
        )
    with st.expander(f"{rows.short_name(indicator_id)} per {found.noun.one} som tabell"):
        ui.table(view, f"staff-where-{indicator_id}", found.departments, outside.columns(found.noun), title)
