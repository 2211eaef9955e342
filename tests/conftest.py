"""What the whole test session shares: a published snapshot of the embedded source, and one of many closed years."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from etl import config
from etl.run import Run
from tests.seasoned import publish_seasoned

Made = Callable[[str, Callable[[Path], object]], Path]

settings.register_profile("house", deadline=None, max_examples=20, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="prove with full counts: minutes, not seconds")


class Queue(LoadScopeScheduling):
    """A file's tests share what they set up, so one worker runs them; there is one browser at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


LONGEST = ("browser", "etl", "pages", "report", "paper")
"""The folders whose files are handed out first, so that short ones even out the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    folders = [f"tests/{name}/" for name in LONGEST]
    items.sort(key=lambda item: [not item.nodeid.startswith(folder) for folder in folders])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Queue:
    return Queue(config, log)


@pytest.fixture(scope="session")
def prove(request: pytest.FixtureRequest) -> bool:
    """Are full counts asked for?"""
    return bool(request.config.getoption("--prove"))


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """`made_once(name, make)` is a folder that `make` fills for the first worker that asks; the others wait for it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        done = shared / f"{name}.done"
        with FileLock(shared / f"{name}.lock"):
            if not done.exists():
                (shared / name).mkdir()
                make(shared / name)
                done.touch()
        return shared / name

    return folder


@pytest.fixture(scope="session")
def published(made_once: Made) -> Path:
    """Root of a published embedded snapshot. Tests must not change it; copy it first."""
    return made_once("published", publish_embedded)


def publish_embedded(root: Path) -> None:
    run = Run(config.load(config.EMBEDDED, os.environ), root, say=lambda line: None)
    run.execute(run.record())


@pytest.fixture(scope="session")
def seasoned_root(made_once: Made) -> Path:
    """Root of the published region of `tests.seasoned`. Tests must not change it."""
    return made_once("seasoned", publish_seasoned)
