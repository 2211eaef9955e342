"""Killed before each call to the system, and two that publish at once: nobody sees a mixture, no number is replaced."""

import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from itertools import count, groupby
from pathlib import Path

import pytest
from faults import CALLS
from tiny import Copies, before_the_run, edition, publish, served, write

from data import disk
from data import snapshot as store
from data.janitor import tidy
from data.snapshot import Snapshot

FORK = multiprocessing.get_context("fork")
OLD, NEW = "2019-07", "2019-08"
TOMORROW = datetime.now(UTC) + timedelta(hours=25)


class Deadly:
    """Stands in for `os` in `data.disk`: the process dies instead of the k-th call."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __getattr__(self, name):
        if name in CALLS:
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            self._left -= 1
        return getattr(os, name)


def publish_and_die(root: Path, at: int) -> None:
    disk.os = Deadly(at)
    publish(root, NEW)


def exit_code(target, *arguments) -> int:
    process = FORK.Process(target=target, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def test_killed_before_any_call_leaves_old_or_new_and_the_next_run_puts_all_in_order(tmp_path):
    copies = Copies(tmp_path, OLD)
    seen = []
    for at in count():
        root = copies.fresh()
        code = exit_code(publish_and_die, root, at)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        seen.append(served(root))
        publish(root, NEW)
        assert served(root) == NEW
        tidy(root, TOMORROW)
        assert disk.names(root / "staging") == []
        assert not list(root.rglob(".*"))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (OLD, NEW)
    assert len(seen) > 40


def publish_many(root: Path, start, months: list[str]) -> None:
    """Each commit is there, and whole, when `commit` has returned."""
    start.wait(60)
    for month in months:
        snapshot_id, digest = write(root, month)
        number = store.commit(root, snapshot_id, digest, TOMORROW, f"run {os.getpid()}")
        assert store.read_commit(root, number).snapshot == snapshot_id
        assert store.current(root).fallback == ""


def at_once(root: Path, *months: list[str]) -> list[int]:
    """Exit codes of processes that publish these months at the same time."""
    start = FORK.Barrier(len(months))
    processes = [FORK.Process(target=publish_many, args=(root, start, each)) for each in months]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    return [process.exitcode for process in processes]


def test_two_that_publish_at_once_both_survive_and_no_number_is_replaced_or_left_out(tmp_path, prove):
    each = 100 if prove else 20
    first = [f"{2000 + n // 12}-{n % 12 + 1:02d}" for n in range(each)]
    second = [f"{2100 + n // 12}-{n % 12 + 1:02d}" for n in range(each)]
    assert at_once(tmp_path, first, second) == [0, 0]
    entries = store.history(tmp_path)
    assert [entry.number for entry in entries] == list(range(1, 2 * each + 1))
    assert sorted(entry.snapshot[:7] for entry in entries) == sorted(first + second)
    for entry in entries:
        folder = tmp_path / "snapshots" / entry.snapshot
        assert (
            edition(Snapshot(folder, store.verified_manifest(folder, entry.manifest_sha256), entry)) == folder.name[:7]
        )
    turns = [run for run, _ in groupby(entry.code_version for entry in entries)]
    assert len(turns) > 2, "they did not meet"
    assert not list(tmp_path.rglob(".*"))


def test_two_that_publish_the_same_at_once_both_survive(tmp_path, prove):
    months = [f"{2000 + n // 12}-{n % 12 + 1:02d}" for n in range(100 if prove else 20)]
    assert at_once(tmp_path, months, months) == [0, 0]
    assert [entry.number for entry in store.history(tmp_path)] == list(range(1, 2 * len(months) + 1))
    assert len(disk.names(tmp_path / "snapshots")) == len(months)
    assert not (tmp_path / "damaged").exists()


def test_a_number_that_is_always_taken_ends_with_a_sentence(tmp_path, monkeypatch):
    """Another writer wins every time."""
    publish(tmp_path, OLD)
    snapshot_id, digest = write(tmp_path, NEW)
    monkeypatch.setattr("data.commits.commit_numbers", lambda root: [])
    with pytest.raises(store.StoreError, match=r"en annan körning publicerar samtidigt.*kör igen\."):
        store.commit(tmp_path, snapshot_id, digest, TOMORROW, "test")
    monkeypatch.undo()
    assert before_the_run(tmp_path).commit.number == 1
    assert served(tmp_path) == OLD
