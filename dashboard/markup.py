"""Small pieces of inert HTML: every text from a source is escaped here."""

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.words import PUBLISHED_MARK, SEVERITY

_MARKDOWN = re.compile(r"[\\`*_\[\]#|~<>$]|!(?=\[)|:(?=\w)")
_SNAPSHOT_ID = re.compile(r"\b\d{4}-\d{2}-[0-9a-f]{12}\b")


@dataclass(frozen=True)
class Shown:
    """One column of a table on screen: which column of the frame, its heading, and how one value becomes text."""

    name: str
    heading: str
    as_text: Callable[[Any], str]
    numeric: bool = False
    toned: bool = False
    """Good or bad by the sign, beside the sign itself."""
    fixed: bool = False
    """Not broken over lines."""
    long: bool = False
    """Long texts are cut after a few lines; the whole stands elsewhere."""
    loose: bool = False
    """May be broken anywhere: paths and other long words from a source."""
    provenance: str = ""
    """The column that says where the value comes from; a published one is marked."""
    link: str = ""
    """The column that holds the address the text leads to; an empty one leads nowhere."""
    tone: str = ""
    """The column that holds the tone's class, where the value's own sign does not tell good from bad."""
    trend: str = ""
    """The column that holds the points of a small trend beside the text, as `trend` takes them."""
    opens: str = ""
    """The column that names what the text opens on the page (`opening.py`); `link` then has the address of the same."""


def table(frame: pd.DataFrame, columns: Sequence[Shown], caption: str) -> str:
    """A real HTML table; the first column heads its row. `indent` indents it and `kind` "sum" marks sum rows."""
    head = "".join(f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>' for column in columns)
    needed = _needed(columns)
    rows = frame[[name for name in frame.columns if name in needed]].to_dict("records")
    body = "".join(_row(row, columns, top=place == len(rows)) for place, row in enumerate(rows, start=1))
    return (
        f'<div class="mu-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="mu-table">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _needed(columns: Sequence[Shown]) -> set[str]:
    """What the rows are made of: a frame may have many more columns than are shown."""
    asked = {name for c in columns for name in (c.name, c.provenance, c.link, c.tone, c.trend, c.opens)}
    return asked | {"kind", "indent"}


def _row(row: Mapping[Hashable, Any], columns: Sequence[Shown], top: bool) -> str:
    is_sum = row.get("kind") == "sum"
    classes = (' class="sum sum-top"' if top else ' class="sum"') if is_sum else ""
    first, *rest = columns
    indent = f' style="padding-left:{0.6 + 1.1 * row["indent"]:.1f}rem"' if "indent" in row else ""
    head = f'<th scope="row"{_class(first)}{indent}>{_cell(row, first)}</th>'
    cells = "".join(f"<td{_class(column, row)}>{_cell(row, column)}</td>" for column in rest)
    return f"<tr{classes}>{head}{cells}</tr>"


def _cell(row: Mapping[Hashable, Any], column: Shown) -> str:
    text = escape(column.as_text(row[column.name]))
    if column.link and row[column.link]:
        return anchor(text, row[column.link], row[column.opens] if column.opens else "")
    if column.long:
        return f"<span>{text}</span>"
    if column.trend:
        return f'<span class="with-trend">{trend(row[column.trend], ends=False)}<span>{text}</span></span>'
    if not column.provenance:
        return text
    published = row[column.provenance] == "published" and text != sv.MISSING
    return f'{text}<span class="mark">{PUBLISHED_MARK if published else ""}</span>'


def anchor(text: str, address: str, opens: str = "") -> str:
    """A link around escaped text; with `opens` it opens that on the page itself."""
    named = f' data-open="{escape(opens)}"' if opens else ""
    return f'<a href="{escape(address)}"{named}>{text}</a>'


def _class(column: Shown, row: Mapping[Hashable, Any] | None = None) -> str:
    names = [
        "num" if column.numeric else "",
        "fixed" if column.fixed else "",
        "loose" if column.loose else "",
        "long" if column.long else "",
        tone(row[column.name]) if row and column.toned else "",
        row[column.tone] if row and column.tone else "",
    ]
    found = " ".join(name for name in names if name)
    return f' class="{found}"' if found else ""


def tone(value_sek: float | None, least_sek: float = 50_000) -> str:
    """The class of a deviation: good, bad, or none within the rounding, which is 0.05 mnkr where mnkr are shown."""
    if value_sek is None or pd.isna(value_sek) or abs(value_sek) < least_sek:
        return ""
    return "mu-good" if value_sek > 0 else "mu-bad"


def no_markdown(text: str) -> str:
    """A text that Streamlit writes as it stands, where it would read Markdown: a name from a source is no link."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def paragraph(text: str, css: str) -> str:
    """One escaped paragraph of a named style."""
    return f'<p class="{css}">{escape(text)}</p>'


def notice(severity: str, text: str) -> str:
    """One line of news: a quiet one, or one with its glyph, which has a word for those who cannot see it.

    Beside the severities "done" tells that something went well.
    """
    if severity == "info":
        return paragraph(text, "mu-note")
    glyph, word = ("✓", "klart") if severity == "done" else SEVERITY[severity]
    mark = f'<span class="glyph" aria-hidden="true">{glyph}</span><span class="unseen">{word}: </span>'
    return f'<p class="mu-notice {severity}" role="status">{mark}{_ids_kept_whole(text)}</p>'


def _ids_kept_whole(text: str) -> str:
    """A snapshot's id is not broken at its hyphens."""
    return _SNAPSHOT_ID.sub(r'<span class="id">\g<0></span>', escape(text))


def note_with_link(text: str, link: str, address: str) -> str:
    """A quiet line that ends in a link."""
    return f'<p class="mu-note">{escape(text)} <a href="{escape(address)}">{escape(link)}</a></p>'


def legend(keys: Sequence[tuple[str, str]]) -> str:
    """(key of the notation or glyph, word) pairs: the legend under a chart."""
    spans = "".join(f"<span>{_key(key)}{escape(word)}</span>" for key, word in keys)
    return f'<div class="mu-legend">{spans}</div>'


def _key(key: str) -> str:
    if len(key) == 1:
        return f'<span aria-hidden="true">{escape(key)}</span>'
    return f'<span class="mu-key {escape(key)}" aria-hidden="true"></span>'


def card(label: str, figure: str, details: Sequence[tuple[str, str]], trend: str = "") -> str:
    """A figure with its label, lines of (tone class, text), and the HTML of a `trend`."""
    lines = "<br>".join(f'<span class="{css}">{escape(text)}</span>' for css, text in details if text)
    return (
        f'<div class="mu-card"><p class="label">{escape(label)}</p><p class="figure">{_marked(figure)}</p>'
        f'<p class="detail">{lines}</p>{trend}</div>'
    )


def trend(points: Sequence[tuple[str, str, float | None]], ends: bool = True, outlined: Collection[str] = ()) -> str:
    """Small columns around zero, the last one in full colour. `points`: (label, figure as text, amount or missing).

    `ends` writes the first and the last label below; `outlined` labels have a column without fill.
    """
    if not points:
        return ""
    amounts = [0.0 if amount is None or pd.isna(amount) else amount for _, _, amount in points]
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    spoken = ", ".join(f"{label} {text}" for label, text, _ in points)
    columns = "".join(_column(amount, low, high, label in outlined) for label, _, amount in points)
    labels = "".join(f"<span>{escape(label)}</span>" for label in dict.fromkeys((points[0][0], points[-1][0])))
    below = f'<div class="ends">{labels}</div>' if ends else ""
    return (
        f'<div class="mu-trend" role="img" aria-label="{escape(spoken)}"><div class="columns">{columns}'
        f'<i style="bottom:{_part(-low, low, high)}"></i></div>{below}</div>'
    )


def _column(amount: float | None, low: float, high: float, outlined: bool) -> str:
    """A place for each; one that is missing is left empty."""
    if amount is None or pd.isna(amount):
        return "<span></span>"
    bottom = _part(min(amount, 0.0) - low, low, high)
    css = ' class="outlined"' if outlined else ""
    return f'<span><b{css} style="bottom:{bottom};height:{_part(abs(amount), low, high)}"></b></span>'


def _part(length: float, low: float, high: float) -> str:
    """Of the height from the lowest column's end to the highest's."""
    return f"{100 * length / (high - low or 1.0):.1f}%"


def progress(done: float, unknown: float, words: str) -> str:
    """A bar filled to a share 0-1, then hatched for what is not known, and the same in words."""
    parts = f'<i style="width:{100 * done:.1f}%"></i><i class="unknown" style="width:{100 * unknown:.1f}%"></i>'
    return f'<div class="mu-progress"><div aria-hidden="true">{parts}</div><p>{escape(words)}</p></div>'


def cards(rows: Sequence[str]) -> str:
    """Cards side by side, as many in a row as there is room for."""
    return f'<div class="mu-cards">{"".join(rows)}</div>'


def _marked(text: str) -> str:
    """The mark of a published figure is smaller than the figure."""
    return escape(text).replace(PUBLISHED_MARK, f'<span class="mark">{PUBLISHED_MARK}</span>')


def glyph_list(rows: Sequence[tuple[str, str, str]]) -> str:
    """(glyph, bold words, the rest) per row."""
    items = "".join(
        f'<div role="listitem"><span class="glyph" aria-hidden="true">{escape(glyph)}</span>'
        f"<strong>{escape(bold)}</strong> {escape(rest)}</div>"
        for glyph, bold, rest in rows
    )
    return f'<div class="mu-list" role="list">{items}</div>'
