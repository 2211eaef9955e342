"""Codes of the contract -> the Swedish words and glyphs on screen. A glyph never stands without its word."""

from collections.abc import Callable, Mapping
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
    "not": ("✗", "uppfylls inte"),
    "partly": ("◐", "uppfylls delvis"),
    "unknown": ("?", "bedömning okänd"),
    "fulfilled": ("✓", "uppfylls"),
}
"""How an assignment is judged. Not the documents' own signs: there ● is good here and a worry on an activity, and ◆ is
the mark of published figures."""

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
ROUNDED_MARK = "*"
"""Beside a share in whole per cent, whose group is small."""
STANDING = {
    "within_target": ("✓", "mu-good"),
    "beyond_target": ("△", "mu-bad"),
    "beyond_limit": ("▲", "mu-bad"),
    "undecided": ("?", ""),
}
"""How a value stands: the glyph, as that of a flag of the same gravity, and the class of its tone."""
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


def standing_words(standing: str, direction: str, has_target: bool = True) -> str:
    """How a value stands, by the direction that is better: "inom mål", "över gräns" or "under mål"."""
    side = "över" if direction == "lower" else "under"
    return {
        "within_target": "inom mål" if has_target else "inom gräns",
        "beyond_target": f"{side} mål",
        "beyond_limit": f"{side} gräns",
        "undecided": "kan inte avgöras i hela procent",
    }[standing]


def at_most_or_least(direction: str) -> str:
    """How a target or limit bounds the value."""
    return "högst" if direction == "lower" else "minst"


def status_word(code: str) -> str:
    """An activity's status inside a sentence; an unknown code is shown as it came."""
    return {"unknown": "okänd"}.get(code) or (STATUS[code][1] if code in STATUS else code)


def status_counted(code: str, count: int) -> str:
    """The status of so many: 1 pausad, 2 pausade."""
    one, many = _COUNTED_STATUS.get(code, (status_word(code), status_word(code)))
    return one if count == 1 else many


_COUNTED_STATUS = {
    "paused": ("pausad", "pausade"),
    "unknown": ("med okänd status", "med okänd status"),
    "not_started": ("inte startad", "inte startade"),
    "done": ("klar", "klara"),
}

RULES = {
    "forecast_below_budget": "prognos sämre än budget",
    "forecast_above_budget": "prognos bättre än budget",
    "forecast_worsened": "prognosen har försämrats",
    "forecast_unchanged": "prognosen står still",
    "forecast_equals_budget": "prognosen är lika med budget",
    "forecast_opposite_sign": "prognos och utfall åt olika håll",
    "deviation_repeated": "avviker minst tredje året i rad",
    "off_track": "följer inte planeringen",
    "at_risk": "farhåga finns",
    "overdue": "slutdatum har passerat",
    "comment_missing": "kommentar saknas",
    "end_date_moved": "slutdatum har flyttats flera gånger",
    "status_unknown": "status okänd",
    "status_worsened": "sämre status än i förra rapporten",
    "not_updated": "inget uppdaterat på länge",
    "on_track_overdue": "följer planeringen fast slutdatum har passerat",
    "comment_copied": "samma kommentar i flera rapporter",
    "paused_long": "pausad länge",
    "off_track_uncommented": "följer inte planeringen och saknar kommentar",
    "done_unstarted": "klar utan att ha startat",
    "outlook_not": "uppfylls inte",
    "outlook_partly": "uppfylls delvis",
    "fulfilled_contradicted": "uppfylls fast aktiviteter säger annat",
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
    sentence = _FIGURES[rule](facts) if rule in _FIGURES and facts else rule_short(rule)
    return f"{sentence}."


def indicator_figure(unit: str, value: float | None, decimals: int) -> str:
    """A value in its indicator's unit: "2,35 %", "212 personer", "187,4 årsarbetare"; an index stands alone."""
    if unit == "share":
        return sv.percent(value, decimals)
    text = sv.number(value, decimals)
    return f"{text}{sv.NBSP}{COUNTED[unit]}" if unit in COUNTED and text != sv.MISSING else text


def indicator_change(unit: str, change: float | None, decimals: int) -> str:
    """A difference between two values of an indicator, signed: "−0,21 procentenheter", "+3 personer"."""
    if unit == "share":
        return sv.percentage_points(change, decimals)
    text = sv.number(change, decimals, signed=True)
    return f"{text}{sv.NBSP}{_counted(unit, text)}" if text != sv.MISSING else text


def _counted(unit: str, text: str) -> str:
    one = text.lstrip("+" + sv.MINUS) == "1"
    return {"persons": "person" if one else "personer", "fte": "årsarbetare"}.get(unit, "indexenheter")


COUNTED = {"persons": "personer", "fte": "årsarbetare"}
"""What is counted, by unit."""


def indicator_value(facts: Mapping[str, Any], name: str) -> str:
    """A fact of an indicator in its own unit, which older editions do not name: they had shares alone.

    With as few decimals as show it, so that a target of 5.5 % does not read as 6 %.
    """
    return indicator_line(facts.get("unit", "share"), facts[name])


def indicator_line(unit: str, value: float) -> str:
    """A target or limit of an indicator, with as few decimals as show it: 0.055 is "5,5 %"."""
    places = fewest_decimals(value * 100, 0, 2) if unit == "share" else fewest_decimals(value, 0, 1)
    return indicator_figure(unit, value, places)


def fewest_decimals(value: float, least: int, most: int) -> int:
    """As few decimals as show the value whole; never more than `most`."""
    return next((places for places in range(least, most) if abs(round(value, places) - value) < 1e-9), most)


def _against(facts: Mapping[str, Any], what: str, name: str) -> str:
    return f"{indicator_value(facts, 'value')} mot {what} {indicator_value(facts, name)}"


def _opposite(facts: Mapping[str, Any]) -> str:
    forecast, outcome = sv.deviation(facts["forecast_deviation_sek"]), sv.deviation(facts["deviation_ytd_sek"])
    return f"prognosen {forecast} mnkr mot budget, men {outcome} mnkr hittills i år"


def _unchanged(facts: Mapping[str, Any]) -> str:
    then, now = sv.deviation(facts["first_deviation_ytd_sek"]), sv.deviation(facts["deviation_ytd_sek"])
    return f"samma prognos tre gånger, fast avvikelsen har gått från {then} till {now} mnkr"


def _three_years(facts: Mapping[str, Any]) -> str:
    names = ("two_years_before_deviation_sek", "year_before_deviation_sek", "forecast_deviation_sek")
    return f"avviker minst tredje året i rad: {sv.listing([sv.deviation(facts[name]) for name in names])} mnkr"


_FIGURES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "forecast_below_budget": lambda f: f"{sv.deviation(f['forecast_deviation_sek'])} mnkr i prognosen mot budget",
    "forecast_above_budget": lambda f: f"{sv.deviation(f['forecast_deviation_sek'])} mnkr i prognosen mot budget",
    "forecast_worsened": lambda f: f"prognosen {sv.deviation(f['forecast_change_sek'])} mnkr sedan förra",
    "forecast_unchanged": _unchanged,
    "forecast_equals_budget": lambda f: (
        f"prognosen är lika med budget, men {sv.deviation(f['deviation_ytd_sek'])} mnkr hittills i år"
    ),
    "forecast_opposite_sign": _opposite,
    "deviation_repeated": _three_years,
    "beyond_target": lambda f: _against(f, "målet", "target"),
    "beyond_limit": lambda f: _against(f, "gränsen", "limit"),
    "investment_deviation": lambda f: f"{sv.deviation(f['deviation_sek'])} mnkr mot årets investeringsbudget",
}
