"""Rules that need more than one row: a reference that is not there, account intervals that leave a gap."""

from typing import Any

import pandas as pd

from etl.parse import refusal
from etl.sources import Extract, settled


def known_lines(extract: Extract, month: str, lines: pd.DataFrame) -> Extract:
    """Budget and forecast stand on item lines of the year's tree; anything else would silently be lost."""
    if not len(lines):
        return extract
    items = set(lines.loc[lines["kind"] == "item", ["year", "line_id"]].itertuples(index=False, name=None))
    years = extract.frame[month].dt.year
    bad = [key not in items for key in zip(years, extract.frame["line_id"], strict=True)]
    return _refuse(extract, bad, "line_id", "unknown_line")


def known_departments(extract: Extract, departments: pd.DataFrame) -> Extract:
    """A staff row of a department that is not in the tree has no place to be summed."""
    if not len(departments):
        return extract
    known = set(departments["department_id"])
    bad = [name not in known for name in extract.frame["department_id"]]
    return _refuse(extract, bad, "department_id", "unknown_department")


def closed_intervals(extract: Extract) -> Extract:
    """The account classes of a year lie edge to edge: no gap where a booking would get lost, no overlap."""
    ordered = extract.frame.sort_values(["year", "account_from"])
    before = ordered.groupby("year")["account_to"].shift()
    bad = (before.notna() & (ordered["account_from"] != before + 1)) | (ordered["account_to"] < ordered["account_from"])
    return _refuse(extract, bad.reindex(extract.frame.index).tolist(), "account_from", "intervals")


def _refuse(extract: Extract, bad: list[bool], column: str, rule: str) -> Extract:
    places = [place for place, is_bad in enumerate(bad) if is_bad]
    if not places:
        return extract
    shown: list[Any] = extract.frame[column].tolist()
    found = [refusal(extract.dataset, extract.source, place + 1, column, shown[place], rule) for place in places]
    if extract.dataset.row_by_row:
        return extract.without(places, found)
    return settled(extract, found)
