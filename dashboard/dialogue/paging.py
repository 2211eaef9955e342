"""A section's parts over as many slides as they need: nothing is cut off, nothing scrolls."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from dashboard.charts import rowwise
from dashboard.dialogue import fitting
from dashboard.report.content import Chart, Part, Row, Table, Text

Item = TypeVar("Item")
MOST_ROWS = 9
CHART_SCALES = {"rows": (0.2, 0.175, 0.15, 0.141), "months": (0.2, 0.175, 0.153)}
"""u per pixel of a picture, largest first: with the last its smallest text, 13 or 12 pixels, is 18 in 1024x768."""
NAME_CHARACTERS = {"bridge": 36, "tiers": 26}
"""Of the names beside a picture's rows, per line."""
_LEAST_ROW, _NAME_LINE, _LEAST_PICTURE, _EDGES = 22, 14, 270, 32
"""Pixels of a picture's row, of a line of its name, of a picture that has no rows, and above and below a picture."""
_CONTINUED = " (forts.)"
_NUMBERED = re.compile(r"\d+\)")


@dataclass(frozen=True)
class Page:
    """What one slide shows below its message, and the type size of its tables in u."""

    parts: tuple[Part, ...]
    size: float


def pages(parts: Sequence[Part], room: float) -> list[Page]:
    """On as few slides as can be, in the largest type that needs no more of them and breaks no word. `room` is in u."""
    tables = [part.slim for part in parts if isinstance(part, Table)]
    whole = [size for size in fitting.SIZES if not any(fitting.breaks_words(table, size) for table in tables)]
    tried = [(size, _packed(parts, size, room)) for size in whole or fitting.SIZES[-1:]]
    fewest = min(len(packed) for _, packed in tried)
    size, packed = next((size, packed) for size, packed in tried if len(packed) == fewest)
    return [Page(tuple(page), size) for page in packed]


def _packed(parts: Sequence[Part], size: float, room: float) -> list[list[Part]]:
    """A part begins where the one before it ends if there is room; what has been broken goes on over slides."""
    packed: list[list[Part]] = []
    for part in parts:
        first, *rest = pieces(part, size, room)
        together = [*packed[-1], first] if packed else [first]
        if packed and _share(together) and sum(part_high(some, size) for some in together) <= room:
            packed[-1] = together
        else:
            packed.append([first])
        packed += [[piece] for piece in rest]
    return packed or [[]]


def _share(parts: Sequence[Part]) -> bool:
    return all(isinstance(part, Text) for part in parts[:-1]) or not any(isinstance(part, Chart) for part in parts)


def part_high(part: Part, size: float) -> float:
    """The least height in u."""
    match part:
        case Text():
            return fitting.paragraphs_high(part.paragraphs, size)
        case Table():
            return fitting.table_high(part, size) + 1.2
        case Chart():
            return words_high(part) + scales(part)[-1] * least_high(part)


def scales(chart: Chart) -> tuple[float, ...]:
    """Those that a picture may be drawn with."""
    return CHART_SCALES["rows" if "label" in chart.rows else "months"]


def least_high(chart: Chart) -> float:
    """Pixels below which a picture's rows or months are no longer told apart."""
    return row_high(chart) * len(chart.rows) + rowwise.HEAD + _EDGES if "label" in chart.rows else _LEAST_PICTURE


def row_high(chart: Chart) -> float:
    """Of the row whose name has the most lines, at least."""
    names = rowwise.named(chart.rows, NAME_CHARACTERS[chart.kind])["label"]
    return max(_LEAST_ROW, *(_NAME_LINE * (name.count("\n") + 1) for name in names), 0)


def words_high(chart: Chart) -> float:
    """Of caption and legend."""
    legend = "".join(f"xxxxx{word}" for _, word in chart.legend)
    return fitting.high(chart.caption, fitting.CAPTION) + 0.8 + (fitting.high(legend, fitting.NOTE) + 1.2)


def pieces(part: Part, size: float, room: float) -> list[Part]:
    """The part as it is, or in as few pieces as fit."""
    match part:
        case Text():
            paragraphs = [piece for text in part.paragraphs for piece in _paragraph(text, size, room)]
            return [
                Text(tuple(run)) for run in _runs(paragraphs, lambda few: part_high(Text(tuple(few)), size) <= room)
            ]
        case Table():
            whole = part.slim
            rows = [piece for row in whole.rows for piece in _row(row, whole, size, room)]
            fits = _fits_in(whole, size, room)
            runs = _runs(rows, fits) or [rows]
            return [_with_rows(whole, run, last=run is runs[-1]) for run in runs]
        case Chart():
            return [part]


def _fits_in(table: Table, size: float, room: float) -> Callable[[Sequence[Row]], bool]:
    return lambda rows: len(rows) <= MOST_ROWS and part_high(_with_rows(table, rows), size) <= room


def _with_rows(table: Table, rows: Sequence[Row], last: bool = True) -> Table:
    """Some of the rows, with the notes about them; those about the whole table stand below its end."""
    marks = {mark for row in rows for cell in row.cells for mark in cell.mark.split()}
    notes = (note for note in table.notes if (_number(note) in marks if _number(note) else last))
    return replace(table, rows=tuple(rows), notes=tuple(notes))


def _number(note: str) -> str:
    """ "1)" of a note that is about figures with that mark; empty for one about the whole table."""
    found = _NUMBERED.match(note)
    return found.group() if found else ""


def _runs(items: Sequence[Item], fits: Callable[[Sequence[Item]], bool]) -> list[Sequence[Item]]:
    """In as few runs as fit, of about the same length where that fits too; one alone is a run in any case."""
    filled: list[list[Item]] = []
    for item in items:
        if filled and fits([*filled[-1], item]):
            filled[-1].append(item)
        else:
            filled.append([item])
    count = len(filled)
    even = [items[len(items) * n // count : len(items) * (n + 1) // count] for n in range(count)]
    return even if all(fits(run) for run in even) else list(filled)


def _paragraph(text: str, size: float, room: float) -> Iterator[str]:
    """A paragraph longer than a slide, at the ends of lines."""
    lines = fitting.wrapped(text, size * fitting.PARAGRAPH, fitting.INNER)
    most = max(1, int((room - 0.6 * size) / (size * fitting.PARAGRAPH * fitting.LINE)))
    if len(lines) <= most:
        yield text
        return
    for start in range(0, len(lines), most):
        yield " ".join(lines[start : start + most])


def _row(row: Row, table: Table, size: float, room: float) -> Iterator[Row]:
    """A row higher than a slide goes on under its name."""
    alone = replace(table, rows=(row,))
    heading, high = fitting.rows_high(alone, size)
    over = part_high(alone, size) - room
    if over <= 0:
        yield row
        return
    most = max(1, int((high - over) / (1.25 * size)) - 1)
    rooms = [wide - 2 * fitting.CELL_SIDE * size for wide in fitting.column_widths(alone, size)]
    lines = [fitting.wrapped(cell.text, size, room) for cell, room in zip(row.cells, rooms, strict=True)]
    cells = [some if len(some) > most else [cell.text] for some, cell in zip(lines, row.cells, strict=True)]
    for start in range(0, max(map(len, cells)), most):
        yield _continued(row, [" ".join(lines[start : start + most]) for lines in cells], first=start == 0)


def _continued(row: Row, texts: Sequence[str], first: bool) -> Row:
    """A row with what is left of its texts; the name stands again."""
    if first:
        return replace(row, cells=tuple(replace(cell, text=text) for cell, text in zip(row.cells, texts, strict=True)))
    name, *rest = row.cells
    again = replace(name, text=texts[0] or name.text.split("\n")[0] + _CONTINUED)
    blank = (replace(cell, text=text, mark="") for cell, text in zip(rest, texts[1:], strict=True))
    return replace(row, cells=(again, *blank))
