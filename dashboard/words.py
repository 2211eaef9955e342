"""Codes of the contract -> the Swedish words and glyphs on screen. A glyph never stands without its word."""

from collections.abc import Mapping
from typing import Any

from dashboard import format as sv

STATUS = {
    "off_track": ("!", "följer inte planeringen"),
    "at_risk": ("●", "farhåga finns"),
    "paused": ("‖", "pausad"),
    "unknown": ("?", "status okänd"),
    "not_started": ("○", "inte startad"),
    "on_track": ("▶", "följer planeringen"),
    "done": ("✓", "klar"),
}
"""Activity status, the one that needs most attention first."""

OUTLOOK = {
    "not": ("■", "uppfylls inte"),
    "partly": ("◆", "uppfylls delvis"),
    "unknown": ("?", "bedömning okänd"),
    "fulfilled": ("●", "uppfylls"),
}

KIND = {"activity": "aktivitet", "project": "projekt"}
SEVERITY = {"serious": ("▲", "allvarlig"), "warning": ("△", "varning"), "info": ("i", "information")}
PROVENANCE = {"published": "publicerad", "booked": "bokförd", "simulated": "simulerad"}
BREAKDOWN = {
    "total": "Alla",
    "K": "Kvinnor",
    "M": "Män",
    "-29": "Till och med 29 år",
    "30-49": "30–49 år",
    "50-": "50 år och äldre",
}
PUBLISHED_MARK = "◆"
RESTATED = {
    "actual_ytd": "Resultat hittills i år",
    "budget_ytd": "Budget hittills i år",
    "forecast_year": "Prognos för helåret",
}
"""The measures that a closed month is followed by."""

REFUSED = {
    "empty": "tom cell",
    "type": "fel slags värde",
    "ambiguous": "kan läsas på flera sätt",
    "too_large": "för stort tal",
    "cells": "fel antal celler",
    "formula": "formel utan värde",
    "error_value": "felvärde i Excel",
    "control_character": "osynliga tecken",
    "too_long": "för lång text",
    "lookalike": "bokstav ur annat alfabet",
    "allowed": "ord utanför listan",
    "minimum": "för litet värde",
    "duplicate": "dubblerad nyckel",
    "two_names": "två namn för samma nyckel",
    "own_parent": "egen överordnad",
    "unknown_parent": "okänd överordnad",
    "cycle": "ring av överordnade",
    "future": "i framtiden",
    "unknown_line": "okänt uppdrag",
    "unknown_account": "okänt konto",
    "unknown_department": "okänd avdelning",
    "intervals": "glapp eller överlapp",
}
"""Why a cell was refused; a rule that is not here is shown as it came."""


def with_glyph(code: str, words: dict[str, tuple[str, str]]) -> str:
    """The glyph and the word of a code; an unknown code is shown as it came."""
    glyph, word = words.get(code, ("?", code))
    return f"{glyph} {word}"


RULES = {
    "forecast_below_budget": "prognos under budget",
    "forecast_worsened": "prognosen har försämrats",
    "off_track": "följer inte planeringen",
    "at_risk": "farhåga finns",
    "overdue": "slutdatum har passerat",
    "comment_missing": "kommentar saknas",
    "end_date_moved": "slutdatum har flyttats flera gånger",
    "status_unknown": "status okänd",
    "outlook_not": "uppfylls inte",
    "outlook_partly": "uppfylls delvis",
    "beyond_target": "når inte målet",
    "beyond_limit": "utanför gränsvärdet",
    "investment_deviation": "stor avvikelse mot investeringsbudget",
}
"""What a flag says in few words."""


def rule_short(rule: str) -> str:
    """A flag in few words; an unknown rule is shown as it came."""
    return RULES.get(rule, rule)


def rule_sentence(rule: str, facts: Mapping[str, Any]) -> str:
    """A flag as the end of a sentence, with its figures where it has any."""
    figures = {
        "forecast_below_budget": lambda: f"{sv.deviation(facts['forecast_deviation_sek'])} mnkr i prognosen mot budget",
        "forecast_worsened": lambda: f"prognosen {sv.deviation(facts['forecast_change_sek'])} mnkr sedan förra",
        "beyond_target": lambda: f"{sv.percent(facts['value'], 1)} mot målet {sv.percent(facts['target'], 0)}",
        "beyond_limit": lambda: f"{sv.percent(facts['value'], 1)} mot gränsen {sv.percent(facts['limit'], 0)}",
        "investment_deviation": lambda: f"{sv.deviation(facts['deviation_sek'])} mnkr mot årets investeringsbudget",
    }
    sentence = figures[rule]() if rule in figures and facts else rule_short(rule)
    return f"{sentence}."
