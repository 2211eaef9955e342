"""The overview for a manager of managers: per department what needs attention, and whether it is getting better."""

from urllib.parse import urlencode

import pandas as pd

from dashboard import format as sv
from dashboard import metrics, ui
from dashboard.activities import listing, todo
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD
from dashboard.markup import Shown
from dashboard.view import DEPARTMENT_KEY, View, per_view
from dashboard.words import PUBLISHED_MARK

_MONTHS = 6
"""So many reports stand in the trend."""


@per_view
def overview(view: View, month: Month) -> pd.DataFrame:
    """One row per department under the view's, its own activities and all below it counted, and a total.

    name, left (activities that need something), activities, fresh (share with a comment of the month's own among
    the unfinished ones that have a comment or are expected to), overdue, off_track, moved, and for each its trend over
    the reports before: what needs most attention first. Missing where the month's report does not tell.
    """
    counts = counted(view, month)
    groups = departments(view) | ({f"Avdelning {NOT_TOLD}": frozenset({""})} if view.department_id is None else {})
    rows = [_row(view, name, below, counts) for name, below in groups.items()]
    found = pd.DataFrame([row for row in rows if row["activities"]])
    if len(found) < 2:
        return found
    found = found.assign(alphabetical=found["name"].map(sv.alphabetical)).sort_values(
        ["left", "off_track", "overdue", "alphabetical"], ascending=[False, False, False, True]
    )
    everyone = _row(view, TOTAL, frozenset(counts.index.get_level_values("department_id")), counts)
    return pd.concat([found, pd.DataFrame([everyone]).assign(kind="sum")], ignore_index=True)


@per_view
def counted(view: View, month: Month) -> pd.DataFrame:
    """period x department (empty where none is told): left, activities, commented, fresh, overdue, off_track, moved.

    `commented` are the unfinished ones that have a comment or lack one that is expected. Missing where the report does
    not tell of a department: one without a single end date, or known status, does not say zero. Whether a comment is
    fresh is not told where the report before has another provenance: a printed text differs from any simulated one.
    """
    table = view.read("activities")
    earlier = table[table["period"].isin(reports(view)) & (table["period"] < view.period)]
    earlier = metrics.within(earlier, view.departments)
    table = pd.concat([earlier, month.rows[list(earlier.columns)]], ignore_index=True)
    left = [*todo.needing(view, earlier), *month.rows["activity_id"].isin(month.todo["activity_id"])]
    marks = _marks(table, pd.Series(left, dtype=float))
    marks["fresh"] = marks["fresh"].where(table["period"].isin(comparable(view)))
    for measure, tells in (
        ("overdue", table["end_date"].notna()),
        ("moved", table["end_date"].notna()),
        ("off_track", table["status"] != "unknown"),
    ):
        told = tells.groupby([marks["period"], marks["department_id"]]).transform("any")
        marks[measure] = marks[measure].where(told)
    return marks.groupby(["period", "department_id"]).sum(min_count=1)


def _marks(table: pd.DataFrame, left: pd.Series) -> pd.DataFrame:
    """1 or 0 per activity and month for each thing that is counted."""
    commented = (table["status"] != "done") & (table["comment"].notna() | table["comment_missing"])
    return pd.DataFrame(
        {
            "period": table["period"],
            "department_id": table["department_id"].fillna(""),
            "left": left,
            "activities": 1.0,
            "commented": commented.astype(float),
            "fresh": (commented & (table["comment_reports"] == 1)).astype(float),
            "overdue": (table["days_overdue"] > 0).astype(float),
            "off_track": (table["status"] == "off_track").astype(float),
            "moved": (table["end_date_moved_count"] > 0).astype(float),
        }
    )


@per_view
def comparable(view: View) -> list[pd.Timestamp]:
    """The reports whose rows come from the same kind of source as those of the report before; the first is one."""
    table = view.read("activities")
    kinds = table.groupby("period")["provenance"].agg(lambda own: "".join(sorted(own.unique())))
    return list(kinds.index[kinds == kinds.shift(fill_value=kinds.iloc[0])]) if len(kinds) else []


TOTAL = "Summa"


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


def _row(view: View, name: str, below: frozenset[str], counts: pd.DataFrame) -> dict[str, object]:
    mine = counts[counts.index.get_level_values("department_id").isin(below)]
    by_month = mine.groupby(level="period").sum(min_count=1)
    months = reports(view)
    by_month = by_month.reindex(months)
    by_month["activities"] = by_month["activities"].fillna(0)
    by_month["fresh"] = by_month["fresh"] / by_month["commented"].mask(by_month["commented"] == 0)
    row: dict[str, object] = {"name": name, "address": address(view, name)}
    for measure in HEADINGS:
        row[measure] = by_month[measure].iloc[-1]
        row[f"{measure}_trend"] = [
            (sv.month_short(period), TEXTS.get(measure, sv.number)(value), value)
            for period, value in zip(months, by_month[measure], strict=True)
        ]
    return row


def address(view: View, name: str) -> str:
    """Leads to what is left to do in a department; nowhere for a sum."""
    chosen = listing.place(view) | {DEPARTMENT_KEY: name}
    return f"?{urlencode(chosen)}" if name in set(view.read("departments")["name"]) else ""


def _share(value: float | None) -> str:
    return sv.percent(value, 0)


TEXTS = {"fresh": _share}
HEADINGS = {
    "left": "Behöver något",
    "activities": "Aktiviteter",
    "fresh": "Ny kommentar",
    "overdue": "Passerat slutdatum",
    "off_track": "Följer inte planeringen",
    "moved": "Flyttat slutdatum",
}
COLUMNS = [
    Shown("name", "Avdelning", str, link="address"),
    *(
        Shown(measure, heading, TEXTS.get(measure, sv.number), numeric=True, trend=f"{measure}_trend")
        for measure, heading in HEADINGS.items()
    ),
]
NOTE = (
    "Överst den avdelning där flest aktiviteter behöver något: vad som är kvar att göra, inte hur någon arbetar. "
    "Staplarna är de senaste rapporterna, den valda månaden mörkast, och varje rad har sin egen skala. Ny kommentar är "
    "andelen vars kommentar är skriven eller ändrad sedan förra rapporten, av de ej klara aktiviteter som har eller "
    "väntas ha en. – betyder att rapporten inte säger det, eller att ingen kommentar väntas."
)


@per_view
def caption(view: View) -> str:
    """Which reports the trend shows, and which of them are printed or simulated."""
    first, *_ = reports(view)
    table = view.read("activities")
    kinds = table[table["period"].isin(reports(view))].groupby("period")["provenance"].agg(set)
    mark = f" {PUBLISHED_MARK}" if kinds[view.period] == {"published"} else ""
    simulated = " (simulerade månader)" if {"simulated"} in list(kinds[kinds.index < view.period]) else ""
    return f"{sv.month(view.period).capitalize()}{mark}, trend från {sv.month(first)}{simulated}"


def draw(month: Month) -> None:
    """The section."""
    view = month.view
    found = overview(view, month)
    ui.section("Avdelningarna, där mest behövs först")
    ui.listed(caption(view), found, COLUMNS)
    ui.note(NOTE)
