"""The assignments: how each is judged, what its activities say, and where the two do not agree."""

from dataclasses import replace
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import metrics, reasons, ui
from dashboard.activities import choices, listing, rows
from dashboard.activities.month import Month
from dashboard.markup import Shown
from dashboard.reasons import Reasoned, of_flag
from dashboard.view import View, per_view
from dashboard.words import OUTLOOK, PROVENANCE, STATUS, status_counted, with_glyph

CONTRADICTED = "fulfilled_contradicted"
TAB = "Åtaganden"


@per_view
def published(view: View) -> pd.DataFrame:
    """The month's assignments of the chosen department, one row each, those that are flagged gravest first.

    Adds to the table `assignments`: outlook_text, department, flags (words), activities (how many are reported under
    it), states (how many of each status, in words) and comment_text, which says where an expected comment is missing.
    """
    table = view.read("assignments")
    found = metrics.within(table[table["period"] == view.period], view.departments)
    flags = rows.month_flags(view, "assignment")
    own: dict[str, tuple[str, ...]] = {}
    for assignment, rule in zip(flags["subject_id"], flags["rule"], strict=True):
        own[assignment] = (*own.get(assignment, ()), rule)
    place = {assignment: number for number, assignment in enumerate(dict.fromkeys(flags["subject_id"]))}
    names = view.read("departments").set_index("department_id")["name"]
    states = states_of(view)
    found = found.assign(
        outlook_text=found["outlook"].map(lambda code: with_glyph(code, OUTLOOK)),
        department=found["department_id"].map(names),
        flags=found["assignment_id"].map(lambda key: rows.in_words(own.get(key, ()))),
        activities=found["assignment_id"].map(states["activities"]).fillna(0).astype(int),
        states=found["assignment_id"].map(states["states"]),
        comment_text=found["comment"].mask(found["comment_missing"], "saknas"),
        provenance_text=found["provenance"].map(PROVENANCE),
        place=found["assignment_id"].map(place),
    )
    return found.sort_values(["place", "focus_area", "title"], ignore_index=True).drop(columns="place")


def states_of(view: View) -> pd.DataFrame:
    """Per assignment (index): activities (how many) and states ("1 farhåga finns, 3 följer planeringen")."""
    month = rows.published(view)
    counts = pd.crosstab(month["assignment_id"], month["status"])
    present = [code for code in STATUS if code in counts]
    states = [
        ", ".join(f"{count} {status_counted(code, count)}" for code, count in zip(present, own, strict=True) if count)
        for own in counts[present].to_numpy()
    ]
    return pd.DataFrame({"activities": counts.sum(axis="columns"), "states": pd.Series(states, counts.index)})


def headline(found: pd.DataFrame) -> str:
    """How they are judged, the worst first."""
    counts = found["outlook"].value_counts()
    words = {code: word for code, (_, word) in OUTLOOK.items()} | {"unknown": "har okänd bedömning"}
    told = [f"{sv.number(int(counts[code]))} {word}" for code, word in words.items() if code in counts]
    return f"{rows.counted('assignment', len(found))}: {sv.listing(told)}"


@per_view
def contradicted(view: View) -> list[Reasoned]:
    """Assignments said to be fulfilled over activities that say otherwise, each with its reasons."""
    flags = rows.month_flags(view, "assignment")
    flags = flags[flags["rule"] == CONTRADICTED]
    titles = published(view).set_index("assignment_id")["title"].to_dict()
    shown = flags[flags["subject_id"].isin(titles)]
    return [_figures_first(of_flag(f"{titles[flag['subject_id']]}:", flag)) for _, flag in shown.iterrows()]


def _figures_first(line: Reasoned) -> Reasoned:
    """Which activities is what one looks for; the rule is the same on every line."""
    rule, limit, figures, since = line.sentences
    return replace(line, rest=figures, sentences=[rule, limit, since])


def address(view: View, assignment_id: str) -> str:
    """Leads to the assignment's activities in the list."""
    word = rows.assignment_words(view)[assignment_id]
    return f"?{urlencode({**listing.place(view), choices.TAB_KEY: listing.TAB, 'uppdrag': word})}"


COLUMNS = [
    Shown("title", "Åtagande", str, link="address"),
    Shown("outlook_text", "Bedömning", str, fixed=True),
    Shown("flags", "Flaggor", sv.text),
    Shown("states", "Aktiviteterna", sv.text),
    Shown("department", "Avdelning", sv.text),
    Shown("comment_text", "Kommentar", sv.text, long=True),
]
EXPORTED = [
    ("title", "Åtagande"),
    ("outlook_text", "Bedömning"),
    ("flags", "Flaggor"),
    ("activities", "Aktiviteter"),
    ("states", "Aktiviteternas status"),
    ("focus_area", "Fokusområde"),
    ("department", "Avdelning"),
    ("comment_text", "Kommentar"),
    ("provenance_text", "Raden är"),
    ("assignment_id", "Id"),
]


def draw(month: Month) -> None:
    """The section."""
    view = month.view
    found = published(view)
    if found.empty:
        ui.note(f"Inga åtaganden är rapporterade för {view.department_name} i {sv.month(view.period)}.")
        return
    against = contradicted(view)
    if against:
        ui.section(f"Bedöms uppfyllas, fast aktiviteterna säger annat · {sv.number(len(against))}")
        st.html(reasons.listed(against))
    ui.section(headline(found))
    ui.download(view, TAB, "ataganden", found, EXPORTED)
    shown = found.assign(address=[address(view, assignment) for assignment in found["assignment_id"]])
    columns = [column for column in COLUMNS if column.name != "department" or view.department_id is None]
    caption = f"{sv.month(view.period).capitalize()}, de flaggade först; aktiviteterna hos {view.department_name}"
    ui.table(view, "assignments", shown, columns, caption)
