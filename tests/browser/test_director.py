"""The director, the morning before the board: from the month's message to the line behind it and its months."""

from collections.abc import Callable

from playwright.sync_api import expect
from visit import Visit


def test_the_director_goes_from_the_message_to_a_lines_months(visit: Callable[..., Visit]) -> None:
    seen = visit()
    main = seen.page.get_by_role("main")
    expect(seen.title).to_have_text("Prognosen når budgeten: 88,5 mnkr bättre än i maj")
    expect(main.get_by_text("+24,5 mnkr").first).to_be_visible()  # the result, January to August
    expect(main.get_by_text("±0,0 mnkr").first).to_be_visible()  # the forecast against the year's budget

    main.get_by_role("link", name="Ekonomi").first.click()
    expect(main.get_by_text("januari–augusti 2019 · mnkr")).to_be_visible()
    seen.settle(charts=4)
    result, budget, deviation, *_ = seen.cells("Effektivisering Region Halland")
    assert (result, budget, deviation) == ("66,6", "81,3", "−14,7")  # printed: 81,4, which its own row contradicts

    seen.choose("Uppdrag", "Regionkontoret Bas")
    seen.holds("rad", "Regionkontoret Bas")
    expect(main.get_by_text("Regionkontoret Bas: −145,4 mnkr till och med augusti 2019").first).to_be_visible()
    columns = seen.chart_after("Resultat hittills i år per månad").locator('path[fill="var(--mu-actual)"]')
    drawn = columns.and_(seen.page.locator(".mark-rect path"))
    expect(drawn).to_have_count(8)  # January to August; the months to come have none
    assert all(column.bounding_box()["height"] > 1 for column in drawn.all())

    main.get_by_text("Månaderna som tabell").click()
    result, budget, deviation, last_year = seen.cells("aug")
    assert (result, budget, deviation, last_year) == ("−145,4", "−168,6", "+23,2", "−130,1")


def test_the_line_is_in_the_address_and_opens_again(visit: Callable[..., Visit]) -> None:
    seen = visit("ekonomi", rad="Förtroendevalda")
    expect(seen.filter("Uppdrag")).to_have_value("Förtroendevalda")
    expect(seen.page.get_by_text("Förtroendevalda: −27,2 mnkr till och med augusti 2019").first).to_be_visible()
