"""Signed amounts beside each other, IBCS-inspired: one bar per tier and row, on one row axis and one scale."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from dashboard.charts import rowwise, theme
from dashboard.charts.scales import span

_NAME_CHARACTERS = 36
_ROW = 34
_NOT_ZERO = re.compile("[1-9]")
_SHIFT = {"expr": "datum.shift * squeeze"}
_SHIFTED = {"xOffset": _SHIFT}
_BAR_SHIFTED = {"xOffset": _SHIFT, "x2Offset": _SHIFT}


class Shown(NamedTuple):
    """One tier: a column of the frame, its heading, and how its bars look."""

    column: str
    heading: str
    toned: bool
    """Green above zero and red below; otherwise neutral."""
    outlined: bool = False
    """A neutral one as a budget is drawn; otherwise solid."""


class Place(NamedTuple):
    """Where a tier stands: its zero and its left edge in the unit of the scale, and the pixels before them."""

    zero: float
    shift: int
    edge: float
    edge_shift: int
    end: float
    end_shift: int


def signed_tiers(
    rows: pd.DataFrame, tiers: Sequence[tuple[Any, ...]], as_text: Callable[[float], str]
) -> dict[str, Any]:
    """A Vega-Lite dict. `rows`: label, bold, subject, and a column per tier, all in one unit, missing allowed.

    `tiers`: (column, heading, toned) or `Shown`. Each has a zero of its own, all have one scale. An amount that
    reads as zero in `as_text` has a figure and no bar. Rows with a `subject` can be clicked. It needs the page's
    whole width.
    """
    rows = rowwise.named(rows, _NAME_CHARACTERS)
    shown = [Shown(*tier) for tier in tiers]
    figures = [_figures(rows, tier, as_text) for tier in shown]
    places = _places(figures, shown)
    frames = {
        "bars": pd.concat(map(_bars, figures, places, shown), ignore_index=True),
        "texts": pd.concat(map(_texts, figures, places), ignore_index=True),
        "zeros": pd.DataFrame({"at": [place.zero for place in places], "shift": [place.shift for place in places]}),
        "headings": pd.DataFrame(map(_heading, shown, places)),
        "open": rowwise.opening(rows),
    }
    height = rowwise.row_height(rows["label"], _ROW) * len(rows) + rowwise.HEAD
    spec = theme.filled(_template(), frames, height, (0.0, places[-1].end or 1.0), list(rows["label"]))
    return rowwise.completed(spec, rows, left_room=0, right_room=places[-1].end_shift)


def _figures(rows: pd.DataFrame, tier: Shown, as_text: Callable[[float], str]) -> pd.DataFrame:
    """label, amount (zero where it reads as zero), text, part: the side where the figure stands."""
    known = rows.loc[rows[tier.column].notna(), ["label", tier.column]]
    texts = [as_text(value) for value in known[tier.column]]
    amounts = [
        float(value) if _NOT_ZERO.search(text) else 0.0 for value, text in zip(known[tier.column], texts, strict=True)
    ]
    sides = [rowwise.side(amount) for amount in amounts]
    return pd.DataFrame({"label": known["label"], "amount": amounts, "text": texts, "part": sides})


def _places(figures: Sequence[pd.DataFrame], shown: Sequence[Shown]) -> list[Place]:
    """From left to right, each with room for its figures and its heading."""
    places: list[Place] = []
    end, end_shift = 0.0, 0
    for rows, tier in zip(figures, shown, strict=True):
        low, high = span(rows[["amount"]])
        left, right = (rowwise.room(rows.loc[rows["part"] == side, "text"]) for side in ("left", "right"))
        right = max(right, rowwise.room([tier.heading]) - left)
        places.append(Place(end - low, end_shift + left, end, end_shift, end - low + high, end_shift + left + right))
        end, end_shift = places[-1].end, places[-1].end_shift
    return places


def _bars(figures: pd.DataFrame, place: Place, tier: Shown) -> pd.DataFrame:
    """label, part, from, to, shift."""
    drawn = figures[figures["amount"] != 0]
    neutral = "outlined" if tier.outlined else "solid"
    parts = [("good" if amount > 0 else "bad") if tier.toned else neutral for amount in drawn["amount"]]
    ends = place.zero + drawn["amount"]
    return pd.DataFrame({"label": drawn["label"], "part": parts, "from": place.zero, "to": ends, "shift": place.shift})


def _texts(figures: pd.DataFrame, place: Place) -> pd.DataFrame:
    """label, part, at, shift, text."""
    return figures[["label", "part", "text"]].assign(at=place.zero + figures["amount"], shift=place.shift)


def _heading(tier: Shown, place: Place) -> dict[str, Any]:
    return {"text": tier.heading, "at": place.edge, "shift": place.edge_shift}


@cache
def _template() -> str:
    y, at = rowwise.axis(), rowwise.amount("at")
    zero = theme.rows("zeros").mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False, **_SHIFTED)
    heading = theme.rows("headings").mark_text(align="left", baseline="bottom", color=theme.QUIET, **_SHIFTED)
    return theme.template(
        *(_bar(part, look, y) for part, look in _LOOKS.items()),
        zero.encode(x=at),
        *_texts_on("right", y, align="left", dx=6),
        *_texts_on("left", y, align="right", dx=-6),
        heading.encode(x=at, y=alt.value(-8), text="text:N"),
        rowwise.open_rows(y),
        padding=rowwise.EDGE,
    )


_LOOKS = {
    "outlined": {"size": 15, "fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1.2},
    "solid": {"size": 12, "color": theme.ACTUAL},
    "good": {"size": 12, "color": theme.GOOD},
    "bad": {"size": 12, "color": theme.BAD},
}


def _bar(part: str, look: dict[str, Any], y: alt.Y) -> alt.Chart:
    bars = theme.rows("bars", part).mark_bar(**look, **_BAR_SHIFTED)
    return bars.encode(x=rowwise.amount("from"), x2="to:Q", y=y)


def _texts_on(side: str, y: alt.Y, **look: Any) -> list[alt.Chart]:
    return rowwise.figures(theme.rows("texts", side), rowwise.amount("at"), y, **look, **_SHIFTED)


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
