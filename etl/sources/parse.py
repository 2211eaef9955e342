"""Source rows -> typed frames. A cell that does not fit is listed, never guessed.

Money columns come out as integer öre in result convention, named `*_ore`.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from data.contract import Column, Dataset
from etl import money
from etl.config import Place
from etl.errors import BadCell
from etl.sources.cells import PARSERS, Habits, is_empty, word
from etl.sources.numbers import LARGEST
from etl.sources.refusals import Refusal, refusal, shown

TEXT = pd.StringDtype("python", na_value=math.nan)
"""pandas cannot merge two empty columns of its Arrow-backed text, and an absent dataset is empty."""

DTYPES: dict[str, Any] = {
    "text": TEXT,
    "month": "datetime64[ms]",
    "date": "datetime64[ms]",
    "sek": "Int64",
    "count": "Int64",
    "number": "float64",
    "share": "float64",
    "flag": "boolean",
}

LONGEST_KNOWN, MOST_KNOWN = 40, 4_000


class SourceRow(NamedTuple):
    """One row as the source has it, under the contract's column names. `number` is the one that its reader sees.

    `faults` are cells that the reading itself found bad: column -> rule. `letters` are a sheet's: column -> "C".
    """

    source: str
    number: int
    cells: Mapping[str, Any]
    faults: Mapping[str, str] = MappingProxyType({})
    letters: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Reading:
    """What a source gave: its own column names, and its rows."""

    found: tuple[str, ...]
    rows: Iterable[SourceRow]


class Parsed(NamedTuple):
    """Typed cells of one row; column -> (value, rule) for the bad ones, column -> word for the unknown ones."""

    cells: dict[str, Any]
    broken: Mapping[str, tuple[Any, str]]
    unknown: Mapping[str, str]

    def refused(self, column: str, cells: Mapping[str, Any], rule: str) -> "Parsed":
        """The same row refused by a rule that the row alone could not tell."""
        return Parsed(self.cells, {column: (cells[column], rule)}, self.unknown)


class RowParser:
    """Rows of one dataset -> typed cells, the bad ones, and the words that no code stands for.

    It remembers which decimal mark each column has shown, so one parser reads the whole dataset; and the short texts
    that each column has held, since accounts, dates and lines come again a million times.
    """

    def __init__(self, place: Place) -> None:
        self.columns: list[tuple[str, Column, dict[str, Any]]] = [(c.name, c, {}) for c in place.dataset.columns]
        self.place = place
        self.habits = Habits(place.source.decimal, place.source.date_format)
        self.words = {name: {word(w): code for w, code in words.items()} for name, words in place.words.items()}

    def parse(self, row: SourceRow) -> Parsed:
        cells: dict[str, Any] = {}
        broken: dict[str, tuple[Any, str]] = {}
        if row.faults:
            broken = {name: (row.cells.get(name), rule) for name, rule in row.faults.items()}
        unknown: dict[str, str] = {}
        source = row.cells
        for name, column, known in self.columns:
            if name not in source or name in broken:
                continue
            raw = source[name]
            if type(raw) is str and raw in known:
                cells[name] = known[raw]
                continue
            value = self.words[name].get(word(raw), raw) if name in self.words else raw
            if column.otherwise and word(value) not in column.allowed:
                cells[name], unknown[name] = column.otherwise, shown(word(value))
                continue
            try:
                cells[name] = self._cell(column, value)
            except BadCell as bad:
                broken[name] = value, bad.rule
            except (ValueError, ArithmeticError, TypeError):
                broken[name] = value, "type"
            else:
                _remember(known, raw, cells[name])
        return Parsed(cells, broken, unknown)

    def _cell(self, column: Column, value: Any) -> Any:
        if is_empty(value):
            if column.nullable:
                return None
            raise BadCell("empty")
        parsed = PARSERS[column.type](column, value, self.habits)
        if column.type == "sek":
            parsed = _within(money.to_ore(parsed, self.place.factor))
        if column.allowed and parsed not in column.allowed:
            raise BadCell("allowed")
        if column.minimum is not None and parsed < column.minimum:
            raise BadCell("minimum")
        return parsed


def missing_column(place: Place, where: str, found: Sequence[str]) -> str:
    """The sentence for a required column that is not among the found ones; empty where none is missing."""
    missing = [name for name in place.dataset.required if place.theirs(name) not in found]
    if not missing:
        return ""
    return (
        f"{where}: kolumnen {place.theirs(missing[0])} saknas. Finns: {', '.join(sorted(found))}. "
        f"Ange källans namn under [datasets.{place.dataset.name}.columns]."
    )


def typed_frame(dataset: Dataset, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """All columns of the dataset, in its order and types; an optional column that was not delivered is missing."""
    columns = {
        money.ore_name(c.name) if c.type == "sek" else c.name: pd.Series(
            [row.get(c.name) for row in rows], dtype="object"
        ).astype(DTYPES[c.type])
        for c in dataset.columns
    }
    return pd.DataFrame(columns)


def row_refusals(dataset: Dataset, row: SourceRow, parsed: Parsed) -> list[Refusal]:
    """One per bad cell of a row."""
    return [
        refusal(dataset, row.source, row.number, column, value, rule, row.letters.get(column, ""))
        for column, (value, rule) in parsed.broken.items()
    ]


def _remember(known: dict[str, Any], raw: Any, parsed: Any) -> None:
    """Only text: to a dictionary 1, 1.0 and True are the same."""
    if type(raw) is str and len(raw) <= LONGEST_KNOWN and len(known) < MOST_KNOWN:
        known[raw] = parsed


def _within(ore: int) -> int:
    if abs(ore) > LARGEST:
        raise BadCell("too_large")
    return ore
