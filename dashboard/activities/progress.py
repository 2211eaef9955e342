"""How far the month's report has come, and when it is due."""

from dataclasses import dataclass

import pandas as pd

from dashboard import format as sv
from dashboard.view import View, per_view


@dataclass(frozen=True)
class Progress:
    """Every activity is one of three: ready, in need of something, or needing nothing but of a status nobody told.

    Unknown is not ready. One of unknown status that also needs something counts as that alone.
    """

    ready: int
    needing: int
    unknown: int

    @property
    def count(self) -> int:
        return self.ready + self.needing + self.unknown


def counted(shown: pd.DataFrame, found: pd.DataFrame) -> Progress:
    """How far the month has come. `shown` has one row per activity, `found` is what they need."""
    needing = shown["activity_id"].isin(found["activity_id"])
    unknown = (shown["status"] == "unknown") & ~needing
    return Progress(int((~needing & ~unknown).sum()), int(needing.sum()), int(unknown.sum()))


def headline(far: Progress) -> str:
    """The page's title."""
    count = sv.plural(far.count, "aktivitet", "aktiviteter")
    if far.needing:
        return f"{sv.number(far.needing)} av {count} behöver något inför rapporten"
    if far.unknown:
        return f"Inget känt är kvar att göra, men {sv.number(far.unknown)} av {count} har okänd status"
    return f"Alla {count} är klara inför rapporten" if far.count > 1 else "Aktiviteten är klar inför rapporten"


def in_words(far: Progress) -> str:
    """11 av 14 klara inför rapporten, 2 behöver något, 1 av de övriga har okänd status."""
    ready = f"{sv.number(far.ready)} av {sv.number(far.count)} klara inför rapporten"
    needing = f"{sv.number(far.needing)} behöver något" if far.needing else ""
    return ", ".join(part for part in (ready, needing, unknown_in_words(far)) if part) + "."


def unknown_in_words(far: Progress) -> str:
    """89 av de övriga har okänd status: of those that need nothing, so not all the unknown of the month."""
    if not far.unknown:
        return ""
    return f"{sv.number(far.unknown)}{' av de övriga' if far.needing else ''} har okänd status"


@per_view
def deadline(view: View) -> pd.Timestamp | None:
    """When what the month's report builds on is due, by the calendar; None where no date is told."""
    dates = view.read("calendar")
    due = dates.loc[dates["reported_period"] == view.period, "date"]
    return due.min() if len(due) else None


@per_view
def deadline_words(view: View) -> str:
    """The same as a sentence, with what the calendar calls it."""
    date = deadline(view)
    if date is None:
        return "Ingen rapportdag för månaden finns i kalendern."
    dates = view.read("calendar")
    event = dates.loc[(dates["date"] == date) & (dates["reported_period"] == view.period), "event"].iloc[0]
    return f"Senast {sv.date(date)}: {event}."
