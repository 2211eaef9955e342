"""The page Aktiviteter: what must I do, where does it stand, when does it end. One room per question."""

from dashboard.activities import assignments, choices, departments, listing, months, timeline
from dashboard.activities.month import Month


def _todo(month: Month) -> None:
    listing.draw_todo(month)
    listing.draw_new_comments(month)


def _list(month: Month) -> None:
    listing.draw_list(month, choices.drawn(month))


def _months(month: Month) -> None:
    months.draw(month, choices.drawn(month).found)


def _timeline(month: Month) -> None:
    timeline.draw(month, choices.drawn(month).found)


SECTIONS = {
    "Att göra": _todo,
    listing.TAB: _list,
    "Status över tid": _months,
    "Tidslinje": _timeline,
    assignments.TAB: assignments.draw,
    "Avdelningar": departments.draw,
}
"""Question -> the section that answers it, in the order they are asked."""
