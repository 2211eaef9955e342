"""What the attacker found, judged by someone who knows how many people there are."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd
from attacker import WINDOW, Attacker
from intervals import Impossible, Window
from numpy.typing import NDArray
from staff_editions import LIMITS, Truth

Floats = NDArray[np.float64]

EVERY_WINDOW = "contracted_hours"
"""The measure that is summed over months, years to date and rolling years: no other has more relations."""


@dataclass(frozen=True)
class Verdict:
    """What leaks, one row each; and how many withheld cells of head count were tried, small ones and others."""

    shown: pd.DataFrame
    exact: pd.DataFrame
    bounded: pd.DataFrame
    left_over: pd.DataFrame
    to_a_head: pd.DataFrame
    small: int
    protecting: int

    def __str__(self) -> str:
        """The first of each kind, with names, for a failing test."""
        kinds = [field.name for field in fields(self)[:5] if len(getattr(self, field.name))]
        return "\n".join(f"{kind}: {len(getattr(self, kind))}\n{getattr(self, kind).head(5)}" for kind in kinds)


def verdict(attacker: Attacker, truth: Truth, measure: str, heads: list[str]) -> Verdict:
    """`measure` is the head count that the limits are judged on, `heads` the units whose heads attack too.

    In one edition alone the attacker goes by the words too, and asks for the size of a large group that is withheld
    for others' sake or shown without its counts. Over a reorganisation none of that is promised, but that no group of
    ten or fewer is computable: what was shown and said before cannot be taken back.
    """
    cells = _cells(attacker, truth, measure)
    small, protecting = cells[cells["size"] <= LIMITS.withheld], cells[cells["protects"]]
    alone, exact = len(attacker.editions) == 1, _leaks(attacker, truth, attacker.exact())
    shown = _shown(attacker, truth)
    close = [
        _close(attacker, truth, measure, small, told=alone and shown.empty),  # words that are wrong bound nothing
        _close(attacker, truth, measure, protecting if alone else protecting[:0], told=False),
    ]
    return Verdict(
        shown,
        exact if alone else exact[exact["size"] <= LIMITS.withheld],
        pd.concat(close),
        _left_over(attacker, truth, measure),
        pd.concat([_small(truth, attacker.exact(head, EVERY_WINDOW)).assign(head=head) for head in heads or [""]]),
        len(small),
        len(protecting),
    )


def _shown(attacker: Attacker, truth: Truth) -> pd.DataFrame:
    """What the newest edition shows outright of a small group, or with its counts of a middle one."""
    newest = attacker.figures[attacker.figures["edition"] == len(attacker.editions) - 1]
    sized = newest.assign(size=truth.smallest(newest))
    counted = newest["amount"].notna() & (newest["reason"] != "no_denominator")
    most = np.where(counted, LIMITS.rounded, LIMITS.withheld)
    return sized[(counted | newest["share"].notna()) & (sized["size"] > 0) & (sized["size"] <= most)]


def _cells(attacker: Attacker, truth: Truth, measure: str) -> pd.DataFrame:
    """The withheld cells of head count that anyone is in; `protects`: their shares are withheld for a smaller one."""
    withheld = attacker.withheld
    shares = withheld[(withheld["reason"] == "protects") & withheld["indicator_id"].str.startswith("sick_leave")]
    rows = withheld[withheld["measure"] == measure].drop_duplicates(WINDOW)
    rows = rows.assign(size=truth.smallest(rows), protects=_same_window(rows, shares))
    return rows[rows["size"] > 0]


def _leaks(attacker: Attacker, truth: Truth, found: pd.DataFrame) -> pd.DataFrame:
    """Not a large group of which an earlier edition showed the very figure, or whose months are just not shown."""
    sized = found.assign(size=truth.smallest(found))
    shown = _same_window(sized, attacker.known, "measure")
    middle = sized["size"] <= LIMITS.rounded
    protects = sized["reason"].eq("protects") & ~shown
    return sized[(sized["size"] > 0) & (middle | protects)]


def _small(truth: Truth, found: pd.DataFrame) -> pd.DataFrame:
    sized = found.assign(size=truth.smallest(found))
    return sized[sized["size"].between(1, LIMITS.withheld)]


def _same_window(rows: pd.DataFrame, others: pd.DataFrame, *more: str) -> pd.Series:
    keys = [*WINDOW, *more]
    found = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(others[keys]))
    return pd.Series(found, index=rows.index)


def _close(attacker: Attacker, truth: Truth, measure: str, cells: pd.DataFrame, told: bool) -> pd.DataFrame:
    """The cells whose head count can be bounded more closely than three people, or than half of it."""
    found = [cells.head(0)]
    for (first, last), rows in cells.groupby(["first", "last"]):
        people = truth.mean(rows["group"].tolist(), first, last)
        enough = np.maximum(3, people / 2)
        low, high = _bounds(attacker, measure, rows, enough, told)
        close = high - low < enough - 1e-6
        found.append(rows.assign(people=people, low=low, high=high, told=told)[close])
    return pd.concat(found)


def _bounds(attacker: Attacker, measure: str, rows: pd.DataFrame, enough: Floats, told: bool) -> tuple[Floats, Floats]:
    """From all editions, or where a restated month makes them contradict each other from the newest."""
    groups, (first, last) = rows["group"].tolist(), rows[["first", "last"]].iloc[0]
    for since in (0, len(attacker.editions) - 1):
        window = Window(attacker, measure, first, last, since)
        try:
            return (window.told() if told else window).intervals(groups, enough)
        except Impossible:
            continue
    raise AssertionError(f"what the newest edition tells of sizes contradicts itself:\n{rows}")


def _left_over(attacker: Attacker, truth: Truth, measure: str) -> pd.DataFrame:
    """Small groups that are what is left of a published sum without published parts of it."""
    rows = [
        {**vars(left), "left": " + ".join(" ".join(attacker.cells[place]) for place in np.flatnonzero(left.left))}
        for left in attacker.residuals(measure)
        if 0 < truth.smallest_of(left.left, left.first, left.last) <= LIMITS.withheld
    ]
    return pd.DataFrame(rows)
