"""The published month in words, for tests."""

from functools import cache
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


@cache
def summaries(root: Path, every: bool) -> list[tuple[View, Summary]]:
    """Of the whole and of each department: every published month, or every third, each from a month of its own.

    The first and the last month are always there. Told once, as the pages' memory holds fewer.
    """
    current = opened(root)
    departments = [None, *current.read("departments")["department_id"]]
    periods = list(current.read("periods")["period"])
    views = [
        View(current, store.ALL_DEPARTMENTS, period, department)
        for month, period in enumerate(periods)
        for place, department in enumerate(departments)
        if every or (month + place) % 3 == 0 or period in (periods[0], periods[-1])
    ]
    return [(view, summary(view)) for view in views]


def say(current: Snapshot, year: int, month: int, department: str | None = None) -> Summary:
    return summary(View(current, store.ALL_DEPARTMENTS, pd.Timestamp(year, month, 1), department))


def sentences_of(words: Summary) -> tuple[Sentence, ...]:
    """The headline and the sentences."""
    return (words.headline, *words.sentences)


def plain(text: str) -> str:
    """No-break spaces as spaces."""
    return text.replace(NBSP, " ")


def of(view: View) -> str:
    """Which view it is, for a message."""
    return f"{view.period:%Y-%m} {view.department_id or 'hela'}"
