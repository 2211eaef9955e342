"""The page Rapport och dialog: what it says first, and its sections in the order they are asked for."""

from dashboard import summary
from dashboard.dialogue import files, start, writing
from dashboard.view import View

SECTIONS = {"Bilder": start.draw, "Rapport": files.draw, "Beslut": writing.draw}


def headline(view: View) -> tuple[str, str]:
    """The page's message and what it is for."""
    said = summary.summary(view).headline.text
    return said, "Bilderna på projektorn, rapporten som delas ut och besluten som skrevs ned säger samma siffror."
