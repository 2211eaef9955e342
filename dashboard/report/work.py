"""The report's activities: those that do not or only partly follow plan, the assignments, and all in an appendix."""

import json

import pandas as pd

from dashboard import format as sv
from dashboard import metrics, words
from dashboard.activities import rows as activity_rows
from dashboard.activities.listing import OPENED
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Part, Section, Text
from dashboard.report.tables import Layout
from dashboard.view import View, per_view
from dashboard.why import why

ACTIVITY = "aktivitet"
"""What stands before an activity's id in the key of its detail."""
FLAGGED = ("off_track", "at_risk", "paused")
"""Activities that do not follow plan, or only partly."""
JUDGED = ("not", "partly")
"""Assignments that will not be fulfilled, or only partly."""


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """Chapter 2: the flagged activities and assignments; a calm line where there is nothing to list."""
    rows = told(activity_rows.published(view))
    if rows.empty:
        return (_chapter(activity_rows.why_empty(view)),)
    return (_chapter(), _activities(view, rows), *_untold(view, rows), *_assignments(view))


def _chapter(message: str = "") -> Section:
    return Section("kapitel-aktiviteter", "Aktiviteter som inte eller delvis följer planen", 1, message, place="paper",
                   page="activities")  # fmt: skip


def headline(rows: pd.DataFrame) -> str:
    """How many are flagged, how many of them lack a comment, and how many nobody has told of."""
    flagged = rows[rows["status"].isin(FLAGGED)]
    unknown = int((rows["status"] == "unknown").sum())
    count = activity_rows.counted("activity", len(rows))
    if unknown == len(rows):
        return f"Alla {count} har okänd status" if unknown > 1 else f"{count} har okänd status"
    text = f"{sv.number(len(flagged))} av {count} följer inte eller bara delvis planen"
    missing = int(flagged["comment_missing"].sum())
    text += f"; {sv.number(missing)} av dem saknar kommentar" if missing else ""
    return text + (f"; {sv.number(unknown)} har okänd status" if unknown else "")


def _activities(view: View, rows: pd.DataFrame) -> Section:
    flagged = rows[rows["status"].isin(FLAGGED)]
    caption = f"Aktiviteter och projekt som inte eller delvis följer planen, {sv.month(view.period)}"
    parts: tuple[Part, ...] = (tables.table(flagged, COLUMNS, caption, LAYOUT),) if len(flagged) else ()
    all_unknown = bool((rows["status"] == "unknown").all())
    if not parts and not all_unknown:
        parts = (Text(("Ingen aktivitet är rapporterad som sen, osäker eller pausad.",)),)
    told_next = all_unknown and bool(_untold(view, rows))
    return Section("aktiviteter", "Aktiviteter", message=headline(rows), parts=parts, page="activities",
                   chosen={"flik": "Lista"}, notes=_notes(view, flagged),
                   place="paper" if told_next else "both")  # fmt: skip


def _untold(view: View, rows: pd.DataFrame) -> tuple[Section, ...]:
    """Those whose status nobody has told, never taken to be well; in the appendix where they lack nothing else."""
    untold = rows[rows["status"] == "unknown"]
    missing, late = int(untold["comment_missing"].sum()), int((untold["days_overdue"] > 0).sum())
    if not missing and not late:
        return ()
    message = f"{activity_rows.counted('activity', len(untold))} har okänd status"
    message += f"; {sv.number(missing)} saknar kommentar" if missing else ""
    message += f"; {sv.number(late)} har passerat sitt slutdatum" if late else ""
    table = tables.table(untold, COLUMNS, f"Aktiviteter med okänd status, {sv.month(view.period)}", LAYOUT)
    return (Section("okand-status", "Aktiviteter med okänd status", message=message, parts=(table,), page="activities",
                    chosen={"flik": "Lista"}),)  # fmt: skip


def _notes(view: View, flagged: pd.DataFrame) -> tuple[str, ...]:
    missing = flagged[flagged["comment_missing"]]["title"].head(3).tolist()
    said = (f"Kommentar saknas bland annat för {sv.listing(missing)}.",) if missing else ()
    return (*said, *((activity_rows.provenance_note(view),) if activity_rows.provenance_note(view) else ()))


def told(rows: pd.DataFrame) -> pd.DataFrame:
    """With `said`, the comment, that it is missing, or nothing where none is expected, and `assignment_said`."""
    missing = rows["comment_missing"].astype(bool)
    said = rows["comment_text"].where(~missing, tables.MISSING_COMMENT).fillna(sv.MISSING)
    return rows.assign(said=said, assignment_said=_told_apart(rows).fillna(sv.MISSING))


def _told_apart(rows: pd.DataFrame) -> pd.Series:
    """The title of the assignment, with its focus area or goal where that tells it from another of the same title."""
    words = rows["assignment"]
    for more in ("focus_area", "goal"):
        differ = rows.groupby(words)[more].transform("nunique") > 1
        adds = rows[more].notna() & (rows[more] != rows["assignment"])
        words = words.mask(differ & adds, words + " · " + rows[more])
    return words


COLUMNS = [
    Shown("title", "Aktivitet", str),
    Shown("status_text", "Status", str),
    Shown("end_date", "Slutdatum", sv.date),
    Shown("said", "Kommentar", sv.text),
    Shown("assignment_said", "Åtagande", sv.text),
]
LAYOUT = Layout(
    "activity_id", ACTIVITY, ("title", "status_text", "end_date", "said"), ("title", "said", "assignment_said")
)


def _assignments(view: View) -> list[Section]:
    """The assignments that will not or only partly be fulfilled; nothing where none was judged."""
    table = view.read("assignments")
    month = metrics.within(table[table["period"] == view.period], view.departments)
    if month.empty:
        return []
    judged = month[month["outlook"].isin(JUDGED)]
    counted = f"{sv.number(len(judged))} av {activity_rows.counted('assignment', len(month))}"
    unknown = int((month["outlook"] == "unknown").sum())
    message = f"{counted} bedöms inte eller bara delvis uppfyllas"
    message += f"; {sv.number(unknown)} har okänd bedömning" if unknown else ""
    rows = judged.assign(
        outlook_text=[words.with_glyph(code, words.OUTLOOK) for code in judged["outlook"]],
        said=judged["comment"]
        .where(~judged["comment_missing"].astype(bool), tables.MISSING_COMMENT)
        .fillna(sv.MISSING),
    )
    caption = f"Åtaganden, {sv.month(view.period)}"
    parts = (tables.table(rows, _ASSIGNED, caption, Layout(wide=("title", "said"))),) if len(rows) else ()
    return [Section("ataganden", "Åtaganden", message=message, parts=parts, page="activities",
                    chosen={"flik": "Åtaganden"}, place="both" if parts else "paper")]  # fmt: skip


_ASSIGNED = [
    Shown("title", "Åtagande", str),
    Shown("focus_area", "Fokusområde", sv.text),
    Shown("outlook_text", "Bedömning", str),
    Shown("said", "Kommentar", sv.text),
]


@per_view
def appendix(view: View) -> tuple[Section, ...]:
    """All assignments, and the activities that chapter 2 does not list; nothing where none are reported."""
    rows = told(activity_rows.published(view))
    if rows.empty:
        return ()
    table = view.read("assignments")
    month = metrics.within(table[table["period"] == view.period], view.departments)
    listed = [*FLAGGED, *(["unknown"] if _untold(view, rows) else [])]
    others = rows[~rows["status"].isin(listed)].sort_values(["assignment_said", "title"], key=_alphabetical)
    activities = tables.table(others, _ALL, f"Övriga aktiviteter, {sv.month(view.period)}", Layout(wide=_ALL_WIDE))
    judged = month.assign(outlook_text=[words.with_glyph(code, words.OUTLOOK) for code in month["outlook"]])
    all_assigned = tables.table(
        _by_focus_area(judged), _ASSIGNED[:3], f"Alla åtaganden, {sv.month(view.period)}", Layout(wide=("title",))
    )
    note = activity_rows.provenance_note(view)
    parts: list[Part] = [Text((note,))] if note else []
    parts += [table for table in (all_assigned, activities) if table.rows]
    title = "Alla åtaganden och övriga aktiviteter"
    return (Section("alla-aktiviteter", title, 2, parts=tuple(parts), place="paper", numbered=False),)


def _alphabetical(texts: pd.Series) -> pd.Series:
    return texts.map(sv.alphabetical)


def _by_focus_area(assigned: pd.DataFrame) -> pd.DataFrame:
    """The focus areas in the order of the plan, and the assignments of each by title."""
    place = {area: number for number, area in enumerate(assigned.sort_values("assignment_id")["focus_area"].unique())}
    by_title = assigned.sort_values("title", key=_alphabetical)
    return by_title.sort_values("focus_area", key=lambda areas: areas.map(place), kind="stable")


_ALL = [
    Shown("assignment_said", "Åtagande", sv.text),
    Shown("title", "Aktivitet", str),
    Shown("status_text", "Status", str),
    Shown("end_date", "Slutdatum", sv.date),
]
_ALL_WIDE = ("assignment_said", "title")


def flag_reasons(flags: pd.DataFrame) -> list[str]:
    """Why rows are flagged, a paragraph for each flag."""
    told = [why(rule, json.loads(facts)) for rule, facts in zip(flags["rule"], flags["facts"], strict=True)]
    return [f"{each.rule} {each.limit} {each.figures}" for each in told]


def detail(view: View, activity_id: str) -> Section | None:
    """What stands behind an activity: its facts, the whole comment, and why it is flagged."""
    rows = told(activity_rows.published(view))
    found = rows[rows["activity_id"] == activity_id]
    if found.empty:
        return None
    row = found.iloc[0]
    flags = activity_rows.month_flags(view, "activity")
    reasons = flag_reasons(flags[flags["subject_id"] == activity_id])
    facts = [
        f"Åtagande: {row['assignment_said']}",
        f"Avdelning: {sv.text(row['department'])}. {_ends(row['end_date'])}.",
        f"Status sedan {sv.month(row['status_since'])}, senast uppdaterad {sv.month(row['updated_period'])}.",
        _SAID.get(row["said"], f"Kommentar: {row['said']}"),
    ]
    return Section(
        tables.slug(ACTIVITY, activity_id),
        str(row["title"]),
        message=f"{row['status_text']}",
        parts=(Text((*facts, *reasons)),),
        page="activities",
        chosen={OPENED: activity_id},
    )


_SAID = {tables.MISSING_COMMENT: f"{tables.MISSING_COMMENT}.", sv.MISSING: "Ingen kommentar."}


def _ends(day: pd.Timestamp) -> str:
    return "Slutdatum saknas" if pd.isna(day) else f"Slutdatum: {sv.date(day)}"
