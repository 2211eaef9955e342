"""One cell -> one typed value. A cell that does not fit raises; nothing is guessed.

`ValueError`, `TypeError` and `ArithmeticError` say that the cell is not of its type, `BadCell` names another rule.
"""

import math
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as calendar_date
from datetime import time as time_of_day
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd

from data.contract import Column
from etl.errors import BadCell
from etl.sources import numbers
from etl.sources.script import stranger

LONGEST_TEXT = 20_000
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROL_IN_COMMENT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")
VARIATION = str.maketrans("", "", "\ufe0e\ufe0f")
"""The selectors that make one symbol a picture or a letter: a status symbol is the same with and without."""

YES_NO = {"1": True, "true": True, "sant": True, "ja": True, "yes": True}
YES_NO |= {"0": False, "false": False, "falskt": False, "nej": False, "no": False}

MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ]00:00:00(\.0+)?)?")


@dataclass
class Habits:
    """How a source writes, and the decimal mark that each of its columns has shown so far."""

    decimal: str = ""
    date_format: str = ""
    marks: dict[str, str] = field(default_factory=dict)


def is_empty(value: Any) -> bool:
    """Nothing that can be seen: a comment of a lone zero-width space says as little as none."""
    if isinstance(value, str):
        return not value or value.isspace() or not (value.isascii() or INVISIBLE.sub("", value).strip())
    return value is None or (isinstance(value, float) and math.isnan(value))


def as_text(value: Any) -> str:
    """A cell as its reader sees it: a program that makes numbers of ids writes 1010 as 1010.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).strip()


def word(value: Any) -> str:
    """A status word or symbol as it is compared."""
    return "" if value is None else as_text(value).translate(VARIATION)


def is_id(column: Column) -> bool:
    return column.type == "text" and (column.key or column.name.endswith("_id"))


def text(column: Column, value: Any, _: Habits) -> str:
    if not isinstance(value, str) and _is_no_text(value, is_id(column)):
        raise TypeError(value)
    plain = value.strip() if isinstance(value, str) and value.isascii() else as_text(value)
    if len(plain) > LONGEST_TEXT:
        raise BadCell("too_long")
    if not (plain.isascii() and plain.isprintable()):
        _refuse_strangers(column, plain)
    return plain


def month(column: Column, value: Any, habits: Habits) -> pd.Timestamp:
    shown = str(value).strip()
    first = _day(shown + "-01" if MONTH.fullmatch(shown) else shown, _text_format(value, habits))
    if first.day != 1:
        raise ValueError(value)
    return first


def date(column: Column, value: Any, habits: Habits) -> pd.Timestamp:
    return _day(str(value).strip(), _text_format(value, habits))


def amount(column: Column, value: Any, habits: Habits) -> Decimal:
    """Exact, in the source's own unit and sign."""
    if not isinstance(value, str):
        return numbers.native(value)
    number, mark = numbers.written(value, habits.decimal)
    if mark and habits.marks.setdefault(column.name, mark) != mark:
        raise BadCell("ambiguous")
    return number


def count(column: Column, value: Any, habits: Habits) -> int:
    exact = amount(column, value, habits)
    if exact != int(exact):
        raise ValueError(value)
    return int(exact)


def number(column: Column, value: Any, habits: Habits) -> float:
    return float(amount(column, value, habits))


def flag(column: Column, value: Any, habits: Habits) -> bool:
    try:
        return YES_NO[as_text(value).lower()]
    except KeyError:
        raise ValueError(value) from None


PARSERS: dict[str, Callable[[Column, Any, Habits], Any]] = {
    "text": text,
    "month": month,
    "date": date,
    "sek": amount,
    "count": count,
    "number": number,
    "share": number,
    "flag": flag,
}


def _is_no_text(value: Any, in_id: bool) -> bool:
    """Excel makes dates, times and truth values of ids that look like them: the id is lost by then."""
    if isinstance(value, bool):
        return True
    if in_id and isinstance(value, calendar_date | time_of_day | timedelta):
        return True
    return in_id and isinstance(value, float | Decimal) and value != int(value)


def _refuse_strangers(column: Column, plain: str) -> None:
    if (CONTROL_IN_COMMENT if column.name == "comment" else CONTROL).search(plain):
        raise BadCell("control_character")
    if is_id(column) and INVISIBLE.search(plain):
        raise BadCell("control_character")
    if (is_id(column) or column.name in ("name", "title")) and stranger(plain, is_id(column)) is not None:
        raise BadCell("lookalike")


def _text_format(value: Any, habits: Habits) -> str:
    """A number is no date, even where its digits fit the format."""
    return habits.date_format if isinstance(value, str) else ""


@lru_cache(maxsize=4096)
def _day(shown: str, date_format: str) -> pd.Timestamp:
    if found := DAY.fullmatch(shown):
        return pd.Timestamp(found[1])
    if not date_format:
        raise ValueError(shown)
    moment = time.strptime(shown, date_format)
    if any(moment[3:6]):
        raise ValueError(shown)
    return pd.Timestamp(*moment[:3])
