"""The activities as bars to their end dates, with the month's end and the report deadline; moved ends as ghosts.

Real HTML rather than a picture: its names are links, its dates stay in sight, and three hundred rows can be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.activities import listing, months, todo
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD
from dashboard.view import View
from dashboard.words import STATUS

MOST_ROWS = 300
_DENSE = 60
"""With more rows than this they stand closer."""
_MOST_TICKS = 12
_ROOM = 1.18


@dataclass(frozen=True)
class Scale:
    """Days from the first month shown to the end of the last; both dates inclusive."""

    first: pd.Timestamp
    last: pd.Timestamp

    def at(self, date: pd.Timestamp) -> float:
        """Where a day's end stands, in per cent of the width; what lies outside stands at the edge."""
        days = (self.last - self.first).days + 1
        return round(100 * min(max((date - self.first).days + 1, 0), days) / days, 3)


def scale(
    rows: pd.DataFrame,
    ends: Mapping[str, list[pd.Timestamp]],
    today: pd.Timestamp,
    deadline: pd.Timestamp | None,
) -> Scale:
    """Whole months around every date that is shown, and room for the last bar's words."""
    dates = pd.concat([rows["start_date"], rows["end_date"]]).dropna()
    earlier = [date for activity in rows["activity_id"] for date in ends.get(activity, [])]
    known = [*dates, *earlier, today, *([deadline] if deadline is not None else [])]
    first = min(known).to_period("M").start_time
    roomy = first + (max(known) - first) * _ROOM
    return Scale(first, roomy.to_period("M").end_time.normalize())


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Per department, each by end date; those without one last."""
    owners = rows["department"].fillna(NOT_TOLD)
    return rows.assign(owner=owners).sort_values(["owner", "end_date", "title"], na_position="last", ignore_index=True)


def draw(month: Month, rows: pd.DataFrame) -> None:
    """The section, for the activities that pass the filter."""
    if rows["end_date"].isna().all():
        ui.note(f"Rapporten för {sv.month(month.view.period)} anger inga slutdatum, så ingen tidslinje kan ritas.")
        return
    today, due = month.view.period + pd.offsets.MonthEnd(0), todo.deadline(month.view)
    ui.note(headline(rows, today))
    shown = ordered(rows).head(MOST_ROWS)
    ends = months.ends_told(months.history(month.view, shown))
    st.html(markup.legend(LEGEND))
    st.html(timeline(month.view, shown, ends, today, due))
    if len(shown) < len(rows):
        ui.note(f"{MOST_ROWS} av {sv.number(len(rows))} aktiviteter ritas. Filtrera för att se de andra.")


LEGEND = [
    ("planned", "till slutdatum"),
    ("overdue", "sen, till i dag"),
    ("closed", "klar"),
    ("ghost", "tidigare slutdatum"),
]


def headline(rows: pd.DataFrame, today: pd.Timestamp) -> str:
    """What to notice."""
    overdue = int((rows["days_overdue"] > 0).sum())
    moved = int((rows["end_date_moved_count"] > 0).sum())
    told = f"{sv.number(overdue)} har passerat slutdatum, {sv.number(moved)} har fått det flyttat."
    unknown = int(rows["end_date"].isna().sum())
    ended = f" {sv.number(unknown)} har inget slutdatum i rapporten." if unknown else ""
    return f"I dag är månadens sista dag, {sv.date(today)}. {told}{ended}"


def timeline(
    view: View,
    rows: pd.DataFrame,
    ends: Mapping[str, list[pd.Timestamp]],
    today: pd.Timestamp,
    deadline: pd.Timestamp | None,
) -> str:
    """One list per department; each item has its dates in words for those who cannot see the bar."""
    across = scale(rows, ends, today, deadline)
    dense = " dense" if len(rows) > _DENSE else ""
    groups = ""
    for owner, mine in _grouped(rows):
        items = "".join(_row(view, row, ends, across, today) for row in mine)
        groups += f"<h3>{escape(owner)} · {len(mine)}</h3><ul>{items}</ul>"
    lines = _line("today", today, across, "i dag") + _line("due", deadline, across, "rapportdag")
    return (
        f'<div class="mu-timeline{dense}"><div class="axis" aria-hidden="true"><i></i><div>{_axis(across)}</div></div>'
        f'<div class="lines" aria-hidden="true"><i></i><div>{lines}</div></div>{groups}</div>'
    )


def _grouped(rows: pd.DataFrame) -> list[tuple[str, list[dict[Any, Any]]]]:
    return [(str(owner), mine.to_dict("records")) for owner, mine in rows.groupby("owner", sort=False)]


def _axis(across: Scale) -> str:
    """The first day of each month, or of every second, third ... so that the names have room."""
    starts = pd.date_range(across.first, across.last, freq="MS")
    step = -(-len(starts) // _MOST_TICKS)
    ticks = ""
    for start in starts[::step]:
        year = f" {start.year}" if start.month <= step or start == starts[0] else ""
        at = across.at(start - pd.Timedelta(days=1))
        ticks += f'<span class="tick" style="left:{at}%">{sv.month_short(start)}{year}</span>'
    return ticks


def _line(name: str, date: pd.Timestamp | None, across: Scale, label: str) -> str:
    if date is None:
        return ""
    return f'<span class="{name}" style="left:{across.at(date)}%"><b>{label} {date.day}/{date.month}</b></span>'


def _row(
    view: View, row: Mapping[Any, Any], ends: Mapping[str, list[pd.Timestamp]], across: Scale, today: pd.Timestamp
) -> str:
    told = ends.get(row["activity_id"], [])
    address = listing.address(view, row["activity_id"])
    name = markup.anchor(escape(row["title"]), address, row["activity_id"])
    glyph, word = STATUS[row["status"]]
    return (
        f'<li><span class="name"><span aria-hidden="true">{glyph}</span> {name}'
        f'<span class="unseen">: {word}, {escape(spoken(row, told))}</span></span>'
        f'<div class="bars" aria-hidden="true">{_bars(row, told, across, today)}</div></li>'
    )


def _bars(row: Mapping[Any, Any], told: list[pd.Timestamp], across: Scale, today: pd.Timestamp) -> str:
    if pd.isna(row["end_date"]):
        return '<span class="none">inget slutdatum</span>'
    day = pd.Timedelta(days=1)
    start = across.at((across.first if pd.isna(row["start_date"]) else row["start_date"]) - day)
    end = across.at(row["end_date"])
    kind = "closed" if row["status"] == "done" else "planned"
    bars = f'<span class="{kind}" style="left:{start}%;width:{max(end - start, 0.3):.3f}%"></span>'
    late = row["days_overdue"]
    if pd.notna(late) and late > 0:
        bars += f'<span class="overdue" style="left:{end}%;width:{across.at(today) - end:.3f}%"></span>'
    bars += "".join(f'<span class="ghost" style="left:{across.at(date)}%"></span>' for date in told[:-1])
    edge = max(end, across.at(today)) if pd.notna(late) and late > 0 else end
    return bars + f'<span class="date" style="left:{edge}%">{_said(row, today.year)}</span>'


def _said(row: Mapping[Any, Any], this_year: int) -> str:
    """The end date, with its year where that is another, and how late."""
    late, end = row["days_overdue"], row["end_date"]
    overdue = f", {sv.number(late)} dgr sen" if pd.notna(late) and late > 0 else ""
    return f"{end.day}/{end.month}{'' if end.year == this_year else f' {end.year}'}{overdue}"


def spoken(row: Mapping[Any, Any], told: list[pd.Timestamp]) -> str:
    """The dates in words."""
    if pd.isna(row["end_date"]):
        return "inget slutdatum"
    late = row["days_overdue"]
    overdue = f", {sv.plural(int(late), 'dag', 'dagar')} sen" if pd.notna(late) and late > 0 else ""
    moved = f", tidigare {sv.listing([sv.date(date) for date in told[:-1]])}" if len(told) > 1 else ""
    return f"slutdatum {sv.date(row['end_date'])}{overdue}{moved}"
