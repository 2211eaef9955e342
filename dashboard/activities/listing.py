"""The activities as lists: what is to be done, grouped, and all that pass the filter, on screen and as Excel."""

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import link, markup, session, ui
from dashboard.activities import progress, rows, todo
from dashboard.activities.filters import Faceted
from dashboard.activities.month import Month
from dashboard.activities.rows import NEW
from dashboard.view import DEPARTMENT_KEY, PERIOD_KEY, View
from dashboard.words import PROVENANCE

OPENED = "aktivitet"
"""The id of the activity that is opened stands in the address under this name."""
TAB = "Lista"
_FIRST_ROWS = 60
_FIRST_TODO, _MOST_TODO = 8, 60


def address(view: View, activity_id: str) -> str:
    """Leads to one activity of the month, from this page."""
    return f"?{urlencode({OPENED: activity_id, **place(view)})}"


def place(view: View) -> dict[str, str]:
    """What the address of this month, department and edition holds."""
    chosen = {PERIOD_KEY: sv.month(view.period)}
    if view.department_id:
        chosen[DEPARTMENT_KEY] = view.department_name
    return chosen | ({session.ADDRESS_KEY: session.asked()} if session.asked() else {})


def open_one(activity_id: str) -> None:
    """Open an activity in place of the lists."""
    st.query_params[OPENED] = activity_id


def draw_progress(month: Month) -> None:
    """How far the month's report has come, as a bar and in words, and when it is due."""
    far = month.progress
    words = f"{progress.in_words(far)} {progress.deadline_words(month.view)}"
    st.html(markup.progress(far.ready / far.count, far.unknown / far.count, words))


def draw_todo(month: Month) -> None:
    """Grouped by what is needed; an activity stands under each thing that it needs."""
    for group in todo.GROUPS:
        found = month.todo[month.todo["group"] == group.name]
        if len(found):
            ui.section(f"{group.title} · {sv.number(len(found))}")
            ui.note(group.step)
            st.html(todo_list(month, found))
    if month.todo.empty:
        ui.note("Inget känt är kvar att göra inför rapporten.")


def todo_list(month: Month, found: pd.DataFrame) -> str:
    """Each with its sentence; those beyond the first open below, and beyond what anyone reads they are counted."""
    named = found.head(_MOST_TODO).merge(month.rows[["activity_id", "title", "department"]], on="activity_id")
    owned = month.view.department_id is None or len(named["department"].unique()) > 1
    items = [_todo_item(month.view, row, owned) for row in named.to_dict("records")]
    others, unlisted = items[_FIRST_TODO:], len(found) - len(named)
    rest = f"Därtill {sv.number(unlisted)}; välj flaggan i listan för att se alla." if unlisted else ""
    more = f"<summary>{len(others)} till</summary>{_list(others, owned)}" if others else ""
    return (
        _list(items[:_FIRST_TODO], owned)
        + (f'<details class="mu-more">{more}</details>' if more else "")
        + (markup.paragraph(rest, "mu-note") if rest else "")
    )


def _list(items: list[str], owned: bool) -> str:
    return f'<ul class="mu-todo{" owned" if owned else ""}">{"".join(items)}</ul>'


def _todo_item(view: View, row: Mapping[Any, Any], owned: bool) -> str:
    """The title as a link, why it is there, and whose it is where the list holds several departments."""
    link = markup.anchor(escape(row["title"]), address(view, row["activity_id"]), row["activity_id"])
    owner = f'<span class="owner">{escape(sv.text(row["department"]))}</span>' if owned else ""
    return f"<li>{link}<span>{escape(todo.sentence(row))}</span>{owner}</li>"


def draw_list(month: Month, faceted: Faceted) -> None:
    """The rows that pass the filter, with their way to Excel."""
    found = faceted.found
    if found.empty:
        ui.note(rows.NO_HITS)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        ui.download(month.view, TITLE, "aktiviteter", exported(found), EXPORTED, faceted.chosen.in_words())
        link.copy_button()
    shown = found if len(found) <= _FIRST_ROWS or _asked_for_all(len(found)) else found.head(_FIRST_ROWS)
    listed = shown.assign(address=[address(month.view, activity) for activity in shown["activity_id"]])
    ui.listed(
        f"{sv.month(month.view.period).capitalize()}, de mest angelägna först", listed, rows.shown_columns(listed)
    )


def _asked_for_all(count: int) -> bool:
    return st.toggle(f"Visa alla {sv.number(count)}", key="alla", bind="query-params")


TITLE = "Aktiviteter"
EXPORTED = [
    ("title", "Aktivitet"),
    ("kind_text", "Slag"),
    ("status_text", "Status"),
    ("needs_text", "Behöver"),
    ("flags", "Flaggor"),
    ("start_date", "Startdatum"),
    ("end_date", "Slutdatum"),
    ("days_overdue", "Dagar efter slutdatum"),
    ("end_date_moved_count", "Flyttat slutdatum, gånger"),
    ("department", "Avdelning"),
    ("focus_area", "Fokusområde"),
    ("goal", "Mål"),
    ("assignment", "Åtagande"),
    ("comment", "Kommentar"),
    ("comment_state", "Kommentarens läge"),
    ("updated", "Senast uppdaterad i rapporten för"),
    ("provenance_text", "Raden är"),
    ("activity_id", "Id"),
]


def exported(found: pd.DataFrame) -> pd.DataFrame:
    """The rows as the workbook has them: statuses and comment states as words."""
    return found.assign(
        comment_state=comment_states(found),
        updated=found["updated_period"].map({month: sv.month(month) for month in found["updated_period"].unique()}),
        provenance_text=found["provenance"].map(PROVENANCE),
        days_overdue=found["days_overdue"].where(found["days_overdue"] > 0),
    )


def comment_states(found: pd.DataFrame) -> pd.Series:
    """Whether there is a comment, and where."""
    told = found["comment_origin"].map({"screen": NEW, "source": "i källsystemet"}).fillna("ingen, ingen väntas")
    return told.mask(found["comment_missing"], "saknas")


def unlisted(month: Month) -> pd.DataFrame:
    """The month's comments that the source system does not have yet."""
    new = month.rows[month.rows["comment_origin"] == "screen"]
    moments = new["comment_written_at"].dt.tz_localize("UTC").dt.tz_convert("Europe/Stockholm").dt.tz_localize(None)
    return exported(new).assign(written=moments)


NEW_COMMENTS = [
    ("activity_id", "Id"),
    ("title", "Aktivitet"),
    ("department", "Avdelning"),
    ("status_text", "Status"),
    ("comment", "Kommentar"),
    ("comment_author", "Skriven av (roll, ej verifierad)"),
    ("written", "Skriven"),
]


def draw_new_comments(month: Month) -> None:
    """The export for whoever enters them in the source system; nothing where there are none."""
    new = unlisted(month)
    if len(new):
        ui.section(f"Nya kommentarer, ej i källsystemet · {sv.number(len(new))}")
        ui.note("För in dem i källsystemet. När det har en egen kommentar gäller den, och raden försvinner härifrån.")
        ui.download(month.view, "Nya kommentarer", "nya_kommentarer", new, NEW_COMMENTS)
