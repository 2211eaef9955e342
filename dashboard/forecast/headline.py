"""The four figures at the top, each with how it has moved through the year."""

from collections.abc import Iterable

import pandas as pd

from dashboard import economy, markup, messages
from dashboard import format as sv
from dashboard.forecast import amounts
from dashboard.forecast.subject import Subject
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK


@per_view
def cards(view: View, subject: Subject) -> list[str]:
    """Forecast against budget, its change, result and deviation year to date."""
    return [_forecast(view, subject), _change(view, subject), _result(view, subject), _deviation(view, subject)]


def _forecast(view: View, subject: Subject) -> str:
    row = subject.row
    label = "Årsprognos mot budget"
    if pd.isna(row["forecast_deviation_sek"]):
        return markup.card(label, sv.MISSING, [("", why_no_forecast(view, subject))])
    details = [
        ("", f"prognos {_with_mark(row, 'forecast_year_sek')}, budget {_with_mark(row, 'budget_year_sek')} mnkr")
    ]
    made = amounts.forecasts(view)[subject.line_id] - row["budget_year_sek"]
    details.append(("", f"gjord i {sv.month_name(row['forecast_reported_period'])}"))
    return markup.card(
        label, _figure(row, "forecast_deviation_sek"), details, _trend(zip(made.index, made, strict=True))
    )


def why_no_forecast(view: View, subject: Subject) -> str:
    """Why there is no deviation of a forecast."""
    if pd.isna(subject.row["forecast_year_sek"]):
        if amounts.made(view):
            return "Prognosen saknas för minst ett uppdrag" if subject.is_sum else "Ingen prognos är gjord för raden"
        return f"Ingen prognos är gjord för {view.period.year}"
    return f"{view.period.year} har ingen budget"


def why_no_deviation(row: pd.Series) -> str:
    """Why there is no deviation year to date."""
    return "resultatet saknas för någon månad" if pd.isna(row["actual_ytd_sek"]) else "budget saknas för perioden"


def _change(view: View, subject: Subject) -> str:
    months, found = amounts.made(view), amounts.forecasts(view)[subject.line_id]
    if len(months) < 2:
        why = "Prognosen är årets första" if months else why_no_forecast(view, subject)
        return markup.card("Förändring av prognosen", sv.MISSING, [("", why)])
    label = f"Förändring, {sv.month_name(months[-1])} mot {sv.month_name(months[-2])}"
    rows = amounts.latest_change(view).set_index("line_id")
    change = amounts.change_of(view, subject.line_id)
    if pd.isna(change):
        return markup.card(label, sv.MISSING, [("", "kan inte räknas: en prognos saknas")])
    words = "bättre än förra prognosen" if change > 0 else "sämre än förra prognosen"
    details = [(markup.tone(change), words if markup.tone(change) else "oförändrad")]
    if months[-1] != view.period:
        details.append(("", f"ingen ny prognos i {sv.month_name(view.period)}"))
    published = str(rows.loc[subject.line_id, "change_provenance"]) if months[-1] == view.period else None
    figure = sv.mnkr(change, True, unit=True)
    return markup.card(
        label, _marked(figure, published), details, _trend(zip(found.index[1:], found.diff().iloc[1:], strict=True))
    )


def _result(view: View, subject: Subject) -> str:
    row, label = subject.row, f"Resultat {sv.year_to_date(view.period)}"
    if pd.isna(row["actual_ytd_sek"]):
        return markup.card(label, sv.MISSING, [("", "Inga belopp finns")])
    details = [("", f"budget {_with_mark(row, 'budget_ytd_sek')} mnkr" if pd.notna(row["budget_ytd_sek"]) else "")]
    if pd.notna(row["actual_ytd_prev_year_sek"]):
        details.append(("", f"förra året {_with_mark(row, 'actual_ytd_prev_year_sek')} mnkr"))
    return markup.card(label, _figure(row, "actual_ytd_sek"), details, _trend(_through_the_year(view, subject, False)))


def _deviation(view: View, subject: Subject) -> str:
    row, label = subject.row, f"Avvikelse {sv.year_to_date(view.period)}"
    value = row["deviation_ytd_sek"]
    if pd.isna(value):
        return markup.card(label, sv.MISSING, [("", why_no_deviation(row))])
    words = "bättre än budget" if value > 0 else "sämre än budget"
    details = [(markup.tone(value), words if markup.tone(value) else "lika med budget")]
    months = _through_the_year(view, subject, True)
    return markup.card(label, _figure(row, "deviation_ytd_sek"), details, _trend(months))


def _through_the_year(view: View, subject: Subject, against_budget: bool) -> Iterable[tuple[pd.Timestamp, float]]:
    months = economy.month_rows(view, subject.line_id).iloc[: view.period.month]
    values = months["deviation" if against_budget else "actual"] * 1e6
    january = pd.Timestamp(view.period.year, 1, 1)
    return [(january + pd.DateOffset(months=place), value) for place, value in enumerate(values)]


def _trend(points: Iterable[tuple[pd.Timestamp, float]]) -> str:
    known = list(points)
    if all(pd.isna(value) or messages.reads_as_zero(value) for _, value in known):
        return ""
    return markup.trend([(sv.month_short(month), sv.deviation(value), value) for month, value in known])


def _figure(row: pd.Series, name: str) -> str:
    return _marked(sv.mnkr(row[name], True, unit=True), row[economy.PROVENANCE[name]])


def _with_mark(row: pd.Series, name: str) -> str:
    return _marked(sv.mnkr(row[name]), row[economy.PROVENANCE[name]])


def _marked(text: str, provenance: str | None) -> str:
    return f"{text}{sv.NBSP}{PUBLISHED_MARK}" if provenance == "published" and text != sv.MISSING else text
