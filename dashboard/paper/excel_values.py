"""A cell's value in Excel: in the unit of its heading, with as many decimals as its text."""

import math
import re
from datetime import date

import pandas as pd

from dashboard.economy import ROUNDING
from dashboard.report.content import Cell, Column, Unit

_DECIMALS = re.compile(r",(\d+)")
_IN_MILLIONS = re.compile(r"(^|, )mnkr(?=[,;:]|$)")
_EXACT = "Belopp är i hela kronor. Streck betyder att uppgiften saknas."
_UNITS: dict[Unit, str] = {
    "sek": ", kr",
    "share": "",
    "points": ", procentenheter",
    "number": "",
    "text": "",
    "date": "",
}


def in_kronor(text: str) -> str:
    """ "mnkr, januari" -> "kr, januari": where millions are the unit that a heading or caption states."""
    return _IN_MILLIONS.sub(r"\1kr", text)


def note(text: str) -> str:
    """What is said below the table, where amounts are not rounded to millions."""
    return _EXACT if text == ROUNDING else text


def heading(column: Column) -> str:
    """With the unit, unless it says so itself."""
    unit = _UNITS[column.unit]
    text = in_kronor(column.heading) if column.unit == "sek" else column.heading
    return text if text != column.heading or text.endswith(unit) else text + unit


def value(cell: Cell, column: Column) -> float | date | None:
    """Kronor as they are, shares and points no finer than the text tells; None where the text is all there is."""
    if column.unit == "text" or cell.value is None or pd.isna(cell.value):
        return None
    if isinstance(cell.value, date):
        return cell.value
    if not math.isfinite(cell.value):
        return None
    if column.unit in ("share", "points"):
        in_points = round(cell.value * 100, decimals(cell.text))
        return in_points if column.unit == "points" else round(in_points / 100, 10)
    return float(cell.value)


def number_format(cell: Cell, column: Column) -> str:
    """Excel's own code, which it shows in the reader's language."""
    if column.unit == "date":
        return "yyyy-mm-dd"
    places = 0 if column.unit == "sek" else decimals(cell.text)
    digits = _whole(cell) + ("." + "0" * places if places else "") + (r"\ %" if column.unit == "share" else "")
    return f"+{digits};-{digits};{digits}" if cell.text.startswith(("+", "±")) else digits


def decimals(text: str) -> int:
    found = _DECIMALS.search(text)
    return len(found[1]) if found else 0


def _whole(cell: Cell) -> str:
    """Thousands apart, but not in a number that the text writes together, as a year."""
    return "0" if re.search(r"\d{4}", cell.text) else "#,##0"
