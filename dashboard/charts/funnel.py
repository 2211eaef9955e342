"""A funnel, IBCS-inspired: departments by size beside the whole, and how far chance alone can take them from it."""

from functools import cache
from typing import Any

import altair as alt
import pandas as pd

from dashboard import format as sv
from dashboard.charts import monthwise, naming, theme

_RIGHT = 8
_ROOM = 1.12
_WIDTH = 480.0
"""Pixels that names are laid out on: the narrowest picture they must not overlap in. In a wider one marks lie apart."""
_CURVES = ("low", "high", "far_low", "far_high")
_SIGNS = {"above": 15, "below": -16}
"""Pixels up to the question mark."""
_WEIGHT = {True: "bold", False: "normal"}
_BY_ROW = {"align": "align", "dx": "dx", "fontWeight": "weight"}
_AXIS_TITLE = "Antal anställda"


def funnel(departments: pd.DataFrame, curves: pd.DataFrame, whole: float, height: int = 340) -> dict[str, Any]:
    """A point per department; one whose size is an interval is a bar across it.

    `departments`: name, value (0-1), least, most (people; equal where the size is known), own (the view's department),
    outside ("above", "below" or empty), high (the upper limit of its size). `curves`: people, low, high, far_low,
    far_high (shares, missing where a lower limit would be below zero). The upper limits of the smallest departments
    may rise out of the picture.
    """
    widest = float(curves["people"].max())
    top = 100 * highest(departments, whole)
    points = departments.assign(
        at=departments["value"] * 100, part=departments["own"].map({True: "own", False: "other"})
    )
    known = points["least"] == points["most"]
    signs = points.assign(people=points[["least", "most"]].mean(axis=1))[points["outside"] != ""]
    percent = curves[["people"]].assign(**{name: curves[name] * 100 for name in _CURVES})
    names = _names(points, percent, whole * 100, top, height)
    frames = {
        "points": points.loc[known, ["least", "at", "part"]],
        "bands": points.loc[~known, ["least", "most", "at", "part"]].drop_duplicates(),
        "names": names,
        "leaders": names[names["led"]],
        "asked": signs[["people", "at"]].assign(part=signs["outside"]),
        "curves": percent,
        "whole": pd.DataFrame({"people": [widest], "at": [whole * 100], "text": [_whole_text(whole)]}),
        "ends": _ends(curves, widest, top),
    }
    spec = theme.filled(_template(), frames, height, (0.0, top), [])
    return {**spec, "params": [{"name": "widest", "value": widest}]}


def highest(departments: pd.DataFrame, whole: float) -> float:
    """The share at the top of the picture."""
    return _ROOM * max(whole, *departments[["value", "high"]].to_numpy(float).ravel())


def _whole_text(whole: float) -> str:
    return f"hela organisationen {sv.percent(whole, 2)}"


def _ends(curves: pd.DataFrame, widest: float, top: float) -> pd.DataFrame:
    """people, at, text: what each pair of limits holds, where the upper one ends."""
    last = curves.iloc[-1]
    texts = [(float(last["high"]) * 100, "gräns 95 %"), (float(last["far_high"]) * 100, "gräns 99,8 %")]
    return pd.DataFrame([(widest, at, text) for at, text in texts if at < top], columns=["people", "at", "text"])


def _names(points: pd.DataFrame, curves: pd.DataFrame, whole: float, top: float, height: int) -> pd.DataFrame:
    """people, at, text, dx, align, weight, led (a thin line goes to it from), mark: a name per mark.

    Bars at the same height share a line of names.
    """
    marks = points.groupby(["most", "least", "at", "own"], sort=True)["name"].agg(", ".join).reset_index()
    across, up = _WIDTH / float(curves["people"].max()), height / top
    found = [naming.Mark(m["name"], m["least"] * across, m["most"] * across, m["at"] * up) for m in _rows(marks)]
    signs = [_sign(row, across, up) for row in _rows(points[points["outside"] != ""])]
    lines = [naming.Box(0, _WIDTH, whole * up, 1.5), *_pieces(curves, across, up), *signs]
    placed = naming.places(found, lines, _WIDTH, height)
    return pd.DataFrame(
        {
            "people": [place.x / across for place in placed],
            "at": [place.y / up for place in placed],
            "text": marks["name"],
            "dx": [place.dx for place in placed],
            "align": [place.align for place in placed],
            "weight": marks["own"].map(_WEIGHT),
            "led": [place.led for place in placed],
            "mark": marks["at"],
        }
    )


def _rows(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


def _sign(row: dict[Any, Any], across: float, up: float) -> naming.Box:
    """The question mark at what lies outside."""
    middle = (row["least"] + row["most"]) / 2 * across
    return naming.Box(middle - 6, middle + 6, row["at"] * up + _SIGNS[row["outside"]])


def _pieces(curves: pd.DataFrame, across: float, up: float) -> list[naming.Box]:
    """The limits, piece by piece."""
    step = float(curves["people"].diff().max()) * across
    known = curves.melt("people", list(_CURVES)).dropna()
    return [
        naming.Box(people * across - step / 2, people * across + step / 2, at * up, 1.5)
        for people, at in zip(known["people"], known["value"], strict=True)
    ]


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
        *_written(),
        *_points(),
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
    look = {name: {"expr": f"datum.{field}"} for name, field in _BY_ROW.items()}
    x, y, rows = _people("people"), monthwise.on_grid("at"), theme.rows("names")
    leader = theme.rows("leaders").mark_rule(color=theme.AXIS, strokeWidth=1)
    texts = [rows.mark_text(fontSize=12, **look, **under).encode(x=x, y=y, text="text:N") for under in (halo, {})]
    return [leader.encode(x=x, y=y, y2="mark:Q"), *texts]


def _signs() -> list[alt.Chart]:
    """A question mark at what lies outside, away from the whole."""
    x, y = _people("people"), monthwise.on_grid("at")
    look = {"text": "?", "fontSize": 15, "fontWeight": "bold"}
    return [theme.rows("asked", part).mark_text(dy=-dy, **look).encode(x=x, y=y) for part, dy in _SIGNS.items()]


TEMPLATES = (_template,)
"""All templates, for a server that wants them built before the first visitor."""
