"""The dialogue on the projector: one HTML file that loads nothing, for a server and for a laptop without network."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from importlib import resources
from itertools import pairwise
from pathlib import Path

import streamlit

from dashboard.dialogue import deck, faces, fitting
from dashboard.dialogue.faces import Pages
from dashboard.paper import pictures
from dashboard.report.content import Document

_VARIABLES = re.compile(r":root \{.*?\n\}", re.DOTALL)
_NOTATION = re.compile(r"^\.(?:mu-(?:good|bad|legend|key)|unseen)\b[^{]*\{[^}]*\}", re.MULTILINE)
_FONT = "static/static/media/SourceSansVF-Upright*.woff2"
_SIZES = {
    "side": fitting.SIDE,
    "top": fitting.TOP,
    "message": fitting.MESSAGE,
    "eyebrow": fitting.EYEBROW,
    "caption": fitting.CAPTION,
    "note": fitting.NOTE,
    "foot": fitting.FOOT,
}


def write(document: Document, pages: Pages | None = None, decide: str = "") -> bytes:
    """The dialogue as HTML. `pages` leads from a slide to the ordinary page at the same place.

    `decide` is the address where decisions are written; the slide's key is added to it. An exported file has neither.
    """
    script = _file("dialogue.js")
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(script, pages is not None)}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(_title(document))}</title>'
        f"<style>{_style()}</style></head><body>{_body(document, faces.Places(pages, decide))}"
        f"<script>{script}</script></body></html>"
    ).encode()


def policy(script: str, leads_to_pages: bool) -> str:
    """No other script than this one runs, and nothing is loaded: at most the server is asked whether it is there."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    asks = "connect-src 'self'; " if leads_to_pages else ""
    return (
        f"default-src 'none'; {asks}style-src 'unsafe-inline'; font-src data:; img-src data:; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _title(document: Document) -> str:
    return f"{document.title}, {document.subject}"


def _body(document: Document, places: faces.Places) -> str:
    slides = deck.slides(document)
    followed = [*pairwise(slides), (slides[-1], None)]
    shown = "".join(
        faces.face(slide, after if after and after.run == slide.run else None, document, places)
        for slide, after in followed
    )
    own = [slide for slide in slides if not slide.run]
    return f'<main>{shown}</main>{_buttons()}{faces.overview(own, document)}<p role="status"></p>'


def _buttons() -> str:
    """Quiet ones for a mouse; all of them are keys too. Without the script they would do nothing and are hidden."""
    return (
        '<nav aria-label="Bilder" hidden>'
        '<button type="button" class="back" data-key="PageUp" aria-label="Föregående bild">‹</button>'
        '<button type="button" class="on" data-key="PageDown" aria-label="Nästa bild">›</button>'
        '<button type="button" class="all" data-key="o" aria-label="Översikt över bilderna">☰</button></nav>'
    )


@cache
def _style() -> str:
    """The notation's colours and keys from where the pages have them, the font, and the slides' own rules."""
    pages = resources.files("dashboard").joinpath("style.css").read_text(encoding="utf-8")
    found = _VARIABLES.search(pages)
    variables = found.group() if found else ""
    sizes = "".join(f"--{name}: calc({size} * var(--u));" for name, size in _SIZES.items())
    notation = "\n".join(_NOTATION.findall(pages))
    return f"{_font()}{variables}\n:root {{ {sizes} }}\n{notation}\n{_file('dialogue.css')}"


def _font() -> str:
    """The variable font that Streamlit brings, under the name that the pictures use; without it the system's own."""
    file = next(Path(streamlit.__file__).parent.glob(_FONT), None)
    if file is None:
        return ""
    data = b64encode(file.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{pictures.FONT}"; font-weight: 200 900; '
        f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}\n'
    )


@cache
def _file(name: str) -> str:
    return resources.files("dashboard.dialogue").joinpath(name).read_text(encoding="utf-8")
