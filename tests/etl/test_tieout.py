"""Printed against computed, on the edge of each tolerance."""

from fractions import Fraction

import pytest

from etl.checking import tieout
from etl.checking.known import KnownError, recognise
from etl.checking.tieout import Printed

MNKR = 1_000_000


def printed(
    measure: str,
    value: str,
    subject: str = "bas",
    kind: str = "line",
    decimals: int = 1,
    unit: str = "mnkr",
    part: str = "total",
) -> Printed:
    return Printed("2019-08", "rapport", "5.3", kind, subject, part, measure, Fraction(value), unit, decimals, subject)


def found(figures: list[Printed], kind: str, children: dict | None = None) -> list[bool]:
    checks = tieout.tie_out(figures, {}, children or {})
    return [check.passed for check in checks if check.check_id.startswith(f"{kind}/")]


@pytest.mark.parametrize(
    ("ours", "passes"),
    [("10.05", True), ("10.0500001", False), ("9.95", True), ("9.9499999", False)],
)
def test_a_value_ties_within_half_a_unit_of_its_last_decimal(ours, passes):
    figure = printed("actual_ytd", "10.0")
    assert tieout.value_check(figure, Fraction(ours) * MNKR).passed is passes


@pytest.mark.parametrize(
    ("decimals", "unit", "ours", "passes"),
    [
        (0, "tkr", 24_487_500, True),
        (0, "tkr", 24_487_501, False),
        (2, "percent", "2.355", True),
        (2, "percent", "2.3551", False),
    ],
)
def test_half_a_unit_follows_the_printed_decimals_and_unit(decimals, unit, ours, passes):
    figure = printed("actual_ytd", "24487" if unit == "tkr" else "2.35", decimals=decimals, unit=unit)
    assert tieout.value_check(figure, Fraction(ours)).passed is passes


def test_a_figure_we_do_not_have_is_a_failed_check():
    check = tieout.value_check(printed("actual_ytd", "10.0"), None)
    assert not check.passed
    assert "saknas hos oss" in check.message


@pytest.mark.parametrize(("deviation", "passes"), [("0.25", True), ("0.26", False), ("-0.05", True), ("-0.06", False)])
def test_a_row_may_miss_by_one_and_a_half_units(deviation, passes):
    """81.4 - 81.3 = 0.1; with one decimal the row may miss by 0.15."""
    row = [
        printed("actual_ytd", "81.4"),
        printed("budget_ytd", "81.3"),
        printed("deviation_ytd", deviation, decimals=2),
    ]
    assert found(row, "row") == [passes]


@pytest.mark.parametrize(("total", "passes"), [("10.15", True), ("10.16", False), ("9.85", True), ("9.84", False)])
def test_two_parts_may_miss_their_total_by_a_unit_and_a_half(total, passes):
    table = [printed("actual_ytd", "4.0", "a"), printed("actual_ytd", "6.0", "b"), printed("actual_ytd", total, "sum")]
    assert found(table, "sum", {("2019", "sum"): ["a", "b"]}) == [passes]


@pytest.mark.parametrize(("total", "passes"), [("5.3", True), ("5.31", False)])
def test_more_parts_may_miss_by_more_but_a_zero_part_is_no_part(total, passes):
    """Five parts that are not zero: 0.05 x (5 + 1) = 0.30."""
    parts = [printed("actual_ytd", "1.0", f"p{n}") for n in range(5)] + [printed("actual_ytd", "0.0", "zero")]
    tree = {("2019", "sum"): [f"p{n}" for n in range(5)] + ["zero"]}
    assert found([*parts, printed("actual_ytd", total, "sum")], "sum", tree) == [passes]


def test_parts_are_the_nearest_lines_printed_in_the_same_table():
    tree = {("2019", "sum"): ["group", "b"], ("2019", "group"): ["a1", "a2"]}
    table = [printed("actual_ytd", v, s) for s, v in (("a1", "1"), ("a2", "2"), ("b", "4"), ("sum", "7"))]
    assert found(table, "sum", tree) == [True], "group is not printed, so its own lines count"


def test_a_total_of_investments_is_the_sum_of_its_own_breakdown():
    table = [
        printed("actual_ytd", "-3.5", "it", "investment", part="asset"),
        printed("actual_ytd", "-100.7", "house", "investment", part="asset"),
        printed("actual_ytd", "-104.2", "fvis", "investment", part="unit"),
        printed("actual_ytd", "-104.7", "total", "investment", part="asset"),
    ]
    assert found(table, "sum") == [False], "-3.5 - 100.7 = -104.2, half a million off"


def test_percentage_points_printed_with_a_per_cent_sign_are_found():
    assert found([printed("cost_growth_deviation", "-5.1", unit="percent")], "unit") == [False]


ERROR = KnownError("value/2019-08/rapport/5.3/line/bas/total/actual_ytd", "81.4", "66.6", "Cellen är fel.", "", "E1")


@pytest.mark.parametrize(
    ("value", "ours", "known"),
    [
        ("81.4", "66.6", True),
        ("81.4", "66.7", False),  # our side has moved
        ("66.6", "66.6", False),  # the source is mended
        ("81.5", "66.6", False),  # another misprint
    ],
)
def test_a_known_error_is_known_only_with_its_own_numbers(value, ours, known):
    check = tieout.value_check(printed("actual_ytd", value), Fraction(ours) * MNKR)
    (judged,) = recognise([check], {ERROR.check_id: ERROR})
    assert (judged.known, judged.unexpected) == (known, not known)


def test_a_known_error_whose_figure_is_gone_is_a_finding():
    (judged,) = recognise([], {ERROR.check_id: ERROR})
    assert judged.unexpected
    assert "rättats" in judged.message
