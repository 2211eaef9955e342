"""What a person waits for, in a real Chromium: first load, filter change and page switch, stock and ours in turn.

The same sign on both sides says that a page is finished: the last change in its main area, once the script has
stopped, every chart is drawn and nothing has moved for half a second. The page's own clock is read, from the
start of navigation or from the last click or key.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench import servers
from tests.bench.servers import Server
from tests.bench.table import Row, compared
from tests.chromium import FLAGS, installed

PAGES = {
    "Översikt": "",
    "Ekonomi": "ekonomi",
    "Prognos": "prognos",
    "Aktiviteter": "aktiviteter",
    "Medarbetare": "medarbetare",
    "Investeringar": "investeringar",
    "Om data": "om-data",
}
LOAD_AIM, FILTER_AIM = 1.3, 1.0
_SETTLED = Path(__file__).with_name("settled.js")
_OUR_HEADING = ".mu-eyebrow, .mu-title"
_HELLO_TEXT = "[data-testid=stMarkdown] p"
_LIMIT_MS = 30_000


@dataclass(frozen=True)
class Times:
    """Milliseconds; None where that part of the page did not change."""

    heading: float | None
    finished: float | None


Sample = dict[str, Times]
"""What one visit took, by action: load, filter, switch."""


def measure(data: Path, elsewhere: Path, rounds: int) -> list[Row]:
    """Every page beside the hello page, `rounds` times."""
    samples: dict[str, list[tuple[Sample, Sample]]] = {name: [] for name in PAGES}
    with (
        servers.ours(data) as ours,
        servers.stock("hello.py", elsewhere) as hello,
        servers.stock("hello_pages.py", elsewhere) as two_pages,
        chromium() as browser,
    ):
        for number in range(rounds + 1):
            for name, pairs in samples.items():
                stock = _visit_hello(browser, hello, number) | _visit_two_pages(browser, two_pages)
                pair = _visit_ours(browser, ours, name, number), stock
                if number:  # the first round warms the servers
                    pairs.append(pair)
    return list(_rows(samples))


def _rows(samples: dict[str, list[tuple[Sample, Sample]]]) -> Iterator[Row]:
    for label, action, part, aim in (
        ("First load", "load", "finished", LOAD_AIM),
        ("Filter change to new heading", "filter", "heading", FILTER_AIM),
        ("Filter change to finished page", "filter", "finished", FILTER_AIM),
        ("Page switch to new heading", "switch", "heading", None),
        ("Page switch to finished page", "switch", "finished", None),
    ):
        for name, pairs in samples.items():
            ours, stock = ([getattr(side[action], part) for side in sides] for sides in zip(*pairs, strict=True))
            what = f"{label}: {name}"
            yield Row(what, "nothing changes") if None in ours else compared(what, ours, stock, "ms", aim)


def _visit_hello(browser: Browser, server: Server, number: int) -> Sample:
    with opened(browser, server.url, _HELLO_TEXT) as page:
        return {"load": _times(page), "filter": choose(page, "How would you like to be contacted?", 1 + number % 2)}


def _visit_two_pages(browser: Browser, server: Server) -> Sample:
    with opened(browser, server.url, "h1") as page:
        _times(page)
        _go(page, "Second")
        return {"switch": _go(page, "First")}


def _visit_ours(browser: Browser, server: Server, name: str, number: int) -> Sample:
    """In the first rounds a month that no one has chosen on this page before, so that nothing of it is cached."""
    neighbour = "Översikt" if name == "Om data" else "Om data"
    with opened(browser, f"{server.url}/{PAGES[name]}", _OUR_HEADING) as page:
        sample = {"load": _times(page), "filter": choose(page, "Period", 1 + number % 6)}
        _go(page, neighbour)
        return sample | {"switch": _go(page, name)}


def choose(page: Page, label: str, place: int) -> Times:
    page.get_by_role("combobox", name=label).first.click()
    option = page.get_by_role("option").nth(place)
    option.wait_for()
    return timed(page, option.click)


def _go(page: Page, title: str) -> Times:
    link = page.get_by_test_id("stSidebarNavLink").filter(has_text=title)
    return timed(page, link.click)


def timed(page: Page, act: Callable[[], None]) -> Times:
    page.evaluate("bench.arm()")
    act()
    return _times(page)


def _times(page: Page) -> Times:
    page.wait_for_function("bench.settled()", polling=100, timeout=_LIMIT_MS)
    if page.get_by_test_id("stException").count():
        raise RuntimeError(f"{page.url} shows an exception")
    return Times(**page.evaluate("bench.times()"))


@contextmanager
def opened(browser: Browser, url: str, heading: str) -> Iterator[Page]:
    """A fresh context: nothing cached, no session."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        context.add_init_script(_SETTLED.read_text(encoding="utf-8").replace("HEADING", heading, 2))
        page = context.new_page()
        page.goto(url, wait_until="commit")
        yield page
    finally:
        context.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
