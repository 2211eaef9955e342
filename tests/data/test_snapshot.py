"""The store: a reader sees the old snapshot or the new one, never a mixture."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data import disk
from data import snapshot as store
from data.snapshot import StoreError

NOW = datetime(2019, 9, 10, tzinfo=UTC)


def periods(*months: str) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame({"period": pd.to_datetime(list(months)), "status": "closed"})
    return {"periods": frame.assign(closed_on=pd.NaT, approved_on=pd.NaT)}


def put(root: Path, *months: str) -> str:
    """Write and commit a snapshot of these months; its id."""
    snapshot_id, digest = store.write_snapshot(root, periods(*months), {"latest_closed_period": months[-1][:7]})
    store.commit(root, snapshot_id, digest, NOW, "test")
    return snapshot_id


def test_nothing_is_current_before_the_first_commit(tmp_path):
    store.write_snapshot(tmp_path, periods("2019-08-01"), {"latest_closed_period": "2019-08"})
    assert store.current(tmp_path) is None


def test_the_newest_commit_is_current_and_reads_what_was_written(tmp_path):
    put(tmp_path, "2019-07-01")
    newest = put(tmp_path, "2019-07-01", "2019-08-01")
    current = store.current(tmp_path)
    assert current.snapshot_id == newest
    assert current.read("periods")["period"].tolist() == [pd.Timestamp(2019, 7, 1), pd.Timestamp(2019, 8, 1)]
    assert current.latest_period == pd.Timestamp(2019, 8, 1)


def test_the_same_content_gets_the_same_id_whatever_the_order_of_its_rows(tmp_path):
    first, _ = store.write_snapshot(tmp_path, periods("2019-07-01", "2019-08-01"), {"latest_closed_period": "2019-08"})
    second, _ = store.write_snapshot(tmp_path, periods("2019-08-01", "2019-07-01"), {"latest_closed_period": "2019-08"})
    assert first == second
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [first]


def flip_a_bit(folder: Path) -> None:
    file = folder / "periods.parquet"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut_short(folder: Path) -> None:
    file = folder / "periods.parquet"
    file.write_bytes(file.read_bytes()[:-1])


def change_the_manifest(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"rows": 2', '"rows": 3'), encoding="utf-8")


DAMAGE = {
    "bit flipped": flip_a_bit,
    "file cut short": cut_short,
    "manifest changed": change_the_manifest,
    "table removed": lambda folder: (folder / "periods.parquet").unlink(),
    "manifest removed": lambda folder: (folder / "manifest.json").unlink(),
    "folder removed": shutil.rmtree,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_newest_snapshot_falls_back_and_says_so(tmp_path, damage):
    old = put(tmp_path, "2019-07-01")
    new = put(tmp_path, "2019-07-01", "2019-08-01")
    DAMAGE[damage](tmp_path / "snapshots" / new)
    current = store.current(tmp_path)
    assert current.snapshot_id == old
    assert new in current.fallback


def test_a_torn_commit_falls_back(tmp_path):
    old = put(tmp_path, "2019-07-01")
    put(tmp_path, "2019-08-01")
    (tmp_path / "commits" / "00000002.json").write_text('{"snapshot": "2019', encoding="utf-8")
    assert store.current(tmp_path).snapshot_id == old


def test_no_readable_snapshot_at_all_is_an_error_not_an_empty_store(tmp_path):
    flip_a_bit(tmp_path / "snapshots" / put(tmp_path, "2019-07-01"))
    with pytest.raises(StoreError, match="Ingen utgåva kan läsas"):
        store.current(tmp_path)


def test_a_damaged_snapshot_is_written_anew_and_nothing_is_deleted(tmp_path):
    flip_a_bit(tmp_path / "snapshots" / put(tmp_path, "2019-07-01"))
    again = put(tmp_path, "2019-07-01")
    assert store.current(tmp_path).snapshot_id == again
    assert len(list((tmp_path / "damaged").iterdir())) == 1


def test_a_commit_number_taken_by_another_writer_is_not_replaced(tmp_path, monkeypatch):
    put(tmp_path, "2019-07-01")
    monkeypatch.setattr(store, "commit_numbers", lambda root: [])
    with pytest.raises(StoreError, match="annan körning"):
        put(tmp_path, "2019-08-01")
    assert store.read_commit(tmp_path, 1).snapshot.startswith("2019-07")


STEPS = ["make_folder", "sync", "write_json", "create_json"]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_of_any_disk_operation_leaves_the_old_snapshot(tmp_path, monkeypatch, step):
    """The k-th call fails, for every k until the publication succeeds."""
    old = put(tmp_path, "2019-07-01")
    real, k = getattr(disk, step), 0
    while True:
        calls = iter(range(1000))

        def failing(*arguments, at=k, calls=calls):
            if next(calls) == at:
                raise OSError("full")
            return real(*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(disk, step, failing)
            try:
                put(tmp_path, "2019-07-01", "2019-08-01")
                break
            except OSError:
                assert store.current(tmp_path).snapshot_id == old or len(store.commit_numbers(tmp_path)) == 2
        k += 1
    assert k > 0
    assert store.current(tmp_path).snapshot_id != old


def test_a_label_keeps_its_snapshot_and_cannot_be_taken_twice(tmp_path):
    kept = put(tmp_path, "2019-07-01")
    store.label(tmp_path, kept, "styrelsen")
    assert store.labels(tmp_path) == {"styrelsen": kept}
    with pytest.raises(StoreError, match="finns redan"):
        store.label(tmp_path, kept, "styrelsen")


@pytest.mark.parametrize("name", ["", "../x", ".dold", "a/b"])
def test_a_label_is_a_file_name(tmp_path, name):
    with pytest.raises(StoreError, match="filnamn"):
        store.label(tmp_path, put(tmp_path, "2019-07-01"), name)


def test_another_contract_version_is_refused_with_what_to_do(tmp_path, monkeypatch):
    put(tmp_path, "2019-07-01")
    monkeypatch.setattr(store, "VERSION", "2")
    with pytest.raises(StoreError, match="kontraktsversion 1.*Kör python -m etl run"):
        store.current(tmp_path)
