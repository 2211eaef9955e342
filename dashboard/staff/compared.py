"""The departments under the view's beside the whole, by size: which differ more than chance allows. Never a ranking."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import funnel, metrics
from dashboard.charts.funnel import highest
from dashboard.staff import cells, outside, rows
from dashboard.staff.outside import NOUNS, Noun
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from dashboard.words import ROUNDED_MARK
from data.indicator import HALF_A_PER_CENT
from data.indicators import BY_ID


@dataclass(frozen=True)
class Compared:
    """One indicator over the departments in the order of the tree: in figures, and in words.

    `departments`: name, value, least, most (people), hidden, own, outside, far, low, high, and texts for the table;
    those without a value are there too. `curves` and `whole` as the picture takes them.
    """

    departments: pd.DataFrame
    curves: pd.DataFrame
    whole: float
    noun: Noun
    sentence: str
    chance: str
    notes: tuple[str, ...]
    """What the picture does not show."""
    method: tuple[str, ...]

    @property
    def drawn(self) -> pd.DataFrame:
        """Those with a value and a size, or an interval of sizes; the name of a share in whole per cent is marked."""
        found = self.departments.dropna(subset=["value", "most"])
        marked = found["name"] + f"{sv.NBSP}{ROUNDED_MARK}"
        return found.assign(name=found["name"].where(found["hidden"] == 0, marked))

    @property
    def _far_is_drawn(self) -> bool:
        inside = self.curves[["far_low", "far_high"]] < highest(self.drawn, self.whole)
        return bool(inside.to_numpy().any())

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the marks mean; only those that are there."""
        found, sized = self.drawn, self.drawn["least"] == self.drawn["most"]
        keys = [
            ("forecast-point", self.noun.one, (sized & ~found["own"]).any()),
            ("baseline-point", f"den valda {self.noun.the}", (sized & found["own"]).any()),
            ("interval", f"{self.noun.one} i ett storleksintervall", (~sized).any()),
            (ROUNDED_MARK, "andel i hela procent", (found["hidden"] > 0).any()),
            ("line", "hela organisationen", True),
            ("target", "gräns 95 %", True),
            ("limit", "gräns 99,8 %", self._far_is_drawn),
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
    judged = judged.assign(told=outside.told(judged), limits=outside.limits(judged))
    most = max(judged["most"].max(), cells.limits(view).rounded) * 1.05
    curves = funnel.curves(share, per_person, cells.limits(view).withheld + 1, most)
    noun, name = _noun(view, asked), rows.short_name(indicator_id)
    said = (outside.sentence(name, judged, noun), outside.chance(judged, noun), outside.notes(name, judged))
    method = outside.method(judged, cells.limits(view).withheld + 1, BY_ID[indicator_id].denominator_mean)
    return Compared(judged, curves, share, noun, *said, method)


def _noun(view: View, departments: list[str]) -> Noun:
    """What those that are compared are called."""
    return NOUNS["unit" if all(rows.levels(view)[each] == "unit" for each in departments) else "department"]


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
        "figure": cells.cell(view, row),
    }


def _people(view: View, department_id: str) -> tuple[float, float, str]:
    """The fewest and the most employed, and the same in words; the most is missing where no size is published.

    The mean of the twelve months' permanent headcounts, which turnover is divided by, else the month's headcount: of
    the two the smaller, so that limits are not too narrow.
    """
    month, sizes = rows.month_rows(view), cells.limits(view)
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
    return sv.MISSING if headcount is None else cells.why_missing(view, headcount)
