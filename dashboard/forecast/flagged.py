"""The flags on a line's forecast, each with its answer to "varför?"."""

import pandas as pd
import streamlit as st

from dashboard import economy, ui
from dashboard import format as sv
from dashboard.forecast import subject
from dashboard.forecast.subject import Subject
from dashboard.reasons import Reasoned, listed, of_flag
from dashboard.view import View, per_view

_ORDER = {"serious": 0, "warning": 1, "info": 2}


@per_view
def flags(view: View, about: Subject) -> pd.DataFrame:
    """The month's flags on the rows below a subject, the gravest first, with the row's name."""
    rows = view.read("flags")
    names = subject.rows_below(view, about).query("not partial").set_index("line_id")["shown_name"]
    month = rows[
        (rows["period"] == view.period) & (rows["subject_type"] == "line") & rows["subject_id"].isin(names.index)
    ]
    named = month.assign(name=month["subject_id"].map(names), rank=month["severity"].map(_ORDER))
    return named.sort_values(["rank", "name", "rule"], ignore_index=True)


def sentence(found: pd.DataFrame, about: Subject) -> str:
    """How many flags, and how grave."""
    if found.empty:
        return f"{about.name} har inga flaggor på prognosen"
    grave = int((found["severity"] == "serious").sum())
    words = f", varav {sv.number(grave)} {'allvarlig' if grave == 1 else 'allvarliga'}" if grave else ""
    return f"{sv.plural(len(found), 'flagga', 'flaggor')} på prognosen{words}"


@per_view
def reasons(view: View, about: Subject) -> list[Reasoned]:
    """Each flag as a line that can be opened: glyph, word, name, what, and its rule, limit and figures."""
    return [of_flag(f"{flag['name']}:", flag) for _, flag in flags(view, about).iterrows()]


def draw(view: View, about: Subject) -> None:
    """The section."""
    found = flags(view, about)
    ui.section(sentence(found, about))
    if len(found):
        st.html(listed(reasons(view, about)))
    ui.note("En flagga är en fråga till den som gör prognosen, inte en dom. " + economy.ROUNDING)
