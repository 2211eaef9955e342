"""What a bad cell probably is: the few words in parentheses that save its owner a search."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from data.contract import Column
from etl.errors import BadCell
from etl.sources import numbers
from etl.sources.script import stranger

EXCEL_DAY_ZERO = date(1899, 12, 30)
LETTERS_FOR_DIGITS = str.maketrans("OoОоlI", "000011")
MARKS = {",": "komma", ".": "punkt"}

NUMBER_HINTS = (
    (re.compile(r"^\s*(summa|total|s:a)", re.I), "en summarad? Ta bort den"),
    (re.compile(r"%"), "procenttecken"),
    (re.compile(r"[0-9]\s*[eE][+-]?[0-9]"), "grundpotensform; formatera cellen som tal"),
    (re.compile(r"kr|sek|:-|[€$£]", re.I), "valuta eller enhet hör inte hemma i cellen"),
)


def why(column: Column, value: Any, rule: str) -> str:
    """Empty where there is nothing to tell."""
    hint = HINTS[rule](column, value) if rule in HINTS else ""
    return f" ({hint})" if hint else ""


def _of_type(column: Column, value: Any) -> str:
    if column.type in ("sek", "count", "number", "share"):
        return _of_number(str(value), column.type != "count")
    return _of_date(str(value), column.type) if column.type in ("date", "month") else ""


def _of_number(text: str, decimals: bool) -> str:
    if _reads(text):
        return "källans decimaltecken är ett annat" if decimals else ""
    if _reads(text.translate(LETTERS_FOR_DIGITS)):
        return "bokstaven O?" if re.search("[OoОо]", text) else "bokstaven l eller I?"
    return next((hint for pattern, hint in NUMBER_HINTS if pattern.search(text)), "")


def _of_date(text: str, kind: str) -> str:
    digits = text.removesuffix(".0")
    if re.fullmatch("[2-7][0-9]{4}", digits):
        day = EXCEL_DAY_ZERO + timedelta(days=int(digits))
        return f"ser ut som Excels datumnummer för {day}; formatera cellen som datum"
    if kind == "month" and re.fullmatch("[12][0-9]{5}", digits):
        return f"menas {digits[:4]}-{digits[4:]}?"
    return ""


def _of_two_readings(column: Column, value: Any) -> str:
    text = str(value).strip()
    mark = next((sign for sign in reversed(text) if sign in MARKS), "")
    if mark and not _reads(text):
        return f"{text.replace(mark, '')} eller {text.replace(mark, ',')}"
    other = MARKS.get(numbers.OTHER_MARK.get(mark, ""), "ett annat tecken")
    return f"kolumnens tidigare tal har {other} som decimaltecken"


def _of_letter(column: Column, value: Any) -> str:
    text = str(value).strip()
    place = stranger(text, column.name not in ("name", "title"))
    if place is None:
        return ""
    return f"tecken {place + 1}, {text[place]}, är {unicodedata.name(text[place], 'ett okänt tecken')}"


def _reads(text: str) -> bool:
    try:
        numbers.written(text)
    except (ValueError, ArithmeticError, BadCell):
        return False
    return True


HINTS = {"type": _of_type, "ambiguous": _of_two_readings, "lookalike": _of_letter}
