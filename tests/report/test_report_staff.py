"""The report's staff: no unit's figure in a document, no figure that is withheld, and why where there is none."""

import pandas as pd
import pytest

from dashboard.dialogue.decided import Decided
from dashboard.report import documents, staff, ties
from dashboard.report.content import Section
from dashboard.view import View
from data import decisions
from tests.report.parts import cell, everything, paragraphs, plain, section, table, tables
from tests.staff import measured

MONTHS = """
period  indicator      department breakdown value  target reason    # unit figures end on 77, so that one is seen
2019-07 sick_leave_r12 stab       total     0.0364 0.04   -
2019-07 sick_leave_r12 arkiv      total     0.0377 0.04   -
2019-08 sick_leave_r12 stab       total     0.0361 0.04   -
2019-08 sick_leave_r12 stab       K         0.0412 -      -
2019-08 sick_leave_r12 stab       M         -      -      protects
2019-08 sick_leave_r12 arkiv      total     0.0477 0.04   -
2019-08 sick_leave_r12 arkiv      K         0.0577 -      -
2019-08 headcount      stab       total     52     -      -
2019-08 headcount      arkiv      total     77     -      -
"""


def small(department: str) -> View:
    seen = measured.view("2019-08-01", MONTHS, department)
    none = pd.DataFrame({"check_id": "", "passed": True, "period": seen.period, "message": ""}, index=[0])
    none = none.assign(found=float("nan"), expected=float("nan"))
    seen.snapshot.tables["checks"] = none  # type: ignore[attr-defined]
    return seen


def all_of(view: View) -> list[Section]:
    """The chapter, its details and its appendix."""
    return [*staff.sections(view), staff.detail(view, "sick_leave_r12"), *ties.over_time(view)]


def test_a_unit_is_lifted_to_the_department_above_and_says_so() -> None:
    sections = staff.sections(small("arkiv"))
    assert paragraphs(section(sections, "personal")) == [
        "Personalens nyckeltal lämnas ut ner till avdelning. Därför visas Stab i stället för Arkiv."
    ]
    found = table(sections, "personal")
    assert found.caption == "Nyckeltal för personal, Stab, augusti 2019"
    assert plain(cell(found, "Sjukfrånvaro R12", "Alla").text) == "3,61 %"
    assert [each.caption for each in tables(staff.sections(small("stab")))] == [
        each.caption for each in tables(sections)
    ]
    assert paragraphs(section(staff.sections(small("stab")), "personal")) == []


@pytest.mark.parametrize("department", ["stab", "arkiv", "registratur"])
def test_no_figure_of_a_unit_stands_anywhere(department: str) -> None:
    said = list(everything(all_of(small(department))))
    assert len(said) > 10
    assert [text for text in said if "77" in text] == []


def test_nor_in_the_report_of_a_unit_of_the_embedded_source(look) -> None:
    view = look("2019-08", "naringsliv")
    found = documents.month(view, Decided(decisions.DECISIONS.nothing()), None)
    rows = view.read("indicators")
    shares = rows[(rows["unit"] == "share") & rows["denominator"].notna() & rows["value"].gt(0)]
    exact = set(shares.loc[shares["department_id"] == "naringsliv", "value"])
    above = set(shares.loc[shares["department_id"] == "regional_utveckling", "value"])
    said = set(everything([*found.sections, *found.details.values()]))
    assert said & {str(value) for value in above}  # the department's own are drawn
    assert said & {str(value) for value in exact - above} == set()


def test_a_withheld_figure_is_a_text_without_value() -> None:
    sections = staff.sections(small("stab"))
    men = cell(table(sections, "personal"), "Sjukfrånvaro R12", "Män")
    assert (plain(men.text), men.value) == ("dold för att skydda en mindre grupp", None)
    women = cell(table(sections, "personal"), "Sjukfrånvaro R12", "Kvinnor")
    assert (plain(women.text), women.value) == ("4,12 %", 0.0412)


def test_within_target_is_good_and_without_one_is_said() -> None:
    sections = staff.sections(small("stab"))
    stands = cell(table(sections, "personal"), "Sjukfrånvaro R12", "Mot mål")
    assert (plain(stands.text), stands.tone) == ("✓ inom mål (högst 4 %)", "good")
    assert cell(table(sections, "storlek"), "Antal anställda", "Mot mål").text == "inget mål är satt"


def test_a_month_that_was_not_delivered_has_no_table_and_says_why(look) -> None:
    (only,) = staff.sections(look("2017-11"))
    assert tables([only]) == []
    assert paragraphs(only) == []
    assert only.message == "Inga nyckeltal visas: november 2017 saknas i underlaget"
