"""What a figure is since the same month last year: a difference of two values of one kind, or why there is none."""

from collections.abc import Iterable

import pandas as pd

from dashboard import format as sv
from dashboard import messages, words
from dashboard.staff import cells, rows
from dashboard.staff.breaks import breaks
from dashboard.staff.rows import Row
from dashboard.view import View
from data.indicators import BY_ID

MIXED = "det ena värdet är i hela procent"
"""Rounding alone can move such a pair by half a percentage point."""
WHOLE = "hela procent"
"""Beside a difference of two rounded values: nearly a whole percentage point of it may be the rounding."""
_BETTER = {"lower": " (lägre är bättre)", "higher": " (högre är bättre)"}


def last_year(view: View) -> pd.Timestamp:
    """The same month last year."""
    return view.period - pd.DateOffset(years=1)


def change(view: View, row: Row) -> str:
    """Against the same month last year, with the way that is better, or that there is no comparison."""
    before = _before(view, row)
    if before is None or why_not(view, row):
        return f"ingen jämförelse med {_when(view)}"
    places = min(rows.decimals(row), rows.decimals(before))
    moved = words.indicator_change(row["unit"], row["value"] - before["value"], places)
    rounded = f" ({WHOLE})" if rows.is_rounded(row) else ""
    return f"{moved}{rounded} mot {_when(view)}{_BETTER.get(BY_ID[row['indicator_id']].direction, '')}"


def why_not(view: View, row: Row) -> str:
    """Why the year before says nothing: no value, one of another kind, or a known break since."""
    before = _before(view, row)
    if before is None:
        return f"inget värde för {sv.month(last_year(view))}"
    if not rows.has_value(before):
        return cells.why_missing(view, before)
    return MIXED if rows.is_rounded(row) != rows.is_rounded(before) else _broken(view, row)


def _when(view: View) -> str:
    return sv.month(last_year(view)).replace(" ", sv.NBSP)


def _before(view: View, row: Row) -> Row | None:
    return rows.by_period(view, last_year(view)).get((row["department_id"], row["indicator_id"], row["breakdown"]))


def _broken(view: View, row: Row) -> str:
    found = breaks(view, row["indicator_id"])
    later = found.loc[found["period"] > last_year(view), "period"]
    return "".join(f"brott i serien {sv.month(period)}" for period in later[:1])


def note(view: View, shown: Iterable[Row]) -> str:
    """Why figures that are shown have no comparison, each reason once; several reasons name their figures."""
    told: dict[str, list[str]] = {}
    for row in shown:
        if why := why_not(view, row):
            told.setdefault(why, []).append(rows.inside(row["indicator_id"]))
    if not told:
        return ""
    reasons = [why if len(told) == 1 else f"{why} ({messages.listed(names)})" for why, names in told.items()]
    return f"Ingen jämförelse med {sv.month(last_year(view))}: {'; '.join(reasons)}."
