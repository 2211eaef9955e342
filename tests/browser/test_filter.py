"""One filter, period and department, that lives in the address and is kept between pages."""

from collections.abc import Callable

from playwright.sync_api import expect
from visit import Visit

NOVEMBER = {"period": "november 2017", "avdelning": "Hälso- och sjukvård"}


def test_the_filter_is_kept_between_pages_by_back_and_by_reload(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.choose("Period", NOVEMBER["period"])
    seen.holds("period", NOVEMBER["period"])
    seen.choose("Avdelning", NOVEMBER["avdelning"])
    seen.holds("avdelning", NOVEMBER["avdelning"])
    expect(seen.page.get_by_text("Hälso- och sjukvård · resultat och prognos i mnkr")).to_be_visible()
    overview = seen.title.inner_text()

    seen.follow("Medarbetare")
    expect(seen.page.get_by_text("Hälso- och sjukvård · medarbetare · november 2017")).to_be_visible()
    assert_chosen(seen)

    seen.page.go_back()
    expect(seen.page.get_by_text("Hälso- och sjukvård · resultat och prognos i mnkr")).to_be_visible()
    expect(seen.title).to_have_text(overview)
    assert_chosen(seen)

    seen.page.reload()
    expect(seen.title).to_have_text(overview)
    assert_chosen(seen)


def test_the_address_opened_by_someone_else_shows_the_same(visit: Callable[..., Visit]) -> None:
    first = visit("ekonomi", **NOVEMBER)
    second = visit("ekonomi", **first.address)
    expect(second.title).to_have_text(first.title.inner_text())
    for seen in (first, second):
        expect(seen.page.locator("svg.marks")).to_have_count(4)  # the last picture comes after the text
    assert first.page.get_by_role("main").inner_text() == second.page.get_by_role("main").inner_text()


def test_the_defaults_need_no_address_and_choosing_them_again_cleans_it(visit: Callable[..., Visit]) -> None:
    seen = visit(period="juni 2019")
    seen.choose("Period", "augusti 2019")
    expect(seen.title).to_have_text("Prognosen når budgeten: 88,5 mnkr bättre än i maj")
    seen.page.wait_for_url(lambda url: "period" not in url)


def assert_chosen(seen: Visit) -> None:
    """The widgets and the address say the same."""
    expect(seen.filter("Period")).to_have_value(NOVEMBER["period"])
    expect(seen.filter("Avdelning")).to_have_value(NOVEMBER["avdelning"])
    assert NOVEMBER.items() <= seen.address.items()
