"""A chart grammar of a few verbs, IBCS-inspired: (frame, what it shows) -> Vega-Lite dict. Pure, no Streamlit.

Every verb takes amounts in the unit it shows. The order of names is passed to every layer as a list.
The table chart stands in `tiers.py`.
"""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, theme
from dashboard.charts.scales import span, tone

_OUTLINE = {"fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1.2}


def months_against_budget(months: pd.DataFrame, height: int = 280) -> dict[str, Any]:
    """Columns per month: actual solid, budget outlined, last year as a line; published months are marked.

    `months`: month ("jan"), actual, budget, prev_year (one unit, missing allowed), published; one row per month.
    """
    domain = _room(months[["actual", "budget", "prev_year"]], 0.06)
    return theme.filled(
        _months_template(), {"rows": monthwise.with_mark(months)}, height, domain, list(months["month"])
    )


@cache
def _months_template() -> str:
    x = monthwise.axis()
    line = {"color": theme.PREV_YEAR, "strokeWidth": 2.5, "point": {"color": theme.PREV_YEAR, "size": 30}}
    budget = theme.rows("rows").mark_bar(fill="transparent", stroke=theme.ACTUAL, strokeWidth=1.2, size=34)
    known = theme.rows("rows").transform_filter("isValid(datum.prev_year)")
    return theme.template(
        monthwise.zero_line(),
        budget.encode(x=x, y=monthwise.on_grid("budget")),
        theme.rows("rows").mark_bar(color=theme.ACTUAL, size=20).encode(x=x, y=monthwise.on_grid("actual")),
        known.mark_line(**line).encode(x=x, y=monthwise.on_grid("prev_year")),
        monthwise.published(x),
        padding={**monthwise.EDGE, "bottom": monthwise.MARK_ROW},
    )


def deviation_months(months: pd.DataFrame, height: int = 280) -> dict[str, Any]:
    """Columns per month, green above zero and red below, each with its signed figure.

    `months`: month, deviation (mnkr, missing allowed), published.
    """
    domain = _room(months[["deviation"]], 0.14)
    rows = monthwise.with_mark(months).assign(
        text=[sv.number(value, 1, signed=True) for value in months["deviation"]],
        part=[tone(value) for value in months["deviation"]],
    )
    return theme.filled(_deviation_template(), {"rows": rows}, height, domain, list(months["month"]))


@cache
def _deviation_template() -> str:
    x, y = monthwise.axis(), monthwise.plain("deviation")
    layers = [theme.rows("rows").mark_rule(color=theme.AXIS, aria=False).encode(y=alt.YDatum(0, axis=None))]
    for part, color, dy in (("good", theme.GOOD, -9), ("bad", theme.BAD, 10)):
        layers.append(theme.rows("rows", part).mark_bar(color=color, size=22).encode(x=x, y=y))
        layers.append(theme.rows("rows", part).mark_text(dy=dy).encode(x=x, y=y, text="text:N"))
    layers.append(theme.rows("rows", "even").mark_text(dy=-9).encode(x=x, y=y, text="text:N"))
    return theme.template(*layers, monthwise.published(x), padding={**monthwise.EDGE, "bottom": monthwise.MARK_ROW})


def months_against_last_year(months: pd.DataFrame, height: int = 240) -> dict[str, Any]:
    """Columns of a monthly share beside the same month last year.

    `months`: month, value, last_year (0-1), rounded and last_year_rounded (in whole per cent: an outline), why (the
    word where there is no value).
    """
    names = {True: "whole", False: "exact"}
    now = pd.DataFrame({"month": months["month"], "percent": months["value"] * 100})
    before = pd.DataFrame({"month": months["month"], "before": months["last_year"] * 100})
    frames = {
        "now": now.assign(part=months["rounded"].map(names)).dropna(),
        "before": before.assign(part=months["last_year_rounded"].map(names)).dropna(),
        "texts": now[["month"]].assign(text=_month_texts(months)),
    }
    domain = (0.0, 1.15 * max(span(now[["percent"]])[1], span(before[["before"]])[1], 1.0))
    return theme.filled(_last_year_template(), frames, height, domain, list(months["month"]))


def _month_texts(months: pd.DataFrame) -> list[str]:
    facts = zip(months["value"], months["rounded"], months["why"], strict=True)
    return [why if pd.isna(value) else sv.number(value * 100, 0 if whole else 1) for value, whole, why in facts]


@cache
def _last_year_template() -> str:
    x, y, before = monthwise.axis(), monthwise.on_grid("percent"), monthwise.on_grid("before")
    solid, hollow = {"color": theme.PREV_YEAR, "thickness": 3}, {"fill": theme.SURFACE, "stroke": theme.PREV_YEAR}
    return theme.template(
        theme.rows("now", "exact").mark_bar(color=theme.ACTUAL, size=24).encode(x=x, y=y),
        theme.rows("now", "whole").mark_bar(size=24, **_OUTLINE).encode(x=x, y=y),
        theme.rows("before", "exact").mark_tick(size=40, **solid).encode(x=x, y=before),
        theme.rows("before", "whole").mark_tick(size=40, thickness=5, strokeWidth=1.2, **hollow).encode(x=x, y=before),
        theme.rows("texts").mark_text(baseline="top").encode(x=x, y=monthwise.BELOW_MONTHS, text="text:N"),
        padding={**monthwise.EDGE, "bottom": monthwise.MARK_ROW},
    )


def plan_years(plan: pd.DataFrame, height: int = 220) -> dict[str, Any]:
    """Columns per plan year, outlined as a budget is, each with its figure. `plan`: year (text), amount (mnkr)."""
    rows = pd.DataFrame({"month": plan["year"], "amount": plan["amount"]})
    rows = rows.assign(text=[sv.number(value, 1) for value in rows["amount"]])
    domain = (0.0, 1.15 * max(span(rows[["amount"]])[1], 1e-9))
    return theme.filled(_plan_template(), {"rows": rows}, height, domain, list(plan["year"]))


@cache
def _plan_template() -> str:
    x, y = monthwise.axis(), monthwise.plain("amount")
    return theme.template(
        theme.rows("rows").mark_bar(size=48, **_OUTLINE).encode(x=x, y=y),
        theme.rows("rows").mark_text(dy=-10).encode(x=x, y=y, text="text:N"),
        padding=monthwise.EDGE,
    )


def _room(values: pd.DataFrame, part: float) -> tuple[float, float]:
    """The domain of a value axis from zero, with room on the sides that are used."""
    low, high = span(values)
    room = part * max(high - low, 1e-9)
    return (low - room if low < 0 else 0.0, high + room if high > 0 or low == 0 else 0.0)


TEMPLATES = (
    _months_template,
    _deviation_template,
    _last_year_template,
    _plan_template,
)
"""All templates, for a server that wants them built before the first visitor."""
