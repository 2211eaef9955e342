"""Activities as the screens need them: with their flags, focus area, department and Swedish words."""

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import metrics
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import KIND, PROVENANCE, PUBLISHED_MARK, STATUS, rule_short, with_glyph

ACTION_SEVERITIES = ("serious", "warning")
_SHORT_LIST = 40
_FIRST_ROWS = 25
_COUNTED = {"activity": ("aktivitet", "aktiviteter"), "assignment": ("åtagande", "åtaganden")}


def counted(subject_type: str, count: int) -> str:
    """31 aktiviteter."""
    return sv.plural(count, *_COUNTED[subject_type])


@per_view
def activities(view: View) -> pd.DataFrame:
    """The month's activities of the chosen department, the ones that need action first.

    Adds focus_area, assignment, department, status_text, kind_text, flags (words), needs_action and rank.
    """
    rows = metrics.within(view.read("activities"), view.departments)
    rows = rows[rows["period"] == view.period]
    flagged = _flag_words(view)
    rows = rows.merge(_assignments(view), on="assignment_id", how="left", validate="m:1")
    rows = rows.merge(flagged, left_on="activity_id", right_on="subject_id", how="left", validate="1:1")
    names = view.read("departments").set_index("department_id")["name"]
    rank = {status: place for place, status in enumerate(STATUS)}
    rows = rows.assign(
        department=rows["department_id"].map(names),
        status_text=rows["status"].map(lambda status: with_glyph(status, STATUS)),
        kind_text=rows["kind"].map(KIND),
        needs_action=rows["needs_action"].notna(),
        flags=rows["flags"].fillna(""),
        rank=rows["status"].map(rank),
    )
    return rows.sort_values(
        ["needs_action", "rank", "days_overdue", "title"], ascending=[False, True, False, True], ignore_index=True
    )


def _assignments(view: View) -> pd.DataFrame:
    rows = view.read("assignments")
    rows = rows[rows["period"] == view.period]
    return rows[["assignment_id", "focus_area", "title"]].rename(columns={"title": "assignment"})


def _flag_words(view: View) -> pd.DataFrame:
    flags = view.read("flags")
    flags = flags[(flags["period"] == view.period) & (flags["subject_type"] == "activity")]
    flags = flags[flags["severity"].isin(ACTION_SEVERITIES)].assign(words=lambda rows: rows["rule"].map(rule_short))
    return flags.groupby("subject_id", as_index=False).agg(flags=("words", ", ".join)).assign(needs_action=True)


def late(days_overdue: float | None) -> str:
    """Days after the planned end; an end that has not come is not late."""
    return sv.number(days_overdue if days_overdue is not None and days_overdue > 0 else None)


@per_view
def why_empty(view: View) -> str:
    """Why no activity is shown: not reported this month, or none with the chosen department."""
    rows = view.read("activities")
    month = rows[rows["period"] == view.period]
    if month.empty:
        return f"Inga aktiviteter rapporterades för {sv.month(view.period)}"
    unowned = int(month["department_id"].isna().sum())
    if unowned == len(month):
        return f"Rapporten för {sv.month(view.period)} anger ingen avdelning för aktiviteterna"
    return f"{view.department_name} har inga aktiviteter i {sv.month(view.period)}"


def matching(
    rows: pd.DataFrame, focus_areas: list[str], statuses: list[str], kinds: list[str], text: str
) -> pd.DataFrame:
    """The rows that fit every chosen filter; an empty choice lets all through."""
    fits = pd.Series(True, index=rows.index)
    for column, chosen in (("focus_area", focus_areas), ("status_text", statuses), ("kind_text", kinds)):
        if chosen:
            fits &= rows[column].isin(chosen)
    if text.strip():
        words = rows[["title", "comment", "assignment", "department"]].fillna("").agg(" ".join, axis="columns")
        fits &= words.str.contains(text.strip(), case=False, regex=False)
    return rows[fits]


def shown_columns(rows: pd.DataFrame) -> list[Shown]:
    """The list's columns; those without a single value in the month are left out."""
    columns = [
        Shown("title", "Aktivitet", str),
        Shown("status_text", "Status", str, fixed=True),
        Shown("flags", "Att åtgärda", sv.text),
        Shown("end_date", "Slutdatum", sv.date, fixed=True),
        Shown("days_overdue", "Dagar sen", late, numeric=True),
        Shown("department", "Avdelning", sv.text),
        Shown("focus_area", "Fokusområde", sv.text),
        Shown("comment", "Kommentar", sv.text),
    ]
    always = {"title", "status_text"}
    return [c for c in columns if c.name in always or (rows[c.name].notna() & (rows[c.name] != "")).any()]


EXPORTED = [
    ("title", "Aktivitet"),
    ("kind_text", "Slag"),
    ("status_text", "Status"),
    ("flags", "Att åtgärda"),
    ("start_date", "Startdatum"),
    ("end_date", "Slutdatum"),
    ("days_overdue", "Dagar efter slutdatum"),
    ("end_date_moved_count", "Flyttat slutdatum, gånger"),
    ("department", "Avdelning"),
    ("focus_area", "Fokusområde"),
    ("assignment", "Åtagande"),
    ("comment", "Kommentar"),
]


@per_view
def history(view: View, activity_id: str) -> pd.DataFrame:
    """One activity month by month up to the view's, the newest first."""
    rows = view.read("activities")
    rows = rows[(rows["activity_id"] == activity_id) & (rows["period"] <= view.period)]
    rows = rows.assign(
        month=rows["period"].map(sv.month),
        status_text=rows["status"].map(lambda status: with_glyph(status, STATUS)),
    )
    return rows.sort_values("period", ascending=False, ignore_index=True)


def chosen(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that the page's filters let through; the choices live in the address."""
    areas, statuses, kinds = st.columns([3, 3, 2])
    with areas:
        focus_areas = _choice("Fokusområde", "fokusomrade", sorted(rows["focus_area"].dropna().unique()))
    with statuses:
        present = [with_glyph(status, STATUS) for status in STATUS if (rows["status"] == status).any()]
        status_texts = _choice("Status", "status", present)
    with kinds:
        kind_texts = _choice("Slag", "slag", sorted(rows["kind_text"].unique()))
    words, only = st.columns([5, 3], vertical_alignment="bottom")
    with words:
        text = st.text_input("Sök i rubrik, kommentar och åtagande", key="sok", bind="query-params", live=True)
    with only:
        urgent = st.toggle("Bara de som behöver åtgärdas", key="atgard", bind="query-params")
    found = matching(rows, focus_areas, status_texts, kind_texts, text or "")
    return found[found["needs_action"]] if urgent else found


def listed(rows: pd.DataFrame) -> pd.DataFrame:
    """All rows, or the first of a long list until the reader asks for the rest."""
    if len(rows) <= _SHORT_LIST:
        return rows
    everything = st.toggle(f"Visa alla {len(rows)}", key="alla", bind="query-params")
    return rows if everything else rows.head(max(_FIRST_ROWS, int(rows["needs_action"].sum())))


def _choice(label: str, key: str, options: list[str]) -> list[str]:
    return list(st.multiselect(label, options, key=key, bind="query-params", placeholder="Alla", select_all=False))


def count_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """label (glyph and word), count per status, every status present."""
    counts = metrics.status_counts(rows, STATUS)
    return counts.assign(label=counts["status"].map(lambda status: with_glyph(status, STATUS)))


def counts_in_words(rows: pd.DataFrame) -> str:
    """The counts as a sentence."""
    counts = count_rows(rows)
    present = counts[counts["count"] > 0]
    return sv.listing([f"{row['count']} {STATUS[row['status']][1]}" for row in present.to_dict("records")])


def fingerprint(rows: pd.DataFrame) -> str:
    """What a picture or table of these rows depends on."""
    return "|".join(rows["activity_id"])


def provenance_note(rows: pd.DataFrame) -> str:
    """Which rows come from a printed report."""
    if not (rows["provenance"] == "published").all():
        return "Månadens aktiviteter är simulerade." if (rows["provenance"] == "simulated").all() else ""
    return (
        f"Raderna är publicerade av Region Halland {PUBLISHED_MARK}. Det som rapporten inte anger, "
        "som avdelning, slutdatum eller status, står som okänt eller saknas."
    )


def choose_activity(rows: pd.DataFrame) -> str:
    """Id of the activity whose history is shown; the first of the list until another is chosen."""
    titles = dict(zip(rows["title"], rows["activity_id"], strict=True))
    title = st.selectbox("Aktivitet", list(titles), key="aktivitet", bind="query-params")
    return str(titles[title])


HISTORY_COLUMNS = [
    Shown("month", "Månad", str, fixed=True),
    Shown("status_text", "Status", str, fixed=True),
    Shown("end_date", "Slutdatum", sv.date, fixed=True),
    Shown("days_overdue", "Dagar sen", late, numeric=True),
    Shown("comment", "Kommentar", sv.text),
    Shown("provenance", "Uppgiften är", lambda code: PROVENANCE.get(code, sv.MISSING)),
]
