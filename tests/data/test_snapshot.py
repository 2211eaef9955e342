"""The store: what is written is what is read, under an id that says what is in it."""

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny import NOW, publish, tables, write

from data import snapshot as store
from data.contract import VERSION
from data.snapshot import Commit, StoreError


def test_nothing_is_current_before_the_first_commit(tmp_path):
    write(tmp_path, "2019-08")
    assert store.current(tmp_path) is None


def test_the_newest_commit_is_current_and_reads_what_was_written(tmp_path):
    publish(tmp_path, "2019-07")
    newest = publish(tmp_path, "2019-07", "2019-08")
    current = store.current(tmp_path)
    assert current.snapshot_id == newest
    assert current.read("periods")["period"].tolist() == [pd.Timestamp(2019, 7, 1), pd.Timestamp(2019, 8, 1)]
    assert current.latest_period == pd.Timestamp(2019, 8, 1)


def test_a_commit_says_which_snapshot_when_and_after_which(tmp_path):
    publish(tmp_path, "2019-07")
    newest = publish(tmp_path, "2019-08")
    digest = store.read_commit(tmp_path, 2).manifest_sha256
    assert store.history(tmp_path)[-1] == Commit(2, newest, digest, NOW, "test", previous=1)
    assert newest.endswith(digest[:12])


def test_the_same_content_gets_the_same_bytes_and_id_whatever_the_order_of_its_rows(tmp_path):
    written = {"one": tables("2019-07", "2019-08"), "other": tables("2019-07", "2019-08")}
    written["other"]["periods"] = written["other"]["periods"].iloc[::-1]
    ids = {
        store.write_snapshot(tmp_path / name, frames, {"latest_closed_period": "2019-08"})
        for name, frames in written.items()
    }
    assert len(ids) == 1
    one, other = (
        {file.name: file.read_bytes() for file in (tmp_path / name).rglob("*.*")} for name in ("one", "other")
    )
    assert one == other


def test_nothing_in_a_file_depends_on_anything_but_its_content(tmp_path):
    """Not on defaults that a newer writer may change, nor on how many threads or runs there were."""
    publish(tmp_path, "2019-07")
    metadata = pq.read_metadata(next(tmp_path.rglob("periods.parquet")))
    column = metadata.row_group(0).column(0)
    assert (metadata.format_version, metadata.num_row_groups) == ("2.6", 1)
    assert (column.compression, column.is_stats_set) == ("ZSTD", False)
    assert set(metadata.metadata) == {b"contract_version", b"table", b"grain", b"ARROW:schema"}


def test_an_existing_snapshot_is_left_as_it_is(tmp_path):
    first, _ = write(tmp_path, "2019-07")
    inode = (tmp_path / "snapshots" / first).stat().st_ino
    assert write(tmp_path, "2019-07")[0] == first
    assert (tmp_path / "snapshots" / first).stat().st_ino == inode
    assert list((tmp_path / "staging").iterdir()) == []


def test_a_value_that_does_not_fit_its_type_stops_before_anything_has_a_name(tmp_path):
    frames = tables("2019-07")
    frames["departments"]["depth"] = "djup"
    with pytest.raises((pa.ArrowInvalid, pa.ArrowTypeError)):
        store.write_snapshot(tmp_path, frames, {"latest_closed_period": "2019-07"})
    assert [list((tmp_path / name).iterdir()) for name in ("snapshots", "staging")] == [[], []]


def damaged(root: Path, snapshot_id: str) -> None:
    (root / "snapshots" / snapshot_id / "periods.parquet").write_bytes(b"")


def test_a_fallback_names_the_snapshot_and_the_file(tmp_path):
    old, new = publish(tmp_path, "2019-07"), publish(tmp_path, "2019-08")
    damaged(tmp_path, new)
    current = store.current(tmp_path)
    assert current.snapshot_id == old
    assert current.fallback == f"Utgåva {new}: periods.parquet är ändrad eller skadad."


def test_no_readable_snapshot_at_all_is_an_error_not_an_empty_store(tmp_path):
    damaged(tmp_path, publish(tmp_path, "2019-07"))
    with pytest.raises(StoreError, match="Ingen utgåva kan läsas"):
        store.current(tmp_path)


def test_a_damaged_snapshot_is_written_anew_and_nothing_is_deleted(tmp_path):
    damaged(tmp_path, publish(tmp_path, "2019-07"))
    again = publish(tmp_path, "2019-07")
    assert store.current(tmp_path).snapshot_id == again
    assert len(list((tmp_path / "damaged").iterdir())) == 1


def test_a_commit_from_before_they_had_checksums_is_still_read(tmp_path):
    publish(tmp_path, "2019-07")
    file = tmp_path / "commits" / "00000001.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["sha256"], content["number"]
    (tmp_path / "newest.json").unlink()
    file.write_text(json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    assert store.current(tmp_path).commit.number == 1


def test_a_label_keeps_its_snapshot_and_cannot_be_taken_twice(tmp_path):
    kept = publish(tmp_path, "2019-07")
    store.label(tmp_path, kept, "styrelsen")
    assert store.labels(tmp_path) == {"styrelsen": kept}
    with pytest.raises(StoreError, match="finns redan"):
        store.label(tmp_path, kept, "styrelsen")


@pytest.mark.parametrize("name", ["", "../x", ".dold", "a/b"])
def test_a_label_is_a_file_name(tmp_path, name):
    with pytest.raises(StoreError, match="filnamn"):
        store.label(tmp_path, publish(tmp_path, "2019-07"), name)


def test_another_contract_version_is_refused_with_what_to_do(tmp_path, monkeypatch):
    publish(tmp_path, "2019-07")
    monkeypatch.setattr(store, "VERSION", "nästa")
    with pytest.raises(StoreError, match=f"kontraktsversion {VERSION}, men programmet läser nästa. Kör python"):
        store.current(tmp_path)
