"""Units that were reorganised count, with their history, in the department that the settings name."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked import dataset

from data.errors import UsageError
from etl import config
from etl.errors import RunFailed
from etl.organisation import membership, own_rows, own_surveys

TREE = dataset(
    "department",
    """
    department_id name     parent_id
    office        Kontor   -
    care          Vård     office
    ward          Avdelning care
    """,
)
HEADER = "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours"
SURVEY = "year department_id index_name respondents value"


def belongs(reorganised: dict[str, str]) -> set[tuple[str, str]]:
    return set(membership(TREE, reorganised).itertuples(index=False, name=None))


def test_an_old_unit_belongs_where_its_history_is_kept_and_to_all_above_but_not_to_itself():
    own = {("office", "office"), ("care", "care"), ("ward", "ward")}
    above = {("care", "office"), ("ward", "care"), ("ward", "office")}
    assert belongs({}) == own | above
    assert belongs({"old": "care"}) == own | above | {("old", "care"), ("old", "office")}


@pytest.mark.parametrize(
    ("reorganised", "words"),
    [
        ({"old": "vard"}, "old har gått upp i vard, som inte finns bland avdelningarna"),
        ({"ward": "care"}, "ward står kvar bland avdelningarna fast den har gått upp i care"),
    ],
)
def test_a_mapping_that_does_not_fit_the_tree_stops_with_a_sentence(reorganised, words):
    with pytest.raises(RunFailed, match=words):
        membership(TREE, reorganised)


def test_old_units_are_added_cell_by_cell_and_missing_where_a_part_is():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 ward K -29 10 1 1000 80
        2019-01 old  K -29 20 - 3000 20    # its leavers are not known, so neither are those of the two
        2019-01 old  M -29 5  0 500  0
        2019-02 care K -29 7  1 700  70
        """,
    )
    expected = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 ward K -29 30 - 4000 100
        2019-01 ward M -29 5  0 500  0
        2019-02 care K -29 7  1 700  70
        """,
    )
    pd.testing.assert_frame_equal(own_rows(hr, {"old": "ward"}), expected)


def test_nothing_is_changed_where_nothing_is_reorganised():
    hr = dataset("hr_month", f"{HEADER}\n2019-02 ward K -29 10 1 1000 80\n2019-01 ward K -29 10 1 1000 80")
    pd.testing.assert_frame_equal(own_rows(hr, {"old": "ward"}), hr)
    surveys = dataset("survey", f"{SURVEY}\n2018 ward HME 0 70\n2018 care HME 9 70.1")
    pd.testing.assert_frame_equal(own_surveys(surveys, {"old": "ward"}), surveys)


@given(st.lists(st.tuples(st.sampled_from(["ward", "old", "older"]), st.integers(0, 99)), min_size=1))
def test_no_employee_is_lost_or_counted_twice(heads):
    lines = [f"20{place:02d}-01 {unit} K -29 {count} 0 0 0" for place, (unit, count) in enumerate(heads)]
    hr = dataset("hr_month", "\n".join([HEADER, *lines]))
    moved = own_rows(hr, {"old": "ward", "older": "ward"})
    assert moved["headcount_permanent"].sum() == sum(count for _, count in heads)
    assert set(moved["department_id"]) == {"ward"}


def test_a_merged_survey_is_the_mean_of_all_who_answered():
    surveys = dataset(
        "survey",
        f"""
        {SURVEY}
        2018 ward HME 10 80
        2018 old  HME 30 60
        2018 old  OSA 30 71.3    # alone, as it was delivered
        2017 ward HME 10 75
        """,
    )
    merged = own_surveys(surveys, {"old": "ward"}).set_index(["year", "department_id", "index_name"])
    assert merged.loc[(2018, "ward", "HME")].tolist() == [10 + 30, (10 * 80 + 30 * 60) / (10 + 30)]
    assert merged.loc[(2018, "ward", "OSA")].tolist() == [30, 71.3]
    assert merged.loc[(2017, "ward", "HME")].tolist() == [10, 75]
    assert len(merged) == 3


def test_merged_units_that_nobody_answered_for_have_no_value():
    surveys = dataset("survey", f"{SURVEY}\n2018 ward HME 0 80\n2018 old HME 0 60")
    assert own_surveys(surveys, {"old": "ward"})["value"].isna().tolist() == [True]


def loaded(folder, text: str) -> config.Settings:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    return config.load(file, {})


def test_the_settings_follow_a_unit_that_was_reorganised_twice(tmp_path):
    settings = loaded(tmp_path, '[reorganised]\nfirst = "second"\nsecond = "third"\nother = "third"')
    assert settings.reorganised == {"first": "third", "second": "third", "other": "third"}
    assert loaded(tmp_path, "").reorganised == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a = "b"\nb = "a"', "reorganised.a är 'b'. Tillåtet: en avdelning som finns kvar; den här går runt i en ring"),
        ('a = "a"', "reorganised.a är 'a'. Tillåtet: en avdelning som finns kvar"),
        ('a = ""', "reorganised.a är ''. Tillåtet: en avdelning"),
        ("a = 1", "nyckeln reorganised är {'a': 1}. Tillåtet: namn = \"text\""),
    ],
)
def test_a_ring_or_something_else_than_text_is_refused(tmp_path, text, words):
    with pytest.raises(UsageError) as caught:
        loaded(tmp_path, f"[reorganised]\n{text}")
    assert words in str(caught.value)
