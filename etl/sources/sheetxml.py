"""Cells that a sheet reader passes over in silence: formulas without a saved value, and error values.

`python-calamine` gives both as empty. A formula has no value where a program that does not calculate wrote the file;
some of those write 0 and ask Excel to calculate on opening, so that a 0 of theirs is no value either.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, iterparse, parse
from zipfile import ZipFile

SUSPECT = re.compile(rb"<(\w+:)?f[ />]|\st=.e.")
CHUNK = 1 << 20
Blemishes = dict[tuple[int, int], tuple[str, str]]
"""(row, column) counted from 1 and 0 -> what to show, and the rule it breaks."""


def blemishes(book: ZipFile, sheet: str) -> Blemishes:
    """Raises `KeyError` or `ParseError` on a damaged workbook."""
    path = _path(book, sheet)
    with book.open(path) as opened:
        if not _suspect(opened):
            return {}
    unsure = _calculates_on_opening(book)
    with book.open(path) as opened:
        return {at: found for at, cell in _cells(opened) if (found := _blemish(cell, unsure))}


def _path(book: ZipFile, sheet: str) -> str:
    """Where in the archive a sheet lies: the workbook gives its id, the relations the id's file."""
    sheets = {each.get("name"): each for each in _root(book, "xl/workbook.xml").findall(".//{*}sheet")}
    ids = {name.rpartition("}")[2]: value for name, value in sheets[sheet].items()}
    relations = _root(book, "xl/_rels/workbook.xml.rels").findall(".//{*}Relationship")
    target = {each.get("Id"): each.get("Target", "") for each in relations}[ids["id"]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _root(book: ZipFile, path: str) -> Element:
    with book.open(path) as opened:
        return parse(opened).getroot()


def _suspect(opened: IO[bytes]) -> bool:
    before = b""
    while chunk := opened.read(CHUNK):
        if SUSPECT.search(before[-20:] + chunk):
            return True
        before = chunk
    return False


def _calculates_on_opening(book: ZipFile) -> bool:
    settings = _root(book, "xl/workbook.xml").findall(".//{*}calcPr")
    return any(each.get("fullCalcOnLoad") in ("1", "true") for each in settings)


def _cells(opened: IO[bytes]) -> Iterator[tuple[tuple[int, int], Element]]:
    """Cells with their place; both row and cell may leave theirs out, and then follow the one before."""
    number = 0
    for _, element in iterparse(opened):
        if not element.tag.endswith("}row"):
            continue
        number, column = int(element.get("r") or number + 1), -1
        for cell in element.findall("{*}c"):
            column = column_of(cell.get("r") or "") if cell.get("r") else column + 1
            yield (number, column), cell
        element.clear()


def _blemish(cell: Element, unsure: bool) -> tuple[str, str] | None:
    value, formula = cell.findtext("{*}v") or "", cell.find("{*}f")
    if cell.get("t") == "e":
        return value, "error_value"
    if formula is None or cell.get("t") == "str" or (value and not (unsure and value == "0")):
        return None
    return f"={formula.text or ''}", "formula"


def column_of(reference: str) -> int:
    """`C17` -> 2."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter) - 64
    return number - 1


def letter_of(column: int) -> str:
    """2 -> `C`."""
    before, last = divmod(column, 26)
    return (letter_of(before - 1) if before else "") + chr(65 + last)
