"""Worked examples of what a sum is made of, and that nothing is lost on the way."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import bridge, metrics
from dashboard.bridge import Part
from dashboard.metrics import economy_table
from data import snapshot

MNKR = 1_000_000
NOVEMBER_2017, AUGUST_2019 = pd.Timestamp(2017, 11, 1), pd.Timestamp(2019, 8, 1)
CHANGE = "forecast_change_sek"

ORE = st.integers(min_value=-(10**14), max_value=10**14)
SMALL_ORE = st.integers(min_value=-6_000_000, max_value=6_000_000) | st.integers(min_value=-2, max_value=2)
SOME_PARTS = st.lists(
    st.builds(lambda ore, name: Part(name, name, ore / 100), ORE | SMALL_ORE, st.text(max_size=3)), max_size=30
)


def mnkr(*amounts: float | None) -> tuple[Part, ...]:
    """Rows named a, b, c ... with amounts in million kronor."""
    return tuple(
        Part(name, name, None if amount is None else amount * MNKR)
        for name, amount in zip("abcdefghijklm", amounts, strict=False)
    )


def shown(rows: tuple[Part, ...]) -> list[tuple[str, float]]:
    return [(part.name.replace("\u00a0", " "), round(part.ore / 100 / MNKR, 2)) for part in rows]


def total_ore(rows: tuple[Part, ...]) -> int:
    return sum(part.ore for part in rows)


def ore(amount_sek: float) -> int:
    return round(amount_sek * 100)


@pytest.fixture
def table(published: Path) -> "Tables":
    return Tables(published)


class Tables:
    """The economy tables of the published snapshot."""

    def __init__(self, root: Path) -> None:
        current = snapshot.current(root)
        assert current is not None
        self.results, self.lines = current.read("results"), current.read("budget_lines")

    def of(self, month: pd.Timestamp, departments: frozenset[str] | None = None) -> pd.DataFrame:
        return economy_table(self.results, self.lines, month, departments)


def test_the_largest_rows_are_named_and_the_rest_gathered_last() -> None:
    rows = mnkr(1, -9, 3, 0.04, 2, -0.3)
    assert shown(bridge.steps(rows, most=3).rows) == [
        ("b", -9),
        ("c", 3),
        ("e", 2),
        ("Övriga (3 rader)", 1 - 0.3 + 0.04),
    ]


def test_a_row_that_reads_as_zero_is_gathered_even_where_there_is_room() -> None:
    assert shown(bridge.steps(mnkr(5, 0.049, -2)).rows) == [("a", 5), ("c", -2), ("Övriga (1 rad)", 0.05)]


def test_half_a_decimal_does_not_read_as_zero() -> None:
    assert shown(bridge.steps(mnkr(0.05)).rows) == [("a", 0.05)]


def test_one_row_beyond_the_most_is_named_rather_than_gathered() -> None:
    assert [name for name, _ in shown(bridge.steps(mnkr(4, 3, 2), most=2).rows)] == ["a", "b", "c"]


def test_two_rows_beyond_the_most_are_gathered() -> None:
    assert shown(bridge.steps(mnkr(4, 3, 2, 1), most=2).rows) == [("a", 4), ("b", 3), ("Övriga (2 rader)", 2 + 1)]


def test_a_missing_amount_is_named_and_nothing_is_drawn() -> None:
    found = bridge.steps(mnkr(4, None, 2))
    assert (found.rows, found.missing) == ((), ("b",))
    assert bridge.moves(mnkr(4, None, 2)) is None


def test_no_parts_give_no_rows() -> None:
    assert bridge.steps(()) == bridge.Steps(())


@pytest.mark.parametrize(
    ("amounts", "hides"),
    [
        ((-13, 19.6), True),  # 13 is more than half of 6.6
        ((-3.3, 9.9), True),  # exactly half of 6.6
        ((-3.2, 9.8), False),
        ((5, 3), False),
        ((-0.04, 0.05), False),  # the smaller reads as zero
        ((-1, 1), True),  # a net of nothing
    ],
)
def test_a_net_hides_its_opposites_where_the_smaller_is_half_of_it(amounts: tuple[float, ...], hides: bool) -> None:
    found = bridge.moves(mnkr(*amounts))
    assert found is not None
    assert found.hides_opposites == hides


def test_a_row_of_zero_moves_neither_way() -> None:
    found = bridge.moves(mnkr(0, 2, -1))
    assert found is not None
    assert ([part.name for part in found.up], [part.name for part in found.down]) == (["b"], ["c"])


def test_a_single_ore_each_way_is_kept() -> None:
    found = bridge.moves((Part("a", "a", 0.01), Part("b", "b", -0.01)))
    assert found is not None
    assert (found.net_sek, found.up_sek, found.down_sek) == (0, 0.01, -0.01)


@given(SOME_PARTS, st.integers(min_value=0, max_value=12))
def test_steps_conserve_the_sum_to_the_ore(rows: list[Part], most: int) -> None:
    drawn = bridge.steps(rows, most).rows
    assert total_ore(drawn) == sum(part.ore for part in rows)
    named = [part for part in drawn if part.line_id is not None]
    assert len(named) <= most + 1
    assert [abs(part.ore) for part in named] == sorted((abs(part.ore) for part in named), reverse=True)
    assert all(part.line_id is not None for part in drawn[:-1])


@given(SOME_PARTS)
def test_moves_conserve_the_sum_to_the_ore(rows: list[Part]) -> None:
    found = bridge.moves(rows)
    assert found is not None
    assert ore(found.net_sek) == ore(found.up_sek) + ore(found.down_sek) == sum(part.ore for part in rows)
    assert ore(found.up_sek) == total_ore(found.up)
    assert ore(found.down_sek) == total_ore(found.down)


def test_the_parts_of_a_sum_are_its_items_and_an_item_has_none(table: Tables) -> None:
    month = table.of(NOVEMBER_2017)
    found = bridge.parts(month, table.lines, 2017, "rs_verksamheter_2017", "forecast_deviation_sek")
    assert [part.line_id for part in found] == [
        "regionbidrag",
        "utvecklingsmedel_eplan",
        "fortroendevalda_2017",
        "regionkontoret_bas_2017",
        "rs_drift_utvecklingsprojekt",
        "utvecklingsmedel_regional_utveckling",
    ]
    assert bridge.parts(month, table.lines, 2017, "hsf_somatik", "forecast_deviation_sek") == ()


@pytest.mark.parametrize("measure", ["forecast_deviation_sek", CHANGE, "deviation_ytd_sek"])
@pytest.mark.parametrize("month", [NOVEMBER_2017, AUGUST_2019])
def test_the_parts_of_every_published_sum_end_exactly_on_it(table: Tables, month: pd.Timestamp, measure: str) -> None:
    rows = table.of(month)
    for _, row in rows[rows["kind"] == "sum"].iterrows():
        found = bridge.parts(rows, table.lines, month.year, row["line_id"], measure)
        assert total_ore(bridge.steps(found).rows) == ore(row[measure])


def test_a_department_sees_its_own_parts_alone(table: Tables) -> None:
    rows = table.of(AUGUST_2019, frozenset({"kansli"}))
    found = bridge.parts(rows, table.lines, 2019, "rs_verksamheter", CHANGE)
    assert [part.line_id for part in found] == ["fortroendevalda", "oforutsett"]


def test_in_2017_the_director_speaks_of_three_groups(table: Tables) -> None:
    assert list(bridge.main_groups(table.of(NOVEMBER_2017))["line_id"]) == [
        "rs_verksamheter_2017",
        "hsf",
        "regiongemensamt",
    ]


def test_in_2019_the_items_are_the_groups(table: Tables) -> None:
    rows = table.of(AUGUST_2019)
    groups = bridge.main_groups(rows)
    assert (groups["kind"] == "item").all()
    assert len(groups) == len(rows) - 1


def test_a_group_that_is_alone_is_opened(table: Tables) -> None:
    rows = table.of(NOVEMBER_2017, frozenset({"regional_samhallsplanering", "ekonomi"}))
    alone = rows[rows["line_id"].isin(["rs_ansvarsomrade", "regiongemensamt", "hallandstrafiken", "finansiering"])]
    assert metrics.top_row(alone) is not None
    assert list(bridge.main_groups(alone)["line_id"]) == ["finansiering", "hallandstrafiken"]


def test_without_a_single_top_there_are_no_groups(table: Tables) -> None:
    rows = table.of(AUGUST_2019)
    assert bridge.main_groups(rows[rows["kind"] == "item"]).empty


def test_from_october_to_november_2017_a_net_of_6_6_hides_13_down_and_19_6_up(table: Tables) -> None:
    found = bridge.moves(bridge.as_parts(bridge.main_groups(table.of(NOVEMBER_2017)), CHANGE))
    assert found is not None
    assert found.hides_opposites
    assert [round(amount / MNKR, 1) for amount in (found.net_sek, found.down_sek, found.up_sek)] == [6.6, -13.0, 19.6]
    assert [part.line_id for part in found.down] == ["hsf"]
    assert [part.line_id for part in found.up] == ["regiongemensamt", "rs_verksamheter_2017"]
