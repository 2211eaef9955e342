"""Lines that can be opened for their reasons: real HTML that the keyboard reaches, without a run of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Reasoned:
    """One line with its glyph, and the sentences behind it."""

    glyph: str
    bold: str
    rest: str
    sentences: Sequence[str]


def listed(rows: Sequence[Reasoned]) -> str:
    """Every line with a "Varför?" that opens."""
    return f'<div class="mu-list mu-reasons" role="list">{"".join(map(_line, rows))}</div>'


def _line(row: Reasoned) -> str:
    sentences = "".join(f"<p>{escape(sentence)}</p>" for sentence in row.sentences)
    return (
        f'<div role="listitem"><span class="glyph" aria-hidden="true">{escape(row.glyph)}</span>'
        f"<strong>{escape(row.bold)}</strong> {escape(row.rest)}"
        f'<details><summary>Varför?<span class="unseen"> {escape(row.bold)} {escape(row.rest)}</span></summary>'
        f"{sentences}</details></div>"
    )
