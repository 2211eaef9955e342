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
from dashboard.words import PUBLISHED_MARK


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


def share_over_time(values: pd.DataFrame, height: int = 280, decimals: int = 1) -> dict[str, Any]:
    """A line of a share over months with its target, the last point labelled and published months marked.

    `values`: period, value (0-1, missing breaks the line), target (missing allowed), published.
    """
    rows = pd.DataFrame(
        {
            "month": values["period"].map(lambda period: f"{sv.month_short(period)} {period.year}"),
            "percent": values["value"] * 100,
            "target": values["target"] * 100,
            "published": values["published"],
        }
    )
    last = rows.dropna(subset=["percent"]).tail(1)
    last = last.assign(text=[sv.percent(value / 100, decimals) for value in last["percent"]])
    domain = (0.0, 1.25 * max(span(rows[["percent", "target"]])[1], 1.0))
    return theme.filled(_share_template(), {"rows": rows, "last": last}, height, domain, list(rows["month"]))


@cache
def _share_template() -> str:
    halves = "indexof(['jan', 'jul'], slice(datum.label, 0, 3)) >= 0 ? datum.label : ''"
    axis = alt.Axis(title=None, grid=False, labelAngle=0, labelExpr=halves, labelOverlap=False, labelPadding=6)
    x = alt.X("month:O", sort=theme.ORDER, axis=axis, scale=alt.Scale(domain=theme.ORDER))
    y, target = monthwise.on_grid("percent"), monthwise.on_grid("target")
    rows = theme.rows("rows")
    known, aimed = rows.transform_filter("isValid(datum.percent)"), rows.transform_filter("isValid(datum.target)")
    marked = rows.transform_filter("datum.published")
    return theme.template(
        rows.mark_line(color=theme.ACTUAL, strokeWidth=2.5, invalid="break-paths-show-path-domains").encode(x=x, y=y),
        known.mark_point(color=theme.ACTUAL, filled=True, size=30, opacity=1).encode(x=x, y=y),
        aimed.mark_line(color=theme.ACTUAL, strokeDash=[6, 4], strokeWidth=1.5).encode(x=x, y=target),
        marked.mark_text(text=PUBLISHED_MARK, dy=-13).encode(x=x, y=y),
        theme.rows("last")
        .mark_text(align="left", dx=8, fontSize=14, fontWeight="bold")
        .encode(x=x, y=y, text="text:N"),
        padding={**monthwise.EDGE, "right": 70},
    )


def months_against_last_year(months: pd.DataFrame, height: int = 240) -> dict[str, Any]:
    """Columns of a monthly share beside the same month last year. `months`: month, value, last_year (0-1)."""
    rows = pd.DataFrame(
        {
            "month": months["month"],
            "percent": months["value"] * 100,
            "before": months["last_year"] * 100,
            "text": ["" if pd.isna(value) else sv.number(value * 100, 1) for value in months["value"]],
        }
    )
    domain = (0.0, 1.15 * max(span(rows[["percent", "before"]])[1], 1.0))
    return theme.filled(_last_year_template(), {"rows": rows}, height, domain, list(months["month"]))


@cache
def _last_year_template() -> str:
    x, y = monthwise.axis(), monthwise.on_grid("percent")
    rows = theme.rows("rows")
    before = rows.transform_filter("isValid(datum.before)").mark_tick(color=theme.PREV_YEAR, thickness=3, size=40)
    return theme.template(
        rows.mark_bar(color=theme.ACTUAL, size=24).encode(x=x, y=y),
        before.encode(x=x, y=monthwise.on_grid("before")),
        rows.mark_text(baseline="top").encode(x=x, y=monthwise.BELOW_MONTHS, text="text:N"),
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
    outline = {"fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1.2}
    return theme.template(
        theme.rows("rows").mark_bar(size=48, **outline).encode(x=x, y=y),
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
    _share_template,
    _last_year_template,
    _plan_template,
)
"""All templates, for a server that wants them built before the first visitor."""
