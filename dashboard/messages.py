"""Facts -> one Swedish sentence. The same sentence heads a picture and is its text for those who cannot see it."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import format as sv

ROUNDING_SEK = 50_000
"""Half of the last decimal shown: within it two amounts read the same."""


def better_or_worse(value_sek: float, than: str) -> str:
    """+23 000 000 -> "23,0 mnkr bättre än budget"."""
    if abs(value_sek) < ROUNDING_SEK:
        return f"lika med {than}"
    return f"{sv.mnkr(abs(value_sek), unit=True)} {'bättre' if value_sek > 0 else 'sämre'} än {than}"


def month_headline(total: pd.Series | None, period: pd.Timestamp, previous: pd.Timestamp | None) -> str:
    """What the director must know: does the forecast hold, and what moved? Falls back on the result."""
    if total is None or pd.isna(total["actual_ytd_sek"]):
        return f"Inget resultat finns för {sv.month(period)}"
    if pd.isna(total["forecast_deviation_sek"]):
        result = f"Resultatet till och med {sv.month(period)} är {sv.mnkr(total['actual_ytd_sek'], True, unit=True)}"
        if pd.isna(total["deviation_ytd_sek"]):
            return result
        return f"{result}, {better_or_worse(total['deviation_ytd_sek'], 'budget')}"
    return _forecast_part(total["forecast_deviation_sek"]) + _change_part(total["forecast_change_sek"], previous)


def _forecast_part(deviation_sek: float) -> str:
    if abs(deviation_sek) < ROUNDING_SEK:
        return "Prognosen når budgeten"
    return f"Prognosen är {better_or_worse(deviation_sek, 'budget')}"


def _change_part(change_sek: float, previous: pd.Timestamp | None) -> str:
    if pd.isna(change_sek) or previous is None:
        return ""
    if abs(change_sek) < ROUNDING_SEK:
        return f", oförändrad sedan {sv.month_name(previous)}"
    return f": {better_or_worse(change_sek, 'i ' + sv.month_name(previous))}"


def month_lead(total: pd.Series | None, period: pd.Timestamp, moving: pd.DataFrame, measure: str | None) -> str:
    """Result against budget, forecast, and the lines that move the total."""
    if total is None or pd.isna(total["actual_ytd_sek"]):
        return "Månaden har inga bokförda belopp. Välj en annan period till vänster."
    sentences = _result_and_forecast(total, period)
    if pd.isna(total["deviation_ytd_sek"]):
        sentences.append("Ingen budget finns för perioden")
    if measure and len(moving):
        parts = [f"{row['name']} ({sv.deviation(row[measure])})" for _, row in moving.iterrows()]
        sentences.append(f"Mest flyttar {sv.listing(parts)}")
    return ". ".join(sentences) + "."


def _result_and_forecast(total: pd.Series, period: pd.Timestamp) -> list[str]:
    """Two sentences where there is a forecast; without one the headline has said the result."""
    if pd.isna(total["forecast_year_sek"]):
        return ["Ingen prognos är gjord för året ännu"] if pd.notna(total["deviation_ytd_sek"]) else []
    result = f"Resultatet {sv.year_to_date(period)} är {sv.mnkr(total['actual_ytd_sek'], True, unit=True)}"
    if pd.notna(total["deviation_ytd_sek"]):
        result += f", {better_or_worse(total['deviation_ytd_sek'], 'budget')}"
    return [result, f"Årsprognosen är {sv.mnkr(total['forecast_year_sek'], True, unit=True)}"]


def economy_message(table: pd.DataFrame, measure: str) -> str:
    """Which lines are worst and best by a deviation."""
    items = table[(table["kind"] == "item") & (table[measure].abs() >= ROUNDING_SEK)].sort_values(measure)
    if items.empty:
        return "Ingen rad avviker från budget"
    worst, best = items.iloc[0], items.iloc[-1]
    parts = []
    if worst[measure] < 0:
        parts.append(f"{worst['name']} är {sv.mnkr(abs(worst[measure]), unit=True)} sämre än budget")
    if best[measure] > 0:
        parts.append(f"{best['name']} {'' if parts else 'är '}{sv.mnkr(best[measure], unit=True)} bättre")
    return sv.listing(parts)


def line_message(row: pd.Series, period: pd.Timestamp) -> str:
    """How one line stands at a month, against budget and last year."""
    if pd.isna(row["actual_ytd_sek"]):
        return f"{row['name']} saknar belopp till och med {sv.month(period)}"
    text = f"{row['name']}: {sv.mnkr(row['actual_ytd_sek'], True, unit=True)} till och med {sv.month(period)}"
    if pd.notna(row["deviation_ytd_sek"]):
        text += f", {better_or_worse(row['deviation_ytd_sek'], 'budget')}"
    if pd.notna(row["actual_ytd_prev_year_sek"]):
        difference = row["actual_ytd_sek"] - row["actual_ytd_prev_year_sek"]
        text += f" och {better_or_worse(difference, 'samma månader förra året')}"
    return text


def activities_message(activities: pd.DataFrame, flagged: int, period: pd.Timestamp) -> str:
    """How many activities need someone to act."""
    if activities.empty:
        return f"Inga aktiviteter rapporterades för {sv.month(period)}"
    unknown = int((activities["status"] == "unknown").sum())
    text = f"{flagged} av {sv.plural(len(activities), 'aktivitet', 'aktiviteter')} behöver åtgärdas"
    return text + (f"; {unknown} saknar känd status" if unknown else "")


def indicator_message(name: str, row: Mapping[Any, Any] | pd.Series | None, decimals: int, period: pd.Timestamp) -> str:
    """A staff indicator against its target."""
    if row is None:
        return f"{name} finns inte för {sv.month(period)}"
    if row["suppressed"]:
        return f"{name}: {sv.WITHHELD} för {sv.month(period)}, gruppen är för liten"
    if pd.isna(row["value"]):
        return f"{name} kan inte räknas för {sv.month(period)}: månader saknas i underlaget"
    text = f"{name} är {sv.percent(row['value'], decimals)}"
    return text + (f", {against_target(row)}" if pd.notna(row["target"]) else "; inget mål är satt")


def against_target(row: Mapping[Any, Any] | pd.Series) -> str:
    """ "bättre än målet 4 %" for an indicator where lower is better."""
    target = f"målet {sv.percent(row['target'], 0)}"
    if row["value"] == row["target"]:
        return f"på {target}"
    return f"{'bättre än' if row['value'] < row['target'] else 'sämre än'} {target}"


def investments_message(total: pd.Series | None, period: pd.Timestamp) -> str:
    """What is spent, what the year is expected to end at, and the budget."""
    if total is None:
        return f"Inga investeringar rapporterades för {sv.month(period)}"
    spent = sv.mnkr(abs(total["actual_ytd_sek"]))
    forecast, budget = (sv.mnkr(abs(total[name]), unit=True) for name in ("forecast_year_sek", "budget_year_sek"))
    return f"{spent} av årets {budget} är använt; prognosen är {forecast}"
