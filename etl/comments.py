"""Comments from the screen, carried into the snapshot where the source has none.

The database is append-only: a comment that was published and is not there any more means a lost database, so it is
kept from the snapshot before.
"""

from dataclasses import replace

import pandas as pd

from data import comments
from data.codes import COMMENT_ORIGINS
from data.comments import JOINED
from data.database import DatabaseUnavailable
from data.snapshot import Snapshot
from etl.activities import comment_reports
from etl.sources.extract import Extract
from etl.sources.parse import TEXT

KEYS = ["period", "activity_id"]
WRITTEN = "comment_written_at"
SOURCE, SCREEN = COMMENT_ORIGINS


def read(url: str) -> tuple[pd.DataFrame, str]:
    """The texts that stand, and why there are none where they cannot be read. A run goes on without."""
    try:
        return comments.joined(comments.standing(comments.read(url))), ""
    except DatabaseUnavailable as error:
        return nothing(), str(error)


def nothing() -> pd.DataFrame:
    return pd.DataFrame(columns=list(JOINED)).astype(JOINED)


def published(before: Snapshot | None) -> pd.DataFrame:
    """What the screen had in the snapshot before."""
    if before is None:
        return nothing()
    table = before.read("activities")
    return table.loc[table["comment_origin"] == SCREEN, list(JOINED)].astype(JOINED)


def lost(published: pd.DataFrame, texts: pd.DataFrame, activities: pd.DataFrame) -> pd.DataFrame:
    """What was published and would be missed: the source has no comment, and the database none that is as new.

    A database that has been put back as it once was has an older text, or none.
    """
    silent = pd.MultiIndex.from_frame(activities.loc[activities["comment"].isna(), KEYS])
    known = published[KEYS].merge(texts[[*KEYS, WRITTEN]], on=KEYS, how="left", validate="1:1")[WRITTEN]
    older = ~(known.to_numpy() >= published[WRITTEN].to_numpy())
    return published[older & pd.MultiIndex.from_frame(published[KEYS]).isin(silent)]


def newest(texts: pd.DataFrame, lost: pd.DataFrame) -> pd.DataFrame:
    """One text per month and activity: what was lost stands where the database has an older one."""
    return pd.concat([texts, lost], ignore_index=True).sort_values(WRITTEN).drop_duplicates(KEYS, keep="last")


def homeless(texts: pd.DataFrame, activities: pd.DataFrame) -> int:
    """How many of the texts are about a month and activity that no report has."""
    here = pd.MultiIndex.from_frame(texts[KEYS])
    return int((~here.isin(pd.MultiIndex.from_frame(activities[KEYS]))).sum())


def carried(activities: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """The activities with the screen's comments in those rows where the source has none."""
    theirs = activities[KEYS].merge(texts, on=KEYS, how="left", validate="m:1").set_axis(activities.index)
    theirs = theirs.astype({"comment": TEXT, "comment_author": TEXT})
    from_source = activities["comment"].notna()
    from_screen = ~from_source & theirs["comment"].notna()
    table = activities.assign(
        comment=activities["comment"].mask(from_screen, theirs["comment"]),
        comment_missing=activities["comment_missing"] & ~from_screen,
        comment_origin=pd.Series(None, activities.index, TEXT).mask(from_source, SOURCE).mask(from_screen, SCREEN),
        comment_author=theirs["comment_author"].where(from_screen),
        comment_written_at=theirs["comment_written_at"].where(from_screen),
        updated_period=activities["updated_period"].mask(from_screen, activities["period"]),
    )
    return table.assign(comment_reports=comment_reports(table), updated_period=latest_update(table))


def latest_update(table: pd.DataFrame) -> pd.Series:
    """A comment from the screen is an update of its month, and of what the reports after it call the latest."""
    ordered = table.sort_values("period")
    return ordered.groupby("activity_id")["updated_period"].cummax().reindex(table.index)


def as_delivered(reported: Extract, before: Snapshot, month: pd.Timestamp) -> Extract:
    """Months that come from the snapshot before, without what the screen had put there; `month` was read anew."""
    rows = reported.frame
    screen = pd.MultiIndex.from_frame(published(before)[KEYS])
    here = pd.MultiIndex.from_frame(rows[["reported_period", "activity_id"]])
    emptied = rows["comment"].mask(here.isin(screen) & (rows["reported_period"] != month))
    return replace(reported, frame=rows.assign(comment=emptied))


def told(problem: str, kept: int, before: Snapshot | None) -> list[str]:
    """For the run's record: a database that cannot be read, and comments that it should have had."""
    number = "1 kommentar" if kept == 1 else f"{kept} kommentarer"
    if not kept or before is None:
        return [problem] if problem else []
    if problem:
        return [f"{problem} {number} behålls från utgåva {before.snapshot_id}."]
    return [
        f"Kommentarsdatabasen saknar {number} ur utgåva {before.snapshot_id}; utgåvans text behålls. "
        "Läs tillbaka databasen från en säkerhetskopia."
    ]


def told_homeless(count: int) -> list[str]:
    """For the run's record: comments that are published nowhere, since no report has what they are about."""
    if not count:
        return []
    number = "1 kommentar" if count == 1 else f"{count} kommentarer"
    return [f"{number} från skärmen gäller en aktivitet och månad som ingen rapport har; inget är borta ur databasen."]
