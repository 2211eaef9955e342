"""The ledger, summed inside its own database: no transaction in our memory, one bad group refuses it whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from data.datasets import BY_NAME
from etl.config import Place
from etl.errors import RunFailed
from etl.sources.extract import Extract, absent
from etl.sources.ledger_faults import Group, refusals_of
from etl.sources.ledger_query import day_query, ledger_query, one_date
from etl.sources.parse import TEXT, typed_frame
from etl.sources.pour import poured
from etl.sources.sql import Engines
from etl.sources.tables import named

COLUMNS: dict[str, Any] = {
    "period": "datetime64[ms]",
    "line_id": TEXT,
    "account_class": TEXT,
    "actual_ore": "Int64",
    "rows": "Int64",
}


def no_months() -> pd.DataFrame:
    return _frame([])


@dataclass(frozen=True)
class Ledger(Extract):
    """The ledger's transactions stay where they lie; `months` has their sums per month x line x account class."""

    months: pd.DataFrame = field(default_factory=no_months)
    kept_ore: int = 0

    @property
    def rows_used(self) -> int:
        return int(self.months["rows"].sum())

    @property
    def sum_used(self) -> Decimal:
        return Decimal(self.booked_ore - self.kept_ore) / 100

    @property
    def booked_ore(self) -> int:
        """The sum of all months, kept ones too."""
        return int(self.months["actual_ore"].sum())


def read_ledger(
    places: Mapping[str, Place], engines: Engines, classes: pd.DataFrame, lines: pd.DataFrame, this_month: pd.Timestamp
) -> Ledger:
    """Raises `RunFailed` where the ledger is configured and cannot be read."""
    place = places.get("ledger")
    if place is None:
        return Ledger(**vars(absent(BY_NAME["ledger"])))
    if place.file:
        return _from_files(place, engines, classes, lines, this_month)
    return _from_database(place, engines, classes, lines, this_month)


def _from_database(
    place: Place, engines: Engines, classes: pd.DataFrame, lines: pd.DataFrame, this_month: pd.Timestamp
) -> Ledger:
    groups, days = engines.ask(place.source, named(place), lambda connection: _summed(place, classes, connection))
    return judged(place, ordered(place, groups), days, lines, f"{this_month:%Y-%m}")


def _from_files(
    place: Place, engines: Engines, classes: pd.DataFrame, lines: pd.DataFrame, this_month: pd.Timestamp
) -> Ledger:
    """The files' own bad rows and the groups' faults together."""
    with TemporaryDirectory() as folder:
        into = poured(place, Path(folder))
        try:
            ledger = _from_database(into.place, engines, classes, lines, this_month)
        finally:
            engines.close(into.place.source)
    refusals = (*into.refusals, *ledger.refusals)
    whole = replace(ledger, found=into.found, rows_in=into.rows_in, sum_in=into.sum_in, refusals=refusals)
    return replace(whole.refused_whole(), months=no_months()) if refusals else whole


def _summed(place: Place, classes: pd.DataFrame, connection: Connection) -> tuple[list[Group], list[Group]]:
    """The groups, streamed; and the days of a ledger whose dates are text in an engine that has dates."""
    result = connection.execute(ledger_query(place, classes), execution_options={"yield_per": 5_000})
    groups = [dict(row) for row in result.mappings()]
    if connection.dialect.name == "sqlite" or not isinstance(connection.scalar(one_date(place)), str):
        return groups, []
    return groups, [dict(row) for row in connection.execute(day_query(place)).mappings()]


def ordered(place: Place, groups: list[Group]) -> list[Group]:
    """Under our line ids, in an order that no engine decides."""
    meant = [group | {"line_id": _meant(place, group["line_id"])} for group in groups]
    return sorted(
        meant, key=lambda g: [str(g[name]) for name in ("month", "line_id", "account_class", "stray_account")]
    )


def _meant(place: Place, line: Any) -> str:
    """Our line where the settings say what the source's name stands for; several names may stand for one line."""
    text = "" if line is None else str(line).strip()
    return place.words.get("line_id", {}).get(text, text)


def judged(place: Place, groups: list[Group], days: list[Group], lines: pd.DataFrame, this_month: str) -> Ledger:
    """Refuse the whole ledger for any group outside the year's lines or account classes, else use every group."""
    items = lines[lines["kind"] == "item"]
    known = set(zip(items["year"], items["line_id"], strict=True)) if len(lines) else None
    refusals = refusals_of(place, groups, days, known, this_month)
    rows, total = (int(groups[0]["total_rows"]), int(groups[0]["total_ore"] or 0)) if groups else (0, 0)
    if total != sum(int(group["ore"] or 0) for group in groups):
        raise RunFailed(f"{place.where}: gruppernas summa är inte hela huvudbokens. Inget är publicerat.")
    read = Ledger(
        place.dataset,
        typed_frame(place.dataset, []),
        source=place.where,
        status="read",
        provenance=place.source.provenance,
        found=tuple(place.theirs(name) for name in place.dataset.names),
        rows_in=rows,
        sum_in=Decimal(total) / 100,
        refusals=tuple(refusals),
        months=_frame([] if refusals else groups),
    )
    return read.refused_whole() if refusals else read


def _frame(groups: list[Group]) -> pd.DataFrame:
    """The groups as typed sums; two of the source's names for one line are one group here."""
    frame = pd.DataFrame(groups, columns=["month", "line_id", "account_class", "ore", "row_count"])
    frame = frame.rename(columns={"month": "period", "ore": "actual_ore", "row_count": "rows"})
    frame = frame.assign(period=pd.to_datetime(frame["period"], format="%Y-%m")).astype(COLUMNS)
    return frame.groupby(["period", "line_id", "account_class"], as_index=False, sort=False).sum()
