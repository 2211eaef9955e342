"""The report's activities: each stands in it once, and what nobody has told is never taken to be well."""

from collections import Counter

import pytest

from dashboard import format as sv
from dashboard.report import work
from dashboard.report.content import Section
from dashboard.view import View
from tests.report.parts import edited, paragraphs, plain, read, section, table, tables

LISTED = ("aktiviteter", "okand-status", "alla-aktiviteter")


def listed(sections: tuple[Section, ...]) -> list[str]:
    """The activities of all tables that list activities, wherever their column stands."""
    found = [each for each in tables(sections) if "Aktivitet" in [column.heading for column in each.columns]]
    places = [[column.heading for column in each.columns].index("Aktivitet") for each in found]
    return [row.cells[place].text for each, place in zip(found, places, strict=True) for row in each.rows]


@pytest.mark.parametrize(
    ("month", "department", "count"),
    [
        ("2017-11", None, 52),  # all unknown, and listed since comments are missing
        ("2018-06", None, 172),  # 21 + 31 + 1 + 4 + 108 + 7: none unknown
        ("2019-05", None, 195),
        ("2019-08", None, 195),  # 94 unknown that lack nothing else: in the appendix
        ("2019-05", "kommunikation", None),
    ],
)
def test_every_activity_of_the_month_stands_exactly_once(look, month, department, count) -> None:
    view = look(month, department)
    rows = view.read("activities")
    mine = rows["department_id"].eq(department) if department else rows["period"].notna()
    titles = rows.loc[mine & (rows["period"] == view.period), "title"]
    assert count in (None, len(titles))
    assert len(titles) > 0
    assert Counter(listed((*work.sections(view), *work.appendix(view)))) == Counter(titles)


def test_where_comments_are_missing_the_unknown_are_told_of_in_the_chapter_and_not_as_well(look) -> None:
    view = look("2017-11")
    sections = work.sections(view)
    assert plain(section(sections, "okand-status").message) == (
        "52 aktiviteter har okänd status; 14 saknar kommentar; 25 har passerat sitt slutdatum"
    )
    assert {row[1] for row in read(table(sections, "okand-status"))} == {"? status okänd"}
    listed_next = section(sections, "aktiviteter")
    assert (plain(listed_next.message), listed_next.parts) == ("Alla 52 aktiviteter har okänd status", ())
    assert listed_next.place == "paper"  # the slide after it says the same of each


def test_where_nothing_is_missing_the_unknown_are_counted_above_and_listed_in_the_appendix(look) -> None:
    view = look("2019-08")
    sections = work.sections(view)
    assert "okand-status" not in [each.key for each in sections]
    assert plain(section(sections, "aktiviteter").message) == (
        "1 av 195 aktiviteter följer inte eller bara delvis planen; 94 har okänd status"
    )
    (others,) = [each for each in tables(work.appendix(view)) if each.caption.startswith("Övriga")]
    statuses = Counter(row[2] for row in read(others))
    assert statuses["? status okänd"] == 94
    assert sum(statuses.values()) == 195 - 1


def test_the_flagged_are_the_late_the_unsure_and_the_paused(look) -> None:
    rows = read(table(work.sections(look("2019-05")), "aktiviteter"))
    assert Counter(row[1] for row in rows) == {
        "! följer inte planeringen": 6,
        "● farhåga finns": 27,
        "‖ pausad": 15,
    }


def test_an_assignment_that_is_partly_fulfilled_is_told_of_and_all_stand_in_the_appendix(look) -> None:
    view = look("2019-08")
    (row,) = read(table(work.sections(view), "ataganden"))
    assert row[2] == "◐ uppfylls delvis"
    (everyone,) = [each for each in tables(work.appendix(view)) if each.caption == "Alla åtaganden, augusti 2019"]
    assert len(everyone.rows) == 94


def test_all_assignments_stand_by_focus_area_and_title_and_other_activities_by_what_their_rows_begin_with(look) -> None:
    everyone, others = map(read, tables(work.appendix(look("2019-08"))))
    areas = list(dict.fromkeys(row[1] for row in everyone))
    assert areas[:2] == ["Övergripande processer utöver Mål och budget", "Hög attraktivitet"]  # as the plan has them
    assert len(areas) == len({row[1] for row in everyone})
    first = [row[0] for row in everyone if row[1] == areas[0]]
    assert [title.split()[0] for title in first] == ["Arbeta", "Arbeta", "Leda", "Utveckla"]
    begins = [row[0] for row in others]
    assert begins == sorted(begins, key=sv.alphabetical)
    assert begins[-1].startswith("Öka kunskapen")


STRENGTHS = "Leda, driva utveckling, innovation och internationalisering inom styrkeområdet…"


def test_two_assignments_of_one_title_are_told_apart_by_focus_area_or_goal_and_never_by_an_id(look) -> None:
    """2019-u040 and 2019-u041 have title, focus area and goal in common."""
    view = look("2019-08")
    assert {each for each in begun(view) if each.startswith(STRENGTHS)} == {STRENGTHS}
    assignments, goals = view.read("assignments"), view.read("goals")
    last = assignments["assignment_id"] == "2019-u041"
    elsewhere = edited(view, "area", assignments=assignments.assign(
        focus_area=assignments["focus_area"].mask(last, "Digitalisering")))  # fmt: skip
    assert {each for each in begun(elsewhere) if each.startswith(STRENGTHS)} == {
        f"{STRENGTHS} · Stark konkurrenskraft",
        f"{STRENGTHS} · Digitalisering",
    }
    aimed = goals[(goals["year"] == 2019) & (goals["goal_id"] == "2.1.1.4")]["title"].item()
    aiming = edited(view, "goal", assignments=assignments.assign(goal_id=assignments["goal_id"].mask(last, "2.1.1.4")))
    assert f"{STRENGTHS} · {aimed}" in begun(aiming)


def begun(view: View) -> set[str]:
    """The assignments that the rows of the other activities begin with."""
    return {row[0] for row in read(tables(work.appendix(view))[1])}


def test_a_month_without_a_report_of_activities_says_so_and_lists_none(look) -> None:
    view = look("2019-07")
    (only,) = work.sections(view)
    assert only.message != ""
    assert (only.parts, work.appendix(view)) == ((), ())


def test_what_stands_behind_an_activity_is_its_facts_and_why_it_is_flagged(look) -> None:
    said = work.detail(look("2019-05"), "2019-009")
    assert said is not None
    facts = paragraphs(said)
    assert said.message == "● farhåga finns"
    assert facts[1] == "Avdelning: Ekonomi. Slutdatum: 2020-05-31."
    assert facts[3] == "Kommentar saknas."
    assert len(facts) > 4
    assert work.detail(look("2019-05"), "finns-inte") is None
