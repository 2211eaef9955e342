"""The investment page's frames, in kronor with expenditure as minus, as the reports print it."""

from typing import Any

import pandas as pd

from dashboard import economy, metrics
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK

_AMOUNTS = ["actual_ytd_sek", "forecast_year_sek", "budget_year_sek", "deviation_sek"]
ROUNDING = economy.ROUNDING
LEGEND = [
    ("forecast", "prognos"),
    ("budget", "budget"),
    ("good", "lägre utgift än budget"),
    ("bad", "högre utgift än budget"),
    ("►", "utanför skalan ±30 %"),
]
COLUMNS = [
    Shown("name", "Investering", str),
    Shown("actual_ytd_sek", "Utfall", sv.mnkr, numeric=True, provenance="provenance"),
    Shown("forecast_year_sek", "Prognos", sv.mnkr, numeric=True, provenance="provenance"),
    Shown("budget_year_sek", "Årsbudget", sv.mnkr, numeric=True, provenance="provenance"),
    Shown("deviation_sek", "Avvikelse", sv.deviation, numeric=True, toned=True, provenance="provenance"),
]
EXPORTED = [
    ("breakdown", "Uppdelning"),
    ("name", "Investering"),
    ("actual_ytd_sek", "Utfall, kr"),
    ("forecast_year_sek", "Prognos, kr"),
    ("budget_year_sek", "Årsbudget, kr"),
    ("deviation_sek", "Avvikelse, kr"),
]


@per_view
def latest_report(view: View) -> pd.Timestamp | None:
    """The latest month of the view's year, up to its month, with reported investments; None before the first."""
    months = view.read("investments")["reported_period"]
    months = months[(months <= view.period) & (months.dt.year == view.period.year)]
    return months.max() if len(months) else None


@per_view
def rows(view: View) -> pd.DataFrame:
    """The items of the latest report."""
    frame, reported = view.read("investments"), latest_report(view)
    return frame[frame["reported_period"] == reported] if reported is not None else frame.head(0)


@per_view
def breakdowns(view: View) -> list[str]:
    """The ways the same investments are divided."""
    return sorted(rows(view)["breakdown"].unique())


@per_view
def with_total(view: View, breakdown: str) -> pd.DataFrame:
    """The items of one breakdown and their sum."""
    frame = rows(view)
    items = frame[frame["breakdown"] == breakdown].assign(kind="item")
    sums = {name: items[name].sum(skipna=False) for name in _AMOUNTS}
    return pd.concat(
        [
            items,
            pd.DataFrame(
                [{"name": "Summa", "kind": "sum", "provenance": metrics.weakest(items["provenance"]), **sums}]
            ),
        ],
        ignore_index=True,
    )


def total(view: View) -> pd.Series | None:
    """The sum of the first breakdown; None where nothing was reported."""
    found = breakdowns(view)
    return with_total(view, found[0]).iloc[-1] if found else None


def lead(view: View) -> str:
    """When it was reported, and that the department filter does not apply."""
    reported = latest_report(view)
    parts = []
    if reported is not None and reported != view.period:
        parts.append(f"Senast rapporterat i {sv.month(reported)}.")
    if view.department_id is not None:
        parts.append("Investeringar följs upp för hela organisationen; avdelningsfiltret ändrar inget här.")
    return " ".join(parts)


def tier_rows(part: pd.DataFrame) -> pd.DataFrame:
    """Rows for the table chart."""
    renamed = part.rename(columns={"forecast_year_sek": "value_sek", "budget_year_sek": "reference_sek"})
    return economy.tier_rows(renamed, "value_sek", "reference_sek")


@per_view
def plan_years(view: View) -> list[int]:
    """The plans there are, oldest first."""
    return sorted(int(year) for year in view.read("investment_plan")["plan_year"].unique())


def nearest_plan(view: View) -> int:
    """The first plan from the view's year on, else the last there is."""
    plans = plan_years(view)
    return next((year for year in plans if year >= view.period.year), plans[-1])


@per_view
def plan(view: View, plan_year: int) -> pd.DataFrame:
    """The items and years of one plan."""
    frame = view.read("investment_plan")
    return frame[frame["plan_year"] == plan_year]


def plan_totals(frame: pd.DataFrame) -> pd.DataFrame:
    """year (text), amount (mnkr, expenditure as a positive size) per plan year."""
    sums = frame.groupby("year", as_index=False)["amount_sek"].sum(min_count=1)
    return pd.DataFrame({"year": sums["year"].astype(str), "amount": sums["amount_sek"].abs() / 1e6})


def plan_in_words(frame: pd.DataFrame, plan_year: int) -> str:
    """The plan's years as a sentence."""
    totals = plan_totals(frame)
    parts = [
        f"{sv.number(amount, 1)} mnkr {year}" for year, amount in zip(totals["year"], totals["amount"], strict=True)
    ]
    return f"Planen {plan_year}: {sv.listing(parts)}"


@per_view
def plan_table(view: View, plan_year: int) -> tuple[pd.DataFrame, list[Shown], str]:
    """The plan as a table: one row per item, one column per year, and the sum."""
    frame = plan(view, plan_year)
    printed = (frame["provenance"].dropna() == "published").all()
    published = f"; alla belopp är publicerade {PUBLISHED_MARK}" if printed else ""
    wide = frame.assign(year=frame["year"].astype(str)).pivot_table(
        index="name", columns="year", values="amount_sek", aggfunc="first", dropna=False
    )
    years = list(wide.columns)
    sums = pd.DataFrame([{"name": "Summa", "kind": "sum", **wide.sum(min_count=1).to_dict()}])
    items = wide.reset_index().assign(kind="item")
    columns = [Shown("name", "Investering", str), *(Shown(year, year, _size, numeric=True) for year in years)]
    return pd.concat([items, sums], ignore_index=True), columns, f"Plan {plan_year}, mnkr{published}"


def _size(value: Any) -> str:
    return sv.mnkr(None if pd.isna(value) else abs(value))
