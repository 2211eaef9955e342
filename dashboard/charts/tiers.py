"""The table chart, IBCS-inspired: value against reference, absolute deviation and per cent deviation, row by row.

All three tiers are drawn in one picture on one row axis, so that no figure can stand beside another row's name.
"""

from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import rowwise, theme
from dashboard.charts.rowwise import HEAD, side
from dashboard.charts.scales import EVEN, span

ROW_HEIGHT = 38
_LABEL_CHARACTERS = 50
_MAGNIFICATIONS = (20, 10, 5, 2, 1)
_PERCENT_CLIP = 0.30
_PERCENT_PART = 0.16
"""Half the per cent tier, as a part of the first tier's width."""
_FIGURE_PART = 0.085
"""A figure such as −8 561,6 beside a bar, as a part of the whole width."""

Bar = tuple[str, str, float, float]
Label = tuple[str, str, float, str]
Row = dict[Any, Any]


@dataclass(frozen=True)
class Tier:
    """One column of pictures: where its zero stands and how many times its unit is magnified."""

    zero: float
    scale: float
    heading: str


def three_tiers(rows: pd.DataFrame, heading: str, hatched: bool = False) -> dict[str, Any]:
    """A Vega-Lite dict. `rows`: label, value, reference, deviation (mnkr, missing allowed), share, bold.

    `share` is deviation / |reference|. The deviation tier may be magnified, and says so. `hatched` draws the value
    as a forecast. Rows with a `subject` can be clicked.
    """
    rows = rowwise.named(rows, _LABEL_CHARACTERS)
    tiers = _tiers(rows, heading)
    bars, texts = _marks(rows, tiers)
    low, high = _width(rows, tiers)
    frames = {
        "bars": bars,
        "stripes": _stripes(bars, (high - low) / 190) if hatched else bars.head(0),
        "texts": pd.concat([texts, _headings(tiers, low)], ignore_index=True),
        "zeros": pd.DataFrame({"from": [tier.zero for tier in tiers]}),
        "open": rowwise.opening(rows),
    }
    height = ROW_HEIGHT * len(rows) + HEAD + 4
    spec = theme.filled(_template(hatched), frames, height, (low, high), list(rows["label"]))
    return rowwise.completed(spec, rows)


def _tiers(rows: pd.DataFrame, heading: str) -> tuple[Tier, Tier, Tier]:
    low, high = span(rows[["value", "reference"]])
    worst, best = span(rows[["deviation"]])
    magnified = _magnification(rows)
    room = _room(rows)
    second_zero = high + 2 * room - magnified * worst
    percent_scale = _PERCENT_PART * _size(rows) / _PERCENT_CLIP
    third_zero = second_zero + magnified * best + 2 * room + percent_scale * _PERCENT_CLIP
    note = f" (skala ×{magnified})" if magnified > 1 else ""
    return (
        Tier(0, 1, heading),
        Tier(second_zero, magnified, f"Avvikelse, mnkr{note}"),
        Tier(third_zero, percent_scale, "Avvikelse, %"),
    )


def _size(rows: pd.DataFrame) -> float:
    """Width of the first tier's bars."""
    low, high = span(rows[["value", "reference"]])
    return max(high - low, 1e-9)


def _magnification(rows: pd.DataFrame) -> int:
    """How many times the deviations are drawn larger, at most to about half the first tier's width."""
    worst, best = span(rows[["deviation"]])
    return next(m for m in _MAGNIFICATIONS if m == 1 or m * (best - worst) <= 0.45 * _size(rows))


def _room(rows: pd.DataFrame) -> float:
    """Room for a figure beside a bar, so that six of them are their part of the whole picture."""
    worst, best = span(rows[["deviation"]])
    bars = _size(rows) * (1 + 2 * _PERCENT_PART) + _magnification(rows) * (best - worst)
    return _FIGURE_PART * bars / (1 - 6 * _FIGURE_PART)


def _width(rows: pd.DataFrame, tiers: tuple[Tier, Tier, Tier]) -> tuple[float, float]:
    low, _ = span(rows[["value", "reference"]])
    room = _room(rows)
    return low - room, tiers[2].zero + tiers[2].scale * _PERCENT_CLIP + room


def _marks(rows: pd.DataFrame, tiers: tuple[Tier, Tier, Tier]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(bars: label, part, from, to), (texts: label, part, from, text) of all three tiers."""
    bars: list[Bar] = []
    texts: list[Label] = []
    for row in rows.to_dict("records"):
        for draw, tier in zip((_value_marks, _deviation_marks, _percent_marks), tiers, strict=True):
            drawn, written = draw(row, tier)
            bars += drawn
            texts += written
    return (
        pd.DataFrame(bars, columns=["label", "part", "from", "to"]),
        pd.DataFrame(texts, columns=["label", "part", "from", "text"]),
    )


def _value_marks(row: Row, tier: Tier) -> tuple[list[Bar], list[Label]]:
    parts = [part for part in ("reference", "value") if pd.notna(row[part])]
    bars = [(row["label"], part, tier.zero, row[part]) for part in parts]
    if "value" not in parts:
        return bars, []
    far = max((row[part] for part in parts), key=abs)
    return bars, [(row["label"], side(far), far, sv.number(row["value"], 1))]


def _deviation_marks(row: Row, tier: Tier) -> tuple[list[Bar], list[Label]]:
    deviation = row["deviation"]
    if pd.isna(deviation):
        return [], []
    end = tier.zero + tier.scale * deviation
    if abs(deviation) < EVEN:
        return [], [(row["label"], "right", tier.zero, sv.number(deviation, 1, signed=True))]
    bar = (row["label"], "good" if deviation > 0 else "bad", tier.zero, end)
    return [bar], [(row["label"], side(deviation), end, sv.number(deviation, 1, signed=True))]


def _percent_marks(row: Row, tier: Tier) -> tuple[list[Bar], list[Label]]:
    share = row["share"]
    if pd.isna(share):
        return [], []
    if abs(share) < 0.005:
        return [], [(row["label"], "right", tier.zero, _percent_text(share))]
    clipped = max(-_PERCENT_CLIP, min(_PERCENT_CLIP, share))
    part = ("pin-good" if share > 0 else "pin-bad") + ("" if clipped == share else "-clipped")
    end = tier.zero + tier.scale * clipped
    return [(row["label"], part, tier.zero, end)], [(row["label"], side(share), end, _percent_text(share))]


def _percent_text(share: float) -> str:
    """A per cent of a small budget says no more than that it is large."""
    if abs(share) <= 1:
        return sv.number(100 * share, 0, signed=True)
    return f">{sv.NBSP}+100" if share > 0 else f"<{sv.NBSP}{sv.MINUS}100"


def _stripes(bars: pd.DataFrame, step: float) -> pd.DataFrame:
    """The hatch of a forecast: stripes at equal steps, whatever the bar's length."""
    values = bars[bars["part"] == "value"].to_dict("records")
    stripes = [
        (row["label"], low + place * step, min(low + (place + 1 / 3) * step, high))
        for row in values
        for low, high in [sorted((row["from"], row["to"]))]
        for place in range(int((high - low) / step) + 1)
    ]
    return pd.DataFrame(stripes, columns=["label", "from", "to"])


def _headings(tiers: tuple[Tier, Tier, Tier], left_edge: float) -> pd.DataFrame:
    places = [("first-heading", left_edge), ("heading", tiers[1].zero), ("heading", tiers[2].zero)]
    rows = [(None, part, place, tier.heading) for (part, place), tier in zip(places, tiers, strict=True)]
    return pd.DataFrame(rows, columns=["label", "part", "from", "text"])


@cache
def _template(hatched: bool) -> str:
    y = rowwise.axis()
    bar = {"x": _x("from"), "x2": "to:Q", "y": y}
    outline = {"fill": theme.SURFACE, "stroke": theme.ACTUAL}
    return theme.template(
        theme.rows("bars", "reference").mark_bar(size=20, strokeWidth=1.2, **outline).encode(**bar),
        *_value_layers(hatched, bar, outline),
        theme.rows("bars", "good").mark_bar(size=11, color=theme.GOOD).encode(**bar),
        theme.rows("bars", "bad").mark_bar(size=11, color=theme.BAD).encode(**bar),
        *_pins("pin-good", theme.GOOD, "triangle-right", bar),
        *_pins("pin-bad", theme.BAD, "triangle-left", bar),
        theme.rows("zeros").mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False).encode(x=_x("from")),
        _texts("right", {"y": y}, align="left", dx=6),
        _texts("left", {"y": y}, align="right", dx=-6),
        _texts("first-heading", {"y": alt.value(-8)}, align="left", color=theme.QUIET, baseline="bottom"),
        _texts("heading", {"y": alt.value(-8)}, align="center", color=theme.QUIET, baseline="bottom"),
        rowwise.open_rows(y),
        padding={"top": HEAD, "left": 0, "right": 0, "bottom": 4},
    )


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(domain=theme.DOMAIN, nice=False, zero=False))


def _value_layers(hatched: bool, bar: dict[str, Any], outline: dict[str, Any]) -> list[alt.Chart]:
    if not hatched:
        return [theme.rows("bars", "value").mark_bar(size=11, color=theme.ACTUAL).encode(**bar)]
    return [
        theme.rows("bars", "value").mark_bar(size=11, strokeWidth=1, **outline).encode(**bar),
        theme.rows("stripes").mark_bar(size=11, color=theme.ACTUAL, aria=False).encode(**bar),
    ]


def _pins(part: str, color: str, arrow: str, bar: dict[str, Any]) -> list[alt.Chart]:
    """A thin rule with a head; one that is clipped ends in an arrow."""
    head = {"x": _x("to"), "y": bar["y"]}
    look: dict[str, Any] = {"size": 55, "filled": True, "color": color, "opacity": 1}
    return [
        theme.rows("bars", part).mark_bar(size=2, color=color).encode(**bar),
        theme.rows("bars", part).mark_point(shape="square", **look).encode(**head),
        theme.rows("bars", f"{part}-clipped").mark_bar(size=2, color=color).encode(**bar),
        theme.rows("bars", f"{part}-clipped").mark_point(shape=arrow, **look).encode(**head),
    ]


def _texts(part: str, place: dict[str, Any], **look: Any) -> alt.Chart:
    return theme.rows("texts", part).mark_text(**look).encode(x=_x("from"), text="text:N", **place)


TEMPLATES = (partial(_template, False), partial(_template, True))
"""All templates, for a server that wants them built before the first visitor."""
