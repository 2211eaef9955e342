"""The staff page's frames. Every ratio was computed and every small group withheld before publication."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import messages, metrics
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import BREAKDOWN, PUBLISHED_MARK
from data.indicators import BY_ID, STAFF

Row = Mapping[Hashable, Any]
"""One row of `indicators`."""

LEADING = ("sick_leave_r12", "staff_turnover_r12")
NO_SERIES = "Inget värde kan visas: gruppen är för liten, eller så saknas månader i underlaget."
WITHHELD_NOTE = (
    f"”{sv.WITHHELD.capitalize()}” betyder att gruppen har 10 eller färre anställda, eller att en så liten grupp "
    "annars kunde räknas fram. Grupper om 11–30 visas i hela procent. Ett värde som visas inte är inte noll."
)


def name(indicator_id: str) -> str:
    """The indicator's name on screen."""
    return BY_ID[indicator_id].name


@per_view
def top_department(view: View) -> str:
    """Id of the department above all others."""
    departments = view.read("departments")
    tops = departments.loc[departments["parent_id"].isna(), "department_id"]
    return str(tops.iloc[0]) if len(tops) else ""


def rows_of(view: View, indicator_id: str, breakdown: str = "total") -> pd.DataFrame:
    """All months of an indicator for the view's department, oldest first."""
    rows = view.read("indicators")
    rows = rows[
        (rows["indicator_id"] == indicator_id)
        & (rows["breakdown"] == breakdown)
        & (rows["department_id"] == (view.department_id or top_department(view)))
    ]
    return rows.sort_values("period", ignore_index=True)


@per_view
def month_rows(view: View) -> dict[tuple[str, str, str], Row]:
    """(department, indicator, breakdown) -> the row of the view's month."""
    rows = view.read("indicators")
    month = rows[rows["period"] == view.period].to_dict("records")
    return {(row["department_id"], row["indicator_id"], row["breakdown"]): row for row in month}


def indicator_row(view: View, indicator_id: str) -> Row | None:
    """The indicator's row of the view's month and department; None where nothing was measured."""
    return month_rows(view).get((view.department_id or top_department(view), indicator_id, "total"))


def decimals(row: Row | None) -> int:
    """Whole per cent where the group is so small that its exact counts are not published."""
    if row is None or pd.isna(row["numerator"]):
        return 0
    return BY_ID[row["indicator_id"]].decimals


def share_text(row: Row | None) -> str:
    """A share with the mark of a published figure; withheld and missing each in its own words."""
    if row is None:
        return sv.MISSING
    if row["suppressed"]:
        return sv.WITHHELD
    text = sv.percent(row["value"], decimals(row))
    return f"{text}{sv.NBSP}{PUBLISHED_MARK}" if row["provenance"] == "published" else text


@per_view
def measured(view: View) -> bool:
    """Was anything about staff reported for the month?"""
    return bool((view.read("indicators")["period"] == view.period).any())


def nothing(view: View) -> tuple[str, str]:
    """Why the page is empty, and what to do."""
    if view.read("indicators").empty:
        return (
            "Inga personaldata är anslutna",
            "Anslut datamängden hr_month i inställningsfilen och kör python -m etl run.",
        )
    return f"Personaldata saknas för {sv.month(view.period)}", "Välj en annan period till vänster."


@per_view
def turnover_lead(view: View) -> str:
    """The second figure of the page, as a sentence."""
    row = indicator_row(view, "staff_turnover_r12")
    return messages.indicator_message(name("staff_turnover_r12"), row, decimals(row), view.period) + "."


@per_view
def series(view: View, indicator_id: str) -> pd.DataFrame:
    """period, value, target, published up to the view's month; months without a row stand as missing."""
    rows = rows_of(view, indicator_id)
    rows = rows[rows["period"] <= view.period].set_index("period")
    known = rows.index[rows["value"].notna()]
    if known.empty:
        return pd.DataFrame({"period": [], "value": [], "target": [], "published": []})
    months = pd.date_range(known[0], view.period, freq="MS", name="period")
    filled = rows.reindex(months)
    return pd.DataFrame(
        {
            "value": filled["value"],
            "target": filled["target"],
            "published": filled["provenance"] == "published",
        }
    ).reset_index()


@per_view
def series_in_words(view: View, indicator_id: str) -> str:
    """First and last value of the line."""
    known = series(view, indicator_id).dropna(subset=["value"])
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"{name(indicator_id)}: {sv.percent(first['value'], 2)} i {sv.month(first['period'])}, "
        f"{sv.percent(last['value'], 2)} i {sv.month(last['period'])}"
    )


def legend(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """What the line's marks mean; only those that are there."""
    keys = [("line", "värde")]
    if rows["target"].notna().any():
        keys.append(("target", "mål"))
    if rows["published"].any():
        keys.append((PUBLISHED_MARK, "publicerad månad"))
    return keys


def gap_note(rows: pd.DataFrame) -> str:
    """Why the line is broken, where it is."""
    broken = rows["value"].isna().any()
    return "Linjen är bruten där något av de tolv månadernas underlag saknas." if broken else ""


@per_view
def month_values(view: View) -> pd.DataFrame:
    """month, value, last_year, change (percentage points) and their texts, January to the view's month."""
    rows = rows_of(view, "sick_leave_month")
    values = metrics.month_over_last_year(rows[["period", "value"]])
    year = values[(values["period"].dt.year == view.period.year) & (values["period"] <= view.period)]
    return year.assign(month=year["period"].map(sv.month_short)).reset_index(drop=True)


def months_in_words(view: View, months: pd.DataFrame) -> str:
    """The last month against the same month last year."""
    if months.empty or pd.isna(months["value"].iloc[-1]):
        return "Sjukfrånvaron i månaden kan inte visas"
    last = months.iloc[-1]
    text = f"Sjukfrånvaron i {sv.month(view.period)} är {sv.percent(last['value'])}"
    if pd.isna(last["change"]):
        return text
    return f"{text}, {sv.percentage_points(last['change'])} mot samma månad förra året"


MONTHS_LEGEND = [("actual", "i år"), ("prev-year", "samma månad förra året")]
MONTH_COLUMNS = [
    Shown("month", "Månad", str),
    Shown("value", "I år", sv.percent, numeric=True),
    Shown("last_year", "Förra året", sv.percent, numeric=True),
    Shown("change", "Skillnad", sv.percentage_points, numeric=True),
]


@per_view
def by_breakdown(view: View) -> pd.DataFrame:
    """One row per breakdown: sick leave, long sick leave and turnover as texts."""
    rows = month_rows(view)
    department = view.department_id or top_department(view)
    return pd.DataFrame([{"group": words, **_shares(rows, department, code)} for code, words in BREAKDOWN.items()])


def _shares(rows: dict[tuple[str, str, str], Row], department_id: str, breakdown: str) -> dict[str, str]:
    return {shown: share_text(rows.get((department_id, shown, breakdown))) for shown in SHOWN_INDICATORS}


@per_view
def by_department(view: View) -> pd.DataFrame:
    """One row per department in the order of the tree, with the same figures."""
    ordered = metrics.in_tree_order(view.read("departments"), "department_id")
    rows = month_rows(view)
    visible = ordered if view.departments is None else ordered[ordered["department_id"].isin(view.departments)]
    return pd.DataFrame(
        [
            {
                "group": row["name"],
                "indent": row["depth"] - visible["depth"].min(),
                **_shares(rows, row["department_id"], "total"),
            }
            for row in visible.to_dict("records")
        ]
    )


SHOWN_INDICATORS = ("sick_leave_r12", "sick_leave_60_plus_r12", "staff_turnover_r12")
_SHARES = [
    Shown("sick_leave_r12", "Sjukfrånvaro R12", str, numeric=True),
    Shown("sick_leave_60_plus_r12", "Andel från dag 60", str, numeric=True),
    Shown("staff_turnover_r12", "Personal­omsättning R12", str, numeric=True),
]
BREAKDOWN_COLUMNS = [Shown("group", "Grupp", str), *_SHARES]
DEPARTMENT_COLUMNS = [Shown("group", "Avdelning", str), *_SHARES]


@per_view
def surveys(view: View) -> pd.DataFrame:
    """year, and each survey index of the department; years up to the view's month."""
    frames = [rows_of(view, i.indicator_id).assign(name=i.name) for i in STAFF if i.survey_index]
    rows = pd.concat(frames)
    rows = rows[rows["period"] <= view.period]
    return pd.DataFrame(
        {
            "name": rows["name"],
            "year": rows["period"].dt.year.astype(str),
            "text": [
                sv.WITHHELD if s else sv.number(v, 0) for s, v in zip(rows["suppressed"], rows["value"], strict=True)
            ],
        }
    )


SURVEY_COLUMNS = [
    Shown("name", "Index", str),
    Shown("year", "År", str, numeric=True),
    Shown("text", "Värde", str, numeric=True),
]
EXPORTED = [
    ("indicator", "Nyckeltal"),
    ("department", "Avdelning"),
    ("group", "Grupp"),
    ("value", "Värde"),
    ("unit", "Enhet"),
    ("target", "Mål"),
    ("withheld", "Visas inte"),
]


def exported(view: View) -> pd.DataFrame:
    """The month's indicators as rows for Excel."""
    rows = metrics.within(view.read("indicators"), view.departments)
    rows = rows[rows["period"] == view.period]
    names = view.read("departments").set_index("department_id")["name"]
    return rows.assign(
        indicator=rows["indicator_id"].map(name),
        department=rows["department_id"].map(names),
        group=rows["breakdown"].map(BREAKDOWN),
        withheld=rows["suppressed"].map(_yes),
    )


def _yes(value: Any) -> str:
    return "ja" if value else ""
