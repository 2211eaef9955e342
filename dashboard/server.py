"""The web server: st.App on one uvicorn process, set up as measured in the README's table of speed."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

APP = Path(__file__).with_name("app.py")
_COLLECT_SECONDS = 30.0
_ENGLISH, _SWEDISH = b'<html lang="en"', b'<html lang="sv"'


class SwedishPage:
    """Streamlit writes `lang="en"` into its page; a screen reader needs to know that it is Swedish."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_swedish(message: Message) -> None:
            if message["type"] == "http.response.body" and _ENGLISH in message.get("body", b"")[:2000]:
                message = {**message, "body": message["body"].replace(_ENGLISH, _SWEDISH, 1)}
            await send(message)

        await self.app(scope, receive, send_swedish)


@asynccontextmanager
async def _collected_on_our_own_time(app: Any) -> AsyncIterator[None]:
    """Full collections hold every session, so they run on a timer and leave what was imported at start alone."""
    stopped = threading.Event()

    def collect() -> None:
        while not stopped.wait(_COLLECT_SECONDS):
            gc.collect()

    gc.freeze()
    threading.Thread(target=collect, daemon=True).start()
    yield
    stopped.set()


def application() -> st.App:
    """The ASGI application."""
    return st.App(APP, lifespan=_collected_on_our_own_time, middleware=[Middleware(SwedishPage)])


def serve(host: str, port: int) -> None:
    """Serve until interrupted."""
    uvicorn.run(application(), host=host, port=port, log_level="warning", ws_max_size=2**24)
