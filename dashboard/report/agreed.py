"""What was decided: at this dialogue, and what earlier ones left open."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from dashboard import format as sv
from dashboard.dialogue.decided import Decided
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Part, Place, Section, Table, Text
from dashboard.report.tables import Layout
from dashboard.view import View

Sections = tuple[Section, ...]
STATE = {"open": "○ öppet", "done": "✓ klart"}
_COLUMNS = [
    Shown("text", "Beslut", str),
    Shown("about", "Gäller", str),
    Shown("state_text", "Läge", str),
    Shown("author_text", "Skrivet av", str),
    Shown("written_text", "När", str),
    Shown("dialogue", "Dialog om", str),
]
_SLIM = ("text", "about", "state_text", "dialogue")
WHOLE = "Hela dialogen"
_DECISIONS = {"flik": "Beslut"}


def around(view: View, decided: Decided, sections: Sections, plan_year: int = 0) -> Sections:
    """The sections of a month, or of a plan, between what is still open and what was decided.

    A dialogue begins with what earlier ones left open; on paper that stands last, with what was decided at this one.
    """
    if decided.problem:
        return (*sections, _chapter(parts=(Text((decided.problem,)),)))
    titles = titles_of(sections)
    taken = shown(decided.taken_at(view.period, plan_year), titles)
    left = _left(shown(decided.open_at(view.period, plan_year), titles))
    opening = tuple(replace(section, key="att-ga-igenom", place="slides") for section in left)
    return (*opening, *sections, _taken(taken, about(view.period, plan_year)), *left)


def titles_of(sections: Sections) -> dict[str, str]:
    """What a decision can be about: key of a section of the dialogue -> its title."""
    return {section.key: section.title for section in sections if section.place != "paper"}


def _chapter(message: str = "", parts: tuple[Part, ...] = (), place: Place = "both") -> Section:
    return Section("beslut", "Beslut i dialogen", 1, message, parts, (), "dialogue", _DECISIONS, place)


def _taken(rows: pd.DataFrame, name: str) -> Section:
    message = (
        f"{sv.plural(len(rows), 'beslut är nedskrivet', 'beslut är nedskrivna')} för {name}"
        if len(rows)
        else f"Inga beslut är nedskrivna för {name}"
    )
    parts = (_table(rows, f"Beslut i dialogen om {name}"),) if len(rows) else ()
    return _chapter(message, parts, "paper")


def _left(rows: pd.DataFrame) -> tuple[Section, ...]:
    if rows.empty:
        return ()
    message = f"{sv.plural(len(rows), 'beslut är öppet', 'beslut är öppna')} från tidigare dialoger"
    table = _table(rows, "Öppna beslut från tidigare dialoger")
    notes = ("Gå igenom vart och ett: är det klart, eller gäller det fortfarande?",)
    return (Section("oppna-beslut", "Öppna beslut", 2, message, (table,), notes, "dialogue", _DECISIONS, "paper"),)


def _table(rows: pd.DataFrame, caption: str) -> Table:
    return tables.table(rows, _COLUMNS, caption, Layout(slim=_SLIM, wide=("text",)))


def shown(rows: pd.DataFrame, titles: Mapping[str, str]) -> pd.DataFrame:
    """Decisions with their state, author, moment, section and dialogue in words."""
    return rows.assign(
        about=rows["slide"].map(lambda key: titles.get(key, WHOLE if key == "" else "–")),
        state_text=rows["state"].map(STATE),
        author_text=[_signed(*each) for each in zip(rows["author"], rows["verified"], strict=True)],
        written_text=[sv.moment(moment.to_pydatetime()) for moment in rows["written_at"]],
        dialogue=[about(*each) for each in zip(rows["period"], rows["plan_year"], strict=True)],
    )


def about(period: pd.Timestamp, plan_year: int) -> str:
    """What a dialogue is about: a month's report, or a plan."""
    return f"plan {plan_year}" if plan_year else sv.month(period)


def _signed(author: str, verified: bool) -> str:
    return author if verified else f"{author} (ej verifierad)"
