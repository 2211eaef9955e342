"""A printed share lies between those printed for women and men; one unit of the last decimal is rounding."""

from fractions import Fraction

import pytest

from etl.checking import tieout
from etl.checking.checks import Check
from etl.checking.tieout import Printed


def printed(value: str, part: str, measure: str = "value", indicator: str = "sick_leave_r12", table: str = "4.2.1"):
    return Printed(
        "2019-08",
        "Uppföljningsrapport 2 2019",
        table,
        "indicator",
        indicator,
        part,
        measure,
        Fraction(value),
        "percent",
        2,
        "Sjukfrånvaro",
    )


def between(*figures: Printed) -> list[Check]:
    return [check for check in tieout.tie_out(list(figures), {}, {}) if check.check_id.startswith("between/")]


@pytest.mark.parametrize(
    ("women", "men", "total", "passes"),
    [
        ("5.06", "2.90", "2.35", False),  # the report of August 2019
        ("5.06", "2.90", "5.50", False),
        ("5.06", "2.90", "4.50", True),
        ("2.90", "5.06", "4.50", True),
        ("2.36", "2.36", "2.35", True),  # rounding: 2.355 may be printed as both
        ("2.37", "2.40", "2.35", False),
        ("2.90", "5.06", "5.07", True),
        ("2.90", "5.06", "5.08", False),
    ],
)
def test_a_total_lies_between_women_and_men(women, men, total, passes):
    (check,) = between(printed(women, "K"), printed(men, "M"), printed(total, "total"))
    assert check.passed is passes
    assert check.check_id.endswith("4.2.1/indicator/sick_leave_r12/total/value")


def test_the_impossible_pair_is_told_in_a_sentence():
    (check,) = between(printed("5.06", "K"), printed("2.90", "M"), printed("2.35", "total"))
    assert check.message.replace("\u00a0", " ") == (
        "Sjukfrånvaro (Uppföljningsrapport 2 2019, 4.2.1): kvinnor 5,06 % och män 2,90 % ligger båda över totalen "
        "2,35 %, vilket är omöjligt: totalen är ett vägt medelvärde av de två."
    )
    assert (check.found, check.expected, check.severity, check.table) == ("2.35", "2.90", "serious", "indicators")


def test_a_pair_below_its_total_says_so():
    (check,) = between(printed("2.10", "K"), printed("2.00", "M"), printed("2.35", "total"))
    assert "ligger båda under totalen" in check.message
    assert check.expected == "2.10"


def test_only_a_share_with_both_beside_it_in_the_same_table_is_judged():
    women, men, total = printed("5.06", "K"), printed("2.90", "M"), printed("2.35", "total")
    assert between(women, total) == []
    assert between(women, printed("2.90", "M", table="4.2.2"), total) == []
    assert between(*(printed(value, part, "target") for value, part in (("5", "K"), ("3", "M"), ("2", "total")))) == []
    counts = [printed(value, part, indicator="headcount") for value, part in (("5", "K"), ("3", "M"), ("8", "total"))]
    assert between(*counts) == []
    assert len(between(women, men, total)) == 1
