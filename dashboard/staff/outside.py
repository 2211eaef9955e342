"""What a comparison by size says in words: which lie outside, what chance gives, who is not shown, and the method."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import funnel, messages
from dashboard.markup import Shown
from dashboard.staff.chance import on_average

SIDES = {"above": "över gränsen", "below": "under gränsen"}
INSIDE = "innanför"
WIDE = (
    "Gränserna är vida med avsikt: de är räknade på den största spridning som kan finnas mellan personer, eftersom "
    "ingen uppgift om enskilda används."
)
EVENTS_TOLD = "De som slutat räknas som oberoende händelser (Poisson): på en plats kan flera sluta samma år."


@dataclass(frozen=True)
class Noun:
    """What is compared: an "avdelning", several "avdelningar", "avdelningen" and "avdelningarna"."""

    one: str
    many: str
    the: str
    those: str


NOUNS = {
    "department": Noun("avdelning", "avdelningar", "avdelningen", "avdelningarna"),
    "unit": Noun("enhet", "enheter", "enheten", "enheterna"),
}


def columns(noun: Noun) -> list[Shown]:
    """The table behind the picture."""
    return [
        Shown("name", noun.one.capitalize(), str),
        Shown("people", "Antal anställda", str, numeric=True, loose=True),
        Shown("figure", "Andel", str, numeric=True, loose=True),
        Shown("limits", "Slumpens gränser (95 %)", str, numeric=True),
        Shown("told", "Mot helheten", str),
    ]


def limits(judged: pd.DataFrame) -> list[str]:
    """The limits of a department's size, where it is known or an interval."""
    return [
        f"{sv.number(low * 100, 1)}–{sv.percent(high, 1)}" if pd.notna(value) else sv.MISSING
        for low, high, value in zip(judged["low"], judged["high"], judged["value"], strict=True)
    ]


def told(judged: pd.DataFrame) -> list[str]:
    """Where each lies; a dash where it has no value."""
    return [_told(row) for row in judged.to_dict("records")]


def _told(row: dict[Any, Any]) -> str:
    if pd.isna(row["value"]):
        return sv.MISSING
    if not row["outside"]:
        return INSIDE
    return f"? {'långt ' if row['far'] else ''}{SIDES[row['outside']]}"


def sentence(name: str, judged: pd.DataFrame, noun: Noun) -> str:
    """Which are questions, of how many."""
    known = judged.dropna(subset=["value"])
    if known.empty:
        return f"{name}: ingen {noun.one} har ett värde som kan visas."
    outside, of = known[known["outside"] != ""], sv.plural(len(known), noun.one, noun.many)
    if outside.empty:
        return f"{name}: ingen av {of} skiljer sig från hela organisationen mer än slumpen tillåter."
    named = sv.listing([f"{row['name']} ({row['told'][2:]})" for row in outside.to_dict("records")])
    return f"{name}: {'fråga' if len(outside) == 1 else 'frågor'} om {sv.number(len(outside))} av {of}, {named}."


def chance(judged: pd.DataFrame, noun: Noun) -> str:
    """How many chance alone would put outside."""
    known = len(judged.dropna(subset=["value"]))
    if not known:
        return ""
    expected = on_average(funnel.BY_CHANCE * known)
    return f"Slumpen ensam lägger i genomsnitt högst {expected} {noun.many} utanför i en sådan jämförelse."


def order_says_nothing(noun: Noun) -> str:
    """How those inside are read."""
    return f"Innanför gränserna skiljer sig {noun.those} inte åt mer än slumpen tillåter: deras ordning säger inget."


def notes(name: str, judged: pd.DataFrame) -> tuple[str, str]:
    """Those that are not in the picture: without a size, and without a value."""
    return _unsized(name, judged), _withheld(judged)


def _unsized(name: str, judged: pd.DataFrame) -> str:
    found = judged[judged["value"].notna() & judged["most"].isna()]
    named = [f"{row['name']} {row['figure']}" for row in found.to_dict("records")]
    return f"{name}: inte i bilden, för att storleken inte visas: {messages.listed(named)}." if named else ""


def _withheld(judged: pd.DataFrame) -> str:
    missing = judged[judged["value"].isna()]
    named = [f"{row['name']} ({row['figure']})" for row in missing.to_dict("records")]
    return f"Inget värde: {messages.listed(named)}." if named else ""


def method(judged: pd.DataFrame, fewest: int, of_events: bool) -> tuple[str, ...]:
    """How the limits are computed, as far as it concerns what is compared."""
    rounded = (
        f"En andel i hela procent prövas mot gränserna för {fewest} anställda, som är de vidaste, och med en halv "
        "procentenhet för avrundningen, så att brus inte blir en fråga."
    )
    found = [WIDE, EVENTS_TOLD if of_events else "", rounded if (judged["hidden"] > 0).any() else ""]
    return tuple(note for note in found if note)
