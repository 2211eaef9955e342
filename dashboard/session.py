"""Which snapshot a session looks at: the one that was newest when it began, or the one that its address names.

A newer one is offered, never swapped in. `?utgava=<id>` names an older one; it follows to every page.
"""

from pathlib import Path

import streamlit as st

from dashboard import store
from dashboard.store import Snapshot
from data.location import published_root

ADDRESS_KEY = "utgava"
_ASKED = "asked_edition"
_NUMBER = "commit_number"
_OPEN_AT_ONCE = 4
"""Snapshots kept in memory of each kind: the newest ones, and the ones that addresses name."""


@st.cache_resource(show_spinner=False, max_entries=_OPEN_AT_ONCE)
def _at(root: Path, number: int) -> Snapshot | None:
    return store.open_at(root, number)


def _opened(root: Path, number: int) -> Snapshot | None:
    """One that had to fall back is looked at anew the next time: what was wrong may have passed."""
    snapshot = _at(root, number)
    if snapshot is not None and snapshot.fallback:
        _at.clear()
    return snapshot


@st.cache_resource(show_spinner=False, max_entries=_OPEN_AT_ONCE)
def _named(root: Path, snapshot_id: str) -> Snapshot:
    return store.open_named(root, snapshot_id)


def asked() -> str:
    """Id of the snapshot that the address names; empty for the newest. Put back where a page switch dropped it."""
    named = str(st.query_params.get(ADDRESS_KEY) or st.session_state.get(_ASKED, ""))
    if named:
        st.session_state[_ASKED] = named
        if ADDRESS_KEY not in st.query_params:
            st.query_params[ADDRESS_KEY] = named
    return named


def open_snapshot() -> Snapshot | None:
    """The snapshot of this session. None: nothing published. Raises `StoreError` where it cannot be shown."""
    root = published_root()
    named = asked()
    if named:
        return _named(root, named)
    number = st.session_state.setdefault(_NUMBER, store.newest_number(root))
    return _opened(root, number) if number is not None else None


def newest() -> Snapshot | None:
    """The newest snapshot, whatever a session looks at."""
    root = published_root()
    number = store.newest_number(root)
    return _opened(root, number) if number is not None else None


def shows_older(snapshot: Snapshot) -> bool:
    """Is it one that the address names, and not the newest?"""
    return bool(asked()) and snapshot.snapshot_id != store.newest_id(published_root())


def newer_waits() -> bool:
    """Has something been published since this session opened the newest?"""
    return not asked() and store.newest_number(published_root()) != st.session_state.get(_NUMBER)


def load_newest() -> None:
    """Let go of the snapshot; the next run opens the newest."""
    st.session_state.pop(_NUMBER, None)
    st.session_state.pop(_ASKED, None)
    st.query_params.pop(ADDRESS_KEY, None)


def forget() -> None:
    """Something that was whole when it was opened no longer is: verify again before anything is shown."""
    _at.clear()
    _named.clear()
