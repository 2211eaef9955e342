"""The dialogue on the projector: one self-contained HTML file, and the decisions that are written down."""

from dashboard import summary
from dashboard.view import View


def headline(view: View) -> tuple[str, str]:
    """The page's message and what it is for."""
    said = summary.summary(view).headline.text
    return said, "Bilderna på projektorn, rapporten som delas ut och besluten som skrevs ned säger samma siffror."
