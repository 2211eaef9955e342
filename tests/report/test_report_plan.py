"""The plan for 2024 as it was printed, and a year of which the snapshot has only some."""

import pytest

from dashboard.report import plan
from tests.report.parts import chart, plain, read, section, table

FRAME, WITHOUT_IT = "ram-Budget-20-2024-20-total", "ram-Budget-20-2024-20-exkl-2e--20-ITD"


@pytest.fixture(scope="module")
def sections(look):
    return plan.sections(look("2019-08"), 2024)


def test_the_frame_goes_from_597_6_to_718_6_by_the_printed_steps(sections) -> None:
    assert read(table(sections, FRAME)) == [
        ["Budgetram föregående år", "597,6"],
        ["Prisuppräkning", "+27,5"],
        ["Befolkning/demografi 1%", "+6,0"],
        ["Verksamhetsutveckling 1%", "+6,0"],
        ["Effektivisering -1,5%", "−9,6"],
        ["Förändringar (satsningar från Mål o Budget + tekniska justeringar)", "+91,1"],
        ["Budgetram 2024", "718,6"],  # 597,6 + 27,5 + 6,0 + 6,0 - 9,6 + 91,1
    ]
    assert plain(section(sections, FRAME).message) == "Ramen går från 597,6 till 718,6 mnkr, +121,0 mnkr"


def test_the_bridge_starts_at_the_frame_before_and_ends_at_this_years(sections) -> None:
    rows = chart(sections, FRAME).rows
    assert rows["role"].tolist() == ["budget", *["step"] * 5, "budget"]
    assert rows["amount"].tolist() == pytest.approx([597.6, 27.5, 6.0, 6.0, -9.6, 91.1, 718.6])
    assert plain(section(sections, WITHOUT_IT).message) == "Ramen går från 320,1 till 386,6 mnkr, +66,5 mnkr"


def test_the_whole_comes_before_the_part_of_it(sections) -> None:
    assert [each.key for each in sections] == [
        *("plan", "kalender", "mal", FRAME, WITHOUT_IT, "satsningar", "investeringsplan")
    ]


def test_investments_are_summed_per_year(sections) -> None:
    found = table(sections, "investeringsplan")
    assert [column.heading for column in found.columns] == ["Investering", "2024", "2025", "2026", "2027", "2028"]
    assert read(found)[-1] == ["Summa", "111,5", "88,5", "76,6", "62,8", "39,3"]
    assert found.rows[-1].is_sum
    assert plain(section(sections, "investeringsplan").message) == (
        "111,5 mnkr planeras för 2024 och 378,7 mnkr till och med 2028"  # 111,5 + 88,5 + 76,6 + 62,8 + 39,3
    )
    years = chart(sections, "investeringsplan").rows
    assert dict(zip(years["year"], years["amount"].round(1), strict=True)) == {
        "2024": 111.5,  # 15,0 + 0,5 + 95,4 + 0,6
        "2025": 88.5,  # 20,0 + 15,0 + 52,9 + 0,6
        "2026": 76.6,  # 10,0 + 66,0 + 0,6
        "2027": 62.8,  # 10,0 + 52,2 + 0,6
        "2028": 39.3,  # 38,7 + 0,6
    }


def test_what_is_not_planned_for_a_year_is_a_dash(sections) -> None:
    rows = {row[0]: row[1:] for row in read(table(sections, "investeringsplan"))}
    assert rows["FVIS"] == ["0,5", "15,0", "–", "–", "–"]


def test_the_initiatives_are_summed_the_largest_first(sections) -> None:
    assert [(row[1], row[2]) for row in read(table(sections, "satsningar"))] == [
        ("ITD", "33,3"),
        ("HR", "8,0"),
        ("HR", "1,0"),
        ("HoS", "0,5"),
        ("–", "42,8"),  # 33,3 + 8,0 + 1,0 + 0,5
    ]


def test_the_calendar_has_its_nine_steps_from_dialogue_to_decision(sections) -> None:
    rows = read(table(sections, "kalender"))
    assert len(rows) == 9
    assert rows[0] == ["2023-08-30", "Dialog: Regionstyrelsen dialog", "Regionstyrelsen"]
    assert rows[-1] == ["2023-11-22", "Beslut", "Regionstyrelsen"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_goals_are_counted_by_what_they_are_under(sections) -> None:
    rows = read(table(sections, "mal"))
    assert plain(section(sections, "mal").message) == (
        "Planen 2024 har 7 fokusområden och 4 förutsättningar med 31 mål"
    )
    assert [row[1] for row in rows] == ["Fokusområde"] * 7 + ["Förutsättning"] * 4  # 1-7, 8-11 as in the plan
    assert [row[0] for row in rows[7:]] == ["Medarbetare", "Robusta verksamheter", "Ekonomi", "Gemensamt"]
    assert sum(len(row[2].split("\n")) for row in rows) == 31


def test_a_year_that_lacks_parts_leaves_them_out(look) -> None:
    view = look("2019-08")
    assert plan.years(view) == [2022, 2024]
    assert [each.key for each in plan.sections(view, 2022)] == ["plan", "mal", "driftbudget", "investeringsplan"]
    assert [each.key for each in plan.sections(view, 2019)][:1] == ["plan"]
    assert not {"kalender", FRAME, "satsningar"} & {each.key for each in plan.sections(view, 2019)}
