"""The real thing: no permission, no more file handles, a folder that may not be written. All in words, no traceback."""

import multiprocessing
import os
import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny import Copies, publish, served

from data import snapshot as store
from data.janitor import tidy
from data.snapshot import StoreError
from tests.data.tiny import NOW

FORK = multiprocessing.get_context("fork")
OLD, NEW = "2019-07", "2019-08"
NOBODY = 65534


@pytest.fixture
def root(tmp_path) -> Iterator[Path]:
    """A store that anyone may reach and read; pytest's own folders are closed."""
    top = Path(tempfile.mkdtemp())
    top.chmod(0o755)
    yield Path(shutil.copytree(Copies(tmp_path, OLD, NEW).fresh(), top / "store"))
    for folder in [top, *top.rglob("*")]:
        folder.chmod(0o755)
    shutil.rmtree(top)


def said(root: Path, act: Callable[[Path], object], answer) -> None:
    """Root may do anything, so become someone who may not."""
    if os.getuid() == 0:
        os.setuid(NOBODY)
    try:
        answer.put(str(act(root)))
    except StoreError as error:
        answer.put(str(error))
    except BaseException as error:
        answer.put(f"{type(error).__name__} {error}")


def as_someone_else(root: Path, act: Callable[[Path], object]) -> str:
    answer = FORK.Queue()
    process = FORK.Process(target=said, args=(root, act, answer))
    process.start()
    told = answer.get(timeout=60)
    process.join()
    return told


def newest(root: Path) -> Path:
    return next((root / "snapshots").glob(f"{NEW}-*"))


def test_without_hindrance_someone_else_reads_the_newest(root):
    assert as_someone_else(root, served) == NEW


CLOSED = {
    "the whole store": (lambda root: root, "Publiceringarna kan inte läsas (store/commits: behörighet saknas)."),
    "the commits": (
        lambda root: root / "commits",
        "Publiceringarna kan inte läsas (store/commits: behörighet saknas).",
    ),
    "all snapshots": (lambda root: root / "snapshots", "Ingen utgåva kan läsas. Utgåva"),
}


@pytest.mark.parametrize("what", CLOSED)
def test_what_is_closed_is_told_and_is_not_an_empty_store(root, what):
    path, sentence = CLOSED[what]
    path(root).chmod(0)
    told = as_someone_else(root, store.current)
    assert told.startswith(sentence)
    assert "behörighet saknas" in told


@pytest.mark.parametrize("file", ["periods.parquet", "manifest.json", "."])
def test_where_the_newest_is_closed_the_one_before_is_shown_and_the_reason_told(root, file):
    (newest(root) / file).chmod(0)
    told = as_someone_else(root, lambda root: store.current(root).fallback)
    assert told.startswith(f"Utgåva {newest(root).name} kan inte läsas just nu (")
    assert "behörighet saknas" in told
    assert "skadad" not in told
    assert as_someone_else(root, lambda root: store.current(root, sure=True)) == told


def test_a_store_that_may_not_be_written_can_be_read_but_not_published_to(root):
    told = as_someone_else(root, lambda root: publish(root, "2019-09"))
    assert told.startswith("Utgåvan kan inte sparas (staging/")
    assert told.endswith("behörighet saknas). Den förra utgåvan ligger kvar; åtgärda och kör igen.")
    told = as_someone_else(root, lambda root: store.label(root, newest(root).name, "styrelsen"))
    assert told == "Etiketten styrelsen är kanske inte sparad (store/labels: behörighet saknas). Åtgärda det."
    assert as_someone_else(root, served) == NEW


def test_a_janitor_without_permission_says_so(root):
    staging = root / "staging" / "1-2"
    staging.mkdir()
    told = as_someone_else(root, lambda root: tidy(root, NOW.replace(year=2100)))
    assert told == "Gallringen avbröts (staging/1-2: behörighet saknas). Utgåvorna som visas är orörda."
    assert staging.exists()


def without_file_handles(root: Path) -> str:
    """Standard in, out and error are three already."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    return str(store.current(root))


def test_no_more_file_handles_is_told_and_is_not_damage(root):
    told = as_someone_else(root, without_file_handles)
    assert told == "Publiceringarna kan inte läsas (store/commits: för många filer är öppna)."
