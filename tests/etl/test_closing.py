"""Control totals of a month-end close: each finds the error it is made for, and nothing in a sound close."""

import pandas as pd
import pytest
from worked import frame

from etl.checking import closing

LINES = """
    year line_id kind budget_year_ore reversed_sign
    2019 bas     item 1200            -
    2019 drift   item -               True
    2019 total   sum  5               -
"""


def months(amount: int, last: int) -> pd.DataFrame:
    """A budget of eleven equal months and a December."""
    rows = [f"2019-{month:02d} bas {amount if month < 12 else last}" for month in range(1, 13)]
    return frame("period line_id amount_ore\n" + "\n".join(rows))


@pytest.mark.parametrize(("december", "passed"), [(100, True), (99, False)])
def test_twelve_budget_months_are_the_year(december, passed):
    check = closing.months_are_the_year(frame(LINES), months(100, december))
    assert (check.passed, "2019 bas" in check.message) == (passed, not passed)


def test_a_year_whose_months_are_not_all_there_is_not_judged():
    assert closing.months_are_the_year(frame(LINES), months(7, 7).head(11)).passed


@pytest.mark.parametrize(
    ("period", "outcome", "passed"), [("2019-12", 90, True), ("2019-12", 91, False), ("2019-11", 91, True)]
)
def test_a_december_forecast_is_the_outcome(period, outcome, passed):
    forecast = frame(f"reported_period line_id forecast_year_ore\n{period} bas 90")
    results = frame(f"period line_id actual_ytd_ore\n{period} bas {outcome}")
    assert closing.december_is_the_outcome(forecast, results).passed == passed


def test_dates_stand_in_order():
    activities = frame("""
        period  activity_id start_date end_date
        2019-02 a1          2019-01-01 2019-01-31
        2019-02 a2          2019-02-01 2019-01-31
        2019-02 a3          -          2019-01-31
    """)
    periods = frame("""
        period  closed_on  approved_on
        2019-01 2019-02-10 2019-02-09
        2019-02 2019-02-20 -
    """)
    found = {check.check_id: check.message for check in closing.dates_in_order(activities, periods) if not check.passed}
    assert found == {
        "dates/activities": "Aktiviteter som slutar innan de börjar: 1 st (2019-02 a2).",
        "dates/closed": "Månader som stängdes innan de var slut: 1 st (2019-02).",
        "dates/approved": "Månader som godkändes innan de stängdes: 1 st (2019-01).",
    }


def test_signs_follow_the_class_unless_the_line_is_declared_reversed():
    finance = frame("""
        period  line_id account_class actual_ore
        2019-01 bas     income        10
        2019-02 bas     income        -11
        2019-01 bas     cost          -5
        2019-01 drift   cost          7
    """)
    check = closing.signs(finance, frame(LINES), ("income",))
    assert check.message == "Kontoklasser med omvänt tecken över året: 1 st (2019 bas income)."


def test_a_department_missing_between_two_months_is_a_gap_and_one_that_ends_is_not():
    hr = frame("""
        period  department_id
        2019-01 a
        2019-02 b
        2019-03 a
        2019-01 b
        2019-03 c
    """)
    assert closing.complete_staff(hr).message.endswith("1 st (2019-02 a).")


def test_a_closed_month_without_bookings_between_two_with():
    periods = frame("period status\n2019-01 closed\n2019-02 closed\n2019-03 closed\n2019-04 closed")
    booked = frame("period\n2019-01\n2019-03")
    assert closing.complete_ledger(booked, periods).message.endswith("1 st (2019-02).")


def test_more_sick_hours_than_contracted_are_counted_without_saying_whose():
    sound = {name: 3.0 for pair in closing.PARTS_OF_HR for name in pair}
    hr = pd.DataFrame([sound, sound | {"contracted_hours": 2.5}, sound | {"sick_hours_60_plus": float("nan")}])
    failed = [check.message for check in closing.parts_within_whole(hr) if not check.passed]
    assert failed == ["Personalrader där sick_hours är större än contracted_hours: 1 st."]
