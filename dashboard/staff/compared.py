"""The departments under the view's beside the whole, by size: which differ more than chance allows. Never a ranking."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import funnel, messages, metrics
from dashboard.markup import Shown
from dashboard.staff import rows
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicator import HALF_A_PER_CENT
from data.indicators import BY_ID

SIDES = {"above": "över gränsen", "below": "under gränsen"}
INSIDE = "innanför"
TOLD = (
    "Innanför gränserna skiljer sig avdelningarna inte åt mer än slumpen tillåter, så deras ordning säger inget. "
    "Gränserna är vida med avsikt: de är räknade på den största spridning som kan finnas mellan personer, eftersom "
    "ingen uppgift om enskilda används."
)
EVENTS_TOLD = "De som slutat räknas som oberoende händelser (Poisson): på en plats kan flera sluta samma år."
COLUMNS = [
    Shown("name", "Avdelning", str),
    Shown("people", "Antal anställda", str, numeric=True, loose=True),
    Shown("figure", "Andel", str, numeric=True, loose=True),
    Shown("limits", "Slumpens gränser (95 %)", str, numeric=True),
    Shown("told", "Mot helheten", str),
]


@dataclass(frozen=True)
class Compared:
    """One indicator over the departments in the order of the tree; `notes` say what the picture does not, kind by kind.

    `departments`: name, value, least, most (people), hidden, own, outside, far, low, high, and texts for the table;
    those without a value are there too. `curves` and `whole` as the picture takes them.
    """

    departments: pd.DataFrame
    curves: pd.DataFrame
    whole: float
    sentence: str
    notes: tuple[str, ...] = ()

    @property
    def drawn(self) -> pd.DataFrame:
        """Those with a value and a size, or an interval of sizes."""
        return self.departments.dropna(subset=["value", "most"])

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the marks mean; only those that are there."""
        found, sized = self.drawn, self.drawn["least"] == self.drawn["most"]
        keys = [
            ("forecast-point", "avdelning", (sized & ~found["own"]).any()),
            ("baseline-point", "den valda avdelningen", (sized & found["own"]).any()),
            ("interval", "avdelning i ett storleksintervall, andel i hela procent", (~sized).any()),
            ("line", "hela organisationen", True),
            ("target", "gräns 95 %", True),
            ("limit", "gräns 99,8 %", True),
            ("?", "fråga", (found["outside"] != "").any()),
        ]
        return [(key, word) for key, word, here in keys if here]


@per_view
def compared(view: View, indicator_id: str) -> Compared | None:
    """The departments beside the whole in the view's month; None where the whole has no value, or nothing is below."""
    whole = rows.month_rows(view).get((rows.top_department(view), indicator_id, "total"))
    asked = _beside(view)
    if whole is None or pd.isna(whole["value"]) or not asked:
        return None
    share, names = float(whole["value"]), view.read("departments").set_index("department_id")["name"]
    per_person = funnel.variance(share, of_events=BY_ID[indicator_id].denominator_mean)
    measured = pd.DataFrame([_measured(view, indicator_id, each, str(names[each])) for each in asked])
    judged = funnel.judged(measured, share, per_person)
    judged = judged.assign(told=[_told(row) for row in judged.to_dict("records")], limits=_limits(judged))
    most = max(judged["most"].max(), rows.limits(view).rounded) * 1.05
    curves = funnel.curves(share, per_person, rows.limits(view).withheld + 1, most)
    return Compared(judged, curves, share, _sentence(indicator_id, judged), _notes(view, indicator_id, judged))


def _beside(view: View) -> list[str]:
    """The departments right under the view's, in the order of the tree; without any, it and those beside it."""
    children = metrics.children_of(view.read("departments"), "department_id")
    chosen = rows.department_of(view)
    if below := children.get(chosen):
        return below
    return next((each for each in children.values() if chosen in each and len(each) > 1), [])


def _measured(view: View, indicator_id: str, department_id: str, name: str) -> dict[str, Any]:
    row = rows.month_rows(view).get((department_id, indicator_id, "total"))
    least, most, people = _people(view, department_id)
    value = float("nan") if row is None else float(row["value"])
    rounded = row is not None and rows.is_rounded(row)
    return {
        "name": name,
        "value": value,
        "hidden": HALF_A_PER_CENT if rounded else 0.0,
        "least": least,
        "most": most,
        "people": people,
        "own": department_id == view.department_id,
        "figure": rows.cell(view, row),
    }


def _people(view: View, department_id: str) -> tuple[float, float, str]:
    """The fewest and the most employed, and the same in words; the most is missing where no size is published.

    The mean of the twelve months' permanent headcounts, which turnover is divided by, else the month's headcount: of
    the two the smaller, so that limits are not too narrow.
    """
    month, sizes = rows.month_rows(view), rows.limits(view)
    turnover = month.get((department_id, "staff_turnover_r12", "total"))
    headcount = month.get((department_id, "headcount", "total"))
    published = (_published(turnover, "denominator"), _published(headcount, "value"))
    if known := [people for people in published if pd.notna(people)]:
        return min(known), min(known), sv.number(min(known))
    fewest = sizes.withheld + 1
    if headcount is not None and headcount["reason"] == "middle":
        return fewest, sizes.rounded, f"{fewest}–{sizes.rounded}"
    return fewest, float("nan"), _unsized(view, headcount)


def _published(row: Row | None, name: str) -> float:
    return float("nan") if row is None else float(row[name])


def _unsized(view: View, headcount: Row | None) -> str:
    return sv.MISSING if headcount is None else rows.why_missing(view, headcount)


def _limits(judged: pd.DataFrame) -> list[str]:
    """The limits of a department's size, where it is known or an interval."""
    return [
        f"{sv.number(low * 100, 1)}–{sv.percent(high, 1)}" if pd.notna(value) else sv.MISSING
        for low, high, value in zip(judged["low"], judged["high"], judged["value"], strict=True)
    ]


def _told(row: dict[Any, Any]) -> str:
    if pd.isna(row["value"]):
        return sv.MISSING
    if not row["outside"]:
        return INSIDE
    return f"? {'långt ' if row['far'] else ''}{SIDES[row['outside']]}"


def _sentence(indicator_id: str, judged: pd.DataFrame) -> str:
    """Which departments are questions, of how many, and what chance alone would put outside."""
    known = judged.dropna(subset=["value"])
    name = rows.short_name(indicator_id)
    if known.empty:
        return f"{name}: ingen avdelning har ett värde som kan visas."
    outside = known[known["outside"] != ""]
    chance = f"Slumpen ensam lägger högst ungefär {sv.number(funnel.BY_CHANCE * len(known), 1)} utanför."
    of = sv.plural(len(known), "avdelning", "avdelningar")
    if outside.empty:
        return f"{name}: ingen av {of} skiljer sig från hela organisationen mer än slumpen tillåter. {chance}"
    told = sv.listing([f"{row['name']} ({row['told'][2:]})" for row in outside.to_dict("records")])
    return (
        f"{name}: {'fråga' if len(outside) == 1 else 'frågor'} om {sv.number(len(outside))} av {of}, {told}. {chance}"
    )


def _notes(view: View, indicator_id: str, judged: pd.DataFrame) -> tuple[str, ...]:
    events = EVENTS_TOLD if BY_ID[indicator_id].denominator_mean else ""
    name = rows.short_name(indicator_id)
    return _unsized_note(name, judged), _withheld_note(judged), TOLD, events, _rounded_note(view, judged)


def _rounded_note(view: View, judged: pd.DataFrame) -> str:
    """How those without an exact size are judged."""
    if not (judged["hidden"] > 0).any():
        return ""
    fewest = rows.limits(view).withheld + 1
    return (
        f"En andel i hela procent prövas mot gränserna för {fewest} anställda, som är de vidaste, och med en halv "
        "procentenhet för avrundningen, så att brus inte blir en fråga."
    )


def _unsized_note(name: str, judged: pd.DataFrame) -> str:
    """Those that have a value but no size to be drawn at."""
    found = judged[judged["value"].notna() & judged["most"].isna()]
    told = [f"{row['name']} {row['figure']}" for row in found.to_dict("records")]
    return f"{name}: inte i bilden, för att storleken inte visas: {messages.listed(told)}." if told else ""


def _withheld_note(judged: pd.DataFrame) -> str:
    """Those without a value, each with why."""
    missing = judged[judged["value"].isna()]
    told = [f"{row['name']} ({row['figure']})" for row in missing.to_dict("records")]
    return f"Inget värde: {messages.listed(told)}." if told else ""
