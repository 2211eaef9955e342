"""A power loss at any moment of a publication leaves the old edition or the new one, whole; and no sync is for show.

Every operation of a real publication is recorded. For a crash after each of them, every state that the disk may then
be in is put in a fresh folder and read (`powerloss` says what is assumed of a disk).
"""

import shutil
from pathlib import Path

import pytest
from powerloss import Disk, Operation
from stories import EVERY_STATE, Bench, Story, needless_syncs, syncs
from tiny import publish, served

from data import disk
from data import snapshot as store

SOME_STATES = 60
OLD, NEW = "2019-07", "2019-08"


def lose_the_snapshots(root: Path) -> None:
    publish(root, OLD)
    shutil.rmtree(root / "snapshots")


def damage_the_newest(root: Path) -> None:
    publish(root, OLD)
    newest = publish(root, NEW)
    (root / "snapshots" / newest / "periods.parquet").write_bytes(b"")


def record_a_run(root: Path) -> str:
    try:
        return disk.read(root / "runs" / "last_run.json").decode()
    except FileNotFoundError:
        return "nothing"


def write_the_record(root: Path, month: str) -> None:
    disk.make_folder(root / "runs")
    disk.replace_json(root / "runs" / "last_run.json", month)


def kept(root: Path) -> str:
    try:
        return ", ".join(store.labels(root)) or "nothing"
    except store.StoreError:
        return "error"


def keep(root: Path) -> None:
    store.label(root, store.current(root).snapshot_id, "styrelsen")


STORIES = {
    "on top of an older one": Story(
        prepare=lambda root: publish(root, OLD),
        act=lambda root: publish(root, NEW),
        meanwhile={OLD, NEW},
        after=NEW,
        look=served,
    ),
    "the first ever": Story(
        prepare=lambda root: None,
        act=lambda root: publish(root, NEW),
        meanwhile={"nothing", NEW},
        after=NEW,
        look=served,
    ),
    "after the snapshots were lost": Story(
        prepare=lose_the_snapshots,
        act=lambda root: publish(root, NEW),
        meanwhile={"error", NEW},
        after=NEW,
        look=served,
    ),
    "in place of a damaged one": Story(
        prepare=damage_the_newest,
        act=lambda root: publish(root, NEW),
        meanwhile={f"{OLD} (fallback)", NEW},
        after=NEW,
        look=served,
    ),
    "a label": Story(
        prepare=lambda root: publish(root, OLD),
        act=keep,
        meanwhile={"nothing", "styrelsen"},
        after="styrelsen",
        look=kept,
    ),
    "the record of a run": Story(
        prepare=lambda root: write_the_record(root, OLD),
        act=lambda root: write_the_record(root, NEW),
        meanwhile={disk.as_json(OLD), disk.as_json(NEW)},
        after=disk.as_json(NEW),
        look=record_a_run,
    ),
}

COVERED_BY_ANOTHER = {
    "the first ever": ["sync of store after mkdir store/snapshots"],
}
"""The folder above is synced once more, for `commits`, before anything is committed. The sync that is left out here
is needed where `commits` is there already: "after the snapshots were lost" fails without it."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory) -> Bench:
    return Bench(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("name", STORIES)
def test_a_power_loss_at_any_moment_leaves_the_old_or_the_new(bench, name):
    story = STORIES[name]
    start = bench.prepared(story)
    operations = bench.record(start, story.act)
    assert len(syncs(operations)) >= 2
    assert next(bench.crashes(story, start, operations), None) is None


@pytest.mark.parametrize("name", STORIES)
def test_no_sync_can_be_left_out(bench, name):
    story = STORIES[name]
    start = bench.prepared(story)
    operations = bench.record(start, story.act)
    assert needless_syncs(bench, story, start, operations) == COVERED_BY_ANOTHER.get(name, [])


@pytest.mark.parametrize("name", ["on top of an older one", "the first ever"])
def test_a_run_after_a_killed_one_makes_last_what_that_one_left(bench, prove, name):
    """Killed, run again on what is seen, and then the power goes: that was never synced by either, unless we did."""
    story = STORIES[name]
    start = bench.prepared(story)
    killed = bench.record(start, story.act)
    for done in range(len(killed)):
        state = Disk(start)
        for operation in killed[:done]:
            state.apply(operation)
        again = bench.record(state.as_seen(), story.act, run="again")
        whole = killed[:done] + again
        first, most = (done, EVERY_STATE) if prove else (len(whole), SOME_STATES)
        assert next(bench.crashes(story, start, whole, first, most), None) is None, f"killed after {done} operations"


@pytest.mark.parametrize("folder", ["store/snapshots", "store/commits"])
def test_what_a_killed_run_left_is_not_relied_on_unsynced(bench, folder):
    """Where the same edition is there already, nothing is renamed, but both folders are synced all the same."""
    story = STORIES["on top of an older one"]
    start = bench.prepared(story)
    killed = bench.record(start, story.act)
    last = max(index for index in syncs(killed) if killed[index].path == folder)
    left = killed[:last]  # up to the sync that would have made it last
    state = Disk(start)
    for operation in left:
        state.apply(operation)
    again = [
        operation
        for operation in bench.record(state.as_seen(), story.act, run="again")
        if (operation.name, operation.path) != ("sync", folder)
    ]
    assert list(bench.crashes(story, start, left + again, first=len(left + again)))


def test_nothing_but_the_syncs_is_assumed_to_last(bench):
    """The disk itself: a write without a sync may come out whole, cut short or empty, or not at all."""
    state = Disk({"a": None})
    for operation in [
        Operation("create", "a/file"),
        Operation("write", "a/file", content=b"1234"),
    ]:
        state.apply(operation)
    assert {tree.get("a/file") for tree in state.after_power_loss(100, 1)} == {None, b"", b"12", b"1234"}
    state.apply(Operation("sync", "a"))
    assert {tree.get("a/file") for tree in state.after_power_loss(100, 1)} == {b"", b"12", b"1234"}
    state.apply(Operation("sync", "a/file"))
    assert [tree.get("a/file") for tree in state.after_power_loss(100, 1)] == [b"1234"]


def test_a_rename_may_be_found_at_either_name_or_both_or_neither():
    state = Disk({"a": None, "b": None, "a/file": b"1"})
    state.apply(Operation("rename", "a/file", "b/file"))
    found = [{path for path in tree if "file" in path} for tree in state.after_power_loss(100, 1)]
    assert sorted(map(sorted, found)) == [[], ["a/file"], ["a/file", "b/file"], ["b/file"]]
    assert "a/file" not in state.as_seen()
