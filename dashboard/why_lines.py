"""Why a budget line is flagged."""

import pandas as pd

from dashboard import format as sv
from dashboard.why_phrases import (
    Facts,
    Reason,
    both,
    deviation,
    limit_mnkr,
    limit_percent,
    mnkr,
    month,
    signed,
    without_gross,
)


def _forecast_limit(facts: Facts) -> str:
    return f"Prognosen flaggas när avvikelsen är {both(facts)}.{without_gross(facts)}"


def _serious_limit(facts: Facts) -> str:
    serious = f"{limit_mnkr(facts, 'serious_mnkr')} och {limit_percent(facts, 'serious_percent')}"
    return f"Prognosen flaggas när avvikelsen är {both(facts)}, allvarligt från {serious}.{without_gross(facts)}"


def _forecast_figures(facts: Facts) -> str:
    forecast, budget = mnkr(facts, "forecast_year_sek"), mnkr(facts, "budget_year_sek")
    return f"Prognosen är {forecast} mot budget {budget}: avvikelse {deviation(facts, 'forecast_deviation')}."


def _unchanged_limit(facts: Facts) -> str:
    same = limit_mnkr(facts, "unchanged_mnkr")
    return f"Lika är mindre än {same} isär; avvikelsen ska ha rört sig {both(facts)}.{without_gross(facts)}"


def _unchanged_figures(facts: Facts) -> str:
    names = ("first_reported_period", "second_reported_period", "forecast_reported_period")
    months = sv.listing([sv.month_name(pd.Timestamp(facts[name])) for name in names[:2]] + [month(facts, names[2])])
    then, now = signed(facts, "first_deviation_ytd_sek"), signed(facts, "deviation_ytd_sek")
    moved = deviation(facts, "deviation_moved")
    return (
        f"Prognosen var {mnkr(facts, 'forecast_year_sek')} i {months}, medan årets avvikelse gick från {then} till "
        f"{now}: {moved}."
    )


def _equal_limit(facts: Facts) -> str:
    equal = limit_mnkr(facts, "equal_mnkr")
    return f"Lika är mindre än {equal} från budget; avvikelsen hittills ska vara {both(facts)}.{without_gross(facts)}"


def _equal_figures(facts: Facts) -> str:
    forecast, budget = mnkr(facts, "forecast_year_sek"), mnkr(facts, "budget_year_sek")
    made, outcome = month(facts, "forecast_reported_period"), deviation(facts, "deviation_ytd")
    return f"Prognosen från {made} är {forecast} mot budget {budget}, och hittills i år är avvikelsen {outcome}."


def _opposite_figures(facts: Facts) -> str:
    forecast, outcome = deviation(facts, "forecast_deviation"), deviation(facts, "deviation_ytd")
    made = month(facts, "forecast_reported_period")
    return f"Prognosen från {made} avviker {forecast} från budget, och hittills i år är avvikelsen {outcome}."


def _three_years(facts: Facts) -> str:
    of = "det årets bruttobudget"
    before = [
        f"{facts[year]:.0f}: {deviation(facts, f'{year}_deviation', of)}"
        for year in ("two_years_before", "year_before")
    ]
    return f"{', '.join(before)}, prognos {facts['year']:.0f}: {deviation(facts, 'forecast_deviation', of)}."


REASONS: dict[str, Reason] = {
    "forecast_below_budget": Reason(
        "Prognosen för helåret är sämre än årsbudgeten.", _serious_limit, _forecast_figures
    ),
    "forecast_above_budget": Reason(
        "Prognosen för helåret är bättre än årsbudgeten.", _forecast_limit, _forecast_figures
    ),
    "forecast_worsened": Reason(
        "Prognosen är sämre än årets förra prognos.",
        lambda facts: f"Flaggas från {limit_mnkr(facts)} sämre.",
        lambda facts: (
            f"Prognosen är {mnkr(facts, 'forecast_year_sek')}, ändrad {signed(facts, 'forecast_change_sek')} sedan "
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
        lambda facts: f"Båda ska vara {both(facts)} från budget.{without_gross(facts)}",
        _opposite_figures,
    ),
    "deviation_repeated": Reason(
        "Prognosen avviker åt samma håll som utfallet de två åren före.",
        lambda facts: f"Vart och ett av åren ska avvika {both(facts, 'årets bruttobudget')}.",
        _three_years,
    ),
}
