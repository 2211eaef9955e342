"""Phasing or real: which part of the year-to-date deviation comes from how the budget was spread over the months."""

import pandas as pd

from dashboard import economy, messages, ui
from dashboard import format as sv
from dashboard.charts import signed_tiers
from dashboard.forecast import subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view

PARTS = ["deviation_ytd_sek", "deviation_phasing_sek", "deviation_real_sek"]
TIERS = [
    ("deviation_ytd_sek", "Avvikelse hittills", True),
    ("deviation_phasing_sek", "Varav periodisering", False),
    ("deviation_real_sek", "Utöver periodisering", True),
]
COLUMNS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("deviation_ytd_sek", "Avvikelse hittills", sv.deviation, numeric=True, toned=True),
    Shown("deviation_phasing_sek", "Varav periodisering", sv.deviation, numeric=True),
    Shown("deviation_real_sek", "Utöver periodisering", sv.deviation, numeric=True, toned=True),
]
LEGEND = [("good", "bättre än budget"), ("bad", "sämre än budget"), ("actual", "kommer av budgetens periodisering")]
EXPLAINED = (
    "Periodisering = (andel av året som var bokförd vid samma månad tidigare år − budgetens andel) × årsbudget, "
    "intäkter och kostnader var för sig. Det som återstår är den del som månadernas fördelning inte förklarar. "
    "Utan ett helt jämförbart tidigare år saknas uppdelningen. En summarad räknas på sina egna intäkter och kostnader."
)


def sentence(about: Subject, period: pd.Timestamp) -> str:
    """How much of the deviation is phasing."""
    deviation, phased, real = (about.row[name] for name in PARTS)
    if pd.isna(deviation):
        return f"{about.name} har ingen avvikelse att dela upp"
    total = f"Avvikelsen {sv.year_to_date(period)} är {sv.mnkr(deviation, True, unit=True)}"
    if about.partial:
        return f"{total}; en del av en summa delas inte upp"
    if pd.isna(phased):
        return f"{total}; den går inte att dela upp, för inget tidigare år är jämförbart"
    if abs(phased) < messages.ROUNDING_SEK:
        return f"{total}, och inget av den kommer av periodiseringen"
    return f"{total}: {sv.mnkr(phased, True)} av periodiseringen och {sv.mnkr(real, True)} därutöver"


@per_view
def bars(view: View, about: Subject) -> pd.DataFrame:
    """Rows of the picture in mnkr: those that can be divided, the largest deviation first, sums last."""
    known = subject.rows_below(view, about).dropna(subset=PARTS)
    known = known[known[PARTS].abs().max(axis="columns") >= messages.ROUNDING_SEK]
    ordered = known.assign(is_sum=known["kind"] == "sum", size=-known["deviation_ytd_sek"].abs())
    ordered = ordered.sort_values(["is_sum", "size"], ignore_index=True)
    shown = {name: ordered[name] / 1e6 for name in PARTS}
    return pd.DataFrame(
        {"label": ordered["shown_name"], "bold": ordered["is_sum"], "subject": ordered["line_id"], **shown}
    )


def draw(view: View, about: Subject) -> None:
    """The section: sentence, picture, table."""
    message = sentence(about, view.period)
    ui.section(message)
    shown, rows = bars(view, about), subject.rows_below(view, about)
    if len(shown):
        ui.picture(
            view,
            f"forecast-phasing-{about.line_id}",
            lambda: signed_tiers.signed_tiers(shown, TIERS, lambda value: sv.number(value, 1, signed=True)),
            f"{message}.",
            LEGEND,
            on_pick=lambda line: subject.opened(view, line),
        )
        ui.not_drawn(rows, shown["subject"])
    ui.table(view, f"phasing-{about.line_id}", rows, COLUMNS, f"mnkr, {sv.year_to_date(view.period)}")
    ui.note(f"{EXPLAINED} Månadsbeloppen är {economy.class_provenance(view)}. {economy.ROUNDING}")
