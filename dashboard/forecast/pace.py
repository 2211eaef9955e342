"""What must be true: how the months left must look for the forecast to hold."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from dashboard import economy, ui
from dashboard import format as sv
from dashboard.charts import outlook
from dashboard.forecast import amounts, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view

SIX = 6
LEGEND = [
    ("actual", "bokfört i månaden"),
    ("forecast", "vad prognosen förutsätter per månad"),
    ("prev-year", "samma månad förra året"),
    ("target", "medel av de senaste sex månaderna"),
]


@dataclass(frozen=True)
class Pace:
    """Kronor per month. Missing is NaN."""

    needed: float
    """(forecast - year to date) / months left."""
    lately: float
    """Mean of the last six months."""
    last_year: float
    """Mean of the months left, last year."""


def rest_pace(months: pd.Series, forecast: float, to_date: float, period: pd.Timestamp) -> Pace:
    """The implied rest pace of one line beside what it is compared with. `months`: month -> kronor, to the period.

    Missing in December, when no month is left, and where a month that it needs is missing.
    """
    left = 12 - period.month
    six = months.reindex(pd.date_range(end=period, periods=SIX, freq="MS"))
    year_before = pd.date_range(period + pd.DateOffset(months=1 - 12), periods=max(left, 1), freq="MS")
    then = months.reindex(year_before) if left else pd.Series([float("nan")])
    return Pace((forecast - to_date) / left if left else float("nan"), six.mean(skipna=False), then.mean(skipna=False))


@per_view
def paces(view: View, about: Subject) -> pd.DataFrame:
    """The rows below a subject with remaining_sek, needed_sek, lately_sek, last_year_sek (kronor per month)."""
    rows, months = subject.rows_below(view, about), amounts.monthly(view)
    found = [_pace(row, months, view.period) for _, row in rows.iterrows()]
    return rows.assign(
        remaining_sek=(rows["forecast_year_sek"] - rows["actual_ytd_sek"]).astype(float),
        needed_sek=[pace.needed for pace in found],
        lately_sek=[pace.lately for pace in found],
        last_year_sek=[pace.last_year for pace in found],
    )


def _pace(row: pd.Series, months: pd.DataFrame, period: pd.Timestamp) -> Pace:
    return rest_pace(months[row["line_id"]], row["forecast_year_sek"], row["actual_ytd_sek"], period)


def sentence(name: str, pace: Pace, period: pd.Timestamp) -> str:
    """What the months left must cost or bring, beside the last six months and the same months last year."""
    if period.month == 12:
        return f"Året är slut: inget återstår av prognosen för {name}"
    if pd.isna(pace.needed):
        return f"{name} saknar prognos eller resultat, så det går inte att säga vad resten av året kräver"
    must, did, amount = _verbs(pace)
    compared = []
    if pd.notna(pace.lately):
        compared.append(f"de senaste sex månaderna {did} {amount(pace.lately)}")
    if pd.notna(pace.last_year):
        compared.append(f"samma månader förra året {amount(pace.last_year)}")
    when = "i december" if period.month == 11 else f"i månaden {months_left(period)}"
    text = f"Prognosen förutsätter att {name} {must} {amount(pace.needed)} {when}"
    return f"{text}; {sv.listing(compared)}" if compared else text


def _verbs(pace: Pace) -> tuple[str, str, Callable[[float], str]]:
    """What is said of costs, of incomes, and of a result that changes sign; the first two without signs."""
    known = [value for value in (pace.needed, pace.lately, pace.last_year) if pd.notna(value)]
    if all(value <= 0 for value in known):
        return "kostar", "kostade i snitt", lambda value: sv.mnkr(abs(value), unit=True)
    if all(value >= 0 for value in known):
        return "ger", "gav i snitt", lambda value: sv.mnkr(value, unit=True)
    return "ger ett resultat på", "gav i snitt", lambda value: sv.mnkr(value, True, unit=True)


def months_left(period: pd.Timestamp) -> str:
    """The months after a month: "september–december"."""
    return f"{sv.month_name(period + pd.DateOffset(months=1))}–december"


@per_view
def year(view: View, about: Subject) -> pd.DataFrame:
    """The twelve months for the picture, in mnkr: month, actual, needed, prev_year, six_mean."""
    months, row = amounts.monthly(view)[about.line_id], about.row
    pace = rest_pace(months, row["forecast_year_sek"], row["actual_ytd_sek"], view.period)
    dates = pd.date_range(f"{view.period.year}-01-01", periods=12, freq="MS")
    ahead = dates > view.period
    return pd.DataFrame(
        {
            "month": [sv.month_short(date) for date in dates],
            "actual": months.reindex(dates).to_numpy() / 1e6,
            "needed": [pace.needed / 1e6 if left else float("nan") for left in ahead],
            "prev_year": months.reindex(dates - pd.DateOffset(years=1)).to_numpy() / 1e6,
            "six_mean": [pace.lately / 1e6 if left else float("nan") for left in ahead],
        }
    )


COLUMNS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("forecast_year_sek", "Prognos", sv.mnkr, numeric=True, provenance="forecast_provenance"),
    Shown("actual_ytd_sek", "Hittills", sv.mnkr, numeric=True, provenance="actual_provenance"),
    Shown("remaining_sek", "Återstår", sv.deviation, numeric=True),
    Shown("needed_sek", "Förutsätts", sv.deviation, numeric=True),
    Shown("lately_sek", "Senaste sex", sv.deviation, numeric=True),
    Shown("last_year_sek", "Förra året", sv.deviation, numeric=True),
]


def draw(view: View, about: Subject) -> None:
    """The section: sentence, picture, table."""
    pace = _pace(about.row, amounts.monthly(view), view.period)
    message = sentence(about.name, pace, view.period)
    ui.section(message)
    if pd.notna(pace.needed):
        alt = f"{message}."
        name = f"forecast-pace-{about.line_id}"
        ui.picture(view, name, lambda: outlook.pace(year(view, about)), alt, LEGEND)
    ui.table(view, f"pace-{about.line_id}", paces(view, about), COLUMNS, _caption(12 - view.period.month))
    ui.note(economy.ROUNDING + " Månadsbelopp är skillnader mellan månadernas resultat hittills i år.")


def _caption(left: int) -> str:
    if not left:
        return "mnkr"
    return f"mnkr, de tre sista per månad; förutsätts = (prognos − hittills) / {sv.plural(left, 'månad', 'månader')}"
