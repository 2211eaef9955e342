"""The grammar of a written number: exact, and refused where it can be read in two ways."""

import re
from decimal import Decimal
from typing import Any

from etl.errors import BadCell

SPACES = " \u00a0\u202f\u2009"
"""Plain, no-break, narrow no-break and thin: what programs put between thousands."""

LARGEST = 2**53
"""Above this a database that sums in double precision, and a Parquet float, are no longer exact to the unit."""

LONGEST = 60
OTHER_MARK = {",": ".", ".": ","}


def _grammar(gaps: str, marks: str) -> re.Pattern[str]:
    """Groups: sign, whole part, its separator of thousands, decimal mark, decimals."""
    return re.compile(
        rf"([-\u2212]?)([0-9]+|[1-9][0-9]{{0,2}}(?P<gap>[{gaps}])[0-9]{{3}}(?:(?P=gap)[0-9]{{3}})*)"
        rf"(?:([{marks}])([0-9]+))?"
    )


GRAMMARS = {"": _grammar(SPACES + ",.", ",."), ",": _grammar(SPACES + ".", ","), ".": _grammar(SPACES + ",", ".")}
"""By the source's decimal mark, where its settings give one."""


def written(text: str, decimal: str = "") -> tuple[Decimal, str]:
    """The number, and the decimal mark that it shows; no mark where it shows none.

    Thousands stand in groups of three with one kind of separator. A minus is `-`, U+2212 or parentheses. Without a
    given `decimal`, `1,234` is either 1234 or 1.234 and raises `BadCell`; what is no number raises `ValueError`.
    """
    if len(text) > LONGEST:
        raise ValueError(text[:LONGEST])
    negative = text.startswith("(") and text.endswith(")")
    found = GRAMMARS[decimal].fullmatch(text[1:-1].strip() if negative else text.strip())
    if not found:
        raise ValueError(text)
    sign, whole, gap, mark, part = found.groups("")
    if (negative and sign) or (gap and gap == mark):
        raise ValueError(text)
    if mark and not gap and not decimal and _has_two_readings(whole, part):
        raise BadCell("ambiguous")
    digits = whole.replace(gap, "") if gap else whole
    number = Decimal(f"{'-' if negative or sign else ''}{digits}.{part or '0'}")
    return bounded(number), mark or OTHER_MARK.get(gap, "")


def native(value: Any) -> Decimal:
    """A number that the source itself holds as one."""
    if isinstance(value, bool):
        raise TypeError(value)
    return bounded(Decimal(str(value)))


def bounded(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(number)
    if abs(number) > LARGEST:
        raise BadCell("too_large")
    return number


def _has_two_readings(whole: str, part: str) -> bool:
    """Around the only separator: one to three digits before and exactly three after are thousands, or decimals."""
    return len(part) == 3 and len(whole) <= 3 and whole[0] != "0"
