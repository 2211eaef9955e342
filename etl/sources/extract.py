"""Extract: a source's rows, typed or refused, one dataset at a time. Nothing read is lost: in = used + refused."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

import pandas as pd

from data.contract import Dataset
from data.datasets import BY_NAME
from etl.config import Alarms, Place
from etl.errors import RunFailed
from etl.money import ore_name
from etl.sources import files
from etl.sources.parse import Parsed, Reading, RowParser, row_refusals, typed_frame
from etl.sources.refusals import BREAKING, Refusal, refusal
from etl.sources.sql import Engines


@dataclass(frozen=True)
class Origin:
    """Where a row came from: table or file, and its number there."""

    source: str
    number: int


@dataclass(frozen=True)
class Extract:
    """One dataset as read; row i of `frame` came from `origins[i]`. Empty where it was absent or refused whole.

    `found` are the source's columns; `unknown` counts the words that no code stands for, per column. The sums are
    of the dataset's control column, in kronor or in the column's own unit.
    """

    dataset: Dataset
    frame: pd.DataFrame
    origins: tuple[Origin, ...] = ()
    source: str = ""
    status: str = "absent"
    provenance: str | None = None
    found: tuple[str, ...] = ()
    rows_in: int = 0
    rows_refused: int = 0
    sum_in: Decimal = Decimal(0)
    sum_refused: Decimal = Decimal(0)
    refusals: tuple[Refusal, ...] = ()
    unknown: Mapping[str, Counter[str]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    kept_from: str = ""
    kept_rows: int = 0
    kept_sum: Decimal = Decimal(0)

    @property
    def rows_used(self) -> int:
        """Rows of this reading; those kept from an earlier snapshot are not among them."""
        return len(self.frame) - self.kept_rows

    @property
    def sum_used(self) -> Decimal:
        return control_sum(self.dataset, self.frame) - self.kept_sum

    def refused_whole(self) -> Self:
        """A partly loaded ledger is worse than none."""
        return replace(
            self,
            frame=typed_frame(self.dataset, []),
            origins=(),
            status="refused",
            rows_refused=self.rows_in,
            sum_refused=self.sum_in,
        )

    def without(self, places: list[int], column: str, rule: str) -> Self:
        """Refuse single rows by a rule that one row alone cannot tell."""
        if not places:
            return self
        shown, gone = self.frame[column].tolist(), set(places)
        found = [refusal(self.dataset, *_at(self.origins[place]), column, shown[place], rule) for place in places]
        return replace(
            self,
            frame=self.frame.drop(index=self.frame.index[places]).reset_index(drop=True),
            origins=tuple(origin for place, origin in enumerate(self.origins) if place not in gone),
            rows_refused=self.rows_refused + len(places),
            sum_refused=self.sum_refused + control_sum(self.dataset, self.frame.iloc[places]),
            refusals=(*self.refusals, *found),
        )


def absent(dataset: Dataset) -> Extract:
    return Extract(dataset, typed_frame(dataset, []))


def all_datasets(places: Mapping[str, Place], engines: Engines) -> dict[str, Extract]:
    """Every dataset but the ledger, which is too large to be read whole. One that cannot be read says why."""
    return {name: _extracted(dataset, places, engines) for name, dataset in BY_NAME.items() if name != "ledger"}


def _extracted(dataset: Dataset, places: Mapping[str, Place], engines: Engines) -> Extract:
    try:
        return extract(dataset, places, engines)
    except RunFailed as error:
        where = places[dataset.name].where
        return replace(absent(dataset), source=where, status="failed", problems=error.problems)


def extract(dataset: Dataset, places: Mapping[str, Place], engines: Engines) -> Extract:
    """Read one small dataset whole. Raises `RunFailed` where it is configured and cannot be read."""
    place = places.get(dataset.name)
    if place is None:
        return absent(dataset)
    return typed(place, files.read(place) if place.file else engines.read(place))


def typed(place: Place, reading: Reading) -> Extract:
    """Typed rows; every row with a bad cell is refused, each bad cell named."""
    good: list[tuple[Origin, Parsed]] = []
    bad: list[Parsed] = []
    refusals: list[Refusal] = []
    unknown: dict[str, Counter[str]] = {}
    for row, parsed in _judged(place, reading):
        if parsed.broken:
            bad.append(parsed)
            refusals += row_refusals(place.dataset, row, parsed)
        else:
            good.append((Origin(row.source, row.number), parsed))
        for column, word in parsed.unknown.items():
            unknown.setdefault(column, Counter())[word] += 1
    sums = [_control(place.dataset, [p.cells for p in rows]) for rows in ([p for _, p in good], bad)]
    return Extract(
        place.dataset,
        typed_frame(place.dataset, [parsed.cells for _, parsed in good]),
        tuple(origin for origin, _ in good),
        place.where,
        "read",
        place.source.provenance,
        reading.found,
        len(good) + len(bad),
        len(bad),
        sum(sums, Decimal(0)),
        sums[1],
        tuple(refusals),
        unknown,
    )


def settled(extracts: Mapping[str, Extract], alarms: Alarms) -> dict[str, Extract]:
    """Each dataset's rule applied to what was refused. Raises `RunFailed` with everything that breaks a table."""
    problems = [problem for each in extracts.values() for problem in broken(each, alarms)]
    if problems:
        raise RunFailed(*problems)
    return {
        name: each.refused_whole() if each.dataset.money and each.refusals else each for name, each in extracts.items()
    }


def broken(extracted: Extract, alarms: Alarms) -> list[str]:
    """Why a table cannot be used at all: its keys or tree, too many refused rows, any bad row of a base table."""
    if extracted.problems:
        return list(extracted.problems)
    dataset = extracted.dataset
    alone = dataset.money or dataset.row_by_row
    found = [refusal.message for refusal in extracted.refusals if refusal.rule in BREAKING or not alone]
    if dataset.row_by_row and extracted.rows_refused * 100 > alarms.refused_percent * extracted.rows_in:
        found.append(
            f"{extracted.source}: {extracted.rows_refused} av {extracted.rows_in} rader är avvisade, fler än "
            f"{alarms.refused_percent} procent (checks.refused_percent). Rätta i källan och kör igen. "
            f"Den första: {extracted.refusals[0].message}"
        )
    return found


def control_sum(dataset: Dataset, frame: pd.DataFrame) -> Decimal:
    """Sum of the control column: kronor for amounts, else the column's own unit; exact whatever the order."""
    name = dataset.control
    if not name:
        return Decimal(0)
    if (ore := ore_name(name)) in frame:
        return Decimal(int(frame[ore].sum())) / 100
    return _total(frame[name].dropna().tolist())


def _control(dataset: Dataset, rows: list[dict[str, Any]]) -> Decimal:
    """The same sum over parsed cells, before there is a frame; a cell that could not be read counts nothing."""
    if not dataset.control:
        return Decimal(0)
    values = [row[dataset.control] for row in rows if row.get(dataset.control) is not None]
    in_ore = next(c.type for c in dataset.columns if c.name == dataset.control) == "sek"
    return Decimal(sum(values)) / 100 if in_ore else _total(values)


def _total(values: Iterable[Any]) -> Decimal:
    return sum((Decimal(str(value)) for value in values), Decimal(0))


def _judged(place: Place, reading: Reading) -> Iterable[tuple[Any, Parsed]]:
    """Each row parsed, a repeated key refused."""
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    parser = RowParser(place)
    for row in reading.rows:
        parsed = parser.parse(row)
        key = tuple(parsed.cells.get(name) for name in place.dataset.key)
        if not parsed.broken and key and key in seen:
            parsed = parsed.refused(place.dataset.key[-1], row.cells, _doubled(seen[key], parsed.cells))
        seen.setdefault(key, parsed.cells)
        yield row, parsed


def _doubled(first: dict[str, Any], again: dict[str, Any]) -> str:
    named = [(cells.get("name"), cells.get("title")) for cells in (first, again)]
    return "two_names" if named[0] != named[1] else "duplicate"


def _at(origin: Origin) -> tuple[str, int]:
    return origin.source, origin.number
