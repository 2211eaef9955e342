"""The picture frame: navigation, filter, freshness, what was refused; then the page runs."""

from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from dashboard import format as sv
from dashboard import markup, runs, session, store, ui, view
from dashboard.dialogue import back
from dashboard.menu import MENU
from dashboard.store import Snapshot, StoreError
from data.location import published_root

ICON = Path(__file__).with_name("icon.svg")


def navigation() -> st.Page:
    """The pages, one per question."""
    pages = [
        st.Page(
            entry.file,
            title=entry.title,
            icon=f":material/{entry.icon}:",
            url_path=entry.address or None,
            default=not entry.address,
        )
        for entry in MENU
    ]
    return st.navigation({"Månadsuppföljning": pages})


def opened() -> Snapshot | None:
    """What this session looks at; None where there is nothing or it cannot be shown: the page says so."""
    try:
        return session.open_snapshot()
    except StoreError:
        return None


def draw_filter(snapshot: Snapshot) -> None:
    """Period and department, bound to the address and kept between pages."""
    labels = view.period_labels(snapshot)
    default = list(labels.values()).index(snapshot.latest_period)
    st.selectbox("Period", list(labels), index=default, key=view.PERIOD_KEY, bind="query-params")
    st.selectbox("Avdelning", list(view.department_labels(snapshot)), key=view.DEPARTMENT_KEY, bind="query-params")


def draw_edition(snapshot: Snapshot, now: datetime) -> None:
    """What is shown and as of when."""
    published = snapshot.commit.published_at
    age = "" if snapshot.manifest.get("embedded") else sv.days_ago(published, now)
    lines = [
        f"Data till och med {sv.month(snapshot.latest_period)}",
        f"Inläst {sv.moment(published)}" + (f", {age}" if age else ""),
        f"Utgåva {snapshot.snapshot_id}",
        *view.month_status(view.current_view(snapshot)),
    ]
    st.html("".join(markup.paragraph(line, "mu-note") for line in lines))


def draw_newer(snapshot: Snapshot) -> None:
    """That this is not the newest, and the way to it."""
    if session.shows_older(snapshot):
        published = sv.day(snapshot.commit.published_at)
        text = f"Du ser utgåva {snapshot.snapshot_id}, publicerad {published}, inte den senaste."
        st.html(markup.notice("warning", text))
        st.button("Visa den senaste", on_click=show_newest, args=[snapshot], width="stretch")
    elif session.newer_waits():
        st.button("Nya siffror finns. Läs in dem", on_click=show_newest, args=[snapshot], width="stretch")


def show_newest(left: Snapshot) -> None:
    """Who has not chosen another month than the latest is to see the latest of the newest."""
    session.load_newest()
    newest = opened()
    if newest is not None and st.session_state.get(view.PERIOD_KEY) == sv.month(left.latest_period):
        st.session_state[view.PERIOD_KEY] = sv.month(newest.latest_period)


def draw_freshness(snapshot: Snapshot | None, now: datetime) -> None:
    """How the newest run went, and whether what it left can be read."""
    published = snapshot.commit.published_at if snapshot else None
    lines = runs.freshness(store.last_run(published_root()), published, now)
    if snapshot and snapshot.fallback:
        fallen = f"Den senaste utgåvan kan inte läsas, den före visas. {snapshot.fallback}"
        lines = [runs.Line("warning", fallen), *lines]
    if lines:
        st.html("".join(markup.notice(line.severity, line.text) for line in lines))


def draw_frame() -> None:
    """Everything around the page."""
    now = datetime.now(UTC)
    snapshot = opened()
    with st.sidebar:
        back.draw()
        if snapshot is not None:
            draw_filter(snapshot)
            draw_edition(snapshot, now)
            draw_newer(snapshot)
        if not session.asked():
            draw_freshness(snapshot, now)
    if snapshot is not None:
        ui.refused(view.current_view(snapshot))


st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="expanded")
page = navigation()
try:
    draw_frame()
    page.run()
except StoreError as error:
    session.forget()
    ui.say_unreadable(error)
