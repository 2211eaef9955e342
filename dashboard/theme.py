"""The look of every chart: Swedish locale, the page's font, and colours that follow the page's theme.

On screen a colour is a CSS variable of `style.css`, so that light and dark need no second chart.
"""

from typing import Any

import altair as alt

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
MONTHS = ["januari", "februari", "mars", "april", "maj", "juni"] + [
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
TIMES = {
    "dateTime": "%A den %d %B %Y %X",
    "date": "%Y-%m-%d",
    "time": "%H:%M:%S",
    "periods": ["fm", "em"],
    "days": ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"],
    "shortDays": ["sön", "mån", "tis", "ons", "tor", "fre", "lör"],
    "months": MONTHS,
    "shortMonths": [name[:3] for name in MONTHS],
}


def dressed(chart: alt.LayerChart | alt.Chart) -> dict[str, Any]:
    """The chart as a Vega-Lite dict in the house's look."""
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
    spec: dict[str, Any] = chart.configure(
        font=FONT,
        background="transparent",
        axis=axis,
        view={"stroke": None},
        text={"color": TEXT, "fontSize": 13, "font": FONT},
        title={"color": TEXT, "fontWeight": "normal", "anchor": "start"},
        locale={"number": NUMBERS, "time": TIMES},
    ).to_dict()
    return spec
