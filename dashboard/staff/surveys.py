"""Vad säger enkäterna? One value a year and index, and the change from the year before. Never a line."""

import pandas as pd

from dashboard import format as sv
from dashboard import messages, words
from dashboard.markup import Shown
from dashboard.staff import cells, rows
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicators import BY_ID, STAFF

QUESTION = "Vad säger enkäterna?"
INDEXES = tuple(indicator.indicator_id for indicator in STAFF if indicator.survey_index)
CAPTION = "Index 0–100, ett värde om året; högre är bättre"
_SHOWN_YEARS = 5


@per_view
def years(view: View) -> list[int]:
    """The years with a survey of the department up to the view's month, oldest first, at most the five last."""
    table = view.read("indicators")
    known = table[
        table["indicator_id"].isin(INDEXES)
        & (table["department_id"] == rows.department_of(view))
        & (table["period"] <= view.period)
    ]
    return sorted(int(year) for year in known["period"].dt.year.unique())[-_SHOWN_YEARS:]


def row_of(view: View, indicator_id: str, year: int) -> Row | None:
    """The index of a year, which stands at its December."""
    department = rows.department_of(view)
    return rows.by_period(view, pd.Timestamp(year, 12, 1)).get((department, indicator_id, "total"))


def shown(view: View) -> list[str]:
    """The indexes that any of the years has a row of, in the order of the catalogue."""
    return [each for each in INDEXES if any(row_of(view, each, year) is not None for year in years(view))]


def indent(indicator_id: str) -> int:
    """The parts of HME stand under it."""
    return int(indicator_id.startswith("hme_"))


@per_view
def table(view: View) -> pd.DataFrame:
    """One row per index: `name`, a column of text per year, `change` from the year before, `stands` and `tone`."""
    found = [(each, [row_of(view, each, year) for year in years(view)]) for each in shown(view)]
    return pd.DataFrame(
        [
            {
                "name": rows.name(indicator_id),
                "indent": indent(indicator_id),
                **{str(year): cells.cell(view, row) for year, row in zip(years(view), measured, strict=True)},
                "change": change(view, indicator_id),
                **_standing(measured[-1]),
            }
            for indicator_id, measured in found
        ]
    )


def _standing(row: Row | None) -> dict[str, str]:
    found = rows.standing(row)
    if found is None:
        return {"stands": sv.MISSING, "tone": ""}
    glyph, tone = words.STANDING[found]
    return {"stands": f"{glyph} {rows.stands(row)}", "tone": tone}


def change(view: View, indicator_id: str) -> str:
    """The latest year's value minus that of the year before, in index points with a sign."""
    latest = years(view)[-1]
    now, before = row_of(view, indicator_id, latest), row_of(view, indicator_id, latest - 1)
    if now is None or before is None:
        return sv.MISSING
    return sv.number(now["value"] - before["value"], BY_ID[indicator_id].decimals, signed=True)


def columns(view: View) -> list[Shown]:
    """Index, the years, and where there is one the change between the last two and how the last stands."""
    shown = [Shown(str(year), str(year), str, numeric=True) for year in years(view)]
    before = years(view)[-1] - 1
    told = [
        Shown("change", f"Förändring från {before}, indexenheter", str, numeric=True),
        Shown("stands", "Mot mål", str, tone="tone"),
    ]
    return [Shown("name", "Index", str), *shown, *(each for each in told if _any(view, each.name))]


def _any(view: View, column: str) -> bool:
    return bool((table(view)[column] != sv.MISSING).any())


def sentence(view: View) -> str:
    """The latest year's indexes and their changes; that no survey was made where that is so."""
    if not years(view):
        return f"Ingen enkät är redovisad till och med {sv.month(view.period)}."
    latest = years(view)[-1]
    found = {each: row for each in _SHORT if (row := row_of(view, each, latest)) is not None}
    shown = [_told(view, each, row) for each, row in found.items() if rows.has_value(row)]
    withheld = [each for each, row in found.items() if not rows.has_value(row)]
    told = "; ".join(
        [*([sv.listing(shown)] if shown else []), *([_withheld(view, withheld, found)] if withheld else [])]
    )
    newer = f" Ingen enkät är redovisad för {view.period.year}." if latest < view.period.year else ""
    return f"{latest}: {told or 'se tabellen'}.{newer}"


def _withheld(view: View, indicator_ids: list[str], found: dict[str, Row]) -> str:
    """The indexes that have no value, with each reason once."""
    names = sv.listing([_SHORT[each] for each in indicator_ids])
    reasons = dict.fromkeys(cells.why_missing(view, found[each]) for each in indicator_ids)
    return f"{names} visas inte ({sv.listing(list(reasons))})"


def _told(view: View, indicator_id: str, row: Row) -> str:
    moved, before = change(view, indicator_id), row["period"].year - 1
    against = f" ({moved} indexenheter mot {before})" if moved != sv.MISSING else ""
    return f"{_SHORT[indicator_id]} {cells.cell(view, row)}{against}"


_SHORT = {"hme": "HME", "osa": "OSA", "workload": "arbetsbelastning"}


def missing_indexes(view: View) -> str:
    """The indexes that the source has no answers for."""
    known = set(view.read("indicators")["indicator_id"])
    names = [rows.name(each) for each in INDEXES if each not in known]
    return f"Finns inte i underlaget: {messages.listed(names)}." if names else ""
