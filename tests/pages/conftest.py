"""Opens pages on the embedded source, or on a copy of it with one table changed."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data import snapshot
from data.tables import TABLES
from tests.pages.screen import Screen

Open = Callable[..., Screen]


@pytest.fixture
def open_page(published: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page on the embedded source: open_page("economy", period="maj 2019")."""
    monkeypatch.setenv("FOLLOWUP_DATA", str(published))
    return Screen


@pytest.fixture
def changed(published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, pd.DataFrame], None]:
    """Publishes the embedded source again with one table replaced, and points the dashboard to it."""

    def publish(table: str, frame: pd.DataFrame) -> None:
        current = snapshot.current(published)
        assert current is not None
        tables = {each.name: current.read(each.name) for each in TABLES}
        facts = {key: value for key, value in current.manifest.items() if key not in ("tables", "contract_version")}
        snapshot_id, digest = snapshot.write_snapshot(tmp_path, {**tables, table: frame}, facts)
        snapshot.commit(tmp_path, snapshot_id, digest, current.commit.published_at, "test")
        monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))

    return publish
