"""One person's visit: what the browser shows, in the words of the person, and what went wrong behind the screen."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response, expect

_PROBE = re.compile(r"/[a-z-]+/_stcore/(health|host-config)")
"""A page opened cold makes Streamlit's client guess that the server lives under `/<page>/`; it gets 404 for these two
and goes on to the root, as it is meant to. No other missing file is expected."""
_SAME_WIDTHS = """async () => {
  const widths = () => [...document.querySelectorAll("main, main :is(.mu-scroll, svg.marks)")]
    .map(e => `${e.clientWidth} ${e.scrollWidth}`).join();
  const before = widths();
  await new Promise(done => setTimeout(done, 250));
  return widths() === before;
}"""
_HOME = "localhost"
_INSIDE = ("data", "blob", "about")


class Visit:
    """A browser context with one page; `problems` gathers console errors, failed and outside requests."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context, self.server = context, server
        self.problems: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("requestfailed", lambda request: self.problems.append(f"failed: {request.url} {request.failure}"))
        self.page.on("response", self._answered)
        self.page.on("websocket", lambda socket: self._left(socket.url))
        context.on("request", self._asked)

    def open(self, page: str = "", **chosen: str | list[str]) -> None:
        """Go to an address, as from a link in a mail."""
        self.page.goto(f"{self.server}/{page}" + (f"?{urlencode(chosen, doseq=True)}" if chosen else ""))
        self.settle()

    def settle(self, charts: int = 0) -> None:
        """Wait until the page has run to its end and at least this many pictures are drawn."""
        expect(self.title).to_be_visible(timeout=15_000)
        self.page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        if charts:
            expect(self.charts.nth(charts - 1)).to_be_visible()

    def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until nothing in the page changes its width any more."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function(_SAME_WIDTHS)

    @property
    def title(self) -> Locator:
        """The page's message."""
        return self.page.get_by_role("main").get_by_role("heading", level=1).or_(self.page.locator("h2.mu-title")).first

    @property
    def charts(self) -> Locator:
        """All pictures that are drawn."""
        return self.page.locator("svg.marks")

    def chart_after(self, words: str) -> Locator:
        """The picture under a heading."""
        return self.page.get_by_text(words).first.locator(
            "xpath=following::*[name()='svg' and contains(@class, 'marks')][1]"
        )

    def filter(self, label: str) -> Locator:
        """A choice by the label above it."""
        return self.page.get_by_role("combobox", name=label, exact=True)

    def choose(self, label: str, option: str) -> None:
        """Open the list, write the option's name and take it."""
        self.filter(label).click()  # brings it into view first: the list closes when the page scrolls under it
        self.filter(label).fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()

    def follow(self, page: str) -> None:
        """Go to another page by the navigation."""
        self.page.get_by_role("navigation").get_by_role("link", name=page).click()

    def cells(self, row: str) -> list[str]:
        """What stands in the first visible row of that name, without the mark of published figures."""
        found = self.page.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=row, exact=True)).first
        found.wait_for()
        return [text.replace("◆", "").strip() for text in found.get_by_role("cell").all_inner_texts()]

    @property
    def address(self) -> dict[str, str]:
        """The parameters of the address."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def holds(self, name: str, value: str) -> None:
        """Wait until the address holds a parameter."""
        self.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get(name) == [value])

    def measure(self, script: str) -> Any:
        """What a function in the page returns."""
        return self.page.evaluate(script)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _is_probe(message.location["url"]):
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not _is_probe(response.url):
            self.problems.append(f"{response.status}: {response.url}")

    def _asked(self, request: Request) -> None:
        self._left(request.url)

    def _left(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _INSIDE and parts.hostname != _HOME:
            self.problems.append(f"left the server: {url}")


def _is_probe(url: str) -> bool:
    return bool(_PROBE.fullmatch(urlsplit(url).path))
