"""One activity: what it belongs to, all its months and comments as they were, its flags with their reasons."""

import pandas as pd
import streamlit as st

from dashboard import economy, markup, reasons, ui, written
from dashboard import format as sv
from dashboard.activities import listing, rows, todo, writing
from dashboard.activities.month import Month
from dashboard.markup import Shown
from dashboard.reasons import Reasoned
from dashboard.view import View, per_view
from dashboard.words import KIND, OUTLOOK, PROVENANCE, STATUS, with_glyph


def asked() -> str:
    """The id in the address; empty where no activity is opened."""
    return str(st.query_params.get(listing.OPENED, ""))


def close() -> None:
    """Back to the lists."""
    st.query_params.pop(listing.OPENED, None)


def draw(month: Month, activity_id: str) -> None:
    """The page with one activity in place of the lists."""
    _draw_ways_on(month, activity_id)
    found = month.rows[month.rows["activity_id"] == activity_id]
    if found.empty:
        ui.say("Aktiviteten finns inte här", _why_not(month.view, activity_id))
        return
    row = found.iloc[0]
    ui.heading(f"{sv.text(row['department'])} · {KIND[row['kind']]} · {sv.month(month.view.period)}", row["title"])
    ui.source_line(month.view)
    ui.note(rows.provenance_note(month.view))
    left, right = st.columns([3, 2], gap="large")
    with left:
        with st.container():  # what stands below keeps its place when nothing is needed any more
            _draw_needs(month, activity_id)
        writing.draw(month, activity_id)
    with right:
        ui.section("Uppgifter")
        ui.listed(f"Enligt rapporten för {sv.month(month.view.period)}", facts(month.view, row), FACT_COLUMNS)
    _draw_flags(month.view, row)
    ui.section("Månad för månad")
    ui.listed(
        f"Rapporterade månader till och med {sv.month(month.view.period)}, den senaste först",
        history(month, row),
        HISTORY_COLUMNS,
    )
    _draw_lines(month.view, row)


def _draw_ways_on(month: Month, activity_id: str) -> None:
    """Back, and on to the next activity that needs something."""
    needing = list(dict.fromkeys(month.todo["activity_id"]))
    others = [each for each in needing if each != activity_id]
    place = needing.index(activity_id) if activity_id in needing else -1
    following = needing[(place + 1) % len(needing)] if others else None
    with st.container(horizontal=True):
        st.button("Till listorna", on_click=close, icon=":material/arrow_back:", key="close_activity")
        if following:
            st.button(
                "Nästa att göra",
                on_click=listing.open_one,
                args=[following],
                icon=":material/arrow_forward:",
                key="next_activity",
            )


@per_view
def _why_not(view: View, activity_id: str) -> str:
    """Where an activity that the month does not have is to be found."""
    known = view.read("activities")
    mine = known[known["activity_id"] == activity_id]
    if mine.empty:
        return f"Ingen rapport har någon aktivitet med id {activity_id}. Gå till listorna och sök på rubriken."
    months = mine["period"]
    if view.period in set(months):
        return f"Den hör inte till {view.department_name}. Välj en annan avdelning till vänster."
    return (
        f"Den är med i rapporterna för {sv.listing([sv.month(each) for each in sorted(months)])}. Välj en till vänster."
    )


def _draw_needs(month: Month, activity_id: str) -> None:
    needs = month.todo[month.todo["activity_id"] == activity_id]
    if len(needs):
        ui.section("Att göra")
        st.html(markup.glyph_list([("△", todo.sentence(need), "") for need in needs.to_dict("records")]))


@per_view
def _outlook_comment(view: View, assignment_id: str) -> str | None:
    table = view.read("assignments")
    found = table.loc[(table["period"] == view.period) & (table["assignment_id"] == assignment_id), "comment"]
    return found.iloc[0] if len(found) and isinstance(found.iloc[0], str) else None


def facts(view: View, row: pd.Series) -> pd.DataFrame:
    """name, value: what the report says about the activity and what it belongs to."""
    told = {
        "Status": row["status_text"] + _since(row["status_since"], view.period),
        "Startdatum": sv.date(row["start_date"]),
        "Slutdatum": sv.date(row["end_date"]) + _moved(row["end_date_moved_count"]),
        "Senast uppdaterad": f"i rapporten för {sv.month(row['updated_period'])}",
        "Avdelning": sv.text(row["department"]) + _borrowed(row["department_reported_period"], view.period),
        "Ansvarig roll": sv.text(row["responsible_role"]),
        "Fokusområde": sv.text(row["focus_area"]),
        "Mål": sv.text(row["goal"]),
        "Åtagande": sv.text(row["assignment"]),
        "Åtagandets bedömning": with_glyph(row["outlook"], OUTLOOK) if isinstance(row["outlook"], str) else sv.MISSING,
        "Åtagandets kommentar": sv.text(_outlook_comment(view, str(row["assignment_id"]))),
        "Raden är": PROVENANCE[row["provenance"]],
    }
    return pd.DataFrame(told.items(), columns=["name", "value"])


def _since(month: pd.Timestamp, period: pd.Timestamp) -> str:
    return "" if month == period else f", sedan {sv.month(month)}"


def _moved(times: int) -> str:
    return f" (flyttat {sv.plural(times, 'gång', 'gånger')})" if times else ""


def _borrowed(month: pd.Timestamp, period: pd.Timestamp) -> str:
    return "" if pd.isna(month) or month == period else f" (enligt rapporten för {sv.month(month)})"


FACT_COLUMNS = [Shown("name", "Uppgift", str), Shown("value", "Värde", str)]


def _draw_flags(view: View, row: pd.Series) -> None:
    found = flags(view, row)
    ui.section("Flaggor")
    if found:
        st.html(reasons.listed(found))
    else:
        ui.note("Varken aktiviteten eller dess åtagande är flaggade.")


def flags(view: View, row: pd.Series) -> list[Reasoned]:
    """The flags on the activity that still hold, and on its assignment, each with its rule, limit and figures."""
    own, above = rows.month_flags(view, "activity"), rows.month_flags(view, "assignment")
    own = own[(own["subject_id"] == row["activity_id"]) & own["rule"].isin(row["rules"])]
    above = above[above["subject_id"] == row["assignment_id"]]
    return [reasons.of_flag("Aktiviteten:", flag) for _, flag in own.iterrows()] + [
        reasons.of_flag("Åtagandet:", flag) for _, flag in above.iterrows()
    ]


def history(month: Month, row: pd.Series) -> pd.DataFrame:
    """The activity's reports up to the view's month, the newest first, with what has been written since the night."""
    table = month.view.read("activities")
    mine = table[(table["activity_id"] == row["activity_id"]) & (table["period"] <= month.view.period)]
    mine = mine.sort_values("period", ascending=False, ignore_index=True)
    before = mine["end_date"].shift(-1)
    moved = (mine["end_date"] != before) & before.notna() & mine["end_date"].notna()
    texts = mine["period"].map(written.texts(month.view, row["activity_id"]))
    new = texts.notna() & (mine["comment_origin"] != "source")
    comments = rows.marked(texts.where(new, mine["comment"]), mine["comment_origin"].mask(new, "screen"))
    return mine.assign(
        month=mine["period"].map(sv.month),
        status_text=mine["status"].map(lambda status: with_glyph(status, STATUS)),
        end_text=mine["end_date"].map(sv.date).mask(moved, mine["end_date"].map(sv.date) + " (flyttat)"),
        comment=comments.mask(mine["comment_missing"] & ~new, "saknas"),
    )


HISTORY_COLUMNS = [
    Shown("month", "Månad", str, fixed=True),
    Shown("status_text", "Status", str, fixed=True),
    Shown("end_text", "Slutdatum", str, fixed=True),
    Shown("days_overdue", "Dagar sen", rows.late, numeric=True),
    Shown("comment", "Kommentar", sv.text, long=True),
    Shown("provenance", "Uppgiften är", lambda code: PROVENANCE.get(code, sv.MISSING)),
]


def _draw_lines(view: View, row: pd.Series) -> None:
    """The budget lines that the activity's department owns: nothing in the sources links an activity closer."""
    owned = lines(view, row["department_id"])
    if owned.empty:
        return
    ui.section("Ekonomin hos samma avdelning")
    ui.table(view, f"activity-lines-{row['department_id']}", owned, LINE_COLUMNS, LINES_CAPTION)
    for name in owned["shown_name"].head(3):
        ui.page_link("forecast", f"Prognosen för {name}", rad=name)


@per_view
def lines(view: View, department_id: str) -> pd.DataFrame:
    """The month's rows of the economy table that a department owns."""
    table = economy.shown_table(View(view.snapshot, view.scope, view.period, None))
    return table[(table["department_id"] == department_id) & (table["kind"] == "item")] if len(table) else table


LINES_CAPTION = "Uppdrag som avdelningen äger, mnkr"
LINE_COLUMNS = [
    Shown("shown_name", "Uppdrag", str),
    Shown("deviation_ytd_sek", "Avvikelse hittills i år", sv.deviation, numeric=True, toned=True),
    Shown("forecast_deviation_sek", "Prognostiserad avvikelse", sv.deviation, numeric=True, toned=True),
]
