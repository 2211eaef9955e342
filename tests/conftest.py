"""One published snapshot of the embedded source for the whole test session."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from etl import config
from etl.run import Run

settings.register_profile("house", deadline=None, max_examples=30, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Root of a published embedded snapshot. Tests must not change it; copy it first."""
    root = tmp_path_factory.mktemp("published")
    Run(config.load(config.EMBEDDED, os.environ), root, say=lambda line: None).execute()
    return root
