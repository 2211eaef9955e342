"""A bridge, IBCS-inspired: from one total down to another, row by row, and what each row adds or takes."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import rowwise, theme
from dashboard.charts.scales import EVEN, span, tone, widened

TOTALS = ("budget", "forecast", "actual")
"""Roles of rows that stand on zero: outlined, hatched, solid. All others are steps from where the last one ended."""
_NAME_CHARACTERS = 36
_ROW, _BAR, _TOTAL_BAR = 34, 13, 17
_LEAST_MNKR = 1.0
"""Width of the scale where all amounts are smaller: a few thousand kronor are not to look like much."""
_STRIPE, _WIDEST = 5, 1600
"""Pixels from stripe to stripe, and the widest picture."""


def bridge(rows: pd.DataFrame, heading: str, picked: str = "") -> dict[str, Any]:
    """A Vega-Lite dict. `rows`: label, role, amount (mnkr), subject; in the order they are to stand.

    `role` is one of `TOTALS`, or "step" or "rest". A missing amount is drawn as nothing and moves nothing. `subject`
    is what a click on the row gives, "" where it leads nowhere; the row whose subject is `picked` is tinted.
    """
    rows = rowwise.named(rows, _NAME_CHARACTERS)
    rows = rows.assign(bold=rows["role"].isin(TOTALS))
    bars = positions(rows)
    low, high = widened(span(bars[["from", "to"]]), _LEAST_MNKR)
    texts = _texts(bars)
    leading = rowwise.opening(rows)
    frames = {
        "bars": bars,
        "stripes": _stripes(bars, high - low),
        "links": _links(bars),
        "texts": texts,
        "heading": pd.DataFrame({"text": [heading]}),
        "picked": leading[leading["subject"] == picked],
        "open": leading,
    }
    height = rowwise.row_height(rows["label"], _ROW) * len(rows) + rowwise.HEAD
    spec = theme.filled(_template(), frames, height, (low, high), list(rows["label"]))
    return rowwise.completed(spec, rows, **_rooms(texts))


def positions(rows: pd.DataFrame) -> pd.DataFrame:
    """label, part (how it is drawn), from, to, amount of each row with a known amount; a total sets the level."""
    level, bars = 0.0, []
    for label, role, amount in zip(rows["label"], rows["role"], rows["amount"], strict=True):
        if pd.isna(amount):
            continue
        start = 0.0 if role in TOTALS else level
        level = start + float(amount)
        bars.append((label, role if role in TOTALS else tone(amount), start, level, float(amount)))
    return pd.DataFrame(bars, columns=["label", "part", "from", "to", "amount"])


def _texts(bars: pd.DataFrame) -> pd.DataFrame:
    """label, part (side and weight), at, text: a step's figure has its sign, a total's only a minus."""
    texts = [
        (bar["label"], f"{rowwise.side(_shown(bar))}-{weight}", bar["to"], sv.number(bar["amount"], 1, signed=signed))
        for bar in bars.to_dict("records")
        for weight, signed in [("bold", False) if bar["part"] in TOTALS else ("normal", True)]
    ]
    return pd.DataFrame(texts, columns=["label", "part", "at", "text"])


def _shown(bar: dict[Any, Any]) -> float:
    """The amount as it reads, so that the figure of a rounded zero always stands on the same side."""
    return 0.0 if abs(bar["amount"]) < EVEN else float(bar["amount"])


def _rooms(texts: pd.DataFrame) -> dict[str, int]:
    return {
        f"{side}_room": rowwise.room(texts.loc[texts["part"].str.startswith(side), "text"])
        for side in ("left", "right")
    }


def _links(bars: pd.DataFrame) -> pd.DataFrame:
    """label, next, at: from the end of a row's bar to the bar of the next one."""
    ends = bars.assign(next=bars["label"].shift(-1)).rename(columns={"to": "at"})
    return ends.loc[ends["next"].notna(), ["label", "next", "at"]]


def _stripes(bars: pd.DataFrame, width: float) -> pd.DataFrame:
    """label, low, high, place: as many stripes as the bar has in the widest picture; the browser places them."""
    hatched = bars[bars["part"] == "forecast"]
    stripes = [
        (label, low, high, place)
        for label, start, end in zip(hatched["label"], hatched["from"], hatched["to"], strict=True)
        for low, high in [sorted((start, end))]
        for place in range(1, round((high - low) / width * _WIDEST / _STRIPE))
    ]
    return pd.DataFrame(stripes, columns=["label", "low", "high", "place"])


@cache
def _template() -> str:
    y = rowwise.axis()
    bar = {"x": rowwise.amount("from"), "x2": "to:Q", "y": y}
    outline = {"fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1.2}
    return theme.template(
        _tint(y),
        theme.rows("heading").mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False).encode(x=_zero()),
        _link(y),
        theme.rows("bars", "budget").mark_bar(size=_TOTAL_BAR, **outline).encode(**bar),
        theme.rows("bars", "forecast").mark_bar(size=_TOTAL_BAR, **outline).encode(**bar),
        _hatch(y),
        theme.rows("bars", "actual").mark_bar(size=_TOTAL_BAR, color=theme.ACTUAL).encode(**bar),
        theme.rows("bars", "good").mark_bar(size=_BAR, color=theme.GOOD).encode(**bar),
        theme.rows("bars", "bad").mark_bar(size=_BAR, color=theme.BAD).encode(**bar),
        *(text for side in ("left", "right") for weight in ("bold", "normal") for text in _figures(side, weight, y)),
        rowwise.heading(),
        rowwise.open_rows(y),
        padding=rowwise.EDGE,
    )


def _zero() -> alt.XDatum:
    return alt.XDatum(0, axis=None, scale=rowwise.amount("from")["scale"])


def _tint(y: alt.Y) -> alt.Chart:
    bar = theme.rows("picked").mark_bar(color=theme.LINE, opacity=0.5, aria=False)
    return bar.encode(x=alt.value({"expr": "-reach"}), x2=alt.value({"expr": "width"}), y=y)


def _link(y: alt.Y) -> alt.Chart:
    look = {"color": theme.AXIS, "strokeWidth": 1, "yOffset": _BAR / 2, "y2Offset": -_BAR / 2}
    return theme.rows("links").mark_rule(aria=False, **look).encode(x=rowwise.amount("at"), y=y, y2="next:N")


def _hatch(y: alt.Y) -> alt.Chart:
    """Stripes at equal steps of pixels, whatever the picture's width; those beyond the bar's end are not seen."""
    place, end = f"scale('x', datum.low) + datum.place * {_STRIPE}", "scale('x', datum.high) - 2"
    stripe = theme.rows("stripes").mark_tick(color=theme.ACTUAL, thickness=1.6, size=_TOTAL_BAR, orient="vertical")
    seen = alt.value({"expr": f"{place} < {end} ? 1 : 0"})
    return stripe.encode(x=alt.value({"expr": f"min({place}, {end})"}), y=y, opacity=seen)


def _figures(side: str, weight: str, y: alt.Y) -> list[alt.Chart]:
    look = {"align": "left", "dx": 6} if side == "right" else {"align": "right", "dx": -6}
    return rowwise.figures(theme.rows("texts", f"{side}-{weight}"), rowwise.amount("at"), y, fontWeight=weight, **look)


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
