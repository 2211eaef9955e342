"""The published editions: which there are, when each came, and the address that opens one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import store
from dashboard.markup import Shown
from dashboard.menu import BY_NAME
from dashboard.session import ADDRESS_KEY
from dashboard.store import Commit
from dashboard.view import View, per_view

_MONTH_LENGTH = len("2019-08")


def address(snapshot_id: str, page: str = "overview", **chosen: str) -> str:
    """The address of a page in an edition, seen from any page."""
    return f"./{BY_NAME[page].address}?{urlencode({ADDRESS_KEY: snapshot_id, **chosen})}"


def list_address() -> str:
    """The address of the list of editions in the newest one, seen from any page."""
    return f"./{BY_NAME['about'].address}?{urlencode({'flik': TAB})}"


@per_view
def first_published(view: View) -> Mapping[str, datetime]:
    """Snapshot id -> when it was published for the first time."""
    return {commit.snapshot: commit.published_at for commit in reversed(_history(view))}


@per_view
def replaced(view: View) -> Mapping[str, datetime]:
    """Snapshot id -> when another one took its place for the last time, up to the view's own publication."""
    history = _history(view)
    earlier = {commit.number: commit.snapshot for commit in history}
    return {
        earlier[commit.previous]: commit.published_at
        for commit in history
        if commit.previous in earlier and commit.number <= view.snapshot.commit.number
    }


def _history(view: View) -> list[Commit]:
    return store.commits(store.root_of(view.snapshot))


def listed(view: View) -> pd.DataFrame:
    """One row per edition that is still kept, the one published last first."""
    root = store.root_of(view.snapshot)
    return _listed(root, store.newest_number(root) or 0, tuple(sorted(store.label_names(root).items())))


@st.cache_resource(show_spinner=False, max_entries=4)
def _listed(root: Path, newest: int, labels: Sequence[tuple[str, Sequence[str]]]) -> pd.DataFrame:
    commits = {commit.snapshot: commit for commit in store.commits(root)}
    ordered = sorted(commits.values(), key=lambda commit: -commit.number)
    kept = [commit for commit in ordered if store.is_kept(root, commit.snapshot)]
    return pd.DataFrame([_row(commit, newest, dict(labels)) for commit in kept])


def _row(commit: Commit, newest: int, labels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    month = pd.Timestamp(commit.snapshot[:_MONTH_LENGTH])
    return {
        "snapshot": commit.snapshot,
        "published": sv.moment(commit.published_at),
        "through": sv.month(month),
        "labels": ", ".join(labels.get(commit.snapshot, [])) or sv.MISSING,
        "state": "gäller nu" if commit.number == newest else sv.MISSING,
        "address": address(commit.snapshot),
    }


TAB = "Utgåvor"
NOTE = (
    "En utgåva ändras aldrig. Adressen till den visar siffrorna som de var då, på alla sidor, och kan sparas eller "
    "skickas. Utgåvor som sparats under ett namn gallras inte."
)
COLUMNS = [
    Shown("published", "Publicerad", str, fixed=True),
    Shown("snapshot", "Utgåva", str, fixed=True, link="address"),
    Shown("through", "Data till och med", str, fixed=True),
    Shown("labels", "Sparad som", str),
    Shown("state", "Läge", str, fixed=True),
]
