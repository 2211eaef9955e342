"""The ledger, aggregated inside its own database: one query, bound parameters, no transaction in our memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, String, and_, between, bindparam, case, cast, column, func, null, select
from sqlalchemy.sql import ColumnElement, Select

from data.datasets import BY_NAME
from etl.config import Place
from etl.errors import RunFailed
from etl.extract import Extract, absent
from etl.parse import TEXT, Refusal, refusal, typed_frame
from etl.sql import Engines, readable, source_table

ONLY_CLASS = "Alla konton"
"""Account class of everything where no account classes are delivered."""

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

    @property
    def rows_used(self) -> int:
        return 0 if self.status == "refused" else int(self.months["rows"].sum())

    @property
    def sum_used(self) -> Decimal:
        return Decimal(0) if self.status == "refused" else Decimal(self.booked_ore) / 100

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
    with readable(place), engines.connect(place.source) as connection:
        streamed = connection.execution_options(yield_per=5_000)
        groups = [dict(row) for row in streamed.execute(ledger_query(place, classes)).mappings()]
    return judged(place, groups, lines, f"{this_month:%Y-%m}")


def ledger_query(place: Place, classes: pd.DataFrame) -> Select[Any]:
    """Rows: month, line_id, account_class, stray_account (of no class), ore, rows; and the whole's COUNT and SUM.

    The inner grouping is on raw columns, so the account classes are looked up once per account and month
    instead of once per transaction. Öre are made whole before they are summed, so even a database that sums
    in double precision is exact, up to 2**53 öre.
    """
    theirs: dict[str, ColumnElement[Any]] = {name: column(place.theirs(name)) for name in place.dataset.names}
    whole_ore = func.round(theirs["amount_sek"] * bindparam("ore", place.factor))
    inner = (
        select(
            func.substring(cast(theirs["booking_date"], String(10)), 1, 7).label("month"),
            theirs["line_id"].label("line_id"),
            theirs["account"].label("account"),
            cast(func.sum(whole_ore), BigInteger).label("ore"),
            func.count().label("rows"),
            func.count(theirs["amount_sek"]).label("amounts"),
        )
        .select_from(source_table(place))
        .group_by("month", theirs["line_id"], theirs["account"])
        .subquery("by_account")
    )
    return _by_class(inner.c, classes)


def _by_class(raw: Any, classes: pd.DataFrame) -> Select[Any]:
    account_class = class_of(raw.month, raw.account, classes).label("account_class")
    stray_account = case((account_class.element.is_(None), raw.account)).label("stray_account")
    ore, rows = func.sum(raw.ore), func.sum(raw.rows)
    return select(
        raw.month,
        raw.line_id,
        account_class,
        stray_account,
        ore.label("ore"),
        rows.label("rows"),
        func.sum(raw.amounts).label("amounts"),
        func.sum(ore).over().label("total_ore"),
        func.sum(rows).over().label("total_rows"),
    ).group_by(raw.month, raw.line_id, account_class.element, stray_account.element)


def class_of(month: ColumnElement[str], account: ColumnElement[int], classes: pd.DataFrame) -> ColumnElement[Any]:
    """The account's class that year; NULL outside every interval."""
    if classes.empty:
        return case((account.is_not(None), ONLY_CLASS), else_=null())
    return case(
        *[
            (and_(between(account, low, high), between(month, f"{first}-01", f"{last}-12")), name)
            for low, high, name, first, last in intervals(classes)
        ],
        else_=null(),
    )


def intervals(classes: pd.DataFrame) -> list[tuple[int, int, str, int, int]]:
    """(from, to, class, first year, last year): the same interval in consecutive years is one comparison."""
    keys = ["account_from", "account_to", "account_class"]
    ordered = classes.sort_values([*keys, "year"])
    run = ordered.groupby(keys)["year"].diff().ne(1).fillna(True).cumsum()
    merged = ordered.groupby([*keys, run.rename("run")])["year"].agg(["min", "max"]).reset_index()
    return [(int(a), int(b), name, int(first), int(last)) for a, b, name, _, first, last in merged.to_numpy()]


def judged(place: Place, groups: list[dict[str, Any]], lines: pd.DataFrame, this_month: str) -> Ledger:
    """Refuse the whole ledger for any group outside the year's lines or account classes, else use every group."""
    groups = [group | {"line_id": _meant(place, group["line_id"])} for group in groups]
    items = lines[lines["kind"] == "item"]
    known = set(zip(items["year"], items["line_id"], strict=True)) if len(lines) else None
    refusals = list(_refusals(place, groups, known, this_month))
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


def _meant(place: Place, line: Any) -> Any:
    """Our line where the settings say what the source's name stands for; several names may stand for one line."""
    return place.words.get("line_id", {}).get(str(line), line)


def _refusals(
    place: Place, groups: list[dict[str, Any]], known: set[tuple[int, str]] | None, this_month: str
) -> Iterator[Refusal]:
    """One per bad value and group; the row number counts the groups, since no single voucher is read."""
    for number, group in enumerate(groups, start=1):
        for name, value, rule in _faults(group, known, this_month):
            yield refusal(place.dataset, place.where, number, name, value, rule)


def _faults(
    group: dict[str, Any], known: set[tuple[int, str]] | None, this_month: str
) -> Iterator[tuple[str, Any, str]]:
    month, line = group["month"], group["line_id"]
    if not _is_month(month):
        yield "booking_date", month, "empty" if month is None else "type"
        return
    if month > this_month:
        yield "booking_date", month, "future"
    if group["amounts"] != group["rows"]:
        yield "amount_sek", None, "empty"
    if group["account_class"] is None:
        yield "account", group["stray_account"], "unknown_account"
    if known is not None and (int(month[:4]), line) not in known:
        yield "line_id", line, "unknown_line"


def _is_month(month: object) -> bool:
    text = str(month)
    return len(text) == 7 and text[4] == "-" and text[:4].isdigit() and "01" <= text[5:] <= "12"


def _frame(groups: list[dict[str, Any]]) -> pd.DataFrame:
    """The groups as typed sums; two of the source's names for one line are one group here."""
    frame = pd.DataFrame(groups, columns=["month", "line_id", "account_class", "ore", "rows"])
    frame = frame.rename(columns={"month": "period", "ore": "actual_ore"})
    frame = frame.assign(period=pd.to_datetime(frame["period"], format="%Y-%m")).astype(COLUMNS)
    return frame.groupby(["period", "line_id", "account_class"], as_index=False, sort=False).sum()
