"""What was decided in the dialogues: what the pages and the paper read of it, and save.

A dialogue stays on the snapshot it began with, so decisions are written also where a newer one has been published.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd

from dashboard import written
from dashboard.view import View
from data import decisions
from data.database import DatabaseUnavailable
from data.decisions import NewDecision


@dataclass(frozen=True)
class Decided:
    """The versions that stand of decisions taken up to a month, oldest first; `problem` says why there are none."""

    rows: pd.DataFrame
    problem: str = ""

    def __str__(self) -> str:
        """What is built on it is kept as long as nothing else has been written."""
        return f"{','.join(map(str, self.rows['id']))}{self.problem}"

    def taken_at(self, period: pd.Timestamp) -> pd.DataFrame:
        """What was decided on the report of that month."""
        return decisions.taken_at(self.rows, period)

    def open_at(self, period: pd.Timestamp) -> pd.DataFrame:
        """What earlier dialogues left open."""
        return decisions.open_at(self.rows, period)


def read(view: View, url: str) -> Decided:
    """The decisions of the view's department and those below it, or all, from the database at `url`."""
    try:
        standing = decisions.standing(decisions.read(url))
    except DatabaseUnavailable as error:
        return unread(error)
    visible = decisions.about(decisions.about(standing, view.scope.departments), view.departments)
    return Decided(visible[visible["period"] <= view.period])


def unread(error: Exception) -> Decided:
    """None, and why."""
    return Decided(decisions.DECISIONS.nothing(), str(error))


def of(view: View) -> Decided:
    """The same from the database that is set for this installation."""
    try:
        return read(view, written.url())
    except DatabaseUnavailable as error:
        return unread(error)


def save(view: View, slide: str, text: str, role: str) -> int:
    """A new decision on the view's report; its id.

    Raises `ValueError` for what is not allowed, `DatabaseUnavailable` where it is not saved.
    """
    new = NewDecision(
        view.period, view.department_id or "", slide, text, role, view.snapshot.snapshot_id, datetime.now(UTC)
    )
    return decisions.write(written.url(), new)


def close(view: View, decision: pd.Series, role: str, seen: int) -> int:
    """A version that says that it is done. `decision` is a row that stands, `seen` the highest id that was shown of it.

    Raises as `save` does.
    """
    done = NewDecision(
        decision["period"],
        decision["department_id"],
        decision["slide"],
        decision["text"],
        role,
        view.snapshot.snapshot_id,
        datetime.now(UTC),
        decision_id=int(decision["decision_id"]),
        seen=seen,
        state="done",
    )
    return decisions.write(written.url(), done)


def closed_because() -> str:
    """Why nothing can be written down here; empty where it can."""
    return written.refused_because("Beslut")
