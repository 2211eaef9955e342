"""How far a department may lie from the whole by chance: the formula, what is outside, and never too narrow."""

from math import sqrt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import funnel

WHOLE = 0.04
OF_TIME = funnel.variance(WHOLE, of_events=False)


def judged(value: float, least: float, hidden: float = 0.0, per_person: float = OF_TIME) -> dict:
    frame = pd.DataFrame([{"value": value, "least": least, "hidden": hidden}])
    return funnel.judged(frame, WHOLE, per_person).iloc[0].to_dict()


def test_the_limits_are_1_96_standard_deviations_of_the_widest_spread_there_can_be():
    found = judged(0.05, 64)
    assert found["high"] == pytest.approx(0.04 + 1.96 * sqrt(0.04 * 0.96 / 64))
    assert found["low"] == 0  # never below zero
    assert judged(0.05, 1000)["low"] == pytest.approx(0.04 - 1.96 * sqrt(0.04 * 0.96 / 1000))


@pytest.mark.parametrize(
    ("value", "outside", "far"),
    [
        (0.04, "", False),
        (0.04 + 0.0196 * 0.99, "", False),  # just inside 1.96 standard deviations of 0.01
        (0.04 + 0.0196 * 1.01, "above", False),
        (0.04 - 0.0196 * 0.99, "", False),
        (0.04 - 0.0196 * 1.01, "below", False),
        (0.04 + 0.0309 * 0.99, "above", False),
        (0.04 + 0.0309 * 1.01, "above", True),
    ],
)
def test_outside_is_beyond_1_96_and_far_beyond_3_09(value, outside, far):
    found = judged(value, 1, per_person=0.01**2)
    assert (found["outside"], found["far"]) == (outside, far)


def test_half_a_per_cent_is_given_to_a_rounded_share():
    limit = 0.04 + 1.96 * sqrt(OF_TIME / 11)
    assert judged(limit + 0.004, 11, hidden=0.005)["outside"] == ""
    assert judged(limit + 0.006, 11, hidden=0.005)["outside"] == "above"
    assert judged(limit + 0.004, 11)["outside"] == "above"


def test_a_missing_value_is_not_outside():
    assert judged(float("nan"), 11)["outside"] == ""


def test_those_who_leave_are_counted_as_events():
    assert funnel.variance(0.13, of_events=True) == 0.13
    assert funnel.variance(0.13, of_events=False) == pytest.approx(0.13 * 0.87)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=60))
def test_no_spread_of_shares_is_wider_than_the_bound(shares):
    mean = float(np.mean(shares))
    assert np.var(shares) <= funnel.variance(mean, of_events=False) + 1e-12


@pytest.mark.parametrize("people", [31, 60, 200])
@pytest.mark.parametrize("kind", ["all_or_nothing", "half_sick", "skewed"])
def test_chance_alone_puts_at_most_about_one_in_twenty_outside(people, kind):
    """The worst case, where a person is away all the time or never, is a coin: its steps give a little more."""
    rng = np.random.default_rng(people)
    draw = {
        "all_or_nothing": lambda size: rng.random(size) < WHOLE,
        "half_sick": lambda size: 0.5 * (rng.random(size) < 2 * WHOLE),
        "skewed": lambda size: rng.beta(0.2, 0.2 / WHOLE - 0.2, size),
    }[kind]
    values = draw((20_000, people)).mean(axis=1)
    frame = pd.DataFrame({"value": values, "least": float(people), "hidden": 0.0})
    outside = (funnel.judged(frame, WHOLE, OF_TIME)["outside"] != "").mean()
    assert outside < funnel.BY_CHANCE + 0.02


def test_chance_puts_as_many_of_those_who_leave_outside():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"value": rng.poisson(0.13 * 60, 20_000) / 60, "least": 60.0, "hidden": 0.0})
    outside = (funnel.judged(frame, 0.13, funnel.variance(0.13, of_events=True))["outside"] != "").mean()
    assert 0.02 < outside < funnel.BY_CHANCE + 0.02


def test_a_group_of_unknown_size_between_11_and_30_is_a_question_less_often_than_its_own_limits_would_say():
    rng = np.random.default_rng(2)
    for people in (11, 20, 30):
        values = (rng.random((20_000, people)) < WHOLE).mean(axis=1).round(2)
        frame = pd.DataFrame({"value": values, "least": 11.0, "hidden": 0.005})
        assert (funnel.judged(frame, WHOLE, OF_TIME)["outside"] != "").mean() < funnel.BY_CHANCE + 0.02


def test_the_curves_narrow_with_size_and_stop_at_zero():
    found = funnel.curves(WHOLE, OF_TIME, 11, 400)
    assert found["people"].iloc[[0, -1]].to_list() == [11, 400]
    assert found["high"].is_monotonic_decreasing
    assert found["high"].iloc[-1] == pytest.approx(0.04 + 1.96 * sqrt(OF_TIME / 400))
    assert found["far_high"].iloc[0] == pytest.approx(0.04 + 3.09 * sqrt(OF_TIME / 11))
    assert found["low"].isna().iloc[0]  # below zero
    assert found["low"].iloc[-1] == pytest.approx(0.04 - 1.96 * sqrt(OF_TIME / 400))
