"""The rules on activities and assignments."""

from collections.abc import Mapping

import pandas as pd

from etl.flagging.subjects import Subjects


def activity_flags(table: pd.DataFrame, limits: Mapping[str, float]) -> list[pd.DataFrame]:
    rows = Subjects("activity", "activity_id", table)
    status, late, moves = table["status"], table["days_overdue"], table["end_date_moved_count"]
    days, times = limits["overdue_days"], limits["end_date_moves"]
    moved = table["end_date"].notna() & (moves >= times)
    return [
        rows.raised("off_track", "serious", status == "off_track", "status", "status_previous"),
        rows.raised("at_risk", "warning", status == "at_risk", "status", "status_previous"),
        rows.raised("status_unknown", "info", status == "unknown", "status_previous"),
        rows.raised("overdue", "warning", late > days, "days_overdue", "end_date", limit_days=days),
        rows.raised("comment_missing", "warning", table["comment_missing"], "status"),
        rows.raised("end_date_moved", "info", moved, "end_date_moved_count", "end_date", limit_moves=times),
    ]


def assignment_flags(table: pd.DataFrame) -> list[pd.DataFrame]:
    rows = Subjects("assignment", "assignment_id", table)
    return [
        rows.raised("outlook_not", "serious", table["outlook"] == "not", "outlook"),
        rows.raised("outlook_partly", "warning", table["outlook"] == "partly", "outlook"),
        rows.raised("comment_missing", "warning", table["comment_missing"], "outlook"),
    ]
