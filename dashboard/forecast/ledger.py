"""The forecast ledger: each forecast made this year beside the result to date, the outcome, and what history says."""

import pandas as pd

from dashboard import economy, messages, ui
from dashboard import format as sv
from dashboard.charts import outlook
from dashboard.forecast import amounts, headline, history
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK

KEYS = {
    "actual": ("actual", "avvikelse hittills i år"),
    "forecast": ("forecast-point", "prognostiserad avvikelse för året, siffran överst"),
    "low": ("interval", "band av radens tidigare prognosfel"),
    "outcome": ("outcome", "årets utfall"),
}


@per_view
def made(view: View, about: Subject) -> pd.DataFrame:
    """One row per forecast of the year, the oldest first: period, forecast, deviation, change, low, high (kronor)."""
    found, row = amounts.forecasts(view)[about.line_id], about.row
    errors = history.errors(view, about)
    gross = row["gross_budget_year_sek"]
    measured = errors if gross > 0 else errors.head(0)
    bands = [history.band_at(measured, "forecast", 12 - month.month) for month in found.index]
    published = view.read("forecasts").query("line_id == @about.line_id").set_index("reported_period")
    return pd.DataFrame(
        {
            "period": found.index,
            "month": [sv.month_name(month) for month in found.index],
            "forecast_sek": found.to_numpy(),
            "deviation_sek": found.to_numpy() - row["budget_year_sek"],
            "change_sek": found.diff().to_numpy(),
            "low_sek": [value + band.low * gross if band else None for value, band in zip(found, bands, strict=True)],
            "high_sek": [value + band.high * gross if band else None for value, band in zip(found, bands, strict=True)],
            "provenance": None if about.partial else published["provenance"].reindex(found.index).to_numpy(),
        }
    )


@per_view
def year(view: View, about: Subject) -> pd.DataFrame:
    """The twelve months for the picture, deviations from budget in mnkr."""
    months = economy.month_rows(view, about.line_id)
    forecasts = made(view, about).set_index(made(view, about)["period"].dt.month).reindex(months.index)
    budget = about.row["budget_year_sek"]
    closed = view.period.month == 12
    return pd.DataFrame(
        {
            "month": months["month"],
            "actual": months["deviation"],
            "forecast": forecasts["deviation_sek"].astype(float) / 1e6,
            "low": (forecasts["low_sek"].astype(float) - budget) / 1e6,
            "high": (forecasts["high_sek"].astype(float) - budget) / 1e6,
            "outcome": [
                about.row["deviation_ytd_sek"] / 1e6 if closed and month == 12 else float("nan")
                for month in months.index
            ],
            "published": forecasts["provenance"] == "published",
        }
    )


def legend(months: pd.DataFrame) -> list[tuple[str, str]]:
    """The keys of what the picture shows."""
    keys = [key for column, key in KEYS.items() if months[column].notna().any()]
    return [*keys, (PUBLISHED_MARK, "publicerad prognos")] if months["published"].any() else keys


def sentence(view: View, about: Subject) -> str:
    """How the forecasts have moved through the year."""
    rows = made(view, about).dropna(subset=["deviation_sek"])
    if rows.empty:
        return headline.why_no_forecast(view, about)
    first, last = rows.iloc[0], rows.iloc[-1]
    if len(rows) == 1:
        return f"Årets första prognos avviker {sv.mnkr(last['deviation_sek'], True, unit=True)} från budget"
    if abs(last["deviation_sek"] - first["deviation_sek"]) < messages.ROUNDING_SEK:
        level = sv.mnkr(last["deviation_sek"], True, unit=True)
        text = f"Prognosen står kvar på {level} mot budget sedan {first['month']}"
    else:
        text = (
            f"Prognosen har gått från {sv.mnkr(first['deviation_sek'], True)} i {first['month']} till "
            f"{sv.mnkr(last['deviation_sek'], True, unit=True)} mot budget i {last['month']}"
        )
    over = view.period.month == 12
    return text + (_outcome(about.row) if over else _outside_band(last, about.row["budget_year_sek"]))


def _outcome(row: pd.Series) -> str:
    value = row["deviation_ytd_sek"]
    return f"; utfallet blev {sv.mnkr(value, True, unit=True)}" if pd.notna(value) else ""


def _outside_band(made: pd.Series, budget_sek: float) -> str:
    """A question where a forecast lies outside the band of earlier errors; nothing where there is no band."""
    if pd.isna(made["low_sek"]) or made["low_sek"] <= made["forecast_sek"] <= made["high_sek"]:
        return ""
    low, high = (sv.mnkr(made[end] - budget_sek, True) for end in ("low_sek", "high_sek"))
    return f"; den ligger utanför bandet {low} till {high} efter tidigare års fel: vad är annorlunda i år?"


COLUMNS = [
    Shown("month", "Prognos gjord i", str),
    Shown("forecast_sek", "Prognos", sv.mnkr, numeric=True, provenance="provenance"),
    Shown("deviation_sek", "Mot budget", sv.deviation, numeric=True, toned=True),
    Shown("change_sek", "Förändring", sv.deviation, numeric=True, toned=True),
]
BAND_COLUMNS = [
    Shown("low_sek", "Band från", sv.mnkr, numeric=True),
    Shown("high_sek", "Band till", sv.mnkr, numeric=True),
]
ACCURACY_COLUMNS = [
    Shown("months_left", "Månader kvar", sv.number, numeric=True),
    Shown("errors", "Prognoser", sv.number, numeric=True),
    Shown("bias", "Medelfel", history.share, numeric=True),
    Shown("mean_absolute_error", "Medelabsolutfel", sv.percent, numeric=True),
    Shown("skill_budget_remaining", "Skicklighet, budget", history.skill_text, numeric=True),
    Shown("skill_seasonal_share", "Skicklighet, säsong", history.skill_text, numeric=True),
    Shown("band", "Band", str, numeric=True),
]
EXPLAINED = (
    "Fel är (utfall − prognos) / bruttobudget, så plus är ett bättre utfall än prognosen. Skicklighet är hur stor del "
    "av medelabsolutfelet hos återstående budget, och hos säsongsandel, som prognosen tar bort; minus är större fel än "
    "den. "
)


def draw(view: View, about: Subject) -> None:
    """The section: sentence, picture, the year's forecasts, and how right earlier ones were."""
    ui.section(sentence(view, about))
    rows = made(view, about)
    if rows["deviation_sek"].notna().any():
        ui.picture(
            view,
            f"forecast-path-{about.line_id}",
            lambda: outlook.forecast_path(year(view, about)),
            f"{sentence(view, about)}.",
            legend(year(view, about)),
        )
        columns = [*COLUMNS, *BAND_COLUMNS] if rows["low_sek"].notna().any() else COLUMNS
        ui.table(view, f"ledger-{about.line_id}", rows, columns, f"Årets prognoser för {about.name}, mnkr")
    ui.section("Hur rätt har tidigare års prognoser haft?")
    ui.note(history.bias_sentence(view, about))
    accuracy = history.accuracy(view, about)
    if len(accuracy):
        caption = f"Prognosfel i stängda år, procent av bruttobudgeten, {about.name}"
        ui.table(view, f"accuracy-{about.line_id}", accuracy, ACCURACY_COLUMNS, caption)
        ui.note(EXPLAINED + history.TOO_FEW_NOTE + _coverage(accuracy))


def _coverage(accuracy: pd.DataFrame) -> str:
    known = accuracy["coverage"].dropna()
    return f" Bandet {history.coverage_words(known.min())}." if len(known) else ""
