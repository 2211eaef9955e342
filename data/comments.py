"""Comments on activities that are written on the screen: versions about an activity's month."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from data.versions import Told, Versions

TYPES = {
    "id": "int64",
    "activity_id": "str",
    "period": "datetime64[ms]",
    "text": "str",
    "author": "str",
    "verified": "bool",
    "written_at": "datetime64[us, UTC]",
    "seen": "int64",
    "snapshot_id": "str",
}
SUBJECT = ["activity_id", "period"]
COMMENTS = Versions(
    "activity_comments",
    TYPES,
    SUBJECT,
    Told(
        "Kommentarerna kan inte läsas",
        "Kommentaren kan inte sparas",
        "Kommentaren",
        "Kommentaren är tom. Skriv något",
    ),
)

JOINED = {
    "period": "datetime64[ms]",
    "activity_id": "str",
    "comment": "str",
    "comment_author": "str",
    "comment_written_at": "datetime64[ms]",
}
"""What stands, one row per period and activity."""


@dataclass(frozen=True)
class NewComment:
    """What someone wrote about an activity's month, in a role of their own telling. `written_at` has an offset."""

    activity_id: str
    period: pd.Timestamp
    text: str
    author: str
    seen: int
    snapshot_id: str
    written_at: datetime
    verified: bool = False


def read(url: str, activity_id: str | None = None, period: str | None = None) -> pd.DataFrame:
    """All versions of all activities and periods (YYYY-MM), or of those asked for, oldest first; columns as in `TYPES`.

    Empty where nothing has been written yet; reading creates nothing. Raises `DatabaseUnavailable`.
    """
    return COMMENTS.read(url, activity_id=activity_id, period=period)


def write(url: str, comment: NewComment) -> int:
    """Add a version; its id once it will last. Raises `ValueError` and `DatabaseUnavailable`, see `Versions.write`."""
    return COMMENTS.write(url, comment)


def standing(versions: pd.DataFrame) -> pd.DataFrame:
    """The versions that no later one of the same activity and period has had in view, oldest first."""
    return COMMENTS.standing(versions)


def joined(standing: pd.DataFrame) -> pd.DataFrame:
    """The standing texts of each period and activity as one, by all their authors, with the latest moment (UTC).

    Columns as in `JOINED`.
    """
    moments = standing["written_at"].dt.tz_localize(None)
    texts = (
        standing.assign(moment=moments)
        .groupby(SUBJECT, as_index=False)
        .agg(
            comment=("text", "\n\n".join),
            comment_author=("author", lambda authors: ", ".join(dict.fromkeys(authors))),
            comment_written_at=("moment", "max"),
        )
    )
    return texts[list(JOINED)].astype(JOINED)
