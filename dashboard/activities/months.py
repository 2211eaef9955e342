"""Status over time: a row per activity and a cell per report, and the same summed per department or focus area."""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.activities import listing
from dashboard.activities.month import Month
from dashboard.activities.rows import NO_HITS, NOT_TOLD
from dashboard.view import View
from dashboard.words import PUBLISHED_MARK, STATUS

MOST_MONTHS = 12
_FIRST_ROWS = 60
SHORT = {
    "off_track": "följer ej",
    "at_risk": "farhåga",
    "paused": "pausad",
    "unknown": "okänd",
    "not_started": "ej startad",
    "on_track": "följer",
    "done": "klar",
}
"""The word in a cell, beside the glyph; the legend has the whole of it."""
ABSENT = "ej med"
BY = {"Aktivitet": "", "Avdelning": "department", "Fokusområde": "focus_area"}
"""How the rows may be summed: words on screen -> column; the first is not summed."""


def history(view: View, rows: pd.DataFrame) -> pd.DataFrame:
    """activity_id, period, status, end_date, provenance of these in the latest reports up to the view's month."""
    table = view.read("activities")
    mine = table[table["activity_id"].isin(rows["activity_id"]) & (table["period"] <= view.period)]
    months = sorted(mine["period"].unique())[-MOST_MONTHS:]
    return mine.loc[mine["period"].isin(months), ["activity_id", "period", "status", "end_date", "provenance"]]


def statuses(told: pd.DataFrame) -> pd.DataFrame:
    """One row per activity, one column per report, oldest first; missing where the report does not have it."""
    return told.pivot_table(index="activity_id", columns="period", values="status", aggfunc="first")


def ends_told(told: pd.DataFrame) -> dict[str, list[pd.Timestamp]]:
    """Activity -> its end dates in the order they were told, each move once; none where no report has one."""
    known = told.dropna(subset=["end_date"]).sort_values("period")
    moved = known[known["end_date"] != known.groupby("activity_id")["end_date"].shift()]
    return {str(activity): list(dates) for activity, dates in moved.groupby("activity_id")["end_date"]}


def headings(told: pd.DataFrame) -> list[str]:
    """The reports that are shown, oldest first, as HTML: the year on a line of its own; one printed is marked."""
    printed = (told["provenance"] == "published").groupby(told["period"]).all()
    return [
        f"{sv.month_abbreviated(month)}<br>{month.year}" + (f" {PUBLISHED_MARK}" if is_printed else "")
        for month, is_printed in zip(pd.DatetimeIndex(printed.index), printed, strict=True)
    ]


def summed(told: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """group, period, status, count. `groups`: activity_id (index) -> the group's name."""
    named = told.assign(group=told["activity_id"].map(groups).fillna(NOT_TOLD))
    return named.groupby(["group", "period", "status"]).size().rename("count").reset_index()


def draw(month: Month, rows: pd.DataFrame) -> None:
    """The section, for the activities that pass the filter."""
    choice = st.segmented_control("Rader", list(BY), default="Aktivitet", required=True, key="per", bind="query-params")
    told = history(month.view, rows)
    if told.empty:
        ui.note(NO_HITS)
        return
    st.html(markup.legend([(glyph, f"{word} ({SHORT[code]})") for code, (glyph, word) in STATUS.items()]))
    if BY[choice]:
        groups = rows.set_index("activity_id")[BY[choice]]
        st.html(summed_table(summed(told, groups), choice, headings(told), summed_caption(month.view, told, rows)))
    else:
        shown = rows.head(_FIRST_ROWS)
        st.html(activity_table(month.view, shown, told, _caption(told, len(shown), len(rows))))
        if len(shown) < len(rows):
            ui.note(f"De {_FIRST_ROWS} mest angelägna visas. Filtrera för att se andra; summorna räknar alla.")


def _caption(told: pd.DataFrame, shown: int, count: int) -> str:
    first, last = told["period"].min(), told["period"].max()
    return (
        f"Status per rapport, {sv.month(first)}–{sv.month(last)}, {sv.number(shown)} av {sv.number(count)} aktiviteter"
    )


def summed_caption(view: View, told: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Says whom the sums count: one that an earlier report had but the chosen one has not is in none of them."""
    first, count = sv.month(told["period"].min()), sv.plural(len(rows), "aktivitet", "aktiviteter")
    return (
        f"Antal per status och rapport, {first}–{sv.month(told['period'].max())}: "
        f"de aktiviteter som är med i {sv.month(view.period)} ({count})"
    )


def activity_table(view: View, rows: pd.DataFrame, told: pd.DataFrame, caption: str) -> str:
    """A real table: a glyph and a word per cell, then the end date and its moves."""
    by_activity, ends = statuses(told), ends_told(told)
    body = "".join(
        f'<tr><th scope="row">{_link(view, row)}</th>{_cells(by_activity, row["activity_id"])}'
        f'<td class="ends">{_ends(row, ends.get(row["activity_id"], []), told)}</td></tr>'
        for row in rows.to_dict("records")
    )
    return _table(caption, "Aktivitet", headings(told), body, "Slutdatum och flyttar")


def _link(view: View, row: Mapping[Any, Any]) -> str:
    address = listing.address(view, row["activity_id"])
    return markup.anchor(escape(row["title"]), address, row["activity_id"])


def _cells(by_activity: pd.DataFrame, activity_id: str) -> str:
    if activity_id not in by_activity.index:
        return "".join(f'<td class="state absent">{ABSENT}</td>' for _ in by_activity.columns)
    return "".join(_cell(status) for status in by_activity.loc[activity_id])


def _cell(status: object) -> str:
    if not isinstance(status, str):
        return f'<td class="state absent">{ABSENT}</td>'
    glyph = STATUS[status][0]
    return f'<td class="state {escape(status)}"><span aria-hidden="true">{glyph}</span> {SHORT[status]}</td>'


def _ends(row: Mapping[Any, Any], dates: list[pd.Timestamp], told: pd.DataFrame) -> str:
    """The date that holds, after those it replaced. One that only earlier reports have is not the month's own."""
    if not dates:
        return sv.MISSING
    if pd.isna(row["end_date"]):
        return f'{sv.MISSING} <span class="quiet">({_last_known(row["activity_id"], told)})</span>'
    *before, last = [sv.date(date) for date in dates]
    return "".join(f'<s>{date}</s> <span aria-hidden="true">→</span> ' for date in before) + last


def _last_known(activity_id: str, told: pd.DataFrame) -> str:
    """The end date that a report told last, and which: its year too, where it is not the chosen month's."""
    known = told[(told["activity_id"] == activity_id) & told["end_date"].notna()].sort_values("period")
    period, date = known["period"].iloc[-1], known["end_date"].iloc[-1]
    month = sv.month_name(period) if period.year == told["period"].max().year else sv.month(period)
    return f"senast känt {sv.date(date)}, {month}"


def summed_table(counts: pd.DataFrame, heading: str, months: list[str], caption: str) -> str:
    """One row per group, in each report how many have which status."""
    order = {status: place for place, status in enumerate(STATUS)}
    body = ""
    for group, mine in counts.groupby("group"):
        cells = ""
        for month in sorted(counts["period"].unique()):
            here = mine[mine["period"] == month].sort_values("status", key=lambda codes: codes.map(order))
            cells += f"<td>{_counted(here)}</td>"
        body += f'<tr><th scope="row">{escape(str(group))}</th>{cells}</tr>'
    return _table(caption, heading, months, body)


def _counted(here: pd.DataFrame) -> str:
    parts = [
        f'<span class="state {row["status"]}"><span aria-hidden="true">{STATUS[row["status"]][0]}</span> '
        f"{sv.number(row['count'])} {SHORT[row['status']]}</span>"
        for row in here.to_dict("records")
    ]
    return "<br>".join(parts) or sv.MISSING


def _table(caption: str, heading: str, months: list[str], body: str, last: str = "") -> str:
    heads = "".join(f'<th scope="col">{month}</th>' for month in months)
    end = f'<th scope="col">{last}</th>' if last else ""
    return (
        f'<div class="mu-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="mu-table mu-states"><caption>{escape(caption)}</caption><thead><tr>'
        f'<th scope="col">{escape(heading)}</th>{heads}{end}</tr></thead><tbody>{body}</tbody></table></div>'
    )
