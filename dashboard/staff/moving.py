"""Rör det sig? The level of twelve months, the month against last year, and which months are more than chance."""

import pandas as pd
import streamlit as st

from dashboard import control, markup, metrics, ui
from dashboard import format as sv
from dashboard.charts import columns, level
from dashboard.charts import control as picture
from dashboard.markup import Shown
from dashboard.staff import cells, controlled, rolling, rows, since
from dashboard.staff.asked import asked, method
from dashboard.staff.breaks import breaks
from dashboard.view import View, per_view
from data.indicators import BY_ID

QUESTION = "Rör det sig?"
MONTH_COLUMNS = [
    Shown("month", "Månad", str),
    Shown("value_text", "I år", str, numeric=True, loose=True),
    Shown("last_year_text", "Förra året", str, numeric=True, loose=True),
    Shown("change_text", "Skillnad", str, numeric=True),
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
    text = f"Sjukfrånvaron i {sv.month(view.period)} är {sv.percent(last['value'], _decimals(last['rounded']))}"
    if pd.isna(last["change"]):
        return f"{text}; {since.MIXED}, så den jämförs inte med förra året." if _mixed(last) else f"{text}."
    rounded = f" ({since.WHOLE})" if last["rounded"] else ""
    return f"{text}, {last['change_text']}{rounded} mot samma månad förra året."


def _mixed(month: pd.Series) -> bool:
    """Is one of the two values in whole per cent and the other exact?"""
    known = pd.notna(month["value"]) and pd.notna(month["last_year"])
    return bool(known and month["rounded"] != month["last_year_rounded"])


def _decimals(rounded: bool) -> int:
    return 0 if rounded else BY_ID[controlled.MEASURED].decimals


@per_view
def monthly(view: View) -> pd.DataFrame:
    """The year's months of sick leave beside last year's: month, value, last_year, change and their texts.

    `why` is the word of a month without a value; `rounded` and `last_year_rounded` are in whole per cent. A change
    between one of these and an exact value is missing.
    """
    found = rows.rows_of(view, controlled.MEASURED)
    by_month = {row["period"]: row for row in found.to_dict("records")}
    values = metrics.month_over_last_year(found[["period", "value"]])
    year = values[(values["period"].dt.year == view.period.year) & (values["period"] <= view.period)]
    now = [by_month[period] for period in year["period"]]
    before = [by_month.get(period - pd.DateOffset(years=1)) for period in year["period"]]
    rounded, last_year_rounded = ([rows.is_rounded(row) for row in each] for each in (now, before))
    comparable = [one == other for one, other in zip(rounded, last_year_rounded, strict=True)]
    change = year["change"].where(comparable)
    return year.assign(
        month=year["period"].map(sv.month_short),
        change=change,
        change_text=[
            sv.percentage_points(moved, _decimals(whole)) for moved, whole in zip(change, rounded, strict=True)
        ],
        value_text=[cells.cell(view, row) for row in now],
        last_year_text=[cells.cell(view, row) for row in before],
        why=[cells.why_in_a_picture(view, row) if pd.isna(row["value"]) else "" for row in now],
        rounded=rounded,
        last_year_rounded=last_year_rounded,
    ).reset_index(drop=True)


def months_legend(months: pd.DataFrame) -> list[tuple[str, str]]:
    """What the columns mean; only what is there."""
    exact = (months["value"].notna() & ~months["rounded"]).any()
    whole = (months["rounded"] | months["last_year_rounded"]).any()
    keys = [
        ("actual", "i år", exact),
        ("budget", "i år, hela procent", whole and not exact),
        ("prev-year", "samma månad förra året", True),
        ("budget", "ofylld: hela procent", whole and exact),
    ]
    return [(key, word) for key, word, here in keys if here]


def draw(view: View) -> None:
    """The section: sentence, the levels, the months against last year, the control chart."""
    asked(QUESTION, sentence(view))
    _draw_levels(view)
    _draw_months(view)
    _draw_control(view)


def _draw_levels(view: View) -> None:
    """The levels side by side and why they have no control chart; where none has a value, only why."""
    if all(rolling.levels(view, each).empty for each in rolling.SHOWN):
        for indicator_id in rolling.SHOWN:
            ui.note(rolling.no_values(view, indicator_id))
        return
    for indicator_id, column in zip(rolling.SHOWN, st.columns(2, gap="large"), strict=True):
        with column:
            _draw_level(view, indicator_id)
    ui.note(control.refusal(BY_ID[rolling.SHOWN[0]]))


def _draw_level(view: View, indicator_id: str) -> None:
    st.html(markup.paragraph(f"{rows.short_name(indicator_id)}, %", "mu-eyebrow"))
    months, found = rolling.levels(view, indicator_id), breaks(view, indicator_id)
    if months.empty:
        ui.note(rolling.no_values(view, indicator_id))
        return
    ui.picture(
        view,
        f"staff-level-{indicator_id}",
        lambda: level.share_level(months, found),
        alt=rolling.in_words(view, indicator_id),
        legend=rolling.legend(view, indicator_id),
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
    ui.picture(view, "staff-months", lambda: columns.months_against_last_year(months), alt, months_legend(months))
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
    if found.asks:
        ui.note(controlled.NO_VERDICT)
    with st.expander("Styrdiagrammet som tabell"):
        ui.table(view, "staff-control", found.months, controlled.COLUMNS, title)
    method(found.method)
