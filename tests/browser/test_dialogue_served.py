"""The dialogue as it is held: opened from its page, locked while a night publishes, driven by keyboard alone."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from visit import Visit

from tests import editions


@pytest.fixture
def root(published: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own: nights are published there."""
    shutil.copytree(published, tmp_path / "data")
    return tmp_path / "data"


def a_night_with_other_figures(root: Path) -> str:
    results = editions.read(root, "results")
    richer = results.assign(actual_ytd_sek=results["actual_ytd_sek"] + 7e6)
    return editions.publish(root, root, datetime.now(UTC), {}, results=richer)


def shown(page: Page) -> str:
    """The words of the slide that is shown."""
    return page.locator(".slide:visible").inner_text()


def named(page: Page) -> tuple[str, str]:
    """The snapshot and the slide that the address names."""
    address = urlsplit(page.url)
    return parse_qs(address.query)["utgava"][0], address.fragment


def test_a_night_in_the_middle_changes_nothing_and_a_page_is_one_key_away(
    visit: Callable[..., Visit], serve: Callable[..., str], root: Path
) -> None:
    at = serve(root)
    seen = visit("dialog", at=at, size=(1024, 768), period="augusti 2019")
    page = seen.page
    page.get_by_role("link", name="Öppna bilderna").press("Enter", timeout=60_000)
    page.wait_for_url("**/dialog/visa?**", timeout=60_000)
    for _ in range(10):
        if named(page)[1].startswith("bro-budget"):
            break
        page.keyboard.press("PageDown")
    edition, slide = named(page)
    before = shown(page)
    assert slide == "bro-budget"
    assert edition in before

    newer = a_night_with_other_figures(root)
    page.reload()
    assert (named(page), shown(page)) == ((edition, slide), before)
    assert newer != edition

    page.keyboard.press("1")
    expect(page.locator(".slide:visible")).to_contain_text("Effektivisering")
    assert named(page)[1] != slide
    page.keyboard.press("Escape")
    expect(page.locator(".slide:visible")).to_have_attribute("id", slide)
    assert shown(page) == before

    notes = without_the_server_all_stays(seen)
    assert (named(page), shown(page)) == ((edition, slide), before)

    to_the_page(seen)
    assert named(page)[0] == edition
    expect(notes.get_by_role("status")).to_have_text("Projektorn visar en vanlig sida. Esc här tar tillbaka bilderna.")
    notes.keyboard.press("Escape")
    page.wait_for_url("**/dialog/visa?**", timeout=60_000)
    expect(notes.get_by_role("status")).to_be_empty()
    assert (named(page), shown(page)) == ((edition, slide), before)

    to_the_page(seen)
    period = seen.filter("Period")
    period.click()
    page.keyboard.press("Escape")
    expect(period).to_have_attribute("aria-expanded", "false")
    expect(period).to_be_focused()
    page.keyboard.press("Escape")
    page.wait_for_url("**/dialog/visa?**", timeout=60_000)
    assert (named(page), shown(page)) == ((edition, slide), before)


def without_the_server_all_stays(seen: Visit) -> Page:
    """The presenter's window, opened meanwhile; that the server did not answer is no problem of the visit."""
    seen.context.set_offline(True)
    with seen.context.expect_page() as opened:
        seen.page.keyboard.press("n")
    expect(opened.value.get_by_role("list", name="Rader att öppna").filter(visible=True)).to_contain_text("Effektivis")
    seen.page.keyboard.press("Escape")
    expect(seen.page.get_by_role("status")).to_have_text("Ingen kontakt med servern. Bilderna finns kvar.")
    seen.page.keyboard.press("Shift")
    expect(seen.page.get_by_role("status")).to_be_empty()
    seen.context.set_offline(False)
    seen.problems.clear()
    return opened.value


def to_the_page(seen: Visit) -> None:
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_url("**/prognos?**")
    seen.settle(charts=1)
    expect(seen.page.get_by_role("link", name="Till dialogen (Esc)")).to_be_visible()


def test_what_was_decided_is_written_down_and_the_report_is_saved_as_a_file(
    visit: Callable[..., Visit], office: str
) -> None:
    seen = visit("dialog", at=office, period="augusti 2019", flik="Beslut")
    page = seen.page
    page.get_by_label("Beslut i dialogen om augusti 2019").fill("Åtgärdsplan för ePlan drift till oktober.")
    page.get_by_label("Din roll").fill("Regiondirektör")
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_text("Beslutet är sparat")).to_be_visible()
    expect(page.get_by_text("Regiondirektör (ej verifierad)")).to_be_visible()

    page.get_by_role("button", name="Ändra beslutet").click()
    page.get_by_label("Ny lydelse").fill("Åtgärdsplan för ePlan drift till november.")
    page.get_by_role("button", name="Spara ändringen").click()
    expect(page.locator("blockquote:visible")).to_have_text(["Åtgärdsplan för ePlan drift till november."])
    page.get_by_text("1 äldre version").click()
    expect(page.get_by_text("Åtgärdsplan för ePlan drift till oktober.")).to_be_visible()
    page.get_by_role("button", name="Markera som klart").click()
    expect(page.get_by_text("✓ klart · Hela dialogen")).to_be_visible()
    page.get_by_role("button", name="Öppna igen").click()
    expect(page.get_by_text("○ öppet · Hela dialogen")).to_be_visible()

    page.get_by_role("tab", name="Rapport").click()
    expect(page.get_by_role("rowheader", name="Åtgärdsplan för ePlan drift till november.")).to_be_visible()
    with page.expect_download(timeout=60_000) as saved:
        page.get_by_role("button", name="Excel").click()
    assert saved.value.suggested_filename == "manadsrapport_2019-08.xlsx"
    expect(page.get_by_text("manadsrapport_2019-08.xlsx är klar")).to_be_visible()


def test_an_address_that_names_nothing_says_so_in_swedish(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        answer = context.request.get(f"{server}/dialog/visa?utgava=2019-08-000000000000")
        assert answer.status == 404
        assert "har inte publicerats" in answer.text()
        hostile = context.request.get(f"{server}/dialog/visa?utgava=<script>alert(1)</script>")
        assert "<script" not in hostile.text()
