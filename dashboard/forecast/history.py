"""How right the forecasts of one line have been in earlier, closed years."""

import pandas as pd

from dashboard import format as sv
from dashboard.forecast.subject import Subject
from dashboard.view import View, per_view
from data.accuracy import LEAST_ERRORS, Band, band, bias_and_mae, skill
from data.codes import FORECAST_METHODS

KEYS = ["period", "line_id"]
BASELINES = FORECAST_METHODS[1:]
TOO_FEW = "för få prognoser"


@per_view
def errors(view: View, about: Subject) -> pd.DataFrame:
    """Errors of a line's forecasts and baselines in years before the view's; a part of a sum has none of its own."""
    rows = view.read("forecast_errors")
    earlier = rows[(rows["line_id"] == about.line_id) & (rows["period"].dt.year < view.period.year)]
    return earlier.head(0) if about.partial else earlier


def band_at(found: pd.DataFrame, method: str, months_left: int) -> Band | None:
    """The band of a method's errors with so many months left; None on too few."""
    rows = found[(found["method"] == method) & (found["months_left"] == months_left)]
    return band(list(rows["error"].dropna()))


def skills(found: pd.DataFrame, baseline: str) -> pd.Series:
    """Months left -> skill of the reported forecast against a baseline; missing on too few pairs."""
    by_key = found.set_index([*KEYS, "months_left"])
    reported = by_key.loc[by_key["method"] == "forecast", "error"]
    other = by_key.loc[by_key["method"] == baseline, "error"]
    left = reported.index.unique("months_left")
    return pd.Series(
        {months: skill(reported.xs(months, level="months_left"), _at(other, months)) for months in left}, dtype=float
    )


def _at(errors: pd.Series, months_left: int) -> pd.Series:
    known = errors.index.get_level_values("months_left") == months_left
    return errors[known].droplevel("months_left")


@per_view
def accuracy(view: View, about: Subject) -> pd.DataFrame:
    """Months left x figures of the reported forecast: errors, bias, mean_absolute_error, skills, band."""
    found = errors(view, about)
    reported = found[(found["method"] == "forecast") & found["error"].notna()]
    table = bias_and_mae(reported, ["months_left"])
    bands = [band_at(found, "forecast", months) for months in table["months_left"]]
    return table.assign(
        **{f"skill_{name}": table["months_left"].map(skills(found, name)) for name in BASELINES},
        band=[_band_text(each) for each in bands],
        coverage=[each.coverage if each else float("nan") for each in bands],
    ).sort_values("months_left", ascending=False, ignore_index=True)


def _band_text(found: Band | None) -> str:
    if found is None:
        return TOO_FEW
    return f"{sv.percent(found.low, signed=True)} till {sv.percent(found.high, signed=True)}"


def share(value: float | None) -> str:
    """A share of the gross budget as signed per cent."""
    return sv.percent(value, signed=True)


def skill_text(value: float | None) -> str:
    """A skill as per cent of the baseline's error that the forecast takes away; worse than twice it says no more."""
    if value is None or pd.isna(value):
        return TOO_FEW
    return sv.percent(value, 0, signed=True) if value >= -1 else f"under {sv.percent(-1, 0)}"


def bias_sentence(view: View, about: Subject) -> str:
    """How the outcomes have differed from the forecasts, all months left taken together."""
    if about.partial:
        return "En summa över en del av sina rader har ingen egen prognoshistorik."
    reported = errors(view, about).query("method == 'forecast'").dropna(subset=["error"])
    if reported.empty:
        return f"{about.name} har inga prognoser från tidigare stängda år, så träffsäkerheten är okänd."
    mean, count = reported["error"].mean(), len(reported)
    made = sv.plural(count, "prognos", "prognoser")
    if abs(mean) < 0.0005:
        text = f"Utfallet har i medeltal blivit som prognosen ({made})"
    else:
        worse = "bättre" if mean > 0 else "sämre"
        text = f"Utfallet har i medeltal blivit {sv.percent(abs(mean))} av bruttobudgeten {worse} än prognosen ({made})"
    return f"{text}{_simulated_words(reported)}."


def _simulated_words(reported: pd.DataFrame) -> str:
    simulated = int((reported["provenance"] == "simulated").sum())
    if not simulated:
        return ""
    which = "alla" if simulated == len(reported) else sv.number(simulated)
    return f", varav {which} vilar på simulerade belopp"


def coverage_words(coverage: float) -> str:
    """How many new outcomes a band is expected to hold."""
    return f"väntas rymma minst {sv.number(int(coverage * 10 + 1e-9))} av 10 utfall"


TOO_FEW_NOTE = f"Band och skicklighet visas från {LEAST_ERRORS} fel vid samma antal månader kvar."
