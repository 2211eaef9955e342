"""The dialogue before: which kept snapshot, or which month of the same one, a dialogue is compared with."""

import re

import pandas as pd

from dashboard import format as sv
from dashboard import metrics, store
from dashboard.report.since import Since
from dashboard.store import StoreError
from dashboard.view import View, periods

_MONTH = re.compile("[0-9]{4}-[0-9]{2}")


def choices(view: View) -> dict[str, str]:
    """What can be chosen, by its words -> its name in an address; the one that is likeliest first.

    Kept snapshots from before this one, the newest first, and then the earlier months of this one.
    """
    root, mine = store.root_of(view.snapshot), view.snapshot.commit
    names = store.label_names(root)
    kept = [each for each in store.commits(root) if each.snapshot in names and each.number < mine.number]
    words = {
        f"Utgåva {each.snapshot}, bevarad som {sv.listing(names[each.snapshot])}": each.snapshot
        for each in reversed(kept)
        if each.snapshot != mine.snapshot
    }
    return {**words, **{f"{sv.month(month).capitalize()} i samma utgåva": f"{month:%Y-%m}" for month in _months(view)}}


def _months(view: View) -> list[pd.Timestamp]:
    """The months before, the last one with a forecast of its own first."""
    before = [month for month in periods(view.snapshot) if month < view.period]
    last = metrics.previous_forecast_period(view.read("results"), view.period)
    return [month for month in before if month == last] + [month for month in before if month != last]


def default(view: View) -> str:
    """The likeliest choice; empty where there is nothing before."""
    return next(iter(choices(view).values()), "")


def opened(view: View, name: str) -> Since | None:
    """The dialogue that an address names, seen by the same department; None where it cannot be seen so.

    Raises `StoreError` where a snapshot of that name cannot be shown, and for a month that is none of those before.
    """
    if not name:
        return None
    if _MONTH.fullmatch(name):
        before = {f"{each:%Y-%m}": each for each in _months(view)}
        if name not in before:
            raise StoreError(f"Utgåvan har ingen månad {name} före {sv.month(view.period)} att jämföra med.")
        return Since(View(view.snapshot, view.scope, before[name], view.department_id))
    snapshot = store.open_named(store.root_of(view.snapshot), name)
    known = {None, *snapshot.read("departments")["department_id"]}
    months = [month for month in periods(snapshot) if month <= view.period]
    if view.department_id not in known or not months:
        return None
    return Since(View(snapshot, view.scope, min(max(months), snapshot.latest_period), view.department_id))
