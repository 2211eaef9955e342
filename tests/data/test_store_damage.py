"""Damage to the newest edition is always found: the one before is served, and it is said why."""

import random
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from tiny import Copies, edition, publish, served

from data import snapshot as store
from data.snapshot import StoreError

OLDER, OLD, NEW = "2019-06", "2019-07", "2019-08"


def flip_a_bit(files: list[Path], chance: Random) -> None:
    file = chance.choice(files)
    content = bytearray(file.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def cut_short(files: list[Path], chance: Random) -> None:
    file = chance.choice(files)
    file.write_bytes(file.read_bytes()[: -chance.randint(1, 50)])


def make_empty(files: list[Path], chance: Random) -> None:
    chance.choice(files).write_bytes(b"")


def remove(files: list[Path], chance: Random) -> None:
    chance.choice(files).unlink()


def rename(files: list[Path], chance: Random) -> None:
    file = chance.choice(files)
    file.rename(file.with_name(chance.choice([f"{file.name}.bak", f"x{file.name}", file.name.upper() + "_"])))


def swap(files: list[Path], chance: Random) -> None:
    one, other = chance.sample(files, 2)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


DAMAGE: list[Callable[[list[Path], Random], None]] = [flip_a_bit, cut_short, make_empty, remove, rename, swap]


def files_of_the_newest(root: Path) -> list[Path]:
    """Its tables, its manifest and its commit, each a file of its own."""
    (folder,) = (root / "snapshots").glob(f"{NEW}-*")
    return [*sorted(folder.iterdir()), max((root / "commits").iterdir())]


def test_damage_to_the_newest_edition_is_always_found(tmp_path, prove):
    copies = Copies(tmp_path, OLDER, OLD, NEW)
    for seed in range(1000 if prove else 50):
        root, chance = copies.fresh(), random.Random(seed)
        damage = DAMAGE[seed % len(DAMAGE)]
        damage(files_of_the_newest(root), chance)
        assert served(root) == f"{OLD} (fallback)", f"{damage.__name__} with seed {seed}"


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_edition_is_published_anew_under_a_number_of_its_own(tmp_path, damage):
    copies = Copies(tmp_path, OLDER, OLD, NEW)
    for seed in range(5):
        root = copies.fresh()
        damage(files_of_the_newest(root), random.Random(seed))
        publish(root, NEW)
        assert served(root) == NEW
        assert store.commit_numbers(root)[-1] == 4


def test_every_bit_of_a_commit_counts(tmp_path, prove):
    root = Copies(tmp_path, OLD, NEW).fresh()
    file = root / "commits" / "00000002.json"
    whole = file.read_bytes()
    for place in range(0, len(whole) * 8, 1 if prove else 29):
        content = bytearray(whole)
        content[place // 8] ^= 1 << place % 8
        file.write_bytes(content)
        assert served(root) == f"{OLD} (fallback)", f"bit {place}"


def test_a_commit_under_the_number_of_another_is_not_believed(tmp_path):
    """The newest and the one before have changed places: the one before those is served."""
    root = Copies(tmp_path, OLDER, OLD, NEW).fresh()
    swap([root / "commits" / "00000002.json", root / "commits" / "00000003.json"], random.Random(1))
    assert served(root) == f"{OLDER} (fallback)"


def test_the_last_commit_gone_is_an_error_not_an_empty_store(tmp_path):
    root = Copies(tmp_path, NEW).fresh()
    (root / "commits" / "00000001.json").unlink()
    with pytest.raises(StoreError, match=r"Ingen utgåva kan läsas. 00000001.json saknas"):
        store.current(root)


@pytest.mark.parametrize("harm", ["gone", "empty", "damaged", "of an older commit"])
def test_nothing_hangs_on_the_second_name_of_the_newest_commit(tmp_path, harm):
    root = Copies(tmp_path, OLD, NEW).fresh()
    name = root / "newest.json"
    if harm == "gone":
        name.unlink()
    if harm == "empty":
        name.write_bytes(b"")
    if harm == "damaged":
        flip_a_bit([name], random.Random(1))
    if harm == "of an older commit":
        name.write_bytes((root / "commits" / "00000001.json").read_bytes())
    assert served(root) == NEW


@pytest.mark.parametrize("damage", [flip_a_bit, cut_short, make_empty, remove])
def test_a_file_that_is_damaged_after_it_was_verified_is_not_read(tmp_path, damage):
    """A session keeps the snapshot it opened, and may read a table hours later."""
    root = Copies(tmp_path, NEW).fresh()
    opened = store.current(root)
    damage([opened.path / "periods.parquet"], random.Random(1))
    with pytest.raises(StoreError, match="periods.parquet"):
        opened.read("periods")
    assert opened.read("departments")["name"].tolist() == [NEW]


def test_damage_elsewhere_does_not_touch_the_newest(tmp_path):
    root = Copies(tmp_path, OLD, NEW).fresh()
    (root / "commits" / "00000001.json").write_bytes(b"{")
    for file in (root / "snapshots").glob(f"{OLD}-*/*"):
        file.unlink()
    assert served(root) == NEW
    assert [commit.number for commit in store.history(root)] == [2]


def test_what_the_board_saw_is_opened_by_its_id_whatever_is_current(tmp_path):
    root = Copies(tmp_path, OLD, NEW).fresh()
    seen = store.history(root)[0]
    opened = store.open_snapshot(root, seen.snapshot)
    assert (edition(opened), opened.commit, opened.fallback) == (OLD, seen, "")


def test_a_labelled_snapshot_is_opened_even_where_its_commit_is_lost(tmp_path):
    root = Copies(tmp_path, OLD, NEW).fresh()
    seen = store.history(root)[0]
    store.label(root, seen.snapshot, "styrelsen")
    (root / "commits" / "00000001.json").unlink()
    assert store.open_snapshot(root, seen.snapshot).commit == seen


def test_a_damaged_label_says_so_and_hinders_nobody_else(tmp_path):
    root = Copies(tmp_path, OLD, NEW).fresh()
    seen = store.history(root)[0].snapshot
    flip_a_bit([store.label(root, seen, "styrelsen")], random.Random(1))
    with pytest.raises(StoreError, match="styrelsen"):
        store.labels(root)
    assert edition(store.open_snapshot(root, seen)) == OLD


def test_a_snapshot_that_was_published_twice_has_the_newer_commit(tmp_path):
    root = Copies(tmp_path, OLD, NEW).fresh()
    first = store.history(root)[0]
    store.label(root, first.snapshot, "styrelsen")
    store.commit(root, first.snapshot, first.manifest_sha256, first.published_at, "rollback")
    assert store.open_snapshot(root, first.snapshot).commit.number == 3


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("unknown", "har inte publicerats"),
        ("removed", "finns inte kvar"),
        ("damaged", "periods.parquet är ändrad eller skadad"),
    ],
)
def test_a_snapshot_that_cannot_be_opened_by_its_id_says_why(tmp_path, harm, sentence):
    root = Copies(tmp_path, OLD, NEW).fresh()
    old = store.history(root)[0].snapshot
    if harm == "removed":
        (root / "snapshots" / old).rename(root / "elsewhere")
    if harm == "damaged":
        flip_a_bit([root / "snapshots" / old / "periods.parquet"], random.Random(1))
    with pytest.raises(StoreError, match=sentence):
        store.open_snapshot(root, "../elsewhere" if harm == "unknown" else old)
