"""What charts whose rows have names share: names in lines, the row axis, figures beside bars, and rows to open.

Room for figures is given in pixels, so that it is enough in a narrow picture and not wasted in a wide one.
"""

from collections import Counter
from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from dashboard.charts import theme

HEAD = 30
"""Pixels above and below the rows: headings, and the picture's edge."""
EDGE = {"top": 4, "left": 0, "right": 0, "bottom": 4}
SQUEEZE = {"name": "squeeze", "expr": "min(1, 0.8 * width / max(1, left_room + right_room))"}
"""In a very narrow picture figures give way before the bars do: a fifth of it is theirs."""
PICKED = "picked"
"""The selection that a click on a row makes: its `subject`."""
_DIGIT, _BESIDE, _EDGE = 7.2, 12, 6
_NARROWEST_LETTER = 5.6
_NAME_LIMIT = 340
_LINE = 14


def named(rows: pd.DataFrame, characters: int) -> pd.DataFrame:
    """Long names in lines rather than cut off; a name that comes twice keeps a row of its own."""
    seen: Counter[str] = Counter()
    labels = []
    for name in rows["label"]:
        labels.append("\n".join(wrap(name, characters)) + "\u200b" * seen[name])
        seen[name] += 1
    return rows.assign(label=labels)


def row_height(labels: Iterable[str], least: int) -> int:
    """Pixels per row: room for the name with the most lines."""
    return max([least, *(_LINE * (label.count("\n") + 1) + 8 for label in labels)])


def side(value: float) -> str:
    """Where the figure stands: outside the bar's end."""
    return "right" if value >= 0 else "left"


def room(texts: Iterable[str]) -> int:
    """Pixels for the longest of the figures that stand on one side of the bars."""
    longest = max((len(text) for text in texts), default=0)
    return round(_DIGIT * longest) + _BESIDE if longest else _EDGE


def axis() -> alt.Y:
    """The names in the order of the template, those in the parameter `bold` in bold."""
    weight = alt.condition("indexof(bold, datum.value) >= 0", alt.value("bold"), alt.value("normal"))
    look = alt.Axis(
        domain=False,
        ticks=False,
        labelLimit=_NAME_LIMIT,
        labelLineHeight=_LINE,
        labelPadding=10,
        labelFontWeight=weight,
        labelExpr="split(datum.label, '\\n')",
        zindex=1,
    )
    return alt.Y("label:N", sort=theme.ORDER, title=None, axis=look, scale=alt.Scale(domain=theme.ORDER))


def amount(field: str) -> alt.X:
    """An amount on a scale that leaves the parameters `left_room` and `right_room` free for figures, in pixels."""
    ends = [{"expr": "left_room * squeeze"}, {"expr": "width - right_room * squeeze"}]
    scale = alt.Scale(domain=theme.DOMAIN, range=ends, nice=False, zero=False)
    return alt.X(f"{field}:Q", axis=None, scale=scale)


def figures(rows: alt.Chart, x: alt.X, y: alt.Y, **look: Any) -> list[alt.Chart]:
    """Figures on a halo of the page's surface, so that a line behind them does not cross them."""
    halo = {"stroke": theme.SURFACE, "strokeWidth": 7, "strokeJoin": "round"}
    return [rows.mark_text(**{**look, **under}).encode(x=x, y=y, text="text:N") for under in (halo, {})]


def heading() -> alt.Chart:
    """What the picture shows, above its left edge: the one row of the frame `heading`, text."""
    look = {"align": "left", "baseline": "bottom", "color": theme.QUIET}
    return theme.rows("heading").mark_text(**look).encode(x=alt.value(0), y=alt.value(-8), text="text:N")


def open_rows(y: alt.Y) -> alt.Chart:
    """What is clicked: the whole row with its name, seen only under the pointer (`style.css`). The topmost layer."""
    bar = theme.rows("open").mark_bar(fill="transparent", cursor="pointer", aria=False)
    return bar.encode(x=alt.value({"expr": "-reach"}), x2=alt.value({"expr": "width"}), y=y).properties(name=PICKED)


def opening(rows: pd.DataFrame) -> pd.DataFrame:
    """label, subject of the rows that lead somewhere; `rows` may do without `subject`."""
    if "subject" not in rows:
        return pd.DataFrame({"label": [], "subject": []})
    return rows.loc[rows["subject"].fillna("") != "", ["label", "subject"]]


def completed(spec: dict[str, Any], rows: pd.DataFrame, **rooms: int) -> dict[str, Any]:
    """With its parameters: bold names, room for figures, and the selection where there are rows to open.

    `rows`: label, bold, and subject where rows lead somewhere.
    """
    bold = [label for label, is_bold in zip(rows["label"], rows["bold"], strict=True) if is_bold]
    params: list[dict[str, Any]] = [{"name": "bold", "value": bold}, {"name": "reach", "value": _reach(rows["label"])}]
    params += [*({"name": name, "value": pixels} for name, pixels in rooms.items()), *([SQUEEZE] if rooms else [])]
    if len(opening(rows)):
        select = {"type": "point", "fields": ["subject"], "toggle": False, "clear": False}
        params.append({"name": PICKED, "select": select, "views": [PICKED]})
    return {**spec, "params": params}


def can_be_picked(spec: dict[str, Any]) -> bool:
    """Has the picture rows that lead somewhere?"""
    return any(param["name"] == PICKED for param in spec.get("params", []))


def _reach(labels: Iterable[str]) -> int:
    """Pixels of the names that a click meets: never wider than they are, or the picture would make room for it."""
    longest = max((len(line) for label in labels for line in label.split("\n")), default=0)
    return min(round(_NARROWEST_LETTER * longest), _NAME_LIMIT)
