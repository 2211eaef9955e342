"""What stands behind a row: the line, activity or indicator that a question is about."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from dashboard import economy, messages
from dashboard import format as sv
from dashboard.forecast import basis, moved, subject
from dashboard.forecast.subject import Subject
from dashboard.report import staff, tables, work
from dashboard.report.content import Part, Section, Table, Text
from dashboard.report.forecast import LINE, bridge_chart, has_moved
from dashboard.staff import rolling
from dashboard.view import View


def behind(view: View, sections: Iterable[Section]) -> Mapping[str, Section]:
    """Key -> the detail, for every row of the sections that leads somewhere."""
    wanted = dict.fromkeys(key for section in sections for part in section.parts for key in _leads(part))
    makers = _makers(view)
    found = ((key, makers[key]) for key in wanted if key in makers)
    details = {key: make(view, name) for key, (make, name) in found}
    return {key: section for key, section in details.items() if section is not None}


def _leads(part: Part) -> list[str]:
    if isinstance(part, Text):
        return []
    if isinstance(part, Table):
        return [row.opens for row in part.rows if row.opens]
    return [key for key in part.rows["subject"] if key] if "subject" in part.rows else []


def _makers(view: View) -> Mapping[str, tuple[Callable[[View, str], Section | None], str]]:
    """Key of a detail -> what makes it, and of what."""
    lines = {tables.slug(LINE, line): (_line, line) for line in economy.month_table(view)["line_id"]}
    activities = view.read("activities")
    month = activities.loc[activities["period"] == view.period, "activity_id"]
    works = {tables.slug(work.ACTIVITY, each): (work.detail, each) for each in month}
    people = {tables.slug(staff.INDICATOR, each): (staff.detail, each) for each in rolling.SHOWN}
    return {**lines, **works, **people}


def _line(view: View, line_id: str) -> Section:
    """A line: how it stands, its comments, its account classes and its forecasts through the year."""
    about = next(each for each in subject.subjects(view).values() if each.line_id == line_id)
    classes = economy.class_totals(view, line_id)
    caption = f"{about.name} per kontoklass, mnkr, {sv.year_to_date(view.period)}"
    parts: list[Part] = [*_said(view, about), *_through_the_year(view, about)]
    if len(classes):
        note = f"Fördelningen på kontoklass är {economy.class_provenance(view)}."
        parts.append(tables.table(classes, economy.CLASS_COLUMNS, caption, below=(note,)))
    return Section(
        tables.slug(LINE, line_id),
        about.name,
        message=messages.line_message(about.row, view.period).removeprefix(f"{about.row['name']}: "),
        parts=tuple(parts),
        page="forecast",
        chosen={subject.KEY: about.name},
    )


def _said(view: View, about: Subject) -> list[Text]:
    """The latest comments on its forecasts, and why it is flagged."""
    comments = basis.comments(view, about).head(3)
    told = [_comment(row, about) for row in comments.to_dict("records")]
    flags = view.read("flags")
    own = flags[
        (flags["period"] == view.period) & (flags["subject_type"] == "line") & (flags["subject_id"] == about.line_id)
    ]
    reasons = work.flag_reasons(own)
    return [Text((*(told or ["Prognosen har ingen kommentar."]), *reasons))]


def _comment(row: Mapping[Hashable, Any], about: Subject) -> str:
    """A comment with its month; one on another line than the slide's says whose it is."""
    said = f"{row['month']}: {row['comment']}"
    return f"{said[:1].upper()}{said[1:]}" if row["name"] == about.name else f"{row['name']}, {said}"


def _through_the_year(view: View, about: Subject) -> list[Part]:
    """Its bridge from the budget; one without a step is a sentence."""
    rows = moved.budget_rows(view, about)
    if rows.empty:
        return []
    message = moved.budget_sentence(view, about)
    if not has_moved(rows):
        return [Text((f"{message}.",))]
    return [bridge_chart(about.name, rows, view.period.year, "från budget till prognos", message, moved.BUDGET_LEGEND)]
