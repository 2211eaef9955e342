"""What was decided in the dialogues: what the pages and the paper read of it, and save.

A dialogue stays on the snapshot it began with, so decisions are written also where a newer one has been published.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pandas as pd

from dashboard import written
from dashboard.view import View
from data import decisions
from data.database import DatabaseUnavailable
from data.decisions import NewDecision


@dataclass(frozen=True)
class Decided:
    """Versions of decisions taken up to a month, oldest first: `rows` stand, and `older` are those they replaced.

    `problem` says why there are none.
    """

    rows: pd.DataFrame
    problem: str = ""
    older: pd.DataFrame = field(default_factory=decisions.DECISIONS.nothing)

    def __str__(self) -> str:
        """What is built on it is kept as long as nothing else has been written."""
        return f"{','.join(map(str, self.rows['id']))}{self.problem}"

    def taken_at(self, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
        """What was decided on the report of that month, or on the plan of a year."""
        return decisions.taken_at(self.rows, period, plan_year)

    def open_at(self, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
        """What earlier dialogues of the same kind left open."""
        return decisions.open_at(self.rows, period, plan_year)

    def closed_on(self, snapshot_id: str, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
        """What an earlier dialogue left open, and whoever looked at that snapshot closed."""
        done = decisions.before(self.rows, period, plan_year).drop(self.open_at(period, plan_year).index)
        return done[done["snapshot_id"] == snapshot_id]

    def replaced(self, decision_id: int) -> pd.DataFrame:
        """The versions of a decision that do not stand any more."""
        return self.older[self.older["decision_id"] == decision_id]

    def newest(self, decision_id: int) -> int:
        """The highest id that is shown of a decision: whoever changes it has seen all of them."""
        return int(self.rows.loc[self.rows["decision_id"] == decision_id, "id"].max())


def read(view: View, url: str) -> Decided:
    """The decisions of the view's department and those below it, or all, from the database at `url`."""
    try:
        found = decisions.read(url)
    except DatabaseUnavailable as error:
        return unread(error)
    found = decisions.about(decisions.about(found, view.scope.departments), view.departments)
    found = found[found["period"] <= view.period]
    standing = decisions.standing(found)
    return Decided(standing, older=found.drop(standing.index))


def unread(error: Exception) -> Decided:
    """None, and why."""
    return Decided(decisions.DECISIONS.nothing(), str(error))


def of(view: View) -> Decided:
    """The same from the database that is set for this installation."""
    try:
        return read(view, written.url())
    except DatabaseUnavailable as error:
        return unread(error)


def save(view: View, slide: str, text: str, role: str, plan_year: int = 0) -> int:
    """A new decision on the view's report, or on the plan of a year; its id.

    Raises `ValueError` for what is not allowed, `DatabaseUnavailable` where it is not saved.
    """
    new = NewDecision(
        view.period,
        view.department_id or "",
        slide,
        text,
        role,
        view.snapshot.snapshot_id,
        datetime.now(UTC),
        plan_year=plan_year,
    )
    return decisions.write(written.url(), new)


def change(view: View, decision: pd.Series, role: str, seen: int) -> int:
    """A later version: `decision` is a row that stands with its text or state changed, `seen` as `Decided.newest`.

    Raises as `save` does.
    """
    later = NewDecision(
        decision["period"],
        decision["department_id"],
        decision["slide"],
        decision["text"],
        role,
        view.snapshot.snapshot_id,
        datetime.now(UTC),
        plan_year=int(decision["plan_year"]),
        decision_id=int(decision["decision_id"]),
        seen=seen,
        state=decision["state"],
    )
    return decisions.write(written.url(), later)


def closed_because() -> str:
    """Why nothing can be written down here; empty where it can."""
    return written.refused_because("Beslut")
