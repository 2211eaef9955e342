"""A funnel, IBCS-inspired: departments by size beside the whole, and how far chance alone can take them from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, theme

_RIGHT = 120
_ROOM = 1.12
_WIDTH, _LETTER, _LINE, _MARK = 640.0, 6.6, 15.0, 8.0
"""Pixels that names are laid out on: the narrowest picture they must not overlap in, a letter, a line, half a mark."""
_LINES = 40
_CURVES = ("low", "high", "far_low", "far_high")
_AXIS_TITLE = "Antal anställda"


def funnel(departments: pd.DataFrame, curves: pd.DataFrame, whole: float, height: int = 340) -> dict[str, Any]:
    """A point per department; one whose size is an interval is a bar across it.

    `departments`: name, value (0-1), least, most (people; equal where the size is known), own (the view's department),
    outside ("above", "below" or empty), high (the upper limit of its size). `curves`: people, low, high, far_low,
    far_high (shares, missing where a lower limit would be below zero). The upper limits of the smallest departments
    may rise out of the picture.
    """
    widest = float(curves["people"].max())
    top = _ROOM * 100 * max(whole, *departments[["value", "high"]].to_numpy(float).ravel())
    points = departments.assign(
        at=departments["value"] * 100, part=departments["own"].map({True: "own", False: "other"})
    )
    known = points["least"] == points["most"]
    signs = points.assign(people=points[["least", "most"]].mean(axis=1))[points["outside"] != ""]
    frames = {
        "points": points.loc[known, ["least", "at", "part"]],
        "bands": points.loc[~known, ["least", "most", "at", "part"]].drop_duplicates(),
        "names": _names(points, widest, top, height),
        "asked": signs[["people", "at"]].assign(part=signs["outside"]),
        "curves": curves[["people"]].assign(**{name: curves[name] * 100 for name in _CURVES}),
        "whole": pd.DataFrame({"people": [widest], "at": [whole * 100], "text": [f"hela {sv.percent(whole, 2)}"]}),
        "ends": _ends(curves, widest, top),
    }
    spec = theme.filled(_template(), frames, height, (0.0, top), [])
    return {**spec, "params": [{"name": "widest", "value": widest}]}


def _ends(curves: pd.DataFrame, widest: float, top: float) -> pd.DataFrame:
    """people, at, text: what each pair of limits holds, where the upper one ends."""
    last = curves.iloc[-1]
    texts = [(float(last["high"]) * 100, "gräns 95 %"), (float(last["far_high"]) * 100, "gräns 99,8 %")]
    return pd.DataFrame([(widest, at, text) for at, text in texts if at < top], columns=["people", "at", "text"])


def _names(points: pd.DataFrame, widest: float, top: float, height: int) -> pd.DataFrame:
    """people, at, text, part: a name beside each mark, moved up or down where others stand.

    Bars at the same height share a line of names.
    """
    marks = points.groupby(["most", "least", "at", "part"], sort=True)["name"].agg(", ".join).reset_index()
    across, up = _WIDTH / widest, height / top
    found = marks.to_dict("records")
    taken = [_Box(mark["least"] * across - _MARK, mark["most"] * across + _MARK, mark["at"] * up) for mark in found]
    rows = []
    for mark, own in zip(found, list(taken), strict=True):
        length = _LETTER * len(mark["name"]) + _MARK
        free = (each for each in _beside(own, length) if each[0].inside and not any(map(each[0].meets, taken)))
        box, side = next(free, (own, "left"))
        taken.append(box)
        end = mark["most" if side == "right" else "least"]
        rows.append((end, box.middle / up, mark["name"], f"{side}-{mark['part']}"))
    return pd.DataFrame(rows, columns=["people", "at", "text", "part"])


@dataclass(frozen=True)
class _Box:
    """What a line of text or a mark takes, in pixels from the left and from below."""

    left: float
    right: float
    middle: float

    @property
    def inside(self) -> bool:
        return self.left >= 0 and self.right <= _WIDTH

    def meets(self, other: "_Box") -> bool:
        return self.left < other.right and other.left < self.right and abs(self.middle - other.middle) < _LINE


def _beside(mark: _Box, length: float) -> Iterator[tuple[_Box, str]]:
    """To the right of the mark and to the left, then the same a line up, a line down, two lines up and so on."""
    for lines in sorted(range(-_LINES, _LINES + 1), key=lambda lines: (abs(lines), -lines)):
        at = mark.middle + lines * _LINE
        yield _Box(mark.right, mark.right + length, at), "right"
        yield _Box(mark.left - length, mark.left, at), "left"


def _people(field: str) -> alt.X:
    look = alt.Axis(title=_AXIS_TITLE, grid=False, tickCount=6, format=",~f", titlePadding=8)
    return alt.X(f"{field}:Q", axis=look, scale=alt.Scale(domain={"expr": "[0, widest]"}, nice=False))


@cache
def _template() -> str:
    x, y = _people("people"), monthwise.on_grid("at")
    centre = theme.rows("whole").mark_rule(color=theme.ACTUAL, strokeWidth=1.5).encode(y=y)
    ends = [theme.rows(name).mark_text(align="left", dx=8, fontSize=12) for name in ("whole", "ends")]
    return theme.template(
        *_limits(),
        centre,
        *(each.encode(x=x, y=y, text="text:N") for each in ends),
        *_bands(),
        *_points(),
        *_written(),
        *_signs(),
        padding={**monthwise.EDGE, "right": _RIGHT},
    )


def _limits() -> list[alt.Chart]:
    looks = {"low": [6, 4], "high": [6, 4], "far_low": [2, 3], "far_high": [2, 3]}
    line = {"color": theme.QUIET, "strokeWidth": 1.5, "clip": True}
    rows, x = theme.rows("curves"), _people("people")
    return [
        rows.mark_line(strokeDash=dash, **line).encode(x=x, y=monthwise.on_grid(name)) for name, dash in looks.items()
    ]


def _points() -> list[alt.Chart]:
    fills = {"other": theme.SURFACE, "own": theme.ACTUAL}
    look = {"shape": "circle", "size": 85, "stroke": theme.ACTUAL, "strokeWidth": 2, "opacity": 1}
    at = {"x": _people("least"), "y": monthwise.on_grid("at")}
    return [theme.rows("points", part).mark_point(fill=fill, **look).encode(**at) for part, fill in fills.items()]


def _bands() -> list[alt.Chart]:
    drawn = []
    for part, width in (("other", 1.5), ("own", 3.5)):
        rows, y = theme.rows("bands", part), monthwise.on_grid("at")
        cap = {"color": theme.ACTUAL, "opacity": 1, "thickness": width, "size": 12, "orient": "vertical"}
        rule = rows.mark_rule(color=theme.ACTUAL, strokeWidth=width)
        drawn.append(rule.encode(x=_people("least"), x2="most:Q", y=y))
        drawn += [rows.mark_tick(**cap).encode(x=_people(end), y=y) for end in ("least", "most")]
    return drawn


def _written() -> list[alt.Chart]:
    """Names on a halo of the page's surface; that of the view's own department in bold."""
    halo = {"stroke": theme.SURFACE, "strokeWidth": 3.5, "strokeJoin": "round"}
    x, y, drawn = _people("people"), monthwise.on_grid("at"), []
    for side, align, dx in (("right", "left", 10), ("left", "right", -10)):
        for part, weight in (("other", "normal"), ("own", "bold")):
            look = {"align": align, "dx": dx, "fontWeight": weight, "fontSize": 12}
            rows = theme.rows("names", f"{side}-{part}")
            drawn += [rows.mark_text(**{**look, **under}).encode(x=x, y=y, text="text:N") for under in (halo, {})]
    return drawn


def _signs() -> list[alt.Chart]:
    """A question mark at what lies outside, away from the whole."""
    x, y = _people("people"), monthwise.on_grid("at")
    signs = (("above", -15), ("below", 16))
    look = {"text": "?", "fontSize": 15, "fontWeight": "bold"}
    return [theme.rows("asked", part).mark_text(dy=dy, **look).encode(x=x, y=y) for part, dy in signs]


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
