"""Yearly indexes, IBCS-inspired: a row per index, a point per year on the common scale from 0 to 100, never a line."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import rowwise, theme

YEARS = 3
"""At most so many years have marks that can be told apart."""
_ROW, _LETTER = 32, 6.2
_INDENT = "\u200b\u2003\u2003"
"""Blanks at the start of a text are dropped in a picture, unless they stand after something."""
_COLUMN = 58
"""Pixels of a column of figures to the right of the scale."""
_SCALE = [0, 25, 50, 75, 100]
_MARKS: dict[str, dict[str, Any]] = {
    "before_that": {"shape": "square", "size": 120, "fill": "transparent", "strokeWidth": 1.5},
    "before": {"shape": "circle", "size": 140, "fill": "transparent", "strokeWidth": 1.5},
    "latest": {"shape": "circle", "size": 75, "fill": theme.ACTUAL, "strokeWidth": 0},
}
_AGES = list(reversed(_MARKS))


def index_points(rows: pd.DataFrame, points: pd.DataFrame) -> dict[str, Any]:
    """A point per year, the latest filled and those before hollow, with the figures beside.

    `rows`: name, indent (0 or 1), why (the years without a value in words, else empty), in the order they are read.
    `points`: name, year, value (0-100, missing allowed), text; of the three latest years at most.
    """
    labels = dict(zip(rows["name"], _labels(rows), strict=True))
    order, years = list(labels.values()), sorted(points["year"].unique(), reverse=True)[:YEARS]
    aged = points.assign(label=points["name"].map(labels), age=points["year"].map(years.index))
    aged = aged.assign(part=aged["age"].map(dict(enumerate(_AGES))), at=_COLUMN * (len(years) - aged["age"]))
    frames = {
        "rows": pd.DataFrame({"label": order}),
        "points": aged.dropna(subset=["value"])[["label", "value", "part"]],
        "figures": aged[["label", "at", "text", "part"]],
        "years": _heads(years),
        "words": pd.DataFrame({"label": order, "text": list(rows["why"])}).query("text != ''"),
    }
    spec = theme.filled(_template(), frames, _ROW * len(order), (0.0, 100.0), order)
    room = round(_LETTER * max(len(label) for label in order)) + 10
    return {**spec, "params": [{"name": "names_room", "value": room}]}


def _heads(years: list[int]) -> pd.DataFrame:
    """text, at: the year above its column of figures, the latest to the right."""
    at = [_COLUMN * place for place in range(len(years), 0, -1)]
    return pd.DataFrame({"text": [str(year) for year in years], "at": at})


def _labels(rows: pd.DataFrame) -> list[str]:
    """Parts are indented under their index."""
    return [_INDENT * int(indent) + name for name, indent in zip(rows["name"], rows["indent"], strict=True)]


def _names() -> alt.Y:
    look = alt.Axis(
        domain=False,
        ticks=False,
        labelAlign="left",
        labelLimit=400,
        labelPadding={"expr": "names_room"},
    )
    return alt.Y("label:N", sort=theme.ORDER, title=None, axis=look, scale=alt.Scale(domain=theme.ORDER))


def _value() -> alt.X:
    look = alt.Axis(title=None, values=_SCALE, grid=True, domain=False, ticks=False, labelPadding=6)
    return alt.X("value:Q", axis=look, scale=alt.Scale(domain=theme.DOMAIN, nice=False))


@cache
def _template() -> str:
    y, x = _names(), _value()
    guide = theme.rows("rows").mark_rule(color=theme.LINE, aria=False)
    beside = {"x": alt.value(0), "text": "text:N"}
    figure = {"align": "right", "dx": {"expr": "width + datum.at"}}
    words = theme.rows("words").mark_text(align="left", dx=6, fontSize=12, color=theme.QUIET)
    heads = theme.rows("years").mark_text(color=theme.QUIET, **figure)
    written = [
        theme.rows("figures", part).mark_text(fontWeight="bold" if part == "latest" else "normal", **figure)
        for part in _MARKS
    ]
    return theme.template(
        guide.encode(x=alt.value(0), x2=alt.value({"expr": "width"}), y=y),
        *(_points(part).encode(x=x, y=y) for part in _MARKS),
        words.encode(y=y, **beside),
        *(each.encode(y=y, **beside) for each in written),
        heads.encode(y=alt.value(-10), **beside),
        padding={**rowwise.EDGE, "top": 4, "right": 8},
    )


def _points(part: str) -> alt.Chart:
    return theme.rows("points", part).mark_point(stroke=theme.ACTUAL, opacity=1, **_MARKS[part])


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
