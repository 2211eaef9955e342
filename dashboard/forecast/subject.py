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
    """The line that the reader chooses; the top of the tree first."""
    names = list(subjects(view))
    chosen = st.selectbox("Uppdrag", names, key=KEY, bind="query-params", width=460)
    return subjects(view)[chosen]


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
