"""Comments written on the screens: what the pages read of them and save, and who may write."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from dashboard import exposure, session
from dashboard.view import View
from data import comment_settings, comments
from data.comment_settings import CommentSettings
from data.comments import NewComment
from data.database import DatabaseUnavailable
from data.errors import UsageError


@dataclass(frozen=True)
class Written:
    """The versions that stand for each activity of a month, and what tells this state of the database from others.

    `problem` says why the comments cannot be read; `standing` is then empty.
    """

    standing: pd.DataFrame
    state: str = ""
    problem: str = ""

    def __str__(self) -> str:
        """What is built on it is kept as long as nothing else has been written."""
        return f"{self.state}{self.problem}"


def of_month(view: View) -> Written:
    """What stands for each activity of the view's month; nothing in an older edition, which shows what it published."""
    if session.shows_older(view.snapshot):
        return Written(pd.DataFrame(), state="older")
    try:
        found = comments.read(url(), period=f"{view.period:%Y-%m}")
    except DatabaseUnavailable as error:
        return Written(pd.DataFrame(), problem=str(error))
    last = found.tail(1)[["id", "written_at"]].astype(str)
    return Written(comments.standing(found), "".join(last.to_numpy().ravel()))


def joined(standing: pd.DataFrame) -> pd.DataFrame:
    """One row per activity (index) of a month: comment, comment_author and comment_written_at."""
    return comments.joined(standing).set_index("activity_id").drop(columns="period")


def versions(activity_id: str) -> pd.DataFrame:
    """Every version for one activity, oldest first. Raises `DatabaseUnavailable`."""
    return comments.read(url(), activity_id=activity_id)


def texts(view: View, activity_id: str) -> dict[pd.Timestamp, str]:
    """Period -> what stands there for one activity; nothing in an older edition, or where it cannot be read."""
    if session.shows_older(view.snapshot):
        return {}
    try:
        found = comments.joined(comments.standing(comments.read(url(), activity_id=activity_id)))
    except DatabaseUnavailable:
        return {}
    return dict(zip(found["period"], found["comment"], strict=True))


def save(view: View, activity_id: str, text: str, role: str, seen: int) -> None:
    """A new version. Raises `ValueError` for what is not allowed, `DatabaseUnavailable` where it is not saved."""
    now = datetime.now(UTC)
    new = NewComment(activity_id, view.period, text, role, seen, view.snapshot.snapshot_id, now)
    comments.write(url(), new)


def closed_because(view: View) -> str:
    """Why nothing can be written here; empty where it can."""
    if session.shows_older(view.snapshot):
        return "Du ser en äldre utgåva. Visa den senaste för att skriva en kommentar."
    return refused_because("Kommentarer")


def refused_because(what: str) -> str:
    """Why this server takes no comments or decisions, whatever is shown; empty where it does."""
    try:
        settings = _settings()
    except DatabaseUnavailable as error:
        return str(error)
    if settings.writing is None and not exposure.only_here(st.context.headers):
        return (
            f"{what} kan inte skrivas här: servern kan nås av andra och inloggning saknas. Systemägaren kan slå på "
            "det i inställningarna (writing under [comments])."
        )
    return "" if settings.writing is not False else f"Systemägaren har stängt av {what.lower()} i inställningarna."


def url() -> str:
    """Where it is kept; may hold a password. Raises `DatabaseUnavailable`."""
    return _settings().url


def _settings() -> CommentSettings:
    """Wrong settings close the comments, not the page. Raises `DatabaseUnavailable`."""
    try:
        return comment_settings.load()
    except UsageError as error:
        raise DatabaseUnavailable(str(error)) from None
