"""What a ledger may not have in it. A group is named by month, line and account, since no single voucher is read."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from etl.config import Place
from etl.sources.refusals import Refusal, refusal, shown

Group = dict[str, Any]
Known = set[tuple[int, str]]
Fault = tuple[str, Any, str]
"""Column, value shown, rule."""

EXACT_ORE = 2**53


def refusals_of(
    place: Place, groups: list[Group], days: list[Group], known: Known | None, this_month: str
) -> list[Refusal]:
    """One per bad value and group. The row number is the group's own, in order of month, line and account."""
    found = [
        _named(refusal(place.dataset, place.where, number, *fault), number, called(group))
        for number, group in enumerate(groups, start=1)
        for fault in _faults(group, known, this_month)
    ]
    return found + [
        _named(refusal(place.dataset, place.where, 0, "booking_date", day, "type"), 0, f"{rows} rader")
        for day, rows in _impossible(days)
    ]


def called(group: Group) -> str:
    """ "2019-02, bas, konto 9100, 3 rader"."""
    account = group["account_class"] or f"konto {_or_none(group['stray_account'])}"
    rows = int(group["row_count"])
    return (
        f"{_or_none(group['month'])}, {_or_none(group['line_id'])}, {account}, {rows} {'rad' if rows == 1 else 'rader'}"
    )


def _named(found: Refusal, number: int, name: str) -> Refusal:
    return replace(found, message=found.message.replace(f"rad {number},", f"gruppen {name}:", 1))


def _or_none(value: Any) -> str:
    return "(tomt)" if value in (None, "") else shown(value)


def _faults(group: Group, known: Known | None, this_month: str) -> Iterator[Fault]:
    month = group["month"]
    yield from _amount_faults(group)
    yield from _account_faults(group)
    if not group["line_id"]:
        yield "line_id", None, "empty"
    if not _is_month(month):
        yield "booking_date", month, "empty" if month in (None, "") else "type"
        return
    if bad := _rows(group) - int(group["days"]):
        yield "booking_date", f"{month}, minst {_of(bad, group)}", "type"
    if month > this_month:
        yield "booking_date", month, "future"
    if group["line_id"] and known is not None and (int(month[:4]), group["line_id"]) not in known:
        yield "line_id", group["line_id"], "unknown_line"


def _amount_faults(group: Group) -> Iterator[Fault]:
    amounts = int(group["amounts"])
    if empty := _rows(group) - amounts:
        yield "amount_sek", f"tomt i {_of(empty, group)}", "empty"
    if texts := amounts - int(group["numbers"]):
        yield "amount_sek", f"text i {_of(texts, group)}", "type"
    if abs(int(group["ore"] or 0)) > EXACT_ORE:
        yield "amount_sek", int(group["ore"]) // 100, "too_large"


def _account_faults(group: Group) -> Iterator[Fault]:
    account = group["stray_account"]
    if group["account_class"] is not None:
        return
    if account is None or account == "":
        yield "account", None, "empty"
    else:
        yield "account", account, "unknown_account" if _is_whole(account) else "type"


def _impossible(days: list[Group]) -> Iterator[tuple[str, int]]:
    """Days of a real month that do not exist; other text is already a fault of its group."""
    for day in sorted(days, key=lambda each: str(each["day"])):
        text = str(day["day"])
        if _is_month(text[:7]) and not _is_day(text):
            yield text, int(day["row_count"])


@lru_cache(maxsize=4096)
def _is_month(month: Any) -> bool:
    text = str(month)
    return len(text) == 7 and text[4] == "-" and text[:4].isdecimal() and text[:4] != "0000" and _within(text[5:], 12)


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[7] == "-" and _within(text[8:], monthrange(int(text[:4]), int(text[5:7]))[1])


def _within(digits: str, most: int) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) == 2 and 1 <= int(digits) <= most


def _is_whole(account: Any) -> bool:
    try:
        return float(account).is_integer()
    except ValueError:
        return False


def _rows(group: Group) -> int:
    return int(group["row_count"])


def _of(rows: int, group: Group) -> str:
    return f"{rows} av {_rows(group)} rader"
