"""The published month in words, for tests."""

from pathlib import Path

import pandas as pd

from dashboard import store
from dashboard.messages import Sentence
from dashboard.summary import Summary, summary
from dashboard.view import View
from data import snapshot
from data.snapshot import Snapshot

NBSP, MINUS = "\u00a0", "\u2212"


def opened(root: Path) -> Snapshot:
    found = snapshot.current(root)
    assert found is not None
    return found


def every_view(current: Snapshot) -> list[View]:
    """Every published month, for the whole and for each department."""
    departments = [None, *current.read("departments")["department_id"]]
    return [
        View(current, store.ALL_DEPARTMENTS, period, department)
        for period in current.read("periods")["period"]
        for department in departments
    ]


def say(current: Snapshot, year: int, month: int, department: str | None = None) -> Summary:
    return summary(View(current, store.ALL_DEPARTMENTS, pd.Timestamp(year, month, 1), department))


def sentences_of(view: View) -> tuple[Sentence, ...]:
    """The headline and the sentences."""
    words = summary(view)
    return (words.headline, *words.sentences)


def plain(text: str) -> str:
    """No-break spaces as spaces."""
    return text.replace(NBSP, " ")


def of(view: View) -> str:
    """Which view it is, for a message."""
    return f"{view.period:%Y-%m} {view.department_id or 'hela'}"
