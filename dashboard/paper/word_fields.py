"""Word's fields with their results filled in: contents, captions' numbers and pages are there before any update."""

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from dashboard.paper.clean import clean

_BOX = f"""
<w:sdt {nsdecls("w")}>
  <w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>
  <w:sdtContent/>
</w:sdt>"""
CONTENTS = 'TOC \\o "1-3" \\h \\z \\u'


def say(paragraph: Paragraph, text: str, bold: bool = False) -> Paragraph:
    """The text at the paragraph's end, its line breaks as Word's."""
    run = paragraph.add_run(clean(text))
    if bold:
        run.bold = True
    return paragraph


def field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """A field that shows the result until Word updates it."""
    for element in _field(instruction, result):
        paragraph._p.append(element)


def bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """An address around all of the paragraph's text."""
    start = _element("w:bookmarkStart", id=str(number), name=name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(number)))


def entry(paragraph: Paragraph, text: str, target: str) -> None:
    """A line of the contents that leads to its heading. Word alone knows the page: its number comes with an update."""
    link = _element("w:hyperlink", anchor=target, history="1")
    paragraph._p.append(link)
    tab = _run()
    tab.append(_element("w:tab"))
    link.extend([_run(clean(text)), tab, *_field(f"PAGEREF {target} \\h", "")])


def frame_contents(paragraphs: list[Paragraph]) -> None:
    """The paragraphs as the result of one field, in the box that Word offers to update."""
    begin, instruction, separate, end = _field(CONTENTS, "")
    first, last = paragraphs[0]._p, paragraphs[-1]._p
    for place, element in enumerate((begin, instruction, separate)):
        first.insert(place + (first.pPr is not None), element)
    last.append(end)
    box = parse_xml(_BOX)
    first.addprevious(box)
    box[-1].extend([paragraph._p for paragraph in paragraphs])


def _field(instruction: str, result: str) -> list[BaseOxmlElement]:
    code = _run()
    text = OxmlElement("w:instrText", attrs={qn("xml:space"): "preserve"})
    text.text = f" {instruction} "
    code.append(text)
    shown = [_run(result)] if result else []
    return [_field_end("begin"), code, _field_end("separate"), *shown, _field_end("end")]


def _field_end(kind: str) -> BaseOxmlElement:
    run = _run()
    run.append(_element("w:fldChar", fldCharType=kind))
    return run


def _run(text: str = "") -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if text:
        run.text = text
    return run


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    return OxmlElement(tag, attrs={qn(f"w:{name}"): value for name, value in attributes.items()})
