"""Activities: overdue, uncommented, moved."""

import pandas as pd
import pytest
from worked import dataset

from etl import activities
from etl.carried import PUBLISHED
from etl.flagging.limits import house_limits
from etl.flagging.subjects import compact, since
from etl.flagging.work import activity_flags

REPORTS = dataset(
    "activity",
    """
    reported_period activity_id title kind     department_id status    end_date   comment comment_expected
    2019-03         a           A     activity hr            on_track  2019-06-30 ok      1
    2019-05         a           A     activity hr            at_risk   2019-08-31 -       1    # moved once, no comment
    2019-08         a           A     activity hr            off_track 2019-08-01 -       0    # moved, none expected
    2019-08         b           B     project  hr            done      2019-01-31 ok      1    # late, but done
    2019-08         c           C     activity hr            unknown   -          ok      1
    """,
)


def column(name: str) -> list[object]:
    table = activities.activities(REPORTS)
    return [None if pd.isna(value) else value for value in table[name]]


def test_days_overdue_count_from_the_last_day_of_the_month_and_stop_when_done():
    assert column("days_overdue") == [-(30 + 31 + 30), -(30 + 31 + 31), 31 - 1, None, None]


def test_a_comment_is_missing_only_where_one_was_expected():
    assert column("comment_missing") == [False, True, False, False, False]


def test_a_source_that_does_not_say_expects_a_comment_on_every_row():
    table = activities.activities(REPORTS.assign(comment_expected=pd.array([None] * 5, dtype="boolean")))
    assert table["comment_missing"].tolist() == [False, True, True, False, False]


def test_the_status_before_is_that_of_the_report_before():
    assert column("status_previous") == [None, "on_track", "at_risk", None, None]


def test_each_move_of_the_end_date_counts():
    assert column("end_date_moved_count") == [0, 1, 2, 0, 0]


MONTHS = """
    reported_period activity_id title status      start_date end_date   comment department_id updated_on
    2019-03         a           A     not_started 2019-02-01 2019-06-30 ok      hr            -
    2019-05         a           A     on_track    2019-02-01 2019-06-30 ok      -             -
    2019-08         a           A     on_track    -          -          -       ekonomi       -
    2019-09         a           A     unknown     -          2019-06-30 ok      -             -
    2019-10         a           A     on_track    2019-02-01 2019-06-30 ok      -             -
    2019-08         b           B     paused      -          -          vilar   -             -
    2019-09         b           B     paused      -          -          vilar   hr            -
"""


def told(name: str, text: str = MONTHS) -> list[str | int | None]:
    """A column in the order of the text, however the rows are delivered; months as 2019-03."""
    reports = dataset("activity", text)
    table = activities.activities(reports.sample(frac=1, random_state=1)).loc[reports.index, name]
    values = table.dt.strftime("%Y-%m") if table.dtype.kind == "M" else table
    return [None if pd.isna(value) else value for value in values]


def test_a_department_that_a_report_leaves_out_is_the_one_that_was_last_told():
    assert told("department_id") == ["hr", "hr", "ekonomi", "ekonomi", "ekonomi", None, "hr"]
    reported = ["2019-03", "2019-03", "2019-08", "2019-08", "2019-08", None, "2019-09"]
    assert told("department_reported_period") == reported


def test_an_assignments_department_is_told_the_same_way():
    reports = """
        reported_period assignment_id department_id outlook
        2019-03         u1            hr            partly
        2019-05         u1            -             partly
        2019-05         u2            -             partly
    """
    table = activities.assignments(dataset("assignment", reports))
    assert [None if pd.isna(value) else value for value in table["department_id"]] == ["hr", "hr", None]
    months = table["department_reported_period"].dt.strftime("%Y-%m")
    assert [None if pd.isna(value) else value for value in months] == ["2019-03", "2019-03", None]


def test_a_status_is_counted_from_the_first_report_of_its_unbroken_row():
    since = ["2019-03", "2019-05", "2019-05", "2019-09", "2019-10", "2019-08", "2019-08"]
    assert told("status_since") == since, "July has no report and breaks nothing; an unknown status does"


def test_a_comment_is_counted_over_the_reports_that_repeat_it():
    assert told("comment_reports") == [1, 2, 0, 1, 2, 1, 2], "a report without one breaks the row"


def test_space_around_a_comment_makes_it_no_other():
    reports = dataset("activity", "reported_period activity_id\n2019-03 a\n2019-05 a\n2019-06 a\n2019-08 a")
    spaced = reports.assign(comment=pd.array(["ok", " ok\n", "OK", "  "], dtype=reports["comment"].dtype))
    assert activities.comment_reports(spaced.rename(columns={"reported_period": "period"})).tolist() == [1, 2, 1, 0]


def test_a_comment_here_was_written_in_the_source():
    assert told("comment_origin") == ["source", "source", None, "source", "source", "source", "source"]
    assert told("comment_author") == told("comment_written_at") == [None] * 7


def test_what_a_report_leaves_empty_or_calls_unknown_is_no_update():
    assert told("updated_period") == ["2019-03", *["2019-05"] * 4, "2019-08", "2019-08"], (
        "a's status changed in May; in September its comment and date are those of May, in October its status too"
    )


@pytest.mark.parametrize(
    ("second", "updated"),
    [
        ("A on_track 2019-02-01 2019-06-30 ok   -         ", "2019-03"),  # nothing
        ("B on_track 2019-02-01 2019-06-30 ok   -         ", "2019-06"),  # the title
        ("A at_risk  2019-02-01 2019-06-30 ok   -         ", "2019-06"),  # the status
        ("A on_track 2019-02-02 2019-06-30 ok   -         ", "2019-06"),  # the start
        ("A on_track 2019-02-01 2019-07-31 ok   -         ", "2019-06"),  # the end
        ("A on_track 2019-02-01 2019-06-30 nytt -         ", "2019-06"),  # the comment
        ("A on_track 2019-02-01 2019-06-30 ok   2019-05-31", "2019-05"),  # the source says May
        ("A on_track 2019-02-01 2019-06-30 ok   2019-07-01", "2019-06"),  # after the month that is reported
        ("A on_track 2019-02-01 2019-06-30 ok   2019-01-15", "2019-03"),  # before the first report
        ("A at_risk  2019-02-01 2019-06-30 ok   2019-04-15", "2019-06"),  # it has changed all the same
    ],
)
def test_the_latest_update_is_a_change_or_what_the_source_says(second, updated):
    reports = f"""
        reported_period activity_id title status   start_date end_date   comment updated_on
        2019-03         a           A     on_track 2019-02-01 2019-06-30 ok      -
        2019-06         a           {second}
    """
    assert told("updated_period", reports) == ["2019-03", updated]


def test_an_update_that_one_report_told_is_not_forgotten_by_the_next():
    reports = """
        reported_period activity_id title status   updated_on
        2019-03         a           A     on_track -
        2019-05         a           A     on_track 2019-04-02
        2019-06         a           A     on_track -
        2019-08         a           A     on_track 2019-03-31
    """
    assert told("updated_period", reports) == ["2019-03", "2019-04", "2019-04", "2019-04"]


def test_something_told_for_the_first_time_is_an_update():
    reports = """
        reported_period activity_id title status  end_date
        2019-03         a           A     unknown -
        2019-05         a           A     unknown 2019-06-30
        2019-06         a           A     done    -
    """
    assert told("updated_period", reports) == ["2019-03", "2019-05", "2019-06"]


def raised(rule: str) -> list[tuple[str, str, str]]:
    found = activity_flags(activities.activities(REPORTS), house_limits()["activity"])
    table = pd.concat([frame for frame in found if len(frame)])
    rows = table[table["rule"] == rule]
    return [(f"{r.period:%Y-%m}", r.subject_id, f"{r.since_period:%Y-%m}") for r in rows.itertuples()]


def test_flags_of_the_reports():
    assert raised("off_track") == [("2019-08", "a", "2019-08")]
    assert raised("overdue") == [("2019-08", "a", "2019-08")]
    assert raised("end_date_moved") == [("2019-08", "a", "2019-08")]
    assert raised("status_unknown") == [("2019-08", "c", "2019-08")]


def test_a_run_is_unbroken_over_the_months_that_were_reported():
    periods = pd.Series(pd.to_datetime(["2019-03-01", "2019-05-01", "2019-08-01", "2019-08-01"]))
    judged = pd.Series(pd.to_datetime(["2019-03-01", "2019-05-01", "2019-06-01", "2019-08-01"]))
    starts = since(periods, pd.Series(["a", "a", "a", "b"]), judged)
    assert [f"{month:%m}" for month in starts] == ["03", "03", "08", "08"], "a was not flagged in June"


def test_facts_are_compact_json_in_kronor():
    assert compact({"change_ore": 150, "end_date": pd.Timestamp(2019, 8, 1), "value": None}) == (
        '{"change_sek":1.5,"end_date":"2019-08-01","value":null}'
    )


TOLD_IN_PART = dataset(
    "activity",
    """
    reported_period activity_id title kind     department_id status   comment comment_expected updated_on
    2019-02         a           A     activity hr            on_track -       0                2019-02-10
    2019-03         a           A     activity -             on_track -       0                2019-02-10  # no owner
    2019-05         a           A     activity -             on_track ok      1                -
    """,
)


def test_what_is_published_can_be_read_back_as_it_was_reported():
    """So a run of one month leaves the others as they were."""
    table = activities.activities(TOLD_IN_PART)
    back = PUBLISHED["activity"](lambda name: table)[TOLD_IN_PART.columns].astype(TOLD_IN_PART.dtypes)
    pd.testing.assert_frame_equal(activities.activities(back), table)
