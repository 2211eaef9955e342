"""Rör det sig? The level of twelve months, the month against last year, and which months are more than chance."""

import pandas as pd
import streamlit as st

from dashboard import control, markup, metrics, ui
from dashboard import format as sv
from dashboard.charts import columns, level
from dashboard.charts import control as picture
from dashboard.markup import Shown
from dashboard.staff import controlled, rows
from dashboard.staff.asked import asked
from dashboard.staff.breaks import breaks
from dashboard.view import View, per_view
from dashboard.words import PUBLISHED_MARK
from data.indicators import BY_ID

QUESTION = "Rör det sig?"
LEVELS = ("sick_leave_r12", "staff_turnover_r12")
MONTHS_LEGEND = [("actual", "i år"), ("prev-year", "samma månad förra året")]
MONTH_COLUMNS = [
    Shown("month", "Månad", str),
    Shown("value_text", "I år", str, numeric=True, loose=True),
    Shown("last_year_text", "Förra året", str, numeric=True, loose=True),
    Shown("change", "Skillnad", lambda change: sv.percentage_points(change, 2), numeric=True),
]
BROKEN = "Streckade lodräta linjer är kända brott: värden före och efter är inte mätta på samma sätt."


def sentence(view: View) -> str:
    """The month against the same month last year, and which months are questions."""
    return " ".join(filter(None, [_month_sentence(view), controlled.controlled(view).sentence]))


def _month_sentence(view: View) -> str:
    months = monthly(view)
    if months.empty or pd.isna(months["value"].iloc[-1]):
        return ""
    last = months.iloc[-1]
    text = f"Sjukfrånvaron i {sv.month(view.period)} är {sv.percent(last['value'], _decimals(last))}"
    if pd.isna(last["change"]):
        return f"{text}."
    return f"{text}, {sv.percentage_points(last['change'], _decimals(last))} mot samma månad förra året."


def _decimals(month: pd.Series) -> int:
    return 0 if month["rounded"] else BY_ID[controlled.MEASURED].decimals


@per_view
def levels(view: View, indicator_id: str) -> pd.DataFrame:
    """Every month of a rolling year up to the view's: period, value, target, limit, published, decimals, why.

    It begins where twelve months are known; it is empty where no month has a value.
    """
    found = rows.rows_of(view, indicator_id)
    found = found[(found["period"] <= view.period) & (found["reason"].fillna("") != "short_history")]
    if found["value"].isna().all():
        return found.iloc[:0]
    whys = [rows.why_missing(view, row) if pd.isna(row["value"]) else "" for row in found.to_dict("records")]
    return found.assign(
        published=found["provenance"] == "published",
        decimals=[rows.decimals(row) for row in found.to_dict("records")],
        why=whys,
    ).reset_index(drop=True)


@per_view
def level_in_words(view: View, indicator_id: str) -> str:
    """First and last value of the line, and its gaps."""
    months = levels(view, indicator_id)
    known = months.dropna(subset=["value"])
    ends = [f"{rows.cell(view, row)} i {sv.month(row['period'])}" for row in known.iloc[[0, -1]].to_dict("records")]
    missing = [why for why in dict.fromkeys(months["why"]) if why]
    gaps = f"; glapp: {sv.listing(missing)}" if missing else ""
    return f"{rows.short_name(indicator_id)}: {', '.join(ends)}{gaps}"


def no_level(view: View, indicator_id: str) -> str:
    """Why there is no line."""
    row, name = rows.indicator_row(view, indicator_id), rows.short_name(indicator_id)
    return (
        f"{name} har inte mätts." if row is None else f"{name} har inget värde att visa: {rows.why_missing(view, row)}."
    )


def level_legend(view: View, indicator_id: str) -> list[tuple[str, str]]:
    """What the line's marks mean; only those that are there."""
    months = levels(view, indicator_id)
    keys = [
        ("line", "värde", True),
        ("target", "mål", months["target"].notna().any()),
        ("limit", "gräns", months["limit"].notna().any()),
        (PUBLISHED_MARK, "publicerad månad", months["published"].any()),
        ("×", "inget värde", (months["why"] != "").any()),
    ]
    return [(key, word) for key, word, here in keys if here]


@per_view
def monthly(view: View) -> pd.DataFrame:
    """The year's months of sick leave beside last year's: month, value, last_year, change and their texts.

    `why` is the word of a month without a value; `rounded` that it or last year's is in whole per cent.
    """
    found = rows.rows_of(view, controlled.MEASURED)
    by_month = {row["period"]: row for row in found.to_dict("records")}
    values = metrics.month_over_last_year(found[["period", "value"]])
    year = values[(values["period"].dt.year == view.period.year) & (values["period"] <= view.period)]
    now = [by_month[period] for period in year["period"]]
    before = [by_month.get(period - pd.DateOffset(years=1)) for period in year["period"]]
    return year.assign(
        month=year["period"].map(sv.month_short),
        value_text=[rows.cell(view, row) for row in now],
        last_year_text=[rows.cell(view, row) for row in before],
        why=[rows.why_in_a_picture(view, row) if pd.isna(row["value"]) else "" for row in now],
        rounded=[any(row and rows.is_rounded(row) for row in pair) for pair in zip(now, before, strict=True)],
    ).reset_index(drop=True)


def draw(view: View) -> None:
    """The section: sentence, the levels, the months against last year, the control chart."""
    asked(QUESTION, sentence(view))
    for indicator_id, column in zip(LEVELS, st.columns(2, gap="large"), strict=True):
        with column:
            _draw_level(view, indicator_id)
    ui.note(control.refusal(BY_ID[LEVELS[0]]))
    _draw_months(view)
    _draw_control(view)


def _draw_level(view: View, indicator_id: str) -> None:
    st.html(markup.paragraph(f"{rows.short_name(indicator_id)}, %", "mu-eyebrow"))
    months, found = levels(view, indicator_id), breaks(view, indicator_id)
    if months.empty:
        ui.note(no_level(view, indicator_id))
        return
    ui.picture(
        view,
        f"staff-level-{indicator_id}",
        lambda: level.share_level(months, found),
        alt=level_in_words(view, indicator_id),
        legend=level_legend(view, indicator_id),
    )
    if len(found):
        ui.note(BROKEN)


def _draw_months(view: View) -> None:
    months = monthly(view)
    if months["value"].isna().all():
        return
    title = "Sjukfrånvaro i månaden mot samma månad förra året, %"
    st.html(markup.paragraph(title, "mu-eyebrow"))
    alt = _month_sentence(view) or title
    ui.picture(view, "staff-months", lambda: columns.months_against_last_year(months), alt, MONTHS_LEGEND)
    with st.expander("Månaderna som tabell"):
        ui.table(view, "staff-months", months, MONTH_COLUMNS, title)


def _draw_control(view: View) -> None:
    found = controlled.controlled(view)
    if not found.drawn:
        return
    title = "Sjukfrånvaro i månaden minus samma månad förra året, procentenheter"
    st.html(markup.paragraph(title, "mu-eyebrow"))
    ui.picture(
        view,
        "staff-control",
        lambda: picture.control_chart(found.months, breaks(view, controlled.MEASURED)),
        alt=f"{title}. {found.sentence}",
        legend=found.legend,
    )
    for note in found.notes:
        ui.note(note)
    with st.expander("Styrdiagrammet som tabell"):
        ui.table(view, "staff-control", found.months, controlled.COLUMNS, title)
