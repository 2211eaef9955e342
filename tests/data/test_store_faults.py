"""The k-th call to the system fails, for every k, once and for good: people see a whole edition and read a sentence."""

import errno
import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from faults import ERRORS, refusing
from tiny import Copies, edition, publish, served

from data import disk
from data import snapshot as store
from data.janitor import tidy
from data.snapshot import StoreError

OLD, NEW = "2019-07", "2019-08"
TOMORROW = datetime.now(UTC) + timedelta(hours=25)


def errors(prove: bool, k: int) -> list[int]:
    return list(ERRORS) if prove else [random.Random(k).choice(list(ERRORS))]


def is_a_sentence(text: str) -> bool:
    return text[0].isupper() and text.endswith(".") and "Errno" not in text


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_a_publication_that_the_system_refuses_leaves_the_old_edition_and_says_so(tmp_path, prove, for_good):
    copies = Copies(tmp_path, OLD)
    for k in count():
        for error in errors(prove, k):
            root = copies.fresh()
            with refusing(k, error, for_good) as system:
                said = attempt(lambda root: publish(root, NEW), root)
            check(root, said, ERRORS[error], k)
        if not system.failed:
            break
    assert k > 40


def attempt(act: Callable[[Path], object], root: Path) -> str:
    """What is said, empty where that is that all is well. Anything but `StoreError` is our own fault."""
    try:
        act(root)
    except StoreError as error:
        return str(error)
    return ""


def check(root: Path, said: str, reason: str, k: int) -> None:
    """What people see is what the run said, and the next run and the janitor put all in order."""
    assert served(root) == (NEW if not said or "visas nu" in said else OLD), (k, said)
    if said:
        assert is_a_sentence(said)
        assert reason in said
    publish(root, NEW)
    assert served(root) == NEW
    assert [entry.number for entry in store.history(root)] == list(range(1, len(store.history(root)) + 1))
    tidy(root, TOMORROW)
    assert disk.names(root / "staging") == []
    assert not [path for path in root.rglob(".*")]
    assert {name[:7] for name in disk.names(root / "snapshots")} == {OLD, NEW}


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_a_reader_whom_the_system_refuses_gets_a_whole_edition_and_why_or_a_sentence(tmp_path, prove, for_good):
    root = Copies(tmp_path, OLD, NEW).fresh()
    fallbacks = 0
    for k in count():
        for error in errors(prove, k):
            with refusing(k, error, for_good) as system:
                try:
                    snapshot = store.current(root)
                    found = edition(snapshot)
                except StoreError as problem:
                    assert is_a_sentence(str(problem)), problem
                    assert ERRORS[error] in str(problem)
                    continue
            assert found == (OLD if snapshot.fallback else NEW)
            assert not snapshot.fallback or ERRORS[error] in snapshot.fallback
            fallbacks += bool(snapshot.fallback)
        if not system.failed:
            break
    assert fallbacks == 0 if for_good else fallbacks >= 3


@pytest.mark.parametrize("error", ERRORS)
def test_a_run_does_not_build_on_an_older_edition_for_want_of_a_file_handle(tmp_path, error):
    """Where the newest may well be whole, `sure` stops; where it is damaged, the one before is what there is."""
    root = Copies(tmp_path, OLD, NEW).fresh()
    for k in range(2, 6):  # after the commits are listed
        with refusing(k, error), pytest.raises(store.Unreadable, match=ERRORS[error]):
            store.current(root, sure=True)
    next((root / "snapshots").glob(f"{NEW}*/periods.parquet")).unlink()
    assert edition(store.current(root, sure=True)) == OLD


def test_a_whole_snapshot_is_not_set_aside_for_want_of_a_file_handle(tmp_path):
    """Publishing the same again compares with what is there; not to be able to is no damage."""
    root = Copies(tmp_path, OLD).fresh()
    for k in count():
        with refusing(k, errno.EMFILE) as system:
            said = attempt(lambda root: publish(root, OLD), root)
        assert not (root / "damaged").exists(), said
        if not system.failed:
            break


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_a_janitor_whom_the_system_refuses_can_be_called_again(tmp_path, prove, for_good):
    copies = Copies(tmp_path, "2019-05", "2019-06", "2019-07")
    later = TOMORROW + timedelta(days=365 * 20)
    for k in count():
        for error in errors(prove, k):
            root = copies.fresh()
            disk.make_scratch(root / "staging" / "1-2")
            with refusing(k, error, for_good) as system:
                said = attempt(lambda root: tidy(root, later), root)
            assert not said or (is_a_sentence(said) and ERRORS[error] in said)
            assert served(root) == "2019-07"
            tidy(root, later)
            assert [name[:7] for name in disk.names(root / "snapshots")] == ["2019-06", "2019-07"]
            assert disk.names(root / "staging") == []
        if not system.failed:
            break
    assert k > 20


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
def test_a_label_that_the_system_refuses_is_there_or_not_and_the_snapshot_is_untouched(tmp_path, prove, for_good):
    copies = Copies(tmp_path, OLD)
    for k in count():
        for error in errors(prove, k):
            root = copies.fresh()
            with refusing(k, error, for_good) as system:
                said = attempt(lambda root: store.label(root, store.current(root).snapshot_id, "styrelsen"), root)
            assert not said or (is_a_sentence(said) and ERRORS[error] in said)
            assert said or store.labels(root)
            assert set(store.labels(root)) <= {"styrelsen"}
            assert served(root) == OLD
        if not system.failed:
            break
    assert k > 20


class OneByteAtATime:
    """A system that takes less of a write than it was given, as it may."""

    def __getattr__(self, name):
        return getattr(os, name)

    def write(self, descriptor, content):
        return os.write(descriptor, content[:1])


def test_a_write_that_is_taken_bit_by_bit_is_written_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "os", OneByteAtATime())
    disk.write_json(tmp_path / "x.json", {"a": "å"})
    assert (tmp_path / "x.json").read_bytes() == disk.as_json({"a": "å"}).encode()


def test_a_folder_that_may_not_be_read_is_not_an_empty_store(tmp_path):
    root = Copies(tmp_path, OLD).fresh()
    with refusing(0, errno.EACCES) as system, pytest.raises(StoreError, match="behörighet saknas"):
        store.current(root)
    assert system.failed == ["listdir"]
