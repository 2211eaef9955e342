"""A unit head gets a link in a mail: the list behind it, without a choice to make, and a link to send on."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect
from published_rows import rows
from visit import Visit


def test_a_filtered_link_opened_cold_shows_only_that_departments_activities(
    visit: Callable[..., Visit], published: Path
) -> None:
    seen = visit(
        "aktiviteter",
        period="juni 2019",
        avdelning="Näringsliv",
        flik="Lista",
        status="● farhåga finns",
        slag="aktivitet",
    )
    expected = {
        row["title"]
        for row in rows(published, "activities", "2019-06")
        if (row["department_id"], row["status"], row["kind"]) == ("naringsliv", "at_risk", "activity")
    }
    assert len(expected) > 1  # else the link tests nothing
    expect(seen.filter("Period")).to_have_value("juni 2019")
    expect(seen.filter("Avdelning")).to_have_value("Näringsliv")
    for choice in ("● farhåga finns", "aktivitet"):
        expect(seen.page.get_by_text(f"{choice} ({len(expected)})", exact=True).first).to_be_visible()
    shown = seen.page.get_by_role("table").first
    assert set(shown.get_by_role("rowheader").all_inner_texts()) == expected


def test_a_link_with_words_that_mean_nothing_shows_the_latest_month_of_all(visit: Callable[..., Visit]) -> None:
    seen = visit("aktiviteter", period="maj 1999", avdelning="Ingenstans", flik="Påhittad", alla="kanske")
    expect(seen.page.get_by_text("Hela Regionkontoret · aktiviteter · augusti 2019")).to_be_visible()
    expect(seen.filter("Period")).to_have_value("augusti 2019")
    expect(seen.filter("Avdelning")).to_have_value("Hela Regionkontoret")
    seen.page.get_by_role("tab", name="Lista").click()
    expect(seen.page.get_by_text("195 av 195 aktiviteter visas.")).to_be_visible()
    expect(seen.page.get_by_role("alert")).to_have_count(0)


def test_a_link_with_a_choice_that_the_month_does_not_have_shows_nothing_more(visit: Callable[..., Visit]) -> None:
    seen = visit("aktiviteter", flik="Lista", status="Påhittad")
    expect(seen.page.get_by_text("0 av 195 aktiviteter visas med valt filter.")).to_be_visible()
    expect(seen.page.get_by_text("Påhittad (0)", exact=True)).to_be_visible()
    seen.page.get_by_role("button", name="Rensa filtret").click()
    expect(seen.page.get_by_text("195 av 195 aktiviteter visas.")).to_be_visible()
    assert seen.address == {"flik": "Lista"}


def test_the_copied_link_is_the_address_and_the_button_says_so(visit: Callable[..., Visit]) -> None:
    seen = visit("aktiviteter", period="juni 2019", avdelning="Näringsliv", sok="företag")
    seen.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=seen.server)
    seen.page.get_by_role("button", name="Kopiera länk till den här vyn").click()
    expect(seen.page.get_by_text("Länken är kopierad")).to_be_visible()
    copied = seen.measure("() => navigator.clipboard.readText()")
    assert copied == seen.page.url
    assert seen.address == {"period": "juni 2019", "avdelning": "Näringsliv", "sok": "företag"}


def test_what_is_searched_for_is_in_the_address(visit: Callable[..., Visit]) -> None:
    seen = visit("aktiviteter", period="juni 2019", flik="Lista")
    seen.page.get_by_role("textbox", name="Sök i rubrik, kommentar och åtagande").fill("bredband")
    seen.holds("sok", "bredband")
    expect(seen.page.get_by_text("av 195 aktiviteter visas med valt filter")).to_be_visible()
    found = seen.page.get_by_role("table").first.get_by_role("row")
    expect(found.filter(has_not_text="redband")).to_have_count(1)  # the headings
