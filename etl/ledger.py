"""The ledger, aggregated inside its own database: one query, bound parameters, no transaction in our memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, String, and_, between, bindparam, case, cast, column, func, null, select
from sqlalchemy.sql import ColumnElement, Select

from etl.config import Place
from etl.errors import RunFailed
from etl.parse import TEXT, Refusal, refusal
from etl.sources import Engines, Extract, absent, readable, settled, source_table, where

ONLY_CLASS = "Alla konton"
"""Account class of everything where no account classes are delivered."""

COLUMNS: dict[str, Any] = {
    "period": "datetime64[ms]",
    "line_id": TEXT,
    "account_class": TEXT,
    "actual_ore": "Int64",
    "rows": "Int64",
}


@dataclass(frozen=True)
class Ledger:
    """Sums per month x line x account class, and the COUNT and SUM of the whole table beside them."""

    extract: Extract
    months: pd.DataFrame
    total_ore: int = 0


def read_ledger(places: Mapping[str, Place], engines: Engines, classes: pd.DataFrame, lines: pd.DataFrame) -> Ledger:
    """Raises `RunFailed` where the ledger is configured and cannot be read."""
    place = places.get("ledger")
    if place is None:
        return Ledger(absent(_dataset()), _frame([]))
    with readable(place), engines.connect(place) as connection:
        streamed = connection.execution_options(yield_per=5_000)
        groups = [dict(row) for row in streamed.execute(ledger_query(place, classes)).mappings()]
    return judged(place, groups, lines)


def ledger_query(place: Place, classes: pd.DataFrame) -> Select[Any]:
    """Rows: month, line_id, account_class, stray_account (of no class), ore, rows; and the whole's COUNT and SUM.

    The inner grouping is on raw columns, so the account classes are looked up once per account and month
    instead of once per transaction. Öre are made whole before they are summed, so even a database that sums
    in double precision is exact, up to 2**53 öre.
    """
    theirs: dict[str, ColumnElement[Any]] = {
        name: column(place.columns.get(name, name)) for name in place.dataset.names
    }
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


def judged(place: Place, groups: list[dict[str, Any]], lines: pd.DataFrame) -> Ledger:
    """Refuse the whole ledger for any group outside the year's lines or account classes, else use every group."""
    items = lines[lines["kind"] == "item"]
    known = set(zip(items["year"], items["line_id"], strict=True)) if len(lines) else None
    refusals = list(_refusals(place, groups, known))
    rows, total = (int(groups[0]["total_rows"]), int(groups[0]["total_ore"])) if groups else (0, 0)
    if not refusals and total != sum(int(group["ore"]) for group in groups):
        raise RunFailed(f"{where(place)}: gruppernas summa är inte hela huvudbokens. Inget är publicerat.")
    read = Extract(place.dataset, _frame([]), where(place), "read", place.provenance, rows, tuple(refusals))
    return Ledger(settled(read, refusals), _frame([] if refusals else groups), total)


def _refusals(place: Place, groups: list[dict[str, Any]], known: set[tuple[int, str]] | None) -> Iterator[Refusal]:
    """One per bad value and group; the row number counts the groups, since no single voucher is read."""
    for number, group in enumerate(groups, start=1):
        for name, value, rule in _faults(group, known):
            yield refusal(place.dataset, where(place), number, name, value, rule)


def _faults(group: dict[str, Any], known: set[tuple[int, str]] | None) -> Iterator[tuple[str, Any, str]]:
    month, line = group["month"], group["line_id"]
    if not _is_month(month):
        yield "booking_date", month, "empty" if month is None else "type"
        return
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
    names = {"month": "period", "ore": "actual_ore"}
    frame = pd.DataFrame(groups, columns=["month", "line_id", "account_class", "ore", "rows"]).rename(columns=names)
    return frame.assign(period=pd.to_datetime(frame["period"], format="%Y-%m")).astype(COLUMNS)


def _dataset() -> Any:
    from data.datasets import BY_NAME

    return BY_NAME["ledger"]
