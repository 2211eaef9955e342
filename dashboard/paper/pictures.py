"""A chart of the content model as a picture of its own, without a browser."""

import json
import re
from functools import cache, lru_cache
from importlib import resources

import vl_convert

from dashboard.charts import theme
from dashboard.paper.inert import inert
from dashboard.report.content import Chart

FONT = "Source Sans Pro"
WIDTH = 620
"""Pixels of the drawing area: on a page 16 cm wide the smallest text is then about 7.5 points."""
_VARIABLE = re.compile(r"(--mu-[a-z-]+): light-dark\((#[0-9a-f]{6}),")


def svg(chart: Chart, width: int = WIDTH) -> str:
    """The picture in the light theme's colours, its text as text."""
    return _svg(_on_paper(_sized(chart, width)))


def themed_svg(chart: Chart, width: int = WIDTH) -> str:
    """The picture in the CSS variables of `style.css`: light and dark as the page around it."""
    return _svg(_sized(chart, width))


def png(chart: Chart, width: int = WIDTH, scale: float = 2.5) -> bytes:
    """The same in pixels, on white."""
    return _png(_on_paper(_sized(chart, width)), scale)


def font_folder() -> str:
    """The folder of the font's files, for a program that reads them."""
    return str(resources.files("font_source_sans_pro") / "files")


def _sized(chart: Chart, width: int) -> str:
    spec = inert({**chart.spec(), "width": width})
    return json.dumps(spec).replace(json.dumps(theme.FONT)[1:-1], json.dumps(f'"{FONT}", sans-serif')[1:-1])


def _on_paper(spec: str) -> str:
    for name, colour in _light().items():
        spec = spec.replace(f"var({name})", colour)
    return spec.replace('"background": "transparent"', '"background": "#ffffff"')


@cache
def _light() -> dict[str, str]:
    """The colours of the light theme, from where the pages have them."""
    style = resources.files("dashboard").joinpath("style.css").read_text(encoding="utf-8")
    return dict(_VARIABLE.findall(style))


@lru_cache(maxsize=64)
def _png(spec: str, scale: float) -> bytes:
    _register()
    return bytes(vl_convert.vegalite_to_png(spec, scale=scale))


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    _register()
    return str(vl_convert.vegalite_to_svg(spec))


@cache
def _register() -> None:
    vl_convert.register_font_directory(font_folder())
