"""The look of a report in Word: calm styles of our own, or a region's template with what it lacks added."""

import re
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dashboard.paper import widths

LANGUAGE = "sv-SE"
TABLE = "Rapporttabell"
MESSAGE = "Budskap"
NOTE = "Tabellnot"
LEGEND = "Teckenförklaring"
SOURCE = "Källa"
TEXT, QUIET, LINE, AXIS = "262B2F", "5C646B", "D9DCDF", "8A9096"
TONES = {"good": RGBColor(0x2E, 0x7D, 0x32), "bad": RGBColor(0xC6, 0x28, 0x28)}


def cell_style(size: float) -> str:
    """The style of a table's text by its size of type."""
    return f"Tabelltext {size:g}".replace(".", ",")


@dataclass(frozen=True)
class _Look:
    """A paragraph style; sizes and distances in points."""

    name: str
    size: float
    before: float = 0
    after: float = 0
    bold: bool = False
    color: str = TEXT
    keep_next: bool = False
    line: float = 1.0
    indent: float = 0


_LOOKS = (
    _Look("Normal", 10.5, after=6, line=1.15),
    _Look("Title", 26, before=24, after=2, bold=True),
    _Look("Subtitle", 15, after=18, color=QUIET),
    _Look("Heading 1", 18, before=24, after=6, bold=True, keep_next=True),
    _Look("Heading 2", 14, before=18, after=3, bold=True, keep_next=True),
    _Look("Heading 3", 12, before=14, after=3, bold=True, keep_next=True),
    _Look("TOC Heading", 14, before=24, after=6, bold=True, keep_next=True),
    _Look("toc 1", 10.5, before=4, after=2, bold=True),
    _Look("toc 2", 10.5, after=2, indent=14),
    _Look("toc 3", 10.5, after=2, indent=28),
    _Look("Caption", 9.5, before=10, after=4, color=QUIET, keep_next=True),
    _Look("Footer", 8.5, color=QUIET),
    _Look(MESSAGE, 11.5, after=6, bold=True, keep_next=True),
    _Look(NOTE, 8.5, before=2, color=QUIET),
    _Look(LEGEND, 9, after=8, color=QUIET),
    _Look(SOURCE, 9.5, before=12, after=6, color=QUIET),
    *(_Look(cell_style(size), size, before=2, after=2) for size in widths.SIZES),
)

_OURS = (MESSAGE, NOTE, LEGEND, SOURCE, *(cell_style(size) for size in widths.SIZES))
_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="{TABLE}"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="{AXIS}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:left w:w="{widths.PADDING * 10:.0f}" w:type="dxa"/><w:right w:w="{widths.PADDING * 10:.0f}" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{AXIS}"/></w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def prepare(word: Word, is_template: bool) -> None:
    """The styles that we write in, in Swedish. A template's own are left as they are."""
    if not is_template:
        _own_page(word)
    for look in _LOOKS:
        if not is_template or look.name not in word.styles:
            _apply(look, word)
    if TABLE not in word.styles:
        word.styles.element.append(parse_xml(_TABLE_STYLE))
    _speak_swedish(word)


def _own_page(word: Word) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    page.footer_distance = Mm(10)
    _own_font(word)
    for mode in word.settings.element.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")


def _own_font(word: Word) -> None:
    """The theme's, so that every style has it."""
    theme = word.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    _rewrite(theme, r'(<a:(?:major|minor)Font>\s*<a:latin typeface=)"[^"]*"', rf'\1"{widths.OFFICE_FONT}"')


def _rewrite(part: Part, pattern: str, by: str) -> None:
    part._blob = re.sub(pattern, by, part.blob.decode()).encode()


def _apply(look: _Look, word: Word) -> None:
    style = _style(look.name, word)
    _clear(style)
    font, paragraph = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(look.size), look.bold, RGBColor.from_string(look.color)
    paragraph.space_before, paragraph.space_after = Pt(look.before), Pt(look.after)
    paragraph.line_spacing, paragraph.left_indent = look.line, Pt(look.indent)
    paragraph.keep_with_next = look.keep_next


def _style(name: str, word: Word) -> ParagraphStyle:
    """The style, added where it is missing."""
    if name not in word.styles:
        added: Any = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name not in _OURS)
        added.base_style = word.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    found: Any = word.styles[name]
    return found


def _clear(style: ParagraphStyle) -> None:
    """Nothing left but the font and the place in the outline."""
    for group in style.element.xpath("w:pPr | w:rPr"):
        for each in list(group):
            if each.tag not in (qn("w:rFonts"), qn("w:outlineLvl"), qn("w:keepLines")):
                group.remove(each)


def _speak_swedish(word: Word) -> None:
    """For hyphens, spelling and screen readers."""
    for properties in word.styles.element.iter(qn("w:rPr")):
        for language in properties.iterchildren(qn("w:lang")):
            language.set(qn("w:val"), LANGUAGE)
    normal = word.styles["Normal"].element.get_or_add_rPr()
    if normal.find(qn("w:lang")) is None:
        normal.append(OxmlElement("w:lang", attrs={qn("w:val"): LANGUAGE}))
