"""Lines that can be opened for their reasons: real HTML that the keyboard reaches, without a run of the page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from dashboard import format as sv
from dashboard.why import why
from dashboard.words import SEVERITY, rule_short


@dataclass(frozen=True)
class Reasoned:
    """One line with its glyph, and the sentences behind it."""

    glyph: str
    bold: str
    rest: str
    sentences: Sequence[str]


def of_flag(bold: str, flag: pd.Series) -> Reasoned:
    """A flag as such a line: what it is and how grave, then its rule, its limit, its figures and since when."""
    told = why(flag["rule"], json.loads(flag["facts"]))
    glyph, word = SEVERITY[flag["severity"]]
    since = f"Flaggad sedan {sv.month(flag['since_period'])}."
    return Reasoned(glyph, bold, f"{rule_short(flag['rule'])} ({word})", [told.rule, told.limit, told.figures, since])


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
