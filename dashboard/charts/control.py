"""A control chart, IBCS-inspired: changes around their mean, the limits of chance, and the months that ask why."""

from functools import cache
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, theme, timewise
from dashboard.charts.scales import span, widened

_RIGHT = 8
_ROOM = 0.14
"""Above and below what is drawn, as a part of the scale: a question mark has room there."""
_LEAST_POINTS = 0.5
_LINES = {"high": "övre gräns", "mean": "medel", "low": "undre gräns"}


def control_chart(months: pd.DataFrame, breaks: pd.DataFrame, height: int = 320) -> dict[str, Any]:
    """The change since the same month last year, in percentage points, month by month.

    `months`: period, change, mean, low, high (shares, missing allowed), segment (one pair of limits each), rules (not
    empty where the month is a question), why (the word where there is no change, else empty). `breaks`: period, title.
    """
    order = timewise.names(months["period"])
    points = months[["change", "mean", "low", "high"]].astype(float) * 100
    rows = points.assign(month=order, segment=months["segment"], part=_parts(months))
    titles, gaps = timewise.breaks(breaks, order), timewise.gaps(months.assign(month=order))
    frames = {
        "rows": rows.drop(columns=["segment", "part"]),
        "asked": rows.loc[rows["part"] != "", ["month", "change", "part"]],
        "limits": _limits(rows),
        "gaps": gaps,
        "breaks": titles,
    }
    spec = theme.filled(_template(), frames, height, _domain(points, timewise.gap_room(gaps) / height), order)
    return timewise.completed(spec, order, titles, _RIGHT)


def _parts(months: pd.DataFrame) -> list[str]:
    """On which side of its month the question mark stands: away from the mean."""
    up = (months["change"] >= months["mean"]).map({True: "up", False: "down"})
    return [side if rules else "" for side, rules in zip(up, months["rules"], strict=True)]


def _limits(rows: pd.DataFrame) -> pd.DataFrame:
    """first, last, at, text, part: mean and limits, across the months they were computed from."""
    found = []
    for _, segment in rows.dropna(subset=["change", "mean"]).groupby("segment"):
        ends = (segment["month"].iloc[0], segment["month"].iloc[-1])
        for name, word in _LINES.items():
            at = segment[name].iloc[0]
            found.append((*ends, at, f"{word} {sv.number(at, 2, signed=True)}", "mean" if name == "mean" else "limit"))
    return pd.DataFrame(found, columns=["first", "last", "at", "text", "part"])


def _domain(points: pd.DataFrame, below: float) -> tuple[float, float]:
    """With room around what is drawn, and a part of the picture below for the gaps' words."""
    low, high = widened(span(points), _LEAST_POINTS)
    room = _ROOM * (high - low)
    return low - room - (high - low + 2 * room) * below / (1 - below), high + room


@cache
def _template() -> str:
    x, change, at = timewise.axis(), monthwise.on_grid("change"), monthwise.on_grid("at")
    first, last = timewise.axis("first"), timewise.axis("last")
    ring = {"shape": "circle", "size": 230, "stroke": theme.ACTUAL, "strokeWidth": 1.5, "fill": "transparent"}
    across = [
        theme.rows("limits", part).mark_rule(color=theme.ACTUAL, **look).encode(x=first, x2="last:O", y=at)
        for part, look in (("mean", {"strokeWidth": 1}), ("limit", {"strokeWidth": 1.5, "strokeDash": [6, 4]}))
    ]
    written = theme.rows("limits").mark_text(align="left", dx=18, fontSize=12, color=theme.QUIET)
    signs = [
        theme.rows("asked", part).mark_text(text="?", dy=dy, fontSize=15, fontWeight="bold").encode(x=x, y=change)
        for part, dy in (("up", -17), ("down", 18))
    ]
    return theme.template(
        monthwise.zero_line(),
        *timewise.break_rules(x),
        *across,
        *timewise.line("change", x, color=theme.ACTUAL, strokeWidth=1.5),
        theme.rows("asked").mark_point(opacity=1, **ring).encode(x=x, y=change),
        *signs,
        written.encode(x=last, y=at, text="text:N"),
        *timewise.gap_marks(x),
    )


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
