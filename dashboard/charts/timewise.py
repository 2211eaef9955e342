"""What charts over many months share: the axis of months, gaps with a mark and a word, breaks with their titles."""

from itertools import groupby
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, theme

_CROSSES, _GAP_LINES = 24, 3
"""Pixels at the bottom of the picture for a cross per missing month; lines of words above them, at most."""
_MORE = "med mera"
_ALL_SHOWN = 6
_TITLE_CHARACTERS = 38
_LINE = 14
_ROOMY, _JANUARY = "width >= names_room", "substring(datum.label, 0, 3) == 'jan'"
_NAME = 58
"""Pixels of a month's name on the axis."""
_ABOVE = {"expr": "-above"}
_HALO = {"stroke": theme.SURFACE, "strokeWidth": 3.5, "strokeJoin": "round"}


def names(periods: pd.Series) -> list[str]:
    """Months as they stand on the axis: "jan 2018"."""
    return [f"{sv.month_short(period)} {period.year}" for period in periods]


def axis(field: str = "month") -> alt.X:
    """Months from left to right; of many, January and July have their names, in a narrow picture January alone."""
    label = f"indexof(shown, datum.label) >= 0 && ({_ROOMY} || {_JANUARY}) ? datum.label : ''"
    look = alt.Axis(title=None, grid=False, labelAngle=0, labelExpr=label, labelOverlap=False, labelPadding=6)
    return alt.X(f"{field}:O", sort=theme.ORDER, axis=look, scale=alt.Scale(domain=theme.ORDER))


def line(field: str, x: alt.X, **look: Any) -> list[alt.Chart]:
    """A line with a point per month, broken where one is missing."""
    y = monthwise.on_grid(field)
    known = theme.rows("rows").transform_filter(f"isValid(datum.{field})")
    drawn = theme.rows("rows").mark_line(invalid="break-paths-show-path-domains", **look)
    return [
        drawn.encode(x=x, y=y),
        known.mark_point(color=theme.ACTUAL, filled=True, size=30, opacity=1).encode(x=x, y=y),
    ]


def gaps(months: pd.DataFrame) -> pd.DataFrame:
    """month, text, part: a cross per missing month; the words of each gap at its middle, a line each.

    `months`: month, why (empty where there is a value).
    """
    rows = []
    numbered = enumerate(months[["month", "why"]].itertuples(index=False, name=None))
    for missing, run in groupby(numbered, key=lambda row: bool(row[1][1])):
        if missing:
            places = list(run)
            side = "starts" if places[0][0] == 0 else "ends" if places[-1][0] == len(months) - 1 else "within"
            at = {"starts": places[0], "ends": places[-1], "within": places[len(places) // 2]}[side][1][0]
            rows += [(month, "×", "missing") for _, (month, _) in places]
            words = _at_most([why for _, (_, why) in places])
            rows += [(at, word, f"{side}-{line}") for line, word in enumerate(reversed(words))]
    return pd.DataFrame(rows, columns=["month", "text", "part"])


def _at_most(words: list[str]) -> list[str]:
    """Each word once, in as many lines as there is room for."""
    once = list(dict.fromkeys(words))
    return once if len(once) <= _GAP_LINES else [*once[: _GAP_LINES - 1], _MORE]


def gap_room(gaps: pd.DataFrame) -> int:
    """Pixels at the bottom of the picture that the gaps' crosses and words take."""
    lines = [int(part[-1]) + 1 for part in gaps["part"] if part != "missing"]
    return _CROSSES + _LINE * max(lines, default=0)


def gap_marks(x: alt.X) -> list[alt.Chart]:
    crosses = theme.rows("gaps", "missing").mark_text(color=theme.QUIET, fontSize=12)
    drawn = [crosses.encode(x=x, y=alt.value({"expr": "height - 8"}), text="text:N")]
    for side, align in (("starts", "left"), ("within", "center"), ("ends", "right")):
        for line in range(_GAP_LINES):
            above = alt.value({"expr": f"height - {_CROSSES + _LINE * line}"})
            drawn += _written("gaps", f"{side}-{line}", x, above, align=align, color=theme.QUIET)
    return drawn


def breaks(found: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """month, text, part: each title on lines of its own above the picture. `found`: period, title."""
    rows, lines = [], 0
    for month, title in zip(names(found["period"]), found["title"], strict=True):
        if month in order:
            told = wrap(f"{month}: {title}", _TITLE_CHARACTERS)
            part = "starts" if order.index(month) < len(order) / 2 else "ends"
            rows.append((month, "\n" * lines + "\n".join(told), part))
            lines += len(told)
    return pd.DataFrame(rows, columns=["month", "text", "part"])


def break_rules(x: alt.X) -> list[alt.Chart]:
    rule = theme.rows("breaks").mark_rule(color=theme.QUIET, strokeDash=[5, 4], strokeWidth=1.5, aria=False)
    drawn = [rule.encode(x=x)]
    for part, align in (("starts", "left"), ("ends", "right")):
        look = {"align": align, "baseline": "top", "lineBreak": "\n", "lineHeight": _LINE, "color": theme.QUIET}
        drawn += _written("breaks", part, x, alt.value(_ABOVE), **look)
    return drawn


def _written(frame: str, part: str, x: alt.X, y: Any, **look: Any) -> list[alt.Chart]:
    """Words on a halo of the page's surface, so that no line crosses them."""
    rows = theme.rows(frame, part)
    return [rows.mark_text(fontSize=12, **{**look, **under}).encode(x=x, y=y, text="text:N") for under in (_HALO, {})]


def completed(spec: dict[str, Any], order: list[str], titles: pd.DataFrame, right: int) -> dict[str, Any]:
    """With its parameters, and room above for the titles of breaks and to the right for figures."""
    shown = [each for each in order if len(order) <= _ALL_SHOWN or each[:3] in ("jan", "jul")]
    above = _LINE * max((text.count("\n") + 1 for text in titles["text"]), default=0) + 4
    values = {"shown": shown, "above": above, "names_room": _NAME * len(shown) if len(order) > _ALL_SHOWN else 0}
    params = [{"name": name, "value": value} for name, value in values.items()]
    padding = {**monthwise.EDGE, "top": monthwise.EDGE["top"] + above, "right": right}
    return {**spec, "params": params, "padding": padding}
