"""The page Rapport och dialog: what it says first, and its sections in the order they are asked for."""

from dashboard import summary
from dashboard.dialogue import files, start, writing
from dashboard.dialogue.start import Chosen
from dashboard.view import View

SECTIONS = {"Bilder": start.draw, "Rapport": files.draw, "Beslut": writing.draw}


def headline(view: View, chosen: Chosen) -> tuple[str, str]:
    """The page's message, of the month or of the plan that is chosen, and what it is for."""
    said = summary.summary(view).headline.text if chosen.plan_year is None else chosen.document.title
    return said, "Bilderna på projektorn och rapporten som delas ut säger samma siffror; här skrivs också besluten ned."
