"""Goals, assignments and activities of the embedded source: what was printed, with its gaps, and the months between."""

import re
import sqlite3

import pandas as pd
import pytest

from data.demo.database import ensure_database

FOREIGN = re.compile("[\u0400-\u04ff\u00a0\u202f\u200b]|<[a-z/]+>")
"""Cyrillic homoglyphs, special spaces and HTML remnants of the documents."""


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return sqlite3.connect(ensure_database(tmp_path_factory.getbasetemp() / "demo" / "demo.sqlite"))


def month(source: sqlite3.Connection, table: str, period: str) -> pd.DataFrame:
    rows = pd.read_sql(f'SELECT * FROM "{table}"', source)  # noqa: S608
    return rows[rows["reported_period"] == period]


def test_november_2017_has_dates_but_no_status(source: sqlite3.Connection) -> None:
    printed = month(source, "activity", "2017-11")
    assert printed["kind"].value_counts().to_dict() == {"activity": 36, "project": 16}
    assert set(printed["status"]) == {"unknown"}
    assert printed["end_date"].notna().all()
    assert (printed["end_date"] < "2017-11-30").sum() == 25
    assert printed[["department_id", "start_date", "responsible_role", "updated_on"]].isna().all(axis=None)


def test_fourteen_comments_are_missing_where_there_was_a_field(source: sqlite3.Connection) -> None:
    printed = month(source, "activity", "2017-11")
    with_field = printed[printed["comment_expected"] == 1]
    assert len(with_field) == 36
    assert with_field["comment"].isna().sum() == 14
    without_field = printed[printed["comment_expected"] == 0]
    assert set(without_field["kind"]) == {"project"}
    assert without_field["comment"].isna().all()


def test_august_2019_has_status_from_symbols_but_no_dates(source: sqlite3.Connection) -> None:
    printed = month(source, "activity", "2019-08")
    assert printed["status"].value_counts().to_dict() == {"on_track": 95, "unknown": 94, "done": 5, "at_risk": 1}
    unprinted = ["department_id", "start_date", "end_date", "responsible_role", "updated_on"]
    assert printed[unprinted].isna().all(axis=None)
    commented = printed[printed["comment_expected"] == 1]
    assert len(commented) == 43
    assert commented["comment"].notna().all()


def test_a_status_never_comes_from_prose(source: sqlite3.Connection) -> None:
    printed = month(source, "activity", "2019-08").set_index("title")
    not_begun = "Genomföra en kampanj för att guida invånarna till att söka vård på olika vårdnivåer"
    assert printed.loc[not_begun, "comment"] == "Arbetet har inte börjat."
    assert printed.loc[not_begun, "status"] == "unknown"


def test_outlooks_of_august_2019(source: sqlite3.Connection) -> None:
    printed = month(source, "assignment", "2019-08")
    assert printed["outlook"].value_counts().to_dict() == {"fulfilled": 47, "unknown": 46, "partly": 1}
    assert printed["goal_id"].value_counts()[["2.1.2.7", "2.1.3.2"]].to_list() == [21, 14]  # the prose says 22 and 13
    assert printed["comment"].isna().sum() == 1


@pytest.mark.parametrize("table", ["activity", "assignment", "goal"])
def test_titles_are_short_and_clean(source: sqlite3.Connection, table: str) -> None:
    titles = pd.read_sql(f'SELECT title FROM "{table}"', source)["title"]  # noqa: S608
    assert titles.str.len().between(1, 90).all()
    assert not titles.str.contains(FOREIGN).any()
    assert not titles.str.contains("jämlighet|Hälsolinriktade|gymnasieämssan").any()


@pytest.mark.parametrize("table", ["activity", "assignment"])
def test_nothing_is_reported_for_january_and_july(source: sqlite3.Connection, table: str) -> None:
    months = [period for (period,) in source.execute(f'SELECT DISTINCT reported_period FROM "{table}"')]  # noqa: S608
    assert len(months) == 10 + 10 + 6
    assert {period[5:] for period in months} == {"02", "03", "04", "05", "06", "08", "09", "10", "11", "12"}


def test_activities_per_year(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT activity_id, substr(reported_period, 1, 4) AS year FROM activity", source)
    assert rows.groupby("year")["activity_id"].nunique().to_dict() == {"2017": 52, "2018": 172, "2019": 195}


def test_simulated_months_carry_what_the_documents_lack(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT * FROM activity WHERE reported_period NOT IN ('2017-11', '2019-08')", source)
    assert "unknown" not in set(rows["status"])
    assert rows[["department_id", "start_date", "end_date", "responsible_role"]].notna().all(axis=None)
    assert (rows["start_date"] < rows["end_date"]).all()
    assert set(rows["status"]) == {"not_started", "on_track", "at_risk", "off_track", "paused", "done"}
    expected = rows[rows["comment_expected"] == 1]
    assert 0.1 < expected["comment"].isna().mean() < 0.3
    assert rows[rows["comment_expected"] == 0]["comment"].isna().all()


def test_simulated_months_tell_when_they_were_updated(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT * FROM activity WHERE reported_period NOT IN ('2017-11', '2019-08')", source)
    in_month = rows["updated_on"].str[:7] == rows["reported_period"]
    assert (rows["updated_on"].str[:7] <= rows["reported_period"]).all()
    assert 0.8 < in_month.mean() < 0.9
    for _, history in rows.sort_values("reported_period").groupby("activity_id"):
        said = history[["status", "end_date", "comment"]].fillna("")
        changed = (said != said.shift()).any(axis="columns")
        assert in_month[history.index][changed].all(), "what differs from the month before was updated in its month"
        assert history["updated_on"].is_monotonic_increasing


def test_one_activity_is_reported_as_done_without_having_started(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT * FROM activity WHERE activity_id = '2018-125' ORDER BY reported_period", source)
    assert rows["status"].tolist() == ["not_started"] * 6 + ["done"] * 4


def test_a_simulated_deadline_says_whose_report_it_is_for(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT date, event, reported_period FROM calendar", source)
    deadlines = rows[rows["event"].str.contains("simulerat")]
    named = deadlines["event"].str.extract(r"månadsrapport (\d{4}-\d\d)")[0]
    assert (deadlines["reported_period"] == named).all()
    assert len(deadlines) == 3 * 10
    after = pd.PeriodIndex(deadlines["date"].str[:7], freq="M") - pd.PeriodIndex(deadlines["reported_period"], freq="M")
    assert {step.n for step in after} == {1}, "the month after"
    assert rows.loc[~rows.index.isin(deadlines.index), "reported_period"].isna().all()


def test_some_end_dates_move_and_end_at_the_printed_one(source: sqlite3.Connection) -> None:
    dates = pd.read_sql("SELECT reported_period, activity_id, end_date FROM activity", source)
    of_2017 = dates[dates["reported_period"].str.startswith("2017")]
    different = of_2017.groupby("activity_id")["end_date"].nunique()
    assert (different > 1).sum() > 5
    printed = of_2017[of_2017["reported_period"] == "2017-11"].set_index("activity_id")["end_date"]
    december = of_2017[of_2017["reported_period"] == "2017-12"].set_index("activity_id")["end_date"]
    assert (printed == december).all()


def test_done_stays_done(source: sqlite3.Connection) -> None:
    rows = pd.read_sql("SELECT * FROM activity WHERE status != 'unknown' ORDER BY reported_period", source)
    for _, history in rows.groupby("activity_id"):
        since = history["status"].eq("done").cummax()
        assert (history.loc[since, "status"] == "done").all()


def test_goal_trees_and_their_years(source: sqlite3.Connection) -> None:
    goals = pd.read_sql("SELECT * FROM goal", source)
    assert set(goals["year"]) == {2018, 2019, 2022, 2023, 2024}
    ids = set(zip(goals["year"], goals["goal_id"], strict=True))
    assert len(ids) == len(goals)
    below = goals.dropna(subset=["parent_id"])
    assert set(zip(below["year"], below["parent_id"], strict=True)) <= ids
    assigned = source.execute(
        "SELECT DISTINCT substr(reported_period, 1, 4), goal_id FROM assignment WHERE goal_id <> ''"
    )
    assert {(int(year), goal) for year, goal in assigned} <= ids
