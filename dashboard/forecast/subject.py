"""What the page is about: the whole, or one line that the reader opened. It stands in the address as `?rad=`."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import economy, metrics
from dashboard.view import View, per_view

KEY = "rad"


@dataclass(frozen=True)
class Subject:
    """One row of the economy table. `partial` is a sum over only the visible lines of a department."""

    line_id: str
    name: str
    kind: str
    partial: bool
    row: pd.Series

    def __str__(self) -> str:
        """What a kept picture is named by."""
        return self.line_id

    @property
    def is_sum(self) -> bool:
        return self.kind == "sum"


def choose(view: View) -> Subject:
    """The line that the reader chooses; the top of the tree first, and a way up from any other."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Uppdrag", list(subjects(view)), key=KEY, bind="query-params", width=460)
        chosen = subjects(view)[name]
        above = _above(view, chosen)
        if above:
            st.button(f"Upp till {above.name}", on_click=opened, args=[view, above.line_id], key="up")
    return chosen


def _above(view: View, subject: Subject) -> Subject | None:
    by_id = {each.line_id: each for each in subjects(view).values()}
    parent = subject.row["parent_id"]
    return by_id.get(parent) if isinstance(parent, str) else None


def opened(view: View, line_id: str) -> None:
    """Open a line that was clicked in a picture."""
    names = {subject.line_id: name for name, subject in subjects(view).items()}
    if line_id in names:
        st.session_state[KEY] = names[line_id]


@per_view
def subjects(view: View) -> dict[str, Subject]:
    """Every row of the month's table by the name it is shown with, a sum before its rows."""
    rows = economy.shown_table(view)
    ordered = metrics.in_tree_order(rows, "line_id") if len(rows) else rows
    return {row["shown_name"]: _subject(row) for _, row in ordered.iterrows()}


def _subject(row: pd.Series) -> Subject:
    return Subject(row["line_id"], row["shown_name"], row["kind"], bool(row["partial"]), row)


@per_view
def rows_below(view: View, subject: Subject) -> pd.DataFrame:
    """The rows of the month's table that a subject sums, itself last; one row for a line."""
    rows = economy.shown_table(view)
    below = metrics.with_below(rows, "line_id", subject.line_id)
    kept = rows[rows["line_id"].isin(below)]
    return kept.assign(indent=kept["depth"] - kept["depth"].min())
