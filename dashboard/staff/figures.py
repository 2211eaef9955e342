"""Är vi inom målet? Which indicators stand within their target, with the cards of all."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, messages, ui
from dashboard.staff import cells, rows, since
from dashboard.staff.asked import asked
from dashboard.staff.cards import RATES, SHOWN_RATES, STRENGTH, cards, has_outlined, measured
from dashboard.staff.rows import Row
from dashboard.view import View, per_view

QUESTION = "Är vi inom målet?"
R12 = (
    "R12 är de senaste tolv månaderna sammantagna. Staplarna visar månaderna sedan samma månad förra året; en tom "
    "plats är en månad utan värde."
)
OUTLINED = " En ofylld stapel är i hela procent och jämförs inte med de andra."


def message(view: View, indicator_id: str) -> str:
    """One indicator of the month in a sentence: its figure and how it stands, or why it has none."""
    row, name = rows.indicator_row(view, indicator_id), rows.short_name(indicator_id)
    if row is None or pd.isna(row["value"]):
        why = "" if row is None else _in_a_sentence(view, row)
        return messages.no_indicator(name, view.period, why, row is not None and bool(row["suppressed"]))
    return messages.indicator_message(name, cells.cell(view, row), rows.stands(row))


def _in_a_sentence(view: View, row: Row) -> str:
    """Why a row has no value; a size alone needs to be said of whom."""
    why, sizes = cells.why_missing(view, row), cells.limits(view)
    if row["reason"] == "middle":
        return f"gruppen har {sizes.withheld + 1}–{sizes.rounded} anställda"
    return f"gruppen är {why}" if row["reason"] == "small" else why


@per_view
def sentence(view: View) -> str:
    """The indicators with a target, by how they stand: "Inom mål: sjukfrånvaro R12 (högst 4 %)"."""
    found = [row for each in RATES if (row := rows.indicator_row(view, each)) is not None]
    told: dict[str, list[str]] = {}
    for row in found:
        if word := rows.standing_word(row):
            told.setdefault(word, []).append(f"{rows.inside(row['indicator_id'])} ({rows.aims(row)})")
    if not told:
        return _why_not(view, found)
    return " ".join(f"{word.capitalize()}: {messages.listed(names)}." for word, names in told.items())


def _why_not(view: View, found: list[Row]) -> str:
    """Why no indicator is judged: no value, or no target."""
    without = [row for row in found if not rows.has_value(row)]
    if found and len(without) == len(found):
        return f"Det kan inte avgöras: {_reasons(_in_a_sentence(view, row) for row in without)}."
    if any(rows.aims(row) for row in found):
        return "Det kan inte avgöras: inget nyckeltal med mål har ett värde som kan visas."
    return "Inget mål är satt för året."


def _not_shown(view: View) -> list[str]:
    """Why a whole row of cards is left out; said once of both."""
    every = measured(view, (*SHOWN_RATES, *STRENGTH))
    if every and not any(map(rows.has_value, every)):
        return [f"Inga nyckeltal visas: {_reasons(_in_a_sentence(view, row) for row in every)}."]
    return [_row_not_shown(view, each) for each in (SHOWN_RATES, STRENGTH)]


def _row_not_shown(view: View, indicator_ids: tuple[str, ...]) -> str:
    found = measured(view, indicator_ids)
    if not found or any(map(rows.has_value, found)):
        return ""
    names = messages.listed([rows.inside(row["indicator_id"]) for row in found])
    return f"{names[0].upper()}{names[1:]}: {_reasons(_in_a_sentence(view, row) for row in found)}."


def _reasons(told: Iterable[str]) -> str:
    """Each reason once."""
    return sv.listing(list(dict.fromkeys(told)))


def absent(view: View) -> str:
    """The indicators that the source has nothing to compute from."""
    known = set(view.read("indicators")["indicator_id"])
    names = [rows.short_name(each) for each in (*RATES, *STRENGTH) if each not in known]
    return f"Finns inte i underlaget: {messages.listed(names)}." if names else ""


def draw(view: View) -> None:
    """The section: sentence, the rates with target and trend, the strength."""
    asked(QUESTION, sentence(view))
    for indicator_ids in (SHOWN_RATES, STRENGTH):
        if found := cards(view, indicator_ids):
            st.html(markup.cards(found))
    for note in notes(view):
        ui.note(note)


def _read_as(view: View, valued: list[Row]) -> str:
    """How the columns are read; nothing where no card is shown."""
    whole = any(has_outlined(view, row["indicator_id"]) for row in valued)
    return f"{R12}{OUTLINED if whole else ''}" if valued else ""


def notes(view: View) -> list[str]:
    """What the figures rest on, as far as it concerns those that are shown."""
    shown = measured(view, (*RATES, *STRENGTH))
    valued = [row for row in shown if rows.has_value(row)]
    told = [
        *_not_shown(view),
        since.note(view, [row for row in valued if row["indicator_id"] in (*SHOWN_RATES, *STRENGTH)]),
        _read_as(view, valued),
        cells.rounded_note(view) if any(map(rows.is_rounded, shown)) else "",
        absent(view),
    ]
    return [note for note in told if note]
