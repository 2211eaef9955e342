"""The activities as bars to their end dates, with the month's end and the report deadline; moved ends as ghosts.

Real HTML rather than a picture: its names are links, its dates stay in sight, and three hundred rows can be read.
"""

from collections.abc import Mapping
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.activities import listing, months, progress
from dashboard.activities.month import Month
from dashboard.activities.rows import NO_HITS, NOT_TOLD
from dashboard.activities.scale import Lines, axis, scale
from dashboard.view import View
from dashboard.words import STATUS

MOST_ROWS = 300
_DENSE = 60
"""With more rows than this they stand closer."""


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Per department, each by end date; those without one last."""
    owners = rows["department"].fillna(NOT_TOLD)
    return rows.assign(owner=owners).sort_values(["owner", "end_date", "title"], na_position="last", ignore_index=True)


def draw(month: Month, rows: pd.DataFrame) -> None:
    """The section, for the activities that pass the filter."""
    missing = why_none(month, rows)
    if missing:
        ui.note(missing)
        return
    today, due = month.view.period + pd.offsets.MonthEnd(0), progress.deadline(month.view)
    ui.note(headline(rows, today))
    shown = ordered(rows).head(MOST_ROWS)
    ends = months.ends_told(months.history(month.view, shown))
    st.html(markup.legend(bar_keys(shown)) + markup.legend(status_keys(shown)))
    st.html(timeline(month.view, shown, ends, today, due))
    if len(shown) < len(rows):
        ui.note(f"{MOST_ROWS} av {sv.number(len(rows))} aktiviteter ritas. Filtrera för att se de andra.")


def why_none(month: Month, rows: pd.DataFrame) -> str:
    """Why no bar can be drawn for the chosen rows; empty where one can."""
    if rows.empty:
        return NO_HITS
    if month.rows["end_date"].isna().all():
        return f"Rapporten för {sv.month(month.view.period)} anger inga slutdatum, så ingen tidslinje kan ritas."
    return "Ingen av de valda aktiviteterna har ett slutdatum i rapporten." if rows["end_date"].isna().all() else ""


def bar_keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The legend of the bars; what is not known to be late is only there where some are."""
    unsure = [("unsure", "slutdatum har passerat, status okänd")] if _unsure(rows).any() else []
    return [
        ("planned", "till slutdatum"),
        ("overdue", "sen, till månadens slut"),
        *unsure,
        ("closed", "klar"),
        ("ghost", "tidigare slutdatum"),
    ]


def status_keys(rows: pd.DataFrame) -> list[tuple[str, str]]:
    """The glyphs that stand before the names, with their words."""
    return [key for status, key in STATUS.items() if (rows["status"] == status).any()]


def _unsure(rows: pd.DataFrame) -> pd.Series:
    """Past the planned end, but nobody has told whether they are done."""
    return (rows["days_overdue"] > 0) & (rows["status"] == "unknown")


def headline(rows: pd.DataFrame, today: pd.Timestamp) -> str:
    """What to notice."""
    overdue = int((rows["days_overdue"] > 0).sum())
    moved = int((rows["end_date_moved_count"] > 0).sum())
    unsure, undated = int(_unsure(rows).sum()), int(rows["end_date"].isna().sum())
    whom = "den" if overdue == 1 else f"{sv.number(unsure)} av dem"
    told = f"{sv.number(overdue)} har passerat slutdatum" + (f"; för {whom} är status okänd. " if unsure else ", ")
    ended = f" {sv.number(undated)} har inget slutdatum i rapporten." if undated else ""
    return f"Månadens slut är {sv.date(today)}. {told}{sv.number(moved)} har fått det flyttat.{ended}"


def timeline(
    view: View,
    rows: pd.DataFrame,
    ends: Mapping[str, list[pd.Timestamp]],
    today: pd.Timestamp,
    deadline: pd.Timestamp | None,
) -> str:
    """One list per department; each item has its dates in words for those who cannot see the bar."""
    lines = Lines(scale(rows, ends, today, deadline), today, deadline)
    dense = " dense" if len(rows) > _DENSE else ""
    groups = ""
    for owner, mine in _grouped(rows):
        items = "".join(_row(view, row, ends.get(row["activity_id"], []), lines) for row in mine)
        groups += f"<h3>{escape(owner)} · {len(mine)}</h3><ul>{items}</ul>"
    labels = lines.drawn("månadens slut", "rapportdag")
    return (
        f'<div class="mu-timeline{dense}"><div class="axis" aria-hidden="true"><i></i><div>{axis(lines.across)}'
        f'<div class="lines">{labels}</div></div></div>'
        f'<div class="lines" aria-hidden="true"><i></i><div>{lines.drawn()}</div></div>{groups}</div>'
    )


def _grouped(rows: pd.DataFrame) -> list[tuple[str, list[dict[Any, Any]]]]:
    return [(str(owner), mine.to_dict("records")) for owner, mine in rows.groupby("owner", sort=False)]


def _row(view: View, row: Mapping[Any, Any], told: list[pd.Timestamp], lines: Lines) -> str:
    title = escape(row["title"])
    name = markup.anchor(title, listing.address(view, row["activity_id"]), row["activity_id"])
    glyph, word = STATUS[row["status"]]
    return (
        f'<li><span class="name"><span aria-hidden="true">{glyph}</span><span class="whole" title="{title}">{name}'
        f'</span><span class="unseen">: {word}, {escape(spoken(row, told))}</span></span>'
        f'<div class="bars" aria-hidden="true">{_bars(row, told, lines)}</div></li>'
    )


def _bars(row: Mapping[Any, Any], told: list[pd.Timestamp], lines: Lines) -> str:
    """The bar to the end date, what is past it, the earlier end dates and the date in words."""
    if pd.isna(row["end_date"]):
        return '<span class="none">inget slutdatum</span>'
    across, end = lines.across, row["end_date"]
    unstarted = pd.isna(row["start_date"])
    start = across.first if unstarted else row["start_date"]
    kind, last = "closed" if row["status"] == "done" else "planned", end
    bars = _bar(f"{kind} faded" if unstarted else kind, across.at(start - pd.Timedelta(days=1)), across.at(end))
    if _is_late(row):
        last = max(end, lines.today)
        bars += _bar("unsure" if row["status"] == "unknown" else "overdue", across.at(end), across.at(last))
    filled = (start, end) if kind == "closed" else (end, last)
    for date in told[:-1]:
        ghost = "ghost within" if filled[0] <= date < filled[1] and row["status"] != "unknown" else "ghost"
        bars += f'<span class="{ghost}" style="left:{across.at(date)}%"></span>'
    return bars + f'<span class="date" style="left:{lines.clear(last)}%">{_said(row, lines.today.year)}</span>'


def _bar(kind: str, start: float, end: float) -> str:
    return f'<span class="{kind}" style="left:{start}%;width:{max(end - start, 0.3):.3f}%"></span>'


def _is_late(row: Mapping[Any, Any]) -> bool:
    return bool(pd.notna(row["days_overdue"]) and row["days_overdue"] > 0)


def _said(row: Mapping[Any, Any], this_year: int) -> str:
    """The end date, with its year where that is another, and how late."""
    end = row["end_date"]
    return f"{end.day}/{end.month}{'' if end.year == this_year else f' {end.year}'}{_how_late(row)}"


def _how_late(row: Mapping[Any, Any]) -> str:
    """With its comma: "31 dagar sen"; where the status is unknown only how long ago the end was, as it may be done."""
    if not _is_late(row):
        return ""
    days = sv.plural(int(row["days_overdue"]), "dag", "dagar")
    return f", {days} sedan" if row["status"] == "unknown" else f", {days} sen"


def spoken(row: Mapping[Any, Any], told: list[pd.Timestamp]) -> str:
    """The dates in words."""
    if pd.isna(row["end_date"]):
        return "inget slutdatum"
    moved = f", tidigare {sv.listing([sv.date(date) for date in told[:-1]])}" if len(told) > 1 else ""
    return f"slutdatum {sv.date(row['end_date'])}{_how_late(row)}{moved}"
