"""A flag's facts -> why it was raised, in three short Swedish sentences. Pure; nothing is computed here.

The limits are the ones that held when the flag was raised; an edition from before they were kept says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.words import OUTLOOK, STATUS, fewest_decimals, indicator_value

Facts = Mapping[str, Any]
Say = Callable[[Facts], str]


@dataclass(frozen=True)
class Why:
    """What the rule is, which limit was passed, and the figures that passed it."""

    rule: str
    limit: str
    figures: str


@dataclass(frozen=True)
class Reason:
    """How one rule says it; `limit` and `figures` are given the flag's facts."""

    rule: str
    limit: Say
    figures: Say


def why(rule: str, facts: Facts) -> Why:
    """A rule that this version does not know is named as it came."""
    if rule not in REASONS:
        return Why(f"Raden är flaggad av regeln {rule}.", "Regelns gräns är inte känd här.", NO_FIGURES)
    reason = REASONS[rule]
    return Why(reason.rule, _said(reason.limit, facts, NO_LIMIT), _said(reason.figures, facts, NO_FIGURES))


NO_LIMIT = "Gränsen finns inte sparad i den här utgåvan."
NO_FIGURES = "Siffrorna finns inte sparade i den här utgåvan."


def _said(say: Say, facts: Facts, otherwise: str) -> str:
    try:
        return say(facts)
    except KeyError:
        return otherwise


def _mnkr(facts: Facts, name: str) -> str:
    return sv.mnkr(facts[name], unit=True)


def _signed(facts: Facts, name: str) -> str:
    return sv.mnkr(facts[name], signed=True, unit=True)


def _deviation(facts: Facts, name: str, of: str = "bruttobudgeten") -> str:
    """Signed, with its share where there is one: name `x` of `x_sek` and `x_share`."""
    share = facts.get(f"{name}_share")
    return _signed(facts, f"{name}_sek") + ("" if share is None else f" ({sv.percent(share, signed=True)} av {of})")


def _limit_mnkr(facts: Facts, name: str = "limit_mnkr") -> str:
    return sv.number(facts[name], fewest_decimals(facts[name], 1, 3)) + f"{sv.NBSP}mnkr"


def _limit_percent(facts: Facts, name: str = "limit_percent") -> str:
    return sv.number(facts[name], fewest_decimals(facts[name], 1, 3)) + f"{sv.NBSP}%"


def _both(facts: Facts, of: str = "bruttobudgeten") -> str:
    return f"minst {_limit_mnkr(facts)} och minst {_limit_percent(facts)} av {of}"


def _without_gross(facts: Facts) -> str:
    """Said only where the gross budget is zero."""
    zero = facts.get("gross_budget_year_sek") == 0
    return " Bruttobudgeten är noll, så bara gränsen i mnkr gäller." if zero else ""


def _month(facts: Facts, name: str) -> str:
    return sv.month(pd.Timestamp(facts[name]))


def _forecast_limit(facts: Facts) -> str:
    return f"Prognosen flaggas när avvikelsen är {_both(facts)}.{_without_gross(facts)}"


def _serious_limit(facts: Facts) -> str:
    serious = f"{_limit_mnkr(facts, 'serious_mnkr')} och {_limit_percent(facts, 'serious_percent')}"
    return f"Prognosen flaggas när avvikelsen är {_both(facts)}, allvarligt från {serious}.{_without_gross(facts)}"


def _forecast_figures(facts: Facts) -> str:
    forecast, budget = _mnkr(facts, "forecast_year_sek"), _mnkr(facts, "budget_year_sek")
    return f"Prognosen är {forecast} mot budget {budget}: avvikelse {_deviation(facts, 'forecast_deviation')}."


def _unchanged_limit(facts: Facts) -> str:
    same = _limit_mnkr(facts, "unchanged_mnkr")
    return f"Lika är mindre än {same} isär; avvikelsen ska ha rört sig {_both(facts)}.{_without_gross(facts)}"


def _unchanged_figures(facts: Facts) -> str:
    names = ("first_reported_period", "second_reported_period", "forecast_reported_period")
    months = sv.listing([sv.month_name(pd.Timestamp(facts[name])) for name in names[:2]] + [_month(facts, names[2])])
    then, now = _signed(facts, "first_deviation_ytd_sek"), _signed(facts, "deviation_ytd_sek")
    moved = _deviation(facts, "deviation_moved")
    return (
        f"Prognosen var {_mnkr(facts, 'forecast_year_sek')} i {months}, medan årets avvikelse gick från {then} till "
        f"{now}: {moved}."
    )


def _equal_limit(facts: Facts) -> str:
    equal = _limit_mnkr(facts, "equal_mnkr")
    return f"Lika är mindre än {equal} från budget; avvikelsen hittills ska vara {_both(facts)}.{_without_gross(facts)}"


def _equal_figures(facts: Facts) -> str:
    forecast, budget = _mnkr(facts, "forecast_year_sek"), _mnkr(facts, "budget_year_sek")
    made, outcome = _month(facts, "forecast_reported_period"), _deviation(facts, "deviation_ytd")
    return f"Prognosen från {made} är {forecast} mot budget {budget}, och hittills i år är avvikelsen {outcome}."


def _opposite_figures(facts: Facts) -> str:
    forecast, outcome = _deviation(facts, "forecast_deviation"), _deviation(facts, "deviation_ytd")
    made = _month(facts, "forecast_reported_period")
    return f"Prognosen från {made} avviker {forecast} från budget, och hittills i år är avvikelsen {outcome}."


def _three_years(facts: Facts) -> str:
    of = "det årets bruttobudget"
    before = [
        f"{facts[year]:.0f}: {_deviation(facts, f'{year}_deviation', of)}"
        for year in ("two_years_before", "year_before")
    ]
    return f"{', '.join(before)}, prognos {facts['year']:.0f}: {_deviation(facts, 'forecast_deviation', of)}."


def _status(code: str) -> str:
    return STATUS[code][1] if code in STATUS else code


def _statuses(facts: Facts) -> str:
    before = facts["status_previous"]
    previous = f"i förra rapporten: {_status(before)}" if before else "aktiviteten var inte med i förra rapporten"
    return f"Status: {_status(facts.get('status', 'unknown'))}; {previous}."


def _judged(facts: Facts) -> str:
    """What a row without a comment says: an activity's status or an assignment's outlook."""
    if "status" in facts:
        return f"Status: {_status(facts['status'])}."
    code = facts["outlook"]
    return f"Bedömning: {OUTLOOK[code][1] if code in OUTLOOK else code}."


def _days_limit(facts: Facts) -> str:
    days = facts["limit_days"]
    allowed = sv.plural(days, "dag", "dagar")
    return f"Flaggas efter mer än {allowed}." if days else "Flaggas från första dagen efter slutdatum."


def _moves_limit(facts: Facts) -> str:
    return f"Flaggas från {sv.plural(facts['limit_moves'], 'flytt', 'flyttar')} av slutdatum."


def _late(facts: Facts) -> str:
    days = sv.plural(facts["days_overdue"], "dag", "dagar")
    return f"Slutdatum var {facts['end_date']}; {days} har gått vid månadens slut."


def _moves(facts: Facts) -> str:
    times = sv.plural(facts["end_date_moved_count"], "gång", "gånger")
    return f"Slutdatum har flyttats {times} och är nu {facts['end_date']}."


def _aim(word: str, name: str) -> Say:
    """ "Målet är högst 4 %." An older edition does not say the direction, but the flag itself tells it."""

    def say(facts: Facts) -> str:
        lower = facts["direction"] == "lower" if "direction" in facts else facts["value"] > facts[name]
        return f"{word} är {'högst' if lower else 'minst'} {indicator_value(facts, name)}."

    return say


def _value(facts: Facts) -> str:
    return f"Värdet är {indicator_value(facts, 'value')}."


def _investment_limit(facts: Facts) -> str:
    return f"Posten flaggas när avvikelsen är {_both(facts, 'årets budget')}."


def _investment_figures(facts: Facts) -> str:
    forecast, budget = _mnkr(facts, "forecast_year_sek"), _mnkr(facts, "budget_year_sek")
    meaning = "högre" if facts["deviation_sek"] < 0 else "lägre"
    deviation = _deviation(facts, "deviation", "budgeten")
    return f"Prognosen är {forecast} mot budget {budget}: {deviation}, {meaning} utgift än budgeterat."


def _always(sentence: str) -> Say:
    return lambda facts: sentence


_BY_STATUS = _always("Ingen gräns: statusen i rapporten avgör.")
_BY_OUTLOOK = _always("Ingen gräns: bedömningen i rapporten avgör.")

REASONS: dict[str, Reason] = {
    "forecast_below_budget": Reason(
        "Prognosen för helåret är sämre än årsbudgeten.", _serious_limit, _forecast_figures
    ),
    "forecast_above_budget": Reason(
        "Prognosen för helåret är bättre än årsbudgeten.", _forecast_limit, _forecast_figures
    ),
    "forecast_worsened": Reason(
        "Prognosen är sämre än årets förra prognos.",
        lambda facts: f"Flaggas från {_limit_mnkr(facts)} sämre.",
        lambda facts: (
            f"Prognosen är {_mnkr(facts, 'forecast_year_sek')}, ändrad {_signed(facts, 'forecast_change_sek')} sedan "
            "den förra."
        ),
    ),
    "forecast_unchanged": Reason(
        "Tre prognoser i rad är lika, fast avvikelsen hittills i år har rört sig.",
        _unchanged_limit,
        _unchanged_figures,
    ),
    "forecast_equals_budget": Reason(
        "Prognosen är lika med budget, fast avvikelsen hittills i år är stor.", _equal_limit, _equal_figures
    ),
    "forecast_opposite_sign": Reason(
        "Prognosen och avvikelsen hittills i år ligger på var sin sida om budget.",
        lambda facts: f"Båda ska vara {_both(facts)} från budget.{_without_gross(facts)}",
        _opposite_figures,
    ),
    "deviation_repeated": Reason(
        "Prognosen avviker åt samma håll som utfallet de två åren före.",
        lambda facts: f"Vart och ett av åren ska avvika {_both(facts, 'årets bruttobudget')}.",
        _three_years,
    ),
    "off_track": Reason("Aktiviteten följer inte planeringen.", _BY_STATUS, _statuses),
    "at_risk": Reason("Det finns en farhåga för aktiviteten.", _BY_STATUS, _statuses),
    "status_unknown": Reason("Aktivitetens status går inte att utläsa ur rapporten.", _BY_STATUS, _statuses),
    "overdue": Reason("Slutdatum har passerat och aktiviteten är inte klar.", _days_limit, _late),
    "comment_missing": Reason("En kommentar väntades men saknas.", _always("Ingen gräns: fältet är tomt."), _judged),
    "end_date_moved": Reason("Slutdatum har flyttats flera gånger.", _moves_limit, _moves),
    "outlook_not": Reason("Åtagandet bedöms inte uppfyllas.", _BY_OUTLOOK, _judged),
    "outlook_partly": Reason("Åtagandet bedöms bara delvis uppfyllas.", _BY_OUTLOOK, _judged),
    "beyond_target": Reason("Nyckeltalet når inte målet.", _aim("Målet", "target"), _value),
    "beyond_limit": Reason("Nyckeltalet är utanför gränsvärdet.", _aim("Gränsen", "limit"), _value),
    "investment_deviation": Reason(
        "Prognosen för året är långt från investeringsbudgeten.", _investment_limit, _investment_figures
    ),
}
"""Every rule of the house."""
