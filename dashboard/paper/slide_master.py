"""Where slides get their looks: a region's own template, or a calm one of ours, 16:9."""

import re
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.exc import PackageNotFoundError
from pptx.opc.constants import RELATIONSHIP_TYPE as REL
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.paper.slide_text import Box
from dashboard.paper.widths import OFFICE_FONT

UNREADABLE = "Mallen kan inte läsas: det är inte en PowerPoint-fil. Väntat: .pptx eller .potx utan makron."
UNTITLED = "Mallen kan inte användas: ingen av dess layouter har en rubrik. Lägg till en layout med rubrik."
_LATIN, _PANOSE = re.compile(rb"<a:latin [^>]*/>"), "020B0604020202020204"
_TEMPLATE, _PRESENTATION = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
_TYPES = "[Content_Types].xml"
_TITLES = (KIND.TITLE, KIND.CENTER_TITLE)
_FOOT = (KIND.DATE, KIND.FOOTER, KIND.SLIDE_NUMBER)
_POINT, _USUAL_TITLE = 12700, 44.0
_BESIDE_SLIDES = (qn("p:custShowLst"), qn("p:extLst"))
_OUR_LAYOUTS = {"Title Slide": "Rubrikbild", "Title Only": "Endast rubrik"}
_PROMPTS = {
    "Click to edit Master title style": "Rubrik",
    "Click to edit Master subtitle style": "Underrubrik",
    "Click to edit Master text styles": "Text",
    **{f"{order} level": f"Nivå {level}" for level, order in enumerate(("Second", "Third", "Fourth", "Fifth"), 2)},
}
_PLACES = {
    KIND.TITLE: (40, 20, 880, 72),
    KIND.BODY: (40, 98, 880, 398),
    KIND.FOOTER: (40, 508, 660, 22),
    KIND.DATE: (710, 508, 110, 22),
    KIND.SLIDE_NUMBER: (840, 508, 80, 22),
    KIND.CENTER_TITLE: (40, 130, 880, 120),
    KIND.SUBTITLE: (40, 262, 880, 220),
}


def opened(template: bytes | None) -> Any:
    """A presentation without slides: the template's master, layouts and size. Raises ValueError in Swedish."""
    deck = _ours() if template is None else _theirs(template)
    if not any(_title(layout) for layout in deck.slide_layouts):
        raise ValueError(UNTITLED)
    return deck


def title_layout(deck: Any) -> Any:
    """The one with a centred title, else the one for other slides."""
    return next((each for each in deck.slide_layouts if KIND.CENTER_TITLE in _kinds(each)), content_layout(deck))


def content_layout(deck: Any) -> Any:
    """The one with a title and as little else as possible."""
    titled = [each for each in deck.slide_layouts if _title(each)]
    plain = [each for each in titled if KIND.CENTER_TITLE not in _kinds(each)]
    return min(plain or titled, key=lambda layout: len(set(_kinds(layout)) - {*_FOOT}))


def foot(layout: Any, kind: Any) -> Any:
    """The placeholder of that kind on the layout, else None."""
    return next((each for each in layout.placeholders if each.placeholder_format.type == kind), None)


def _kinds(layout: Any) -> list[Any]:
    return [each.placeholder_format.type for each in layout.placeholders]


def _title(layout: Any) -> bool:
    return any(kind in _TITLES for kind in _kinds(layout))


def _theirs(template: bytes) -> Any:
    try:
        deck = Presentation(BytesIO(_as_presentation(template)))
    except (BadZipFile, KeyError, ValueError, PackageNotFoundError, SyntaxError) as error:
        raise ValueError(UNREADABLE) from error
    _remove_slides(deck)
    return deck


def _as_presentation(template: bytes) -> bytes:
    """A .potx differs from a .pptx by the type it says it has."""
    buffer = BytesIO()
    with ZipFile(BytesIO(template)) as source, ZipFile(buffer, "w") as target:
        for name in dict.fromkeys(source.namelist()):
            content = source.read(name)
            target.writestr(name, content.replace(_TEMPLATE, _PRESENTATION) if name == _TYPES else content)
    return buffer.getvalue()


def _remove_slides(deck: Any) -> None:
    """The slides, and what names them: shows, sections, and the outline of the last view."""
    for each in list(deck.part._element):
        if each.tag in _BESIDE_SLIDES:
            deck.part._element.remove(each)
    for each in list(deck.slides._sldIdLst):
        deck.slides._sldIdLst.remove(each)
    _drop(deck.part.rels, REL.SLIDE)
    _drop(deck.part.rels, REL.VIEW_PROPS)


def _drop(relations: Any, kind: str) -> None:
    for key in [key for key, relation in relations.items() if relation.reltype == kind]:
        relations.pop(key)


def _ours() -> Any:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(960), Pt(540)
    deck.part._element.find(qn("p:sldSz")).attrib.pop("type", None)
    for layout in list(deck.slide_layouts):
        if layout.name not in _OUR_LAYOUTS:
            deck.slide_layouts.remove(layout)
    for page in (deck.slide_master, *deck.slide_layouts):
        _arrange(page)
        _in_swedish(page._element)
    _in_swedish(deck.part._element)
    for layout in deck.slide_layouts:
        layout._element.find(qn("p:cSld")).set("name", _OUR_LAYOUTS[layout.name])
    _type(deck)
    _drop(deck.part.rels, REL.PRINTER_SETTINGS)
    for kind in (REL.THUMBNAIL, REL.EXTENDED_PROPERTIES):
        _drop(deck.part.package._rels, kind)
    return deck


def _arrange(page: Any) -> None:
    for each in page.placeholders:
        kind = each.placeholder_format.type
        if kind in _PLACES:
            each.left, each.top, each.width, each.height = map(Pt, _PLACES[kind])
        frame = each._element.find(qn("p:txBody")).find(qn("a:bodyPr"))
        frame.set("lIns", "0")
        frame.set("rIns", "0")
        if kind in _TITLES:
            frame.set("anchor", "b")


def _in_swedish(element: Any) -> None:
    for each in element.iter(qn("a:t")):
        each.text = _PROMPTS.get(each.text, each.text)
    for each in element.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
        if "lang" in each.attrib:
            each.set("lang", "sv-SE")


def _type(deck: Any) -> None:
    """The font by its theme, so that charts and tables have it too; titles to the left."""
    theme = deck.slide_master.part.part_related_by(REL.THEME)
    theme._blob = _LATIN.sub(f'<a:latin typeface="{OFFICE_FONT}" panose="{_PANOSE}"/>'.encode(), theme.blob)
    style = deck.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    style.find(qn("a:defRPr")).attrib.update({"sz": "2800", "b": "1"})
    for subtitle in deck.slide_layouts[0]._element.iter(qn("a:lvl1pPr")):
        subtitle.set("algn", "l")
    for page in (deck.slide_master, *deck.slide_layouts):
        footer = foot(page, KIND.FOOTER)
        for paragraph in footer._element.iter(qn("a:lvl1pPr")):
            paragraph.set("algn", "l")


def content_area(deck: Any) -> Box:
    """Under the title and above the footers, as wide as the master's text, else as the title."""
    layout = content_layout(deck)
    title = _box(next(each for each in layout.placeholders if each.placeholder_format.type in _TITLES))
    high = float(deck.slide_height) / _POINT
    feet = [_box(each) for each in layout.placeholders if each.placeholder_format.type in _FOOT]
    bottom = min([0.94 * high, *(foot.top - 2 for foot in feet if foot.top > 0.7 * high)])
    body = foot(deck.slide_master, KIND.BODY)
    top = title.bottom + 4
    if bottom - top < 0.4 * high:
        top = _box(body).top if body else 0.2 * high
    beside = _box(body) if body else title
    return Box(beside.left, top, beside.width, bottom - top)


def title_size(layout: Any) -> float:
    """Points of the layout's titles: its own, the master's, or those of the master's style."""
    own = [each for each in layout.placeholders if each.placeholder_format.type in _TITLES]
    master = layout.slide_master
    theirs = [each for each in master.placeholders if each.placeholder_format.type in _TITLES]
    styles = [each._element.find(f".//{qn('a:lstStyle')}") for each in (*own, *theirs)]
    styles.append(master._element.find(f".//{qn('p:titleStyle')}"))
    path = f"{qn('a:lvl1pPr')}/{qn('a:defRPr')}"
    found = [style.find(path) for style in styles if style is not None]
    sizes = [int(each.get("sz")) / 100 for each in found if each is not None and each.get("sz")]
    return sizes[0] if sizes else _USUAL_TITLE


def _box(shape: Any) -> Box:
    return Box(*(float(each) / _POINT for each in (shape.left, shape.top, shape.width, shape.height)))
