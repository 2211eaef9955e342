"""What is written on the screen shows at once: in the list, among the flags and in what is left to do."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from dashboard import session
from dashboard.activities import listing
from dashboard.activities.month import Month
from data import comments
from tests.activities.reported import new, seen

MONTH = """
period  activity_id comment     comment_missing
2019-05 told        Som_planerat -    # the source has a comment of its own
2019-05 silent      -            yes
2019-05 calm        -            -    # none, and none is expected
"""
FLAGS = """
period  subject_id rule                  severity
2019-05 silent     off_track             serious
2019-05 silent     off_track_uncommented serious
2019-05 silent     comment_missing       warning
"""
NEW = "ny, ej i källsystemet"


def load() -> Month:
    return seen("2019-05", MONTH, flags=FLAGS)


def row(now: Month, activity: str) -> pd.Series:
    return now.rows.set_index("activity_id").loc[activity]


def comment_state(now: Month, activity: str) -> str:
    states = listing.comment_states(now.rows).set_axis(now.rows["activity_id"])
    return str(states[activity])


def test_before_anyone_has_written_the_month_stands_as_it_was_reported() -> None:
    now = load()
    assert [comment_state(now, name) for name in ("told", "silent", "calm")] == [
        "i källsystemet",
        "saknas",
        "ingen, ingen väntas",
    ]
    assert row(now, "told")["comment_text"] == "Som planerat"
    assert row(now, "silent")["flags"] == "följer inte planeringen och saknar kommentar"  # once; three flags say it
    assert row(now, "silent")["needs"] == ["en kommentar"]
    assert listing.unlisted(now).empty


def test_a_new_comment_shows_marked_and_settles_its_flags(kept_in: str) -> None:
    comments.write(kept_in, new("silent", "Upphandlingen är överklagad."))
    now = load()
    silent = row(now, "silent")
    assert silent["comment_text"] == f"Upphandlingen är överklagad. ({NEW})"
    assert silent["comment"] == "Upphandlingen är överklagad."
    assert silent["rules"] == ("off_track",)  # the status is as it was
    assert silent["needs"] == []
    assert not silent["comment_missing"]
    assert now.todo.empty
    assert comment_state(now, "silent") == NEW


def test_the_others_are_as_they_were(kept_in: str) -> None:
    before = load().rows.set_index("activity_id").drop(index="silent")
    comments.write(kept_in, new("silent"))
    pd.testing.assert_frame_equal(load().rows.set_index("activity_id").drop(index="silent").loc[before.index], before)


def test_what_the_source_says_itself_wins(kept_in: str) -> None:
    comments.write(kept_in, new("told", "Något annat"))
    now = load()
    assert row(now, "told")["comment_text"] == "Som planerat"
    assert comment_state(now, "told") == "i källsystemet"


def test_a_comment_on_another_month_is_not_this_months(kept_in: str) -> None:
    comments.write(kept_in, new("silent", period="2019-04"))
    assert comment_state(load(), "silent") == "saknas"


def test_two_that_were_written_at_once_both_stand(kept_in: str) -> None:
    first = comments.write(kept_in, new("silent", "Den ena."))
    comments.write(kept_in, new("silent", "Den andra.", seen_id=first - 1))
    assert row(load(), "silent")["comment"] == "Den ena.\n\nDen andra."


def test_a_later_version_replaces_the_one_that_its_writer_saw(kept_in: str) -> None:
    first = comments.write(kept_in, new("silent", "Först."))
    assert row(load(), "silent")["comment"] == "Först."
    comments.write(kept_in, new("silent", "Sedan.", seen_id=first))
    assert row(load(), "silent")["comment"] == "Sedan."  # also where the month has been shown before


def test_those_who_keep_the_source_get_every_new_comment_with_its_role_and_day(kept_in: str) -> None:
    comments.write(kept_in, new("silent", "Överklagad."))
    comments.write(kept_in, new("calm", "Går bra."))
    found = listing.unlisted(load()).set_index("activity_id")
    assert list(found["comment"].sort_index()) == ["Går bra.", "Överklagad."]
    assert set(found["comment_author"]) == {"Enhetschef"}
    assert set(found["written"]) == {pd.Timestamp(2019, 6, 3, 11)}  # nine in the morning UTC, and summer time
    assert {name for name, _ in listing.NEW_COMMENTS} <= {*found.columns, "activity_id"}


def test_a_database_that_cannot_be_read_is_told_and_the_report_still_shows(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path_factory.mktemp("broken") / "comments.sqlite"
    file.write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("FOLLOWUP_COMMENTS", f"sqlite:///{file}")
    now = load()
    assert now.written.problem.startswith("Kommentarerna kan inte läsas: databasfilen är skadad")
    assert comment_state(now, "told") == "i källsystemet"


def test_settings_that_are_wrong_are_told_and_the_report_still_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOLLOWUP_WRITING", "kanske")
    now = load()
    assert "FOLLOWUP_WRITING är 'kanske'" in now.written.problem
    assert len(now.rows) == 3


def test_a_month_with_activities_and_no_flag_at_all_can_be_shown() -> None:
    now = seen("2019-05", MONTH)
    assert list(now.rows["flags"]) == ["", "", ""]
    assert now.progress.ready == 3


def test_what_a_run_has_published_with_the_same_text_is_judged_by_that_run(kept_in: str) -> None:
    """Its third report in a row with one text is still to be mended."""
    comments.write(kept_in, new("copied", "Samma text."))
    now = seen("2019-05", COPIED, flags=COPIED_FLAGS)
    assert row(now, "copied")["comment_reports"] == 3
    assert list(now.todo["rule"]) == ["comment_copied"]
    comments.write(kept_in, new("copied", "Avtalet är klart.", seen_id=1))
    assert seen("2019-05", COPIED, flags=COPIED_FLAGS).todo.empty


COPIED = """
period  activity_id comment     comment_origin comment_reports
2019-05 copied      Samma_text. screen         3
"""
COPIED_FLAGS = """
period  subject_id rule           facts
2019-05 copied     comment_copied {"comment_reports":3}
"""


def test_an_older_edition_shows_what_it_published(kept_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    comments.write(kept_in, new("silent", "Skrivet i dag."))
    monkeypatch.setattr(session, "shows_older", lambda snapshot: True)
    assert comment_state(load(), "silent") == "saknas"


def test_a_database_put_back_as_it_was_is_not_taken_for_the_one_before(kept_in: str) -> None:
    """The next version then gets a number that another text had."""
    comments.write(kept_in, new("silent", "Den första."))
    assert row(load(), "silent")["comment"] == "Den första."
    Path(kept_in.removeprefix("sqlite:///")).unlink()
    comments.write(kept_in, replace(new("silent", "Den andra."), written_at=datetime(2019, 6, 4, tzinfo=UTC)))
    assert row(load(), "silent")["comment"] == "Den andra."
