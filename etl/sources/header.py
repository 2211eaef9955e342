"""The header row of a table in a file: the first row that has every column a dataset needs."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple

from etl.config import Place
from etl.errors import RunFailed

ROWS_ABOVE = 50
"""How far down a header is looked for: titles, dates and filters stand above it."""


class Row(NamedTuple):
    """`number` is the one its reader sees; `faults` are cells that the reading found bad: place -> rule.

    `torn` says why the cells cannot be told apart at all; there are none then.
    """

    number: int
    cells: Sequence[Any]
    faults: Mapping[int, str] = MappingProxyType({})
    torn: str = ""


@dataclass(frozen=True)
class Header:
    """`names` as the file has them; `places` are where the contract's columns stand."""

    names: tuple[str, ...]
    places: Mapping[str, int]


@dataclass(frozen=True)
class Table:
    """One file or sheet: its header, and the rows under it as a stream. `letters` name a sheet's columns."""

    where: str
    header: Header
    rows: Iterable[Row]
    letters: Mapping[str, str] = field(default_factory=dict)


def find(place: Place, where: str, rows: Iterator[Row]) -> Header | None:
    """The header among the first rows, which are consumed up to and with it."""
    for row in islice(rows, ROWS_ABOVE):
        names = as_names(row.cells)
        if all(place.theirs(name) in names for name in place.dataset.required):
            return _header(place, where, names)
    return None


def as_names(cells: Sequence[Any]) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFC", str(cell)).strip() for cell in cells)


def not_found(place: Place, where: str, rows: Iterable[Row], tried: str = "") -> RunFailed:
    """What the best candidate lacks, and how to rename it."""
    wanted = [place.theirs(name) for name in place.dataset.required]
    candidates = [(row.number, as_names(row.cells)) for row in rows]
    number, names = max(candidates, key=lambda row: _likeness(wanted, row[1]), default=(0, ()))
    nearest = _nearest(place, number, names) if _likeness(wanted, names) else ""
    return RunFailed(
        f"{where}: ingen rubrikrad bland de {ROWS_ABOVE} första raderna har alla kolumner{tried}. "
        f"Väntat: {', '.join(wanted)}. {nearest}Ange källans namn under [datasets.{place.dataset.name}.columns] "
        "eller rätta filen, och kör igen."
    )


def _header(place: Place, where: str, names: tuple[str, ...]) -> Header:
    used = {name: place.theirs(name) for name in place.dataset.names if place.theirs(name) in names}
    twice = sorted({theirs for theirs in used.values() if names.count(theirs) > 1})
    if twice:
        raise RunFailed(
            f"{where}: kolumnen {twice[0]} finns {names.count(twice[0])} gånger i rubrikraden. "
            "Väntat: en gång. Ta bort eller döp om den ena och kör igen."
        )
    return Header(names, {name: names.index(theirs) for name, theirs in used.items()})


def _likeness(wanted: Sequence[str], names: Sequence[str]) -> int:
    """A column that is there counts more than one that is nearly there."""
    return sum(100 if name in names else bool(_nearly(name, names)) for name in wanted)


def _nearest(place: Place, number: int, names: Sequence[str]) -> str:
    missing = [name for name in place.dataset.required if place.theirs(name) not in names]
    guesses = [f'{name} = "{guess}"' for name in missing if (guess := _nearly(place.theirs(name), names))]
    meant = f" Menas {', '.join(guesses)}?" if guesses else ""
    return f"Närmast är rad {number}: där saknas {', '.join(map(place.theirs, missing))}.{meant} "


def _nearly(name: str, names: Sequence[str]) -> str:
    by_lower = {each.casefold(): each for each in names if each}
    found = get_close_matches(name.casefold(), by_lower, n=1)
    return by_lower[found[0]][:40] if found else ""
