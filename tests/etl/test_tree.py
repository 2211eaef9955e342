"""What a tree's nodes are called where names are shared."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from region import make_region
from worked import dataset

from data import snapshot
from etl.__main__ import main
from etl.tree import told_apart

SHARED = """
    department_id name           parent_id
    top           Förvaltning    -
    north         Norr           top
    south         Söder          top
    north_hr      HR             north
    south_hr      HR             south
    south_hr2     HR             south
    it            IT             top
    second        Förvaltning    -
"""


def test_departments_of_one_name_are_told_apart_by_what_they_belong_to_else_by_their_id():
    departments = dataset("department", SHARED)
    named = dict(zip(departments["department_id"], told_apart(departments, "department_id"), strict=True))
    assert named == {
        "top": "Förvaltning (top)",
        "north": "Norr",
        "south": "Söder",
        "north_hr": "HR (Norr)",
        "south_hr": "HR (Söder) (south_hr)",
        "south_hr2": "HR (Söder) (south_hr2)",
        "it": "IT",
        "second": "Förvaltning (second)",
    }


def test_the_whole_keeps_its_name_though_a_part_shares_it():
    departments = dataset("department", "department_id name parent_id\nall Kontoret -\nstaff Kontoret all")
    assert list(told_apart(departments, "department_id")) == ["Kontoret", "Kontoret (Kontoret)"]


@given(st.lists(st.sampled_from(["HR", "IT", "HR (HR)", "HR (IT)", "HR (IT) (2)"]), min_size=1, max_size=12), st.data())
def test_each_has_a_name_of_its_own(names, data):
    parents = [None, *(data.draw(st.sampled_from([None, *map(str, range(at))])) for at in range(1, len(names)))]
    departments = pd.DataFrame({"id": map(str, range(len(names))), "name": names, "parent_id": parents}, dtype="str")
    assert told_apart(departments, "id").is_unique


def test_the_published_departments_can_each_be_chosen_by_name(tmp_path):
    settings = make_region(tmp_path, department=SHARED.replace("north_hr ", "office   "))
    assert main(["run", "--config", str(settings), "--out", str(tmp_path / "out")]) == 0
    current = snapshot.current(tmp_path / "out")
    published = current.read("departments")
    assert published["name"].is_unique
    assert "HR (Norr)" in set(published["name"])
