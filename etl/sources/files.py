"""Rows of the CSV and Excel files in a drop folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from etl.config import Place
from etl.errors import RunFailed
from etl.sources import csvfile, excel
from etl.sources.folder import CLOCK, Clock, files_at_rest, state
from etl.sources.header import Row, Table
from etl.sources.parse import Reading, SourceRow

READERS: dict[str, Callable[[Path, Place], Table]] = {
    ".csv": csvfile.table,
    ".txt": csvfile.table,
    ".xlsx": excel.table,
    ".xlsm": excel.table,
}


def read(place: Place, clock: Clock = CLOCK) -> Reading:
    """The rows of every file that matches, in order of name. Raises `RunFailed`, also while the rows are read."""
    with _readable(place.where):
        files = files_at_rest(place, READERS, clock)
        tables = [(file, state(file), READERS[file.suffix.lower()](file, place)) for file in files]
    found = dict.fromkeys(name for _, _, table in tables for name in table.header.names)
    return Reading(tuple(found), chain.from_iterable(_rows(place, *each) for each in tables))


def _rows(place: Place, file: Path, before: tuple[int, int], table: Table) -> Iterator[SourceRow]:
    """The table's rows; at the end the file must be as it was when it was opened."""
    row = None
    with _readable(place.where):
        for row in table.rows:
            yield _source_row(place, table, row)
        if state(file) != before:
            raise RunFailed(
                f"{file.name}: filen ändrades medan den lästes. Väntat: orörd. Kör igen när den är färdigskriven."
            )
    if row is None:
        raise RunFailed(f"{table.where}: filen har rubriker men inga rader. Lägg dit en hel fil och kör igen.")


def _source_row(place: Place, table: Table, row: Row) -> SourceRow:
    if row.torn:
        name = (place.dataset.key or place.dataset.names)[0]
        return SourceRow(table.where, row.number, {name: row.torn}, {name: "cells"})
    places = table.header.places
    cells = dict(zip(places, map(row.cells.__getitem__, places.values()), strict=True))
    faults = {name: row.faults[at] for name, at in places.items() if at in row.faults} if row.faults else {}
    return SourceRow(table.where, row.number, cells, faults, table.letters)


@contextmanager
def _readable(where: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = Path(error.filename).name if error.filename else where
        raise RunFailed(
            f"{name}: filen eller mappen kan inte läsas ({error.strerror or type(error).__name__}). "
            "Kontrollera att den finns och att kontot får läsa den, och kör igen."
        ) from None
