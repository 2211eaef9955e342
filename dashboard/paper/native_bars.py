"""Native bar charts: a bridge on an invisible base, values against reference deviations, years."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION

from dashboard import format as sv
from dashboard.charts import waterfall
from dashboard.charts.scales import EVEN, span, tone, widened
from dashboard.paper import native_charts as native
from dashboard.paper.slide_text import QUIET, Box, text_box, wide
from dashboard.report.content import Chart

SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_HEADING, _GAP, _EDGE = 22.0, 10.0, 12.0
_NAMES = {"budget": "Budget", "forecast": "Prognos", "actual": "Resultat", "good": "Bättre", "bad": "Sämre"}
_NAMES |= {"even": "Oförändrat"}
_BASE, _BELOW, _FIGURES = "Bas, osynlig", "under noll", "Plats för siffra, osynlig"
_THICKEST, _WIDEST_GAP = 26.0, 500
"""Points of a bar, and the most that PowerPoint takes between bars in per cent of one."""
_LEAST_MNKR = 1.0
_MAGNIFICATIONS = (20, 10, 5, 2, 1)
_LEAST_PART = 0.12
_PART = 0.45
"""Of the width beside the names: values and reference; the rest is the deviation's."""


def bridge(slide: Any, box: Box, chart: Chart) -> None:
    """Stacked bars: each step stands on a base that is not seen, or on both sides of zero."""
    box = _headed(slide, box, [(chart.heading, box)])
    bars = stacked(chart.rows)
    names = list(chart.rows["label"])
    size, beside = native.names_room(names, box, SIZES, 0.34)
    plot = Box(box.left + beside, box.top, box.width - beside, box.height)
    rooms = [_room(bars.loc[bars["side"] == side, "text"], size) for side in ("left", "right")]
    low, high = widened(span(bars[["from", "to"]]), _LEAST_MNKR)
    unit = (high - low) / (plot.width - sum(rooms))
    ends = {"left": -unit * rooms[0], "right": unit * rooms[1]}
    drawn = native.placed(slide, box, XL_CHART_TYPE.BAR_STACKED, names, bridge_series(bars, ends), chart.alt, size)
    native.within(drawn, box, plot)
    native.row_axis(drawn)
    native.hidden_scale(drawn, low + ends["left"], high + ends["right"])
    drawn.plots[0].gap_width, drawn.plots[0].overlap = _gap(box, names, 60, 1), 100
    for series, look in zip(drawn.plots[0].series, ["none", *_looks(bars), "none"], strict=True):
        native.filled(series.format, look)
    _write_figures(drawn, bars, size)


def stacked(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per row of the bridge: part, from, to, base, above and below zero, side and text of its figure.

    Bars stack from zero outwards: one that crosses zero has a piece on each side, any other stands on its base.
    A missing amount has missing values.
    """
    bars = waterfall.positions(rows.assign(label=range(len(rows)))).set_index("label")
    low, high = bars[["from", "to"]].min(axis="columns"), bars[["from", "to"]].max(axis="columns")
    base = low.clip(lower=0) + high.clip(upper=0)
    shown = bars["amount"].mask(bars["amount"].abs() < EVEN, 0.0)
    texts = [
        sv.number(amount, 1, signed=part not in waterfall.TOTALS)
        for amount, part in zip(bars["amount"], bars["part"], strict=True)
    ]
    pieces = bars.assign(
        base=base,
        above=high.clip(lower=0) - base.clip(lower=0),
        below=low.clip(upper=0) - base.clip(upper=0),
        side=["right" if amount >= 0 else "left" for amount in shown],
        text=texts,
    )
    return pieces.reindex(range(len(rows)))


def bridge_series(bars: pd.DataFrame, ends: dict[str, float]) -> list[native.Series]:
    """The base, what is seen of each part, and room for the figures that stand outside the bars."""
    inside = _inside(bars)
    room = bars["side"].map(ends).mask(inside | bars["to"].isna())
    return [
        (_BASE, native.known(bars["base"])),
        *((name, native.known(values)) for name, _, values in _visible(bars)),
        (_FIGURES, native.known(room)),
    ]


def _visible(bars: pd.DataFrame) -> list[tuple[str, str, pd.Series]]:
    """(name, part, values) of what is seen; the lower piece of bars that cross zero is a series of its own."""
    crossing = (bars["above"] > 0) & (bars["below"] < 0)
    found = []
    for part in [part for part in _NAMES if (bars["part"] == part).any()]:
        here = bars["part"] == part
        value = bars["above"].where(crossing, bars["above"] + bars["below"])
        found.append((_NAMES[part], part, value.where(here)))
        if (here & crossing).any():
            found.append((f"{_NAMES[part]}, {_BELOW}", part, bars["below"].where(here & crossing)))
    return found


def _looks(bars: pd.DataFrame) -> list[str]:
    return [part for _, part, _ in _visible(bars)]


def _inside(bars: pd.DataFrame) -> pd.Series:
    """Does the figure stand towards zero, over the base?"""
    end = bars["to"].mask(bars["to"].abs() < EVEN, 0.0)
    return ((bars["side"] == "right") & (end < 0)) | ((bars["side"] == "left") & (end > 0))


def _write_figures(drawn: Any, bars: pd.DataFrame, size: float) -> None:
    first, *_, last = drawn.plots[0].series
    bold = [place for place, part in enumerate(bars["part"]) if part in waterfall.TOTALS]
    written = zip(range(len(bars)), bars["text"], _inside(bars), strict=True)
    known = [each for each in written if pd.notna(each[1])]
    over = {place: text for place, text, inside in known if inside}
    outside = {place: text for place, text, inside in known if not inside}
    native.labelled(first, over, XL_LABEL_POSITION.INSIDE_END, size, bold)
    native.labelled(last, outside, XL_LABEL_POSITION.INSIDE_BASE, size, bold)


def tiers(slide: Any, box: Box, chart: Chart) -> None:
    """Value and reference, and beside them the deviation with its per cent: two charts with their rows in line."""
    rows, names = chart.rows, list(chart.rows["label"])
    below = box.without_top(_HEADING)
    size, beside = native.names_room(names, below, SIZES, 0.26)
    free = box.width - beside - _GAP
    first = Box(below.left, below.top, beside + _PART * free, below.height)
    second = Box(first.left + first.width + _GAP, below.top, (1 - _PART) * free, below.height)
    plot = Box(first.left + beside, first.top, _PART * free, first.height)
    texts = [_deviation_text(*pair) for pair in zip(rows["deviation"], rows["share"], strict=True)]
    size = next((each for each in SIZES if each <= size and 2 * _room(texts, each) <= 0.85 * second.width), SIZES[-1])
    values = [sv.number(value, 1) for value in rows["value"]]
    (low, high), (worst, best), magnified = _scales(rows, plot.width, second.width, values, texts, size)
    note = f" (skala ×{magnified})" if magnified > 1 else ""
    heading = f"Avvikelse, mnkr och %{note}"
    _headed(slide, box, [(chart.heading, first), (heading, second)])
    _values(slide, first, plot, chart, (low, high), values, size)
    _deviations(slide, second, chart, (worst, best), texts, size, heading)


def _values(
    slide: Any, box: Box, plot: Box, chart: Chart, scale: tuple[float, float], texts: Sequence[str], size: float
) -> None:
    rows, look = chart.rows, "forecast" if chart.hatched else "actual"
    words = {key: word[:1].upper() + word[1:] for key, word in chart.legend}
    series = [
        (words.get("budget", "Budget"), native.known(rows["reference"])),
        (words.get(look, _NAMES[look]), native.known(rows["value"])),
    ]
    drawn = native.placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, list(rows["label"]), series, chart.alt, size)
    native.within(drawn, box, plot)
    native.row_axis(drawn)
    native.hidden_scale(drawn, *scale)
    drawn.plots[0].gap_width, drawn.plots[0].overlap = _gap(box, rows, 45, 2), 0
    for each, part in zip(drawn.plots[0].series, ("budget", look), strict=True):
        native.filled(each.format, part)
    bold = [place for place, is_bold in enumerate(rows["bold"]) if is_bold]
    shown = {place: text for place, text in enumerate(texts) if text != sv.MISSING}
    native.labelled(drawn.plots[0].series[1], shown, XL_LABEL_POSITION.OUTSIDE_END, size, bold)


def _deviations(
    slide: Any, box: Box, chart: Chart, scale: tuple[float, float], texts: Sequence[str], size: float, heading: str
) -> None:
    """One series, each bar in the colour of its tone."""
    rows = chart.rows
    series = [("Avvikelse", native.known(rows["deviation"]))]
    alt = f"{heading}. {chart.alt}"
    drawn = native.placed(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, list(rows["label"]), series, alt, size)
    native.within(drawn, box, box)
    native.row_axis(drawn, shown=False)
    native.hidden_scale(drawn, *scale)
    drawn.plots[0].gap_width = _gap(box, rows, 110, 1)
    bars = drawn.plots[0].series[0]
    native.filled(bars.format, "even")
    for place, deviation in enumerate(rows["deviation"]):
        if tone(deviation) != "none":
            native.filled(bars.points[place].format, tone(deviation))
    shown = {place: text for place, text in enumerate(texts) if text}
    native.labelled(bars, shown, XL_LABEL_POSITION.OUTSIDE_END, size)


def _deviation_text(deviation: float, share: float) -> str:
    """The figures of two tiers, "−2,0 (−22 %)"; a per cent of a small budget says no more than that it is large."""
    if pd.isna(deviation):
        return ""
    absolute = sv.number(deviation, 1, signed=True)
    if pd.isna(share):
        return absolute
    clipped = f">{sv.NBSP}+100" if share > 1 else f"<{sv.NBSP}{sv.MINUS}100" if share < -1 else ""
    return f"{absolute} ({clipped or sv.number(100 * share, 0, signed=True)}{sv.NBSP}%)"


def _scales(
    rows: pd.DataFrame, first: float, second: float, values: Sequence[str], texts: Sequence[str], size: float
) -> tuple[tuple[float, float], tuple[float, float], int]:
    """The ends of both value axes and how many times the second one is magnified, in steps that can be told."""
    amounts, deviations = span(rows[["value", "reference"]]), span(rows[["deviation"]])
    rooms, others = _sides(amounts, _room(values, size)), _sides(deviations, _room(texts, size))
    needed = max(amounts[1] - amounts[0], 1e-9) / max(first - sum(rooms), _LEAST_PART * first)
    least = max(deviations[1] - deviations[0], 1e-9) / max(second - sum(others), _LEAST_PART * second)
    magnified = next((times for times in _MAGNIFICATIONS if needed / times >= least), 1)
    unit = max(needed, least) if magnified == 1 else needed
    return _spread(amounts, rooms, unit, first), _spread(deviations, others, unit / magnified, second), magnified


def _sides(ends: tuple[float, float], room: float) -> tuple[float, float]:
    """Room for figures left and right, where there are bars."""
    return (room if ends[0] < 0 else _EDGE, room if ends[1] > 0 or ends[0] == 0 else _room(["±0,0"], 14))


def _spread(ends: tuple[float, float], rooms: tuple[float, float], unit: float, width: float) -> tuple[float, float]:
    """The ends of an axis of that many points at so much a point; what is not needed is left to the right."""
    low = ends[0] - unit * rooms[0]
    return low, low + unit * width


def _room(texts: Any, size: float) -> float:
    return max((wide(text, size) for text in texts), default=0.0) + _EDGE


def _gap(box: Box, rows: Any, least: int, bars: int) -> int:
    """Between rows, in per cent of a bar: as many rows as there are, bars are thin."""
    return min(_WIDEST_GAP, max(least, round(100 * (box.height / len(rows) / _THICKEST - bars))))


def _headed(slide: Any, box: Box, headings: Sequence[tuple[str, Box]]) -> Box:
    """What the charts show, above their left edges; gives what is left."""
    for text, at in headings:
        if text:
            text_box(slide, Box(at.left, box.top, at.width, _HEADING), [text], 12, QUIET)
    return box.without_top(_HEADING)


def years(slide: Any, box: Box, chart: Chart) -> None:
    """Columns per plan year, outlined as a budget is, each with its figure."""
    rows = chart.rows
    series = [("Plan", native.known(rows["amount"]))]
    drawn = native.placed(slide, box, XL_CHART_TYPE.COLUMN_CLUSTERED, list(rows["year"]), series, chart.alt, SIZES[0])
    low, high = span(rows[["amount"]])
    native.ruled(drawn.category_axis)
    native.hidden_scale(drawn, 1.15 * low, 1.15 * max(high, 1e-9))
    drawn.plots[0].gap_width = 220
    bars = drawn.plots[0].series[0]
    native.filled(bars.format, "budget")
    texts = {place: sv.number(value, 1) for place, value in enumerate(rows["amount"]) if pd.notna(value)}
    native.labelled(bars, texts, XL_LABEL_POSITION.OUTSIDE_END, SIZES[0])
