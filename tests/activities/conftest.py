"""Comments are kept in a database of each test's own, where nobody has written."""

from pathlib import Path

import pytest

from data import database


@pytest.fixture(autouse=True)
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the database."""
    url = database.default_url(tmp_path)
    monkeypatch.setenv("FOLLOWUP_COMMENTS", url)
    monkeypatch.delenv("FOLLOWUP_CONFIG", raising=False)
    return url
