"""Small groups: worked examples of what is withheld, and in which words; `test_attack` proves the whole."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from worked import dataset

from data.codes import AGE_BANDS, GENDERS
from data.tables import BY_NAME
from etl import disclosure, staff
from etl.build import level_of
from etl.config import Limits
from etl.disclosure import bounds, gate
from etl.disclosure.bounds import Known, too_close
from etl.disclosure.elimination import Elimination
from etl.disclosure.groups import Floats
from etl.disclosure.relations import relation
from etl.disclosure.spans import Span
from etl.organisation import membership, own_rows, own_surveys
from etl.tree import depths

LIMITS = Limits()
NO_SURVEYS = dataset("survey", "year department_id index_name respondents value")
NO_TARGETS = dataset("target", "year indicator_id target limit direction")
NEVER = pd.DataFrame(columns=BY_NAME["staff_pattern"].names)
HEADER = (
    "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus"
)
CELLS = list(itertools.product(GENDERS, AGE_BANDS))
Heads = dict[str, list[int]]


def staff_of(heads: Heads, months: int = 1, first: str = "2019-01") -> pd.DataFrame:
    """`heads` gives each unit's six headcounts (K and M by age); every month is the same."""
    calendar = pd.period_range(first, periods=months, freq="M")
    lines = [
        f"{month} {unit} {sex} {age} {count} 1 {count * 150} {count * 5} {count}"
        for month in calendar
        for unit, counts in heads.items()
        for (sex, age), count in zip(CELLS, counts, strict=True)
    ]
    return dataset("hr_month", "\n".join([HEADER, *lines]))


def tree_of(parents: dict[str, str], *alone: str) -> pd.DataFrame:
    names = sorted({*parents, *parents.values(), *alone})
    lines = "\n".join(f"{name} {name} {parents.get(name, '-')}" for name in names)
    tree = dataset("department", f"department_id name parent_id\n{lines}")
    return tree.assign(level=depths(tree, "department_id").map(level_of))


def published(
    hr: pd.DataFrame,
    tree: pd.DataFrame,
    surveys: pd.DataFrame = NO_SURVEYS,
    earlier: pd.DataFrame = NEVER,
    reorganised: dict[str, str] | None = None,
    limits: Limits = LIMITS,
) -> disclosure.Controlled:
    merged = reorganised or {}
    units, answers = membership(tree, merged), own_surveys(surveys, merged)
    table = staff.indicators(hr, answers, NO_TARGETS, units)
    source = disclosure.Source(hr, own_rows(hr, merged), answers, table, tree, units)
    return disclosure.controlled(source, limits, earlier)


def row(
    tables: disclosure.Controlled, department: str, breakdown: str = "total", indicator: str = "sick_leave_month"
) -> pd.Series:
    """The latest row."""
    rows = tables.indicators
    rows = rows[(rows["indicator_id"] == indicator) & (rows["department_id"] == department)]
    return rows[rows["breakdown"] == breakdown].sort_values("period").iloc[-1]


@pytest.mark.parametrize(
    ("count", "reason", "counted"),
    [
        (10, "small", False),  # at most ten: not shown
        (11, None, False),  # whole per cent, without its parts
        (30, None, False),
        (31, None, True),
    ],
)
def test_the_limits(count, reason, counted):
    tables = published(staff_of({"office": [count, 0, 0, 0, 0, 0]}), tree_of({}, "office"))
    shown = row(tables, "office")
    assert (shown["reason"] if shown["suppressed"] else None) == reason
    assert (pd.notna(shown["numerator"]), pd.isna(shown["value"])) == (counted, reason is not None)


def test_the_limits_are_settings():
    hr, tree = staff_of({"office": [20, 0, 0, 0, 0, 0]}), tree_of({}, "office")
    assert row(published(hr, tree, limits=replace(LIMITS, withheld=20)), "office")["reason"] == "small"
    assert pd.notna(row(published(hr, tree, limits=replace(LIMITS, rounded=11)), "office")["numerator"])


def test_the_limit_counts_all_employees_where_the_source_has_them():
    hr = staff_of({"office": [9, 0, 0, 0, 0, 0]}).assign(headcount_all=pd.array([40, 0, 0, 0, 0, 0], dtype="Int64"))
    assert pd.notna(row(published(hr, tree_of({}, "office")), "office")["numerator"])


def test_a_middle_group_is_shown_in_whole_per_cent_and_its_number_not_at_all():
    tables = published(staff_of({"office": [20, 0, 0, 0, 0, 0]}), tree_of({}, "office"))
    assert row(tables, "office")["value"] == round(20 * 5 / (20 * 150), 2)
    assert row(tables, "office", indicator="headcount_permanent")["reason"] == "middle"
    assert tables.hr_month["headcount_permanent"].isna().all()


def test_the_last_siblings_are_withheld_too_or_the_small_one_is_a_subtraction_away():
    heads = {"a": [40] * 6, "b": [2, 2, 2, 0, 0, 0], "c": [30] * 6, "d": [50] * 6}
    tables = published(staff_of(heads), tree_of(dict.fromkeys(heads, "office")))
    assert row(tables, "office")["numerator"] == 5 * (240 + 6 + 180 + 300)
    assert row(tables, "b")["reason"] == "small"
    assert row(tables, "d")["numerator"] == 5 * 300
    assert row(tables, "c")["reason"] == "protects", "office - a - c - d = b"
    assert pd.isna(row(tables, "a")["numerator"]), "or whoever knows c would know office - a - c - d = b"


def test_of_two_units_the_sums_counts_are_hidden_from_the_one_that_knows_the_other():
    hr = staff_of({"a": [40] * 6, "b": [2, 2, 2, 0, 0, 0]})
    office = row(published(hr, tree_of({"a": "office", "b": "office"})), "office")
    assert pd.isna(office["numerator"]), "office - a = b, for everybody in a"
    assert office["value"] == round(5 / 150, 2)


def test_the_other_sex_is_withheld_too():
    tables = published(staff_of({"office": [50, 50, 50, 2, 2, 2]}), tree_of({}, "office"))
    assert (row(tables, "office", "M")["reason"], row(tables, "office", "K")["reason"]) == ("small", "protects")


def test_a_middle_groups_counts_are_not_a_subtraction_away():
    """Total - women = men would give the exact share of 20 men; in whole per cent the women tell no counts."""
    tables = published(staff_of({"office": [60, 0, 0, 20, 0, 0]}), tree_of({}, "office"))
    women = row(tables, "office", "K")
    assert (pd.notna(women["value"]), pd.notna(women["numerator"])) == (True, False)
    assert row(tables, "office", "K", "headcount_permanent")["reason"] == "protects", "80 - 60 = 20"


def test_two_small_ones_are_not_left_over_together():
    """Without the third the rest of the office would be a group of eight, published by nobody and known to all."""
    heads = {"large": [90, 0, 0, 0, 0, 0], "third": [40, 0, 0, 0, 0, 0], "a": [4] + 5 * [0], "b": [4] + 5 * [0]}
    tables = published(staff_of(heads), tree_of(dict.fromkeys(heads, "office")))
    assert row(tables, "large")["reason"] is None or pd.isna(row(tables, "large")["reason"])
    assert row(tables, "third")["reason"] == "protects"


def test_whoever_knows_their_own_unit_does_not_learn_anothers():
    """Office - large = a + b, 12 people of each; someone in a, who knows a, would know all of b."""
    heads = {"large": [90, 0, 0, 0, 0, 0], "third": [60, 0, 0, 0, 0, 0], "a": [8] + 5 * [0], "b": [9] + 5 * [0]}
    tables = published(staff_of(heads), tree_of(dict.fromkeys(heads, "office")))
    assert pd.isna(row(tables, "third")["numerator"]) or pd.isna(row(tables, "large")["numerator"])


def test_whoever_heads_two_units_does_not_learn_a_third():
    heads = {"d1": [10] * 6, "d2": [15] * 6, "e": [30] * 6, "f": [4, 4, 0, 0, 0, 0]}
    tree = tree_of({"d1": "d", "d2": "d", "d": "office", "e": "office", "f": "office"})
    tables = published(staff_of(heads), tree)
    assert pd.isna(row(tables, "e")["numerator"]) or pd.isna(row(tables, "office")["numerator"]), "office - d - e = f"


def test_where_the_source_lacks_the_number_of_all_employees_the_permanent_ones_count():
    everyone = pd.array([pd.NA, 0, 0, 0, 0, 0], dtype="Int64")
    hr = staff_of({"office": [40, 0, 0, 0, 0, 0]}).assign(headcount_all=everyone)
    assert pd.notna(row(published(hr, tree_of({}, "office")), "office")["numerator"])


def test_withheld_is_missing_and_flagged_never_zero():
    tables = published(staff_of({"office": [5, 0, 0, 0, 0, 0]}), tree_of({}, "office"))
    hr, table = tables.hr_month, tables.indicators
    assert hr["suppressed"].all()
    assert hr[["headcount_permanent", "sick_hours"]].isna().all(axis=None)
    assert table["suppressed"].all()
    assert table[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_a_rolling_year_is_judged_on_its_smallest_month():
    hr = staff_of({"office": [40, 0, 0, 0, 0, 0]}, months=24, first="2018-01")
    hr.loc[hr.index[6], "headcount_permanent"] = 9  # February 2018
    table = published(hr, tree_of({}, "office")).indicators
    r12 = table[(table["indicator_id"] == "sick_leave_r12") & (table["breakdown"] == "total")].set_index("period")
    assert r12.loc["2019-01-01", "reason"] == "small"
    assert pd.notna(r12.loc["2019-02-01", "numerator"]), "the window begins in March"
    months = table[(table["indicator_id"] == "sick_leave_month") & (table["breakdown"] == "total")]
    assert months["suppressed"].tolist() == [False, True] + 22 * [False]


def test_a_unit_below_a_department_is_shown_by_rolling_year_only():
    tree = tree_of({"department": "office", "unit": "department"})
    tables = published(staff_of({"unit": [60, 60, 60, 60, 60, 60]}, months=12, first="2018-01"), tree)
    assert row(tables, "unit")["reason"] == row(tables, "unit", indicator="sick_leave_ytd")["reason"] == "unit_month"
    assert pd.notna(row(tables, "unit", indicator="sick_leave_r12")["numerator"])
    assert pd.notna(row(tables, "department")["numerator"])
    assert tables.hr_month["suppressed"].all(), "hr_month is by month"


def test_hr_month_has_the_large_cells_that_give_no_small_one_away():
    hr = published(staff_of({"office": [60, 50, 5, 60, 50, 40]}), tree_of({}, "office")).hr_month
    shown = hr.loc[~hr["suppressed"], ["gender", "age_band"]].agg(" ".join, axis=1)
    assert set(shown) == {"K -29", "M -29"}, "each of the others is in a row or column with women of 50 and more"


def test_a_unit_that_closes_does_not_leave_a_small_one_alone():
    """In January office - large = middle + small, which is neither; in February middle is closed."""
    heads = {"large": [60, 0, 0, 0, 0, 0], "middle": [25, 0, 0, 0, 0, 0], "small": [5, 0, 0, 0, 0, 0]}
    hr, tree = staff_of(heads, months=2), tree_of(dict.fromkeys(heads, "office"))
    closed = hr[~((hr["department_id"] == "middle") & (hr["period"] == "2019-02-01"))].reset_index(drop=True)
    table = published(closed, tree).indicators
    large = table[(table["department_id"] == "large") & (table["indicator_id"] == "sick_leave_month")]
    large = large[large["breakdown"] == "total"].set_index("period")
    assert large["reason"].isna().tolist() == [True, False], "office - large = small in February"


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
    tables = published(staff_of({"a": [40] * 6}), tree_of({"a": "office", "b": "office"}), surveys)
    reasons = {unit: row(tables, unit, indicator="hme")["reason"] for unit in ("a", "b")}
    assert reasons == {"a": "protects", "b": "small"}
    assert row(tables, "office", indicator="hme")["value"] == 75


def test_a_surveyed_department_needs_its_own_seven_answers():
    surveys = dataset(
        "survey", "year department_id index_name respondents value\n2018 office HME 6 75\n2018 a HME 40 76"
    )
    tables = published(staff_of({"a": [40] * 6}), tree_of({"a": "office"}), surveys)
    assert row(tables, "office", indicator="hme")["reason"] == "small"


def test_a_unit_that_the_supplier_leaves_out_is_the_rest_of_its_parents_answers():
    surveys = dataset(
        "survey", "year department_id index_name respondents value\n2018 office HME 46 75\n2018 a HME 40 76"
    )
    tables = published(staff_of({"a": [40] * 6}), tree_of({"a": "office", "b": "office"}), surveys)
    assert pd.notna(row(tables, "office", indicator="hme")["value"])
    assert row(tables, "a", indicator="hme")["reason"] == "protects", "office - a = the six of b"


class TestEarlierSnapshots:
    """What was shown once is known: later decisions are about what it tells together with the new."""

    heads: Heads = {"a": [90, 0, 0, 0, 0, 0], "b": [60, 0, 0, 0, 0, 0], "c": [50, 0, 0, 0, 0, 0]}
    tree = tree_of(dict.fromkeys(heads, "office"))

    def test_the_same_again_is_the_same(self):
        first = published(staff_of(self.heads), self.tree)
        again = published(staff_of(self.heads), self.tree, earlier=first.staff_pattern)
        pd.testing.assert_frame_equal(again.indicators, first.indicators)
        pd.testing.assert_frame_equal(again.staff_pattern, first.staff_pattern)

    def test_a_month_keeps_its_pattern_when_later_ones_differ(self):
        first = published(staff_of(self.heads | {"d": [8] + 5 * [0]}), tree_of(dict.fromkeys("abcd", "office")))
        hidden = {unit for unit in "abc" if row(first, unit)["suppressed"]}
        grown = staff_of(self.heads | {"d": [80] + 5 * [0]})  # January restated: d is large now
        later = published(grown, tree_of(dict.fromkeys("abcd", "office")), earlier=first.staff_pattern)
        assert {unit for unit in "abcd" if row(later, unit)["suppressed"]} == hidden | {"d"}

    def test_a_group_that_has_become_small_is_withheld_from_now_on(self):
        first = published(staff_of(self.heads), self.tree)
        less = published(staff_of(self.heads | {"c": [9] + 5 * [0]}), self.tree, earlier=first.staff_pattern)
        assert row(less, "c")["reason"] == "small"

    def test_its_siblings_then_do_not_give_its_new_figures_away(self):
        """Everything was shown; corrected, office - a - b would be c, nine people."""
        first = published(staff_of(self.heads), self.tree)
        assert pd.notna(row(first, "a")["numerator"])
        less = published(staff_of(self.heads | {"c": [9] + 5 * [0]}), self.tree, earlier=first.staff_pattern)
        assert row(less, "a")["reason"] == "protects" or row(less, "b")["reason"] == "protects"
        assert not less.stopped

    def test_what_a_stopped_level_did_not_show_is_shown_when_the_gate_lets_it_through(self, monkeypatch):
        with monkeypatch.context() as broken:
            broken.setattr(gate, "leaks", lambda told, *_: ["en läcka"] if _tells_departments(told) else [])
            first = published(staff_of(self.heads), self.tree)
        assert (first.stopped, row(first, "a")["reason"]) == (("unit", "department"), "coarser")
        again = published(staff_of(self.heads), self.tree, earlier=first.staff_pattern)
        assert pd.notna(row(again, "a")["numerator"])

    def test_a_reorganised_unit_is_not_the_difference_between_two_snapshots(self):
        """North was a + b + e; when small b moves to south, the difference between north then and now is b."""
        sizes = {"a": 60, "b": 6, "c": 70, "d": 50, "e": 80, "f": 7}
        hr = staff_of({unit: [size, 0, 0, 0, 0, 0] for unit, size in sizes.items()})
        under = {"north": "office", "south": "office", "f": "north", "c": "south", "d": "south", "a": "north"}
        before = tree_of({**under, "b": "north", "e": "north"})
        after = tree_of({**under, "b": "south", "e": "north"})
        first = published(hr, before)
        shown = "sick_leave_month"
        assert pd.notna(row(first, "north", indicator=shown)["value"])
        assert pd.notna(row(published(hr, after), "north", indicator=shown)["value"]), "alone it may be shown"
        moved = published(hr, after, earlier=first.staff_pattern)
        assert {row(moved, unit, indicator=shown)["reason"] for unit in ("north", "south")} == {"protects"}
        assert not moved.stopped

    def test_a_merged_unit_keeps_its_history_and_its_own_past_is_still_guarded(self):
        heads = {"old": [6] + 5 * [0], "new": [60] + 5 * [0], "c": [70] + 5 * [0]}
        first = published(staff_of(heads), tree_of(dict.fromkeys(heads, "office")))
        assert row(first, "new")["reason"] == "protects"
        merged = published(
            staff_of(heads),
            tree_of(dict.fromkeys(["new", "c"], "office")),
            earlier=first.staff_pattern,
            reorganised={"old": "new"},
        )
        assert row(merged, "new")["value"] == round(5 / 150, 2)
        assert not self.shown(merged, ["new"]), "new + old - new = old"

    def shown(self, tables: disclosure.Controlled, units: list[str]) -> bool:
        pattern = tables.staff_pattern
        groups = pattern[(pattern["units"] == json.dumps(units)) & (pattern["gender"] == "total")]
        return bool((groups.loc[groups["age_band"] == "total", "shown"] != "withheld").any())


def _tells_departments(told: dict) -> bool:
    return any(len(g.units) == 1 and level != "withheld" for groups in told.values() for g, level in groups.items())


class TestGate:
    heads: Heads = {"a": [40] * 6, "b": [2, 2, 2, 0, 0, 0], "c": [50] * 6}
    tree = tree_of(dict.fromkeys(heads, "office"))

    def test_passes_what_is_decided(self):
        tables = published(staff_of(self.heads), self.tree)
        assert (tables.stopped, tables.leaks) == ((), [])

    def test_publishes_one_level_coarser_when_it_finds_a_leak(self, monkeypatch):
        everything = lambda month, *_: {  # noqa: E731 - only the primary rule
            group: "withheld" if size <= 10 else "exact" for group, size in zip(month.groups, month.sizes, strict=True)
        }
        monkeypatch.setattr("etl.disclosure.pattern.decide", everything)
        tables = published(staff_of(self.heads), self.tree)
        assert tables.leaks and "b" in tables.leaks[0]
        assert tables.stopped == ("unit", "department")
        assert row(tables, "office")["numerator"] == 5 * (240 + 6 + 300)
        assert row(tables, "a")["reason"] == "coarser"
        later = tables.staff_pattern
        hidden = later[later["units"].isin(['["a"]', '["b"]', '["c"]'])]
        assert (hidden["shown"] == "withheld").all(), "what was stopped was not shown"

    def test_reads_the_tables_not_the_decision(self):
        tables = published(staff_of(self.heads), self.tree)
        table = tables.indicators
        hidden = (table["department_id"] == "a") & (table["breakdown"] == "total") & (table["unit"] == "share")
        opened = table.assign(
            value=table["value"].mask(hidden, 0.03), numerator=table["numerator"].mask(hidden, 1200.0)
        )
        assert self.leaks(tables.hr_month, table) == []
        assert self.leaks(tables.hr_month, opened) != []

    def leaks(self, hr: pd.DataFrame, table: pd.DataFrame) -> list[str]:
        shape = disclosure.organisation(self.tree, membership(self.tree, {}))
        decided = disclosure.staff_pattern(staff_of(self.heads), shape, LIMITS, {})
        return gate.leaks(gate.told_by(table, disclosure.MONTHLY, decided, hr), decided, LIMITS, {})


class TestAlgebra:
    """Three cells: rows are groups."""

    whole, first, second = np.array([1.0, 1, 1]), np.array([1.0, 0, 0]), np.array([0.0, 1, 0])
    third = np.array([0.0, 0, 1])

    def test_a_span_knows_what_would_give_a_group_away(self):
        span = Span(np.array([self.third]), _none())
        span.learn(self.whole)
        assert not span.gives_away(self.first)
        span.learn(self.first)
        assert span.gives_away(self.second), "whole - first - second = third"

    def test_what_was_known_before_is_not_watched(self):
        span = Span(np.array([self.third]), np.array([self.whole, self.first, self.second]))
        assert not span.gives_away(self.third)

    def test_elimination_says_the_same_and_what_somebody_inside_can_add(self):
        groups = np.array([self.first, self.second, self.third])
        known = Elimination(groups, np.array([self.whole, self.first]))
        assert known.computable().tolist() == [True, False, False]
        assert known.computable_inside(np.array([False, True, False])).tolist() == [True, True, True]

    def test_the_relation_is_the_shortest_one(self):
        shown = np.array([self.whole, self.first + self.second, self.first, self.second])
        assert relation(shown, self.third) == [0, 1]

    def test_a_sum_of_four_people_bounds_its_parts_too_closely(self):
        people = np.array([2.0, 2.0, 90.0])
        four = Known(np.array([self.first + self.second]), np.array([4.0]), np.array([4.0]))
        found = list(too_close(np.array([self.first, self.third]), people, four, few=10))
        assert [(close.target, close.bounded_by) for close in found] == [(0, [0])], "0-4 is within three of 2"

    def test_what_the_words_say_is_never_too_much(self):
        four = Known(np.array([self.first + self.second]), np.array([4.0]), np.array([4.0]))
        assert not list(too_close(np.array([self.first]), np.array([2.0, 2.0, 90.0]), four, few=4))

    def test_a_sum_of_nine_people_does_not(self):
        nine = Known(np.array([self.first + self.second]), np.array([9.0]), np.array([9.0]))
        assert not list(too_close(np.array([self.first]), np.array([2.0, 7.0, 90.0]), nine, few=10)), (
            "0-9 leaves 2 open"
        )


def _none() -> Floats:
    return np.empty((0, 3))


def test_the_tolerances_are_the_stated_ones():
    assert (bounds.PERSONS, bounds.SHARE) == (3.0, 0.5)
