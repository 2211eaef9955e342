"""The report as a Word document with headings, real tables and captions, in a region's own template or a calm one."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document as open_word
from docx.document import Document as Word
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Length, Mm, RGBColor
from docx.text.paragraph import Paragraph

from dashboard.paper import pictures, widths, word_fields, word_page, word_styles, word_table
from dashboard.paper.clean import clean
from dashboard.paper.word_fields import say
from dashboard.report import content
from dashboard.report.content import Chart, Document, Section, Table, Text

UNREADABLE = (
    "Mallen kan inte läsas: det är inte en Word-fil, eller så är den skadad. "
    "Väntat: .docx utan makron. Öppna mallen i Word, spara den som .docx och försök igen."
)
_TALLEST = Mm(190)
"""A picture leaves room for heading and legend on its page."""
_KEYS = {
    "actual": "■", "prev-year": "▬", "budget": "□", "line": "━", "target": "╍", "limit": "┅", "forecast": "▨",
    "forecast-point": "○", "baseline-point": "●", "budget-point": "□", "outcome": "▪", "good": "■", "bad": "■",
}  # fmt: skip
"""The notation's keys as text; a key that is a sign is its own."""
_ANY_KEY = "■"


def write(document: Document, template: bytes | None = None) -> bytes:
    """A docx. Of a template, also a docx, its styles, headers and page are used and its text is dropped.

    Raises ValueError, in Swedish, for a template that cannot be read.
    """
    word = _opened(template)
    word_page.empty(word)
    word_styles.prepare(word, is_template=template is not None)
    word_page.describe(word, document)
    _first_page(word, document)
    _Body(word, widths.OTHER_FONT if template is not None else widths.ARIAL).write(document.paper)
    word_page.stamp(word, document.stamp)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _opened(template: bytes | None) -> Word:
    if template is None:
        return open_word()
    try:
        return open_word(BytesIO(template))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError, SyntaxError) as error:
        raise ValueError(UNREADABLE) from error


def _first_page(word: Word, document: Document) -> None:
    """What it is, of what and when, and what it says."""
    _add(word, document.title, "Title")
    _add(word, document.subject, "Subtitle")
    word_table.pairs(word, document.facts, word_page.width(word))
    _add(word, document.source, word_styles.SOURCE)
    _contents(word, document.paper)


def _contents(word: Word, sections: Sequence[Section]) -> None:
    if not sections:
        return
    _add(word, "Innehåll", "TOC Heading")
    lines = [_add(word, "", f"toc {section.depth}") for section in sections]
    for place, (line, heading) in enumerate(zip(lines, _headings(sections), strict=True)):
        line.paragraph_format.tab_stops.add_tab_stop(word_page.width(word), WD_TAB_ALIGNMENT.RIGHT)
        word_fields.entry(line, heading, _address(place))
    word_fields.frame_contents(lines)


def _headings(sections: Sequence[Section]) -> list[str]:
    """ "1.2 Ekonomi": the number as text, so that it is the same in every program."""
    return [
        f"{number} {section.title}".strip() for number, section in zip(content.numbers(sections), sections, strict=True)
    ]


def _address(place: int) -> str:
    return f"_Toc{place + 1:08d}"


class _Body:
    """Writes sections, and counts tables and figures through all of them."""

    def __init__(self, word: Word, room: float) -> None:
        self.word, self.room = word, room
        self.counted = {"Tabell": 0, "Figur": 0}

    def write(self, sections: Sequence[Section]) -> None:
        for place, (section, heading) in enumerate(zip(sections, _headings(sections), strict=True)):
            written = _heading(self.word, heading, section.depth)
            word_fields.bookmark(written, _address(place), place + 1)
            if place == 0:
                written.paragraph_format.page_break_before, written.paragraph_format.space_before = True, Length(0)
            if section.message:
                _add(self.word, section.message, word_styles.MESSAGE)
            for part in section.parts:
                self._part(part)

    def _part(self, part: content.Part) -> None:
        if isinstance(part, Text):
            for paragraph in part.paragraphs:
                _add(self.word, paragraph, "Normal")
        elif isinstance(part, Table):
            self._table(part)
        else:
            self._chart(part)

    def _table(self, table: Table) -> None:
        self._caption("Tabell", table.caption)
        word_table.draw(self.word, table, word_page.width(self.word), self.room)
        notes = [_add(self.word, note, word_styles.NOTE) for note in table.notes]
        for note in notes[:-1]:
            note.paragraph_format.keep_with_next = True

    def _chart(self, chart: Chart) -> None:
        self._caption("Figur", chart.caption)
        _picture(self.word, chart, self.counted["Figur"])
        if chart.legend:
            _legend(_add(self.word, "", word_styles.LEGEND), chart)

    def _caption(self, kind: str, text: str) -> None:
        """ "Tabell 3. mnkr, augusti": kept with what it is the caption of, also in a template that does not say so."""
        self.counted[kind] += 1
        paragraph = _add(self.word, f"{kind} ", "Caption")
        word_fields.field(paragraph, f"SEQ {kind} \\* ARABIC", str(self.counted[kind]))
        say(paragraph, f". {text}")
        paragraph.paragraph_format.keep_with_next = True


def _add(word: Word, text: str, style: str) -> Paragraph:
    return say(word.add_paragraph(style=style), text)


def _heading(word: Word, text: str, depth: int) -> Paragraph:
    """A template's own numbering of headings is off: the number stands in the text."""
    paragraph = _add(word, text, f"Heading {depth}")
    paragraph.paragraph_format.keep_with_next = True
    paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    return paragraph


def _picture(word: Word, chart: Chart, number: int) -> None:
    """As wide as the text, and with words for those who cannot see it."""
    paragraph = _add(word, "", "Normal")
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.keep_with_next = bool(chart.legend)
    shape = paragraph.add_run().add_picture(BytesIO(pictures.png(chart)))
    scale = min(word_page.width(word) / shape.width, _TALLEST / shape.height)
    shape.width, shape.height = Length(int(shape.width * scale)), Length(int(shape.height * scale))
    shape._inline.docPr.set("descr", clean(chart.alt))
    shape._inline.docPr.set("name", f"Figur {number}")


def _legend(paragraph: Paragraph, chart: Chart) -> None:
    for place, (key, name) in enumerate(chart.legend):
        run: Any = paragraph.add_run(key if len(key) == 1 else _KEYS.get(key, _ANY_KEY))
        run.font.color.rgb = word_styles.TONES.get(key, RGBColor.from_string(word_styles.TEXT))
        say(paragraph, f"\u00a0{name.replace(' ', chr(160))}" + ("   " if place < len(chart.legend) - 1 else ""))
