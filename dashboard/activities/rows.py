"""The month's activities as the screens need them: with assignment, goal, department, flags and Swedish words."""

import pandas as pd

from dashboard import format as sv
from dashboard import metrics
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import KIND, PUBLISHED_MARK, STATUS, rule_short, with_glyph

NEW = "ny, ej i källsystemet"
"""What marks a comment that was written on the screen, also when a run has published it."""
NO_HITS = "Inga aktiviteter passar filtret. Ta bort något av valen ovan, eller rensa filtret."
NOT_TOLD = "anges inte"
"""What stands where a report leaves an activity's department, goal and the like out."""
_COUNTED = {"activity": ("aktivitet", "aktiviteter"), "assignment": ("åtagande", "åtaganden")}


def counted(subject_type: str, count: int) -> str:
    """31 aktiviteter."""
    return sv.plural(count, *_COUNTED[subject_type])


@per_view
def published(view: View) -> pd.DataFrame:
    """The month's activities of the chosen department as published, one row each, the worst status first.

    Adds to the table `activities`: assignment, focus_area, outlook, goal, department, status_text, kind_text,
    rules (its flags, gravest first) and flags (the same in words).
    """
    table = view.read("activities")
    rows = metrics.within(table[table["period"] == view.period], view.departments)
    rows = rows.merge(_assignments(view), on="assignment_id", how="left", validate="m:1")
    rows = rows.merge(_flags(view), left_on="activity_id", right_index=True, how="left", validate="1:1")
    names = view.read("departments").set_index("department_id")["name"]
    rank = {status: place for place, status in enumerate(STATUS)}
    rows = rows.assign(
        department=rows["department_id"].map(names),
        status_text=rows["status"].map(lambda status: with_glyph(status, STATUS)),
        kind_text=rows["kind"].map(KIND),
        comment_text=marked(rows["comment"], rows["comment_origin"]),
        flags=rows["flags"].fillna(""),
        rules=rows["rules"].map(lambda rules: rules if isinstance(rules, tuple) else ()),
        rank=rows["status"].map(rank),
    )
    order = ["rank", "days_overdue", "title"]
    return rows.sort_values(order, ascending=[True, False, True], ignore_index=True).drop(columns="rank")


def _assignments(view: View) -> pd.DataFrame:
    """assignment_id, assignment (title), assignment_word, focus_area, outlook, goal (title) of the month."""
    rows = view.read("assignments")
    rows = rows[rows["period"] == view.period].rename(columns={"title": "assignment"})
    goals = view.read("goals")
    titles = goals[goals["year"] == view.period.year].set_index("goal_id")["title"]
    rows = rows.assign(goal=rows["goal_id"].map(titles).astype("str"))
    rows = rows.assign(assignment_word=rows["assignment_id"].map(assignment_words(view)))
    return rows[["assignment_id", "assignment", "assignment_word", "focus_area", "outlook", "goal"]]


@per_view
def assignment_words(view: View) -> dict[str, str]:
    """Assignment of the month -> its title, with what tells it from another of the same title."""
    table = view.read("assignments")
    month = table[table["period"] == view.period]
    words = month["title"]
    for more in (month["focus_area"].fillna(NOT_TOLD), month["assignment_id"]):
        words = words.mask(words.duplicated(keep=False), words + " · " + more)
    return dict(zip(month["assignment_id"], words, strict=True))


def _flags(view: View) -> pd.DataFrame:
    """Indexed by activity: rules (tuple), flags (words)."""
    flags = month_flags(view, "activity")
    rules: dict[str, tuple[str, ...]] = {}
    for activity, rule in zip(flags["subject_id"], flags["rule"], strict=True):
        rules[activity] = (*rules.get(activity, ()), rule)
    table = pd.DataFrame(
        {"rules": pd.Series(list(rules.values()), index=pd.Index(list(rules), dtype="str"), dtype="object")}
    )
    return table.assign(flags=pd.Series([in_words(own) for own in table["rules"]], index=table.index, dtype="str"))


def in_words(rules: tuple[str, ...]) -> str:
    """Flags as words: "kommentar saknas, slutdatum har passerat"; what the status beside them says is not repeated."""
    implied = _SAID_BY_STATUS | {said for rule in rules for said in _SAID_BY_ANOTHER.get(rule, ())}
    return ", ".join(rule_short(rule) for rule in rules if rule not in implied)


_SAID_BY_STATUS = {"off_track", "at_risk", "status_unknown", "outlook_not", "outlook_partly"}
_SAID_BY_ANOTHER = {"off_track_uncommented": ("comment_missing",), "on_track_overdue": ("overdue",)}


def marked(comments: pd.Series, origins: pd.Series) -> pd.Series:
    """The comments as they are shown: one that the source does not have says so."""
    return comments.mask(origins == "screen", comments + f" ({NEW})")


@per_view
def month_flags(view: View, subject_type: str) -> pd.DataFrame:
    """The month's flags on activities or assignments, the gravest first."""
    flags = view.read("flags")
    month = flags[(flags["period"] == view.period) & (flags["subject_type"] == subject_type)]
    rank = month["severity"].map({"serious": 0, "warning": 1, "info": 2})
    return month.assign(rank=rank).sort_values(["rank", "subject_id", "rule"], ignore_index=True)


def late(days_overdue: float | None) -> str:
    """Days after the planned end; an end that has not come is not late."""
    return sv.number(days_overdue if days_overdue is not None and days_overdue > 0 else None)


@per_view
def why_empty(view: View) -> str:
    """Why no activity is shown: not connected, not reported this month, or none with the chosen department."""
    rows = view.read("activities")
    if rows.empty:
        return "Ingen källa med aktiviteter är ansluten"
    month = rows[rows["period"] == view.period]
    if month.empty:
        return f"Inga aktiviteter rapporterades för {sv.month(view.period)}"
    if month["department_id"].isna().all():
        return f"Rapporten för {sv.month(view.period)} anger ingen avdelning för aktiviteterna"
    return f"{view.department_name} har inga aktiviteter i {sv.month(view.period)}"


def next_step(view: View) -> str:
    """What to do where no activity is shown."""
    if view.read("activities").empty:
        return "Systemägaren ansluter datamängden activity i inställningarna; README beskriver hur."
    return "Välj en annan period eller avdelning till vänster."


def shown_columns(rows: pd.DataFrame) -> list[Shown]:
    """The list's columns; those without a single value are left out. Where rows have an `address`, titles are links."""
    link, opens = ("address", "activity_id") if "address" in rows else ("", "")
    columns = [
        Shown("title", "Aktivitet", str, link=link, opens=opens),
        Shown("status_text", "Status", str, fixed=True),
        Shown("needs_text", "Behöver", sv.text),
        Shown("flags", "Flaggor", sv.text),
        Shown("end_date", "Slutdatum", sv.date, fixed=True),
        Shown("days_overdue", "Dagar sen", late, numeric=True),
        Shown("department", "Avdelning", sv.text),
        Shown("comment_text", "Kommentar", sv.text, long=True),
    ]
    return [c for c in columns if c.name in _ALWAYS or (_has_any(rows, c.name) and not _says_nothing(rows, c.name))]


_ALWAYS = {"title", "status_text", "comment_text"}


def _says_nothing(rows: pd.DataFrame, name: str) -> bool:
    """The same on each of many rows: whose they are stands above the list."""
    return name == "department" and len(rows) > 1 and len(rows[name].unique()) == 1


def _has_any(rows: pd.DataFrame, name: str) -> bool:
    if name not in rows:
        return False
    return bool((rows[name] > 0).any() if name == "days_overdue" else (rows[name].notna() & (rows[name] != "")).any())


@per_view
def provenance_note(view: View) -> str:
    """Which of the month's rows come from a printed report, and what the report does not say."""
    rows = published(view)
    if not (rows["provenance"] == "published").all():
        return "Månadens aktiviteter är simulerade." if (rows["provenance"] == "simulated").all() else ""
    note = (
        f"Raderna är publicerade av Region Halland {PUBLISHED_MARK}. Det som rapporten inte anger, som slutdatum eller "
        "status, står som okänt eller saknas. Jämförelser med tidigare månader bygger på simulerade månader"
    )
    borrowed = rows["department_reported_period"].dropna()
    borrowed = borrowed[borrowed != view.period]
    return note + (f", liksom avdelningen, som är den i {sv.month(borrowed.max())}." if len(borrowed) else ".")
