"""What every slide has around its content: message, quiet line, source, stamp, number and the presenter's notes."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dashboard.paper import slide_master
from dashboard.paper.clean import clean
from dashboard.paper.slide_text import QUIET, Box, fitting, high, paragraphs, text_box, write
from dashboard.report.content import Document, Section

_QUIET, _SOURCE = 14.0, 10.0
_FOOT_SIZES = (10.0, 9.0, 8.0, 7.0)
_LEAST_TITLE = 12
_MARGIN = 8.0
_FACTS = (16.0, 14.0, 12.0, 11.0, 10.0)


@dataclass(frozen=True)
class Frame:
    """Adds slides of one document to a presentation."""

    deck: Any
    document: Document

    @property
    def width(self) -> float:
        return self._area.width

    @cached_property
    def _layout(self) -> Any:
        return slide_master.content_layout(self.deck)

    @cached_property
    def _area(self) -> Box:
        return slide_master.content_area(self.deck)

    def room(self, section: Section, caption: str, figures: bool = True) -> Box:
        """What is left for a slide's content, whatever number stands after the caption."""
        area = self._area.without_top(self._high_quiet(_quiet(section, f"{caption} (99 av 99)")))
        return area.without_bottom(self._high_source(figures))

    def slide(self, section: Section, caption: str, figures: bool = True) -> tuple[Any, Box]:
        """A new slide of the section, and the place for its content."""
        slide = self._added(self._layout, section.message or section.title)
        quiet, area = _quiet(section, caption), self._area
        if quiet:
            high_quiet = self._high_quiet(quiet)
            text_box(slide, Box(area.left, area.top, area.width, high_quiet), [quiet], _QUIET, QUIET)
        if figures and self.document.source:
            below = self._high_source(True) - _MARGIN
            place = Box(area.left, area.bottom - below, area.width, below)
            text_box(slide, place, [self.document.source], _SOURCE, QUIET)
        if section.notes:
            paragraphs(slide.notes_slide.notes_text_frame, section.notes)
        return slide, self.room(section, caption, figures)

    def title_slide(self) -> None:
        """Title, subject, the facts in short and the source."""
        layout = slide_master.title_layout(self.deck)
        slide = self._added(layout, self.document.title, keep=(KIND.SUBTITLE, KIND.BODY))
        facts = " · ".join(f"{what}: {value}" for what, value in self.document.facts_on_slides)
        target = next((each for each in slide.placeholders if each.placeholder_format.idx > 0), None)
        if target is None or target.placeholder_format.type not in (KIND.SUBTITLE, KIND.BODY):
            text_box(slide, self._area, [self.document.subject, facts, self.document.source], 14, QUIET, 6)
            return
        size = fitting([facts, self.document.source], _FACTS, _points(target.width) - 16, _points(target.height) * 0.55)
        paragraphs(target.text_frame, [self.document.subject])
        for text in (facts, self.document.source):
            paragraph = target.text_frame.add_paragraph()
            paragraph.space_before = Pt(8)
            write(paragraph, text, size, QUIET)

    def _added(self, layout: Any, title: str, keep: tuple[Any, ...] = ()) -> Any:
        slide = self.deck.slides.add_slide(layout)
        for each in list(slide.placeholders):
            if each.placeholder_format.idx > 0 and each.placeholder_format.type not in keep:
                each._element.getparent().remove(each._element)
        _write_title(slide, title, slide_master.title_size(layout))
        self._add_foot(slide, layout)
        return slide

    def _add_foot(self, slide: Any, layout: Any) -> None:
        area = self._area
        places = ((KIND.FOOTER, 0.8, PP_ALIGN.LEFT), (KIND.SLIDE_NUMBER, 0.15, PP_ALIGN.RIGHT))
        for kind, part, align in places:
            width = part * area.width
            left = area.left if kind == KIND.FOOTER else area.left + area.width - width
            spare = Box(left, _points(self.deck.slide_height) - 24, width, 16)
            shape = _cloned(slide, slide_master.foot(layout, kind)) or text_box(slide, spare, [""], 10, QUIET)
            paragraph = shape.text_frame.paragraphs[0]
            if kind == KIND.FOOTER:
                room = _points(shape.width) - 16, _points(shape.height)
                write(paragraph, self.document.stamp, fitting([self.document.stamp], _FOOT_SIZES, *room), QUIET)
            else:
                paragraph.alignment = align
                _number(paragraph)

    def _high_quiet(self, quiet: str) -> float:
        return high([quiet], _QUIET, self._area.width) + _MARGIN if quiet else _MARGIN

    def _high_source(self, figures: bool) -> float:
        shown = figures and self.document.source
        return high([self.document.source], _SOURCE, self._area.width) + _MARGIN if shown else _MARGIN


def _quiet(section: Section, caption: str) -> str:
    """The section's title where the message stands in its place, and what is shown."""
    is_said = not section.message or section.title.lower() in caption.lower()
    return " · ".join(text for text in ("" if is_said else section.title, caption.strip()) if text)


def _write_title(slide: Any, title: str, largest: float) -> None:
    shape = slide.shapes.title
    sizes = [*range(int(largest), _LEAST_TITLE, -1), _LEAST_TITLE]
    size = fitting([title], sizes, _points(shape.width) - 16, _points(shape.height) - 4)
    write(shape.text_frame.paragraphs[0], title, size if size < largest else None)


def _cloned(slide: Any, source: Any) -> Any:
    """The layout's placeholder on the slide, where the layout has it; else None."""
    if source is None:
        return None
    element = deepcopy(source._element)
    element.nvSpPr.cNvPr.set("id", str(slide.shapes._next_shape_id))
    for child in list(element.spPr):
        element.spPr.remove(child)
    for child in element.txBody.findall(qn("a:p")):
        element.txBody.remove(child)
    for styles in element.txBody.findall(qn("a:lstStyle")):
        styles.clear()
    element.txBody.append(OxmlElement("a:p"))
    slide.shapes._spTree.append(element)
    return next(each for each in slide.placeholders if each._element is element)


def _number(paragraph: Any) -> None:
    """The slide's number as a field that counts itself."""
    field, look, text = (OxmlElement(f"a:{name}") for name in ("fld", "rPr", "t"))
    field.attrib.update({"id": _FIELD, "type": "slidenum"})
    look.attrib.update({"lang": "sv-SE", "sz": "1000"})
    text.text = "‹#›"
    field.extend([look, text])
    paragraph._p.append(field)


_FIELD = "{C1FF6DA9-008F-8B48-92A6-B652298478BF}"


def legend(slide: Any, box: Box, keys: Sequence[tuple[str, str, str]], size: float) -> Box:
    """(glyph, colour, word) side by side at the bottom of the box; gives what is left above."""
    told = "   ".join(f"{glyph} {word}" for glyph, _, word in keys)
    below = high([told], size, box.width - 10) + 4
    shape = text_box(slide, Box(box.left, box.bottom - below, box.width, below), [""], size)
    paragraph = shape.text_frame.paragraphs[0]
    for place, (glyph, colour, word) in enumerate(keys):
        write(paragraph, ("\u2003" if place else "") + glyph, size, colour)
        write(paragraph, f" {word}", size, QUIET)
    return box.without_bottom(below + 4)


def described(deck: Any, document: Document) -> None:
    """The file's own properties; those of whoever made the template are not ours."""
    properties = deck.core_properties
    properties.title, properties.subject, properties.language = clean(document.title), clean(document.subject), "sv-SE"
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""


def _points(length: Any) -> float:
    return float(length) / 12700
