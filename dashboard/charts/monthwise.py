"""What charts over months share: the months from left to right, amounts against one scale, marks of published ones."""

import altair as alt
import pandas as pd

from dashboard.charts import theme
from dashboard.words import PUBLISHED_MARK

EDGE = {"top": 8, "bottom": 8, "left": 4, "right": 4}
MARK_ROW = 24
BELOW_MONTHS = alt.value({"expr": "height + 26"})
"""The row under the names of the months: marks of published ones, or figures."""


def axis() -> alt.X:
    """The names of months (or plan years) from left to right."""
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, domain=False, labelPadding=8)
    return alt.X("month:N", sort=theme.ORDER, scale=alt.Scale(domain=theme.ORDER, paddingInner=0.25), axis=axis)


def on_grid(field: str) -> alt.Y:
    """An amount on the common value axis with its grid."""
    axis = alt.Axis(title=None, tickCount=4, domain=False, ticks=False, format=",~f")
    return alt.Y(f"{field}:Q", title=None, stack=None, axis=axis, scale=alt.Scale(domain=theme.DOMAIN, nice=False))


def plain(field: str) -> alt.Y:
    """An amount whose figure stands at its mark, so that no axis is needed."""
    return alt.Y(f"{field}:Q", stack=None, axis=None, scale=alt.Scale(domain=theme.DOMAIN, nice=False))


def zero_line() -> alt.Chart:
    return theme.rows("rows").mark_rule(color=theme.AXIS, strokeWidth=1.2, aria=False).encode(y=alt.YDatum(0))


def published(x: alt.X) -> alt.Chart:
    marked = theme.rows("rows").transform_filter("isValid(datum.mark)")
    return marked.mark_text(baseline="top").encode(x=x, y=BELOW_MONTHS, text="mark:N")


def with_mark(months: pd.DataFrame) -> pd.DataFrame:
    return months.assign(mark=months["published"].map({True: PUBLISHED_MARK}))
