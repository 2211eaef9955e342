"""The picture frame: navigation, filter, freshness; then the page runs."""

from pathlib import Path

import streamlit as st

from dashboard import format as sv
from dashboard import markup, view
from dashboard.menu import MENU
from dashboard.store import Snapshot, StoreError

ICON = Path(__file__).with_name("icon.svg")


def navigation() -> st.Page:
    """The six pages, one per question."""
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


def draw_filter(snapshot: Snapshot) -> None:
    """Period and department, bound to the address and kept between pages."""
    labels = view.period_labels(snapshot)
    default = list(labels.values()).index(snapshot.latest_period)
    st.selectbox("Period", list(labels), index=default, key=view.PERIOD_KEY, bind="query-params")
    st.selectbox("Avdelning", list(view.department_labels(snapshot)), key=view.DEPARTMENT_KEY, bind="query-params")


def draw_freshness(snapshot: Snapshot) -> None:
    """What is shown, as of when, and whether something newer waits."""
    lines = [
        f"Data till och med {sv.month(snapshot.latest_period)}",
        f"Inläst {sv.moment(snapshot.commit.published_at)}",
        f"Utgåva {snapshot.snapshot_id}",
        *view.month_status(view.current_view(snapshot)),
    ]
    st.html("".join(markup.paragraph(line, "mu-note") for line in lines))
    if snapshot.fallback:
        st.warning(
            f"Den senaste utgåvan kan inte läsas, den före visas. {snapshot.fallback}", icon=":material/warning:"
        )
    if view.newer_waits():
        st.button("Nya siffror finns. Läs in dem", on_click=view.load_newest, width="stretch")


st.set_page_config(page_icon=ICON, layout="wide", initial_sidebar_state="expanded")
page = navigation()
try:
    opened = view.open_snapshot()
except StoreError:
    opened = None
with st.sidebar:
    if opened is not None:
        draw_filter(opened)
        draw_freshness(opened)
page.run()
