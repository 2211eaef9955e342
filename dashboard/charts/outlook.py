"""Where the year is heading, IBCS-inspired: what was foreseen against what came, and the pace that is needed.

Amounts in mnkr. Months run from left to right and all twelve are there; a missing amount is drawn as nothing.
"""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, theme
from dashboard.charts.scales import span, widened

_ROOM = 0.05
"""Above and below what is drawn, as a part of the scale."""
_FIGURE_ROW = 28
"""Pixels above the picture: the row of figures."""
_LEAST_MNKR = 1.0
_STRIPE = 5
"""Pixels from stripe to stripe of what is still to come."""
_HALO = 3.5
"""Pixels of surface around what is drawn over dark columns."""


def forecast_path(months: pd.DataFrame, height: int = 300) -> dict[str, Any]:
    """The year's forecasts and their intervals over columns of the deviation so far; zero is the budget.

    `months`: month ("jan"), actual (deviation from budget so far in the year), forecast, low, high (the year's
    deviation as it was foreseen in that month, and the ends of its interval), outcome (the year's, in December),
    published; one row per month, missing allowed in all amounts.
    """
    forecasts = _forecasts(months)
    frames = {"rows": monthwise.with_mark(months), "forecasts": forecasts, "texts": _figures(months)}
    low, high = widened(span(months[["actual", "forecast", "low", "high", "outcome"]]), _LEAST_MNKR)
    room = _ROOM * (high - low)
    return theme.filled(_path_template(), frames, height, (low - room, high + room), list(months["month"]))


def _forecasts(months: pd.DataFrame) -> pd.DataFrame:
    """month, forecast, low, high, part: "banded" where both ends of the interval are known."""
    made = months.loc[months["forecast"].notna(), ["month", "forecast", "low", "high"]].astype({"forecast": float})
    return made.assign(part=made[["low", "high"]].notna().all(axis=1).map({True: "banded", False: "bare"}))


def _figures(months: pd.DataFrame) -> pd.DataFrame:
    """month, text: the forecast made in it, or the year's outcome; in a row of its own, clear of columns."""
    amounts = months["forecast"].astype(float).fillna(months["outcome"].astype(float))
    known = months.assign(amount=amounts).dropna(subset=["amount"])
    return pd.DataFrame({"month": known["month"], "text": [sv.number(v, 1, signed=True) for v in known["amount"]]})


@cache
def _path_template() -> str:
    x = monthwise.axis()
    rows, made, banded = theme.rows("rows"), theme.rows("forecasts"), theme.rows("forecasts", "banded")
    foreseen = monthwise.on_grid("forecast")
    point = {"shape": "circle", "size": 75, "fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 2}
    square = {"shape": "square", "size": 190, "fill": theme.ACTUAL, "stroke": theme.SURFACE, "strokeWidth": 1.5}
    came = rows.transform_filter("isValid(datum.outcome)")
    return theme.template(
        rows.mark_bar(color=theme.ACTUAL, size=20).encode(x=x, y=monthwise.on_grid("actual")),
        monthwise.zero_line(),
        *(cap for end in ("low", "high") for cap in _caps(banded, end, x)),
        *(banded.mark_rule(**look).encode(x=x, y=monthwise.on_grid("low"), y2="high:Q") for look in _haloed()),
        *(made.mark_line(**look).encode(x=x, y=foreseen) for look in _haloed()),
        made.mark_point(opacity=1, **point).encode(x=x, y=foreseen),
        came.mark_point(opacity=1, **square).encode(x=x, y=monthwise.on_grid("outcome")),
        theme.rows("texts").mark_text(fontWeight="bold").encode(x=x, y=alt.value(-12), text="text:N"),
        monthwise.published(x),
        padding={**monthwise.EDGE, "top": _FIGURE_ROW, "bottom": monthwise.MARK_ROW},
    )


def _haloed() -> tuple[dict[str, Any], dict[str, Any]]:
    """A line twice, so that it can be seen on a column of its own colour."""
    return {"color": theme.SURFACE, "strokeWidth": 1.5 + _HALO}, {"color": theme.ACTUAL, "strokeWidth": 1.5}


def _caps(rows: alt.Chart, end: str, x: alt.X) -> list[alt.Chart]:
    looks = ({"color": theme.SURFACE, "thickness": 1.5 + _HALO, "size": 15}, {"color": theme.ACTUAL, "thickness": 1.5})
    ticks = [rows.mark_tick(**{"size": 12, "opacity": 1, "orient": "horizontal", **look}) for look in looks]
    return [tick.encode(x=x, y=monthwise.on_grid(end)) for tick in ticks]


def pace(months: pd.DataFrame, height: int = 280) -> dict[str, Any]:
    """Columns per month: what came, solid, and what is needed in each month left, hatched; last year as a line.

    `months`: month ("jan"), actual, needed, prev_year, six_mean (the mean of the last six months, in the months
    left; one and the same); one row per month, missing allowed. Costs are negative and hang from zero.
    """
    low, high = widened(span(months[["actual", "needed", "prev_year", "six_mean"]]), _LEAST_MNKR)
    room = 0.06 * (high - low)
    domain = (low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    stripe = (domain[1] - domain[0]) * _STRIPE / height
    frames = {"rows": months, "stripes": _stripes(months, stripe), "mean": _mean(months)}
    return theme.filled(_pace_template(), frames, height, domain, list(months["month"]))


def _stripes(months: pd.DataFrame, step: float) -> pd.DataFrame:
    """month, from, to: stripes across each column of what is needed, at equal steps from zero."""
    needed = months[months["needed"].notna()]
    stripes = [
        (month, sign * place * step, sign * min((place + 1 / 3) * step, abs(amount)))
        for month, amount in zip(needed["month"], needed["needed"], strict=True)
        for sign in [-1 if amount < 0 else 1]
        for place in range(1, int(abs(amount) / step) + 1)
    ]
    return pd.DataFrame(stripes, columns=["month", "from", "to"])


def _mean(months: pd.DataFrame) -> pd.DataFrame:
    """first, last, six_mean: one row, or none where no mean is known."""
    known = months[months["six_mean"].notna()]
    ends = known.assign(first=known["month"].head(1).squeeze(), last=known["month"].tail(1).squeeze()).head(1)
    return ends[["first", "last", "six_mean"]]


@cache
def _pace_template() -> str:
    x = monthwise.axis()
    rows, known = theme.rows("rows"), theme.rows("rows").transform_filter("isValid(datum.prev_year)")
    line = {"color": theme.PREV_YEAR, "strokeWidth": 2.5, "point": {"color": theme.PREV_YEAR, "size": 30}}
    outline = {"fill": theme.SURFACE, "stroke": theme.ACTUAL, "strokeWidth": 1}
    stripe = theme.rows("stripes").mark_bar(color=theme.ACTUAL, size=20, aria=False)
    return theme.template(
        monthwise.zero_line(),
        rows.mark_bar(color=theme.ACTUAL, size=20).encode(x=x, y=monthwise.on_grid("actual")),
        rows.mark_bar(size=20, **outline).encode(x=x, y=monthwise.on_grid("needed")),
        stripe.encode(x=x, y=monthwise.on_grid("from"), y2="to:Q"),
        known.mark_line(**line).encode(x=x, y=monthwise.on_grid("prev_year")),
        *(_across(look) for look in _haloed()),
        padding=monthwise.EDGE,
    )


def _across(look: dict[str, Any]) -> alt.Chart:
    """From the first month left to the last."""
    first, last = alt.X("first:N", bandPosition=0, **_as_months()), alt.X2("last:N", bandPosition=1)
    dashed = theme.rows("mean").mark_rule(**{**look, "strokeDash": [6, 4]})
    return dashed.encode(x=first, x2=last, y=monthwise.on_grid("six_mean"))


def _as_months() -> dict[str, Any]:
    axis = monthwise.axis()
    return {"sort": theme.ORDER, "scale": axis["scale"], "axis": axis["axis"]}


TEMPLATES = (_path_template, _pace_template)
"""All templates, for a server that wants them built before the first visitor."""
