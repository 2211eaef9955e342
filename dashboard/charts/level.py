"""A level over months, IBCS-inspired: a line against its target and limit, with its gaps and breaks."""

from functools import cache
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, rowwise, theme, timewise
from dashboard.charts.scales import span
from dashboard.words import PUBLISHED_MARK

_RIGHT = 8
_HOLLOW = {
    "shape": "circle",
    "size": 45,
    "fill": theme.SURFACE,
    "stroke": theme.ACTUAL,
    "strokeWidth": 1.5,
    "opacity": 1,
}
_NAME = {"align": "left", "dy": -11, "fontSize": 12, "color": theme.QUIET}
_MARK_SIZE = 16
"""Of the mark of a published month, on its point: beside it, it would be read as another value."""
_AIMS = {"target": ([6, 4], "mål"), "limit": ([2, 3], "gräns")}


def share_level(months: pd.DataFrame, breaks: pd.DataFrame, height: int = 280) -> dict[str, Any]:
    """A share from month to month, the last value written out and published months marked.

    `months`: period, value (0-1), rounded (in whole per cent: a hollow point that no line meets), decimals, target,
    limit (missing allowed), published, why (the word where there is no value, else empty); every month from first to
    last. `breaks`: period, title.
    """
    order = timewise.names(months["period"])
    percent = {name: months[name].astype(float) * 100 for name in ("value", "target", "limit")}
    rounded = months["rounded"].to_numpy(bool)
    kinds = {"exact": percent["value"].mask(rounded), "whole": percent["value"].where(rounded)}
    rows = pd.DataFrame({"month": order, **percent, **kinds, "published": months["published"].to_numpy()})
    titles = timewise.breaks(breaks, order)
    frames = {
        "rows": rows,
        "last": _last(rows, months["decimals"]),
        "aims": _aims(rows),
        "gaps": timewise.gaps(months.assign(month=order)),
        "breaks": titles,
    }
    high = 1.25 * max(span(rows[["value", "target", "limit"]])[1], 1.0)
    spec = theme.filled(_template(), frames, height, (0.0, high), order)
    return timewise.completed(spec, order, titles, _RIGHT)


def _last(rows: pd.DataFrame, decimals: pd.Series) -> pd.DataFrame:
    known = rows.assign(decimals=decimals.to_numpy()).dropna(subset=["value"]).tail(1)
    texts = [sv.percent(v / 100, int(d)) for v, d in zip(known["value"], known["decimals"], strict=True)]
    return known[["month", "value"]].assign(text=texts)


def _aims(rows: pd.DataFrame) -> pd.DataFrame:
    """month, at, text: the word of each line where it begins."""
    firsts = [(name, rows.dropna(subset=[name]).head(1)) for name in _AIMS]
    found = [(first["month"].iloc[0], first[name].iloc[0], _AIMS[name][1]) for name, first in firsts if len(first)]
    return pd.DataFrame(found, columns=["month", "at", "text"])


@cache
def _template() -> str:
    x, y = timewise.axis(), monthwise.on_grid("value")
    rows = theme.rows("rows")
    hollow = rows.transform_filter("isValid(datum.whole)")
    aimed = [
        rows.transform_filter(f"isValid(datum.{name})")
        .mark_line(color=theme.ACTUAL, strokeDash=dash, strokeWidth=1.5)
        .encode(x=x, y=monthwise.on_grid(name))
        for name, (dash, _) in _AIMS.items()
    ]
    last = theme.rows("last").mark_text(align="left", dx=10, fontSize=14, fontWeight="bold")
    published = rows.transform_filter("datum.published").mark_text(text=PUBLISHED_MARK, fontSize=_MARK_SIZE)
    return theme.template(
        *timewise.break_rules(x),
        *timewise.line("exact", x, color=theme.ACTUAL, strokeWidth=2.5),
        *aimed,
        published.encode(x=x, y=y),
        hollow.mark_point(**_HOLLOW).encode(x=x, y=monthwise.on_grid("whole")),
        *rowwise.figures(theme.rows("aims"), x, monthwise.on_grid("at"), **_NAME),
        last.encode(x=x, y=y, text="text:N"),
        *timewise.gap_marks(x),
    )


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
