"""What forecast errors add up to; errors are shares of the gross year budget, plus is better than the forecast."""

import math

import pandas as pd
import pytest

from data.accuracy import band, bias_and_mae, skill

TEN = [-0.05, -0.04, -0.03, -0.02, -0.01, 0.0, 0.01, 0.02, 0.03, 0.04]


def test_bias_is_the_mean_and_the_mean_absolute_error_is_blind_to_signs() -> None:
    errors = pd.DataFrame({"method": "forecast", "months_left": 4, "error": [-0.04, 0.03, -0.02]})
    (row,) = bias_and_mae(errors, ["method", "months_left"]).to_dict("records")
    assert row["errors"] == 3
    assert row["bias"] == pytest.approx((-0.04 + 0.03 - 0.02) / 3)
    assert row["mean_absolute_error"] == pytest.approx((0.04 + 0.03 + 0.02) / 3)


def test_a_missing_error_is_not_an_error_of_zero() -> None:
    errors = pd.DataFrame({"method": "forecast", "error": [-0.04, None]})
    (row,) = bias_and_mae(errors, ["method"]).to_dict("records")
    assert (row["errors"], row["bias"]) == (1, -0.04)
    assert bias_and_mae(errors.assign(error=float("nan")), ["method"]).empty


def test_methods_and_months_left_are_kept_apart() -> None:
    errors = pd.DataFrame(
        {
            "method": ["forecast", "forecast", "seasonal_share"],
            "months_left": [4, 2, 4],
            "error": [0.03, 0.01, -0.02],
        }
    )
    found = bias_and_mae(errors, ["method", "months_left"])
    assert found.set_index(["method", "months_left"])["bias"].to_dict() == {
        ("forecast", 2): 0.01,
        ("forecast", 4): 0.03,
        ("seasonal_share", 4): -0.02,
    }


def by_year(*errors: float | None) -> pd.Series:
    """Errors of 2012 and on."""
    return pd.Series(list(errors), index=range(2012, 2012 + len(errors)), dtype="float64")


BASELINE = by_year(0.04, -0.04, 0.04, -0.04, 0.04)


@pytest.mark.parametrize(
    ("forecast", "expected"),
    [
        (by_year(0.01, -0.01, 0.01, 0.01, -0.01), 1 - 0.01 / 0.04),  # three quarters of the baseline's error is gone
        (by_year(0.04, 0.04, 0.04, 0.04, 0.04), 0),  # as wrong as the baseline, whatever the signs
        (by_year(0.08, 0.08, 0.08, 0.08, 0.08), 1 - 0.08 / 0.04),  # twice as wrong
        (by_year(0, 0, 0, 0, 0), 1),  # perfect
    ],
)
def test_skill_is_how_much_of_the_baselines_error_is_gone(forecast: pd.Series, expected: float) -> None:
    assert skill(forecast, BASELINE) == pytest.approx(expected)


def test_skill_compares_the_same_years_only() -> None:
    forecast = by_year(0.01, 0.01, 0.01, 0.01, 0.01, 0.99, 0.99)  # the baseline has nothing to say of the last two
    baseline = by_year(0.04, 0.04, 0.04, 0.04, 0.04, None)
    assert skill(forecast, baseline) == pytest.approx(1 - 0.01 / 0.04)
    shuffled = baseline.sort_index(ascending=False)
    assert skill(forecast, shuffled) == pytest.approx(1 - 0.01 / 0.04)


def test_four_pairs_are_too_few_for_a_skill() -> None:
    assert skill(by_year(0.01, 0.01, 0.01, 0.01, None), BASELINE) is None


def test_against_a_baseline_that_has_never_been_wrong_any_error_is_infinitely_worse() -> None:
    never = by_year(0, 0, 0, 0, 0)
    assert skill(by_year(0.01, 0, 0, 0, 0), never) == -math.inf
    assert skill(never, never) == 0  # neither has been wrong


@pytest.mark.parametrize(
    ("count", "low", "high", "coverage"),
    [
        (5, 1, 5, 4 / 6),  # the smallest to the largest: one in three falls outside
        (8, 1, 8, 7 / 9),
        (9, 1, 9, 8 / 10),  # the first number of errors with four in five
        (18, 1, 18, 17 / 19),  # the second smallest to the second largest would be 15 / 19, less than four in five
        (19, 2, 18, 16 / 20),
    ],
)
def test_a_band_is_the_narrowest_that_holds_four_in_five(count: int, low: int, high: int, coverage: float) -> None:
    shuffled = [number / 100 for number in (*range(2, count + 1, 2), *range(1, count + 1, 2))]
    found = band(shuffled)
    assert found is not None
    assert (found.low, found.high, found.errors) == (low / 100, high / 100, count)
    assert found.coverage == pytest.approx(coverage)


def test_no_band_is_drawn_on_four_errors() -> None:
    assert band(TEN[:4]) is None


def test_a_missing_error_widens_no_band() -> None:
    assert band([*TEN[:4], float("nan")]) is None
    assert band([float("nan"), *TEN]) == band(TEN)
