"""The simulated staff of the embedded source: the three published ratios, the gap, and the small groups."""

import sqlite3

import pandas as pd
import pytest

from data.demo.database import ensure_database
from data.indicators import STAFF

HOURS = ["sick_hours", "contracted_hours"]


@pytest.fixture(scope="session")
def staff(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    path = ensure_database(tmp_path_factory.getbasetemp() / "demo" / "demo.sqlite")
    with sqlite3.connect(path) as source:
        return pd.read_sql("SELECT * FROM hr_month", source)


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return sqlite3.connect(ensure_database(tmp_path_factory.getbasetemp() / "demo" / "demo.sqlite"))


def twelve_months(staff: pd.DataFrame, last: str) -> pd.DataFrame:
    return staff[staff["period"].between(str(pd.Period(last) - 11), last)]


def sick_leave(rows: pd.DataFrame) -> float:
    return float(100 * rows["sick_hours"].sum() / rows["contracted_hours"].sum())


def test_sick_leave_prints_as_published(staff: pd.DataFrame) -> None:
    now, december = sick_leave(twelve_months(staff, "2019-08")), sick_leave(twelve_months(staff, "2018-12"))
    assert f"{now:.2f}" == "2.35"
    assert f"{now - december:.1f}" == "-0.5"


def test_turnover_prints_as_published(staff: pd.DataFrame) -> None:
    year = twelve_months(staff, "2019-08")
    mean_headcount = year.groupby("period")["headcount_permanent"].sum().mean()
    assert f"{100 * year['leavers'].sum() / mean_headcount:.2f}" == "12.67"


def test_november_2017_was_never_delivered(staff: pd.DataFrame) -> None:
    expected = [str(month) for month in pd.period_range("2016-01", "2019-08", freq="M") if str(month) != "2017-11"]
    assert sorted(staff["period"].unique()) == expected


@pytest.mark.parametrize("last", ["2016-12", "2017-10", "2018-12", "2019-08"])
def test_gender_values_straddle_the_total(staff: pd.DataFrame, last: str) -> None:
    year = twelve_months(staff, last)
    men, women = (sick_leave(year[year["gender"] == gender]) for gender in "MK")
    assert men < sick_leave(year) < women
    assert abs(women - 5.06) > 1  # the printed pair, 2.90 and 5.06, is about other people
    assert abs(men - 2.90) > 0.5


def test_departments_of_all_sizes(staff: pd.DataFrame) -> None:
    sizes = staff[staff["period"] == "2019-08"].groupby("department_id")["headcount_permanent"].sum()
    assert sorted(sizes[sizes <= 10].index) == ["kansli", "regional_samhallsplanering"]
    assert sizes.between(11, 30).sum() >= 3
    assert 400 < sizes.sum() < 440


def test_only_leaf_departments_have_rows(staff: pd.DataFrame, source: sqlite3.Connection) -> None:
    parents = {parent for (parent,) in source.execute("SELECT parent_id FROM department WHERE parent_id IS NOT NULL")}
    everyone = {unit for (unit,) in source.execute("SELECT department_id FROM department")}
    assert set(staff["department_id"]) == everyone - parents
    assert parents == {"regionkontoret", "regional_utveckling"}


def test_hours_and_heads_are_parts_of_their_wholes(staff: pd.DataFrame) -> None:
    assert (staff["sick_hours"] <= staff["contracted_hours"]).all()
    assert (staff["sick_hours_60_plus"] + staff["sick_hours_day_1_14"] <= staff["sick_hours"]).all()
    assert (staff["headcount_full_time"] <= staff["headcount_all"]).all()
    assert (staff["leavers_retired"] <= staff["leavers"]).all()
    assert (staff["leavers"] <= staff["headcount_permanent"]).all()
    assert (staff[HOURS] == staff[HOURS].round()).all(axis=None)
    assert not staff.duplicated(["period", "department_id", "gender", "age_band"]).any()


def test_sick_leave_is_highest_in_winter(staff: pd.DataFrame) -> None:
    monthly = staff.groupby(staff["period"].str[5:])[HOURS].sum()
    share = monthly["sick_hours"] / monthly["contracted_hours"]
    assert share.idxmax() in ("01", "02", "03")
    assert share.idxmin() == "07"


def test_targets_are_shares(source: sqlite3.Connection) -> None:
    rows = source.execute('SELECT year, indicator_id, target, "limit", direction FROM target ORDER BY 2').fetchall()
    assert rows == [(2019, "sick_leave_r12", 0.04, None, "lower"), (2019, "staff_turnover_r12", 0.13, None, "lower")]


def test_a_parents_survey_answers_are_all_below_it(source: sqlite3.Connection) -> None:
    answers = pd.read_sql("SELECT * FROM survey WHERE year = 2018 AND index_name = 'HME'", source)
    answers = answers.set_index("department_id")["respondents"]
    regional = ["naringsliv", "social_hallbarhet", "analys_och_samordning", "regional_samhallsplanering"]
    assert answers["regional_utveckling"] == answers[regional].sum()
    assert answers["regionkontoret"] == answers.drop(["regionkontoret", "regional_utveckling"]).sum()
    assert answers.min() < 7  # a group whose answers must not be shown


def test_hme_is_the_mean_of_its_three_parts(source: sqlite3.Connection) -> None:
    values = pd.read_sql("SELECT * FROM survey", source).pivot_table(
        index=["year", "department_id"], columns="index_name", values="value"
    )
    parts = values[["HME motivation", "HME ledarskap", "HME styrning"]].mean(axis=1)
    assert (values["HME"] - parts).abs().max() <= 0.05 + 1e-9  # one decimal
    assert set(values.columns) == {each.survey_index for each in STAFF if each.survey_index}
    assert values.index.get_level_values("year").unique().tolist() == [2017, 2018]
    assert values.notna().all(axis=None)


def test_one_questionnaire_a_year_has_one_number_of_answers(source: sqlite3.Connection) -> None:
    answers = pd.read_sql("SELECT * FROM survey", source)
    assert (
        not answers.drop_duplicates(["year", "department_id", "respondents"])
        .duplicated(["year", "department_id"])
        .any()
    )


def test_the_break_says_that_it_is_simulated(source: sqlite3.Connection) -> None:
    rows = source.execute("SELECT period, title, indicator_id, department_id FROM series_break").fetchall()
    assert rows == [("2017-09", "Ny organisation (simulerad)", None, "regionfastigheter")]
    assert source.execute("SELECT 1 FROM department WHERE department_id = 'regionfastigheter'").fetchone()
