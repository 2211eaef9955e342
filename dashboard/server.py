"""The web server: st.App on one uvicorn process, set up as measured in the README's table of speed."""

import gc
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import exposure
from dashboard.dialogue import served
from dashboard.dialogue.addresses import SHOWN_AT
from dashboard.menu import MENU

APP = Path(__file__).with_name("app.py")
_COLLECT_SECONDS = 30.0
_ENGLISH, _SWEDISH = b'<html lang="en"', b'<html lang="sv"'
_CHART_CODE = ("ArrowVegaLiteChart", "loadVegaEmbed", "embed", "vega-interpreter", "recordbatch", "serialization")


ADDRESSES = {entry.address for entry in MENU}
"""The pages' addresses; whatever else a browser asks for as a page is not there."""
UNKNOWN_PAGE = HTMLResponse(
    '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Sidan finns inte</title>'
    '<body style="font-family: sans-serif; max-width: 40rem; margin: 4rem auto"><h1>Sidan finns inte</h1>'
    '<p>Adressen leder inte till någon sida. <a href="/">Till översikten</a></p></body></html>',
    status_code=404,
)


def chart_code() -> bytes:
    """Links that let the browser fetch the code of charts at once, instead of when the first chart arrives."""
    folder = Path(st.__file__).parent / "static" / "static" / "js"
    names = [path.name for part in _CHART_CODE for path in folder.glob(f"{part}.*.js")]
    return "".join(f'<link rel="modulepreload" href="/static/js/{name}">' for name in names).encode()


class SwedishPage:
    """Streamlit's page says `lang="en"`, but a screen reader needs to know that it is Swedish.

    Charts' code is preloaded, and an unknown address gets a Swedish answer instead of Streamlit's English dialog.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.links = chart_code()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == SHOWN_AT or not _asks_for_page(scope["path"]):
            await self.app(scope, receive, send)
        elif scope["path"].strip("/") not in ADDRESSES:
            await UNKNOWN_PAGE(scope, receive, send)
        else:
            await self.app(_plain(scope), receive, self._changing(send))

    def _changing(self, send: Send) -> Send:
        started: list[Message] = []

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                started.append(message)  # its length is known once the page has been changed
            elif started and message["type"] == "http.response.body":
                body = self.changed(message.get("body", b""))
                await send(_with_length(started.pop(), len(body)))
                await send({**message, "body": body})
            else:
                await send(message)

        return send_changed

    def changed(self, page: bytes) -> bytes:
        """The page in Swedish and with the links."""
        return page.replace(_ENGLISH, _SWEDISH, 1).replace(b"</head>", self.links + b"</head>", 1)


def _asks_for_page(path: str) -> bool:
    """Not a file, a download or Streamlit's own traffic, which stand under other folders or have an ending."""
    return not any(part in path for part in ("/static/", "/_stcore/", "/media/", "/component", "/oauth", "."))


def _plain(scope: Scope) -> Scope:
    """The request without compression and without a browser's older copy: neither can be changed on the way."""
    unwanted = (b"accept-encoding", b"if-none-match", b"if-modified-since")
    return {**scope, "headers": [header for header in scope["headers"] if header[0] not in unwanted]}


def _is_page(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])


def _with_length(start: Message, length: int) -> Message:
    headers = [header for header in start["headers"] if header[0] != b"content-length"]
    return {**start, "headers": [*headers, (b"content-length", str(length).encode())]}


@asynccontextmanager
async def _collected_on_our_own_time(app: Any) -> AsyncIterator[None]:
    """Full collections hold every session, so they run on a timer and leave what was imported at start alone."""
    stopped = threading.Event()

    def collect() -> None:
        while not stopped.wait(_COLLECT_SECONDS):
            gc.collect()

    prepare()
    gc.freeze()
    threading.Thread(target=collect, daemon=True).start()
    yield
    stopped.set()


def build_templates() -> None:
    """The charts' templates, which take a hundred milliseconds each."""
    from dashboard.charts import (
        columns,
        control,
        funnel,
        indexes,
        intervals,
        level,
        outlook,
        signed_tiers,
        tiers,
        waterfall,
    )

    for module in (columns, tiers, waterfall, signed_tiers, intervals, outlook, level, control, funnel, indexes):
        for template in module.TEMPLATES:
            template()


def prepare() -> None:
    """Import the pages' modules and build what the first visitors will open, before anyone waits for it."""
    from dashboard import economy, overview, session, store, view
    from dashboard.activities import rows
    from dashboard.staff import figures

    build_templates()
    try:
        snapshot = session.newest()
    except store.StoreError:
        return  # the pages say so
    if snapshot is not None:
        latest = view.View(snapshot, store.ALL_DEPARTMENTS, snapshot.latest_period, None)
        for build in (overview.month, economy.shown_table, economy.message, rows.published, figures.sentence):
            build(latest)


def say_what_to_do(error: Exception) -> bool:
    """A fault of ours, in Swedish; what happened stands in the log."""
    logging.getLogger(__name__).error("A page failed", exc_info=error)
    st.error("Sidan kunde inte visas. Felet är antecknat i serverns logg; välj en annan sida eller period så länge.")
    return True


def application() -> st.App:
    """The ASGI application."""
    return st.App(
        APP,
        lifespan=_collected_on_our_own_time,
        routes=[Route(SHOWN_AT, served.show)],
        middleware=[Middleware(SwedishPage)],
        on_script_error=say_what_to_do,
    )


def serve(host: str, port: int) -> None:
    """Serve until interrupted."""
    exposure.served_on(host)
    uvicorn.run(application(), host=host, port=port, log_level="warning", ws_max_size=2**24)
