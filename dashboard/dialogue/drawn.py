"""A picture on a slide: drawn for a 4:3 and for a wide window, with a link over each row that leads somewhere."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from dashboard import markup
from dashboard.charts import rowwise
from dashboard.dialogue import fitting, paging
from dashboard.paper import pictures
from dashboard.report.content import Chart

CIRCLED = "①②③④⑤⑥⑦⑧⑨"
WINDOWS = {"narrow": fitting.INNER - 2.6, "broad": 120.0}
"""u for a picture in a 4:3 window and in one of 16:9."""
_ROW_WITH_AIR, _HIGHEST_ROW, _HIGHEST = 32, 46, 420
"""Pixels: a row that is not crowded, the highest row and the highest picture."""
_BARS = {"bridge": 330, "tiers": 450, "level": 420}
"""Pixels: the least room for what stands beside the names, in a 4:3 window."""
_TIERS_NAME = 50
_NAMES_BESIDE = 16
_LETTER = 13
_VIEW = re.compile(r'viewBox="0 0 (\S+) (\S+)"')
_MOVED = re.compile(r'transform="translate\((\S+?),(\S+?)\)"')
_ROWS = re.compile(r'<g class="[^"]*picked_marks"[^>]*>(.*?)</g>', re.DOTALL)
_ROW = re.compile(r"M[^,]+,([-\d.e]+)h[-\d.e]+v([-\d.e]+)")
_XMLNS = re.compile(r' xmlns(:xlink)?="[^"]*"')


def numeral(digit: int) -> str:
    """The key that opens a row, before its name; a row after the ninth has none."""
    return CIRCLED[digit - 1 : digit]


@dataclass(frozen=True, eq=False)
class Fitted(Chart):
    """A chart as high as its slide has room for, in pixels, and with names that leave room for the bars."""

    height: float = 0.0

    def spec(self) -> dict[str, Any]:
        spec = {**super().spec(), "height": self.height}
        text = json.dumps(spec)
        if self.kind == "tiers":
            for given, shorter in zip(_names(self, _TIERS_NAME), _names(self), strict=True):
                text = text.replace(json.dumps(given), json.dumps(shorter))
        return json.loads(text)


def figure(
    chart: Chart, digits: Mapping[str, int], address: Callable[[str], str], room: float, windows: Collection[str]
) -> str:
    """The picture with its caption and legend in `room` u; `address` leads to the details of numbered rows.

    `windows` are those it is drawn for: a drawing takes a tenth of a second.
    """
    left = room - paging.words_high(chart)
    leading = _leading(chart, digits)
    drawings = "".join(_drawing(leading, digits, address, name, WINDOWS[name], left) for name in windows)
    legend = markup.legend(chart.legend) if chart.legend else ""
    return f"<figure><figcaption>{escape(chart.caption)}</figcaption>{drawings}{legend}</figure>"


def _leading(chart: Chart, digits: Mapping[str, int]) -> Chart:
    """Only rows with a number lead somewhere."""
    if "subject" not in chart.rows:
        return chart
    subjects = [subject if subject in digits else "" for subject in chart.rows["subject"]]
    return replace(chart, rows=chart.rows.assign(subject=subjects))


def _drawing(
    chart: Chart, digits: Mapping[str, int], address: Callable[[str], str], name: str, wide: float, high: float
) -> str:
    largest = _scale(chart, high)
    drawn = _within(chart, wide / largest, high / largest)
    across, down = _size(drawn)
    scale = min(largest, wide / across, high / down)
    picture = _XMLNS.sub("", drawn).replace("<svg ", f'<svg role="img" aria-label="{escape(chart.alt)}" ', 1)
    links = "".join(_links(chart, digits, address, drawn, down))
    return f'<div class="picture {name}" style="width:calc({scale * across:.2f} * var(--u))">{picture}{links}</div>'


def _within(chart: Chart, wide: float, high: float) -> str:
    """Drawn into so many pixels; what stands beside the bars is known when it is drawn, so it may take a second go."""
    bars, drawn = wide - _beside(chart), ""
    for _ in range(2):
        drawn = pictures.themed_svg(_fitted(chart, high), round(bars))
        across, down = _size(drawn)
        if across <= wide and down <= high:
            break
        bars, high = bars - max(across - wide, 0), high - max(down - high, 0)
    return drawn


def _size(drawn: str) -> tuple[float, float]:
    across, down = _VIEW.search(drawn).groups()  # type: ignore[union-attr]
    return float(across), float(down)


def _names(chart: Chart, characters: int = 0) -> list[str]:
    """The names of the rows in their lines."""
    return list(rowwise.named(chart.rows, characters or paging.NAME_CHARACTERS[chart.kind])["label"])


def _scale(chart: Chart, high: float) -> float:
    """The largest with which rows have room and the bars are not squeezed in a 4:3 window."""
    rows = len(chart.rows) * max(_ROW_WITH_AIR, paging.row_high(chart)) if "label" in chart.rows else 0
    high_enough = rows + rowwise.HEAD if rows else paging.least_high(chart)
    wide_enough = _beside(chart) + _BARS.get(chart.kind, 0)
    able = (s for s in paging.scales(chart) if high / s >= high_enough and WINDOWS["narrow"] / s >= wide_enough)
    return next(able, paging.scales(chart)[-1])


def _fitted(chart: Chart, room: float) -> Chart:
    """As high as there is room for in pixels, but rows are not drawn far apart."""
    if "label" in chart.rows:
        least = rowwise.HEAD + paging.row_high(chart) * len(chart.rows)
        height = max(min(room - 16, _HIGHEST_ROW * len(chart.rows) + rowwise.HEAD), least)
    else:
        height = min(room - 60, _HIGHEST)
    facts = {name: getattr(chart, name) for name in Chart.__dataclass_fields__}
    return Fitted(**facts, height=height)


def _beside(chart: Chart) -> float:
    """Pixels of the names beside the rows, or of the scale beside the months."""
    if "label" not in chart.rows:
        return 80
    lines = (line for label in _names(chart) for line in label.split("\n"))
    return _NAMES_BESIDE + _LETTER * max(map(fitting.width, lines), default=0.0)


def _links(
    chart: Chart, digits: Mapping[str, int], address: Callable[[str], str], drawn: str, down: float
) -> Sequence[str]:
    """One over each row, where the picture has its own layer for the pointer; in the order of the rows."""
    leading = chart.rows[chart.rows["subject"] != ""] if "subject" in chart.rows else chart.rows.head(0)
    layer, moved = _ROWS.search(drawn), _MOVED.search(drawn)
    if not len(leading) or layer is None or moved is None:
        return []
    above = float(moved.group(2))
    return [
        f'<a class="row" href="#{escape(address(subject))}" data-digit="{digits[subject]}" '
        f'style="top:{100 * (above + float(top)) / down:.2f}%;height:{100 * float(high) / down:.2f}%">'
        f'<span class="digit">{numeral(digits[subject])}</span><span class="unseen">{escape(label)}</span></a>'
        for label, subject, (top, high) in zip(
            leading["label"], leading["subject"], _ROW.findall(layer.group(1)), strict=True
        )
    ]
