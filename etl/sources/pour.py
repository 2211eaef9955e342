"""A ledger that comes as files, poured into a database of its own, so that it is summed like any other."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from etl.config import Place
from etl.sources import files
from etl.sources.parse import Parsed, RowParser, SourceRow, row_refusals
from etl.sources.refusals import Refusal

STORED_REFUSALS = 1_000
"""So many bad cells are kept with their sentence; the rest is counted."""

ORE_TYPES = {"count": "INTEGER", "sek": "INTEGER"}


@dataclass
class Poured:
    """What stands in the database, at `place`, and what was refused on the way. Sums are in öre, exact.

    `rows_in` = rows in the database + `rows_refused`; an amount that could not be read counts nothing.
    """

    place: Place
    found: tuple[str, ...]
    rows_in: int = 0
    rows_refused: int = 0
    ore_in: int = 0
    ore_refused: int = 0
    cells_refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def sum_in(self) -> Decimal:
        """Kronor."""
        return Decimal(self.ore_in) / 100

    @property
    def sum_refused(self) -> Decimal:
        """Kronor."""
        return Decimal(self.ore_refused) / 100


def poured(place: Place, folder: Path) -> Poured:
    """Typed rows of the dataset's files in a new database under `folder`; no row stays in memory.

    The place it names has the contract's columns, dates as ISO text and amounts in whole öre, result convention.
    Raises `RunFailed` where a file cannot be read.
    """
    file = folder / f"{place.dataset.name}.sqlite"
    file.unlink(missing_ok=True)
    reading = files.read(place)
    into = Poured(_database(place, file), reading.found)
    names = [column.name for column in place.dataset.columns]
    types = [f"{column.name} {ORE_TYPES.get(column.type, 'TEXT')}" for column in place.dataset.columns]
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {pragma}")
        database.execute(f"CREATE TABLE {place.dataset.name} ({', '.join(types)})")
        database.execute("BEGIN")
        marks = ", ".join("?" * len(names))
        rows = _good(into, place, reading.rows)
        database.executemany(f"INSERT INTO {place.dataset.name} VALUES ({marks})", rows)  # noqa: S608
        database.execute("COMMIT")
    return into


def _database(place: Place, file: Path) -> Place:
    """The same place to a reader, who sees the file's name; a table to a query."""
    source = replace(place.source, url=f"sqlite:///{file.as_posix()}", folder=None)
    return replace(place, source=source, table=place.dataset.name, columns={}, words={}, factor=1)


def _good(into: Poured, place: Place, rows: Any) -> Iterator[tuple[Any, ...]]:
    """Rows for the database; the bad ones are counted and told instead."""
    parser, names, control = RowParser(place), place.dataset.names, place.dataset.control
    dates = [column.name for column in place.dataset.columns if column.type in ("date", "month")]
    for row in rows:
        parsed = parser.parse(row)
        cells = parsed.cells
        into.rows_in += 1
        into.ore_in += cells.get(control) or 0
        if parsed.broken:
            _refuse(into, row, parsed, cells.get(control) or 0)
            continue
        for name in dates:
            cells[name] = _iso(cells[name])
        yield tuple(map(cells.get, names))


def _refuse(into: Poured, row: SourceRow, parsed: Parsed, ore: int) -> None:
    into.rows_refused += 1
    into.ore_refused += ore
    into.cells_refused += len(parsed.broken)
    room = STORED_REFUSALS - len(into.refusals)
    if room > 0:
        into.refusals += row_refusals(into.place.dataset, row, parsed)[:room]


@lru_cache(maxsize=4096)
def _iso(day: pd.Timestamp | None) -> str | None:
    return None if day is None else f"{day:%Y-%m-%d}"
