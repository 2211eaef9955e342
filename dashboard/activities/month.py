"""The month's activities with what has been written here since the last night, so that a new comment shows at once."""

from dataclasses import dataclass

import pandas as pd

from dashboard import written
from dashboard.activities import rows, todo
from dashboard.activities.todo import Progress
from dashboard.view import View, per_view
from dashboard.written import Written

NEW = "ny, ej i källsystemet"


@dataclass(frozen=True)
class Month:
    """`rows` one per activity (as `rows.published`, with comment_text), `todo` one per activity and need."""

    view: View
    rows: pd.DataFrame
    todo: pd.DataFrame
    written: Written

    def __str__(self) -> str:
        """What is built on it beside the view."""
        return str(self.written)

    @property
    def progress(self) -> Progress:
        return todo.progress(self.rows, self.todo)


def load(view: View) -> Month:
    """The month as it stands now. `written` tells it where the comments written here cannot be read."""
    return _built(view, written.of_month(view.period))


@per_view
def _built(view: View, comments: Written) -> Month:
    shown = with_comments(rows.published(view), written.joined(comments.standing) if comments.latest else None)
    commented = frozenset(shown.loc[shown["comment_origin"] == "screen", "activity_id"])
    return Month(view, shown, todo.left(todo.published(view), commented), comments)


def with_comments(published: pd.DataFrame, texts: pd.DataFrame | None) -> pd.DataFrame:
    """The rows with the comments written here, where the source has none of its own.

    `texts`: activity_id (index), comment, comment_author, comment_written_on; None where nothing is written.
    Adds comment_text: the comment, marked where the source does not have it.
    """
    found = published.copy(deep=False)
    if texts is not None:
        mine = found["activity_id"].isin(texts.index) & (found["comment_origin"] != "source")
        ids = found["activity_id"].where(mine)
        for name in ("comment", "comment_author", "comment_written_on"):
            found[name] = ids.map(texts[name]).where(mine, found[name])
        found["comment_origin"] = found["comment_origin"].mask(mine, "screen")
        found["comment_missing"] = found["comment_missing"] & ~mine
        found["comment_reports"] = found["comment_reports"].mask(mine, 1)
        found = _without_settled_flags(found, mine)
    new = found["comment_origin"] == "screen"
    return found.assign(comment_text=found["comment"].mask(new, found["comment"] + f" ({NEW})"))


def _without_settled_flags(found: pd.DataFrame, mine: pd.Series) -> pd.DataFrame:
    """Flags that say that a comment is missing go as soon as there is one."""
    gone = {"comment_missing", "off_track_uncommented"}
    rules = [
        tuple(rule for rule in own if not (new and rule in gone)) for own, new in zip(found["rules"], mine, strict=True)
    ]
    return found.assign(
        rules=pd.Series(rules, index=found.index, dtype="object"), flags=[rows.in_words(own) for own in rules]
    )
