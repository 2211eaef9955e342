"""How a value stands against its target and limit: worked examples, `-` is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicator import Indicator
from data.indicators import STAFF

EXAMPLES = """
    direction value target limit rounded stands
    lower     0.04  0.04   0.06  no      within_target   # at the target
    lower     0.041 0.04   0.06  no      beyond_target
    lower     0.06  0.04   0.06  no      beyond_target   # at the limit
    lower     0.061 0.04   0.06  no      beyond_limit
    lower     0.061 -      0.06  no      beyond_limit    # a limit alone
    lower     0.05  -      0.06  no      within_target
    lower     0.05  0.04   -     no      beyond_target   # a target alone
    higher    75    75     70    no      within_target
    higher    74.9  75     70    no      beyond_target
    higher    70    75     70    no      beyond_target
    higher    69.9  75     70    no      beyond_limit
    lower     0.04  0.04   0.06  yes     undecided       # 4 % may be 3.6 or 4.4
    lower     0.04  0.044  -     yes     undecided       # 4.0 or 4.45
    lower     0.04  0.036  -     yes     undecided
    lower     0.05  0.04   -     yes     beyond_target   # at least 4.5
    lower     0.03  0.04   -     yes     within_target   # at most 3.5
    lower     0.06  0.04   0.06  yes     beyond_target   # and perhaps beyond the limit: what is certain is said
    lower     0.07  0.04   0.06  yes     beyond_limit
    higher    0.8   0.8    -     yes     undecided
    higher    0.79  0.8    -     yes     beyond_target
    lower     -     0.04   0.06  no      -               # no value
    lower     0.05  -      -     no      -               # nothing to stand against
    neither   0.05  0.04   0.06  no      -               # no better way
"""


def number(text: str) -> float | None:
    return None if text == "-" else float(text)


def indicator(direction: str) -> Indicator:
    return Indicator("x", "X", "share", direction if direction != "neither" else "", "month", "", "")


@pytest.mark.parametrize("line", EXAMPLES.strip().splitlines()[1:], ids=str.strip)
def test_a_value_stands_by_the_indicators_direction(line):
    direction, value, target, limit, rounded, stands = line.split("#")[0].split()
    found = indicator(direction).standing(number(value), number(target), number(limit), rounded == "yes")
    assert found == (None if stands == "-" else stands)


NUMBERS = st.floats(0, 1)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_two_directions_are_each_others_mirror(value, target, limit):
    assert indicator("lower").standing(value, target, limit) == indicator("higher").standing(-value, -target, -limit)


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_decided_rounded_value_stands_as_the_exact_one_does(value, target):
    """In tenths of a per cent, rounded to whole: whatever is told of a rounded value is true of the exact one."""
    exact, line = value / 1000, target / 1000
    told = indicator("lower").standing(round(exact, 2), line, None, rounded=True)
    assert told in ("undecided", indicator("lower").standing(exact, line, None))


def test_missing_as_numbers_of_a_frame_is_missing():
    assert indicator("lower").standing(float("nan"), 0.04, 0.06) is None
    assert indicator("lower").standing(0.05, float("nan"), float("nan")) is None


@pytest.mark.parametrize(
    ("name", "better"), [("sick_leave_r12", "lower"), ("staff_turnover_r12", "lower"), ("hme", "higher")]
)
def test_lower_sick_leave_and_higher_hme_are_good(name, better):
    assert {each.indicator_id: each.direction for each in STAFF}[name] == better
