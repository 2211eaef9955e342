"""Activities and assignments, one row per reporting month. Pure: "today" is the last day of the month.

What is told of an activity over time is told over its own reports: a month without one (January, July) is no gap.
"""

import pandas as pd

from data.codes import COMMENT_ORIGINS

KEYS = ["period", "activity_id"]
FROM_SOURCE = COMMENT_ORIGINS[0]
NEWS = ["status", "start_date", "end_date", "comment", "title"]
"""What makes a report an update where it differs from what was known before."""


def activities(reported: pd.DataFrame) -> pd.DataFrame:
    """The reports with what only the reports before them can tell; one row per month and activity, as delivered.

    A comment that was written on the screen is not known here: author and date are missing on every row.
    """
    table = reported.rename(columns={"reported_period": "period"})
    return table.assign(
        department_id=department(table, "activity_id"),
        department_reported_period=department_reported(table, "activity_id"),
        days_overdue=days_overdue(table),
        comment_missing=comment_missing(table),
        comment_reports=comment_reports(table),
        comment_origin=comment_origin(table),
        comment_author=pd.Series(None, index=table.index, dtype=table["comment"].dtype),
        comment_written_at=pd.Series(pd.NaT, index=table.index, dtype=table["period"].dtype),
        status_previous=status_previous(table),
        status_since=status_since(table),
        end_date_moved_count=end_date_moves(table),
        updated_period=updated(table),
    ).drop(columns=["comment_expected", "updated_on"])


def assignments(reported: pd.DataFrame) -> pd.DataFrame:
    """The same for assignments, of which less is told."""
    table = reported.rename(columns={"reported_period": "period"})
    return table.assign(
        department_id=department(table, "assignment_id"),
        department_reported_period=department_reported(table, "assignment_id"),
        comment_missing=comment_missing(table),
    ).drop(columns="comment_expected")


def department(table: pd.DataFrame, key: str) -> pd.Series:
    """The report's own, else that of the latest earlier report which states one; missing where none does."""
    return table.sort_values("period").groupby(key)["department_id"].ffill().reindex(table.index)


def department_reported(table: pd.DataFrame, key: str) -> pd.Series:
    """Month of the report that states the department; missing where none does."""
    stating = table["period"].where(table["department_id"].notna())
    return stating.loc[table.sort_values("period").index].groupby(table[key]).ffill().reindex(table.index)


def days_overdue(table: pd.DataFrame) -> pd.Series:
    """Today - end date: negative while there is time left, missing when done or without an end date."""
    today = table["period"] + pd.offsets.MonthEnd(0)
    days = (today - table["end_date"]).dt.days.astype("Int64")
    return days.mask(table["status"] == "done")


def comment_missing(table: pd.DataFrame) -> pd.Series:
    """A comment that was expected and is empty. A source that does not say expects one on every row."""
    return table["comment_expected"].fillna(True).astype(bool) & table["comment"].isna()


def comment_reports(table: pd.DataFrame) -> pd.Series:
    """The activity's reports in a row, this one too, with exactly this comment; 0 where it has none.

    Space around the text is not part of it. A report without comment breaks the row.
    """
    ordered = table.sort_values(KEYS[::-1])
    text = comment_text(ordered)
    first = text != text.groupby(ordered["activity_id"]).shift()
    reports = ordered.groupby(first.cumsum()).cumcount() + 1
    return reports.where(text.notna(), 0).astype("Int64").reindex(table.index)


def comment_text(table: pd.DataFrame) -> pd.Series:
    """The comment without space around it; missing where nothing is left."""
    text = table["comment"].str.strip()
    return text.mask(text == "")


def comment_origin(table: pd.DataFrame) -> pd.Series:
    """Where the comment was written; missing where there is none."""
    return pd.Series(FROM_SOURCE, index=table.index, dtype=table["comment"].dtype).where(table["comment"].notna())


def status_previous(table: pd.DataFrame) -> pd.Series:
    """Status at the reporting month before; missing where the activity was not in that report."""
    months = sorted(table["period"].unique())
    following = dict(zip(months[:-1], months[1:], strict=True))
    before = table[[*KEYS, "status"]].assign(period=table["period"].map(following)).dropna(subset=["period"])
    before = before.astype({"period": table["period"].dtype})
    merged = table[KEYS].merge(before, on=KEYS, how="left", validate="1:1")
    return pd.Series(merged["status"].to_numpy(), index=table.index, dtype="str")


def status_since(table: pd.DataFrame) -> pd.Series:
    """First of the activity's reports in an unbroken row with this status."""
    ordered = table.sort_values("period")
    first = ordered["status"] != ordered.groupby("activity_id")["status"].shift()
    return ordered["period"].where(first).groupby(ordered["activity_id"]).ffill().reindex(table.index)


def end_date_moves(table: pd.DataFrame) -> pd.Series:
    """How many times the end date has been another than in the activity's report before, up to this month."""
    ordered = table.sort_values("period")
    before = ordered.groupby("activity_id")["end_date"].shift()
    moved = (ordered["end_date"] != before) & before.notna() & ordered["end_date"].notna()
    return moved.groupby(ordered["activity_id"]).cumsum().astype("Int64").reindex(table.index)


def updated(table: pd.DataFrame) -> pd.Series:
    """The latest month, up to the row's own, in which anything about the activity was updated; never missing.

    That is a report with news, or the month of the date that the source itself tells, in no month after the report.
    """
    ordered = table.sort_values("period")
    told = ordered["updated_on"].dt.to_period("M").dt.to_timestamp().astype(ordered["period"].dtype)
    told = told.mask(told > ordered["period"], ordered["period"])
    activity = ordered["activity_id"]
    latest = ordered["period"].where(has_news(ordered), told).groupby(activity).cummax()
    return latest.groupby(activity).ffill().reindex(table.index)


def has_news(ordered: pd.DataFrame) -> pd.Series:
    """An activity's first report, and each that says something else than what was last known. Oldest report first.

    What a report leaves empty, or calls unknown, is no news.
    """
    activity = ordered["activity_id"]
    said = ordered[NEWS].assign(
        status=ordered["status"].mask(ordered["status"] == "unknown"), comment=comment_text(ordered)
    )
    known = said.groupby(activity).ffill().groupby(activity).shift()
    return (said.notna() & (said != known)).any(axis="columns") | ~activity.duplicated()
