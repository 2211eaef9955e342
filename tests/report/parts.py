"""Reads what a document says: a section by its key, a table as texts, everything that stands in it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboard.report.content import Cell, Chart, Section, Table, Text
from dashboard.view import View
from data.snapshot import Snapshot


def section(sections: Iterable[Section], key: str) -> Section:
    (found,) = [each for each in sections if each.key == key]
    return found


def tables(sections: Iterable[Section]) -> list[Table]:
    return [part for each in sections for part in each.parts if isinstance(part, Table)]


def table(sections: Iterable[Section], key: str) -> Table:
    (found,) = tables([section(sections, key)])
    return found


def chart(sections: Iterable[Section], key: str) -> Chart:
    (found,) = [part for part in section(sections, key).parts if isinstance(part, Chart)]
    return found


def paragraphs(found: Section) -> list[str]:
    return [plain(each) for part in found.parts if isinstance(part, Text) for each in part.paragraphs]


def read(found: Table) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[plain(cell.text) for cell in row.cells] for row in found.rows]


def cell(found: Table, name: str, heading: str) -> Cell:
    """The cell of the row that its first cell names."""
    (row,) = [row for row in found.rows if row.cells[0].text == name]
    (place,) = [place for place, column in enumerate(found.columns) if column.heading == heading]
    return row.cells[place]


def everything(sections: Iterable[Section]) -> Iterator[str]:
    """Every text and value of the sections, also those that only a workbook or a listener meets."""
    for each in sections:
        yield from (each.title, each.message, *each.notes)
        for part in each.parts:
            yield from map(plain, _said(part))


def _said(part: Text | Table | Chart) -> Iterator[str]:
    if isinstance(part, Text):
        yield from part.paragraphs
    elif isinstance(part, Table):
        yield from (part.caption, *part.notes)
        yield from (f"{each.text} {each.mark} {each.value}" for row in part.rows for each in row.cells)
    else:
        yield from (part.caption, part.alt, *(str(value) for value in part.rows.to_numpy().ravel()))


def plain(text: str) -> str:
    """With no-break spaces as spaces, and without the joiners that keep "1–14" whole."""
    return text.replace("\u00a0", " ").replace("\u2060", "")


class Edited:
    """A published snapshot as if it had been published with some tables replaced."""

    def __init__(self, original: Snapshot, snapshot_id: str, manifest: dict[str, Any], **tables: pd.DataFrame) -> None:
        self.snapshot_id, self.manifest = snapshot_id, original.manifest | manifest
        self.path, self.commit, self.latest_period = Path(snapshot_id), original.commit, original.latest_period
        self._original, self._tables = original, tables

    def read(self, name: str) -> pd.DataFrame:
        return self._tables[name] if name in self._tables else self._original.read(name)


def edited(view: View, snapshot_id: str, manifest: Mapping[str, Any] = MappingProxyType({}), **tables: Any) -> View:
    """The same look at the snapshot with those tables, or facts of its manifest, in place of its own."""
    snapshot = Edited(view.snapshot, snapshot_id, dict(manifest), **tables)
    return View(snapshot, view.scope, view.period, view.department_id)  # type: ignore[arg-type]
