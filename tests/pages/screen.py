"""A page as a person sees it: the frame and the page run together, and the words on it are read."""

from html import unescape
from pathlib import Path
from re import DOTALL, findall, sub
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


class Screen:
    """One session on one page; `edition` is the id that its address names."""

    def __init__(self, page: str, edition: str = "", **chosen: str) -> None:
        self.app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        if edition:
            self.app.query_params["utgava"] = edition
        self.app.run()
        if page != "overview":
            self.app.switch_page(f"../pages/{page}.py")
        for key, value in chosen.items():
            self.app.session_state[key] = value
        self.app.run()

    def go(self, page: str) -> None:
        """To another page in the same session."""
        self.app.switch_page(f"../pages/{page}.py")
        self.app.run()

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and parameters of every link to a page in the main area."""
        found = self.app.main.get("page_link")
        return [(element.proto.label, unquote(element.proto.query_string)) for element in found]

    @property
    def text(self) -> str:
        """All words in the page's main area, tags removed, no-break spaces as spaces."""
        bodies = [element.proto.body for element in self.app.main.get("html")]
        written = [
            element.value for element in (*self.app.main.header, *self.app.main.subheader, *self.app.main.markdown)
        ]
        return _plain(sub(r"<style.*?</style>", "", " ".join(bodies + written)))

    @property
    def markup(self) -> str:
        """The HTML of the page's main area."""
        return "".join(element.proto.body for element in self.app.main.get("html"))

    @property
    def sidebar(self) -> str:
        """All words in the sidebar."""
        return _plain(" ".join(element.proto.body for element in self.app.sidebar.get("html")))

    @property
    def title(self) -> str:
        """The page's message."""
        body = next(e.proto.body for e in self.app.main.get("html") if "mu-title" in e.proto.body)
        return unescape(body.split('mu-title">')[1].split("</h")[0]).replace("\u00a0", " ")

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Every table row: what heads it and its cells, published marks removed."""
        found = [
            findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, DOTALL)
            for row in findall(r"<tr[^>]*>(.*?)</tr>", self.markup, DOTALL)
        ]
        cells = [[_plain(cell).replace("◆", "").strip() for cell in row] for row in found]
        return [(head, rest) for head, *rest in cells]

    def row(self, name: str) -> list[str]:
        """The cells of the first table row that is headed by a name."""
        found = next((cells for head, cells in self.rows if head == name), None)
        assert found is not None, f"ingen rad {name!r}"
        return found

    @property
    def charts(self) -> int:
        """Number of charts on the page."""
        return len(self.app.main.get("vega_lite_chart"))


def _plain(markup: str) -> str:
    """The words of some HTML, with single spaces and without soft hyphens."""
    return sub(r"\s+", " ", unescape(sub(r"<[^>]+>", " ", markup)).replace("\u00ad", "")).strip()
