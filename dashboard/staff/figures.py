"""Är vi inom målet? The month's figures, how each stands, and how it has moved since the same month last year."""

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, messages, ui, words
from dashboard.staff import rows
from dashboard.staff.asked import asked
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicators import BY_ID

QUESTION = "Är vi inom målet?"
SICK_LEAVE, TURNOVER, NOT_RETIRED = "sick_leave_r12", "staff_turnover_r12", "staff_turnover_not_retired_r12"
RATES = (SICK_LEAVE, "sick_leave_short_r12", "sick_leave_60_plus_r12", TURNOVER, NOT_RETIRED)
SHOWN_RATES = RATES[:4]
"""Those with a card; turnover without retirements is a line on the card of turnover."""
STRENGTH = ("headcount", "full_time_equivalents", "full_time_share", "part_time_share")
R12 = (
    "R12 är de senaste tolv månaderna sammantagna. Staplarna visar månaderna sedan samma månad förra året; en tom "
    "plats är en månad utan värde."
)
_BETTER = {"lower": " (lägre är bättre)", "higher": " (högre är bättre)"}


def message(view: View, indicator_id: str) -> str:
    """One indicator of the month in a sentence: its figure and how it stands, or why it has none."""
    row, name = rows.indicator_row(view, indicator_id), rows.short_name(indicator_id)
    if row is None or pd.isna(row["value"]):
        why = "" if row is None else rows.why_missing(view, row)
        return messages.no_indicator(name, view.period, why, row is not None and bool(row["suppressed"]))
    return messages.indicator_message(name, rows.cell(view, row), rows.stands(row))


@per_view
def sentence(view: View) -> str:
    """The indicators with a target, by how they stand: "Inom mål: sjukfrånvaro R12 (högst 4 %)"."""
    found = [row for each in RATES if (row := rows.indicator_row(view, each)) is not None]
    told: dict[str, list[str]] = {}
    for row in found:
        if word := rows.standing_word(row):
            told.setdefault(word, []).append(f"{_inside(row)} ({rows.aims(row)})")
    if not told:
        return _nothing_judged(found)
    return " ".join(f"{word.capitalize()}: {messages.listed(names)}." for word, names in told.items())


def _inside(row: Row) -> str:
    """The indicator's name inside a sentence."""
    name = rows.short_name(row["indicator_id"])
    return name[0].lower() + name[1:]


def _nothing_judged(found: list[Row]) -> str:
    if any(rows.aims(row) for row in found):
        return "Det kan inte avgöras: inget nyckeltal med mål har ett värde som kan visas."
    return "Det kan inte avgöras: inget mål är satt för året."


@per_view
def cards(view: View, indicator_ids: tuple[str, ...]) -> list[str]:
    """A card per indicator that was measured; what a unit's months would show is left out."""
    found = [row for each in indicator_ids if (row := rows.indicator_row(view, each)) is not None]
    return [_card(view, row) for row in found if row["reason"] != "unit_month"]


def _card(view: View, row: Row) -> str:
    label = rows.short_name(row["indicator_id"])
    if not _has_value(row):
        return markup.card(label, *_without_value(view, row))
    details = [_standing(row), *_not_retired(view, row), ("", _change(view, row))]
    return markup.card(label, rows.cell(view, row), details, _trend(view, row["indicator_id"]))


def _not_retired(view: View, row: Row) -> list[tuple[str, str]]:
    """Turnover without retirements beside the whole; nothing beside other figures, or where the source lacks it."""
    other = rows.indicator_row(view, NOT_RETIRED)
    if row["indicator_id"] != TURNOVER or other is None:
        return []
    tone, text = _standing(other) if rows.stands(other) else ("", "")
    return [(tone, ", ".join(each for each in (f"utan pensioner {rows.cell(view, other)}", text) if each))]


def overview_card(view: View) -> str:
    """Sick leave and turnover, each with how it stands, in one card."""
    sick, turnover = (rows.indicator_row(view, each) for each in (SICK_LEAVE, TURNOVER))
    figure, details = _figure(view, sick)
    second = [("", f"Personalomsättning R12 {rows.cell(view, turnover)}"), *_figure(view, turnover)[1]]
    return markup.card("Sjukfrånvaro R12", figure, [*details, *(second if _has_value(turnover) else [])])


def _figure(view: View, row: Row | None) -> tuple[str, list[tuple[str, str]]]:
    """The figure and how it stands, or why there is none."""
    if row is None:
        return sv.MISSING, [("", f"Inget värde för {sv.month(view.period)}")]
    return (rows.cell(view, row), [_standing(row)]) if _has_value(row) else _without_value(view, row)


def _has_value(row: Row | None) -> bool:
    return row is not None and bool(pd.notna(row["value"]))


def _without_value(view: View, row: Row) -> tuple[str, list[tuple[str, str]]]:
    """What stands in the figure's place, and the rest of why there is none."""
    why = rows.why_missing(view, row)
    if row["reason"] in _SIZES:
        return why, [("", _SIZES[row["reason"]])]
    return "visas inte" if row["suppressed"] else "saknas", [("", why)]


_SIZES = {
    "small": "gruppen är för liten för att visas",
    "middle": "gruppens storlek; det exakta antalet visas inte",
}


def _standing(row: Row) -> tuple[str, str]:
    found = rows.standing(row)
    if found is None:
        return "", "inget mål är satt" if BY_ID[row["indicator_id"]].direction else ""
    glyph, tone = words.STANDING[found]
    return tone, f"{glyph} {rows.stands(row)}"


def _change(view: View, row: Row) -> str:
    """Against the same month last year, with the way that is better; a difference of two published values."""
    earlier = view.period - pd.DateOffset(years=1)
    before = rows.by_period(view, earlier).get((rows.department_of(view), row["indicator_id"], "total"))
    if before is None or pd.isna(before["value"]):
        return f"ingen jämförelse med {sv.month(earlier)}" + (f": {rows.why_missing(view, before)}" if before else "")
    places = min(rows.decimals(row), rows.decimals(before))
    change = words.indicator_change(row["unit"], row["value"] - before["value"], places)
    return f"{change} mot {sv.month(earlier)}{_BETTER.get(BY_ID[row['indicator_id']].direction, '')}"


def _trend(view: View, indicator_id: str) -> str:
    """The months since the same month last year; one without a value is an empty place with its reason."""
    months = rows.rows_of(view, indicator_id)
    shown = months[months["period"].between(view.period - pd.DateOffset(years=1), view.period)].to_dict("records")
    return markup.trend([(_month(row), rows.cell(view, row), row["value"]) for row in shown])


def _month(row: Row) -> str:
    return f"{sv.month_short(row['period'])} {row['period'].year}"


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


def notes(view: View) -> list[str]:
    """What the figures rest on, as far as it concerns those that are shown."""
    shown = [row for each in (*RATES, *STRENGTH) if (row := rows.indicator_row(view, each)) is not None]
    told = [
        R12,
        rows.UNIT_MONTHS if rows.is_unit(view) else "",
        rows.rounded_note(view) if any(map(rows.is_rounded, shown)) else "",
        absent(view),
    ]
    return [note for note in told if note]
