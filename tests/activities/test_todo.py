"""What is left to do: each rule has its group and its sentence, a comment settles it, and unknown is never ready."""

import json
from typing import Any

import pandas as pd
import pytest

from dashboard.activities import progress, todo
from dashboard.activities.progress import Progress
from data import comments
from data.codes import RULES
from tests.activities.reported import new, plain, seen, view

MAY = pd.Timestamp(2019, 5, 1)
LATE = {"end_date": "2019-04-30", "days_overdue": 31}


@pytest.mark.parametrize(
    ("rule", "facts", "group", "sentence"),
    [
        (
            "off_track_uncommented",
            {"status_since": "2019-03-01"},
            "Skriv en kommentar",
            "Följer inte planeringen sedan mars 2019, och ingen kommentar säger varför.",
        ),
        (
            "comment_missing",
            {"status": "at_risk"},
            "Skriv en kommentar",
            "Kommentar saknas sedan maj 2019. Status: farhåga finns.",
        ),
        (
            "comment_missing",
            {"status": "unknown"},
            "Skriv en kommentar",
            "Kommentar saknas sedan maj 2019. Status: okänd.",  # not "Status: status okänd"
        ),
        (
            "on_track_overdue",
            LATE,
            "Slutdatum har passerat",
            "Följer planeringen enligt rapporten, men slutdatum var 2019-04-30, 31 dagar före månadens slut.",
        ),
        (
            "overdue",
            LATE | {"days_overdue": 1},
            "Slutdatum har passerat",
            "Slutdatum var 2019-04-30, 1 dag före månadens slut.",
        ),
        (
            "status_worsened",
            {"status_previous": "on_track", "status": "off_track"},
            "Status är sämre än i förra rapporten",
            "Status gick från följer planeringen till följer inte planeringen sedan förra rapporten, "
            "utan en ny kommentar.",
        ),
        (
            "not_updated",
            {"updated_period": "2019-02-01"},
            "Inget är uppdaterat på länge",
            "Inget är uppdaterat sedan februari 2019.",
        ),
        (
            "paused_long",
            {"status_since": "2019-02-01"},
            "Pausade länge, eller uppgifter som säger emot varandra",
            "Pausad sedan februari 2019.",
        ),
        (
            "done_unstarted",
            {"status_since": "2019-05-01"},
            "Pausade länge, eller uppgifter som säger emot varandra",
            "Klar sedan maj 2019, men ingen tidigare rapport säger att den har påbörjats.",
        ),
        (
            "comment_copied",
            {"comment_reports": 3},
            "Pausade länge, eller uppgifter som säger emot varandra",
            "Samma kommentar i 3 rapporter i rad; flaggad sedan maj 2019.",
        ),
    ],
)
def test_a_flag_has_its_group_and_its_sentence(rule: str, facts: dict[str, Any], group: str, sentence: str) -> None:
    flags = f"""
    period  subject_id rule   facts
    2019-05 a1         {rule} {json.dumps(facts, separators=(",", ":"))}
    """
    (need,) = todo.published(view("2019-05", "period activity_id\n2019-05 a1", flags=flags)).to_dict("records")
    assert todo.BY_RULE[need["rule"]].title == group
    assert plain(todo.sentence(need)) == sentence


def test_every_rule_that_asks_for_something_has_a_sentence_and_is_a_rule_of_the_house() -> None:
    assert set(todo.SENTENCES) == set(todo.BY_RULE)
    assert set(todo.BY_RULE) <= set(RULES)


FLAGS = """
period  subject_id rule
2019-05 late       overdue
2019-05 late       on_track_overdue       # says more than overdue, so it stands for the group
2019-05 silent     comment_missing
2019-05 silent     off_track_uncommented  # says more than comment_missing
2019-05 silent     overdue                # another group: the same activity stands there too
2019-05 moved      end_date_moved         # no one can mend it before the report: a flag only
2019-05 risky      at_risk                # a flag only
2019-04 calm       overdue                # another month
"""
FIVE = "period activity_id\n" + "\n".join(f"2019-05 {name}" for name in ("late", "silent", "moved", "risky", "calm"))


def test_an_activity_stands_once_under_each_thing_that_it_needs() -> None:
    found = todo.published(view("2019-05", FIVE, flags=FLAGS))
    assert list(zip(found["activity_id"], found["group"], found["rule"], strict=True)) == [
        ("silent", "comment", "off_track_uncommented"),
        ("late", "overdue", "on_track_overdue"),
        ("silent", "overdue", "overdue"),
    ]


def test_another_departments_activities_are_not_mine_to_do() -> None:
    text = "period activity_id department_id\n2019-05 late it\n2019-05 silent stab"
    assert set(todo.published(view("2019-05", text, "it", FLAGS))["activity_id"]) == {"late"}


WORSE = """
period  activity_id status    status_previous comment    comment_reports
2019-05 fresh       off_track on_track        Ny_orsak   1   # explained by a comment of the month's own
2019-05 old         off_track on_track        Som_förut  2   # the comment is from before it became worse
2019-05 silent      off_track on_track        -          0
"""
WORSENED = "period subject_id rule\n" + "\n".join(
    f"2019-05 {name} status_worsened" for name in ("fresh", "old", "silent")
)


def test_a_status_that_is_worse_is_not_to_do_once_a_fresh_comment_explains_it() -> None:
    assert set(todo.published(view("2019-05", WORSE, flags=WORSENED))["activity_id"]) == {"old", "silent"}


BOTH = """
period  subject_id rule            facts
2019-05 silent     comment_missing {"status":"off_track"}
2019-05 silent     status_worsened {"status":"off_track","status_previous":"on_track"}
"""


def test_a_missing_comment_and_a_worse_status_are_one_thing_to_do() -> None:
    (need,) = todo.published(view("2019-05", WORSE, flags=BOTH)).to_dict("records")
    assert plain(todo.sentence(need)) == (
        "Kommentar saknas sedan maj 2019. "
        "Status gick från följer planeringen till följer inte planeringen sedan förra rapporten."
    )


LATENESS = """
period  activity_id end_date
2019-05 a           2019-05-30
2019-05 b           2018-11-30  # the latest stands first
"""


def test_the_latest_stand_first() -> None:
    flags = "period subject_id rule\n2019-05 a overdue\n2019-05 b overdue"
    assert list(todo.published(view("2019-05", LATENESS, flags=flags))["activity_id"]) == ["b", "a"]


ALL_RULES = "period subject_id rule\n" + "\n".join(f"2019-05 a1 {rule}" for rule in todo.BY_RULE)


def test_a_comment_settles_what_it_answers_and_nothing_else(kept_in: str) -> None:
    """An end date that has passed is still to be mended in the source; a comment is news, so nothing is stale."""
    text = "period activity_id\n2019-05 a1"
    asked = [group.name for group in todo.GROUPS if group.name != "worse"]  # the comment that is missing answers it too
    assert list(seen("2019-05", text, flags=ALL_RULES).todo["group"]) == asked
    comments.write(kept_in, new("a1"))
    left = seen("2019-05", text, flags=ALL_RULES).todo
    assert list(zip(left["group"], left["rule"], strict=True)) == [
        ("overdue", "on_track_overdue"),
        ("contradiction", "paused_long"),
    ]


PROGRESS = """
period  activity_id status
2019-05 late        on_track  # needs something
2019-05 silent      unknown   # needs something, whatever its status
2019-05 moved       unknown   # nothing to do, but nobody knows: not ready
2019-05 risky       at_risk   # ready: a risk that is told and commented
2019-05 calm        done      # ready
"""


def test_progress_adds_up_to_all_and_unknown_is_never_ready() -> None:
    far = seen("2019-05", PROGRESS, flags=FLAGS).progress
    assert (far.ready, far.needing, far.unknown) == (2, 2, 1)
    assert far.count == 5
    told = "2 av 5 klara inför rapporten, 2 behöver något, 1 av de övriga har okänd status."
    assert plain(progress.in_words(far)) == told
    assert plain(progress.unknown_in_words(Progress(3, 0, 4))) == "4 har okänd status"  # all of the month


@pytest.mark.parametrize(
    ("far", "title"),
    [
        (Progress(11, 2, 1), "2 av 14 aktiviteter behöver något inför rapporten"),
        (Progress(0, 1, 0), "1 av 1 aktivitet behöver något inför rapporten"),
        (Progress(3, 0, 4), "Inget känt är kvar att göra, men 4 av 7 aktiviteter har okänd status"),
        (Progress(7, 0, 0), "Alla 7 aktiviteter är klara inför rapporten"),
        (Progress(1, 0, 0), "Aktiviteten är klar inför rapporten"),
    ],
)
def test_the_title_says_how_far_the_month_has_come(far: Progress, title: str) -> None:
    assert plain(progress.headline(far)) == title


CALENDAR = """
date       event                  reported_period
2019-06-20 Beslut                 2019-05
2019-06-12 Underlag_till_rapport  2019-05  # the first date of the month's report is the deadline
2019-05-02 Förslag                -
"""


def test_the_deadline_is_the_first_date_of_the_months_report_and_says_what_it_is() -> None:
    one = "period activity_id\n2019-05 a1"
    assert (
        progress.deadline_words(view("2019-05", one, calendar=CALENDAR)) == "Senast 2019-06-12: Underlag till rapport."
    )
    none = view("2019-04", one, calendar=CALENDAR)
    assert progress.deadline_words(none) == "Ingen rapportdag för månaden finns i kalendern."
