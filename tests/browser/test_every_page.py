"""What holds on every page: both themes, two screens, Swedish, nothing that leaks from the program underneath."""

import re
from collections.abc import Callable
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from visit import Visit

CHARTS = {"": 1, "ekonomi": 4, "aktiviteter": 0, "medarbetare": 7, "investeringar": 2, "dialog": 0, "om-data": 0}
"""Each page and its pictures for August 2019."""
LEAKED = re.compile(r"\b(undefined|NaN|None|nan|null|NaT|Infinity)\b")
ENGLISH = re.compile(r"\b(Choose|Deploy|Show data|Download as|Fullscreen|Loading|Select|Error|Clear|Rerun)\b")

VISIBLE_TEXT = """() => {
  const seen = e => e.checkVisibility({opacityProperty: true, visibilityProperty: true});
  const inputs = [...document.querySelectorAll("input, textarea")].filter(seen);
  const drawn = [...document.querySelectorAll("svg.marks text")].map(e => e.textContent);
  return [document.body.innerText, ...drawn, ...inputs.map(e => e.value || e.placeholder)].join("\\n");
}"""
CONTRASTS = """() => {
  const channels = text => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => {
    for (; e; e = e.parentElement) {
      const color = channels(getComputedStyle(e).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const texts = document.querySelectorAll(".mu-title, .mu-lead, .mu-note, .mu-table :is(th, td), " +
    ".mu-card :is(p, span), .mu-list strong, svg.marks text");
  return [...texts].filter(e => e.textContent.trim()).map(e => {
    const style = getComputedStyle(e);
    const [front, back] = [light(channels(e instanceof SVGElement ? style.fill : style.color)), light(behind(e))];
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    return [e.textContent.slice(0, 40), ratio, front < back ? "light" : "dark"];
  });
}"""
TOO_WIDE = """() => [document.documentElement, document.querySelector("main"),
    ...document.querySelectorAll(".mu-scroll")]
  .filter(e => e.scrollWidth > e.clientWidth)
  .map(e => `${e.className || e.tagName} ${e.getAttribute("aria-label") || ""}: ${e.scrollWidth} > ${e.clientWidth}`)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", CHARTS)
def test_the_page_is_whole_swedish_and_within_the_window(visit: Callable[..., Visit], page: str, theme: str) -> None:
    seen = visit(page, theme=theme)
    seen.settle(charts=CHARTS[page])
    expect(seen.page.locator("html")).to_have_attribute("lang", "sv")
    expect(seen.charts).to_have_count(CHARTS[page])
    expect(seen.page.get_by_role("heading", level=1)).to_have_count(1)
    text = seen.measure(VISIBLE_TEXT)
    assert LEAKED.findall(text) == []
    assert ENGLISH.findall(text) == []
    contrasts = seen.measure(CONTRASTS)
    assert [(words, round(ratio, 1)) for words, ratio, _ in contrasts if ratio < 4.5] == []
    assert {drawn_in for *_, drawn_in in contrasts} == {theme}
    for expander in seen.page.get_by_text("Månaderna som tabell").all():
        expander.click()
    for width, height in ((1440, 900), (1920, 1080)):
        seen.page.set_viewport_size({"width": width, "height": height})
        for tab in seen.page.get_by_role("tab").all() or [None]:
            if tab:
                tab.click()
            assert seen.measure(TOO_WIDE) == []


def test_the_served_page_says_that_it_is_swedish(server: str) -> None:
    assert '<html lang="sv"' in urlopen(server, timeout=10).read().decode()
