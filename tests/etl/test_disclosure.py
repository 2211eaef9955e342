"""Small groups: nothing withheld can be computed from what is shown."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import dataset

from data.codes import AGE_BANDS, GENDERS
from etl import disclosure, staff
from etl.config import Limits
from etl.errors import RunFailed

NO_SURVEYS = dataset("survey", "year department_id index_name respondents value")
LIMITS = Limits()
HEADER = (
    "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus"
)
CELLS = list(itertools.product(GENDERS, AGE_BANDS))


def organisation(
    heads: dict[str, list[int]], parents: dict[str, str], months: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`heads` gives each unit's six headcounts (K and M by age); every month is the same."""
    names = sorted({*heads, *parents, *parents.values()})
    tree = "department_id name parent_id\n" + "\n".join(f"{name} {name} {parents.get(name, '-')}" for name in names)
    lines = [
        f"2019-{month:02d} {unit} {sex} {age} {count} 1 {count * 150} {count * 5} {count}"
        for month in range(1, months + 1)
        for unit, counts in heads.items()
        for (sex, age), count in zip(CELLS, counts, strict=True)
    ]
    return dataset("hr_month", "\n".join([HEADER, *lines])), dataset("department", tree)


def controlled(hr: pd.DataFrame, tree: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    targets = dataset("target", "year indicator_id target limit direction")
    pattern = disclosure.decide(hr, NO_SURVEYS, tree, LIMITS)
    table = staff.indicators(hr, NO_SURVEYS, targets, tree)
    return disclosure.control_staff(hr, pattern), disclosure.control_indicators(table, pattern)


def shown(table: pd.DataFrame, department: str, breakdown: str = "total") -> pd.Series:
    rows = table[(table["indicator_id"] == "sick_leave_month") & (table["department_id"] == department)]
    return rows[rows["breakdown"] == breakdown].iloc[0]


@pytest.mark.parametrize(
    ("count", "suppressed", "parts"),
    [
        (10, True, False),  # at most ten: not shown
        (11, False, False),  # whole per cent, without its parts
        (30, False, False),
        (31, False, True),
    ],
)
def test_the_limits(count, suppressed, parts):
    hr, tree = organisation({"office": [count, 0, 0, 0, 0, 0]}, {})
    row = shown(controlled(hr, tree)[1], "office")
    assert (row["suppressed"], pd.notna(row["numerator"])) == (suppressed, parts)
    assert pd.isna(row["value"]) == suppressed


def test_a_middle_group_is_shown_in_whole_per_cent():
    hr, tree = organisation({"office": [20, 0, 0, 0, 0, 0]}, {})
    assert shown(controlled(hr, tree)[1], "office")["value"] == round(20 * 5 / (20 * 150), 2)


def test_the_last_sibling_is_withheld_too_or_the_small_one_is_a_subtraction_away():
    hr, tree = organisation({"a": [40, 40, 40, 40, 40, 40], "b": [2, 2, 2, 0, 0, 0]}, {"a": "office", "b": "office"})
    table = controlled(hr, tree)[1]
    assert shown(table, "office")["numerator"] == 5 * (240 + 6)
    assert shown(table, "b")["suppressed"]
    assert shown(table, "a")["suppressed"], "office - a = b"


def test_the_other_sex_is_withheld_too():
    hr, tree = organisation({"office": [50, 50, 50, 2, 2, 2]}, {})
    table = controlled(hr, tree)[1]
    assert shown(table, "office", "M")["suppressed"]
    assert shown(table, "office", "K")["suppressed"], "total - K = M"


def test_withheld_is_missing_and_flagged_never_zero():
    hr, tree = organisation({"office": [5, 0, 0, 0, 0, 0]}, {})
    published, table = controlled(hr, tree)
    assert published["suppressed"].all()
    assert published[["headcount_permanent", "sick_hours"]].isna().all(axis=None)
    assert table.loc[table["suppressed"], ["numerator", "denominator", "value"]].isna().all(axis=None)


def test_one_small_month_decides_for_all_months():
    hr, tree = organisation({"office": [40, 0, 0, 0, 0, 0]}, {}, months=3)
    hr.loc[hr.index[6], "headcount_permanent"] = 9  # February
    assert controlled(hr, tree)[1]["suppressed"].all()


def test_a_unit_that_closes_does_not_leave_a_small_one_alone():
    """In January office - large = middle + small, which is neither; in February middle is closed."""
    heads = {"large": [60, 0, 0, 0, 0, 0], "middle": [20, 0, 0, 0, 0, 0], "small": [5, 0, 0, 0, 0, 0]}
    hr, tree = organisation(heads, dict.fromkeys(heads, "office"), months=2)
    assert not shown(controlled(hr[hr["period"] == "2019-01-01"], tree)[1], "large")["suppressed"]
    closed = hr[~((hr["department_id"] == "middle") & (hr["period"] == "2019-02-01"))].reset_index(drop=True)
    table = controlled(closed, tree)[1]
    assert not shown(table, "office")["suppressed"]
    assert shown(table, "large")["suppressed"], "office - large = small"


def test_a_survey_index_needs_seven_answers_and_gives_no_sibling_away():
    surveys = dataset(
        "survey",
        """
        year department_id index_name respondents value
        2018 office        HME        46          75
        2018 a             HME        40          76
        2018 b             HME        6           70    # fewer than seven
        """,
    )
    tree = dataset("department", "department_id name parent_id\noffice O -\na A office\nb B office")
    hr, _ = organisation({"a": [1] * 6}, {})
    groups = {group[1] for group in disclosure.decide(hr, surveys, tree, LIMITS).surveys}
    assert groups == {"office"}


def test_the_gate_stops_a_table_where_nothing_is_withheld():
    hr, tree = organisation({"a": [40] * 6, "b": [2] * 6}, {"a": "office", "b": "office"})
    _, table = controlled(hr, tree)
    with pytest.raises(RunFailed, match="Sekretessgrinden"):
        disclosure.gate(hr.assign(suppressed=False), table, hr, tree, LIMITS)


counts = st.lists(st.integers(0, 80), min_size=6, max_size=6)


@settings(max_examples=12)
@given(st.lists(counts, min_size=2, max_size=5), st.data())
def test_no_small_group_is_computable_in_any_organisation(units, data):
    """An audit of its own: projection in floating point, on the published tables."""
    names = [f"u{n}" for n in range(len(units))]
    parents = {name: data.draw(st.sampled_from(["office", "north", "south"])) for name in names}
    parents |= {"north": "office", "south": "office"}
    hr, tree = organisation(dict(zip(names, units, strict=True)), parents)
    published, table = controlled(hr, tree)
    base = list(zip(hr["department_id"], hr["gender"], hr["age_band"], strict=True))
    above = {name: {name, parents[name], "office"} for name in names}

    def vector(department, sex=None, age=None):
        return [department in above[d] and sex in (None, s) and age in (None, a) for d, s, a in base]

    rows = table[table["denominator"].notna()][["department_id", "breakdown"]].drop_duplicates()
    known = [
        vector(d, b if b in GENDERS else None, b if b in AGE_BANDS else None) for d, b in rows.itertuples(index=False)
    ]
    open_rows = published["headcount_permanent"].notna()
    known += [[i == n for i in range(len(base))] for n in np.flatnonzero(open_rows)]
    matrix = np.array(known, dtype=float).reshape(-1, len(base))
    heads = hr["headcount_permanent"].to_numpy(dtype=float)
    directions = np.linalg.svd(matrix, full_matrices=False)
    shown_space = directions.Vh[directions.S > 1e-9]
    for department in {*names, *parents.values()}:
        for sex, age in itertools.product([None, *GENDERS], [None, *AGE_BANDS]):
            cell = np.array(vector(department, sex, age), dtype=float)
            if cell.any() and cell @ heads <= LIMITS.rounded:
                outside = cell - shown_space.T @ (shown_space @ cell)
                assert np.linalg.norm(outside) > 1e-6, (department, sex, age)
