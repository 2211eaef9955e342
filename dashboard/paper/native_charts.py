"""What all native charts share: their data with an inert workbook, the notation's fills, axes and labels."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt
from xlsxwriter import Workbook

from dashboard.paper.clean import clean
from dashboard.paper.slide_text import TEXT, TONES, Box, styled, wide, wrapped

ACTUAL, AXIS, GRID = "404040", "8c8c8c", "d9d9d9"
NUMBER = "#,##0.0"
Series = tuple[str, Sequence[float | None]]
_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_SOLID = {"actual": ACTUAL, "even": AXIS, **TONES}
_NAME = 36
"""Characters of a line."""


class _Sheet(CategoryWorkbookWriter):
    """The workbook behind a chart, in which no text is a formula."""

    @property
    def categories_ref(self) -> str:
        return _own(super().categories_ref)

    def series_name_ref(self, series: Any) -> str:
        return _own(super().series_name_ref(series))  # type: ignore[no-untyped-call]

    def values_ref(self, series: Any) -> str:
        return _own(super().values_ref(series))  # type: ignore[no-untyped-call]

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        with Workbook(xlsx_file, {"in_memory": True, **_INERT}) as workbook:
            yield workbook, workbook.add_worksheet("Data")


def _own(reference: str) -> str:
    return reference.replace("Sheet1!", "Data!")


class _Rows(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Sheet:
        return _Sheet(self)  # type: ignore[no-untyped-call]


def placed(
    slide: Any, box: Box, kind: Any, names: Sequence[str], series: Sequence[Series], alt: str, size: float
) -> Any:
    """A chart without title or legend; a missing value is a gap. `alt` is for those who cannot see it."""
    rows = _Rows(number_format=NUMBER)  # type: ignore[no-untyped-call]
    rows.categories = [_broken(clean(name)) for name in names]
    for name, values in series:
        rows.add_series(clean(name), values)  # type: ignore[no-untyped-call]
    frame = slide.shapes.add_chart(kind, *box.lengths, rows)
    described(frame, alt)
    chart = frame.chart
    chart.has_title = chart.has_legend = False
    styled(chart.font, size, TEXT)
    _settled(chart._chartSpace)
    return chart


def _broken(name: str) -> str:
    """A long name in lines, as LibreOffice does not break it."""
    return "\n".join(wrap(name, _NAME)) if len(name) > _NAME else name


def described(frame: Any, alt: str) -> None:
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(alt))


def _settled(space: Any) -> None:
    """Swedish, and blanks as gaps."""
    for lang in space.findall(qn("c:lang")):
        space.remove(lang)
    place = 1 + max((i for i, each in enumerate(space) if each.tag in (qn("c:date1904"),)), default=-1)
    space.insert(place, _element("lang", "sv-SE"))
    blanks = space.chart.find(qn("c:dispBlanksAs"))
    blanks.set("val", "gap")


def known(values: pd.Series) -> list[float | None]:
    """Missing is missing, never zero; without the noise of binary fractions."""
    return [None if pd.isna(value) else round(float(value), 10) for value in values]


def filled(shape: Any, look: str) -> None:
    """The notation: solid, outlined (budget), hatched (forecast), good, bad; "none" is not seen."""
    if look in _SOLID:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(_SOLID[look])
    elif look == "forecast":
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = colour(ACTUAL), colour("ffffff")
    else:
        shape.fill.background()
    if look in ("budget", "forecast"):
        shape.line.color.rgb, shape.line.width = colour(ACTUAL), Pt(1.25)
    else:
        shape.line.fill.background()


def colour(value: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(value))  # type: ignore[no-untyped-call]


def row_axis(chart: Any, shown: bool = True) -> None:
    """The names from top to bottom in the order of the rows, beside the picture; the line is its zero."""
    axis = chart.category_axis
    axis.reverse_order = True
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW if shown else XL_TICK_LABEL_POSITION.NONE
    ruled(axis)


def ruled(axis: Any) -> None:
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = colour(AXIS)


def hidden_scale(chart: Any, low: float, high: float) -> None:
    """The value axis from low to high, not drawn: each bar has its figure."""
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = False
    axis.visible = False


def labelled(series: Any, texts: Mapping[int, str], position: Any, size: float, bold: Sequence[int] = ()) -> None:
    """A text at each of those points of the series."""
    for place, text in texts.items():
        label = series.points[place].data_label
        run = label.text_frame.paragraphs[0].add_run()
        run.text = clean(text)
        styled(run.font, size, TEXT, bold=place in bold)
        label.text_frame.word_wrap = False
        label.position = position


def within(chart: Any, box: Box, room: Box) -> None:
    """The plot's inner area in that room of the chart's box, so that charts side by side have their rows in line."""
    plot = chart._chartSpace.chart.plotArea
    for layout in plot.findall(qn("c:layout")):
        plot.remove(layout)
    layout, manual = _element("layout"), _element("manualLayout")
    parts = {
        "x": (room.left - box.left) / box.width,
        "y": (room.top - box.top) / box.height,
        "w": room.width / box.width,
        "h": room.height / box.height,
    }
    modes = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    for name, value in {**modes, **{name: f"{part:.5f}" for name, part in parts.items()}}.items():
        manual.append(_element(name, value))
    layout.append(manual)
    plot.insert(0, layout)


def _element(name: str, value: str = "") -> Any:
    element = OxmlElement(f"c:{name}")
    if value:
        element.set("val", value)
    return element


def names_room(names: Sequence[str], box: Box, sizes: Sequence[float], part: float) -> tuple[float, float]:
    """(type size, width) of the names beside bars, at most that part of the box: each fits in the height of its row."""
    row, most = box.height / max(len(names), 1), part * box.width
    size = next((each for each in sizes if _lines(names, each, most) * each * 1.2 <= row), sizes[-1])
    longest = max((wide(line, size) for name in names for line in _broken(clean(name)).split("\n")), default=0.0)
    return size, min(most, longest + 12)


def _lines(names: Sequence[str], size: float, room: float) -> int:
    return max((len(wrapped(_broken(clean(name)), size, room - 12)) for name in names), default=1)
