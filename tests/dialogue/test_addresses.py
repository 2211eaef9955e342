"""Where slides lead: each to its page, and from there back to the very slide."""

from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.dialogue import addresses, deck
from tests.activities import reported
from tests.paper import sample

SLIDES_AT = "/dialog/visa?utgava=2019-08-000000000000&period=augusti+2019"


def leads(slide: str, plan_year: int | None = None) -> tuple[str, dict[str, str]]:
    """The path that a slide of the sample leads to, and what its address names."""
    view = reported.view("2019-08", "period  activity_id\n2019-08 a1")
    shown = next(each for each in deck.slides(sample.document()) if each.address == slide)
    address = urlsplit(addresses.pages(view, SLIDES_AT, plan_year)(shown))
    return address.path, {name: value for name, [value] in parse_qs(address.query).items()}


@pytest.mark.parametrize("slide", ["start", "ekonomi", "ekonomi-2", "fraga-rad-1", "fraga-rad-2-2"])
def test_the_way_back_is_to_the_slide_that_one_came_from(slide: str) -> None:
    _, named = leads(slide)
    assert addresses.way_back(named["dialog"]) == f"{SLIDES_AT}#{slide}"


def test_the_first_slide_leads_to_the_page_of_the_dialogue_and_of_its_plan() -> None:
    path, named = leads("start")
    assert (path, named["flik"], "slag" in named) == ("/dialog", "Bilder", False)
    path, named = leads("start", plan_year=2020)
    assert (path, named["flik"], named["slag"], named["planar"]) == ("/dialog", "Bilder", "Plandialog", "2020")
