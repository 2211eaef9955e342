"""How closely the head count of a withheld group can be bounded by linear programming, one window at a time.

In a window (a month, or the mean of twelve) everything is used that is known of its sum, also what several windows
tell together, and that nobody counts less than nothing. One window at a time is enough: another window says something
of this one's people only through sums over both, and those are used where they hang together; the rest is slack.
"""

from collections.abc import Iterator

import highspy
import numpy as np
import pandas as pd
from attacker import WINDOW, Attacker
from nullspace import Mask
from numpy.typing import NDArray

SMALL, MIDDLE = 10, 30
CLOSE = 1e-6

Floats = NDArray[np.float64]


class Window:
    """A linear program over the base cells that exist in the window, in persons (a mean where there are months)."""

    def __init__(self, attacker: Attacker, measure: str, first: int, last: int, since: int = 0) -> None:
        """Editions before `since` are left out."""
        self.attacker, self.first, self.last, self.since = attacker, first, last, since
        self.here = attacker.present[first : last + 1].any(axis=0)
        self.rows: list[tuple[Mask, float, float]] = []
        for group, amount in totals(attacker, measure, first, last, since).items():
            people = amount / (last - first + 1)
            self.rows.append((attacker.members[group], people, people))

    def told(self) -> "Window":
        """The same window for one who draws conclusions from why a group is withheld, or is shown in whole per cent."""
        self.rows += list(self._classes())
        return self

    def _classes(self) -> Iterator[tuple[Mask, float, float]]:
        table = self.attacker.figures[self.attacker.figures["edition"] >= self.since]
        around = table[(table["first"] <= self.first) & (table["last"] >= self.last)]
        newest = around.sort_values("edition", ascending=False).drop_duplicates([*WINDOW, "indicator_id", "measure"])
        for row in newest.drop_duplicates([*WINDOW, "reason", "share"]).itertuples():
            members = self.attacker.members[row.group]
            least, most = _size(row, exactly=(row.first, row.last) == (self.first, self.last))
            always = (self.attacker.present[self.first : self.last + 1] & members).any(axis=1).all()
            if (least > 0 and always) or most < np.inf:
                yield members, least if always else 0, most

    def intervals(self, groups: list[int], enough: Floats) -> tuple[Floats, Floats]:
        """Least and most of each group; the search for a group ends when they are `enough` apart."""
        wanted = self.attacker.members[groups][:, self.here].astype(np.float64)
        low, high = np.full(len(groups), np.inf), np.full(len(groups), -np.inf)
        solver = self._solver()
        for place, target in enumerate(wanted):
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                if not high[place] - low[place] >= enough[place]:
                    people = _extreme(solver, target, sense)
                    low, high = np.minimum(low, wanted @ people), np.maximum(high, wanted @ people)
        return low, high

    def _solver(self) -> highspy.Highs:
        solver, number = highspy.Highs(), int(self.here.sum())
        solver.setOptionValue("output_flag", False)
        solver.addVars(number, np.zeros(number), np.full(number, highspy.kHighsInf))
        for members, least, most in self.rows:
            places = np.flatnonzero(members[self.here]).astype(np.int32)
            solver.addRow(least, min(most, highspy.kHighsInf), len(places), places, np.ones(len(places)))
        return solver


class Impossible(Exception):
    """The relations contradict each other: something was restated."""


def _extreme(solver: highspy.Highs, target: Floats, sense: highspy.ObjSense) -> Floats:
    solver.changeColsCost(len(target), np.arange(len(target), dtype=np.int32), target)
    solver.changeObjectiveSense(sense)
    solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        raise Impossible
    if status != highspy.HighsModelStatus.kOptimal:  # nothing limits it
        return np.where(target > 0, 1e6, 0.0)
    return np.array(solver.getSolution().col_value)


def _size(row: object, exactly: bool) -> tuple[float, float]:
    """What a row tells of its group's size; the words are about the smallest month of the row's window."""
    month = exactly and row.first == row.last
    if row.reason == "small":
        return 0, SMALL if month else np.inf
    if row.reason == "middle":
        return SMALL + 1, MIDDLE if month else np.inf
    if row.reason == "protects" or not np.isnan(row.share):
        return SMALL + 1, np.inf
    counted = row.indicator_id != "hr_month" and row.amount > 0 and pd.isna(row.reason)
    return (MIDDLE + 1 if counted else 0), np.inf


def totals(attacker: Attacker, measure: str, first: int, last: int, since: int = 0) -> dict[int, float]:
    """The groups whose sum over a window is known, also from other windows: a month from two sums of the year."""
    known = attacker.known
    if (measure, since) not in attacker.running:
        rows = known[(known["measure"] == measure) & (known["edition"] >= since)]
        attacker.running[measure, since] = running_totals(rows)
    found = attacker.running[measure, since]
    return {
        group: at[last + 1][1] - at[first][1]
        for group, at in found.items()
        if first in at and last + 1 in at and at[first][0] == at[last + 1][0]
    }


def running_totals(known: pd.DataFrame) -> dict[int, dict[int, tuple[int, float]]]:
    """By group and month: which running total it hangs together with, and how much there is from there to here."""
    newest = known.sort_values("edition", ascending=False).drop_duplicates(WINDOW)
    return {int(group): _hanging(rows) for group, rows in newest.groupby("group")}


def _hanging(windows: pd.DataFrame) -> dict[int, tuple[int, float]]:
    at: dict[int, tuple[int, float]] = {}
    for first, last, amount in windows[["first", "last", "amount"]].itertuples(index=False, name=None):
        origin, before = at.setdefault(first, (first, 0.0))
        other, there = at.get(last + 1, (last + 1, 0.0))
        if other != origin:
            moved = before + amount - there
            at |= {node: (origin, total + moved) for node, (of, total) in at.items() if of == other}
        at.setdefault(last + 1, (origin, before + amount))
    return at
