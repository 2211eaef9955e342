"""Source rows -> typed frames. A cell that does not fit is listed, never guessed.

Money columns come out as integer öre in result convention, named `*_ore`.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.contract import Column, Dataset
from etl import money
from etl.config import Place

EXPECTED = {
    "text": "text",
    "month": "en månad, ÅÅÅÅ-MM",
    "date": "ett datum, ÅÅÅÅ-MM-DD",
    "sek": "ett belopp",
    "count": "ett heltal",
    "number": "ett tal",
    "share": "ett tal",
    "flag": "0 eller 1",
}
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
PRIVATE = {"hr_month", "survey"}
PRIVATE_COLUMNS = {"comment"}


@dataclass(frozen=True)
class SourceRow:
    """One row as the source has it, under the contract's column names. `number` is the one that its reader sees.

    `faults` are cells that the reading itself found bad: column -> rule.
    """

    source: str
    number: int
    cells: Mapping[str, Any]
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a source gave: its own column names, and its rows."""

    found: tuple[str, ...]
    rows: Iterable[SourceRow]


@dataclass(frozen=True)
class Parsed:
    """Typed cells of one row; column -> (value, rule) for the bad ones, column -> word for the unknown ones."""

    cells: dict[str, Any]
    broken: Mapping[str, tuple[Any, str]]
    unknown: Mapping[str, str]

    def refused(self, column: str, cells: Mapping[str, Any], rule: str) -> "Parsed":
        """The same row refused by a rule that the row alone could not tell."""
        return Parsed(self.cells, {column: (cells[column], rule)}, self.unknown)


@dataclass(frozen=True)
class Refusal:
    """One bad cell: a row of the published table `refused`."""

    dataset: str
    source: str
    row_number: int
    column: str
    value_shown: str | None
    rule: str
    allowed: str
    message: str


class BadCell(Exception):
    """A cell that breaks a rule other than its type."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def parse_row(place: Place, row: SourceRow) -> Parsed:
    """Typed cells of one row, the bad ones and the words that no code stands for."""
    cells: dict[str, Any] = {}
    broken: dict[str, tuple[Any, str]] = {name: (row.cells.get(name), rule) for name, rule in row.faults.items()}
    unknown: dict[str, str] = {}
    for column in place.dataset.columns:
        if column.name not in row.cells or column.name in broken:
            continue
        value = _meant(place.words.get(column.name, {}), row.cells[column.name])
        if column.otherwise and _is_unknown(column, value):
            unknown[column.name], value = str(value or "").strip()[:40], column.otherwise
        try:
            cells[column.name] = _cell(column, value, place.factor)
        except BadCell as bad:
            broken[column.name] = value, bad.rule
        except (ValueError, ArithmeticError, TypeError):
            broken[column.name] = value, "type"
    return Parsed(cells, broken, unknown)


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


def refusal(dataset: Dataset, source: str, number: int, column: str, value: Any, rule: str) -> Refusal:
    """The sentence for one bad cell: where, got, expected, what happened, what next."""
    shown = None if dataset.name in PRIVATE or column in PRIVATE_COLUMNS else str(value)[:40]
    expected = _expected(next(c for c in dataset.columns if c.name == column))
    got = "värdet" if shown is None else f'"{shown}"'
    what = RULES[rule].format(got=got, expected=expected)
    message = f"{source}, rad {number}, kolumn {column}: {what} {_consequence(dataset, rule)}"
    return Refusal(dataset.name, source, number, column, shown, rule, expected, message)


BREAKING = {"duplicate", "two_names", "own_parent", "unknown_parent", "cycle", "intervals"}
"""A table that breaks one of these is broken as a whole, whatever dataset it is."""

RULES = {
    "empty": "cellen är tom. Väntat: {expected}.",
    "type": "{got} är inte {expected}.",
    "allowed": "{got} är inte tillåtet. Väntat: {expected}.",
    "minimum": "{got} är för litet. Väntat: {expected}.",
    "duplicate": "{got} ger samma nyckel som en tidigare rad.",
    "two_names": "{got} ger samma nyckel som en tidigare rad, men med ett annat namn.",
    "own_parent": "{got} är radens egen överordnade.",
    "unknown_parent": "{got} finns inte som överordnad.",
    "cycle": "{got} leder tillbaka till raden själv: en ring.",
    "future": "{got} ligger i framtiden.",
    "unknown_line": "{got} finns inte som rad i det årets uppdrag.",
    "unknown_account": "{got} ligger utanför det årets kontoklasser.",
    "unknown_department": "{got} finns inte bland avdelningarna.",
    "intervals": "{got} börjar inte där kontointervallet före slutar (glapp eller överlapp).",
}


def _meant(words: Mapping[str, str], value: Any) -> Any:
    """Our code for the source's word, where the settings give one."""
    return words.get(str(value).strip(), value) if words else value


def _is_unknown(column: Column, value: Any) -> bool:
    return _is_empty(value) or str(value).strip() not in column.allowed


def _consequence(dataset: Dataset, rule: str) -> str:
    if rule in BREAKING or not (dataset.money or dataset.row_by_row):
        return "Körningen stannar. Rätta i källan och kör igen."
    if dataset.money:
        return "Hela datamängden är avvisad. Rätta i källan och kör igen."
    return "Raden är inte inläst. Rätta i källan och kör igen."


def _expected(column: Column) -> str:
    if column.allowed:
        return ", ".join(column.allowed)
    least = f" som är minst {column.minimum:g}" if column.minimum is not None else ""
    return EXPECTED[column.type] + least


def _cell(column: Column, value: Any, factor: int) -> Any:
    if _is_empty(value):
        if column.nullable:
            return None
        raise BadCell("empty")
    parsed = money.to_ore(value, factor) if column.type == "sek" else PARSERS[column.type](value)
    if column.allowed and parsed not in column.allowed:
        raise BadCell("allowed")
    if column.minimum is not None and parsed < column.minimum:
        raise BadCell("minimum")
    return parsed


def _is_empty(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _text(value: Any) -> str:
    return str(value).strip()


def _month(value: Any) -> pd.Timestamp:
    return pd.Timestamp(_matching(r"(\d{4}-\d{2})(-01([T ]00:00:00(\.0+)?)?)?", value) + "-01")


def _date(value: Any) -> pd.Timestamp:
    return pd.Timestamp(_matching(r"(\d{4}-\d{2}-\d{2})([T ]00:00:00(\.0+)?)?", value))


def _matching(pattern: str, value: Any) -> str:
    found = re.fullmatch(pattern, str(value))
    if not found:
        raise ValueError(value)
    return found[1]


def _count(value: Any) -> int:
    number = float(value)
    if number != int(number):
        raise ValueError(value)
    return int(value) if not isinstance(value, str) else int(number)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _flag(value: Any) -> bool:
    try:
        return {"1": True, "true": True, "0": False, "false": False}[str(value).lower()]
    except KeyError:
        raise ValueError(value) from None


PARSERS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "month": _month,
    "date": _date,
    "count": _count,
    "number": _number,
    "share": _number,
    "flag": _flag,
}
