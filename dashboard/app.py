"""The picture frame: navigation, filter, freshness; then the page runs."""

from pathlib import Path

import streamlit as st

from dashboard import format as sv
from dashboard import markup, view
from dashboard.store import Snapshot, StoreError

ICON = Path(__file__).with_name("icon.svg")
PAGES = Path(__file__).parent.parent / "pages"


def navigation() -> st.Page:
    """The six pages, one per question."""
    return st.navigation(
        {
            "Månadsuppföljning": [
                st.Page(PAGES / "overview.py", title="Översikt", icon=":material/dashboard:", default=True),
                st.Page(PAGES / "economy.py", title="Ekonomi", icon=":material/payments:", url_path="ekonomi"),
                st.Page(
                    PAGES / "activities.py", title="Aktiviteter", icon=":material/checklist:", url_path="aktiviteter"
                ),
                st.Page(PAGES / "staff.py", title="Medarbetare", icon=":material/groups:", url_path="medarbetare"),
                st.Page(
                    PAGES / "investments.py",
                    title="Investeringar",
                    icon=":material/apartment:",
                    url_path="investeringar",
                ),
                st.Page(PAGES / "about.py", title="Om data", icon=":material/database:", url_path="om-data"),
            ]
        }
    )


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
