"""The director on Prognos: by keyboard alone, by a click on a bridge, and by an address that someone else opens."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from test_every_page import CONTRASTS, ENGLISH, LEAKED, TOO_WIDE, VISIBLE_TEXT
from visit import Visit

TABS = [
    "Årets prognoser",
    "Vad som krävs",
    "Två oberoende beräkningar",
    "Periodisering",
    "Kostnadsutveckling",
    "Flaggor",
    "Underlag",
]
EPLAN = "ePlan drift"
NEEDED = "Prognosen förutsätter att ePlan drift kostar"


def heading(seen: Visit, words: str) -> Locator:
    return seen.page.get_by_role("main").get_by_role("heading").filter(has_text=words)


def tab_to(seen: Visit, wanted: Locator, most: int = 40) -> None:
    """Press Tab until it has the focus, as someone without a mouse does who waits for it to appear."""
    expect(wanted).to_be_visible()
    for _ in range(most):
        seen.page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {most} tabs")


def press(seen: Visit, *keys: str) -> None:
    for key in keys:
        seen.page.keyboard.press(key)


HIGHLIGHTED = """() => {
  const named = document.activeElement.getAttribute("aria-activedescendant");
  return named ? document.getElementById(named).innerText : "";
}"""


def down_to(seen: Visit, option: str, most: int = 30) -> None:
    """Press the arrow until an option of the open list is the one that Enter takes."""
    for _ in range(most):
        press(seen, "ArrowDown")
        seen.page.get_by_role("option").first.wait_for()
        if seen.measure(HIGHLIGHTED) == option:
            return
    raise AssertionError(f"{option!r} is not reached by {most} arrows")


def tab_named(seen: Visit, name: str) -> Locator:
    return seen.page.get_by_role("tab", name=name, exact=True)


def test_a_line_and_a_question_are_chosen_by_keyboard_and_the_address_opens_the_same(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("prognos")
    seen.settle(charts=3)
    tab_to(seen, seen.filter("Uppdrag"))
    down_to(seen, EPLAN)
    press(seen, "Enter")
    seen.holds("rad", EPLAN)
    expect(seen.filter("Uppdrag")).to_have_value(EPLAN)
    expect(heading(seen, "Från budget till prognos: prognosen är 11,0 mnkr sämre än budget")).to_be_visible()

    tab_to(seen, tab_named(seen, TABS[0]))
    press(seen, "ArrowRight", "Enter")
    seen.holds("flik", "Vad som krävs")
    expect(heading(seen, NEEDED)).to_be_visible()
    seen.settle()
    told = heading(seen, NEEDED).inner_text()

    later = visit("prognos", **seen.address)
    later.settle(charts=2)
    expect(later.filter("Uppdrag")).to_have_value(EPLAN)
    expect(tab_named(later, "Vad som krävs")).to_have_attribute("aria-selected", "true")
    assert heading(later, NEEDED).inner_text() == told
    assert later.address == seen.address == {"rad": EPLAN, "flik": "Vad som krävs"}


def bar_named(seen: Visit, name: str) -> Locator:
    """The name of a row in the page's first picture."""
    return seen.charts.first.locator("text", has_text=name).first


def test_a_click_on_a_bar_of_the_bridge_opens_its_line(visit: Callable[..., Visit]) -> None:
    seen = visit("prognos")
    seen.settle(charts=3)
    row = bar_named(seen, EPLAN)
    row.scroll_into_view_if_needed()
    name, picture = row.bounding_box(), seen.charts.first.bounding_box()
    assert name
    assert picture
    seen.page.mouse.click(picture["x"] + 0.7 * picture["width"], name["y"] + name["height"] / 2)
    seen.holds("rad", EPLAN)
    expect(seen.filter("Uppdrag")).to_have_value(EPLAN)
    expect(heading(seen, "Från budget till prognos: prognosen är 11,0 mnkr sämre än budget")).to_be_visible()
    expect(bar_named(seen, "Maj mot mars")).to_be_visible()  # the line's own forecasts, one after the other

    seen.choose("Uppdrag", "Totalt Regionstyrelsens verksamheter")
    expect(heading(seen, "Från budget till prognos: prognosen är lika med budget")).to_be_visible()
    seen.settle(charts=3)
    bar_named(seen, EPLAN).click(force=True)  # by its name this time, and the same row again
    seen.holds("rad", EPLAN)
    expect(seen.filter("Uppdrag")).to_have_value(EPLAN)


def test_why_a_flag_was_raised_is_opened_by_keyboard(visit: Callable[..., Visit]) -> None:
    seen = visit("prognos", flik="Flaggor", rad="Effektivisering Region Halland")
    why = seen.page.locator(".mu-reasons summary").first
    expect(why).to_be_visible()
    told = seen.page.locator(".mu-reasons p")
    expect(told.first).to_be_hidden()
    tab_to(seen, why)
    press(seen, "Enter")
    expect(told.nth(0)).to_have_text("Prognosen för helåret är sämre än årsbudgeten.")
    expect(told.nth(1)).to_contain_text("minst 2,0 % av bruttobudgeten")
    expect(told.nth(2)).to_contain_text("Prognosen är 102,0 mnkr mot budget 122,0 mnkr: avvikelse −20,0 mnkr")
    expect(told.nth(3)).to_have_text("Flaggad sedan mars 2019.")
    for place in range(4):
        expect(told.nth(place)).to_be_visible()
    press(seen, "Enter")
    expect(told.first).to_be_hidden()


def open_tab(seen: Visit, tab: str) -> None:
    """Open it by a click and wait until its own content is there."""
    tab_named(seen, tab).click()
    expect(tab_named(seen, tab)).to_have_attribute("aria-selected", "true")
    seen.page.wait_for_url(lambda url: ("flik=" in url) == (tab != TABS[0]))
    if tab != TABS[0]:
        seen.holds("flik", tab)
    expect(seen.page.get_by_role("tabpanel", name=tab, exact=True)).to_have_text(re.compile(r"\S"))
    seen.settle(charts=2)


@pytest.mark.parametrize(
    ("theme", "month"), [("light", "augusti 2019"), ("dark", "augusti 2019"), ("light", "november 2017")]
)
def test_every_tab_is_whole_swedish_and_within_the_window(visit: Callable[..., Visit], theme: str, month: str) -> None:
    """Both themes and both screens; a visitor who goes from tab to tab."""
    seen = visit("prognos", theme=theme, period=month)
    seen.settle(charts=2)
    seen.page.get_by_text("Raderna som tabell").click()
    told = set()
    for tab in TABS:
        open_tab(seen, tab)
        expect(seen.page.get_by_role("heading", level=1)).to_have_count(1)
        text = seen.measure(VISIBLE_TEXT)
        told.add(text)
        assert (tab, LEAKED.findall(text), ENGLISH.findall(text)) == (tab, [], [])
        contrasts = seen.measure(CONTRASTS)
        assert (tab, [(words, round(ratio, 1)) for words, ratio, _ in contrasts if ratio < 4.5]) == (tab, [])
        assert {drawn_in for *_, drawn_in in contrasts} == {theme}
        assert (tab, too_wide(seen)) == (tab, [])
    assert len(told) == len(TABS)


def too_wide(seen: Visit) -> list[tuple[int, str]]:
    """What needs sideways scrolling on either screen."""
    found = []
    for width, height in ((1920, 1080), (1440, 900)):
        seen.resize(width, height)
        found += [(width, wide) for wide in seen.measure(TOO_WIDE)]
    return found
