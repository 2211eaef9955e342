"""The month's activities with what has been written here since the last night, so that a new comment shows at once."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import written
from dashboard.activities import progress, rows, todo
from dashboard.activities.progress import Progress
from dashboard.view import View, per_view
from dashboard.written import Written


@dataclass(frozen=True)
class Month:
    """`rows` one per activity (as `rows.published`, with what it needs), `todo` one per activity and need."""

    view: View
    rows: pd.DataFrame
    todo: pd.DataFrame
    written: Written

    def __str__(self) -> str:
        """What is built on it beside the view."""
        return str(self.written)

    @cached_property
    def progress(self) -> Progress:
        return progress.counted(self.rows, self.todo)


def load(view: View) -> Month:
    """The month as it stands now. `written` tells it where the comments written here cannot be read."""
    return _built(view, written.of_month(view))


@per_view
def _built(view: View, comments: Written) -> Month:
    published, found = rows.published(view), todo.published(view)
    shown = published if comments.standing.empty else with_comments(published, written.joined(comments.standing))
    changed = shown["comment"].notna() & shown["comment"].ne(published["comment"])
    left = todo.left(found, frozenset(shown.loc[changed, "activity_id"]))
    return Month(view, needing_first(shown, left), left, comments)


def needing_first(shown: pd.DataFrame, left: pd.DataFrame) -> pd.DataFrame:
    """With `needs` (a list of words) and `needs_text`, those that need something before the others."""
    words = todo.needs(left)
    needs = pd.Series([words.get(activity, []) for activity in shown["activity_id"]], index=shown.index, dtype="object")
    told = shown.assign(needs=needs, needs_text=needs.map(", ".join))
    return told.sort_values("needs_text", key=lambda texts: texts == "", kind="stable", ignore_index=True)


def with_comments(published: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """The rows with the comments written here, where the source has none of its own.

    `texts`: activity_id (index), comment, comment_author, comment_written_at. A row that a run has already published
    with the same text stays as it is: that run has judged it.
    """
    found = published.copy(deep=False)
    theirs = found["activity_id"].map(texts["comment"])
    mine = theirs.notna() & (found["comment_origin"] != "source") & (theirs != found["comment"])
    for name in ("comment", "comment_author", "comment_written_at"):
        found[name] = found["activity_id"].map(texts[name]).where(mine, found[name]).astype(found[name].dtype)
    found["comment_origin"] = found["comment_origin"].mask(mine, "screen")
    found["comment_missing"] = found["comment_missing"] & ~mine
    found["comment_reports"] = found["comment_reports"].mask(mine, 1)
    found["updated_period"] = found["updated_period"].mask(mine, found["period"])
    found["comment_text"] = rows.marked(found["comment"], found["comment_origin"])
    return _without_settled_flags(found, mine)


def _without_settled_flags(found: pd.DataFrame, mine: pd.Series) -> pd.DataFrame:
    """Flags that say that a comment or an update is missing go as soon as there is one."""
    gone = {"comment_missing", "off_track_uncommented", "not_updated"}
    rules = [
        tuple(rule for rule in own if not (new and rule in gone)) for own, new in zip(found["rules"], mine, strict=True)
    ]
    return found.assign(
        rules=pd.Series(rules, index=found.index, dtype="object"), flags=[rows.in_words(own) for own in rules]
    )
