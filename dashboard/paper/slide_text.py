"""Text on a slide: Swedish runs, and how much room they take in whatever font stands in for ours. In points."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.util import Pt

from dashboard.paper import lines
from dashboard.paper.clean import clean
from dashboard.paper.widths import OTHER_FONT, measured

TEXT, QUIET = "1a1a1a", "595959"
TONES = {"good": "2e7d32", "bad": "c62828"}
LINE = 1.25
"""Height of a line, as a part of the type size."""
_WIDER = ContextVar("_WIDER", default=OTHER_FONT)
"""How much wider than what we measure in the font of this presentation may be."""


@dataclass(frozen=True)
class Box:
    """A place on a slide."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def without_top(self, height: float) -> "Box":
        return replace(self, top=self.top + height, height=self.height - height)

    def without_bottom(self, height: float) -> "Box":
        return replace(self, height=self.height - height)

    @property
    def lengths(self) -> tuple[Any, Any, Any, Any]:
        """As python-pptx takes them."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


@contextmanager
def in_font(wider: float) -> Iterator[None]:
    """Texts are measured for a font so much wider while a presentation is written."""
    token = _WIDER.set(wider)
    try:
        yield
    finally:
        _WIDER.reset(token)


def wide(text: str, size: float) -> float:
    """Of a line, in the widest font that may stand there."""
    return _measured(text, size) * _WIDER.get()


_measured = lru_cache(maxsize=20_000)(measured)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """The text in lines of that width; its own line breaks stay, and a word that is too long is broken."""
    return lines.broken(clean(text), room / size, lambda line: wide(line, 1.0))


def high(paragraphs: Iterable[str], size: float, room: float, after: float = 0.0) -> float:
    """Of the paragraphs in their lines, with so much below each."""
    return sum(len(wrapped(text, size, room)) * size * LINE + after for text in paragraphs)


def fitting(paragraphs: Sequence[str], sizes: Sequence[float], room: float, height: float) -> float:
    """The largest size at which they take no more than that height, else the smallest."""
    return next((size for size in sizes if high(paragraphs, size, room) <= height), sizes[-1])


def write(paragraph: Any, text: str, size: float | None = None, colour: str = "", **look: Any) -> None:
    """Runs of the text at the end of the paragraph; without a size or a colour it has the template's own."""
    for place, line in enumerate(clean(text).split("\n")):
        if place:
            paragraph.add_line_break()
        run = paragraph.add_run()
        run.text = line
        styled(run.font, size, colour, **look)


def styled(font: Any, size: float | None = None, colour: str = "", bold: bool = False, raised: bool = False) -> None:
    font.language_id = MSO_LANGUAGE_ID.SWEDISH
    font.size = Pt(size) if size else None
    font.bold = True if bold else None
    if colour:
        font.color.rgb = RGBColor(*bytes.fromhex(colour))  # type: ignore[no-untyped-call]
    if raised:
        font._element.set("baseline", "30000")


def paragraphs(frame: Any, texts: Sequence[str], size: float | None = None, colour: str = "", after: float = 0) -> None:
    """Each text as a paragraph of its own, the first one where the frame begins."""
    for place, text in enumerate(texts):
        paragraph = frame.add_paragraph() if place else frame.paragraphs[0]
        paragraph.space_after = Pt(after)
        write(paragraph, text, size, colour)


def text_box(slide: Any, box: Box, texts: Sequence[str], size: float, colour: str = TEXT, after: float = 0) -> Any:
    """A text of its own on the slide, without margins, broken over lines."""
    shape = slide.shapes.add_textbox(*box.lengths)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraphs(frame, texts, size, colour, after)
    return shape
