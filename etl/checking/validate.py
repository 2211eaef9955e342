"""Rules that need more than one row: a reference that is not there, a tree that bites its tail, a gap of accounts."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from etl.sources.extract import Extract

TREES = {"department": ("department_id", ()), "budget_line": ("line_id", ("year",)), "goal": ("goal_id", ("year",))}
MONTHLY_FACTS = ("forecast", "assignment", "activity", "hr_month", "investment")
"""Datasets about what has happened or been reported: none of them can be ahead of the clock."""


def validated(
    extracts: Mapping[str, Extract], this_month: pd.Timestamp, reorganised: Collection[str] = ()
) -> dict[str, Extract]:
    """Every dataset without the rows that break a rule; which rows and why stands in its refusals.

    `reorganised` are units that are no more, but whose staff counts in another.
    """
    lines = extracts["budget_line"].frame
    departments = set(extracts["department"].frame["department_id"])
    staffed = departments and departments | set(reorganised)
    checked = dict(extracts)
    checked |= {name: sound_tree(checked[name], *tree) for name, tree in TREES.items()}
    checked |= {name: not_ahead(checked[name], this_month) for name in MONTHLY_FACTS}
    checked["period_status"] = not_closed_ahead(checked["period_status"], this_month)
    return checked | {
        "account_class": closed_intervals(checked["account_class"]),
        "budget": known_lines(checked["budget"], "period", lines),
        "forecast": known_lines(checked["forecast"], "reported_period", lines),
        "hr_month": known_departments(checked["hr_month"], staffed),
        "survey": known_departments(checked["survey"], staffed),
    }


def sound_tree(extract: Extract, node: str, by: tuple[str, ...]) -> Extract:
    """A parent exists in the same year, is not the node itself, and following parents ends at a top."""
    keys = [*by, node]
    parents = {tuple(row[:-1]): row[-1] for row in extract.frame[[*keys, "parent_id"]].itertuples(index=False)}
    rules = [_tree_fault(key, parents) for key in parents]
    for rule in ("own_parent", "unknown_parent", "cycle"):
        places = [place for place, found in enumerate(rules) if found == rule]
        extract = extract.without(places, "parent_id", rule)
        rules = [found for found in rules if found != rule]
    return extract


def not_ahead(extract: Extract, this_month: pd.Timestamp) -> Extract:
    """A month that has not begun cannot have been booked or reported."""
    column = extract.dataset.month
    return _without(extract, (extract.frame[column] > this_month).tolist(), column, "future")


def not_closed_ahead(extract: Extract, this_month: pd.Timestamp) -> Extract:
    """A calendar of open months may go on for years; a closed one has been."""
    ahead = (extract.frame["period"] > this_month) & (extract.frame["status"] == "closed")
    return _without(extract, ahead.tolist(), "period", "future")


def known_lines(extract: Extract, month: str, lines: pd.DataFrame) -> Extract:
    """Budget and forecast stand on item lines of the year's tree; anything else would silently be lost."""
    if not len(lines):
        return extract
    items = set(lines.loc[lines["kind"] == "item", ["year", "line_id"]].itertuples(index=False, name=None))
    years = extract.frame[month].dt.year
    bad = [key not in items for key in zip(years, extract.frame["line_id"], strict=True)]
    return _without(extract, bad, "line_id", "unknown_line")


def known_departments(extract: Extract, known: Collection[str]) -> Extract:
    """A staff row of a department that is not in the tree has no place to be summed."""
    if not known:
        return extract
    bad = [name not in known for name in extract.frame["department_id"]]
    return _without(extract, bad, "department_id", "unknown_department")


def closed_intervals(extract: Extract) -> Extract:
    """The account classes of a year lie edge to edge: no gap where a booking would get lost, no overlap."""
    ordered = extract.frame.sort_values(["year", "account_from"])
    before = ordered.groupby("year")["account_to"].shift()
    bad = (before.notna() & (ordered["account_from"] != before + 1)) | (ordered["account_to"] < ordered["account_from"])
    return _without(extract, bad.reindex(extract.frame.index).tolist(), "account_from", "intervals")


def _without(extract: Extract, bad: list[bool], column: str, rule: str) -> Extract:
    return extract.without([place for place, is_bad in enumerate(bad) if is_bad], column, rule)


def _tree_fault(key: tuple[Any, ...], parents: Mapping[tuple[Any, ...], Any]) -> str:
    """The rule that the path from a node to its top breaks first; empty where it breaks none."""
    parent, seen = parents[key], {key[-1]}
    if parent == key[-1]:
        return "own_parent"
    while isinstance(parent, str):
        if (*key[:-1], parent) not in parents:
            return "unknown_parent" if len(seen) == 1 else ""
        if parent in seen:
            return "cycle" if parent == key[-1] else ""
        seen.add(parent)
        parent = parents[(*key[:-1], parent)]
    return ""
