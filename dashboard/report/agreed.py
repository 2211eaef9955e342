"""What was decided: at this dialogue, and what earlier ones left open."""

import pandas as pd

from dashboard import format as sv
from dashboard.dialogue.decided import Decided
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Section, Table, Text
from dashboard.report.tables import Layout
from dashboard.view import View

_STATE = {"open": "○ öppet", "done": "✓ klart"}
_COLUMNS = [
    Shown("text", "Beslut", str),
    Shown("state_text", "Läge", str),
    Shown("author_text", "Skrivet av", str),
    Shown("written_text", "När", str),
    Shown("month", "Dialog om", str),
]
_SLIM = ("text", "state_text", "month")


def sections(view: View, decided: Decided) -> tuple[Section, ...]:
    """On the slides what is still open; on paper also what was decided on this report."""
    if decided.problem:
        return (Section("beslut", "Beslut i dialogen", 1, parts=(Text((decided.problem,)),), page="dialogue"),)
    taken, left = shown(decided.taken_at(view.period)), shown(decided.open_at(view.period))
    return (*_taken(view, taken), *_left(left))


def _taken(view: View, rows: pd.DataFrame) -> tuple[Section, ...]:
    message = (
        f"{sv.plural(len(rows), 'beslut är nedskrivet', 'beslut är nedskrivna')} för {sv.month(view.period)}"
        if len(rows)
        else f"Inga beslut är nedskrivna för {sv.month(view.period)}"
    )
    parts = (_table(rows, f"Beslut i dialogen om {sv.month(view.period)}"),) if len(rows) else ()
    return (Section("beslut", "Beslut i dialogen", 1, message, parts, page="dialogue", place="paper"),)


def _left(rows: pd.DataFrame) -> tuple[Section, ...]:
    if rows.empty:
        return ()
    message = f"{sv.plural(len(rows), 'beslut är öppet', 'beslut är öppna')} från tidigare dialoger"
    table = _table(rows, "Öppna beslut från tidigare dialoger")
    notes = ("Gå igenom vart och ett: är det klart, eller gäller det fortfarande?",)
    return (Section("oppna-beslut", "Öppna beslut", 2, message, (table,), notes, page="dialogue"),)


def _table(rows: pd.DataFrame, caption: str) -> Table:
    return tables.table(rows, _COLUMNS, caption, Layout(slim=_SLIM, wide=("text",)))


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Decisions with their state, author, moment and month in words."""
    return rows.assign(
        state_text=rows["state"].map(_STATE),
        author_text=[_signed(*each) for each in zip(rows["author"], rows["verified"], strict=True)],
        written_text=[sv.moment(moment.to_pydatetime()) for moment in rows["written_at"]],
        month=[sv.month(period) for period in rows["period"]],
    )


def _signed(author: str, verified: bool) -> str:
    return author if verified else f"{author} (ej verifierad)"
