"""Vad säger enkäterna? The section: a picture of the indexes, and the same as a table with the changes."""

from dashboard import ui
from dashboard.charts import indexes
from dashboard.staff import survey_points, surveys
from dashboard.staff.asked import asked
from dashboard.view import View


def draw(view: View) -> None:
    """The section: sentence, a point per index and year, and a table of years."""
    asked(surveys.QUESTION, surveys.sentence(view))
    if not surveys.years(view):
        return
    if survey_points.any_drawn(view):
        _draw_points(view)
    ui.table(view, "staff-surveys", surveys.table(view), surveys.columns(view), surveys.CAPTION)
    if surveys.missing_indexes(view):
        ui.note(surveys.missing_indexes(view))


def _draw_points(view: View) -> None:
    ui.picture(
        view,
        "staff-surveys",
        lambda: indexes.index_points(survey_points.listed(view), survey_points.points(view)),
        alt=survey_points.in_words(view),
        legend=survey_points.legend(view),
    )
