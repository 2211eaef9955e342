"""What a tree's nodes are called where names are shared."""

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


@given(st.lists(st.sampled_from(["HR", "IT", "Ekonomi"]), min_size=1, max_size=12), st.data())
def test_each_has_a_name_of_its_own_and_one_that_had_it_keeps_it(names, data):
    parents = ["-", *(f"d{data.draw(st.integers(0, n - 1))}" for n in range(1, len(names)))]
    rows = [f"d{n} {name} {parent}" for n, (name, parent) in enumerate(zip(names, parents, strict=True))]
    departments = dataset("department", "department_id name parent_id\n" + "\n".join(rows))
    told = told_apart(departments, "department_id")
    assert told.is_unique
    assert [own for own, name in zip(told, names, strict=True) if names.count(name) == 1] == [
        name for name in names if names.count(name) == 1
    ]


def test_the_published_departments_can_each_be_chosen_by_name(tmp_path):
    settings = make_region(tmp_path, department=SHARED.replace("north_hr ", "office   "))
    assert main(["run", "--config", str(settings), "--out", str(tmp_path / "out")]) == 0
    current = snapshot.current(tmp_path / "out")
    published = current.read("departments")
    assert published["name"].is_unique
    assert "HR (Norr)" in set(published["name"])
