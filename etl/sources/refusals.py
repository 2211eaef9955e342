"""The sentence for one bad cell: where, got, expected, what happened, what next."""

from dataclasses import dataclass
from typing import Any
from unicodedata import category

from data.contract import Column, Dataset
from etl.sources.hints import why

TYPES = {
    "text": ("text", "text"),
    "month": ("en månad", "ÅÅÅÅ-MM"),
    "date": ("ett datum", "ÅÅÅÅ-MM-DD"),
    "sek": ("ett belopp", "ett tal som 1234,50 eller -12"),
    "count": ("ett heltal", "ett tal utan decimaler"),
    "number": ("ett tal", "ett tal som 12,5"),
    "share": ("ett tal", "ett tal som 0,5"),
    "flag": ("ja eller nej", "1, 0, ja, nej, sant eller falskt"),
}
"""What a cell should be, and how it is written."""

PRIVATE = {"hr_month", "survey"}
PRIVATE_COLUMNS = {"comment"}

BREAKING = {"duplicate", "two_names", "own_parent", "unknown_parent", "cycle", "intervals"}
"""A table that breaks one of these is broken as a whole, whatever dataset it is."""

RULES = {
    "empty": "cellen är tom. Väntat: {expected}.",
    "type": "{got} är inte {what}{why}. Väntat: {form}.",
    "ambiguous": '{got} kan läsas på flera sätt{why}. Ange decimal = "," eller decimal = "." för källan.',
    "too_large": "{got} är för stort för att räknas exakt. Väntat: {form}.",
    "cells": "raden har {got}. Väntat: lika många. En cell med skiljetecknet i, som ett decimalkomma, citeras.",
    "formula": "{got} är en formel utan sparat värde. Öppna filen i Excel, spara den och lägg tillbaka den.",
    "error_value": "{got} är ett felvärde i Excel. Väntat: {expected}.",
    "control_character": "{got} har styrtecken eller osynliga tecken. Väntat: {expected}.",
    "too_long": "{got} är längre än 20 000 tecken.",
    "lookalike": "{got} har en bokstav som inte är latinsk{why}. Väntat: bokstäver ur ett enda alfabet.",
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


def refusal(dataset: Dataset, source: str, number: int, name: str, value: Any, rule: str, letter: str = "") -> Refusal:
    """`letter` is the column's in a sheet. No value of a person's row or of a comment is shown."""
    column = next(c for c in dataset.columns if c.name == name)
    private = rule != "cells" and (dataset.name in PRIVATE or name in PRIVATE_COLUMNS)
    value_shown = None if private else shown(value)
    what, form = TYPES[column.type]
    sentence = RULES[rule].format(
        got=_got(value_shown, rule),
        what=what,
        form=form,
        expected=_expected(column),
        why="" if private else why(column, value, rule),
    )
    cell = f" (cell {letter}{number})" if letter else ""
    message = f"{source}, rad {number}, kolumn {name}{cell}: {sentence} {_consequence(dataset, rule, name)}"
    return Refusal(dataset.name, source, number, name, value_shown, rule, _expected(column), message)


def shown(value: Any) -> str:
    """The first characters of a cell; what cannot be seen is written out."""
    return "".join(c if c.isprintable() or category(c) == "Zs" else _escaped(c) for c in str(value)[:40])[:40]


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _got(value_shown: str | None, rule: str) -> str:
    if value_shown is None:
        return "värdet"
    return value_shown if rule == "cells" else f'"{value_shown}"'


def _consequence(dataset: Dataset, rule: str, name: str) -> str:
    other_word = f" eller ange vad ordet betyder under [datasets.{dataset.name}.words.{name}]" if rule in WORDS else ""
    cure = f"Rätta i källan{other_word} och kör igen."
    if rule in BREAKING or not (dataset.money or dataset.row_by_row):
        return f"Körningen stannar. {cure}"
    if dataset.money:
        return f"Hela datamängden är avvisad. {cure}"
    return f"Raden är inte inläst. {cure}"


def _expected(column: Column) -> str:
    if column.allowed:
        return ", ".join(column.allowed)
    what, form = TYPES[column.type]
    least = f" som är minst {column.minimum:g}" if column.minimum is not None else ""
    return what + least if column.type in NUMERIC or what == form else f"{what}, {form}"


WORDS = {"allowed", "unknown_line", "unknown_department"}
"""Rules that the settings can meet: another word for the same thing."""

NUMERIC = {"sek", "count", "number", "share"}
