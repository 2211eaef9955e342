"""Extract: the source's rows, verbatim, then typed. A file source would be one more `read_rows`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, Result, create_engine, literal_column, select, table
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data.contract import Dataset
from data.datasets import BY_NAME
from etl.config import Place
from etl.errors import RunFailed, UsageError, capped
from etl.parse import Refusal, Row, parse_row, refusal, typed_frame


@dataclass(frozen=True)
class Extract:
    """One dataset as read. `frame` is empty where it was absent or refused."""

    dataset: Dataset
    frame: pd.DataFrame
    source: str = ""
    status: str = "absent"
    provenance: str | None = None
    rows_in: int = 0
    refusals: tuple[Refusal, ...] = ()

    @property
    def rows_refused(self) -> int:
        return self.rows_in if self.status == "refused" else len({r.row_number for r in self.refusals})

    def refused(self, refusals: list[Refusal]) -> "Extract":
        """The same dataset refused as a whole: a partly loaded ledger is worse than none."""
        return Extract(
            self.dataset,
            typed_frame(self.dataset, []),
            self.source,
            "refused",
            self.provenance,
            self.rows_in,
            tuple(refusals),
        )

    def without(self, places: list[int], refusals: list[Refusal]) -> "Extract":
        """The same dataset without single rows, where each row stands alone."""
        kept = self.frame.drop(index=self.frame.index[places]).reset_index(drop=True)
        return replace(self, frame=kept, refusals=(*self.refusals, *refusals))


def absent(dataset: Dataset) -> Extract:
    return Extract(dataset, typed_frame(dataset, []))


@dataclass
class Engines:
    """One engine per URL, closed together."""

    demo_database: Callable[[], str]
    engines: dict[str, Engine] = field(default_factory=dict)

    def connect(self, place: Place) -> Connection:
        url = place.url
        if "{demo_database}" in url:
            url = url.replace("{demo_database}", self.demo_database())
        if url not in self.engines:
            self.engines[url] = _engine(url, place)
        return self.engines[url].connect()

    def dispose(self) -> None:
        for engine in self.engines.values():
            engine.dispose()


def extract(dataset: Dataset, places: Mapping[str, Place], engines: Engines) -> Extract:
    """Read one small dataset whole. Raises `RunFailed` where it is configured and cannot be used."""
    place = places.get(dataset.name)
    if place is None:
        return absent(dataset)
    with readable(place), engines.connect(place) as connection:
        rows = read_rows(connection, place)
    return parsed(place, rows)


def read_rows(connection: Connection, place: Place) -> list[Row]:
    """Every row as the source has it, under the contract's column names."""
    theirs = {place.columns.get(name, name): name for name in place.dataset.names}
    result: Result[Any] = connection.execute(select(literal_column("*")).select_from(source_table(place)))
    found = set(result.keys())
    missing = [name for name in place.dataset.required if place.columns.get(name, name) not in found]
    if missing:
        raise RunFailed(
            f"{where(place)}: kolumnen {missing[0]} saknas. Finns: {', '.join(sorted(found))}. "
            f"Ange källans namn under [datasets.{place.dataset.name}.columns]."
        )
    return [{theirs[key]: value for key, value in row.items() if key in theirs} for row in result.mappings()]


def parsed(place: Place, rows: list[Row]) -> Extract:
    """Typed rows and refusals, by the dataset's rule: whole, row by row, or the run stops."""
    dataset, source = place.dataset, where(place)
    good: list[dict[str, Any]] = []
    refusals: list[Refusal] = []
    for number, cells, broken in _judged(dataset, rows, place.factor):
        if broken:
            refusals += [refusal(dataset, source, number, *bad) for bad in broken]
        else:
            good.append(cells)
    whole = Extract(dataset, typed_frame(dataset, good), source, "read", place.provenance, len(rows), tuple(refusals))
    return settled(whole, refusals)


def settled(extracted: Extract, refusals: list[Refusal]) -> Extract:
    """Apply the dataset's rule to what was refused. Raises `RunFailed` where nothing may be refused."""
    if not refusals or extracted.dataset.row_by_row:
        return extracted
    if extracted.dataset.money:
        return extracted.refused(refusals)
    raise RunFailed(capped([r.message for r in refusals]))


def _judged(
    dataset: Dataset, rows: list[Row], factor: int
) -> Iterator[tuple[int, dict[str, Any], list[tuple[str, Any, str]]]]:
    """Row number from 1, typed cells, and (column, value, rule) for each bad cell."""
    columns = [c for c in dataset.columns if not rows or c.name in rows[0]]
    seen: set[tuple[Any, ...]] = set()
    for number, row in enumerate(rows, start=1):
        cells, rules = parse_row(dataset, columns, row, factor)
        key = tuple(cells.get(name) for name in dataset.key)
        if not rules and key and key in seen:
            rules = {dataset.key[-1]: "duplicate"}
        seen.add(key)
        yield number, cells, [(column, row[column], rule) for column, rule in rules.items()]


def source_table(place: Place) -> Any:
    schema, _, name = place.table.rpartition(".")
    return table(name, schema=schema or None)


def where(place: Place) -> str:
    """The source as a reader may see it: no password, no address."""
    return f"{place.source}.{place.table}"


@contextmanager
def readable(place: Place) -> Iterator[None]:
    """Turn a database error into a sentence without password or traceback."""
    try:
        yield
    except SQLAlchemyError as error:
        url = make_url(place.url)
        cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        raise RunFailed(
            f"{where(place)}: datamängden {place.dataset.name} kan inte läsas från "
            f"{url.render_as_string(hide_password=True)} ({_scrubbed(cause, url.password)}). "
            "Kontrollera adress, tabellnamn och behörighet, och kör igen."
        ) from None


def _scrubbed(text: str, password: object) -> str:
    return text.replace(str(password), "***") if password else text


def _engine(url: str, place: Place) -> Engine:
    try:
        return create_engine(url)
    except (ArgumentError, ImportError, SQLAlchemyError):
        raise UsageError(
            f"sources.{place.source}: adressen kan inte användas av SQLAlchemy (drivrutin eller skrivsätt). "
            "Exempel: sqlite:////mapp/fil.sqlite, postgresql+psycopg://anvandare:${LOSENORD}@server/databas."
        ) from None


def all_datasets(places: Mapping[str, Place], engines: Engines) -> dict[str, Extract]:
    """Every dataset but the ledger, which is too large to be read whole."""
    return {name: extract(dataset, places, engines) for name, dataset in BY_NAME.items() if name != "ledger"}
