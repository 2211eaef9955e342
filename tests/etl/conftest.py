"""The PostgreSQL server of the whole test session, and regions that live in it; what every small run shares."""

import pickle
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from copied import copy_tables
from region import make_region
from sqlalchemy import URL

from etl import build, disclosure, known_series
from tests.postgres import Server, running


@pytest.fixture(scope="session")
def series_tried() -> pd.DataFrame:
    return known_series.method_tests()


@pytest.fixture(scope="module", autouse=True)
def series_tried_once(series_tried: pd.DataFrame) -> Iterator[None]:
    """It is the same every night, and takes a fourth of the time of a run as small as most here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_series, "method_tests", series_tried.copy)
        yield


@pytest.fixture(scope="session")
def patterns() -> dict[bytes, disclosure.Controlled]:
    return {}


@pytest.fixture(scope="module", autouse=True)
def same_staff_decided_once(patterns: dict[bytes, disclosure.Controlled]) -> Iterator[None]:
    """The run's own call only: many tests publish the embedded staff, and the same staff gives the same pattern."""

    def controlled(*given: object) -> disclosure.Controlled:
        key = pickle.dumps(given)
        if key not in patterns:
            patterns[key] = disclosure.controlled(*given)
        return patterns[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "disclosure", SimpleNamespace(Source=disclosure.Source, controlled=controlled))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def in_postgres(postgres: Server, tmp_path: Path):
    """`make_region` with its tables in PostgreSQL, of the types that such a system has; gives settings and address."""

    def make(**changed: str) -> tuple[Path, URL]:
        settings, url = make_region(tmp_path, **changed), postgres.database()
        copy_tables(tmp_path / "region.sqlite", url)
        text = settings.read_text(encoding="utf-8")
        ours = text.replace(f"sqlite:///{(tmp_path / 'region.sqlite').as_posix()}", url.render_as_string(False))
        settings.write_text(ours, encoding="utf-8")
        return settings, url

    return make
