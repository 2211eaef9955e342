"""Small groups cannot be recognised: an attacker who has all that was ever published finds none of them.

First that the attacker finds what there is to find, then that there is nothing to find in what the program publishes.
"""

import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import WINDOW, Attacker, narrow
from hypothesis import given
from hypothesis import strategies as st
from intervals import Window
from judged import verdict
from nullspace import PRIME, Known, null_vectors
from organisations import Source, succession
from published_sums import RATIOS, Edition
from staff_editions import Truth, limited_on, protected, small_withheld
from worked import dataset, rows

from data import snapshot as store
from data.demo.database import ensure_database
from etl import disclosure
from etl.disclosure import decide, weaknesses

SMALL = {"most_units": 5, "most_months": 14}
LARGER = {"most_units": 12, "most_months": 20}
MANY_UNITS = {"most_units": 40, "most_months": 30}
TREE = "office - / north office / south office / a north / b north / c north"


def edition(told: str, cells: str, tree: str = TREE) -> Edition:
    """`told` are rows of `indicators`, `cells` the base cells of each of its months, all of them withheld."""
    found = pd.DataFrame(rows("period indicator_id department_id breakdown numerator denominator reason\n" + told))
    amounts = found[["numerator", "denominator"]].astype("float64")
    alone = amounts["numerator"].where(found["indicator_id"] == "headcount")
    table = found.assign(**amounts, value=alone, period=pd.to_datetime(found["period"]))
    there = pd.DataFrame([cell.split() for cell in cells.split("/")], columns=["department_id", "gender", "age_band"])
    hr = there.merge(table[["period"]].drop_duplicates(), how="cross")
    measures = {name for ratio in RATIOS for name in ratio.measures}
    departments = dataset("department", "department_id parent_id\n" + tree.replace("/", "\n"))
    return Edition(hr.assign(**dict.fromkeys(measures, np.nan), suppressed=True), table, departments)


def computed(*editions: Edition, knowing: str = "") -> set[str]:
    """The departments' figures that follow, with the number of months."""
    found = Attacker(list(editions)).exact(knowing)
    found = found[found["indicator_id"] != "hr_month"]
    return {f"{name} {last - first + 1}" for name, first, last in found[["name", "first", "last"]].to_numpy()}


def test_a_parent_without_its_other_units():
    told = """
    2019-01 headcount north total 100 - -
    2019-01 headcount a     total 60  - -
    2019-01 headcount b     total 35  - -
    2019-01 headcount c     total -   - small   # 100 - 60 - 35
    """
    cells = "a K 30-49 / b K 30-49 / c K 30-49 / c M 30-49"
    assert computed(edition(told, cells)) == {"c total 1"}
    one_more = told.replace("b     total 35  - -", "b     total -   - protects")
    assert computed(edition(one_more, cells)) == set()


def test_the_total_without_the_other_sex():
    told = """
    2019-01 headcount a total 40 - -
    2019-01 headcount a K     35 - -
    2019-01 headcount a M     -  - small   # 40 - 35
    2019-01 headcount a 50-   -  - small
    """
    cells = "a K 30-49 / a M 30-49 / a K 50- / a M 50-"
    assert computed(edition(told, cells)) == {"a M 1"}


def rolling(months: int, shown: str = "") -> str:
    """Sick leave of a department over rolling years, whose months are withheld but for those in `shown`."""
    periods = pd.period_range("2018-01", periods=months, freq="M")
    year = [f"{p} sick_leave_r12 a total 50 900 -" for p in periods[11:]]
    return "\n".join(
        year + [f"{p} sick_leave_month a total {'4 75 -' if str(p) in shown else '- - unit_month'}" for p in periods]
    )


def test_two_rolling_years_are_a_month_less_the_same_month_the_year_before():
    cells = "a K 30-49 / a M 30-49"
    assert computed(edition(rolling(14), cells)) == set()
    found = Attacker([edition(rolling(14, shown="2018-02"), cells)]).exact()
    assert set(found["last"]) == {1 + 12}, "February 2019 is February 2018 and the difference"


def test_the_last_month_of_a_year_to_date():
    told = """
    2019-01 sick_leave_ytd   a total 5 100 -
    2019-02 sick_leave_ytd   a total 9 200 -
    2019-02 sick_leave_month a total - - small   # 200 - 100
    """
    assert computed(edition(told, "a K 30-49 / a M 30-49")) == {"a total 1"}


def test_a_unit_that_moved_between_two_editions():
    told = """
    2019-01 headcount north total 95 - -
    2019-01 headcount c     total -  - small
    """
    cells = "a K 30-49 / b K 30-49 / c M 30-49"
    before = edition(told, cells)
    after = edition(told.replace("95", "90"), cells, TREE.replace("c north", "c south"))
    assert computed(before) == computed(after) == set()
    assert computed(before, after) == {"c total 1"}


def test_the_head_of_one_unit_knows_the_other():
    told = """
    2019-01 headcount north total 45 - -
    2019-01 headcount a     total -  - protects
    2019-01 headcount b     total -  - small
    """
    cells = "a K 30-49 / b M 30-49"
    assert computed(edition(told, cells)) == set()
    assert computed(edition(told, cells), knowing="a") == {"b total 1"}


def test_what_is_left_of_a_shown_total():
    told = """
    2019-01 headcount north total 45 - -
    2019-01 headcount a     total 37 - -
    2019-01 headcount b     total -  - small
    2019-01 headcount c     total -  - small   # 45 - 37 is b and c, eight people
    """
    one = edition(told, "a K 30-49 / b M 30-49 / c M 30-49")
    left = [residual.left.tolist() for residual in Attacker([one]).residuals("headcount_all")]
    assert computed(one) == set()
    assert [False, True, True] in left


BOUNDED = """
2019-01 headcount north total 42 - -
2019-01 headcount north M     2  - -
2019-01 headcount a     total 40 - -        # so at least 38 of its people are women
2019-01 headcount a     K     -  - protects
2019-01 headcount a     M     -  - small
"""


def test_nobody_counts_less_than_nothing():
    attacker = Attacker([edition(BOUNDED, "a K 30-49 / a M 30-49 / b K 30-49 / b M 30-49")])
    women = int(attacker.figures.loc[attacker.figures["name"] == "a K", "group"].iloc[0])
    low, high = Window(attacker, "headcount_all", 0, 0).intervals([women], np.array([np.inf]))
    assert attacker.exact().empty
    assert (low.item(), high.item()) == (40 - 2, 40)


def test_the_words_tell_the_size_too():
    told = """
    2019-01 headcount north total 31 - -
    2019-01 headcount a     total -  - protects   # eleven or more
    2019-01 headcount b     total -  - protects
    2019-01 headcount c     total -  - small
    """
    attacker = Attacker([edition(told, "a K 30-49 / b M 30-49 / c M 30-49")])
    small = int(attacker.figures.loc[attacker.figures["name"] == "c total", "group"].iloc[0])
    window, far = Window(attacker, "headcount_all", 0, 0), np.array([np.inf])
    assert [end.item() for end in window.intervals([small], far)] == [0, 31]
    assert [end.item() for end in window.told().intervals([small], far)] == [0, 31 - 2 * 11]


@given(st.integers(0, 10**6))
def test_the_elimination_agrees_with_singular_values(seed):
    rng = np.random.default_rng(seed)
    months, cells = int(rng.integers(1, 5)), int(rng.integers(1, 7))
    present = rng.random((months, cells)) < 0.9
    known = [_random_sum(rng, months, cells) for _ in range(int(rng.integers(0, 14)))]
    vectors = null_vectors(known, present, rng)
    shown = [_vector(sum_, present) for sum_ in known]
    assert all(_on(vectors, told) for told in shown)
    for _ in range(10):
        target = _vector(_random_sum(rng, months, cells), present)
        both = np.linalg.matrix_rank(np.array([*shown, target]).reshape(-1, present.size).astype(float))
        alone = np.linalg.matrix_rank(np.array(shown).reshape(-1, present.size).astype(float)) if shown else 0
        assert _on(vectors, target) == (both == alone)


def _random_sum(rng: np.random.Generator, months: int, cells: int) -> Known:
    first = int(rng.integers(0, months))
    return Known((np.arange(months) >= first).astype(np.int64), rng.random(cells) < 0.5)


def _vector(known: Known, present: np.ndarray) -> np.ndarray:
    return (known.weights[:, None] * (known.members & present)).ravel()


def _on(vectors: np.ndarray, target: np.ndarray) -> bool:
    return not ((vectors.reshape(len(vectors), -1) * target % PRIME).sum(axis=1) % PRIME).any()


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)).map(sorted).map(tuple), max_size=12))
def test_narrow_sums_tell_the_same(windows):
    told = np.array([[first <= month <= last for month in range(9)] for first, last in windows]).reshape(-1, 9)
    short = np.array(list(narrow(windows, 9))).reshape(-1, 9)
    ranks = [np.linalg.matrix_rank(m.astype(float)) if len(m) else 0 for m in (told, short, np.vstack([told, short]))]
    assert len(set(ranks)) == 1


def leaks(editions: list[Edition], sources: list[Source], heads: bool) -> str:
    """What an attacker finds who has these editions, said in words; empty where there is nothing."""
    attacker = Attacker(editions)
    units = sorted({unit for unit, _, _ in attacker.cells}) if heads else []
    return str(verdict(attacker, Truth(attacker, sources[-1]), limited_on(sources[0].hr), units))


@pytest.fixture(scope="session")
def embedded(published: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, Source]:
    """What the run published of the embedded source, and what it was made of."""
    snapshot = store.current(published)
    tables = [snapshot.read(name) for name in ("hr_month", "indicators", "departments")]
    path = ensure_database(tmp_path_factory.getbasetemp() / "attacked" / "demo.sqlite")
    with sqlite3.connect(path) as source:
        hr = pd.read_sql("SELECT * FROM hr_month", source, parse_dates=["period"])
    return Edition(*tables), Source(hr, tables[2], hr.head(0))


def test_nobody_is_recognised_in_the_embedded_source(embedded):
    edition_, source = embedded
    assert leaks([edition_], [source], heads=True) == ""


def test_nobody_is_recognised_in_any_organisation(prove):
    """A month later, after a restated month and after a reorganisation too, also by one who kept all editions.

    The ordinary run takes four organisations, `--prove` two hundred.
    """
    for seed in range(200) if prove else range(5, 9):
        sources = succession(seed, **(SMALL if not prove else MANY_UNITS if seed % 20 == 0 else LARGER))
        editions = protected(sources)
        for kept in (1, 4) if prove or seed % 2 else (4,):
            found = leaks(editions[:kept], sources[:kept], heads=kept == 4)
            assert found == "", f"organisation {seed}, {kept} editions:\n{found}"


def test_only_small_groups_withheld_gives_a_fifth_of_them_away():
    withheld, computed_ = 0, 0
    for seed in range(5):
        source = succession(seed, **LARGER)[1]
        attacker, measure = Attacker([small_withheld(source)]), limited_on(source.hr)
        withheld += len(_cells_of(attacker.withheld, measure))
        computed_ += len(_cells_of(attacker.exact(), measure))
    assert computed_ > withheld / 5


def _cells_of(figures: pd.DataFrame, measure: str) -> pd.DataFrame:
    return figures[figures["measure"] == measure].drop_duplicates(WINDOW)


def test_elimination_without_repair_leaves_groups_that_can_be_bounded(monkeypatch):
    monkeypatch.setattr(decide, "KINDS", weaknesses.AT_RISK[:2])
    monkeypatch.setattr(disclosure.gate, "leaks", lambda *_: [])
    source = succession(4, most_units=12)[1]
    assert leaks(protected([source]), [source], heads=False).startswith("bounded")


def test_a_year_to_date_does_not_show_the_one_who_left(monkeypatch):
    """One man of fifty in January and February, no row of him since."""
    monkeypatch.setattr(disclosure.gate, "leaks", lambda *_: [])
    keys = "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours"
    lines = [f"2019-0{m} {u} {sex} 30-49 60 1 9000 300 30" for m in range(1, 5) for u in "abc" for sex in "KM"]
    left = [f"2019-0{m} a M 50- 1 0 150 20 0" for m in (1, 2)]
    hr = dataset("hr_month", "\n".join([f"{keys} sick_hours_60_plus", *lines, *left]))
    tree = dataset("department", "department_id name parent_id\noffice O -\na A office\nb B office\nc C office")
    source = Source(hr, tree, dataset("survey", "year department_id index_name respondents value"))
    assert leaks(protected([source]), [source], heads=False) == ""
