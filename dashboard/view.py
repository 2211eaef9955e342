"""What a page is given: the snapshot, the viewer's scope and the filter.

The filter lives in the address: the widgets are bound to `?period=` and `?avdelning=`. A page run on its own,
without the frame, gets the defaults.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import metrics, store
from dashboard.store import ALL_DEPARTMENTS, Scope, Snapshot

PERIOD_KEY = "period"
DEPARTMENT_KEY = "avdelning"
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class View:
    """One viewer's look at one month. `department_id` is None for the whole organisation."""

    snapshot: Snapshot
    scope: Scope
    period: pd.Timestamp
    department_id: str | None

    def read(self, table: str) -> pd.DataFrame:
        """A published table within the scope, all months and departments of it."""
        return store.read(self.snapshot, self.scope, table)

    @property
    def key(self) -> tuple[str, ...]:
        """What a cached picture depends on: the snapshot and the commits beside it, the scope and the filter."""
        scope = "*" if self.scope.departments is None else ",".join(sorted(self.scope.departments))
        return (str(self.snapshot.path), scope, f"{self.period:%Y-%m}", self.department_id or "")

    @property
    def departments(self) -> frozenset[str] | None:
        """The chosen department and all below it; None where no department is chosen."""
        if self.department_id is None:
            return None
        return metrics.department_and_below(self.read("departments"), self.department_id)

    @property
    def department_name(self) -> str:
        departments = self.read("departments").set_index("department_id")["name"]
        return str(departments[self.department_id]) if self.department_id else whole_organisation(self.snapshot)

    @property
    def whole(self) -> "View":
        """The same without a filter: for what is about the snapshot, so that it is built and kept once."""
        return View(self.snapshot, self.scope, self.snapshot.latest_period, None)

    @property
    def embedded(self) -> bool:
        return bool(self.snapshot.manifest.get("embedded"))


def per_view(build: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[View, P], T]:
    """Builds once per snapshot, scope, filter and further text arguments, and shares it with all sessions.

    What comes back must not be changed.
    """
    return _remembering(build, _kept)


def few_per_view(build: Callable[Concatenate[View, P], T]) -> Callable[Concatenate[View, P], T]:
    """The same for what is large, a document or a file: only the few that were asked for last are kept."""
    return _remembering(build, _kept_few)


def _remembering(build: Callable[Concatenate[View, P], T], keep: Any) -> Callable[Concatenate[View, P], T]:
    @wraps(build)
    def remembered(view: View, *choices: P.args, **named: P.kwargs) -> T:
        key = (*view.key, build.__module__, build.__qualname__, *map(str, choices), *map(str, named.items()))
        return cast(T, keep(key, lambda: build(view, *choices, **named)))

    return cast(Callable[Concatenate[View, P], T], remembered)


@st.cache_resource(show_spinner=False, max_entries=4096)
def _kept(key: tuple[str, ...], _build: Callable[[], Any]) -> Any:
    return _build()


@st.cache_resource(show_spinner=False, max_entries=24)
def _kept_few(key: tuple[str, ...], _build: Callable[[], Any]) -> Any:
    return _build()


def kept(view: View, name: str, build: Callable[[], T]) -> T:
    """The same for something that is named rather than a function of its own: a drawn picture, a table's HTML."""
    return cast(T, _kept((*view.key, name), build))


def periods(snapshot: Snapshot) -> list[pd.Timestamp]:
    """Months that can be chosen, the newest first."""
    return list(snapshot.read("periods")["period"].sort_values(ascending=False))


def whole_organisation(snapshot: Snapshot) -> str:
    """Name of the top department."""
    departments = snapshot.read("departments")
    top = departments.loc[departments["parent_id"].isna(), "name"]
    return f"Hela {top.iloc[0]}" if len(top) == 1 else "Hela organisationen"


def period_labels(snapshot: Snapshot) -> dict[str, pd.Timestamp]:
    """ "augusti 2019" -> its month, newest first: the words in the address."""
    return _labels(snapshot.snapshot_id, snapshot)[0]


def department_labels(snapshot: Snapshot) -> dict[str, str | None]:
    """Department name -> id, in the order of the tree, the whole organisation first."""
    return _labels(snapshot.snapshot_id, snapshot)[1]


@st.cache_resource(show_spinner=False, max_entries=8)
def _labels(snapshot_id: str, _snapshot: Snapshot) -> tuple[dict[str, pd.Timestamp], dict[str, str | None]]:
    ordered = metrics.in_tree_order(_snapshot.read("departments"), "department_id")
    below = ordered[ordered["parent_id"].notna()]
    departments = dict(zip(below["name"], below["department_id"], strict=True))
    months = {sv.month(period): period for period in periods(_snapshot)}
    return months, {whole_organisation(_snapshot): None, **departments}


def current_view(snapshot: Snapshot, scope: Scope = ALL_DEPARTMENTS) -> View:
    """The view that the filter's widgets describe, checked against what exists; defaults where they are absent."""
    period = period_labels(snapshot).get(st.session_state.get(PERIOD_KEY, ""), snapshot.latest_period)
    department = department_labels(snapshot).get(st.session_state.get(DEPARTMENT_KEY, ""))
    allowed = scope.departments is None or department in scope.departments
    return View(snapshot, scope, period, department if allowed else None)


@per_view
def month_status(view: View) -> list[str]:
    """Words about the chosen month: preliminary, or not yet approved."""
    months = view.read("periods").set_index("period")
    name = sv.month(view.period).capitalize()
    if months.loc[view.period, "status"] == "open":
        return [f"{name} är preliminär"]
    approved = months["approved_on"].notna()
    delivered = bool(approved.any())  # a source that never tells of approval says nothing about this month
    return [f"{name} är ej godkänd av controller"] if delivered and not approved[view.period] else []
