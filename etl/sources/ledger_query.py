"""The one query that sums a ledger inside its own database: Core only, bound parameters, plain columns to group by.

Grouping by an expression that has parameters in it is refused by SQL Server, grouping by an alias by most; so each
step is a subquery of its own. Engines merge them.
"""

from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, Subquery, and_, between, bindparam, case, cast, column, func, literal, null, select
from sqlalchemy.sql import ColumnElement, Select

from etl.config import Place
from etl.sources.dialects import count_days, count_numbers, iso_date, iso_month, whole_number, whole_ore
from etl.sources.tables import source_table

ONLY_CLASS = "Alla konton"
"""Account class of everything where no account classes are delivered."""

COUNTED = ("row_count", "amounts", "numbers", "days")
"""Rows of a group, and how many of them have an amount, one that is a number, and a day that exists."""


def ledger_query(place: Place, classes: pd.DataFrame) -> Select[Any]:
    """Rows: month, line_id, account_class, stray_account (of no class), ore, `COUNTED`; and the whole's COUNT and SUM.

    The inner grouping is on raw columns, so the account classes are looked up once per account and month
    instead of once per transaction. Öre are made whole before they are summed, so even a database that sums
    in double precision is exact, up to 2**53 öre.
    """
    found = _with_strays(_classified(_by_account(_transactions(place)), classes)).c
    keys = (found.month, found.line_id, found.account_class, found.stray_account)
    sums = {name: func.sum(found[name]) for name in ("ore", *COUNTED)}
    return select(
        *keys,
        *[total.label(name) for name, total in sums.items()],
        func.sum(sums["ore"]).over().label("total_ore"),
        func.sum(sums["row_count"]).over().label("total_rows"),
    ).group_by(*keys)


def day_query(place: Place) -> Select[Any]:
    """Each day that the ledger's text dates name, and its rows."""
    days = select(iso_date(column(place.theirs("booking_date"))).label("day"))
    each = days.select_from(source_table(place)).subquery("days").c
    return select(each.day, func.count().label("row_count")).group_by(each.day)


def one_date(place: Place) -> Select[Any]:
    """Some booking date, to see whether the engine has it as a date or as text."""
    date: ColumnElement[Any] = column(place.theirs("booking_date"))
    return select(date).select_from(source_table(place)).where(date.is_not(None)).limit(1)


def _transactions(place: Place) -> Subquery:
    theirs: dict[str, ColumnElement[Any]] = {name: column(place.theirs(name)) for name in place.dataset.names}
    return (
        select(
            iso_month(theirs["booking_date"]).label("month"),
            theirs["line_id"].label("line_id"),
            theirs["account"].label("account"),
            theirs["booking_date"].label("booked"),
            theirs["amount_sek"].label("amount"),
            whole_ore(theirs["amount_sek"], bindparam("ore", place.factor)).label("ore"),
        )
        .select_from(source_table(place))
        .subquery("transactions")
    )


def _by_account(transactions: Subquery) -> Subquery:
    """Grouped by account first: an engine that sorts to group then compares numbers before text, a fifth faster."""
    raw = transactions.c
    return (
        select(
            raw.month,
            raw.line_id,
            raw.account,
            whole_number(raw.account).label("account_number"),
            cast(func.sum(raw.ore), BigInteger).label("ore"),
            func.count().label("row_count"),
            func.count(raw.amount).label("amounts"),
            count_numbers(raw.amount).label("numbers"),
            count_days(raw.booked).label("days"),
        )
        .group_by(raw.account, raw.line_id, raw.month)
        .subquery("by_account")
    )


def _classified(by_account: Subquery, classes: pd.DataFrame) -> Subquery:
    raw = by_account.c
    account_class = class_of(raw.month, raw.account_number, classes).label("account_class")
    return select(*raw, account_class).subquery("classified")


def _with_strays(classified: Subquery) -> Subquery:
    """An account is kept only where it has no class."""
    stray_account = case((classified.c.account_class.is_(None), classified.c.account)).label("stray_account")
    return select(*classified.c, stray_account).subquery("keyed")


def class_of(month: ColumnElement[str], account: ColumnElement[int], classes: pd.DataFrame) -> ColumnElement[Any]:
    """The account's class that year; NULL outside every interval."""
    if classes.empty:
        return case((account.is_not(None), literal(ONLY_CLASS)), else_=null())
    return case(
        *[
            (and_(between(account, low, high), between(month, f"{first}-01", f"{last}-12")), literal(name))
            for low, high, name, first, last in intervals(classes)
        ],
        else_=null(),
    )


def intervals(classes: pd.DataFrame) -> list[tuple[int, int, str, int, int]]:
    """(from, to, class, first year, last year): the same interval in consecutive years is one comparison."""
    found: list[tuple[int, int, str, int, int]] = []
    columns = classes[["account_from", "account_to", "account_class", "year"]]
    for low, high, name, year in sorted(columns.itertuples(index=False, name=None)):
        if found and found[-1][:3] == (low, high, name) and found[-1][4] == year - 1:
            found[-1] = (*found[-1][:4], int(year))
        else:
            found.append((int(low), int(high), name, int(year), int(year)))
    return found
