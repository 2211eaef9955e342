"""Control charts: limits, each rule when it fires and when it just does not, gaps, breaks, and what chance gives."""

import time
from statistics import fmean

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import control
from data.indicators import BY_ID, INDICATORS

SICK_LEAVE = BY_ID["sick_leave_month"]
MONTHLY = [each for each in INDICATORS if each.grain == "month"]
OTHERS = [each for each in INDICATORS if each.grain != "month"]
OUTSIDE = {"above", "below"}


def chart(changes: list[float | None], breaks: tuple[str, ...] = (), start: str = "2017-01") -> pd.DataFrame:
    """The chart of months that differ so much from a year before, in which every month was 1; from `start` on."""
    first = pd.Timestamp(start)
    before = pd.DataFrame(
        {"period": pd.date_range(first - pd.DateOffset(years=1), periods=12, freq="MS"), "value": 1.0}
    )
    values: list[float] = []
    for place, change in enumerate(changes):
        year_ago = 1.0 if place < 12 else values[place - 12]
        values.append(float("nan") if change is None else (1.0 if np.isnan(year_ago) else year_ago) + change)
    now = pd.DataFrame({"period": pd.date_range(first, periods=len(changes), freq="MS"), "value": values})
    found = control.chart(SICK_LEAVE, pd.concat([before, now]), [pd.Timestamp(each) for each in breaks])
    return found.iloc[12:].reset_index(drop=True)


def judged(*changes: float) -> dict[str, list[int]]:
    """Rule -> the places it points at, of a segment with these changes."""
    asked = control.judge(np.array([changes], dtype=float)).asked
    return {rule: [int(place) for place in np.flatnonzero(mask[0])] for rule, mask in asked.items() if mask.any()}


@pytest.mark.parametrize("indicator", OTHERS, ids=lambda each: each.indicator_id)
def test_all_but_monthly_values_are_refused_with_a_reason(indicator):
    with pytest.raises(control.NotMonthly, match="Styrdiagram görs inte på"):
        control.chart(indicator, pd.DataFrame({"period": [], "value": []}), [])


def test_the_reason_for_rolling_months_is_that_each_stands_in_twelve_values():
    assert "varje månad ingår i tolv värden" in control.refusal(BY_ID["sick_leave_r12"])


@pytest.mark.parametrize("indicator", MONTHLY, ids=lambda each: each.indicator_id)
def test_monthly_values_are_not_refused(indicator):
    assert control.refusal(indicator) == ""
    assert control.chart(indicator, pd.DataFrame({"period": pd.to_datetime([]), "value": []}), []).empty


def test_the_change_is_the_value_minus_the_same_month_last_year():
    months = pd.DataFrame({"period": pd.date_range("2018-01-01", periods=14, freq="MS"), "value": range(14)})
    found = control.chart(SICK_LEAVE, months, [])
    assert found["change"].dropna().to_list() == [12 - 0, 13 - 1]


def test_limits_are_the_mean_and_2_66_times_the_mean_moving_range():
    found = chart([0, 1, 0, 2, 0, 1, 0, 2, 0])
    mean, ranges = 6 / 9, [1, 1, 2, 2, 1, 1, 2, 2]
    assert found["mean"].to_list() == pytest.approx([mean] * 9)
    assert found["high"].iloc[0] == pytest.approx(mean + 2.66 * fmean(ranges))
    assert found["low"].iloc[0] == pytest.approx(mean - 2.66 * fmean(ranges))


def test_a_moving_range_lies_only_between_months_in_a_row():
    found = chart([0, 1, 0, 1, 0, None, 100, 101, 100, 101, 100])  # 0 -> 100 is no range
    assert found["high"].iloc[0] - found["mean"].iloc[0] == pytest.approx(2.66 * 1)


def test_limits_need_eight_moving_ranges():
    assert chart([0, 1, 0, 1, 0, 1, 0, 1, 0])["mean"].notna().all()  # eight between nine months
    assert chart([0, 1, 0, 1, 0, 1, 0, 1])["mean"].isna().all()
    assert chart([0, 1, 0, 1, 0, None, 1, 0, 1, 0])["mean"].isna().all()  # nine months with seven between them
    assert not chart([0, 0, 0, 99, 0, 0, 0, 0])["rules"].any()


def flat(*changes: float) -> list[float]:
    """The changes after twenty months that go up and down by one around zero, so that they hardly move the limits."""
    return [*[1.0, -1.0] * 10, *changes]


def reach_of(changes: list[float]) -> tuple[float, float]:
    """Mean and reach, computed by hand."""
    ranges = [abs(after - before) for before, after in zip(changes, changes[1:], strict=False)]
    return fmean(changes), 2.66 * fmean(ranges)


@pytest.mark.parametrize(("side", "sign"), [("above", 1), ("below", -1)])
def test_a_point_outside_the_limits_is_a_question_and_one_inside_is_not(side, sign):
    outside, inside = flat(sign * 8.0), flat(sign * 5.0)
    mean, reach = reach_of(outside)
    assert sign * (sign * 8.0 - mean) > reach
    assert judged(*outside)[side] == [20]
    mean, reach = reach_of(inside)
    assert sign * (sign * 5.0 - mean) < reach
    assert not OUTSIDE & set(judged(*inside))


@pytest.mark.parametrize(("rule", "sign"), [("run_above", 1), ("run_below", -1)])
def test_seven_in_a_row_on_one_side_are_a_question_and_six_are_not(rule, sign):
    seven, six = flat(1, 2, 1, 2, 1, 2, 1, -1), flat(1, 2, 1, 2, 1, 2, -1, 1)
    assert judged(*[sign * value for value in seven])[rule] == [26]
    assert rule not in judged(*[sign * value for value in six])


def test_a_run_that_goes_on_is_asked_about_each_month():
    assert judged(*flat(1, 2, 1, 2, 1, 2, 1, 2, 1))["run_above"] == [26, 27, 28]


def test_a_value_on_the_mean_ends_a_run():
    row = [1, 2, 1, 0, 2, 1, 2, 1]
    mirrored = flat(*row, *(-value for value in row))  # so that the mean is zero
    assert judged(*mirrored) == {}
    assert "run_above" in judged(*(value or 1 for value in mirrored))


@pytest.mark.parametrize(("rule", "sign"), [("rising", 1), ("falling", -1)])
def test_seven_points_each_higher_than_the_one_before_are_a_question_and_six_are_not(rule, sign):
    seven = [sign * value for value in (-2.0, -1.5, -1, -0.5, 0, 0.5, 1)]
    assert judged(*flat(*seven))[rule] == [26]
    assert rule not in judged(*flat(*seven[1:], 0.0))


def test_two_equal_points_end_a_rise():
    assert "rising" not in judged(*flat(-2, -1.5, -1, -1, -0.5, 0, 0.5, 1))


@pytest.mark.parametrize(("rule", "sign"), [("near_above", 1), ("near_below", -1)])
def test_two_of_three_beyond_two_thirds_of_the_way_are_a_question(rule, sign):
    far, near = sign * 5.5, sign * 0.1
    for changes in (flat(far, far, 0.0), flat(far, near, far)):
        mean, reach = reach_of(changes)
        assert 2 / 3 * reach < sign * (far - mean) < reach
    assert judged(*flat(far, far, 0.0))[rule] == [21]
    assert judged(*flat(far, near, far))[rule] == [22]
    assert rule not in judged(*flat(far, near, near, far))  # the third month back
    assert rule not in judged(*flat(far, -far, 0.0))  # not the same side


def test_two_that_just_do_not_reach_two_thirds_are_no_question():
    changes = flat(3.0, 3.0, 0.0)
    mean, reach = reach_of(changes)
    assert 3.0 - mean < 2 / 3 * reach
    assert judged(*changes) == {}


def test_a_missing_month_ends_every_run():
    gap = float("nan")
    assert "run_above" not in judged(*flat(1, 2, 1, gap, 2, 1, 2, 1))
    assert "rising" not in judged(*flat(-2, -1.5, -1, -0.5, gap, 0, 0.5, 1))
    assert "near_above" not in judged(*flat(5.5, gap, 5.5, 0.0))
    assert "near_above" in judged(*flat(gap, 5.5, 5.5, 0.0))


def test_noise_that_is_always_the_same_asks_nothing():
    assert judged(*[0.1 + 0.2] * 30) == {}
    assert judged(*[0.3, 0.1 + 0.2] * 15) == {}


def test_a_break_restarts_the_limits_and_what_crosses_it_cannot_be_compared():
    changes = [0.0, 1.0] * 6 + [None] * 12 + [50.0, 51.0] * 6
    found = chart([change or 0.0 for change in changes], breaks=("2018-01-01",))
    across = found["period"].between("2018-01-01", "2018-12-01")
    assert found.loc[across, "change"].isna().all()
    assert not found.loc[across, "comparable"].any()
    assert found.loc[~across, "comparable"].all()
    before, after = found[found["period"] < "2018-01-01"], found[found["period"] > "2018-12-01"]
    assert before["mean"].iloc[0] == pytest.approx(0.5)
    assert after["mean"].iloc[0] == pytest.approx(50.5)
    assert not found["rules"].any()
    assert chart([change or 0.0 for change in changes])["rules"].any()  # without the break the leap is a question


def test_a_segment_that_is_too_short_has_no_limits_while_the_other_has():
    found = chart([0.0, 1.0] * 9, breaks=("2018-02-01",))
    assert found.loc[found["period"] < "2018-02-01", "mean"].notna().all()
    assert found.loc[found["period"] >= "2018-02-01", "mean"].isna().all()


def test_a_month_that_was_never_delivered_is_there_as_missing():
    found = chart([0.0, 1.0, None, 1.0])
    assert found["period"].to_list() == list(pd.date_range("2017-01-01", periods=4, freq="MS"))
    assert np.isnan(found["change"].iloc[2])
    assert found["comparable"].iloc[2]


def asked_by_hand(changes: list[float | None]) -> int:
    """Months with a question, by the rules as they are written, one month at a time; another code on purpose."""
    known = [change for change in changes if change is not None]
    pairs = [(a, b) for a, b in zip(changes, changes[1:], strict=False) if a is not None and b is not None]
    if len(pairs) < 8:
        return 0
    mean = sum(known) / len(known)
    reach = 2.66 * sum(abs(b - a) for a, b in pairs) / len(pairs)
    count = 0
    for place, change in enumerate(changes):
        if change is None:
            continue
        row = []
        for earlier in reversed(changes[: place + 1]):
            if earlier is None:
                break
            row.append(earlier - mean)
        question = abs(row[0]) > reach
        for sign in (1, -1):
            signed = [sign * value for value in row]
            question |= len(row) >= 7 and all(value > 0 for value in signed[:7])
            question |= len(row) >= 7 and all(signed[i] > signed[i + 1] for i in range(6))
            question |= signed[0] > 2 / 3 * reach and sum(value > 2 / 3 * reach for value in signed[:3]) >= 2
        count += question
    return count


noise = st.lists(st.one_of(st.none(), st.integers(-5, 5).map(float)), min_size=1, max_size=40)


@given(noise)
def test_the_rules_are_the_same_as_written_one_month_at_a_time(changes):
    values = np.array([[np.nan if change is None else change for change in changes]])
    assert control.months_asked(values, np.zeros(len(changes), dtype=int)).sum() == asked_by_hand(changes)


GAPS = {10, 22}
LENGTHS = [12, 20, 31, 60]


def simulated(months: int, draw, gaps: set[int], count: int = 3000) -> float:
    """Mean number of months asked about, of noise that another generator drew, judged by the other code."""
    total = 0
    for _ in range(count):
        values = draw(months + 12)
        changes = [None if i in gaps else values[i + 12] - values[i] for i in range(months)]
        total += asked_by_hand(changes)
    return total / count


def stated(months: int, gaps: set[int] = frozenset()) -> float:
    changes = [np.nan if place in gaps else 0.0 for place in range(months)]
    return control.expected_by_chance(pd.DataFrame({"change": changes, "segment": 0}))


@pytest.mark.parametrize("months", LENGTHS)
def test_chance_gives_the_questions_that_are_stated(months):
    rng = np.random.default_rng(20260 + months)
    found = simulated(months, lambda n: rng.normal(0.03, 0.004, n).tolist(), GAPS)
    assert found == pytest.approx(stated(months, GAPS), abs=0.03 + 0.05 * stated(months, GAPS))


def test_skewed_noise_gives_somewhat_more():
    rng = np.random.default_rng(7)
    found = simulated(31, lambda n: rng.gamma(4.0, 0.01, n).tolist(), set())
    assert stated(31) * 0.8 < found < stated(31) * 1.5


def test_gaps_and_breaks_are_part_of_what_is_stated():
    whole = stated(60)
    assert stated(60, set(range(5, 60, 6))) < 0.6 * whole
    parts = pd.DataFrame({"change": [0.0] * 60, "segment": [0] * 30 + [1] * 30})
    assert control.expected_by_chance(parts) == pytest.approx(2 * stated(30), rel=0.15)
    assert stated(8) == 0  # no limits


def test_how_often_chance_gives_as_many():
    rare = pd.DataFrame({"change": [0.0] * 31, "segment": 0, "rules": [("above",)] * 9 + [()] * 22})
    none = rare.assign(rules=[()] * 31)
    assert control.chance_of_as_many(none) == 1
    assert control.chance_of_as_many(rare) < 0.01


def test_noise_as_rolling_twelve_months_asks_nearly_always():
    rng = np.random.default_rng(5)
    months = rng.standard_normal((2000, 60 + 11))
    rolling = np.lib.stride_tricks.sliding_window_view(months, 12, axis=1).mean(axis=-1)
    segments = np.zeros(60, dtype=int)
    assert control.months_asked(rolling, segments).any(axis=1).mean() > 0.99
    changes = rolling[:, 12:] - rolling[:, :-12]
    assert control.months_asked(changes, segments[12:]).any(axis=1).mean() > 0.99


def test_what_chance_gives_is_known_before_a_reader_would_notice():
    control._by_chance.cache_clear()
    start = time.perf_counter()
    stated(60, GAPS)
    assert time.perf_counter() - start < 0.3  # 0.03 s alone; the machine is shared
