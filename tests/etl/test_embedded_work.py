"""Activities and assignments of the embedded source: printed months as printed, and every contradiction to be found."""

from collections.abc import Callable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data import snapshot as store
from data.demo.inputs import read

PRINTED = ("2017-11", "2019-08")
KEYS = {"activities": "activity_id", "assignments": "assignment_id"}
STATE = {"activities": "status", "assignments": "outlook"}
PRINTED_ROWS = {"activities": 52 + 195, "assignments": 30 + 94}

Reports = list[dict[str, Any]]
"""The reports of one activity up to a flag's month, the oldest first."""


@pytest.fixture(scope="module")
def snapshot(published: Path) -> store.Snapshot:
    return store.current(published)


def in_print(table: pd.DataFrame) -> pd.Series:
    return table["period"].dt.strftime("%Y-%m").isin(PRINTED)


def transcribed(name: str) -> list[tuple[str, ...]]:
    """The documents' rows: id, title, state, end date (of activities), comment, and whether one is missing."""
    printed = read(name)
    printed = printed[printed["year"].isin([month[:4] for month in PRINTED])]
    missing = (printed["comment_expected"] == "true") & (printed["comment"] == "")
    columns = [printed[KEYS[name]], printed["title"], printed[STATE[name]].replace("", "unknown")]
    dates = [printed["end_date"]] if name == "activities" else []
    return sorted(zip(*columns, *dates, printed["comment"], missing, strict=True))


@pytest.mark.parametrize("name", ["activities", "assignments"])
def test_every_printed_activity_and_assignment_stands_as_it_was_printed(snapshot, name):
    table = snapshot.read(name)
    ours = table[in_print(table)]
    dates = [ours["end_date"].dt.strftime("%Y-%m-%d").fillna("")] if name == "activities" else []
    columns = [ours[KEYS[name]], ours["title"], ours[STATE[name]], *dates, ours["comment"].fillna("")]
    shown = sorted(zip(*columns, ours["comment_missing"], strict=True))
    assert len(shown) == PRINTED_ROWS[name]
    assert shown == transcribed(name)


@pytest.mark.parametrize("name", ["activities", "assignments"])
def test_a_department_in_a_printed_month_comes_from_an_earlier_report(snapshot, name):
    """Neither document prints one."""
    table = snapshot.read(name)
    own = table["department_reported_period"] == table["period"]
    assert (own == ~in_print(table)).all()
    assert (table["department_reported_period"] <= table["period"]).all()


def test_the_simulated_months_have_a_case_of_every_contradiction(snapshot):
    flags = snapshot.read("flags")
    assert set(flags.loc[~in_print(flags), "rule"]) >= {*TRUE, "fulfilled_contradicted"}


def test_each_contradiction_of_an_activity_is_true_of_its_own_reports(snapshot):
    table, flags = snapshot.read("activities").sort_values("period"), snapshot.read("flags")
    reports = {key: rows.to_dict("records") for key, rows in table.groupby("activity_id")}
    judged = flags[flags["rule"].isin(TRUE) & (flags["subject_type"] == "activity")]
    told = [
        (flag, [row for row in reports[flag.subject_id] if row["period"] <= flag.period])
        for flag in judged.itertuples()
    ]
    assert [(flag.rule, flag.subject_id, flag.period) for flag, rows in told if not TRUE[flag.rule](rows)] == []


def test_each_contradiction_of_an_assignment_is_true_of_its_activities(snapshot):
    activities, flags = snapshot.read("activities"), snapshot.read("flags")
    judged = flags[flags["rule"] == "fulfilled_contradicted"]
    statuses = activities.groupby(["period", "assignment_id"])["status"].agg(set).to_dict()
    for flag in judged.itertuples():
        said = statuses[flag.period, flag.subject_id]
        assert said & {"not_started", "off_track"}
        assert ("off_track" in said) == (flag.severity == "warning")


def unbroken(reports: Reports, name: str) -> Reports:
    """The latest report and those right before it that say the same."""
    return list(takewhile(lambda row: row[name] == reports[-1][name], reversed(reports)))


def months_ago(report: Mapping[str, Any], reports: Reports) -> int:
    return (reports[-1]["period"].to_period("M") - report["period"].to_period("M")).n


def said(reports: Reports, name: str) -> set[Any]:
    """What was told, apart from nothing and unknown."""
    return {row[name] for row in reports if pd.notna(row[name]) and row[name] != "unknown"}


def unchanged(reports: Reports) -> bool:
    """The last three months tell nothing that the reports before them had not told."""
    recent = [row for row in reports if months_ago(row, reports) < 3]
    before = reports[: -len(recent)]
    return all(said(recent, name) <= said(before, name) for name in ("status", "end_date", "comment"))


def past_its_end(report: Mapping[str, Any]) -> bool:
    return report["end_date"] < report["period"] + pd.offsets.MonthEnd(0)


GOOD = ("done", "on_track", "not_started")
BETTER = {"at_risk": GOOD, "paused": (*GOOD, "at_risk"), "off_track": (*GOOD, "at_risk", "paused")}
TRUE: dict[str, Callable[[Reports], bool]] = {
    "status_worsened": lambda reports: reports[-2]["status"] in BETTER[reports[-1]["status"]],
    "not_updated": unchanged,
    "on_track_overdue": lambda reports: reports[-1]["status"] == "on_track" and past_its_end(reports[-1]),
    "comment_copied": lambda reports: len(unbroken(reports, "comment")) >= 3,
    "paused_long": lambda reports: (
        reports[-1]["status"] == "paused" and months_ago(unbroken(reports, "status")[-1], reports) > 2
    ),
    "off_track_uncommented": lambda reports: reports[-1]["status"] == "off_track" and pd.isna(reports[-1]["comment"]),
    "done_unstarted": lambda reports: {row["status"] for row in reports} == {"not_started", "done"},
    "end_date_moved": lambda reports: len(said(reports, "end_date")) > 2,
}
"""Rule -> whether the reports bear it out, told from the published rows alone and in another way than the ETL's."""
