"""What each indicator is, from its declaration: nothing here is said twice."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import ui, words
from dashboard.markup import Shown
from dashboard.staff import rows
from dashboard.view import View, per_view
from data.indicator import Indicator
from data.indicators import STAFF

UNITS = {"share": "procent", "index": "index 0–100", "sek": "kronor", "persons": "personer", "fte": "årsarbetare"}
DIRECTIONS = {"lower": "lägre är bättre", "higher": "högre är bättre", "": "inget håll är bättre"}
MEASURES = {
    "sick_hours": "sjuktimmar",
    "sick_hours_60_plus": "sjuktimmar från dag 60",
    "sick_hours_day_1_14": "sjuktimmar dag 1–14",
    "contracted_hours": "avtalade timmar",
    "leavers": "avslutade anställningar",
    "leavers_retired": "pensioneringar",
    "headcount_permanent": "tillsvidareanställda",
    "headcount_all": "alla anställda",
    "headcount_full_time": "heltidsanställda",
    "full_time_equivalents": "årsarbetare",
}
"""What the measures of `hr_month` count, inside a sentence."""


def described(indicators: Iterable[Indicator]) -> pd.DataFrame:
    """One row per indicator: name, definition, numerator and denominator in words, unit, direction and source."""
    return pd.DataFrame(
        [
            {
                "name": each.name,
                "definition": each.definition,
                "numerator": _numerator(each),
                "denominator": _denominator(each),
                "unit": UNITS[each.unit],
                "direction": DIRECTIONS[each.direction],
                "source": each.source,
            }
            for each in indicators
        ]
    )


def _numerator(indicator: Indicator) -> str:
    if indicator.survey_index:
        return "svar i enkäten"
    less = f" minus {MEASURES[indicator.numerator_minus]}" if indicator.numerator_minus else ""
    return f"{MEASURES[indicator.numerator]}{less}" if indicator.numerator else sv.MISSING


def _denominator(indicator: Indicator) -> str:
    if not indicator.denominator:
        return sv.MISSING
    text = MEASURES[indicator.denominator]
    return f"medelvärdet av {text}" if indicator.denominator_mean else text


@per_view
def table(view: View) -> pd.DataFrame:
    """The staff indicators with the targets and limits that were set, year by year."""
    return described(STAFF).assign(aims=[aims_by_year(view, each) for each in STAFF])


def aims_by_year(view: View, indicator: Indicator) -> str:
    """ "2019: mål högst 4 %, gräns högst 6 %"; years without either are not named."""
    known = view.read("indicators")
    known = known[known["indicator_id"] == indicator.indicator_id].assign(year=lambda rows: rows["period"].dt.year)
    years = known[["year", "target", "limit"]].drop_duplicates().dropna(how="all", subset=["target", "limit"])
    ordered = years.sort_values("year").to_dict("records")
    told = [f"{row['year']}: {_aims(indicator, row['target'], row['limit'])}" for row in ordered]
    return "; ".join(told) or "inget mål är satt"


def _aims(indicator: Indicator, target: float, limit: float) -> str:
    bound = words.at_most_or_least(indicator.direction)
    named = [("mål", target), ("gräns", limit)]
    return ", ".join(
        f"{word} {bound} {words.indicator_line(indicator.unit, line)}" for word, line in named if pd.notna(line)
    )


COLUMNS = [
    Shown("name", "Nyckeltal", rows.with_whole_days),
    Shown("definition", "Definition", rows.with_whole_days),
    Shown("numerator", "Täljare", rows.with_whole_days),
    Shown("denominator", "Nämnare", str),
    Shown("unit", "Enhet", str),
    Shown("direction", "Riktning", str),
    Shown("source", "Källa för definitionen", str),
]
COLUMNS_WITH_AIMS = [*COLUMNS, Shown("aims", "Mål och gräns", str)]


def draw(view: View) -> None:
    """The definitions, one click away."""
    with st.expander("Definitioner"):
        ui.table(view, "staff-definitions", table(view), COLUMNS_WITH_AIMS, "Så räknas nyckeltalen")
