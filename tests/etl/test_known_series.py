"""The series with a known answer finds it, and would have told us of a fault in the arithmetic."""

from collections.abc import Callable

import pandas as pd
import pytest

from etl import baselines, known_series
from etl.known_series import method_tests

TOLERANCE = 1e-9
PAIRS = (("bias", "known_bias"), ("mean_absolute_error", "known_mean_absolute_error"))


def differences(table: pd.DataFrame) -> pd.Series:
    """The larger difference of each row, by method and months left."""
    found = pd.concat([(table[found] - table[known]).abs() for found, known in PAIRS], axis="columns").max(
        axis="columns"
    )
    return found.set_axis(pd.MultiIndex.from_frame(table[["method", "months_left"]]))


def test_what_is_found_is_what_is_known_for_every_method_and_number_of_months_left() -> None:
    found = differences(method_tests())
    baseline_months = [(method, left) for method in ("budget_remaining", "seasonal_share") for left in range(1, 12)]
    assert set(found.index) == {*baseline_months, *(("forecast", left) for left in (9, 7, 4, 2))}
    assert found.max() < TOLERANCE


def test_every_year_is_counted_and_the_seasonal_share_lacks_only_the_first() -> None:
    counted = method_tests().groupby("method")["errors"].unique().map(list).to_dict()
    assert counted == {"forecast": [8], "budget_remaining": [8], "seasonal_share": [8 - 1]}


def test_the_known_answers_are_those_of_a_calculation_by_hand() -> None:
    known = known_series.known_errors().set_index(["method", "months_left"])
    by_august = 8.0 + 8.0 + 8.5 + 8.5 + 8.5 + 8.5 + 6.0 + 8.0  # per cent of the costs; twelfths say 66.67
    assert by_august == 64
    missed = (0.64 - 8 / 12) * 100 / (100 + 40)
    assert known.loc[("budget_remaining", 4), "known_bias"] == pytest.approx(missed)
    assert known.loc[("forecast", 4), "known_bias"] == pytest.approx(0)
    assert known.loc[("forecast", 4), "known_mean_absolute_error"] == pytest.approx((3 + 2 + 1 + 1 + 2 + 3) / 8 / 100)


def run_rate(rows: pd.DataFrame) -> pd.DataFrame:
    """The year to date in twelfths, in the place of the budget remaining."""
    table = rows.assign(budget_year_ore=0, budget_ytd_ore=0)
    twelfths = (rows["actual_ytd_ore"] * 12 / rows["month"]).round().astype("Int64")
    return right_budget_remaining(table.assign(actual_ytd_ore=twelfths))


def a_month_late(to_date: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Each month given the share of the next."""
    shares = right_shares(to_date, pairs)
    return shares.assign(share=shares.groupby(baselines.SIDE)["share"].shift(-1).fillna(1))


def of_the_net(*tables: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Errors divided by the outcome."""
    errors = right_errors(*tables)
    return errors.assign(error=errors["error"] * errors["gross_budget_year_ore"] / errors["actual_year_ore"].abs())


def backwards(*tables: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """Forecast minus outcome."""
    errors = right_errors(*tables)
    return errors.assign(error=-errors["error"])


right_budget_remaining, right_shares = baselines.budget_remaining, baselines._mean_shares
right_errors = known_series.forecast_errors


@pytest.mark.parametrize(
    ("module", "name", "fault", "methods"),
    [
        (baselines, "budget_remaining", run_rate, {"budget_remaining"}),
        (baselines, "_mean_shares", a_month_late, {"seasonal_share"}),
        (known_series, "forecast_errors", of_the_net, {"budget_remaining", "forecast"}),  # zero is zero of anything
        (known_series, "forecast_errors", backwards, {"budget_remaining"}),  # the others have no bias to turn
    ],
)
def test_a_planted_fault_is_seen(
    monkeypatch: pytest.MonkeyPatch, module: object, name: str, fault: Callable[..., pd.DataFrame], methods: set[str]
) -> None:
    monkeypatch.setattr(module, name, fault)
    found = differences(method_tests())
    assert set(found[found > TOLERANCE].index.get_level_values("method")) == methods
    assert found.max() > 0.005, "half a per cent of the gross budget"
