"""Intervals, IBCS-inspired: what each row says of the same figure, and how far it may miss."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import rowwise, theme
from dashboard.charts.scales import extent, widened

_NAME_CHARACTERS = 36
_ROW = 46
_LEAST_MNKR = 1.0
_ENDS = ("low", "high")
_MARKERS = {
    "forecast": {"shape": "circle", "fill": theme.SURFACE},
    "baseline": {"shape": "circle", "fill": theme.ACTUAL},
    "budget": {"shape": "square", "fill": theme.SURFACE},
}


def intervals(rows: pd.DataFrame, heading: str, signed: bool = False) -> dict[str, Any]:
    """A point with its interval per row. `rows`: label, value, low, high (mnkr, missing allowed), role.

    `role`: "forecast" is a hollow point, "baseline" a solid one, "budget" an outlined square. These are points and not
    bars: the scale need not start at zero. `signed` writes a plus, as a deviation needs.
    """
    rows = rowwise.named(rows, _NAME_CHARACTERS).assign(bold=False)
    banded = rows[rows[["low", "high"]].notna().all(axis=1)]
    ends = [_written(banded, end, end, banded[end], signed) for end in _ENDS]
    texts = pd.concat([_values(rows, banded, signed), *ends], ignore_index=True)
    known = pd.concat([rows[["value"]], banded[["low", "high"]]])
    frames = {
        "points": rows.loc[rows["value"].notna(), ["label", "value", "role"]].rename(columns={"role": "part"}),
        "bands": banded[["label", "low", "high"]],
        "rows": rows[["label"]],
        "texts": texts,
        "heading": pd.DataFrame({"text": [heading]}),
    }
    height = rowwise.row_height(rows["label"], _ROW) * len(rows) + rowwise.HEAD
    spec = theme.filled(_template(), frames, height, widened(extent(known), _LEAST_MNKR), list(rows["label"]))
    left, right = (texts.loc[texts["part"].isin(parts), "text"] for parts in (["low"], ["value", "high"]))
    return rowwise.completed(spec, rows, left_room=rowwise.room(left), right_room=rowwise.room(right))


def _values(rows: pd.DataFrame, banded: pd.DataFrame, signed: bool) -> pd.DataFrame:
    """label, part, at, text: the figure stands to the right of all marks of its row."""
    known = rows[rows["value"].notna()]
    at = pd.concat([known["value"], banded["high"].reindex(known.index)], axis=1).max(axis=1)
    return _written(known, "value", "value", at, signed)


def _written(rows: pd.DataFrame, part: str, amount: str, at: pd.Series, signed: bool) -> pd.DataFrame:
    """label, part, at, text; each end of an interval has its figure under it."""
    texts = [sv.number(value, 1, signed=signed) for value in rows[amount]]
    return pd.DataFrame({"label": rows["label"], "part": part, "at": at, "text": texts})


@cache
def _template() -> str:
    y = rowwise.axis()
    rule = {"aria": False, "color": theme.ACTUAL, "strokeWidth": 1.5}
    cap = {"color": theme.ACTUAL, "opacity": 1, "thickness": 1.5, "size": 12, "orient": "vertical"}
    guide = theme.rows("rows").mark_rule(color=theme.LINE, aria=False)
    return theme.template(
        guide.encode(x=alt.value(0), x2=alt.value({"expr": "width"}), y=y),
        theme.rows("bands").mark_rule(**rule).encode(x=rowwise.amount("low"), x2="high:Q", y=y),
        *(theme.rows("bands").mark_tick(**cap).encode(x=rowwise.amount(end), y=y) for end in _ENDS),
        *(_points(role, look, y) for role, look in _MARKERS.items()),
        *_figures("value", y, align="left", dx=10, fontWeight="bold"),
        *_figures("low", y, align="right", dx=-3, dy=15, color=theme.QUIET, fontSize=12),
        *_figures("high", y, align="left", dx=3, dy=15, color=theme.QUIET, fontSize=12),
        rowwise.heading(),
        padding=rowwise.EDGE,
    )


def _points(role: str, look: dict[str, Any], y: alt.Y) -> alt.Chart:
    marks = theme.rows("points", role).mark_point(size=85, stroke=theme.ACTUAL, strokeWidth=2, opacity=1, **look)
    return marks.encode(x=rowwise.amount("value"), y=y)


def _figures(part: str, y: alt.Y, **look: Any) -> list[alt.Chart]:
    return rowwise.figures(theme.rows("texts", part), rowwise.amount("at"), y, **look)


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
