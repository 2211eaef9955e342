"""The rules on activities and assignments. Both are judged as published, also a comment written on the screen."""

from collections.abc import Mapping

import pandas as pd

from etl.flagging.subjects import Subjects

Flags = list[pd.DataFrame]
Limits = Mapping[str, float]

WORSE = {"done": 0, "on_track": 1, "not_started": 1, "at_risk": 2, "paused": 3, "off_track": 4}
"""Status -> how bad it is; an unknown one is neither better nor worse than any."""
CONTRADICTING = ("off_track", "not_started")
"""What an activity cannot well be where its assignment is said to be fulfilled, the worst first."""
MOST_NAMED = 3
"""How many contradicting activities a flag names."""


def activity_flags(table: pd.DataFrame, limits: Limits) -> Flags:
    rows = Subjects("activity", "activity_id", with_history(table))
    return [*_by_status(rows), *_by_dates(rows, limits), *_by_comment(rows, limits), *_by_history(rows, limits)]


def assignment_flags(table: pd.DataFrame, activities: pd.DataFrame) -> Flags:
    """The activities are those under each assignment in the same month."""
    table = with_activities(table, activities)
    rows = Subjects("assignment", "assignment_id", table)
    contradicted = (table["outlook"] == "fulfilled") & table["contradicting"].notna()
    gravity = pd.Series("info", index=table.index).mask(table["off_track_count"] > 0, "warning")
    counts = [f"{status}_count" for status in CONTRADICTING]
    return [
        rows.raised("outlook_not", "serious", table["outlook"] == "not", "outlook"),
        rows.raised("outlook_partly", "warning", table["outlook"] == "partly", "outlook"),
        rows.raised("comment_missing", "warning", table["comment_missing"], "outlook"),
        rows.raised(
            "fulfilled_contradicted", gravity, contradicted, "outlook", *counts, "activity_count", "contradicting"
        ),
    ]


def with_history(table: pd.DataFrame) -> pd.DataFrame:
    """Whole months since the latest update and with the status, and how many reports a done activity was unstarted.

    `unstarted_reports` is missing where the activity is not done, or where a report before it was done says anything
    else than not started: a status that was unknown leaves nobody to tell.
    """
    ordered = table.sort_values("period")
    activity, status = ordered["activity_id"], ordered["status"]
    run = (status != status.groupby(activity).shift()).groupby(activity).cumsum()
    unstarted = (status == "not_started").groupby(activity).cumsum()
    straight = (status == "done") & (run == 2) & (unstarted > 0)
    return table.assign(
        months_since_update=months_between(table["updated_period"], table["period"]),
        months_in_status=months_between(table["status_since"], table["period"]),
        unstarted_reports=unstarted.where(straight).astype("Int64").reindex(table.index),
    )


def months_between(earlier: pd.Series, later: pd.Series) -> pd.Series:
    """Calendar months from month to month."""
    return (later.dt.year - earlier.dt.year) * 12 + later.dt.month - earlier.dt.month


def _by_status(rows: Subjects) -> Flags:
    status, before = rows.rows["status"], rows.rows["status_previous"]
    worse = status.map(WORSE) > before.map(WORSE)
    two = ("status", "status_previous")
    return [
        rows.raised("off_track", "serious", status == "off_track", *two),
        rows.raised("at_risk", "warning", status == "at_risk", *two),
        rows.raised("status_unknown", "info", status == "unknown", "status_previous"),
        rows.raised("status_worsened", "info", worse, *two, "comment_reports"),
    ]


def _by_dates(rows: Subjects, limits: Limits) -> Flags:
    late, moves = rows.rows["days_overdue"], rows.rows["end_date_moved_count"]
    days, times = limits["overdue_days"], limits["end_date_moves"]
    said_on_track = (rows.rows["status"] == "on_track") & (late > days)
    moved = rows.rows["end_date"].notna() & (moves >= times)
    two = ("days_overdue", "end_date")
    return [
        rows.raised("overdue", "warning", late > days, *two, limit_days=days),
        rows.raised("on_track_overdue", "warning", said_on_track, *two, limit_days=days),
        rows.raised("end_date_moved", "info", moved, "end_date_moved_count", "end_date", limit_moves=times),
    ]


def _by_comment(rows: Subjects, limits: Limits) -> Flags:
    table, reports = rows.rows, limits["copied_reports"]
    copied = (table["status"] != "done") & (table["comment_reports"] >= reports)
    silent = (table["status"] == "off_track") & table["comment"].isna()
    return [
        rows.raised("comment_missing", "warning", table["comment_missing"], "status"),
        rows.raised("comment_copied", "warning", copied, "status", "comment_reports", limit_reports=reports),
        rows.raised("off_track_uncommented", "serious", silent, "status", "status_since"),
    ]


def _by_history(rows: Subjects, limits: Limits) -> Flags:
    table, still, paused = rows.rows, limits["not_updated_months"], limits["paused_months"]
    today = table["period"] + pd.offsets.MonthEnd(0)
    under_way = (table["status"] != "done") & (table["start_date"].isna() | (table["start_date"] <= today))
    not_updated = under_way & (table["months_since_update"] >= still)
    long = (table["status"] == "paused") & (table["months_in_status"] > paused)
    done = table["unstarted_reports"].notna()
    since, unstarted = ("status", "months_since_update", "updated_period"), ("status_since", "unstarted_reports")
    return [
        rows.raised("not_updated", "info", not_updated, *since, limit_months=still),
        rows.raised("paused_long", "warning", long, "months_in_status", "status_since", limit_months=paused),
        rows.raised("done_unstarted", "warning", done, *unstarted),
    ]


def with_activities(table: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """How many activities each assignment has in the month, and which of them contradict that it is fulfilled.

    `contradicting` names the first of them, the off track ones before the others; missing where there is none.
    """
    key = ["period", "assignment_id"]
    under = activities[[*key, "title", "status"]].sort_values("title")
    ones = {f"{status}_count": (under["status"] == status).astype(int) for status in CONTRADICTING}
    counts = under.assign(activity_count=1, **ones).groupby(key)[["activity_count", *ones]].sum()
    named = pd.concat([under[under["status"] == status] for status in CONTRADICTING])
    named = named[named.groupby(key).cumcount() < MOST_NAMED]
    records = pd.Series(named[["status", "title"]].to_dict("records"), index=named.index, dtype=object)
    lists = named.assign(contradicting=records).groupby(key)["contradicting"].agg(list)
    return table.join(counts.astype("Int64"), on=key).join(lists, on=key)
