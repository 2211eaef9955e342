"""Comments from the screen in the published snapshot: where the source has none, also when their database is lost."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from region import execute, make_region
from worked import dataset

from data import comments, database
from data import snapshot as store
from data.comments import NewComment
from data.snapshot import Snapshot
from etl import activities
from etl import comments as screen
from etl.__main__ import main

JANUARY, FEBRUARY = pd.Timestamp(2019, 1, 1), pd.Timestamp(2019, 2, 1)
BOTH_MONTHS = """
    reported_period activity_id assignment_id title kind     department_id status   start_date end_date   comment
    2019-01         a1          -             Ett   activity office        on_track -          2019-06-30 ok
    2019-01         a2          -             Två   activity office        at_risk  -          2019-12-31 -
    2019-02         a1          -             Ett   activity office        on_track -          2019-06-30 ok
    2019-02         a2          -             Två   activity office        at_risk  -          2019-12-31 -
"""
PRINTED = """
    source_document reported_period table_name subject_type subject_id breakdown measure printed_value unit decimals
    rapport 2019-02 6 activity total total comment_missing 1 count 0
"""
COLUMNS = ["comment", "comment_missing", "comment_origin", "comment_author", "comment_written_at"]


@pytest.fixture
def region(tmp_path) -> Path:
    return make_region(tmp_path, activity=BOTH_MONTHS)


@pytest.fixture
def out(tmp_path) -> Path:
    (tmp_path / "published").mkdir()
    return tmp_path / "published"


@pytest.fixture
def url(out) -> str:
    """The database of a run that publishes to `out`."""
    return database.default_url(out)


def write(url: str, text: str, activity: str = "a2", period: pd.Timestamp = FEBRUARY, **more) -> int:
    given = {"author": "Chef A", "seen": 0, "written_at": datetime(2019, 3, 5, 12, tzinfo=UTC)} | more
    return comments.write(url, NewComment(activity, period, text, snapshot_id="2019-02-abc", **given))


def run(settings: Path, out: Path, *more: str) -> Snapshot:
    assert main(["run", "--config", str(settings), "--out", str(out), *more]) == 0
    return store.current(out)


def record(out: Path) -> dict:
    return json.loads((out / "runs" / "last_run.json").read_text(encoding="utf-8"))


def fetched(out: Path) -> int:
    """How many comments the run says that it took from the screen."""
    (step,) = [step for step in record(out)["steps"] if step["name"] == "Hämtar kommentarer från skärmen"]
    return step["rows"]


def row(snapshot: Snapshot, activity: str = "a2", period: pd.Timestamp = FEBRUARY) -> list[object]:
    """What the published activity says about its comment; None where it says nothing."""
    table = snapshot.read("activities").set_index(["activity_id", "period"])[COLUMNS].astype(object)
    return [None if pd.isna(value) else value for value in table.loc[(activity, period)]]


@pytest.fixture(scope="module")
def first_edition(tmp_path_factory) -> Path:
    """What is published of the region and of a comment on its screen, beside the comment's database."""
    folder = tmp_path_factory.mktemp("first_edition")
    (folder / "published").mkdir()
    write(database.default_url(folder / "published"), "Väntar på avtal")
    run(make_region(folder, activity=BOTH_MONTHS), folder / "published")
    return folder / "published"


@pytest.fixture
def first(first_edition, out) -> Snapshot:
    """That edition, published to `out`."""
    shutil.copytree(first_edition, out, dirs_exist_ok=True)
    return store.current(out)


def test_a_comment_from_the_screen_stands_where_the_source_has_none(region, out, url):
    before = run(region, out)
    assert row(before) == [None, True, None, None, None]
    assert row(before, "a1") == ["ok", False, "source", None, None]
    write(url, "Väntar på avtal")
    after = run(region, out)
    assert row(after) == ["Väntar på avtal", False, "screen", "Chef A", pd.Timestamp(2019, 3, 5, 12)]
    assert row(after, "a2", JANUARY) == [None, True, None, None, None]
    assert row(after, "a1") == ["ok", False, "source", None, None]
    assert (fetched(out), record(out)["unexpected"]) == (1, [])


def test_no_flag_asks_for_a_comment_that_stands_on_the_screen(first):
    asked = first.read("flags").query("rule == 'comment_missing'")
    assert list(asked[["subject_id", "period"]].itertuples(index=False, name=None)) == [("a2", JANUARY)]


def test_the_same_comments_give_the_same_snapshot_and_another_one_a_new(region, out, url, first):
    assert (run(region, out).snapshot_id, record(out)["status"]) == (first.snapshot_id, "unchanged")
    write(url, "Klart", seen=1)
    assert row(run(region, out))[0] == "Klart"
    assert record(out)["status"] == "published"


def test_a_source_that_gets_a_comment_of_its_own_stops_the_screens(region, out, url):
    write(url, "Väntar på avtal")
    execute(region.parent, "UPDATE activity SET comment = 'Avtalet är klart' WHERE activity_id = 'a2'")
    assert row(run(region, out)) == ["Avtalet är klart", False, "source", None, None]
    assert (fetched(out), record(out)["unexpected"]) == (0, [])
    execute(region.parent, "UPDATE activity SET comment = NULL WHERE activity_id = 'a2'")
    assert row(run(region, out))[0] == "Väntar på avtal"


def test_two_who_wrote_at_once_are_both_read_oldest_first(url):
    write(url, "Väntar", author="Chef A")
    write(url, "Försenad", author="Chef B", written_at=datetime(2019, 3, 5, 23, 30, tzinfo=UTC))
    write(url, "Uppskjuten", author="Chef A", written_at=datetime(2019, 3, 4, tzinfo=UTC))
    assert comments.joined(comments.standing(comments.read(url))).to_dict("records") == [
        {
            "period": FEBRUARY,
            "activity_id": "a2",
            "comment": "Väntar\n\nFörsenad\n\nUppskjuten",
            "comment_author": "Chef A, Chef B",  # who wrote twice is named once
            "comment_written_at": pd.Timestamp(2019, 3, 5, 23, 30),
        }
    ]


def test_a_comment_from_the_screen_is_an_update_of_its_month_and_counts_from_one(url):
    write(url, "Väntar på avtal")
    table = screen.carried(reported(THREE_REPORTS), comments.joined(comments.standing(comments.read(url))))
    told = table[["comment", "comment_reports", "updated_period"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        [None, 0, JANUARY],
        ["Väntar på avtal", 1, FEBRUARY],
        [None, 0, FEBRUARY],  # nothing new since
    ]


THREE_REPORTS = """
    reported_period activity_id title kind     department_id status   comment comment_expected
    2019-01         a2          A     activity hr            on_track -       1
    2019-02         a2          A     activity hr            on_track -       1
    2019-03         a2          A     activity hr            on_track -       1
"""


def reported(text: str) -> pd.DataFrame:
    return activities.activities(dataset("activity", text))


def test_only_rows_that_the_source_has_are_told_of(url):
    write(url, "Aktiviteten finns inte", activity="a9")
    write(url, "Månaden finns inte", period=pd.Timestamp(2019, 3, 1))
    table = reported(BOTH_MONTHS)
    pd.testing.assert_frame_equal(screen.carried(table, comments.joined(comments.standing(comments.read(url)))), table)


def test_an_absent_dataset_and_an_empty_database_are_no_trouble(url):
    nothing, no_texts = reported("reported_period activity_id"), comments.joined(comments.standing(comments.read(url)))
    assert screen.carried(nothing, no_texts).empty
    assert screen.lost(screen.published(None), no_texts, nothing).empty


LOSSES = {
    "gone": (lambda file: file.unlink(), "Kommentarsdatabasen saknar 1 kommentar ur utgåva {}; utgåvans text behålls."),
    "damaged": (
        lambda file: file.write_bytes(b"inte en databas " * 99),
        "Kommentarerna kan inte läsas: databasfilen är skadad eller ingen databas. Be den som sköter installationen "
        "att åtgärda det. 1 kommentar behålls från utgåva {}.",
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_lost_database_takes_no_published_comment_with_it(region, out, first, loss):
    lose, words = LOSSES[loss]
    lose(out / "comments.sqlite")
    second = run(region, out)
    assert (second.snapshot_id, row(second)) == (first.snapshot_id, row(first))
    assert fetched(out) == 1
    assert [line for line in record(out)["unexpected"] if line.startswith(words.format(first.snapshot_id))]


def test_a_database_put_back_as_it_was_does_not_take_back_a_newer_text(region, out, url):
    file = out / "comments.sqlite"
    write(url, "Första")
    backup = file.read_bytes()
    write(url, "Andra", seen=1, written_at=datetime(2019, 3, 6, tzinfo=UTC))
    first = run(region, out)
    file.write_bytes(backup)
    assert row(run(region, out))[0] == "Andra"
    (line,) = record(out)["unexpected"]
    assert line.startswith(f"Kommentarsdatabasen saknar 1 kommentar ur utgåva {first.snapshot_id}")


def test_comments_that_no_report_has_a_place_for_are_told(region, out, url):
    write(url, "Aktiviteten finns inte", activity="a9")
    run(region, out)
    (line,) = record(out)["unexpected"]
    assert line.startswith("1 kommentar från skärmen gäller en aktivitet och månad som ingen rapport har")


def test_a_lost_comment_gives_way_to_the_sources_own_and_to_a_new_one(region, out, url):
    for period in (JANUARY, FEBRUARY):
        write(url, "Väntar", period=period)
    run(region, out)
    (out / "comments.sqlite").unlink()
    write(url, "Klart")
    execute(
        region.parent, "UPDATE activity SET comment = 'eget' WHERE activity_id = 'a2' AND reported_period = '2019-01'"
    )
    after = run(region, out)
    assert (row(after)[0], row(after, "a2", JANUARY)[0]) == ("Klart", "eget")
    assert record(out)["unexpected"] == []


def test_a_database_that_cannot_be_read_is_told_also_where_nothing_is_kept(region, out):
    (out / "comments.sqlite").write_bytes(b"inte en databas " * 99)
    run(region, out)
    (line,) = record(out)["unexpected"]
    assert line.startswith("Kommentarerna kan inte läsas: databasfilen är skadad")
    assert "behålls" not in line


def test_check_tells_the_same_and_writes_nothing(region, out, first, capsys):
    (out / "comments.sqlite").unlink()
    there = sorted(file for file in out.rglob("*"))
    assert main(["check", "--config", str(region), "--out", str(out)]) == 1
    assert f"Kommentarsdatabasen saknar 1 kommentar ur utgåva {first.snapshot_id}" in capsys.readouterr().out
    assert sorted(file for file in out.rglob("*")) == there


def test_a_month_read_anew_leaves_the_screens_comments_of_the_others_the_screens(region, out, url):
    """What the screen wrote is not taken for the source's own, so it can still be replaced."""
    for period in (JANUARY, FEBRUARY):
        write(url, "Väntar", period=period)
    before = run(region, out)
    again = run(region, out, "--period", "2019-02")
    pd.testing.assert_frame_equal(again.read("activities")[COLUMNS], before.read("activities")[COLUMNS])
    write(url, "Klart", period=JANUARY, seen=2)
    assert row(run(region, out, "--period", "2019-02"), "a2", JANUARY)[0] == "Klart"


def test_the_chosen_month_itself_comes_from_the_source(region, out, first):
    execute(region.parent, "UPDATE activity SET comment = 'eget' WHERE activity_id = 'a2'")
    after = run(region, out, "--period", "2019-02")
    assert row(after) == ["eget", False, "source", None, None]
    assert row(after, "a2", JANUARY) == [None, True, None, None, None]


def test_a_printed_control_total_is_of_the_sources_rows(tmp_path, out, url):
    """The report was printed with one comment missing; that somebody writes it afterwards does not make it wrong."""
    region = make_region(tmp_path, activity=BOTH_MONTHS, published_figure=PRINTED)

    write(url, "Väntar")
    snapshot = run(region, out)
    assert row(snapshot)[1] is False
    tied = snapshot.read("checks").query("check_id.str.contains('comment_missing')")
    assert list(tied[["found", "passed"]].itertuples(index=False, name=None)) == [("1", True)]


def test_where_comments_are_kept_can_be_set(region, out, tmp_path, monkeypatch):
    own = f"sqlite:///{tmp_path}/egen.sqlite"
    write(own, "Väntar")
    monkeypatch.setenv("FOLLOWUP_COMMENTS", own)
    assert row(run(region, out))[0] == "Väntar"
