"""One slide as inert HTML: message, parts and foot for the audience, notes for whoever presents."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from dashboard.dialogue import deck, drawn, fitting, paging
from dashboard.dialogue.deck import Slide
from dashboard.report.content import Cell, Column, Document, Part, Row, Section, Table, Text

Pages = Callable[[Slide], str]
"""A slide -> the address of the ordinary page at the same place."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TONES = {"": "", "good": "mu-good", "bad": "mu-bad"}


@dataclass(frozen=True)
class Places:
    """Where a slide leads: to its ordinary page, and to where decisions are written; None and "": nowhere."""

    pages: Pages | None
    decide: str


def face(slide: Slide, after: Slide | None, document: Document, places: Places) -> str:
    """The slide; `after` is the one that follows it."""
    inner = _front(document) if slide.section is None else _content(slide, slide.section, document)
    return (
        f'<section class="slide" id="{escape(slide.address)}" data-run="{escape(slide.run)}" '
        f'style="--size:{slide.page.size}">{inner}{_foot(slide, document, places)}'
        f"{_notes(slide, after, document, places)}</section>"
    )


def message(slide: Slide, document: Document) -> str:
    """What the slide says: a section without a message is told by its title."""
    return document.title if slide.section is None else slide.section.message or slide.section.title


def eyebrow(slide: Slide, document: Document) -> str:
    """What it is about, and which of several slides it is."""
    if slide.section is None:
        return document.subject
    part, of = slide.part
    return f"{slide.section.title}, {part} av {of}" if of > 1 else slide.section.title


def _front(document: Document) -> str:
    facts = "".join(f"<dt>{escape(what)}</dt><dd>{escape(value)}</dd>" for what, value in document.facts_on_slides)
    return (
        f'<h1 tabindex="-1">{escape(document.title)}</h1><p class="subject">{escape(document.subject)}</p>'
        f'<div class="body"><dl>{facts}</dl><p class="source">{escape(document.source)}</p></div>'
    )


def _content(slide: Slide, section: Section, document: Document) -> str:
    room = fitting.room_below(message(slide, document), document.source, document.stamp)
    parts = "".join(_part(part, slide, room) for part in slide.page.parts)
    alone = "" if slide.page.parts else ' class="alone"'
    above = f'<p class="eyebrow">{escape(eyebrow(slide, document))}</p>' if section.message else ""
    heading = f'<h2 tabindex="-1"{alone}>{_unbroken(message(slide, document))}</h2>'
    return f'{above}{heading}<div class="body"><div class="content">{parts}</div></div>'


def _unbroken(text: str) -> str:
    """A day is not parted at its hyphens."""
    return _DAY.sub(r'<span class="day">\g<0></span>', escape(text))


def _part(part: Part, slide: Slide, room: float) -> str:
    match part:
        case Text():
            return "".join(f"<p>{_unbroken(text)}</p>" for text in part.paragraphs)
        case Table():
            return _table(part, slide.digits, slide.page.size)
        case _:
            others = sum(paging.part_high(other, slide.page.size) for other in slide.page.parts if other is not part)
            windows = ("narrow",) if slide.run else tuple(drawn.WINDOWS)
            return drawn.figure(part, slide.digits, deck.detail_address, room - others, windows)


def _table(table: Table, digits: Mapping[str, int], size: float) -> str:
    widths = fitting.column_widths(table, size)
    columns = "".join(f'<col style="width:{100 * wide / sum(widths):.2f}%">' for wide in widths)
    head = "".join(f'<th scope="col"{_class(column)}>{escape(column.parted)}</th>' for column in table.columns)
    body = "".join(_row(row, table, digits) for row in table.rows)
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in table.notes)
    return (
        f"<table><caption>{escape(table.caption)}</caption><colgroup>{columns}</colgroup>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"
    )


def _row(row: Row, table: Table, digits: Mapping[str, int]) -> str:
    first, *rest = zip(row.cells, table.columns, strict=True)
    text = _text(first[0])
    if row.opens in digits:
        text = _link(text, row.opens, digits[row.opens])
    before = fitting.INDENT * row.indent + fitting.DIGIT * any(other.opens in digits for other in table.rows)
    indent = f' style="padding-left:{fitting.CELL_SIDE + before:.1f}em"' if before else ""
    cells = "".join(f"<td{_class(column, cell)}>{_text(cell)}</td>" for cell, column in rest)
    return f'<tr{_row_class(row)}><th scope="row"{indent}>{text}</th>{cells}</tr>'


def _link(text: str, key: str, digit: int) -> str:
    return (
        f'<a href="#{escape(deck.detail_address(key))}" data-digit="{digit}">'
        f'<span class="digit">{drawn.numeral(digit)}</span>{text}</a>'
    )


def _text(cell: Cell) -> str:
    return escape(cell.text) + (f'<span class="mark">&nbsp;{escape(cell.mark)}</span>' if cell.mark else "")


def _row_class(row: Row) -> str:
    return ' class="sum"' if row.is_sum else ""


def _class(column: Column, cell: Cell | None = None) -> str:
    names = ["num" if column.numeric else "", "day" if column.unit == "date" else "", _TONES[cell.tone] if cell else ""]
    found = " ".join(name for name in names if name)
    return f' class="{found}"' if found else ""


def _foot(slide: Slide, document: Document, places: Places) -> str:
    source = f'<p class="source">{escape(document.source)}</p>' if slide.has_figures else ""
    links = f'<a class="page" href="{escape(places.pages(slide))}">Ordinarie sida</a>' if places.pages else ""
    if slide.run:
        links += '<button type="button" data-key="Escape" hidden>Tillbaka</button>'
    where = f"Fråga, {slide.place} av {slide.count}" if slide.run else f"{slide.place} av {slide.count}"
    return (
        f'<footer>{source}<div><span class="stamp">{escape(document.stamp)}</span><span class="where">{links}'
        f"<span>{where}</span></span></div></footer>"
    )


def _notes(slide: Slide, after: Slide | None, document: Document, places: Places) -> str:
    """For whoever presents; never on the wall and not printed."""
    notes = slide.section.notes if slide.section else ()
    told = "".join(f"<p>{escape(note)}</p>" for note in notes) or '<p class="none">Inga anteckningar.</p>'
    return (
        f'<aside class="notes" aria-label="Anteckningar">{told}{_opened(slide, document)}'
        f'<p class="next">{escape(_follows(slide, after))}</p>{_decision(slide, places)}</aside>'
    )


def _opened(slide: Slide, document: Document) -> str:
    """What the slide's digits open: the list numbers them, since they are given in order from one."""
    opened = "".join(
        f'<li><a href="#{escape(deck.detail_address(key))}">{escape(document.details[key].title)}</a></li>'
        for key in slide.digits
    )
    return f'<ol aria-label="Rader att öppna">{opened}</ol>' if opened else ""


def _follows(slide: Slide, after: Slide | None) -> str:
    if after is None:
        return "Esc går tillbaka." if slide.run else "Sista bilden."
    part, of = after.part
    return f"Nästa: {after.section.title}" if after.section and part == 1 else f"Nästa: fortsättningen, {part} av {of}"


def _decision(slide: Slide, places: Places) -> str:
    if not places.decide or slide.section is None or slide.run:
        return ""
    address = f"{places.decide}&bild={slide.section.key}"
    return f'<p class="next"><a href="{escape(address)}" target="_blank" rel="noopener">Skriv ned ett beslut</a></p>'


def overview(shown: list[Slide], document: Document) -> str:
    """A link to each slide of the dialogue, with number, title and message."""
    links = "".join(
        f'<a href="#{escape(slide.address)}"><b>{slide.place}</b><strong>{escape(eyebrow(slide, document))}</strong>'
        f"<span>{escape(message(slide, document))}</span></a>"
        for slide in shown
    )
    return (
        f'<dialog id="oversikt" aria-label="Översikt över bilderna"><div class="grid">{links}</div>{_help()}</dialog>'
    )


def _help() -> str:
    keys = (
        ("pilar, Page Up och Page Down", "bläddrar"),
        ("1–9", "öppnar en rad"),
        ("Esc", "går tillbaka"),
        ("o", "översikt"),
        ("n", "anteckningar"),
        ("m", "mörkt eller ljust"),
    )
    return f'<p class="keys">{"".join(f"<span><kbd>{key}</kbd> {escape(what)}</span>" for key, what in keys)}</p>'
