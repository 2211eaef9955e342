"""The look of every chart: Swedish locale, the page's font, and colours that follow the page's theme.

On screen a colour is a CSS variable of `style.css`, so that light and dark need no second chart. Building an Altair
chart takes a hundred milliseconds, filling one with rows a few: each verb builds its template once and fills it.
"""

import json
from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

TEXT = "var(--mu-text)"
QUIET = "var(--mu-quiet)"
LINE = "var(--mu-line)"
AXIS = "var(--mu-axis)"
SURFACE = "var(--mu-surface)"
ACTUAL = "var(--mu-actual)"
PREV_YEAR = "var(--mu-prev-year)"
GOOD = "var(--mu-good)"
BAD = "var(--mu-bad)"

FONT = '"Source Sans", sans-serif'

NUMBERS = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"], "minus": "\u2212"}
_MONTHS = ["januari", "februari", "mars", "april", "maj", "juni"]
_MONTHS += ["juli", "augusti", "september", "oktober", "november", "december"]
_DAYS = ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"]
TIMES = {
    "dateTime": "%A den %d %B %Y %X",
    "date": "%Y-%m-%d",
    "time": "%H:%M:%S",
    "periods": ["fm", "em"],
    "days": _DAYS,
    "shortDays": [name[:3] for name in _DAYS],
    "months": _MONTHS,
    "shortMonths": [name[:3] for name in _MONTHS],
}
ORDER, DOMAIN = ["@order"], ["@domain"]
"""Stand in a template for the list of names and the domain of the value axis."""


def rows(name: str, part: str = "") -> alt.Chart:
    """A layer over the rows that `filled` brings under this name; with `part` only those of that part."""
    return alt.Chart(alt.NamedData(name=f"{name}/{part}"))


def template(*layers: alt.Chart | alt.LayerChart, **properties: Any) -> str:
    """Layers in the house's look, as JSON to be filled."""
    axis = {
        "labelColor": TEXT,
        "titleColor": QUIET,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "domainColor": AXIS,
        "tickColor": AXIS,
        "labelFontSize": 13,
        "titleFontSize": 13,
    }
    chart = alt.layer(*layers).properties(**properties)
    return chart.configure(
        font=FONT,
        background="transparent",
        aria=False,  # the picture has one text of its own; its parts would be read in English
        axis=axis,
        view={"stroke": None},
        mark={"tooltip": None},  # Streamlit's would show the names of columns
        text={"color": TEXT, "fontSize": 13, "font": FONT},
        locale={"number": NUMBERS, "time": TIMES},
    ).to_json(indent=None)


def filled(
    template: str, frames: Mapping[str, pd.DataFrame], height: int, domain: tuple[float, float], order: list[str]
) -> dict[str, Any]:
    """A Vega-Lite dict: the template with its rows, the order of its names and the domain of its value axis.

    Each layer carries its own rows: Streamlit would turn named datasets into Arrow tables, at 2 ms each.
    """
    text = template.replace(json.dumps(ORDER), json.dumps(order)).replace(json.dumps(DOMAIN), json.dumps(domain))
    spec = json.loads(text)
    records = {name: _records(frame) for name, frame in frames.items()}
    common = spec.pop("data", None)  # Altair moves it up where all layers have the same
    for layer in spec["layer"]:
        layer["data"] = {"values": _values(records, layer.get("data", common)["name"])}
    return {**spec, "height": height}


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _values(records: Mapping[str, list[dict[Any, Any]]], name: str) -> list[dict[Any, Any]]:
    frame, part = name.split("/")
    return [row for row in records[frame] if row["part"] == part] if part else records[frame]
