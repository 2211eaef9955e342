"""Documents of the embedded source, made once per worker."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard.dialogue.decided import Decided
from dashboard.report import documents
from dashboard.report.content import Document
from dashboard.report.since import Since
from dashboard.store import ALL_DEPARTMENTS
from dashboard.view import View
from data import decisions, snapshot

Looked = Callable[..., View]


@pytest.fixture(scope="session")
def look(published: Path) -> Looked:
    """look("2019-08", "hr"): a department's view of a month."""
    current = snapshot.current(published)
    assert current is not None

    def view(month: str, department: str | None = None) -> View:
        return View(current, ALL_DEPARTMENTS, pd.Timestamp(f"{month}-01"), department)

    return view


@pytest.fixture(scope="session")
def report(look: Looked) -> Callable[..., Document]:
    """report("2019-08", before="2019-05"): the monthly report, compared with an earlier month."""

    def made(month: str, department: str | None = None, before: str = "") -> Document:
        earlier = Since(look(before, department)) if before else None
        return documents.month(look(month, department), Decided(decisions.DECISIONS.nothing()), earlier)

    return made
