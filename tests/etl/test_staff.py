"""Staff indicators: a ratio of sums, never a mean of ratios; and why a value is missing, where it is."""

from collections.abc import Mapping
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import dataset

from data.codes import AGE_BANDS, GENDERS, NO_INDICATOR
from data.indicators import STAFF
from etl import staff
from etl.organisation import membership

TREE = dataset(
    "department",
    """
    department_id name   parent_id
    office        Kontor -
    small         Liten  office
    large         Stor   office
    """,
)
NO_SURVEYS = dataset("survey", "year department_id index_name respondents value")
NO_TARGETS = dataset("target", "year indicator_id target limit direction")
REQUIRED = "headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus"
OPTIONAL = "headcount_all headcount_full_time leavers_retired sick_hours_day_1_14 full_time_equivalents"
HEADER = f"period department_id gender age_band {REQUIRED}"


def computed(
    hr: pd.DataFrame,
    surveys: pd.DataFrame = NO_SURVEYS,
    targets: pd.DataFrame = NO_TARGETS,
    reorganised: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    return staff.indicators(hr, surveys, targets, membership(TREE, reorganised or {}))


def rows_of(table: pd.DataFrame, indicator: str, department: str, breakdown: str = "total") -> pd.DataFrame:
    keys = (table["indicator_id"] == indicator, table["department_id"] == department, table["breakdown"] == breakdown)
    return table[keys[0] & keys[1] & keys[2]].set_index("period")


def one(table: pd.DataFrame, indicator: str, month: str, department: str, breakdown: str = "total") -> pd.Series:
    return rows_of(table, indicator, department, breakdown).loc[f"{month}-01"]


def value(table: pd.DataFrame, indicator: str, month: str, department: str, breakdown: str = "total") -> float:
    return one(table, indicator, month, department, breakdown)["value"]


def why(table: pd.DataFrame, indicator: str, month: str, department: str) -> tuple[str, str]:
    """Reason and missing month; the row has no number at all, but a denominator of zero where that is the reason."""
    row = one(table, indicator, month, department)
    assert pd.isna(row["value"])
    assert row["reason"] == "no_denominator" or row[["numerator", "denominator"]].isna().all()
    return row["reason"], "" if pd.isna(row["missing_period"]) else f"{row['missing_period']:%Y-%m}"


def year_of(rows: Mapping[int, str], year: int = 2018) -> pd.DataFrame:
    """A year of `small`, where a month may differ, or be empty: never delivered."""
    usual = "small K 30-49 20 1 1000 50 0"
    lines = [f"{year}-{m:02d} {rows.get(m, usual)}" for m in range(1, 13) if rows.get(m) != ""]
    return dataset("hr_month", "\n".join([HEADER, *lines]))


SMALL = "small K 30-49 20 1 1000 80 20  24  18 0 40 22.5"
LARGE = "large M 50-   90 2 9000 10 6  100  70 1 3  95.25"
LAST_OF_SMALL = "small K 30-49 32 3  100 90 50  36  30 2 5  33.5"
MONTHS = [str(month) for month in pd.period_range("2018-07", "2019-06", freq="M")]
YEAR = dataset(
    "hr_month",
    "\n".join(
        [f"{HEADER} {OPTIONAL}"]
        + [f"{month} {LAST_OF_SMALL if month == '2019-06' else SMALL}" for month in MONTHS]
        + [f"{month} {LARGE}" for month in MONTHS]
    ),
)
SURVEYS = dataset(
    "survey",
    """
    year department_id index_name       respondents value
    2018 office        HME              90          78.1
    2018 small         HME              10          60     # the office is not computed from its units
    2018 office        HME_motivation   90          79.2
    2018 office        HME_ledarskap    90          81.3
    2018 office        HME_styrning     90          73.8
    2018 office        OSA              90          71.4
    2018 office        Arbetsbelastning 90          62.5
    """,
)
SURVEYS["index_name"] = SURVEYS["index_name"].str.replace("_", " ")

HOURS_R12 = 12 * 9000 + 11 * 1000 + 100
SICK_R12 = 12 * 10 + 11 * 80 + 90
MEAN_PERMANENT = (12 * 90 + 11 * 20 + 32) / 12
WORKED = {
    "sick_leave_r12": SICK_R12 / HOURS_R12,
    "sick_leave_month": (10 + 90) / (9000 + 100),
    "sick_leave_ytd": (6 * 10 + 5 * 80 + 90) / (6 * 9000 + 5 * 1000 + 100),
    "sick_leave_short_r12": (12 * 3 + 11 * 40 + 5) / HOURS_R12,
    "sick_leave_60_plus_r12": (12 * 6 + 11 * 20 + 50) / SICK_R12,
    "staff_turnover_r12": (12 * 2 + 11 * 1 + 3) / MEAN_PERMANENT,
    "staff_turnover_not_retired_r12": (12 * (2 - 1) + 11 * 1 + (3 - 2)) / MEAN_PERMANENT,
    "full_time_share": (70 + 30) / (100 + 36),
    "part_time_share": (100 - 70 + 36 - 30) / (100 + 36),
    "headcount": 100 + 36,
    "headcount_permanent": 90 + 32,
    "full_time_equivalents": 95.25 + 33.5,
    "hme": 78.1,
    "hme_motivation": 79.2,
    "hme_leadership": 81.3,
    "hme_governance": 73.8,
    "osa": 71.4,
    "workload": 62.5,
}
"""The office in June 2019, or in the survey of 2018. A new indicator of the catalogue needs its line here."""


@pytest.mark.parametrize("indicator", STAFF, ids=lambda indicator: indicator.indicator_id)
def test_every_indicator_of_the_catalogue_by_hand(indicator):
    row = one(
        computed(YEAR, SURVEYS), indicator.indicator_id, "2018-12" if indicator.grain == "year" else "2019-06", "office"
    )
    assert row["value"] == pytest.approx(WORKED[indicator.indicator_id], rel=1e-12)
    assert row["unit"] == indicator.unit
    assert pd.isna(row["reason"])
    assert pd.notna(row["denominator"]) == bool(indicator.denominator)
    assert pd.notna(row["numerator"]) == bool(indicator.numerator)


def test_the_worked_examples_are_of_the_catalogue():
    assert set(WORKED) == {indicator.indicator_id for indicator in STAFF}


def test_a_parent_is_the_sum_over_its_units_not_the_mean_of_their_shares():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 small K 30-49 10 0 1000 80 0    # 8.0 %
        2019-01 large M 30-49 90 0 9000 10 0    # 0.1 %, and the mean of the two would be 4.1 %
        """,
    )
    table = computed(hr)
    assert value(table, "sick_leave_month", "2019-01", "office") == (80 + 10) / (1000 + 9000)
    assert value(table, "sick_leave_month", "2019-01", "office", "K") == 80 / 1000
    assert value(table, "sick_leave_month", "2019-01", "office", "30-49") == (80 + 10) / (1000 + 9000)


def test_a_zero_denominator_is_missing_not_zero():
    hr = dataset("hr_month", f"{HEADER}\n2019-01 small K 30-49 10 0 0 0 0")
    assert why(computed(hr), "sick_leave_month", "2019-01", "small") == ("no_denominator", "")


def test_nobody_to_count_is_nought_persons():
    hr = dataset("hr_month", f"{HEADER}\n2019-01 small K 30-49 0 0 0 0 0")
    row = one(computed(hr), "headcount_permanent", "2019-01", "small")
    assert row["value"] == 0
    assert pd.isna(row["reason"])


def test_rolling_twelve_months_is_sum_over_sum():
    table = computed(year_of({7: "small K 30-49 20 1 100 90 0"}))  # July weighs by its hours, not as a twelfth
    assert value(table, "sick_leave_r12", "2018-12", "small") == (11 * 50 + 90) / (11 * 1000 + 100)
    assert why(table, "sick_leave_r12", "2018-11", "small") == ("short_history", "")


def test_turnover_divides_by_the_mean_headcount():
    row = one(computed(year_of({12: "small K 30-49 32 1 1000 50 0"})), "staff_turnover_r12", "2018-12", "small")
    assert row["denominator"] == (11 * 20 + 32) / 12
    assert row["value"] == 12 / row["denominator"]


def test_year_to_date_begins_anew_in_january():
    hr = pd.concat([year_of({}), year_of({2: "small K 30-49 20 1 500 90 0"}, 2019)], ignore_index=True)
    table = computed(hr)
    assert value(table, "sick_leave_ytd", "2018-12", "small") == 12 * 50 / (12 * 1000)
    assert value(table, "sick_leave_ytd", "2019-01", "small") == 50 / 1000
    assert value(table, "sick_leave_ytd", "2019-02", "small") == (50 + 90) / (1000 + 500)


def test_a_year_to_date_without_its_january_is_missing():
    hr = year_of({1: "", 2: ""})
    assert why(computed(hr), "sick_leave_ytd", "2018-06", "small") == ("short_history", "")
    assert value(computed(hr), "sick_leave_month", "2018-06", "small") == 50 / 1000


GAP = """
    month   indicator        reason        missing
    2018-07 sick_leave_month month_missing 2018-07   # a row of its own, though nothing came
    2018-08 sick_leave_month -             -
    2018-06 sick_leave_ytd   -             -
    2018-09 sick_leave_ytd   month_missing 2018-07   # never a smaller window
    2018-06 sick_leave_r12   short_history -         # the gap is still to come
    2018-09 sick_leave_r12   month_missing 2018-07   # short too; but a month that can come tells the reader more
    2018-12 sick_leave_r12   month_missing 2018-10   # the latest of the two
    2018-12 hme              -             -
"""


@pytest.mark.parametrize("line", [line for line in GAP.splitlines()[2:] if line.strip()])
def test_a_month_missing_in_the_window_makes_it_missing_and_is_named(line):
    month, indicator, reason, missing = line.split("#")[0].split()
    surveys = dataset("survey", "year department_id index_name respondents value\n2018 small HME 90 78")
    row = one(computed(year_of({7: "", 10: ""}), surveys), indicator, month, "small")
    assert ("-" if pd.isna(row["reason"]) else row["reason"]) == reason
    assert ("-" if pd.isna(row["missing_period"]) else f"{row['missing_period']:%Y-%m}") == missing
    assert pd.isna(row["value"]) == (reason != "-")


def test_twelve_whole_months_after_a_gap_count_again():
    hr = pd.concat([year_of({3: ""}), year_of({}, 2019)], ignore_index=True)
    assert why(computed(hr), "sick_leave_r12", "2019-02", "small") == ("month_missing", "2018-03")
    assert value(computed(hr), "sick_leave_r12", "2019-03", "small") == 50 / 1000


def test_an_empty_cell_is_a_missing_month_of_what_needs_it_and_of_nothing_else():
    table = computed(year_of({7: "small K 30-49 20 1 1000 - 0"}))
    assert why(table, "sick_leave_r12", "2018-12", "office") == ("month_missing", "2018-07")
    assert value(table, "staff_turnover_r12", "2018-12", "office") == 12 / 20


def test_a_unit_missing_one_month_makes_its_parent_missing_that_month():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2019-01 small K 30-49 10 0 1000 80 0
        2019-01 large M 30-49 90 0 9000 10 0
        2019-02 large M 30-49 90 0 9000 10 0    # small has not delivered
        2019-03 small K 30-49 10 0 1000 80 0
        2019-03 large M 30-49 90 0 9000 10 0
        """,
    )
    table = computed(hr)
    assert why(table, "sick_leave_month", "2019-02", "office") == ("month_missing", "2019-02")
    assert why(table, "sick_leave_ytd", "2019-03", "office") == ("month_missing", "2019-02")
    assert value(table, "sick_leave_month", "2019-02", "large") == 10 / 9000


def test_a_series_has_rows_from_its_first_to_its_last_delivered_month():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2018-11 large M 30-49 90 0 9000 10 0
        2019-02 small K 30-49 10 0 1000 80 0    # a new unit: not missing before, and not after
        2019-02 large M 30-49 90 0 9000 10 0
        2019-04 large M 30-49 90 0 9000 10 0
        """,
    )
    table = computed(hr)
    months = rows_of(table, "sick_leave_month", "large").index.strftime("%Y-%m").tolist()
    assert months == ["2018-11", "2018-12", "2019-01", "2019-02", "2019-03", "2019-04"]
    assert rows_of(table, "sick_leave_month", "small").index.tolist() == [pd.Timestamp(2019, 2, 1)]
    assert value(table, "sick_leave_month", "2019-04", "office") == 10 / 9000


def test_a_unit_younger_than_the_window_has_a_short_history_though_the_office_is_older():
    large = [f"{month} large M 30-49 90 0 9000 10 0" for month in MONTHS]
    small = [f"{month} small K 30-49 10 0 1000 80 0" for month in MONTHS[3:]]
    table = computed(dataset("hr_month", "\n".join([HEADER, *large, *small])))
    assert why(table, "sick_leave_r12", "2019-06", "small") == ("short_history", "")
    assert value(table, "sick_leave_ytd", "2019-06", "small") == 80 / 1000
    assert value(table, "sick_leave_r12", "2019-06", "office") == (12 * 10 + 9 * 80) / (12 * 9000 + 9 * 1000)


def test_a_group_with_nobody_a_month_counts_as_nought_in_a_window_that_was_delivered():
    hr = pd.concat([year_of({}), dataset("hr_month", f"{HEADER}\n2018-05 small M 50- 6 0 500 40 0")], ignore_index=True)
    table = computed(hr)
    assert one(table, "sick_leave_month", "2018-06", "small", "M")["reason"] == "no_denominator"
    assert value(table, "sick_leave_r12", "2018-12", "small", "M") == 40 / 500
    assert value(table, "staff_turnover_r12", "2018-12", "small", "M") == 0 / (6 / 12)


def test_an_indicator_whose_columns_are_not_delivered_has_no_rows():
    found = set(computed(year_of({}))["indicator_id"])
    needed = set(OPTIONAL.split())
    assert found == {each.indicator_id for each in STAFF if each.measures and not needed & set(each.measures)}


def test_without_any_source_there_is_an_empty_table():
    table = computed(dataset("hr_month", HEADER))
    assert len(table) == 0
    assert {"period", "value", "target", "limit", "reason", "missing_period"} <= set(table.columns)


MERGED = dataset(
    "hr_month",
    f"""
    {HEADER}
    2018-12 north K 30-49 10 1 1000 80 0
    2018-12 south K 50-   20 2 3000 20 0
    2019-01 small K 30-49 30 0 4000 60 0    # north and south are one unit now
    2019-01 large M 30-49 90 0 9000 10 0
    """,
)
INTO_SMALL = {"north": "small", "south": "small"}


def test_a_reorganised_department_keeps_its_history():
    table = computed(MERGED, reorganised=INTO_SMALL)
    assert value(table, "sick_leave_month", "2018-12", "small") == (80 + 20) / (1000 + 3000)
    assert value(table, "sick_leave_month", "2018-12", "office", "50-") == 20 / 3000
    assert value(table, "sick_leave_month", "2019-01", "small") == 60 / 4000
    assert set(table["department_id"]) == {"office", "small", "large"}


def test_a_gap_between_the_old_units_and_the_new_is_a_missing_month_of_the_whole_too():
    late = MERGED.assign(period=MERGED["period"].where(MERGED["department_id"] != "small", pd.Timestamp(2019, 2, 1)))
    table = computed(late, reorganised=INTO_SMALL)
    assert why(table, "sick_leave_month", "2019-01", "small") == ("month_missing", "2019-01")
    assert why(table, "sick_leave_month", "2019-01", "office") == ("month_missing", "2019-01")
    assert value(table, "sick_leave_month", "2019-01", "large") == 10 / 9000


def test_a_month_that_one_of_two_old_units_never_delivered_is_missing_in_the_history_of_both():
    hr = dataset(
        "hr_month",
        f"""
        {HEADER}
        2018-10 north K 30-49 10 1 1000 80 0
        2018-10 south K 50-   20 2 3000 20 0
        2018-11 south K 50-   20 2 3000 20 0
        2018-12 north K 30-49 10 1 1000 80 0
        2018-12 south K 50-   20 2 3000 20 0
        """,
    )
    table = computed(hr, reorganised=INTO_SMALL)
    assert why(table, "sick_leave_month", "2018-11", "small") == ("month_missing", "2018-11")
    assert why(table, "sick_leave_month", "2018-11", "office") == ("month_missing", "2018-11")


def test_a_yearly_index_stands_at_december_as_delivered():
    row = one(computed(YEAR, SURVEYS), "hme", "2018-12", "small")
    assert row["value"] == 60
    assert row[["numerator", "denominator", "reason"]].isna().all()


def test_target_and_limit_stand_on_every_total_of_their_year():
    targets = dataset(
        "target", "year indicator_id target limit direction\n2018 sick_leave_r12 0.04 0.06 lower\n2018 hme 80 70 higher"
    )
    table = computed(YEAR, SURVEYS, targets)
    lines = {key: one(table, *key)[["target", "limit"]].tolist() for key in (("sick_leave_r12", "2018-12", "small"),)}
    assert lines == {("sick_leave_r12", "2018-12", "small"): [0.04, 0.06]}
    assert one(table, "hme", "2018-12", "office")["limit"] == 70
    assert pd.isna(one(table, "sick_leave_r12", "2019-01", "small")["target"]), "another year"
    assert pd.isna(one(table, "sick_leave_r12", "2018-12", "small", "K")["target"]), "only the total has a target"


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 400)), min_size=12, max_size=24))
def test_r12_lies_between_its_months_and_is_the_ratio_of_the_sums(months):
    calendar = pd.period_range("2018-01", periods=len(months), freq="M")
    lines = [
        f"{month} small K 30-49 20 0 {hours} {sick} 0" for month, (hours, sick) in zip(calendar, months, strict=True)
    ]
    last = months[-12:]
    found = value(
        computed(dataset("hr_month", "\n".join([HEADER, *lines]))), "sick_leave_r12", str(calendar[-1]), "small"
    )
    assert found == pytest.approx(sum(sick for _, sick in last) / sum(hours for hours, _ in last))
    assert min(s / h for h, s in last) - 1e-12 <= found <= max(s / h for h, s in last) + 1e-12


GROUPS = list(product(GENDERS, AGE_BANDS))
NUMBERS = st.lists(st.integers(0, 900), min_size=5, max_size=5)
CELLS = list(product(("2018-11", "2018-12", "2019-01", "2019-02"), ("small", "large", "north"), GROUPS))
SOME_CELLS = st.dictionaries(st.sampled_from(CELLS), NUMBERS, min_size=1)
INTO_LARGE = {"north": "large"}
ORDER = ["indicator_id", "department_id", "breakdown", "period"]


def delivered(cells: Mapping[tuple[str, str, tuple[str, str]], list[int]]) -> pd.DataFrame:
    lines = [" ".join([month, unit, *group, *map(str, numbers)]) for (month, unit, group), numbers in cells.items()]
    return dataset("hr_month", "\n".join([HEADER, *lines]))


def numerators(table: pd.DataFrame, *indicators: str) -> pd.DataFrame:
    """One row per indicator and month where the office has a number, one column per department and breakdown."""
    rows = table[table["indicator_id"].isin(indicators)]
    wide = rows.set_index(ORDER)["numerator"].unstack(["department_id", "breakdown"])  # noqa: PD010 - refuses a double key
    return wide.dropna(subset=[("office", "total")])


@settings(max_examples=25, deadline=None)
@given(SOME_CELLS)
def test_a_month_of_the_whole_is_the_sum_of_its_units_or_is_missing(cells):
    wide = numerators(computed(delivered(cells), reorganised=INTO_LARGE), "sick_leave_month", "headcount_permanent")
    units = wide.reindex(columns=[("small", "total"), ("large", "total")]).sum(axis=1)
    assert (wide[("office", "total")] == units).all()


@settings(max_examples=25, deadline=None)
@given(SOME_CELLS)
def test_a_total_is_the_sum_of_the_sexes_and_of_the_ages_in_every_window(cells):
    wide = numerators(computed(delivered(cells), reorganised=INTO_LARGE), "sick_leave_month", "sick_leave_ytd")
    for breakdowns in (GENDERS, AGE_BANDS):
        parts = wide.reindex(columns=[("office", each) for each in breakdowns]).sum(axis=1)
        assert (wide[("office", "total")] == parts).all()


@settings(max_examples=25, deadline=None)
@given(SOME_CELLS)
def test_a_value_or_a_reason_and_never_both(cells):
    table = computed(delivered(cells), reorganised=INTO_LARGE)
    assert (table["value"].isna() == table["reason"].notna()).all()
    assert (table["missing_period"].notna() == (table["reason"] == "month_missing")).all()
    assert set(table["reason"].dropna()) <= set(NO_INDICATOR)
    assert not table.duplicated(ORDER).any()


HISTORIES = st.dictionaries(
    st.sampled_from(list(product(("large", "north"), GROUPS))), st.lists(NUMBERS, min_size=13, max_size=13), min_size=1
)


@settings(max_examples=15, deadline=None)
@given(HISTORIES)
def test_a_merged_unit_is_as_if_it_had_always_been_one(histories):
    """Thirteen months of `north` beside those of `large`, or added to them group by group: the same in every row."""
    months = [str(month) for month in pd.period_range("2018-01", periods=13, freq="M")]
    apart, together = {}, {}
    for (unit, group), history in histories.items():
        for month, numbers in zip(months, history, strict=True):
            apart[month, unit, group] = numbers
            before = together.get((month, "large", group), [0] * 5)
            together[month, "large", group] = [a + b for a, b in zip(before, numbers, strict=True)]
    merged = computed(delivered(apart), reorganised=INTO_LARGE).sort_values(ORDER, ignore_index=True)
    pd.testing.assert_frame_equal(merged, computed(delivered(together)).sort_values(ORDER, ignore_index=True))
