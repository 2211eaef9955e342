"""The same sources give byte-identical tables, whatever kind of source they lie in and in whatever order of rows."""

import os
from pathlib import Path

import pandas as pd
import pytest
from copied import copy_tables
from dropped import drop_files

from data import snapshot as store
from data.demo.database import ensure_database
from data.snapshot import Snapshot
from etl import config
from etl.run import Run
from tests.postgres import Server


def settings(folder: Path, **replaced: str) -> Path:
    """The embedded source's own settings, with the lines of its source and datasets replaced."""
    text = config.EMBEDDED.read_text(encoding="utf-8")
    for old, new in replaced.items():
        text = text.replace(LINES.get(old, f'table = "{old}"'), new)
    known = config.EMBEDDED.with_name("known_errors.csv")
    (folder / known.name).write_bytes(known.read_bytes())
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return file


LINES = {"source": 'url = "sqlite:///{demo_database}"'}


@pytest.fixture(scope="module")
def from_sqlite(published: Path) -> Snapshot:
    return store.current(published)


@pytest.fixture(scope="module")
def from_postgresql(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Every table copied, its rows shuffled, dates and amounts of their own types."""
    url, folder = postgres.database(), tmp_path_factory.mktemp("from_postgresql")
    copy_tables(ensure_database(), url)
    return _published(settings(folder, source=f'url = "{url.render_as_string(False)}"'), folder / "published")


@pytest.fixture(scope="module")
def from_files(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """CSV with decimal comma, two of the datasets as Excel, the ledger in two files; every file's rows shuffled."""
    folder = tmp_path_factory.mktemp("from_files")
    (folder / "inkorg").mkdir()
    files = drop_files(ensure_database(), folder / "inkorg")
    lines = {name: f'file = "{file}"' for name, file in files.items()}
    source = 'folder = "inkorg"\nquiet_seconds = 0\ndecimal = ","'
    return _published(settings(folder, source=source, **lines), folder / "published")


def _published(settings_file: Path, root: Path) -> Snapshot:
    run = Run(config.load(settings_file, os.environ), root, say=lambda line: None)
    run.execute(run.record())
    return store.current(root)


def test_postgresql_and_sqlite_publish_the_same_bytes(from_sqlite, from_postgresql):
    assert different(from_sqlite, from_postgresql) == []


def test_files_and_sqlite_publish_the_same_bytes(from_sqlite, from_files):
    assert different(from_sqlite, from_files) == []


def different(one: Snapshot, other: Snapshot) -> list[str]:
    """Tables that are not the same; of `sources` all but where a dataset was read."""
    names = {file.name for snapshot in (one, other) for file in snapshot.path.glob("*.parquet")}
    return sorted(name for name in names if not _same(one.path / name, other.path / name))


def _same(one: Path, other: Path) -> bool:
    if one.name == "sources.parquet":
        return _but_where(one).equals(_but_where(other))
    return one.read_bytes() == other.read_bytes()


def _but_where(file: Path) -> pd.DataFrame:
    return pd.read_parquet(file).drop(columns="source")
