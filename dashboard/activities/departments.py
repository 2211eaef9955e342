"""The overview for a manager of managers: per department what needs attention, and whether it is getting better."""

import pandas as pd

from dashboard import format as sv
from dashboard import metrics, ui
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD
from dashboard.markup import Shown
from dashboard.view import View, per_view

_MONTHS = 6
"""So many reports stand in the trend."""


@per_view
def overview(view: View, month: Month) -> pd.DataFrame:
    """One row per department under the view's, its own activities and all below it counted, and a total.

    name, left (activities that need something), activities, fresh (share with a comment of the month's own among
    those not done), overdue, off_track, moved, and for each its trend over the reports before: what needs most
    attention first. Missing where the month's report does not tell.
    """
    counts = counted(view)
    needing = month.rows[month.rows["activity_id"].isin(month.todo["activity_id"])]
    left = needing.groupby(needing["department_id"].fillna("")).size()
    groups = departments(view) | ({f"Avdelning {NOT_TOLD}": frozenset({""})} if view.department_id is None else {})
    rows = [_row(name, below, counts, left) for name, below in groups.items()]
    found = pd.DataFrame([row for row in rows if row["activities"]])
    if found.empty:
        return found
    found = found.sort_values(["left", "off_track", "overdue", "name"], ascending=[False, False, False, True])
    everyone = _row(TOTAL, frozenset(counts.index.get_level_values("department_id")), counts, left)
    return pd.concat([found, pd.DataFrame([everyone]).assign(kind="sum")], ignore_index=True)


@per_view
def counted(view: View) -> pd.DataFrame:
    """period x department (empty where none is told): activities, unfinished, fresh, overdue, off_track, moved.

    Missing in a month whose report does not tell: one without a single comment or end date does not say zero.
    """
    table = view.read("activities")
    table = metrics.within(table[table["period"].isin(reports(view))], view.departments)
    unfinished, dated = table["status"] != "done", table["end_date"].notna()
    marks = pd.DataFrame(
        {
            "period": table["period"],
            "department_id": table["department_id"].fillna(""),
            "activities": 1.0,
            "unfinished": unfinished.astype(float),
            "fresh": (unfinished & (table["comment_reports"] == 1)).astype(float),
            "overdue": (table["days_overdue"] > 0).astype(float),
            "off_track": (table["status"] == "off_track").astype(float),
            "moved": (table["end_date_moved_count"] > 0).astype(float),
        }
    )
    for measure, tells in (
        ("fresh", table["comment"].notna() | table["comment_missing"]),
        ("overdue", dated),
        ("moved", dated),
        ("off_track", table["status"] != "unknown"),
    ):
        told = tells.groupby(table["period"]).transform("any")
        marks[measure] = marks[measure].where(told)
    return marks.groupby(["period", "department_id"]).sum(min_count=1)


TOTAL = "Alla"


@per_view
def reports(view: View) -> list[pd.Timestamp]:
    """The latest months with activities up to the view's, oldest first."""
    months = view.read("activities")["period"]
    return sorted(months[months <= view.period].unique())[-_MONTHS:]


def departments(view: View) -> dict[str, frozenset[str]]:
    """Name -> itself and all below: the departments right under the view's, and the view's own activities."""
    tree = view.read("departments")
    children = metrics.children_of(tree, "department_id")
    tops = [view.department_id] if view.department_id else children.get(None, [])
    names = tree.set_index("department_id")["name"].to_dict()
    below = {names[child]: metrics.department_and_below(tree, child) for top in tops for child in children.get(top, [])}
    own = {names[top] + (", egna" if children.get(top) else ""): frozenset({top}) for top in tops}
    return below | own


def _row(name: str, below: frozenset[str], counts: pd.DataFrame, left: pd.Series) -> dict[str, object]:
    mine = counts[counts.index.get_level_values("department_id").isin(below)]
    by_month = mine.groupby(level="period").sum(min_count=1)
    months = list(counts.index.get_level_values("period").unique())
    by_month = by_month.reindex(months)
    by_month["activities"] = by_month["activities"].fillna(0)
    by_month["fresh"] = by_month["fresh"] / by_month["unfinished"].mask(by_month["unfinished"] == 0)
    row: dict[str, object] = {"name": name, "left": int(left[left.index.isin(below)].sum())}
    for measure in HEADINGS:
        row[measure] = by_month[measure].iloc[-1]
        row[f"{measure}_trend"] = [
            (sv.month_short(period), TEXTS.get(measure, sv.number)(value), value)
            for period, value in zip(months, by_month[measure], strict=True)
        ]
    return row


def _share(value: float | None) -> str:
    return sv.percent(value, 0)


TEXTS = {"fresh": _share}
HEADINGS = {
    "activities": "Aktiviteter",
    "fresh": "Ny kommentar",
    "overdue": "Passerat slutdatum",
    "off_track": "Följer inte planeringen",
    "moved": "Flyttat slutdatum",
}
COLUMNS = [
    Shown("name", "Avdelning", str),
    Shown("left", "Behöver något", sv.number, numeric=True),
    *(
        Shown(measure, heading, TEXTS.get(measure, sv.number), numeric=True, trend=f"{measure}_trend")
        for measure, heading in HEADINGS.items()
    ),
]
NOTE = (
    "Överst den avdelning där flest aktiviteter behöver något: vad som är kvar att göra, inte hur någon arbetar. "
    "Staplarna är de senaste rapporterna, den valda månaden mörkast. Ny kommentar är andelen vars kommentar är skriven "
    "eller ändrad sedan förra rapporten, av de aktiviteter som inte är klara. – betyder att rapporten inte säger det."
)


@per_view
def caption(view: View) -> str:
    """Which reports the trend shows."""
    months = reports(view)
    return f"{sv.month(view.period).capitalize()}, trend från {sv.month(months[0])}"


def draw(month: Month) -> None:
    """The section."""
    view = month.view
    found = overview(view, month)
    ui.section("Avdelningarna, där mest behövs först")
    ui.listed(caption(view), found, COLUMNS)
    ui.note(NOTE)
