"""What is around a report's text in Word: a template emptied of its own, the file's properties, and the footer."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.section import Section as Page
from docx.section import _Footer as Footer
from docx.shared import Length, Mm

from dashboard.paper.clean import clean
from dashboard.paper.word_fields import field, say
from dashboard.paper.word_styles import LANGUAGE
from dashboard.report.content import Document

_A4 = {"page_width": 210, "page_height": 297, "left_margin": 25, "right_margin": 25, "top_margin": 25}
_A4 |= {"bottom_margin": 25, "gutter": 0, "footer_distance": 12, "header_distance": 12}
_BY_PROGRAM = ("author", "last_modified_by", "comments", "keywords", "category")


def empty(word: Word) -> None:
    """Without its text; what is left is its last page set-up, with the headers that this one takes over from others."""
    body = word.element.body
    pages = list(body.iter(qn("w:sectPr")))
    for element in list(body):
        if element is not pages[-1]:
            body.remove(element)
    for earlier in reversed(pages[:-1]):
        _take_over(earlier, pages[-1])
    _fill_in(word.sections[0])


def width(word: Word) -> Length:
    """Of the text, between the margins."""
    page: Any = word.sections[0]
    return Length(page.page_width - page.left_margin - page.right_margin - page.gutter)


def describe(word: Word, document: Document) -> None:
    """The properties that search, lists of files and screen readers go by; none that a template's author left."""
    properties = word.core_properties
    for name in _BY_PROGRAM:
        setattr(properties, name, "")
    for name in ("created", "modified"):
        for element in properties._element.findall(qn(f"dcterms:{name}")):
            properties._element.remove(element)
    properties.title, properties.subject = clean(document.title)[:255], clean(document.subject)[:255]
    properties.language = LANGUAGE


def stamp(word: Word, text: str) -> None:
    """The text and "Sida X av Y" at the foot of every page, below what a template has there."""
    for footer in _footers(word.sections[0], word):
        paragraph = footer.paragraphs[-1] if not _has_text(footer) else footer.add_paragraph()
        paragraph.style = word.styles["Footer"]
        tabs = paragraph.paragraph_format.tab_stops
        for stop in _tabs(word.styles["Footer"]):
            tabs.add_tab_stop(stop, WD_TAB_ALIGNMENT.CLEAR)
        tabs.add_tab_stop(width(word), WD_TAB_ALIGNMENT.RIGHT)
        say(paragraph, f"{text}\tSida ")
        field(paragraph, "PAGE", "1")
        say(paragraph, " av ")
        field(paragraph, "NUMPAGES", "1")


def _take_over(earlier: Any, last: Any) -> None:
    """A page set-up without a header of its own has the one before it."""
    for tag in ("w:footerReference", "w:headerReference"):
        own = {each.get(qn("w:type")) for each in last.findall(qn(tag))}
        for reference in earlier.findall(qn(tag)):
            if reference.get(qn("w:type")) not in own:
                last.insert(0, deepcopy(reference))


def _fill_in(page: Page) -> None:
    """What a template does not say of its page is as on A4."""
    for name, millimetres in _A4.items():
        if getattr(page, name) is None:
            setattr(page, name, Mm(millimetres))


def _footers(page: Page, word: Word) -> Iterator[Footer]:
    yield page.footer
    if page.different_first_page_header_footer:
        yield page.first_page_footer
    if word.settings.odd_and_even_pages_header_footer:
        yield page.even_page_footer


def _tabs(style: Any) -> list[Length]:
    return [stop.position for stop in style.paragraph_format.tab_stops]


def _has_text(footer: Footer) -> bool:
    return any(len(paragraph._p) > (paragraph._p.pPr is not None) for paragraph in footer.paragraphs)
