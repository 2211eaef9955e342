"""A dialogue as PowerPoint: native tables and charts that can be edited, in our own look or a region's template."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from dashboard.paper import native_bars, native_lines, slide_frame, slide_master, slide_tables
from dashboard.paper.slide_frame import Frame
from dashboard.paper.slide_text import LINE, QUIET, TEXT, Box, fitting, high, in_font, text_box, wrapped
from dashboard.paper.widths import ARIAL, OTHER_FONT
from dashboard.report.content import Chart, Document, Section, Table, Text

_DRAWN = {
    "bridge": native_bars.bridge,
    "tiers": native_bars.tiers,
    "level": native_lines.level,
    "years": native_bars.years,
}
_TEXT_SIZES = (24.0, 22.0, 20.0, 18.0)
_ABOVE, _MOST_ABOVE = 18.0, 3
_NOTE, _MOST_NOTES = 11.0, 4
_LEGEND = 12.0
_GLYPHS = {
    "actual": ("■", "404040"),
    "budget": ("□", "404040"),
    "forecast": ("▨", "404040"),
    "good": ("■", "2e7d32"),
    "bad": ("■", "c62828"),
    "line": ("●", "404040"),
    "forecast-point": ("○", "404040"),
    "target": ("– –", "404040"),
    "limit": ("· · ·", "404040"),
}
_CLIPPED = "►"
"""The key of bars that our own picture cuts off; a native chart has them whole."""


def write(document: Document, template: bytes | None = None) -> bytes:
    """The slides as a .pptx. Raises ValueError, in Swedish, for a template that cannot be used."""
    deck = slide_master.opened(template)
    with in_font(ARIAL if template is None else OTHER_FONT):
        _write_slides(Frame(deck, document))
    slide_frame.described(deck, document)
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _write_slides(frame: Frame) -> None:
    frame.title_slide()
    for section in frame.document.slides:
        _write_section(frame, section)


def _write_section(frame: Frame, section: Section) -> None:
    if not section.parts and section.depth > 1:
        frame.slide(section, "", figures=False)
    for above, part in _grouped(section, frame):
        if isinstance(part, Table):
            _write_table(frame, section, part, above)
        elif isinstance(part, Chart):
            _write_chart(frame, section, part, above)
        else:
            _write_text(frame, section, above)


def _grouped(section: Section, frame: Frame) -> Iterator[tuple[tuple[str, ...], Table | Chart | None]]:
    """Texts on slides of their own, or above what follows them where they are short."""
    texts: tuple[str, ...] = ()
    for part in section.parts:
        if isinstance(part, Text):
            texts += part.paragraphs
            continue
        if texts and high(texts, _ABOVE, frame.width) > _MOST_ABOVE * _ABOVE * LINE:
            yield texts, None
            texts = ()
        yield texts, part
        texts = ()
    if texts:
        yield texts, None


def _write_text(frame: Frame, section: Section, texts: Sequence[str]) -> None:
    room = frame.room(section, "", figures=False)
    after = 12.0
    size = fitting(texts, _TEXT_SIZES, room.width, room.height - after * len(texts))
    pages = list(_text_pages(texts, size, room, after))
    for number, page in enumerate(pages, 1):
        slide, box = frame.slide(section, _of(number, len(pages)), figures=False)
        text_box(slide, box, page, size, TEXT, after)


def _text_pages(texts: Sequence[str], size: float, room: Box, after: float) -> Iterator[list[str]]:
    """Paragraphs per slide; one that no slide holds is broken between two lines."""
    most = int((room.height - after) // (size * LINE))
    page: list[str] = []
    for text in texts:
        lines = wrapped(text, size, room.width)
        pieces = [" ".join(lines[start : start + most]) for start in range(0, len(lines), most)]
        for piece in [text] if len(pieces) == 1 else pieces:
            if page and high([*page, piece], size, room.width, after) > room.height:
                yield page
                page = []
            page.append(piece)
    yield page


def _write_table(frame: Frame, section: Section, table: Table, above: Sequence[str]) -> None:
    """Notes stand on each of the table's slides; many of them on one of their own."""
    if not table.rows:
        _write_text(frame, section, (*above, table.caption))
        return
    apart = high(table.notes, _NOTE, frame.width) > _MOST_NOTES * _NOTE * LINE
    notes = [] if apart else list(table.notes)
    below = high(notes, _NOTE, frame.width) + (6 if notes else 0)
    room = frame.room(section, table.caption).without_top(_high_above(above, frame)).without_bottom(below)
    sheet = slide_tables.laid_out(table, room)
    for number, rows in enumerate(sheet.pages, 1):
        slide, box = frame.slide(section, " ".join([table.caption, _of(number, len(sheet.pages))]).strip())
        if number == 1:
            _write_above(slide, box, above)
        box = box.without_top(_high_above(above, frame))
        taken = slide_tables.placed(slide, box, sheet, rows, table.caption)
        if notes:
            text_box(slide, Box(box.left, box.top + taken + 6, box.width, below - 6), notes, _NOTE, QUIET)
    if apart:
        _write_text(frame, section, table.notes)


def _write_chart(frame: Frame, section: Section, chart: Chart, above: Sequence[str]) -> None:
    slide, box = frame.slide(section, chart.caption)
    _write_above(slide, box, above)
    box = box.without_top(_high_above(above, frame))
    legend = [(*_GLYPHS.get(key, (key, QUIET)), word) for key, word in chart.legend if key != _CLIPPED]
    if legend:
        box = slide_frame.legend(slide, box, legend, _LEGEND)
    _DRAWN[chart.kind](slide, box, chart)


def _high_above(texts: Sequence[str], frame: Frame) -> float:
    return high(texts, _ABOVE, frame.width) + 8 if texts else 0.0


def _write_above(slide: Any, box: Box, texts: Sequence[str]) -> None:
    if texts:
        text_box(slide, Box(box.left, box.top, box.width, high(texts, _ABOVE, box.width)), texts, _ABOVE)


def _of(number: int, count: int) -> str:
    return f"({number} av {count})" if count > 1 else ""
