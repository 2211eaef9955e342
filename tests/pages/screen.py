"""A page as a person sees it: the frame and the page run together, and the words on it are read."""

from html import unescape
from pathlib import Path
from re import findall, sub

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]


class Screen:
    """One session on one page."""

    def __init__(self, page: str, **chosen: str) -> None:
        self.app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        self.app.run()
        if page != "overview":
            self.app.switch_page(f"../pages/{page}.py")
        for key, value in chosen.items():
            self.app.session_state[key] = value
        self.app.run()

    @property
    def text(self) -> str:
        """All words in the page's main area, tags removed, no-break spaces as spaces."""
        bodies = [element.proto.body for element in self.app.main.get("html")]
        written = [element.value for element in (*self.app.main.subheader, *self.app.main.markdown)]
        return _plain(sub(r"<style.*?</style>", "", " ".join(bodies + written)))

    @property
    def sidebar(self) -> str:
        """All words in the sidebar."""
        return _plain(" ".join(element.proto.body for element in self.app.sidebar.get("html")))

    @property
    def title(self) -> str:
        """The page's message."""
        body = next(e.proto.body for e in self.app.main.get("html") if "mu-title" in e.proto.body)
        return unescape(body.split('mu-title">')[1].split("</h")[0]).replace("\u00a0", " ")

    def row(self, name: str) -> list[str]:
        """The cells of the first table row that is headed by a name, published marks removed."""
        bodies = "".join(element.proto.body for element in self.app.main.get("html"))
        for row in findall(r"<tr[^>]*>(.*?)</tr>", bodies):
            cells = [_plain(cell).replace("◆", "").strip() for cell in findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            if cells[0] == name:
                return cells[1:]
        raise AssertionError(f"ingen rad {name!r}")

    @property
    def charts(self) -> int:
        """Number of charts on the page."""
        return len(self.app.main.get("vega_lite_chart"))


def _plain(markup: str) -> str:
    """The words of some HTML, with single spaces and without soft hyphens."""
    return sub(r"\s+", " ", unescape(sub(r"<[^>]+>", " ", markup)).replace("\u00ad", "")).strip()
