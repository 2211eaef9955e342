"""The exported dialogue in Chromium with the network off, driven by keyboard only."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.dialogue import slides
from tests.paper import sample

BEAMERS = [(1024, 768), (1920, 1080)]
LEAST_TEXT, LEAST_MESSAGE = 18, 30
FLAWS = """() => {
  const slide = document.querySelector(".slide.now"), flaws = [];
  const foot = slide.querySelector("footer").getBoundingClientRect();
  const walk = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const parent = node.parentElement, svg = parent.closest("svg");
    if (!node.data.trim() || parent.closest(".notes, .unseen")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width);
    if (!boxes.length) continue;
    const inFoot = parent.closest("footer") !== null;
    const cut = (box) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
    if (boxes.some((box) => cut(box) || (!inFoot && box.bottom > foot.top))) flaws.push("cut: " + node.data);
    const cell = parent.closest("th, td")?.getBoundingClientRect();
    if (cell && boxes.some((box) => box.right > cell.right + 1)) flaws.push("beyond its cell: " + node.data);
    const scale = svg ? svg.getBoundingClientRect().width / svg.viewBox.baseVal.width : 1;
    const size = scale * parseFloat(getComputedStyle(parent).fontSize);
    if (!inFoot && !parent.closest(".mark") && size < LEAST) flaws.push(size + " px: " + node.data);
  }
  for (const svg of slide.querySelectorAll("svg"))
    if (svg.getBoundingClientRect().bottom > foot.top) flaws.push("picture over the foot");
  const heading = parseFloat(getComputedStyle(slide.querySelector("h1, h2")).fontSize);
  if (heading < LARGE) flaws.push("message of " + heading + " px");
  if (slide.querySelector(".content")?.style.zoom < 1) flaws.push("shrunk");
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) flaws.push("scrolls");
  return flaws;
}""".replace("LEAST", str(LEAST_TEXT)).replace("LARGE", str(LEAST_MESSAGE))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("dialogue") / "dialog.html"
    path.write_bytes(slides.write(sample.document(), decide="https://plats.example/beslut?utgava=x"))
    return path.as_uri()


@pytest.fixture
def wall(browser: Browser, exported: str) -> Iterator[Page]:
    """The first slide; a console error or any request beyond the file fails the test."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1024, "height": 768})
    context.set_default_timeout(5_000)
    context.set_offline(True)
    problems: list[str] = []
    context.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    context.on("weberror", lambda failed: problems.append(str(failed.error)))
    context.on("request", lambda asked: problems.append(asked.url) if _leaves(asked.url, exported) else None)
    page = context.new_page()
    page.goto(exported)
    yield page
    context.close()
    assert problems == []


def _leaves(url: str, exported: str) -> bool:
    return not url.startswith("data:") and url.partition("#")[0] != exported


def at(page: Page, address: str, message: str) -> None:
    """The slide is shown, alone, in the address, and the keyboard stands on its message."""
    expect(page.locator(".slide:visible")).to_have_attribute("id", address)
    expect(page.locator(":focus")).to_have_text(message)
    assert page.url.partition("#")[2] in (address, "")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_next_and_previous_by_arrows_and_by_a_remote(wall: Page) -> None:
    at(wall, "start", "Månadsrapport augusti 2019")
    press(wall, "ArrowRight")
    at(wall, "sammanfattning", "Prognosen är 9,5 mnkr bättre än budget")
    press(wall, "PageDown", "PageDown")
    at(wall, "ekonomi-2", "ePlan drift är 2,0 mnkr sämre än budget")
    press(wall, "PageUp", "ArrowLeft")
    at(wall, "sammanfattning", "Prognosen är 9,5 mnkr bättre än budget")
    press(wall, "End", "ArrowRight")
    at(wall, "aktiviteter", "2 aktiviteter behöver något")
    press(wall, "Home", "Space")
    at(wall, "sammanfattning", "Prognosen är 9,5 mnkr bättre än budget")
    wall.reload()
    at(wall, "sammanfattning", "Prognosen är 9,5 mnkr bättre än budget")
    wall.go_back()
    at(wall, "start", "Månadsrapport augusti 2019")


def test_a_table_is_drawn_in_the_type_that_its_room_was_measured_for(wall: Page) -> None:
    drawn = wall.evaluate(
        """[...document.querySelectorAll(".slide:has(table)")].map((slide) =>
        [slide.style.getPropertyValue("--size"), getComputedStyle(slide.querySelector("table")).fontSize])"""
    )
    found = {float(size): float(pixels.removesuffix("px")) for size, pixels in drawn}
    assert len(found) > 1
    assert found == {size: pytest.approx(10.24 * size, abs=0.05) for size in found}  # u is a hundredth of 1024 pixels


@pytest.mark.parametrize("back", ["Escape", "Backspace", "ArrowLeft"])
def test_a_digit_opens_a_row_and_one_press_leads_back(wall: Page, back: str) -> None:
    press(wall, *["ArrowRight"] * 3, "2")
    at(wall, "fraga-rad-8", "Raden i ord")
    press(wall, back)
    at(wall, "ekonomi-2", "ePlan drift är 2,0 mnkr sämre än budget")


def test_all_of_a_detail_is_reached_and_left_by_one_press(wall: Page) -> None:
    press(wall, *["ArrowRight"] * 4, "3")
    at(wall, "fraga-rad-2", "Raden i ord")  # the third bar of the bridge
    press(wall, "PageDown")
    at(wall, "fraga-rad-2-2", "Raden i ord")
    wall.reload()
    press(wall, "Escape")
    at(wall, "bro", "Fastigheter bär hela överskottet")
    press(wall, "Tab", "Enter")
    at(wall, "fraga-rad-1", "Raden i ord")  # the first bar, a real link
    press(wall, "1", "Escape")  # a row of the detail, and back to the detail
    at(wall, "fraga-rad-1", "Raden i ord")
    wall.go_back()
    at(wall, "bro", "Fastigheter bär hela överskottet")


def test_a_link_straight_to_a_detail_leads_back_to_a_slide_that_opens_it(wall: Page, exported: str) -> None:
    wall.goto(f"{exported}#fraga-rad-8")
    expect(wall.locator(".slide:visible")).to_have_attribute("id", "fraga-rad-8")
    press(wall, "Escape")
    at(wall, "ekonomi-2", "ePlan drift är 2,0 mnkr sämre än budget")


def test_the_overview(wall: Page) -> None:
    press(wall, "o")
    overview = wall.get_by_role("dialog", name="Översikt")
    expect(overview.get_by_role("link")).to_have_count(9)
    press(wall, "ArrowRight", "ArrowRight", "Enter")
    at(wall, "ekonomi", "ePlan drift är 2,0 mnkr sämre än budget")
    press(wall, "o", "Escape")
    expect(overview).to_be_hidden()
    press(wall, "o", "7")
    at(wall, "personal", "Sjukfrånvaron är 2,35 %, inom mål")


def test_the_presenters_window_follows_and_drives(wall: Page) -> None:
    press(wall, "ArrowRight")
    with wall.context.expect_page() as opened:
        press(wall, "n")
    notes = opened.value
    expect(notes.locator("html.live.telling")).to_have_count(1)  # until its script has run, all slides are there
    shown = notes.locator(".slide:visible")
    expect(shown.get_by_role("heading")).to_have_text("Prognosen är 9,5 mnkr bättre än budget")
    expect(shown.get_by_text("Säg detta.")).to_be_visible()
    expect(shown.get_by_text("Nästa: Ekonomi")).to_be_visible()
    decision = shown.get_by_role("link", name="Skriv ned ett beslut")
    expect(decision).to_have_attribute("href", "https://plats.example/beslut?utgava=x&bild=sammanfattning")
    press(wall, "ArrowRight")
    expect(shown.get_by_text("Visa rad 1.")).to_be_visible()
    expect(shown.get_by_text("Nästa: fortsättningen, 2 av 2")).to_be_visible()
    expect(shown.get_by_role("listitem").nth(3)).to_have_text("Rad 4")
    press(notes, "4")
    expect(wall.locator(".slide:visible")).to_have_attribute("id", "fraga-rad-4")
    press(notes, "End")
    expect(shown.get_by_text("Esc går tillbaka.")).to_be_visible()
    press(notes, "Escape", "ArrowRight")
    expect(wall.locator(".slide:visible")).to_have_attribute("id", "ekonomi-2")
    expect(shown).to_have_attribute("id", "ekonomi-2")
    expect(wall.get_by_text("Visa rad 1.").first).to_be_hidden()
    wall.reload()
    press(wall, "ArrowRight")
    expect(shown).to_have_attribute("id", "bro")


def test_notes_in_the_same_window_where_others_are_not_allowed(wall: Page) -> None:
    wall.evaluate("window.open = () => null")
    press(wall, "ArrowRight", "n")
    expect(wall.get_by_text("Säg detta.")).to_be_visible()
    press(wall, "n")
    expect(wall.get_by_text("Säg detta.")).to_be_hidden()


@pytest.mark.parametrize("size", BEAMERS)
def test_nothing_is_cut_off_or_too_small(wall: Page, size: tuple[int, int]) -> None:
    wall.set_viewport_size({"width": size[0], "height": size[1]})
    assert wall.evaluate("document.fonts.check('600 20px \"Source Sans Pro\"')")
    places = wall.evaluate("slides.map((slide) => slide.id).filter((id) => !/rad-([3-9]|1\\\\d)/.test(id))")
    found = {}
    for place in places:
        wall.evaluate("(place) => show(named(place))", place)
        found[place] = wall.evaluate(FLAWS)
    assert len(found) > 10
    assert {place: flaws for place, flaws in found.items() if flaws} == {}


def test_without_the_script_all_slides_stand_below_each_other(browser: Browser, exported: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(exported)
    expect(page.locator(".slide").first).to_be_visible()
    expect(page.locator("#aktiviteter")).to_be_visible()
    expect(page.get_by_text("Säg detta.")).to_be_hidden()
    context.close()
