"""The economy page's frames: from published results to what its charts and tables show, in mnkr."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import messages, metrics
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import PROVENANCE as PROVENANCE_WORDS
from dashboard.words import PUBLISHED_MARK

AMOUNTS = {
    "actual_ytd_sek": "Resultat",
    "budget_ytd_sek": "Budget",
    "deviation_ytd_sek": "Avvikelse",
    "budget_year_sek": "Årsbudget",
    "forecast_year_sek": "Prognos",
    "forecast_deviation_sek": "Prognos­avvikelse",
    "forecast_change_sek": "Förändring",
    "actual_ytd_prev_year_sek": "Förra året",
}
SIGNED = frozenset({"deviation_ytd_sek", "forecast_deviation_sek", "forecast_change_sek"})
PROVENANCE = {
    "actual_ytd_sek": "actual_provenance",
    "budget_ytd_sek": "budget_provenance",
    "deviation_ytd_sek": "deviation_provenance",
    "budget_year_sek": "budget_provenance",
    "forecast_year_sek": "forecast_provenance",
    "forecast_deviation_sek": "forecast_provenance",
    "forecast_change_sek": "change_provenance",
    "actual_ytd_prev_year_sek": "prev_year_provenance",
}
"""Where each amount's provenance stands; a difference is published where both its parts are."""
EXPORTED = [
    ("shown_name", "Uppdrag"),
    *((name, f"{title.replace(chr(0xAD), '')}, kr") for name, title in AMOUNTS.items()),
]


@per_view
def month_table(view: View) -> pd.DataFrame:
    """The economy table of the view's month and department: see `metrics.economy_table`."""
    table = metrics.economy_table(view.read("results"), view.read("budget_lines"), view.period, view.departments)
    before = metrics.previous_forecast_period(view.read("results"), view.period)
    forecasts = view.read("forecasts")
    earlier = forecasts[forecasts["reported_period"] == before].set_index("line_id")["provenance"]
    return table.assign(
        deviation_provenance=metrics.weaker(table["actual_provenance"], table["budget_provenance"]),
        change_provenance=metrics.weaker(table["forecast_provenance"], table["line_id"].map(earlier)),
    )


@per_view
def shown_columns(view: View) -> list[Shown]:
    """The columns of the published table; amounts that the whole year lacks (2018 had no budget) are left out."""
    amounts = [
        Shown(
            name,
            title,
            sv.deviation if name in SIGNED else sv.mnkr,
            numeric=True,
            toned=name in SIGNED,
            provenance=PROVENANCE[name],
        )
        for name, title in AMOUNTS.items()
        if month_table(view)[name].notna().any()
    ]
    return [Shown("shown_name", "Uppdrag", str), *amounts]


@per_view
def caption(view: View) -> str:
    """Unit, period and the month of the forecast, above the table."""
    made = metrics.latest_forecast_period(view.read("results"), view.period)
    forecast = f"prognos gjord i {sv.month(made)}" if made is not None else "ingen prognos finns för året"
    sign = ". Avvikelse + är bättre än budget" if month_table(view)["deviation_ytd_sek"].notna().any() else ""
    return f"mnkr, {sv.year_to_date(view.period)}; {forecast}{sign}"


@per_view
def message(view: View) -> str:
    """Which lines are worst and best; the page's heading."""
    table = month_table(view)
    if metrics.basis_of_movement(table) is None:
        return messages.month_headline(metrics.top_row(table), view.period, None) + "; året har ingen budget"
    return messages.economy_message(table, "deviation_ytd_sek")


def nothing(view: View) -> tuple[str, str]:
    """Why the page is empty, and what to do."""
    if view.department_id is not None:
        return (
            f"{view.department_name} äger inget uppdrag {view.period.year}",
            "Välj en annan avdelning till vänster.",
        )
    return f"Inga belopp finns för {sv.month(view.period)}", "Välj en annan period till vänster."


def choose_line(view: View) -> pd.Series:
    """The line that the reader chooses; the largest deviation first, kept in the address."""
    rows = lines_by_name(view)
    name = st.selectbox("Uppdrag", list(rows), index=_largest(view), key="rad", bind="query-params")
    return rows[name]


@per_view
def lines_by_name(view: View) -> dict[str, pd.Series]:
    """The rows of the table by the name they are shown with."""
    return {row["shown_name"]: row for _, row in shown_table(view).iterrows()}


@per_view
def _largest(view: View) -> int:
    """Place of the item with the largest deviation."""
    table = month_table(view)
    items = table["kind"] == "item"
    sizes = table[metrics.basis_of_movement(table) or "actual_ytd_sek"].where(items).abs()
    return int(sizes.argmax()) if sizes.notna().any() else 0


@per_view
def months_by_class(view: View, line_id: str) -> pd.DataFrame:
    """Months and account classes of a line, or of the visible items under a sum."""
    table = month_table(view)
    items = metrics.items_below(view.read("budget_lines"), view.period.year, line_id)
    kept = [item for item in items if item in set(table["line_id"])]
    return metrics.class_months(view.read("finance_month"), kept, view.period.year, view.period)


@per_view
def class_totals(view: View, line_id: str) -> pd.DataFrame:
    """Year to date per account class of a line; missing where the line's own is, since a month is missing."""
    row = month_table(view).set_index("line_id").loc[line_id]
    months = months_by_class(view, line_id)
    unknown = {"actual_sek": row["actual_ytd_sek"], "budget_sek": row["budget_ytd_sek"]}
    gone = {name: float("nan") for name, to_date in unknown.items() if pd.isna(to_date)}
    return metrics.class_totals(months.assign(**gone))


def choose_class(totals: pd.DataFrame) -> str:
    """The account class that the reader chooses; nothing to choose where there is one."""
    classes = list(totals["account_class"])
    if len(classes) == 1:
        return str(classes[0])
    return str(st.segmented_control("Kontoklass", classes, default=classes[0], required=True, key="kontoklass"))


@per_view
def class_provenance(view: View) -> str:
    """Where the amounts per account class come from, in words."""
    codes = view.read("finance_month")["provenance"].dropna().unique()
    return " och ".join(sorted(PROVENANCE_WORDS[code] for code in codes))


def _amount(value: Any) -> str:
    return sv.number(value, 1)


def _signed(value: Any) -> str:
    return sv.number(value, 1, signed=True)


ROUNDING = (
    "Belopp visas avrundade till 0,1 mnkr; summor räknas på exakta belopp, så en summa kan skilja sig från de visade "
    "raderna med någon tiondel. Streck betyder att uppgiften saknas."
)
DEVIATION_KEYS = [
    ("budget", "budget"),
    ("good", "bättre än budget"),
    ("bad", "sämre än budget"),
    ("►", "utanför skalan ±30 %"),
]
RESULT_LEGEND = [("actual", "resultat"), *DEVIATION_KEYS]
MONTHS_LEGEND = [
    ("actual", "resultat"),
    ("budget", "budget"),
    ("prev-year", "förra året"),
    (PUBLISHED_MARK, "publicerad månad"),
]
DEVIATION_LEGEND = [
    ("good", "bättre än budget"),
    ("bad", "sämre än budget"),
    (PUBLISHED_MARK, "publicerad månad"),
]
MONTH_COLUMNS = [
    Shown("month", "Månad", str),
    Shown("actual", "Resultat", _amount, numeric=True),
    Shown("budget", "Budget", _amount, numeric=True),
    Shown("deviation", "Avvikelse", _signed, numeric=True),
    Shown("prev_year", "Förra året", _amount, numeric=True),
]
CLASS_COLUMNS = [
    Shown("account_class", "Kontoklass", str),
    Shown("actual_sek", "Resultat", sv.mnkr, numeric=True),
    Shown("budget_sek", "Budget", sv.mnkr, numeric=True),
    Shown("deviation_sek", "Avvikelse", sv.deviation, numeric=True, toned=True),
]


@per_view
def shown_table(view: View) -> pd.DataFrame:
    """The month's table with `shown_name` ("del av" for a sum over some of its rows) and `indent`."""
    table = month_table(view)
    names = table["name"].where(~table["name"].duplicated(keep=False), table["name"] + " (" + table["line_id"] + ")")
    names = names.where(~table["partial"].astype(bool), names + " (del av)")
    shallowest = table["depth"].min() if len(table) else 0
    return table.assign(shown_name=names, indent=table["depth"] - shallowest)


def tier_rows(table: pd.DataFrame, value: str, reference: str) -> pd.DataFrame:
    """Rows for the table chart: label, value, reference, deviation, share, bold; the worst item first, sums last."""
    known = table[table[[value, reference]].notna().any(axis="columns")]
    deviation = known[value] - known[reference]
    rows = pd.DataFrame(
        {
            "label": known["shown_name" if "shown_name" in known else "name"],
            "value": known[value] / 1e6,
            "reference": known[reference] / 1e6,
            "deviation": deviation / 1e6,
            "share": metrics.share_of(deviation, known[reference]).where(known[reference].abs() >= 50_000),
            "bold": known["kind"] == "sum",
        }
    )
    return rows.sort_values(["bold", "deviation"], ignore_index=True)


@per_view
def month_rows(view: View, line_id: str) -> pd.DataFrame:
    """The twelve months of a line's year for the trend charts, in mnkr; months after the period are missing."""
    months = metrics.line_months(view.read("results"), published_lines(view, line_id), view.period)
    months = months.set_index(months["period"].dt.month)
    year = _twelve_months()
    return year.assign(
        actual=months["actual_ytd_sek"] / 1e6,
        budget=months["budget_ytd_sek"] / 1e6,
        prev_year=months["actual_ytd_prev_year_sek"] / 1e6,
        deviation=months["deviation_ytd_sek"] / 1e6,
        published=(months["actual_provenance"] == "published").reindex(year.index, fill_value=False),
    )


def published_lines(view: View, line_id: str) -> list[str]:
    """The published lines that a row shows: itself, or the visible items of a sum over only some of its rows."""
    table = month_table(view).set_index("line_id")
    if not table.loc[line_id, "partial"]:
        return [line_id]
    items = metrics.items_below(view.read("budget_lines"), view.period.year, line_id)
    return [item for item in items if item in table.index]


def _twelve_months() -> pd.DataFrame:
    """The year's month names, indexed by the month's number."""
    names = [sv.month_short(pd.Timestamp(2000, month, 1)) for month in range(1, 13)]
    return pd.DataFrame({"month": names}, index=pd.RangeIndex(1, 13))


def class_rows(months: pd.DataFrame) -> pd.DataFrame:
    """Months of one account class for the column chart, in mnkr."""
    rows = months.set_index(months["period"].dt.month)
    return _twelve_months().assign(
        actual=rows["actual_sek"] / 1e6, budget=rows["budget_sek"] / 1e6, prev_year=float("nan"), published=False
    )
