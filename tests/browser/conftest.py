"""The running server and a real Chromium. Every visit is a person's first: a fresh context, no cookies, no storage."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from serving import serving
from visit import Visit

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def server(published: Path) -> Iterator[str]:
    """Address of `python -m dashboard` over the published embedded snapshot."""
    with serving(published) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, else the one that Playwright brings."""
    installed = next((path for path in map(shutil.which, BROWSERS) if path), None)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def visit(server: str, browser: Browser) -> Iterator[Callable[..., Visit]]:
    """`visit("ekonomi", period="juni 2019")` opens a page cold; a console error or an outside request fails the test.

    `theme` is "light" or "dark", `size` the window in pixels; all other names are parameters of the address.
    """
    visits: list[Visit] = []

    def open_cold(page: str = "", theme: str = "light", size: tuple[int, int] = (1440, 900), **chosen: str) -> Visit:
        context = browser.new_context(
            locale="sv-SE", color_scheme=theme, viewport={"width": size[0], "height": size[1]}, accept_downloads=True
        )
        context.set_default_timeout(10_000)
        visits.append(Visit(context, server))
        visits[-1].open(page, **chosen)
        return visits[-1]

    yield open_cold
    for opened in visits:
        opened.context.close()
    assert [problem for opened in visits for problem in opened.problems] == []
