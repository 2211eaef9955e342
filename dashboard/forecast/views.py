"""Two independent views of the year's end beside the reported forecast. Outside an interval is a question."""

from dataclasses import dataclass

import pandas as pd

from dashboard import economy, metrics, ui
from dashboard import format as sv
from dashboard.charts import intervals
from dashboard.forecast import history, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view
from data.accuracy import LEAST_ERRORS

NAMES = {"budget_remaining": "Återstående budget", "seasonal_share": "Säsongsandel"}
WHY_MISSING = {
    "no_actual": "resultat saknas för någon månad",
    "no_budget": "året har ingen budget",
    "no_sides": "raden har inga bokförda intäkter eller kostnader att räkna på",
    "no_history": "inget helt tidigare år finns för raden",
    "not_comparable": "inget tidigare år är jämförbart",
    "too_early": "för liten del av året är bokförd",
}
PART = "räknas inte för en del av en summa"
KEYS = [
    ("forecast-point", "rapporterad prognos"),
    ("baseline-point", "oberoende beräkning"),
    ("budget-point", "årsbudget"),
]
INTERVAL_KEY = ("interval", "intervall efter tidigare års fel")


@dataclass(frozen=True)
class Baseline:
    """One independent view of a line's year, in kronor. The interval is missing on too few earlier errors."""

    name: str
    value: float
    low: float
    high: float
    errors: int
    simulated: int
    coverage: float
    years: int
    why_missing: str
    provenance: str | None = None

    @property
    def has_interval(self) -> bool:
        return pd.notna(self.low)

    def leaves_out(self, forecast: float) -> bool:
        """Does a forecast lie outside the interval?"""
        return self.has_interval and not self.low <= forecast <= self.high


@per_view
def baselines(view: View, about: Subject) -> list[Baseline]:
    """Both baselines of a line in the view's month, none in December."""
    rows = view.read("baselines")
    rows = rows[(rows["period"] == view.period) & (rows["line_id"] == about.line_id)]
    return [_baseline(view, about, row) for _, row in rows.iterrows()]


def _baseline(view: View, about: Subject, row: pd.Series) -> Baseline:
    missing = float("nan")
    if about.partial or pd.isna(row["predicted_year_sek"]):
        why = PART if about.partial else WHY_MISSING[row["missing_reason"]]
        return Baseline(NAMES[row["method"]], missing, missing, missing, 0, 0, missing, 0, why)
    found = history.errors(view, about)
    left = 12 - view.period.month
    same = found[(found["method"] == row["method"]) & (found["months_left"] == left)].dropna(subset=["error"])
    value, gross = row["predicted_year_sek"], float(about.row["gross_budget_year_sek"])
    band = history.band_at(found, row["method"], left) if gross > 0 else None
    return Baseline(
        NAMES[row["method"]],
        value,
        value + band.low * gross if band else missing,
        value + band.high * gross if band else missing,
        len(same),
        int((same["provenance"] == "simulated").sum()),
        band.coverage if band else missing,
        int(row["years_used"]),
        "",
        row["provenance"],
    )


def sentence(view: View, about: Subject) -> str:
    """Do the two views and the reported forecast tell the same story? A question where not."""
    found = [each for each in baselines(view, about) if pd.notna(each.value)]
    forecast = about.row["forecast_year_sek"]
    if view.period.month == 12:
        return "Året är slut: utfallet är känt och inget återstår att räkna fram"
    if not found:
        return f"Ingen oberoende beräkning finns för {about.name}"
    told = [f"{each.name.lower()} ger {sv.mnkr(each.value, True, unit=True)}" for each in found]
    if pd.isna(forecast):
        return f"Ingen prognos är gjord; {sv.listing(told)}"
    outside = [each for each in found if each.leaves_out(forecast)]
    text = f"Prognosen är {sv.mnkr(forecast, True, unit=True)}; {sv.listing(told)}"
    if not outside:
        return text
    names = sv.listing([each.name.lower() for each in outside])
    return f"{text}. Prognosen ligger utanför intervallet för {names}: vad vet verksamheten som historiken inte visar?"


@per_view
def marks(view: View, about: Subject) -> pd.DataFrame:
    """Rows of the picture in mnkr: label, value, low, high, role."""
    row = about.row
    rows = [
        ("Rapporterad prognos", row["forecast_year_sek"], None, None, "forecast"),
        *((each.name, each.value, each.low, each.high, "baseline") for each in baselines(view, about)),
        ("Årsbudget", row["budget_year_sek"], None, None, "budget"),
    ]
    frame = pd.DataFrame(rows, columns=["label", "value", "low", "high", "role"])
    amounts = frame[["value", "low", "high"]].astype(float) / 1e6
    return frame.assign(**amounts).dropna(subset=["value"]).reset_index(drop=True)


@per_view
def table(view: View, about: Subject) -> pd.DataFrame:
    """The rows below a subject with both baselines in kronor, and what the forecast differs from each."""
    rows = subject.rows_below(view, about)
    found = view.read("baselines")
    wide = metrics.wide(found[found["period"] == view.period], "line_id", "method", "predicted_year_sek")
    wide = wide.reindex(columns=list(NAMES))
    own = {name: rows["line_id"].map(wide[name]).mask(rows["partial"].astype(bool)).astype(float) for name in NAMES}
    differences = {f"{name}_difference": rows["forecast_year_sek"].astype(float) - own[name] for name in NAMES}
    return rows.assign(**own, **differences)


COLUMNS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("forecast_year_sek", "Prognos", sv.mnkr, numeric=True, provenance="forecast_provenance"),
    *(
        column
        for name, title in NAMES.items()
        for column in (
            Shown(name, title, sv.mnkr, numeric=True),
            Shown(f"{name}_difference", f"Prognos − {title.lower()}", sv.deviation, numeric=True),
        )
    ),
]
EXPLAINED = (
    "Återstående budget är resultatet hittills + budgeten för månaderna som är kvar. Säsongsandel är resultatet "
    "hittills delat med den andel av året som var bokförd samma månad tidigare år, intäkter och kostnader var för sig. "
    "En summarad räknas på sina egna intäkter och kostnader, så den är inte summan av radernas säsongsandelar."
)


def notes(view: View, about: Subject) -> list[str]:
    """What each baseline rests on, or why it or its interval is missing."""
    return [_note(each) for each in baselines(view, about)]


def _note(each: Baseline) -> str:
    if each.why_missing:
        return f"{each.name}: {each.why_missing}."
    rests = " simulerat" if each.provenance == "simulated" else ""
    years = f", bygger på {sv.number(each.years)}{rests} tidigare år" if each.years else ""
    simulated = f", varav {sv.number(each.simulated)} på simulerade belopp" if each.simulated else ""
    if not each.has_interval and each.errors >= LEAST_ERRORS:
        return f"{each.name}{years}: inget intervall, för året har ingen bruttobudget att mäta felen mot."
    if not each.has_interval:
        count = f"{sv.number(each.errors)} av minst {LEAST_ERRORS} tidigare fel är kända"
        return f"{each.name}{years}: inget intervall, för få tidigare prognoser att pröva mot ({count}{simulated})."
    words = history.coverage_words(each.coverage)
    return f"{each.name}{years}: intervallet {words}, efter {sv.plural(each.errors, 'fel', 'fel')}{simulated}."


def draw(view: View, about: Subject) -> None:
    """The section: sentence, picture, what it rests on, table."""
    ui.section(sentence(view, about))
    shown = marks(view, about)
    if view.period.month < 12 and (shown["role"] == "baseline").any():
        heading = f"Helårets resultat, mnkr, {view.period.year}"
        name = f"forecast-views-{about.line_id}"
        alt = f"{sentence(view, about)}."
        keys = [*KEYS, INTERVAL_KEY] if shown["low"].notna().any() else KEYS
        ui.picture(view, name, lambda: intervals.intervals(shown, heading, signed=True), alt, keys)
    for note in notes(view, about):
        ui.note(note)
    if view.period.month < 12:
        ui.table(view, f"views-{about.line_id}", table(view, about), COLUMNS, f"mnkr, helåret {view.period.year}")
    ui.note(f"{EXPLAINED} {economy.ROUNDING}")
