"""The datasets of a SQLite file copied to another database, with the types that such a system has."""

import random
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Date,
    Float,
    Integer,
    MetaData,
    NullPool,
    Numeric,
    Table,
    Text,
    create_engine,
    inspect,
    text,
)
from sqlalchemy import insert as insert_into

from data.datasets import BY_NAME

TYPES: dict[str, Any] = {
    "count": Integer,
    "flag": Integer,
    "sek": Numeric(18, 2),
    "number": Float(53),
    "share": Float(53),
    "date": Date,
}
"""A month is text."""


def copy_tables(file: Path, url: URL, seed: int = 7) -> None:
    """Rows in an order of their own."""
    for name in inspect(create_engine(f"sqlite:///{file}")).get_table_names():
        if name in BY_NAME:
            names, rows = shuffled_rows(file, name, seed)
            _write(url, name, names, rows)


def shuffled_rows(file: Path, name: str, seed: int = 7) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one table."""
    with create_engine(f"sqlite:///{file}").connect() as source:
        result = source.execute(text(f"SELECT * FROM {name}"))  # noqa: S608
        rows = [tuple(row) for row in result]
        random.Random(seed).shuffle(rows)
        return list(result.keys()), rows


def _write(url: URL, name: str, names: list[str], rows: list[tuple[Any, ...]]) -> None:
    types = {column.name: column.type for column in BY_NAME[name].columns}
    table = Table(name, MetaData(), *[Column(each, TYPES.get(types[each], Text)) for each in names])
    dates = {each for each in names if types[each] == "date"}
    values = [{n: _value(n in dates, v) for n, v in zip(names, row, strict=True)} for row in rows]
    with create_engine(url, poolclass=NullPool).begin() as target:
        table.create(target)
        for at in range(0, len(values), 10_000):
            target.execute(insert_into(table), values[at : at + 10_000])


def _value(is_date: bool, value: Any) -> Any:
    return date.fromisoformat(value) if is_date and value else value
