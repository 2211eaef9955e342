"""Amounts of closed months that are no longer what was first reported."""

import pandas as pd

from dashboard import economy, editions, markup, store
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import RESTATED

TAB = "Ändrat efter stängning"
SHOWN_ROWS = 200
_NEUTRAL = "budget_ytd"
"""More budget is neither good nor bad."""


@per_view
def rows(view: View) -> pd.DataFrame:
    """Every restated amount with its words: the newest month first, the lines in the order of their table."""
    lines = view.read("budget_lines")[["year", "line_id", "name", "sort_order"]]
    restated = view.read("restatements")
    named = restated.assign(year=restated["period"].dt.year).merge(
        lines, on=["year", "line_id"], how="left", validate="m:1"
    )
    worded = named.assign(
        name=named["name"].fillna(named["line_id"]),
        measure_text=named["measure"].map(lambda code: RESTATED.get(code, code)),
        difference_sek=named["now_sek"] - named["first_reported_sek"],
        first_published=named["first_snapshot"].map(editions.first_published(view)),
        came=named["last_snapshot_before"].map(editions.replaced(view)),
    )
    order = worded.assign(rank=worded["measure"].map({code: place for place, code in enumerate(RESTATED)}))
    return order.sort_values(["period", "sort_order", "rank"], ascending=[False, True, True], ignore_index=True)


@per_view
def shown(view: View) -> pd.DataFrame:
    """The first rows as the table shows them, with the address of what was first reported."""
    first = rows(view).head(SHOWN_ROWS)
    impact = first["difference_sek"].where(first["measure"] != _NEUTRAL)
    return first.assign(
        month=first["period"].map(lambda period: sv.month(period).capitalize()),
        tone=impact.map(lambda value: markup.tone(value, least_sek=0.005)),
        came_text=first["came"].map(_day),
        first_text=[_edition(*each) for each in zip(first["first_snapshot"], first["first_published"], strict=True)],
        address=[_address(view, *each) for each in zip(first["first_snapshot"], first["period"], strict=True)],
    )


def _day(moment: pd.Timestamp) -> str:
    return sv.MISSING if pd.isna(moment) else sv.day(moment)


def _edition(snapshot_id: str, published: pd.Timestamp) -> str:
    return snapshot_id if pd.isna(published) else f"{snapshot_id}\n{sv.day(published)}"


def _address(view: View, snapshot_id: str, period: pd.Timestamp) -> str:
    """The month's economy as it was first reported; nowhere where that edition is gone."""
    kept = store.is_kept(store.root_of(view.snapshot), snapshot_id)
    return editions.address(snapshot_id, "economy", period=sv.month(period)) if kept else ""


@per_view
def headline(view: View) -> str:
    """How many amounts have changed."""
    count = len(rows(view))
    if not count:
        return "Inget belopp i en stängd månad har ändrats"
    verb = "har ändrats sedan det först rapporterades" if count == 1 else "har ändrats sedan de först rapporterades"
    return f"{sv.plural(count, 'belopp', 'belopp')} i stängda månader {verb}"


@per_view
def month_line(view: View) -> str:
    """That the view's month has changed since it was closed, on the lines that the view shows; empty where not."""
    month = rows(view.whole)
    lines = economy.month_table(view)["line_id"]
    count = int(((month["period"] == view.period) & month["line_id"].isin(lines)).sum())
    if not count:
        return ""
    return f"{sv.month(view.period).capitalize()}: {sv.plural(count, 'belopp', 'belopp')} har ändrats efter stängning"


@per_view
def caption(view: View) -> str:
    """The unit, and how many of the rows are shown."""
    count = len(rows(view))
    some = f"; de första {SHOWN_ROWS} av {sv.number(count)}, alla finns i Excel-filen" if count > SHOWN_ROWS else ""
    return f"Kronor, senaste månaden först{some}"


NOTHING = "Alla stängda månader visar samma belopp som när de först rapporterades."
NOTE = (
    "Utgåvan leder till månaden som den först visades. Ändringen kom när utgåvan efter publicerades. "
    "Plus är bättre för resultat och prognos."
)
COLUMNS = [
    Shown("month", "Månad", str, fixed=True),
    Shown("name", "Uppdrag", str),
    Shown("measure_text", "Mått", str),
    Shown("first_reported_sek", "Först rapporterat", sv.kronor, numeric=True),
    Shown("now_sek", "Nu", sv.kronor, numeric=True),
    Shown("difference_sek", "Skillnad", lambda value: sv.kronor(value, signed=True), numeric=True, tone="tone"),
    Shown("first_text", "I utgåva", str, fixed=True, link="address"),
    Shown("came_text", "Ändringen kom", str, fixed=True),
]
EXPORTED = [
    ("period", "Månad"),
    ("line_id", "Uppdragets id"),
    ("name", "Uppdrag"),
    ("measure_text", "Mått"),
    ("first_reported_sek", "Först rapporterat, kr"),
    ("now_sek", "Nu, kr"),
    ("difference_sek", "Skillnad, kr"),
    ("first_snapshot", "Först rapporterat i utgåva"),
    ("last_snapshot_before", "Sista utgåva före ändringen"),
]
