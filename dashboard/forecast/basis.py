"""What stands behind one line: account classes, months, forecasts with comments, activities, printed documents."""

import pandas as pd
import streamlit as st

from dashboard import economy, ui
from dashboard import format as sv
from dashboard.activities import rows as activity_rows
from dashboard.activities import todo
from dashboard.activities.month import needing_first
from dashboard.forecast import ledger, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view

MOST_ACTIVITIES = 12
_PRINTED = "/line/{line}/"


@per_view
def comments(view: View, about: Subject) -> pd.DataFrame:
    """The year's forecasts with a comment, of the rows below a subject, the newest first."""
    names = subject.rows_below(view, about).set_index("line_id")["shown_name"]
    rows = view.read("forecasts").dropna(subset=["comment"])
    year = (rows["reported_period"].dt.year == view.period.year) & (rows["reported_period"] <= view.period)
    found = rows[year & rows["line_id"].isin(names.index)]
    found = found.assign(
        name=found["line_id"].map(names), month=[sv.month_name(month) for month in found["reported_period"]]
    )
    return found.sort_values(["reported_period", "name"], ascending=[False, True], ignore_index=True)


@per_view
def activities(view: View, about: Subject) -> tuple[pd.DataFrame, str]:
    """The activities of the departments that own the lines below a subject, and a sentence about them."""
    owners = set(subject.rows_below(view, about)["department_id"].dropna())
    names = view.read("departments").set_index("department_id")["name"]
    if not owners:
        return pd.DataFrame(), "Uppdraget har ingen ägande avdelning, så inga aktiviteter kan visas."
    whole = _everyone(view)
    rows = needing_first(activity_rows.published(whole), todo.published(whole))
    few = sv.listing(sorted(names[owner] for owner in owners)) if len(owners) < 4 else ""
    if rows.empty or rows["department_id"].isna().all():
        return pd.DataFrame(), f"{activity_rows.why_empty(whole)}."
    found = rows[rows["department_id"].isin(owners)]
    if found.empty:
        return found, f"{few or 'De som äger uppdraget'} har inga aktiviteter i {sv.month(view.period)}."
    shown = f"de {MOST_ACTIVITIES} mest angelägna av " if len(found) > MOST_ACTIVITIES else ""
    count = sv.plural(len(found), "aktivitet", "aktiviteter")
    words = f"{shown}{count} hos {f'{few}, som' if few else 'de avdelningar som'} äger uppdraget."
    return found.head(MOST_ACTIVITIES), words[:1].upper() + words[1:]


def _everyone(view: View) -> View:
    """The month of the whole organisation: the owner of a line may be outside the chosen department."""
    return View(view.snapshot, view.scope, view.period, None)


@per_view
def printed(view: View, about: Subject) -> pd.DataFrame:
    """The printed figures of the row and month, with what they tie out to; a part of a sum is not printed."""
    checks = view.read("checks").head(0) if about.partial else view.read("checks")
    ties = checks["check_id"].str.startswith("value/") & (checks["period"] == view.period)
    found = checks[ties & checks["check_id"].str.contains(_PRINTED.format(line=about.line_id), regex=False)]
    parts = found["check_id"].str.split("/")
    return found.assign(
        document=[f"{cells[2]}, {cells[3]}" for cells in parts],
        result=found["passed"].map({True: "✓ stämmer", False: "✗ stämmer inte"}),
    )


COMMENT_COLUMNS = [
    Shown("month", "Prognos gjord i", str),
    Shown("name", "Uppdrag", str),
    Shown("forecast_year_sek", "Prognos", sv.mnkr, numeric=True, provenance="provenance"),
    Shown("comment", "Kommentar", sv.text),
]
PRINTED_COLUMNS = [
    Shown("document", "Tryckt dokument", str),
    Shown("message", "Vad som jämförs", str),
    Shown("result", "Resultat", str, fixed=True),
]


def draw(view: View, about: Subject) -> None:
    """The section, one table per kind of basis."""
    _classes(view, about)
    with st.expander("Månaderna, mnkr"):
        caption = f"{about.name}, hittills i år per månad, mnkr"
        months = economy.month_rows(view, about.line_id)
        ui.table(view, f"basis-months-{about.line_id}", months, economy.MONTH_COLUMNS, caption)
    _comments(view, about)
    _activities(view, about)
    _printed(view, about)


def _classes(view: View, about: Subject) -> None:
    ui.section(f"{about.name} per kontoklass")
    totals = economy.class_totals(view, about.line_id)
    name = f"basis-classes-{about.line_id}"
    ui.table(view, name, totals, economy.CLASS_COLUMNS, f"{sv.year_to_date(view.period)}, mnkr")
    ui.note("Fördelningen på kontoklass är " + economy.class_provenance(view) + ".")


def _comments(view: View, about: Subject) -> None:
    ui.section("Kommentarer till årets prognoser")
    found = comments(view, about)
    if len(found):
        ui.table(view, f"comments-{about.line_id}", found, COMMENT_COLUMNS, "Den senaste först")
    else:
        made = len(ledger.made(view, about))
        ui.note("Ingen kommentar är skriven till årets prognoser." if made else "Ingen prognos är gjord för året.")


def _activities(view: View, about: Subject) -> None:
    ui.section("Aktiviteter hos den som äger uppdraget")
    found, words = activities(view, about)
    ui.note(words)
    if len(found):
        ui.table(
            view, f"basis-activities-{about.line_id}", found, activity_rows.shown_columns(found), "Mest angelägna först"
        )
        ui.note(activity_rows.provenance_note(_everyone(view)))
        ui.page_link("activities", "Alla aktiviteter")


def _printed(view: View, about: Subject) -> None:
    ui.section("Tryckta dokument som siffrorna stäms av mot")
    found = printed(view, about)
    if len(found):
        ui.table(view, f"basis-printed-{about.line_id}", found, PRINTED_COLUMNS, sv.month(view.period).capitalize())
    else:
        ui.note(f"Ingen tryckt siffra finns för {about.name} i {sv.month(view.period)}.")
