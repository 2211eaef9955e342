"""The rows of `indicators` that the page reads: which there are, what they are called, and how they stand."""

import re
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import words
from dashboard.view import View, per_view
from data.indicator import Standing
from data.indicators import BY_ID, STAFF

Row = Mapping[Hashable, Any]
"""One row of `indicators`."""

UNIT_MONTHS = "Månader visas från avdelning och uppåt; för en enhet visas bara rullande tolv månader."
_JOINER = "\u2060"
_DAYS = re.compile(r"dag [\d–]+")
IDS = frozenset(indicator.indicator_id for indicator in STAFF)


def name(indicator_id: str) -> str:
    """The indicator's name on screen."""
    return with_whole_days(BY_ID[indicator_id].name)


def with_whole_days(text: str) -> str:
    """With "dag 1–14" on one line: a browser may break at a space and after a dash."""
    return _DAYS.sub(lambda days: days[0].replace(" ", sv.NBSP).replace("–", f"{_JOINER}–{_JOINER}"), text)


def short_name(indicator_id: str) -> str:
    """The same with R12 for the rolling twelve months, as the reports write it."""
    return name(indicator_id).replace(", rullande 12 månader", " R12")


def inside(indicator_id: str) -> str:
    """The short name inside a sentence."""
    found = short_name(indicator_id)
    return found if found[:2].isupper() else found[0].lower() + found[1:]


@per_view
def top_department(view: View) -> str:
    """Id of the department above all others."""
    departments = view.read("departments")
    tops = departments.loc[departments["parent_id"].isna(), "department_id"]
    return str(tops.iloc[0]) if len(tops) else ""


def department_of(view: View) -> str:
    """Id of the department that the page is about: the chosen one, else the whole."""
    return view.department_id or top_department(view)


@per_view
def levels(view: View) -> dict[str, str]:
    """Department -> whole, department or unit."""
    departments = view.read("departments")
    return dict(zip(departments["department_id"], departments["level"], strict=True))


def is_unit(view: View) -> bool:
    """Is the page about a unit below department, whose months are not shown?"""
    return levels(view).get(department_of(view)) == "unit"


def rows_of(view: View, indicator_id: str, breakdown: str = "total", department_id: str = "") -> pd.DataFrame:
    """All months of an indicator for a department (else the view's), oldest first."""
    rows = view.read("indicators")
    rows = rows[
        (rows["indicator_id"] == indicator_id)
        & (rows["breakdown"] == breakdown)
        & (rows["department_id"] == (department_id or department_of(view)))
    ]
    return rows.sort_values("period", ignore_index=True)


@per_view
def by_period(view: View, period: pd.Timestamp) -> dict[tuple[str, str, str], Row]:
    """(department, indicator, breakdown) -> the row of a month."""
    rows = view.read("indicators")
    month = rows[rows["period"] == period].to_dict("records")
    return {(row["department_id"], row["indicator_id"], row["breakdown"]): row for row in month}


def month_rows(view: View) -> dict[tuple[str, str, str], Row]:
    """(department, indicator, breakdown) -> the row of the view's month."""
    return by_period(view, view.period)


def indicator_row(view: View, indicator_id: str) -> Row | None:
    """The indicator's row of the view's month and department; None where nothing was measured."""
    return month_rows(view).get((department_of(view), indicator_id, "total"))


def has_value(row: Row | None) -> bool:
    """Is there a value to show?"""
    return row is not None and bool(pd.notna(row["value"]))


def is_rounded(row: Row | None) -> bool:
    """Is the share in whole per cent, because its counts could tell of a person?"""
    if row is None or not has_value(row):
        return False
    return BY_ID[row["indicator_id"]].unit == "share" and bool(pd.isna(row["numerator"]))


def decimals(row: Row) -> int:
    """As many as are published: whole per cent where the group is small."""
    return 0 if is_rounded(row) else BY_ID[row["indicator_id"]].decimals


def standing(row: Row | None) -> Standing | None:
    """How the row's value stands against its target and limit."""
    if row is None:
        return None
    return BY_ID[row["indicator_id"]].standing(row["value"], row["target"], row["limit"], is_rounded(row))


def standing_word(row: Row | None) -> str:
    """The same as "inom mål" or "över gräns"; empty where it cannot be said."""
    found = standing(row)
    if row is None or found is None:
        return ""
    return words.standing_words(found, BY_ID[row["indicator_id"]].direction, bool(pd.notna(row["target"])))


def stands(row: Row | None) -> str:
    """The same with what it is measured against: "inom mål (högst 4 %)"."""
    word = standing_word(row)
    return f"{word} ({aims(row)})" if row is not None and word else ""


def aims(row: Row) -> str:
    """The target and limit of the year: "mål högst 4 %, gräns högst 6 %"; one alone needs no name."""
    unit, bound = row["unit"], words.at_most_or_least(BY_ID[row["indicator_id"]].direction)
    named = [("mål", row["target"]), ("gräns", row["limit"])]
    given = [(word, f"{bound} {words.indicator_line(unit, line)}") for word, line in named if pd.notna(line)]
    return given[0][1] if len(given) == 1 else ", ".join(f"{word} {text}" for word, text in given)
