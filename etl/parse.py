"""Source rows -> typed frames. A cell that does not fit is listed, never guessed.

Money columns come out as integer öre in result convention, named `*_ore`.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.contract import Column, Dataset
from etl import money

Row = Mapping[str, Any]

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
class Refusal:
    """One bad cell: a row of the published table `refused`."""

    dataset: str
    source: str
    row_number: int
    column: str
    value_shown: str | None
    rule: str
    message: str


class BadCell(Exception):
    """A cell that breaks a rule other than its type."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


def parse_row(dataset: Dataset, columns: list[Column], row: Row, factor: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Typed cells of one row, and for each bad column the rule it broke."""
    cells: dict[str, Any] = {}
    broken: dict[str, str] = {}
    for column in columns:
        try:
            cells[column.name] = _cell(column, row[column.name], factor)
        except BadCell as bad:
            broken[column.name] = bad.rule
        except (ValueError, ArithmeticError, TypeError):
            broken[column.name] = "type"
    return cells, broken


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
    message = f"{source}, rad {number}, kolumn {column}: {what} {_consequence(dataset)}"
    return Refusal(dataset.name, source, number, column, shown, rule, message)


RULES = {
    "empty": "cellen är tom. Väntat: {expected}.",
    "type": "{got} är inte {expected}.",
    "allowed": "{got} är inte tillåtet. Väntat: {expected}.",
    "minimum": "{got} är för litet. Väntat: {expected}.",
    "duplicate": "{got} ger samma nyckel som en tidigare rad.",
    "unknown_line": "{got} finns inte som rad i det årets uppdrag.",
    "unknown_account": "{got} ligger utanför det årets kontoklasser.",
    "unknown_department": "{got} finns inte bland avdelningarna.",
    "intervals": "{got} börjar inte där kontointervallet före slutar (glapp eller överlapp).",
}


def _consequence(dataset: Dataset) -> str:
    if dataset.money:
        return "Hela datamängden är avvisad. Rätta i källan och kör igen."
    if dataset.row_by_row:
        return "Raden är inte inläst. Rätta i källan och kör igen."
    return "Körningen stannar. Rätta i källan och kör igen."


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
