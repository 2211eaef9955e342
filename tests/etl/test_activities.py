"""Activities: overdue, uncommented, moved."""

import pandas as pd
from worked import dataset

from etl import activities
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
