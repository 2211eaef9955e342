"""The file for Excel: one level stricter than the screen, and the words of the screen where there is no value."""

from io import BytesIO

import pandas as pd
import pytest
from measured import NAMES, plain, view
from openpyxl import load_workbook

from dashboard import export
from dashboard.staff import exported

AUGUST = """
period  department  indicator      breakdown value  target reason        missing
2019-08 kontoret    sick_leave_r12 total     0.0235 0.04   -             -
2019-08 kontoret    sick_leave_r12 K         0.0282 -      -             -
2019-08 kontoret    headcount      total     442    -      -             -
2019-08 it          sick_leave_r12 total     0.03*  0.04   -             -
2019-08 it          headcount      total     -      -      middle        -
2019-08 stab        sick_leave_r12 total     -      -      protects      -
2019-08 arkiv       sick_leave_r12 total     0.02*  -      -             -
2019-08 registratur sick_leave_r12 total     -      -      small         -
2018-12 kontoret    hme            total     78.4   75     -             -
2017-12 kontoret    hme            total     78.1   -      -             -
2019-07 kontoret    sick_leave_r12 total     0.99   -      -             -
"""
UNITS = ("arkiv", "registratur")


@pytest.mark.parametrize("department", [None, *NAMES])
def test_no_unit_leaves_the_screen_whoever_asks(department: str | None) -> None:
    file = exported.exported(view("2019-08", AUGUST, department))
    assert len(file)
    assert not set(file["department"]) & {NAMES[unit] for unit in UNITS}


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_gets_its_departments_rows_and_is_told_so(unit: str) -> None:
    seen = view("2019-08", AUGUST, unit)
    assert set(exported.exported(seen)["department"]) == {"Stab"}
    assert exported.scope(seen).endswith(f"Därför visas Stab i stället för {NAMES[unit]}.")


def test_a_department_gets_its_own_rows_alone() -> None:
    assert set(exported.exported(view("2019-08", AUGUST, "it"))["department"]) == {"IT"}


def test_the_month_and_the_latest_survey_with_values_in_their_unit() -> None:
    file = exported.exported(view("2019-08", AUGUST))
    told = {(row["indicator"], row["department"], row["group"]): row for row in file.to_dict("records")}
    sick = told["Sjukfrånvaro, rullande 12 månader", "Kontoret", "Alla"]
    assert (sick["shown"], sick["unit_words"], sick["target_shown"], sick["stands"]) == (2.35, "procent", 4, "inom mål")
    women = told["Sjukfrånvaro, rullande 12 månader", "Kontoret", "Kvinnor"]
    assert (women["shown"], women["stands"]) == (2.82, "")
    assert pd.isna(women["target_shown"])  # the target is set for all
    rounded = told["Sjukfrånvaro, rullande 12 månader", "IT", "Alla"]
    assert (rounded["shown"], rounded["note"]) == (3, "hela procent")
    hme = told["Hållbart medarbetarengagemang (HME)", "Kontoret", "Alla"]
    assert (hme["month"], hme["shown"]) == ("2018", 78.4)
    assert len(file) == 7


def test_the_value_column_of_the_file_has_the_words_of_the_screen() -> None:
    seen = view("2019-08", AUGUST)
    book = load_workbook(BytesIO(export.workbook(seen, exported.TITLE, exported.exported(seen), exported.COLUMNS)))
    header, *body = book["Data"].iter_rows(values_only=True)
    at = header.index("Värde")
    assert {plain(str(row[at])) for row in body if isinstance(row[at], str)} == {
        "11–30",
        "dold för att skydda en mindre grupp",
    }
    assert 0 not in [row[at] for row in body]


def test_rows_stand_as_in_the_catalogue_with_the_whole_first_and_all_before_women_and_men() -> None:
    file = exported.exported(view("2019-08", AUGUST))
    told = list(zip(file["indicator"].str.split(",").str[0], file["department"], file["group"], strict=True))
    assert told == [
        ("Sjukfrånvaro", "Kontoret", "Alla"),
        ("Sjukfrånvaro", "Kontoret", "Kvinnor"),
        ("Sjukfrånvaro", "IT", "Alla"),
        ("Sjukfrånvaro", "Stab", "Alla"),
        ("Antal anställda", "Kontoret", "Alla"),
        ("Antal anställda", "IT", "Alla"),
        ("Hållbart medarbetarengagemang (HME)", "Kontoret", "Alla"),
    ]
