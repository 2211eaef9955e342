"""Staff indicators: a ratio of sums, never a mean of ratios."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked import dataset

from data.indicators import BY_ID
from etl import staff

TREE = dataset(
    "department",
    """
    department_id name   parent_id
    office        Kontor -
    small         Liten  office
    large         Stor   office
    """,
)
HEADER = (
    "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus"
)


def ratio(hr: pd.DataFrame, indicator: str, month: str, department: str, breakdown: str = "total") -> float | None:
    table = staff.ratio(staff.monthly_sums(hr, TREE), BY_ID[indicator])
    keys = (table["period"] == f"{month}-01", table["department_id"] == department, table["breakdown"] == breakdown)
    value = table.loc[keys[0] & keys[1] & keys[2], "value"].item()
    return None if pd.isna(value) else value


def test_a_parent_is_the_sum_over_its_units_not_the_mean_of_their_shares():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 small K 30-49 10 0 1000 80 0    # 8.0 %
        2019-01 large M 30-49 90 0 9000 10 0    # 0.1 %, and the mean of the two would be 4.1 %
        """,
    )
    assert ratio(hr, "sick_leave_month", "2019-01", "office") == (80 + 10) / (1000 + 9000)
    assert ratio(hr, "sick_leave_month", "2019-01", "office", "K") == 80 / 1000


def test_a_zero_denominator_is_missing_not_zero():
    hr = dataset("hr_month", f"{HEADER}\n2019-01 small K 30-49 10 0 0 0 0")
    assert ratio(hr, "sick_leave_month", "2019-01", "small") is None


def year_of(rows: dict[int, str]) -> pd.DataFrame:
    months = [f"2018-{m:02d} {rows.get(m, 'small K 30-49 20 1 1000 50 0')}" for m in range(1, 13) if rows.get(m) != ""]
    return dataset("hr_month", "\n".join([HEADER, *months]))


def test_rolling_twelve_months_is_sum_over_sum():
    hr = year_of({7: "small K 30-49 20 1 100 90 0"})  # July weighs by its hours, not as a twelfth
    assert ratio(hr, "sick_leave_r12", "2018-12", "small") == (11 * 50 + 90) / (11 * 1000 + 100)
    assert ratio(hr, "sick_leave_r12", "2018-11", "small") is None, "eleven months are not twelve"


def test_turnover_divides_by_the_mean_headcount():
    hr = year_of({12: "small K 30-49 32 1 1000 50 0"})
    assert ratio(hr, "staff_turnover_r12", "2018-12", "small") == 12 / ((11 * 20 + 32) / 12)


def test_a_month_missing_in_the_window_makes_it_missing():
    assert ratio(year_of({7: ""}), "sick_leave_r12", "2018-12", "small") is None


def test_a_unit_missing_one_month_makes_its_parent_missing_that_month():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 small K 30-49 10 0 1000 80 0
        2019-01 large M 30-49 90 0 9000 10 0
        2019-02 large M 30-49 90 0 9000 10 0    # small has not delivered
        2019-03 small K 30-49 10 0 1000 80 0
        2019-03 large M 30-49 90 0 9000 10 0
        """,
    )
    assert ratio(hr, "sick_leave_month", "2019-02", "office") is None
    assert ratio(hr, "sick_leave_month", "2019-02", "large") == 10 / 9000


def test_a_yearly_index_stands_at_december_as_delivered():
    surveys = dataset("survey", "year department_id index_name respondents value\n2018 office HME 90 78")
    row = staff.survey_index(surveys, BY_ID["hme"]).iloc[0]
    assert (row["period"], row["value"]) == (pd.Timestamp(2018, 12, 1), 78)


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 400)), min_size=12, max_size=24))
def test_r12_lies_between_its_months_and_is_the_ratio_of_the_sums(months):
    calendar = pd.period_range("2018-01", periods=len(months), freq="M")
    lines = [
        f"{month} small K 30-49 20 0 {hours} {sick} 0" for month, (hours, sick) in zip(calendar, months, strict=True)
    ]
    hr = dataset("hr_month", "\n".join([HEADER, *lines]))
    last = months[-12:]
    value = ratio(hr, "sick_leave_r12", str(calendar[-1]), "small")
    assert value == pytest.approx(sum(sick for _, sick in last) / sum(hours for hours, _ in last))
    assert min(s / h for h, s in last) - 1e-12 <= value <= max(s / h for h, s in last) + 1e-12
