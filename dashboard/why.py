"""A flag's facts -> why it was raised, in three short Swedish sentences. Pure; nothing is computed here.

The limits are the ones that held when the flag was raised; an edition from before they were kept says so.
"""

from dataclasses import dataclass

from dashboard import why_lines, why_work
from dashboard.why_phrases import Facts, Reason, Say, both, deviation, mnkr
from dashboard.words import indicator_value


@dataclass(frozen=True)
class Why:
    """What the rule is, which limit was passed, and the figures that passed it."""

    rule: str
    limit: str
    figures: str


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


def _aim(word: str, name: str) -> Say:
    """ "Målet är högst 4 %." An older edition does not say the direction, but the flag itself tells it."""

    def say(facts: Facts) -> str:
        lower = facts["direction"] == "lower" if "direction" in facts else facts["value"] > facts[name]
        return f"{word} är {'högst' if lower else 'minst'} {indicator_value(facts, name)}."

    return say


def _value(facts: Facts) -> str:
    return f"Värdet är {indicator_value(facts, 'value')}."


def _investment_limit(facts: Facts) -> str:
    return f"Posten flaggas när avvikelsen är {both(facts, 'årets budget')}."


def _investment_figures(facts: Facts) -> str:
    forecast, budget = mnkr(facts, "forecast_year_sek"), mnkr(facts, "budget_year_sek")
    meaning = "högre" if facts["deviation_sek"] < 0 else "lägre"
    difference = deviation(facts, "deviation", "budgeten")
    return f"Prognosen är {forecast} mot budget {budget}: {difference}, {meaning} utgift än budgeterat."


REASONS: dict[str, Reason] = {
    **why_lines.REASONS,
    **why_work.REASONS,
    "beyond_target": Reason("Nyckeltalet når inte målet.", _aim("Målet", "target"), _value),
    "beyond_limit": Reason("Nyckeltalet är utanför gränsvärdet.", _aim("Gränsen", "limit"), _value),
    "investment_deviation": Reason(
        "Prognosen för året är långt från investeringsbudgeten.", _investment_limit, _investment_figures
    ),
}
"""Every rule of the house."""
