"""A native line chart: a level over months against target and limit, broken where a month is missing."""

from itertools import groupby
from math import ceil
from typing import Any

import pandas as pd
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard import format as sv
from dashboard.charts import timewise
from dashboard.charts.scales import span
from dashboard.paper import native_charts as native
from dashboard.paper.slide_text import QUIET, Box, high, text_box, wide
from dashboard.report.content import Chart
from dashboard.words import PUBLISHED_MARK

_SIZE, _NOTE = 14.0, 12.0
_AIMS = {"target": ("Mål", MSO_LINE.DASH), "limit": ("Gräns", MSO_LINE.ROUND_DOT)}
_MOST_STEPS = 5
_MONTH, _BETWEEN = 18.0, 8.0
"""Points along the axis that an upright month takes, and between it and the axis."""


def level(slide: Any, box: Box, chart: Chart) -> None:
    """In per cent. Months in whole per cent are hollow points that no line meets; what is missing is said below."""
    months = chart.rows.reset_index(drop=True)
    names = timewise.names(months["period"])
    notes = told(chart, names)
    below = high(notes, _NOTE, box.width)
    if notes:
        text_box(slide, Box(box.left, box.bottom - below, box.width, below), notes, _NOTE, QUIET)
    box = box.without_bottom(below + 6)
    series = level_series(months)
    drawn = native.placed(slide, box, XL_CHART_TYPE.LINE_MARKERS, names, series, chart.alt, _SIZE)
    last = _last_text(months)
    plot = _plot(box, names, last)
    native.within(drawn, box, plot)
    _months_axis(drawn, len(names), plot.width)
    _percent_axis(drawn, months)
    lines = {each.name: each for each in drawn.plots[0].series}
    _draw(lines)
    _write(lines, months, last)


def _plot(box: Box, names: list[str], last: str) -> Box:
    """Between the per cents, the last value, and the months that stand upright below."""
    under = max((wide(name, _SIZE) for name in names), default=0.0) + 2 * _BETWEEN
    return Box(box.left + 40, box.top + 10, box.width - 60 - wide(last, _SIZE), box.height - 10 - under)


def told(chart: Chart, names: list[str]) -> list[str]:
    """Why months have no value, and where the series is broken."""
    whys = [(why, name) for why, name in zip(chart.rows["why"], names, strict=True)]
    gaps = [
        f"× {months[0] if len(months) == 1 else f'{months[0]}–{months[-1]}'}: {why}"
        for why, run in groupby(whys, key=lambda each: each[0])
        if why
        for months in [[name for _, name in run]]
    ]
    broken = zip(timewise.names(chart.breaks["period"]), chart.breaks["title"], strict=True)
    breaks = [f"{month}: {title}" for month, title in broken if month in names]
    return ([" · ".join(gaps)] if gaps else []) + breaks


def level_series(months: pd.DataFrame) -> list[native.Series]:
    """The exact values, those in whole per cent, target and limit; those that are there, in per cent."""
    percent = months[["value", "target", "limit"]].astype(float) * 100
    rounded = months["rounded"].astype(bool)
    columns = {
        "Värde": percent["value"].mask(rounded),
        "Hela procent": percent["value"].where(rounded),
        **{name: percent[column] for column, (name, _) in _AIMS.items()},
    }
    return [(name, native.known(values)) for name, values in columns.items() if name == "Värde" or values.notna().any()]


def _last_text(months: pd.DataFrame) -> str:
    present = months.dropna(subset=["value"]).tail(1)
    marked = f"{sv.NBSP}{PUBLISHED_MARK}" if present["published"].any() else ""
    texts = zip(present["value"], present["decimals"], strict=True)
    return "".join(sv.percent(value, int(decimals)) + marked for value, decimals in texts)


def _months_axis(drawn: Any, count: int, width: float) -> None:
    axis = drawn.category_axis
    native.ruled(axis)
    axis._element.get_or_add_txPr().bodyPr.set("rot", "-5400000")
    step = max(1, ceil(count * _MONTH / width))
    for name in ("tickLblSkip", "tickMarkSkip"):
        skip = axis._element.makeelement(qn(f"c:{name}"), {"val": str(step)})
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _percent_axis(drawn: Any, months: pd.DataFrame) -> None:
    """From zero in whole steps: a decimal would have the decimal sign of whoever opens the file."""
    axis, top = drawn.value_axis, 125 * span(months[["value", "target", "limit"]])[1]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if top <= _MOST_STEPS * step or step == 100)
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, step * max(1, ceil(top / step)), step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0", False
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = native.colour(native.GRID)
    axis.format.line.fill.background()


def _draw(lines: dict[str, Any]) -> None:
    for line in lines.values():
        line.smooth = False
        line.format.line.color.rgb, line.format.line.width = native.colour(native.ACTUAL), Pt(2.5)
        line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        native.filled(line.marker.format, "actual")
    if "Hela procent" in lines:
        lines["Hela procent"].format.line.fill.background()
        lines["Hela procent"].marker.size = 9
        native.filled(lines["Hela procent"].marker.format, "budget")
    for name, dash in [aim for aim in _AIMS.values() if aim[0] in lines]:
        lines[name].marker.style = XL_MARKER_STYLE.NONE
        lines[name].format.line.width, lines[name].format.line.dash_style = Pt(1.5), dash


def _write(lines: dict[str, Any], months: pd.DataFrame, last: str) -> None:
    """The word of each aim where it begins, the marks of published months, and the last value written out."""
    present = months["value"].dropna().index
    for column, (name, _) in _AIMS.items():
        if name in lines:
            begins = int(months[column].notna().to_numpy().argmax())
            native.labelled(lines[name], {begins: name.lower()}, XL_LABEL_POSITION.ABOVE, 12)
    for name, is_rounded in (("Värde", False), ("Hela procent", True)):
        here = [place for place in present if bool(months["rounded"][place]) == is_rounded]
        marks = {place: PUBLISHED_MARK for place in here if months["published"][place] and place != present[-1]}
        if marks:
            native.labelled(lines[name], marks, XL_LABEL_POSITION.ABOVE, 10)
        if here and here[-1] == present[-1]:
            native.labelled(lines[name], {here[-1]: last}, XL_LABEL_POSITION.RIGHT, _SIZE, here[-1:])
