"""When an activity or an assignment is flagged: reports as worked examples, `-` is missing or not flagged."""

import json

import pandas as pd

from etl import activities
from etl.flagging.limits import house_limits
from etl.flagging.work import activity_flags, assignment_flags
from tests.etl.worked import dataset, rows


def found(rule: str, text: str, **limits: float) -> pd.DataFrame:
    """The flags of one rule on the activities of the text; `limits` replace those of the house."""
    table = activities.activities(dataset("activity", text))
    raised = pd.concat(activity_flags(table, {**house_limits()["activity"], **limits}))
    return raised[raised["rule"] == rule]


def surprises(rule: str, text: str, **limits: float) -> list[str]:
    """The reports whose severity is not the one in the column `flag`."""
    raised = found(rule, text, **limits)
    got = {(f"{row.period:%Y-%m}", row.subject_id): row.severity for row in raised.itertuples()}
    written = {(row["reported_period"], row["activity_id"]): row["flag"] for row in rows(text)}
    return [f"{key}: {got.get(key)}, not {flag}" for key, flag in written.items() if got.get(key) != flag]


def facts(raised: pd.DataFrame) -> list[dict[str, object]]:
    return [json.loads(text) for text in raised["facts"]]


def test_a_status_worse_than_in_the_report_before():
    order = ("done", "on_track", "at_risk", "paused", "off_track")
    steps = [(before, now) for before in order for now in (*order, "not_started", "unknown")]
    steps += [("not_started", now) for now in (*order, "not_started", "unknown")]
    steps += [("unknown", now) for now in order]
    worse = {(before, now) for place, before in enumerate(order) for now in order[place + 1 :]}
    worse |= {("done", "not_started"), *(("not_started", now) for now in order[2:])}
    for before, now in steps:
        text = f"""
            reported_period activity_id status   flag
            2019-06         a           {before} -
            2019-08         a           {now}    {"info" if (before, now) in worse else "-"}
        """
        assert surprises("status_worsened", text) == [], (before, now)


def test_a_status_is_compared_with_the_report_before_and_no_earlier_one():
    text = """
        reported_period activity_id status   comment flag
        2019-05         a           on_track ok      -
        2019-05         b           on_track ok      -
        2019-06         b           at_risk  ok      info      # the same comment as when it was on track
        2019-08         a           at_risk  ok      -         # not in June's report
        2019-08         b           at_risk  ok      -         # no worse
    """
    assert surprises("status_worsened", text) == []
    assert facts(found("status_worsened", text)) == [
        {"status": "at_risk", "status_previous": "on_track", "comment_reports": 2}
    ]


UPDATED = """
    reported_period activity_id status      start_date updated_on flag
    2019-05         still       on_track    2019-01-01 -          -
    2019-06         still       on_track    2019-01-01 -          -       # 6 - 5 = 1 month
    2019-08         still       on_track    2019-01-01 -          info    # 8 - 5 = 3 months, July counts
    2019-06         newer       on_track    2019-01-01 -          -
    2019-08         newer       on_track    2019-01-01 -          -       # 8 - 6 = 2 months
    2019-05         told        on_track    2019-01-01 -          -
    2019-08         told        on_track    2019-01-01 2019-06-30 -       # the source tells of June
    2019-05         done        done        2019-01-01 -          -
    2019-08         done        done        2019-01-01 -          -       # nothing left to update
    2019-05         later       not_started 2019-09-01 -          -
    2019-08         later       not_started 2019-09-01 -          -       # starts the day after
    2019-05         today       not_started 2019-08-31 -          -
    2019-08         today       not_started 2019-08-31 -          info    # starts on the last of the month
    2019-05         vague       unknown     -          -          -
    2019-08         vague       unknown     -          -          info    # nobody says that it has not started
"""


def test_nothing_updated_for_three_months_of_an_activity_that_has_started():
    assert surprises("not_updated", UPDATED) == []
    assert facts(found("not_updated", UPDATED))[0] == {
        "status": "on_track",
        "months_since_update": 8 - 5,
        "updated_period": "2019-05-01",
        "limit_months": 3,
    }


def test_a_region_counts_other_months_without_an_update():
    raised = found("not_updated", UPDATED, not_updated_months=1)
    still = raised[raised["subject_id"] == "still"]
    assert [f"{row.period:%m} since {row.since_period:%m}" for row in still.itertuples()] == ["06 since 06"] + [
        "08 since 06"
    ]


OVERDUE = """
    reported_period activity_id status   end_date   flag
    2019-08         a           on_track 2019-08-30 warning   # 31 - 30 = 1 day late
    2019-08         b           on_track 2019-08-31 -         # ends today
    2019-08         c           at_risk  2019-08-30 -         # does not say that it is on track
    2019-08         d           done     2019-08-30 -
    2019-08         e           unknown  2019-08-30 -
    2019-08         f           on_track -          -         # no end date to pass
"""


def test_on_track_by_its_report_and_past_its_end():
    assert surprises("on_track_overdue", OVERDUE) == []
    assert facts(found("on_track_overdue", OVERDUE)) == [{"days_overdue": 1, "end_date": "2019-08-30", "limit_days": 0}]
    assert found("on_track_overdue", OVERDUE, overdue_days=1).empty


COPIED = """
    reported_period activity_id status  comment flag
    2019-03         a           at_risk samma   -
    2019-05         a           at_risk samma   -         # twice
    2019-06         a           paused  samma   warning   # three reports in a row
    2019-08         a           at_risk annan   -
    2019-03         b           at_risk samma   -
    2019-05         b           at_risk -       -
    2019-06         b           at_risk samma   -
    2019-08         b           at_risk samma   -         # the row was broken
    2019-03         c           done    samma   -
    2019-05         c           done    samma   -
    2019-06         c           done    samma   -         # done: nothing more to say
    2019-03         d           at_risk -       -
    2019-05         d           at_risk -       -
    2019-06         d           at_risk -       -         # no comment is no copy
"""


def test_the_same_comment_three_reports_in_a_row():
    assert surprises("comment_copied", COPIED) == []
    assert facts(found("comment_copied", COPIED)) == [{"status": "paused", "comment_reports": 3, "limit_reports": 3}]
    assert len(found("comment_copied", COPIED, copied_reports=2)) == 3, "a in May and June, b in August"


PAUSED = """
    reported_period activity_id status   flag
    2019-03         a           paused   -
    2019-04         a           paused   -
    2019-05         a           paused   -         # 5 - 3 = 2 months: no more than the limit
    2019-06         a           paused   warning   # 3 months
    2019-03         b           paused   -
    2019-04         b           on_track -
    2019-05         b           paused   -
    2019-06         b           paused   -         # counted anew from May
    2019-03         c           paused   -
    2019-04         c           unknown  -
    2019-06         c           paused   -         # nobody can tell about April
    2019-03         d           off_track -
    2019-06         d           off_track -
    2017-12         e           paused   -
    2018-02         e           paused   -         # 2 months, over the turn of the year
    2018-03         e           paused   warning   # 3
"""


def test_paused_for_more_than_two_months():
    assert surprises("paused_long", PAUSED) == []
    a, e = facts(found("paused_long", PAUSED))
    assert a == {"months_in_status": 6 - 3, "status_since": "2019-03-01", "limit_months": 2}
    assert e == {"months_in_status": 12 + 3 - 12, "status_since": "2017-12-01", "limit_months": 2}
    assert found("paused_long", PAUSED, paused_months=3).empty


UNCOMMENTED = """
    reported_period activity_id status    comment comment_expected flag
    2019-08         a           off_track -       1                serious
    2019-08         b           off_track -       0                serious   # none was expected, one is needed
    2019-08         c           off_track ok      1                -
    2019-08         d           at_risk   -       1                -
    2019-08         e           unknown   -       1                -
"""


def test_off_track_without_a_word():
    assert surprises("off_track_uncommented", UNCOMMENTED) == []
    assert facts(found("off_track_uncommented", UNCOMMENTED))[0] == {
        "status": "off_track",
        "status_since": "2019-08-01",
    }


def test_a_comment_written_on_the_screen_is_a_comment():
    table = activities.activities(dataset("activity", UNCOMMENTED))
    written = table["activity_id"] == "a"
    table = table.assign(
        comment=table["comment"].mask(written, "skrivet"),
        comment_origin=table["comment_origin"].mask(written, "screen"),
    )
    raised = pd.concat(activity_flags(table, house_limits()["activity"]))
    assert raised.loc[raised["rule"] == "off_track_uncommented", "subject_id"].tolist() == ["b"]


UNSTARTED = """
    reported_period activity_id status      flag
    2019-03         a           not_started -
    2019-05         a           not_started -
    2019-06         a           done        warning
    2019-08         a           done        warning   # still
    2019-03         b           not_started -
    2019-05         b           on_track    -
    2019-06         b           done        -         # it was under way
    2019-03         c           not_started -
    2019-05         c           unknown     -
    2019-06         c           done        -         # nobody can tell about May
    2019-03         d           unknown     -
    2019-05         d           not_started -
    2019-06         d           done        -         # nor about March
    2019-06         e           done        -         # no earlier report
    2019-03         f           not_started -
    2019-05         f           done        warning
    2019-06         f           on_track    -         # taken up again
    2019-08         f           done        -         # and now it has been under way
    2019-03         h           on_track    -
    2019-05         h           done        -         # it was under way from the first
    2019-03         g           not_started -
    2019-05         g           not_started -         # not done
"""


def test_done_without_ever_having_started():
    assert surprises("done_unstarted", UNSTARTED) == []
    raised = found("done_unstarted", UNSTARTED)
    assert facts(raised[raised["subject_id"] == "a"]) == [{"status_since": "2019-06-01", "unstarted_reports": 2}] * 2
    assert [f"{month:%m}" for month in raised["since_period"]] == ["06", "06", "05"]


UNDER = """
    reported_period activity_id assignment_id title status
    2019-06         a           red           A     off_track
    2019-08         a           red           A     on_track
    2019-08         b           red           B     not_started
    2019-08         e           red           E     off_track
    2019-08         d           red           D     not_started
    2019-08         c           red           C     off_track
    2019-08         f           yellow        F     not_started
    2019-08         g           yellow        G     unknown
    2019-08         h           green         H     on_track
    2019-08         i           green         I     unknown
    2019-08         j           green         J     paused
    2019-08         k           partly        K     off_track
    2019-08         l           unsaid        L     off_track
    2019-08         m           -             M     off_track
"""
ASSIGNED = """
    reported_period assignment_id outlook   flag
    2019-08         red           fulfilled warning   # two are off track
    2019-08         yellow        fulfilled info      # one has not started
    2019-08         green         fulfilled -         # paused, unknown and on track contradict nothing
    2019-08         partly        partly    -         # does not claim to be fulfilled
    2019-08         unsaid        unknown   -
    2019-08         alone         fulfilled -         # without activities
    2019-06         yellow        fulfilled -         # its activity is not in that report
"""


def contradicted() -> pd.DataFrame:
    under = activities.activities(dataset("activity", UNDER))
    raised = pd.concat(assignment_flags(activities.assignments(dataset("assignment", ASSIGNED)), under))
    return raised[raised["rule"] == "fulfilled_contradicted"]


def test_an_assignment_said_to_be_fulfilled_though_its_activities_say_otherwise():
    got = {(f"{row.period:%Y-%m}", row.subject_id): row.severity for row in contradicted().itertuples()}
    written = {(row["reported_period"], row["assignment_id"]): row["flag"] for row in rows(ASSIGNED)}
    assert got == {key: flag for key, flag in written.items() if flag}


def test_a_contradiction_counts_all_and_names_three_the_worst_first():
    red, yellow = facts(contradicted())
    assert red == {
        "outlook": "fulfilled",
        "activity_count": 5,
        "off_track_count": 2,
        "not_started_count": 2,
        "contradicting": [
            {"status": "off_track", "title": "C"},
            {"status": "off_track", "title": "E"},
            {"status": "not_started", "title": "B"},
        ],
    }
    assert yellow["contradicting"] == [{"status": "not_started", "title": "F"}]
    assert (yellow["off_track_count"], yellow["activity_count"]) == (0, 2)


def test_without_a_single_activity_nothing_contradicts():
    none = activities.activities(dataset("activity", "reported_period activity_id"))
    raised = pd.concat(assignment_flags(activities.assignments(dataset("assignment", ASSIGNED)), none))
    assert set(raised["rule"]) == {"outlook_partly", "comment_missing"}
