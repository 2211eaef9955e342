"""One value -> Swedish text. Missing is an en dash, never zero; a deviation always carries its sign."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import pandas as pd
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

MISSING = "–"
MINUS = "\u2212"
NBSP = "\u00a0"
_ZONE = ZoneInfo("Europe/Stockholm")


def number(value: float | None, decimals: int = 0, signed: bool = False) -> str:
    """1234.5 -> "1 234,5"; signed +4 -> "+4", a rounded zero -> "±0"."""
    if value is None or pd.isna(value):
        return MISSING
    rounded = round(abs(value) * 10**decimals) / 10**decimals
    return _sign(value, rounded, signed) + _digits(rounded, decimals)


@lru_cache(maxsize=65536)
def _digits(value: float, decimals: int) -> str:
    return format_decimal(value, format="#,##0" + ("." + "0" * decimals if decimals else ""), locale="sv_SE")


def _sign(value: float, rounded: float, signed: bool) -> str:
    if rounded == 0:
        return "±" if signed else ""
    if value < 0:
        return MINUS
    return "+" if signed else ""


def mnkr(value_sek: float | None, signed: bool = False, unit: bool = False) -> str:
    """Kronor -> million kronor with one decimal."""
    text = number(None if value_sek is None else value_sek / 1e6, 1, signed)
    return f"{text}{NBSP}mnkr" if unit and text != MISSING else text


def kronor(value_sek: float | None, signed: bool = False) -> str:
    """Kronor, with öre below a thousand so that no difference reads as nothing."""
    small = value_sek is not None and 0 < abs(value_sek) < 1000
    return number(value_sek, 2 if small else 0, signed)


def deviation(value_sek: float | None) -> str:
    """A deviation in mnkr, always signed."""
    return mnkr(value_sek, signed=True)


def percent(share: float | None, decimals: int = 1, signed: bool = False) -> str:
    """A share 0-1 -> per cent."""
    text = number(None if share is None else share * 100, decimals, signed)
    return text if text == MISSING else f"{text}{NBSP}%"


def percentage_points(difference: float | None, decimals: int = 1) -> str:
    """A difference between two shares."""
    text = number(None if difference is None else difference * 100, decimals, signed=True)
    if text == MISSING:
        return text
    return f"{text}{NBSP}{'procentenhet' if text.lstrip(f'+{MINUS}') == '1' else 'procentenheter'}"


@lru_cache
def month(period: pd.Timestamp) -> str:
    """First day of a month -> "augusti 2019"."""
    return format_date(period, "MMMM y", locale="sv_SE")


def month_short(period: pd.Timestamp) -> str:
    """First day of a month -> "aug", always three letters: a chart's axis has no room for more."""
    return format_date(period, "MMM", locale="sv_SE").rstrip(".")[:3]


def month_abbreviated(period: pd.Timestamp) -> str:
    """First day of a month -> "aug", as Swedes shorten it: mars, maj, juni and juli are whole."""
    return format_date(period, "MMM", locale="sv_SE").rstrip(".")


def month_name(period: pd.Timestamp) -> str:
    """First day of a month -> "augusti"."""
    return format_date(period, "MMMM", locale="sv_SE")


def year_to_date(period: pd.Timestamp) -> str:
    """First day of a month -> "januari–augusti 2019"."""
    return month(period) if period.month == 1 else f"januari–{month(period)}"


def date(value: pd.Timestamp | None) -> str:
    """A day as 2019-08-31, the form Swedes sort by."""
    return MISSING if value is None or pd.isna(value) else value.strftime("%Y-%m-%d")


def moment(value: datetime) -> str:
    """A UTC moment -> Stockholm time, "22 nov. 2026 kl. 03.10", not parted within day or hour."""
    return format_datetime(value.astimezone(_ZONE), f"d{NBSP}MMM{NBSP}y 'kl.'{NBSP}HH.mm", locale="sv_SE")


def day(value: datetime) -> str:
    """A UTC moment -> its day in Stockholm, "22 nov. 2026"."""
    return format_date(value.astimezone(_ZONE), "d MMM y", locale="sv_SE")


def days_ago(value: datetime, now: datetime) -> str:
    """How long ago in whole days of the calendar: "i dag", "i går", "för 3 dagar sedan"."""
    days = (now.astimezone(_ZONE).date() - value.astimezone(_ZONE).date()).days
    return {0: "i dag", 1: "i går"}.get(days, f"för {number(days)} dagar sedan") if days >= 0 else ""


def text(value: object) -> str:
    """A text from a source; missing is an en dash."""
    return MISSING if value is None or pd.isna(value) or value == "" else str(value)  # type: ignore[call-overload]


def printed(value: str | None) -> str:
    """A decimal number as the ETL writes it, "-7040.9", with all its decimals."""
    if value is None or pd.isna(value):
        return MISSING
    return number(float(value), len(value.partition(".")[2]))


def plural(count: int, one: str, many: str) -> str:
    """1 rad, 2 rader."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def alphabetical(text: str) -> str:
    """A key that sorts by the Swedish alphabet: å, ä and ö last, in that order, capitals as small letters."""
    return text.casefold().translate(_LAST_LETTERS)


_LAST_LETTERS = str.maketrans({"å": "z\uffffa", "ä": "z\uffffb", "ö": "z\uffffc"})


def listing(parts: list[str]) -> str:
    """a, b och c."""
    return " och ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
