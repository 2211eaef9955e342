"""One published snapshot of the embedded source for the whole test session."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from etl import config
from etl.run import Run

settings.register_profile("house", deadline=None, max_examples=30, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="prove the store with full counts: minutes, not seconds")


class Queue(LoadScopeScheduling):
    """A file's tests share what they set up, so one worker runs them; there is one browser at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Queue:
    return Queue(config, log)


@pytest.fixture(scope="session")
def prove(request: pytest.FixtureRequest) -> bool:
    """Are full counts asked for?"""
    return bool(request.config.getoption("--prove"))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root of a published embedded snapshot. Tests must not change it; copy it first."""
    root = tmp_path_factory.mktemp("published")
    run = Run(config.load(config.EMBEDDED, os.environ), root, say=lambda line: None)
    run.execute(run.record())
    return root
