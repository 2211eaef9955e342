"""A frame and the columns that a page shows it with -> a table of the content model: the same texts everywhere."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import pandas as pd

from dashboard import format as sv
from dashboard import markup
from dashboard.forecast import growth
from dashboard.markup import Shown
from dashboard.report.content import Cell, Column, Row, Table, Tone, Unit
from dashboard.words import PUBLISHED_MARK

UNITS: Mapping[Callable[..., str], Unit] = {
    sv.mnkr: "sek",
    sv.deviation: "sek",
    sv.percent: "share",
    growth.signed_percent: "share",
    growth.points: "points",
    sv.number: "number",
    sv.date: "date",
}
"""What a column's values are, by how they are written."""
_LETTERS = re.compile("[A-Za-zÅÄÖåäö]")
"""A number that is said in words, "mer än +1 000 %", is words in a workbook too."""
MISSING_COMMENT = "Kommentar saknas"
Noted = Mapping[tuple[str, str], str]
"""(key of a row, column) -> what is to be said of that figure below the table."""


@dataclass(frozen=True)
class Layout:
    """How a frame becomes a table beside its columns.

    `key` is the column that rows are noted and opened by, `opens` what stands before it in a detail's key. `slim` are
    the columns that slides keep (all where none is named), `wide` those with long texts.
    """

    key: str = ""
    opens: str = ""
    slim: Collection[str] = ()
    wide: Collection[str] = ()


def table(
    frame: pd.DataFrame,
    columns: Sequence[Shown],
    caption: str,
    layout: Layout = Layout(),
    noted: Noted | None = None,
    below: Sequence[str] = (),
) -> Table:
    """The rows of a frame with its notes numbered in the order they are met; `below` are those about all of it."""
    told: dict[str, str] = {}
    rows = [_row(row, columns, layout, noted or {}, told) for row in frame.to_dict("records")]
    notes = [f"{number} {text}" for text, number in told.items()]
    return Table(caption, tuple(_column(each, layout) for each in columns), tuple(rows), (*notes, *below))


def _column(shown: Shown, layout: Layout) -> Column:
    unit = UNITS.get(shown.as_text, "number" if shown.numeric else "text")
    heading = shown.heading.replace("\u00ad", "")
    is_slim = not layout.slim or shown.name in layout.slim
    return Column(heading, unit, is_slim, shown.name in layout.wide, shown.heading if heading != shown.heading else "")


def _row(row: Mapping[Any, Any], columns: Sequence[Shown], layout: Layout, noted: Noted, told: dict[str, str]) -> Row:
    key = str(row[layout.key]) if layout.key else ""
    cells = [_cell(row, each, _number(noted.get((key, each.name)), told)) for each in columns]
    is_sum = row.get("kind") == "sum"
    opens = slug(layout.opens, key) if layout.opens and key else ""
    return Row(tuple(cells), is_sum, int(row.get("indent", 0)), opens)


def _number(text: str | None, told: dict[str, str]) -> str:
    """The number of a note; the same text is told once."""
    return told.setdefault(text, f"{len(told) + 1})") if text else ""


def _cell(row: Mapping[Any, Any], shown: Shown, number: str) -> Cell:
    value = row[shown.name]
    text = shown.as_text(value)
    provenance = row[shown.provenance] if shown.provenance else ""
    summed_here = bool(row.get("partial"))  # a part of a sum is not printed, though its rows are
    printed = provenance == "published" and text != sv.MISSING and not summed_here
    marks = [PUBLISHED_MARK] if printed else []
    return Cell(
        text,
        None if _LETTERS.search(text) else _plain(value),
        _tone(row, shown),
        " ".join([*marks, *([number] if number else [])]),
    )


def _tone(row: Mapping[Any, Any], shown: Shown) -> Tone:
    css = markup.tone(row[shown.name]) if shown.toned else (row[shown.tone] if shown.tone else "")
    return cast(Tone, css.removeprefix("mu-"))


def _plain(value: Any) -> float | int | date | None:
    """The value as a number or a day; None where it is missing or a text."""
    if value is None or isinstance(value, str) or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp | date):
        return pd.Timestamp(value).date()
    return cast(float, value) if isinstance(value, int | float) else None


def slug(kind: str, name: str) -> str:
    """The key of a detail: letters, digits and hyphens, whatever the source calls its rows; no two rows share one."""
    safe = "".join(letter if letter.isascii() and letter.isalnum() else f"-{ord(letter):x}-" for letter in name)
    return f"{kind}-{safe.replace('-5f-', '_')}"
