"""Activities and assignments, one row per reporting month. Pure: "today" is the last day of the month."""

import pandas as pd

KEYS = ["period", "activity_id"]


def activities(reported: pd.DataFrame) -> pd.DataFrame:
    """Days overdue, missing comment, last month's status and how often the end date has moved."""
    table = reported.rename(columns={"reported_period": "period"})
    return table.assign(
        days_overdue=days_overdue(table),
        comment_missing=comment_missing(table),
        status_previous=status_previous(table),
        end_date_moved_count=end_date_moves(table),
    ).drop(columns="comment_expected")


def assignments(reported: pd.DataFrame) -> pd.DataFrame:
    table = reported.rename(columns={"reported_period": "period"})
    return table.assign(comment_missing=comment_missing(table)).drop(columns="comment_expected")


def days_overdue(table: pd.DataFrame) -> pd.Series:
    """Today - end date: negative while there is time left, missing when done or without an end date."""
    today = table["period"] + pd.offsets.MonthEnd(0)
    days = (today - table["end_date"]).dt.days.astype("Int64")
    return days.mask(table["status"] == "done")


def comment_missing(table: pd.DataFrame) -> pd.Series:
    """A comment that was expected and is empty. A source that does not say expects one on every row."""
    return table["comment_expected"].fillna(True).astype(bool) & table["comment"].isna()


def status_previous(table: pd.DataFrame) -> pd.Series:
    """Status at the reporting month before; missing where the activity was not in that report."""
    months = sorted(table["period"].unique())
    following = dict(zip(months[:-1], months[1:], strict=True))
    before = table[[*KEYS, "status"]].assign(period=table["period"].map(following)).dropna(subset=["period"])
    before = before.astype({"period": table["period"].dtype})
    merged = table[KEYS].merge(before, on=KEYS, how="left", validate="1:1")
    return pd.Series(merged["status"].to_numpy(), index=table.index, dtype="str")


def end_date_moves(table: pd.DataFrame) -> pd.Series:
    """How many times the end date has been another than in the activity's report before, up to this month."""
    ordered = table.sort_values("period")
    before = ordered.groupby("activity_id")["end_date"].shift()
    moved = (ordered["end_date"] != before) & before.notna() & ordered["end_date"].notna()
    return moved.groupby(ordered["activity_id"]).cumsum().astype("Int64").reindex(table.index)
