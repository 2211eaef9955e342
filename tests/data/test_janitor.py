"""The janitor removes what nobody can ask for, and nothing else, whatever happens to it meanwhile."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from stories import EVERY_STATE, Bench, Story, needless_syncs
from tiny import last_month, publish, served, tables, write

from data import disk
from data import snapshot as store
from data.janitor import tidy
from data.snapshot import StoreError

WRITTEN = datetime.now(UTC)
"""When the files of these tests are written: the janitor judges what is left behind by that."""
TOMORROW = WRITTEN + timedelta(hours=25)


def published(root: Path, month: str, days_ago: int) -> str:
    return publish(root, month, now=WRITTEN - timedelta(days=days_ago))


def left_behind(root: Path) -> list[str]:
    """What runs leave that die while writing, before publishing, or before tidying up after themselves."""
    folder = disk.make_scratch(root / "staging" / "123-456")
    (folder / "periods.parquet").write_bytes(b"half")
    never, _ = write(root, "2019-01")
    files = ["commits/.00000009.json.123-456", "labels/.styrelsen.json.123-456", "runs/.x.json.1-2", ".newest.json.1-2"]
    for file in files:
        disk.make_folder((root / file).parent)
        (root / file).write_bytes(b"{")
    return sorted([*files, "staging/123-456", f"snapshots/{never}"])


def ids(root: Path) -> set[str]:
    return set(disk.names(root / "snapshots"))


def test_what_dead_runs_left_goes_when_no_session_can_be_that_old(tmp_path):
    published(tmp_path, "2019-07", days_ago=0)
    left = left_behind(tmp_path)
    assert tidy(tmp_path, WRITTEN + timedelta(hours=23)) == []
    assert sorted(tidy(tmp_path, TOMORROW)) == left
    assert tidy(tmp_path, TOMORROW) == []
    assert served(tmp_path) == "2019-07"


def test_a_run_that_still_writes_keeps_its_folder(tmp_path):
    published(tmp_path, "2019-07", days_ago=0)
    folder = disk.make_scratch(tmp_path / "staging" / "123-456")
    long_ago = (WRITTEN - timedelta(days=2)).timestamp()
    os.utime(folder, (long_ago, long_ago))
    (folder / "periods.parquet").write_bytes(b"half")
    os.utime(folder, (long_ago, long_ago))
    assert tidy(tmp_path, WRITTEN) == []


def test_a_snapshot_goes_when_its_newest_commit_is_past_the_retention(tmp_path):
    old = published(tmp_path, "2019-05", days_ago=402)
    again = published(tmp_path, "2019-06", days_ago=402)
    before, newest = published(tmp_path, "2019-07", days_ago=390), published(tmp_path, "2019-08", days_ago=1)
    opened = store.open_snapshot(tmp_path, again)
    store.commit(tmp_path, again, opened.commit.manifest_sha256, WRITTEN - timedelta(days=30), "test")  # rolled back to
    published(tmp_path, "2019-08", days_ago=0)
    assert tidy(tmp_path, TOMORROW) == [f"snapshots/{old}"]
    assert ids(tmp_path) == {again, before, newest}
    assert store.commit_numbers(tmp_path) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(StoreError, match="gallrad"):
        store.open_snapshot(tmp_path, old)


def test_the_current_one_and_the_one_before_it_stay_however_old(tmp_path):
    gone, before, newest = (published(tmp_path, month, 900) for month in ("2019-05", "2019-06", "2019-07"))
    assert tidy(tmp_path, TOMORROW) == [f"snapshots/{gone}"]
    assert ids(tmp_path) == {before, newest}


def test_the_one_before_is_one_that_can_be_read(tmp_path):
    whole, broken, newest = (published(tmp_path, month, 900) for month in ("2019-05", "2019-06", "2019-07"))
    (tmp_path / "snapshots" / broken / "periods.parquet").write_bytes(b"")
    assert tidy(tmp_path, TOMORROW) == [f"snapshots/{broken}"]
    assert ids(tmp_path) == {whole, newest}


def test_a_labelled_snapshot_stays(tmp_path):
    shown = published(tmp_path, "2019-05", days_ago=900)
    store.label(tmp_path, shown, "styrelsen")
    published(tmp_path, "2019-06", days_ago=0)
    published(tmp_path, "2019-07", days_ago=0)
    assert tidy(tmp_path, TOMORROW) == []
    assert store.open_snapshot(tmp_path, shown).commit.number == 1


def test_a_snapshot_where_a_shown_figure_was_first_reported_stays(tmp_path):
    first = published(tmp_path, "2019-04", days_ago=900)
    published(tmp_path, "2019-05", days_ago=900)
    published(tmp_path, "2019-06", days_ago=900)
    restated = pd.DataFrame({"period": pd.to_datetime(["2019-04-01"]), "line_id": "bas", "measure": "actual_ytd"})
    restated = restated.assign(first_reported_sek=1.0, now_sek=2.0, first_snapshot=first, last_snapshot_before=first)
    facts = {"latest_closed_period": "2019-07"}
    newest, digest = store.write_snapshot(tmp_path, {**tables("2019-07"), "restatements": restated}, facts)
    store.commit(tmp_path, newest, digest, WRITTEN, "test")
    tidy(tmp_path, TOMORROW)
    assert {name[:7] for name in ids(tmp_path)} == {"2019-04", "2019-06", "2019-07"}


UNCERTAIN = {
    "a commit cannot be understood": lambda root: (root / "commits" / "00000001.json").write_text("{"),
    "a commit is gone": lambda root: (root / "commits" / "00000003.json").unlink(),
    "a label cannot be understood": lambda root: (disk.make_folder(root / "labels") / "x.json").write_text("{"),
    "the newest snapshot is damaged": lambda root: next(
        (root / "snapshots").glob("2019-07*/periods.parquet")
    ).write_bytes(b""),
    "the snapshots' commits cannot be listed": lambda root: (
        (root / "commits").rename(root / "x"),
        (root / "commits").write_text(""),
    ),
}


@pytest.mark.parametrize("uncertain", UNCERTAIN)
def test_nothing_is_removed_where_something_is_not_known_for_certain(tmp_path, uncertain):
    for month in ("2019-05", "2019-06", "2019-07"):
        published(tmp_path, month, days_ago=900)
    left_behind(tmp_path)
    UNCERTAIN[uncertain](tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StoreError):
        tidy(tmp_path, TOMORROW)
    assert sorted(tmp_path.rglob("*")) == before


def test_no_snapshot_is_removed_where_nothing_is_published(tmp_path):
    """The commits may be on their way back from a backup."""
    write(tmp_path, "2019-01")
    folder = disk.make_scratch(tmp_path / "staging" / "123-456")
    assert tidy(tmp_path, TOMORROW) == [folder.relative_to(tmp_path).as_posix()]
    assert len(ids(tmp_path)) == 1


def test_a_copy_of_a_damaged_snapshot_is_kept_as_long_as_the_snapshots(tmp_path):
    newest = published(tmp_path, "2019-07", days_ago=0)
    (tmp_path / "snapshots" / newest / "periods.parquet").write_bytes(b"")
    published(tmp_path, "2019-07", days_ago=0)
    assert tidy(tmp_path, TOMORROW + timedelta(days=300)) == []
    assert len(tidy(tmp_path, TOMORROW + timedelta(days=400))) == 1
    assert disk.names(tmp_path / "damaged") == []


def whole(root: Path) -> str:
    """Does every folder that has a manifest hold all of its tables, and are those to be kept all there?"""
    for folder in sorted((root / "snapshots").iterdir()):
        if (folder / "manifest.json").exists():
            (month,) = {last_month(file.read_bytes()) for file in folder.glob("*.parquet")} or {"nothing"}
            if len(list(folder.glob("*.parquet"))) != 2 or month != folder.name[:7]:
                return f"{folder.name} looks whole"
    return served(root)


TIDYING = Story(
    prepare=lambda root: (
        [published(root, month, days_ago=900) for month in ("2019-05", "2019-06", "2019-07")],
        left_behind(root),
    ),
    act=lambda root: tidy(root, TOMORROW),
    meanwhile={"2019-07"},
    after="2019-07",
    look=whole,
)


def test_a_power_loss_at_any_moment_leaves_nothing_that_looks_whole(tmp_path, prove):
    most = EVERY_STATE if prove else 100
    bench = Bench(tmp_path)
    start = bench.prepared(TIDYING)
    operations = bench.record(start, TIDYING.act)
    assert [operation.name for operation in operations].count("sync") == 2  # the retired one and the unpublished one
    assert next(bench.crashes(TIDYING, start, operations, most=most), None) is None
    assert needless_syncs(bench, TIDYING, start, operations, most) == []
