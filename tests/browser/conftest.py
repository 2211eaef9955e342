"""The running server and a real Chromium. Every visit is a person's first: a fresh context, no cookies, no storage."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from serving import serving
from visit import Visit

from tests.chromium import FLAGS, installed


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what is written on the shared server."""
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="session")
def server(published: Path, desk: Path) -> Iterator[str]:
    """Address of `python -m dashboard` over the published embedded snapshot. Who writes there asks for `office`."""
    with serving(published, FOLLOWUP_COMMENTS=f"sqlite:///{desk / 'comments.sqlite'}") as address:
        yield address


@pytest.fixture
def office(server: str, desk: Path) -> Iterator[str]:
    """The shared server, where nobody has written anything, and nothing is left of what the test writes."""
    yield server
    for written in desk.iterdir():
        written.unlink()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, else the one that Playwright brings."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """`serve(root, FOLLOWUP_WRITING="on")` starts a server of the test's own; it stands until the visits are over."""
    with ExitStack() as running:
        yield lambda *where, **how: running.enter_context(serving(*where, **how))


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, serve: Callable[..., str]
) -> Iterator[Callable[..., Visit]]:
    """`visit("ekonomi", period="juni 2019")` opens a page cold; a console error or an outside request fails the test.

    `theme` is "light" or "dark", `size` the window in pixels, `at` the address of a server other than the shared one,
    `headers` what the browser sends along; all other names are parameters of the address.
    """
    visits: list[Visit] = []

    def open_cold(
        page: str = "",
        theme: str = "light",
        size: tuple[int, int] = (1440, 900),
        at: str = "",
        headers: Mapping[str, str] | None = None,
        **chosen: str | list[str],
    ) -> Visit:
        context = browser.new_context(
            locale="sv-SE",
            color_scheme=theme,
            viewport={"width": size[0], "height": size[1]},
            accept_downloads=True,
            extra_http_headers=dict(headers or {}),
        )
        context.set_default_timeout(10_000)
        visits.append(Visit(context, at or request.getfixturevalue("server")))
        visits[-1].open(page, **chosen)
        return visits[-1]

    yield open_cold
    for opened in visits:
        opened.context.close()
    assert [problem for opened in visits for problem in opened.problems] == []
