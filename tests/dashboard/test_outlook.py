"""The path of forecasts and the pace that is needed: order, scale, what is drawn and where figures stand."""

import json

import pandas as pd
import pytest

from dashboard.charts import outlook
from tests.dashboard.spec import domains, layers, orders, rows_of

MONTHS = ["jan", "feb", "mar", "apr"]
PATH = pd.DataFrame(
    {
        "month": MONTHS,
        "actual": [-10.0, -20.0, None, -65.0],
        "forecast": [None, -60.0, 40.0, None],
        "low": [None, -120.0, None, None],
        "high": [None, -10.0, 80.0, None],
        "outcome": [None, None, None, -65.0],
        "published": [False, True, False, False],
    }
)
PACE = pd.DataFrame(
    {
        "month": MONTHS,
        "actual": [-90.0, -110.0, None, None],
        "needed": [None, None, -120.0, 5.0],
        "prev_year": [-80.0, None, -85.0, -90.0],
        "six_mean": [None, None, -100.0, -100.0],
    }
)


@pytest.mark.parametrize("spec", [outlook.forecast_path(PATH), outlook.pace(PACE)])
def test_months_stand_in_calendar_order_in_every_layer(spec: dict) -> None:
    found = orders(spec, "x", "month")
    assert len(found) >= 4
    assert all(order == MONTHS for order in found)
    json.dumps(spec, allow_nan=False)


def figures(spec: dict) -> dict[str, str]:
    """The row of figures above the picture."""
    above = [layer for layer in layers(spec) if layer["encoding"].get("y", {}).get("value", 0) == -12]
    return {row["month"]: row["text"] for layer in above for row in rows_of(layer)}


def test_forecasts_and_outcome_have_their_figures_in_a_row_above_the_picture() -> None:
    spec = outlook.forecast_path(PATH)
    assert figures(spec) == {"feb": "−60,0", "mar": "+40,0", "apr": "−65,0"}  # april is the outcome
    assert spec["padding"]["top"] >= 12 + 13


def test_an_interval_is_drawn_where_both_ends_are_known() -> None:
    spec = outlook.forecast_path(PATH)
    rules = [layer for layer in layers(spec) if layer["encoding"].get("y2", {}).get("field") == "high"]
    assert rules
    assert all([row["month"] for row in rows_of(layer)] == ["feb"] for layer in rules)


def test_the_scale_of_the_path_holds_zero_and_every_mark() -> None:
    found = domains(outlook.forecast_path(PATH), "y")
    assert all(low < -120 and high > 80 for low, high in found)


def test_costs_hang_from_zero_at_the_top() -> None:
    found = domains(outlook.pace(PACE.assign(needed=[None, None, -120.0, -120.0])), "y")
    assert found
    assert all(low < -120 and high == 0 for low, high in found)


def test_what_is_needed_is_hatched_at_equal_steps_from_zero() -> None:
    spec = outlook.pace(PACE)
    stripes = [row for layer in layers(spec) for row in rows_of(layer) if "to" in row]
    hatched = {month: [row["from"] for row in stripes if row["month"] == month] for month in MONTHS}
    assert hatched["jan"] == []
    assert all(-120 <= row["to"] <= 5 for row in stripes)
    steps = {round(after - before, 6) for before, after in zip(hatched["mar"], hatched["mar"][1:], strict=False)}
    assert len(steps) == 1
    assert all(start < 0 for start in hatched["mar"])
    assert all(start > 0 for start in hatched["apr"])
    assert len(stripes) < 1000


def test_the_mean_of_six_months_runs_across_the_months_left() -> None:
    spec = outlook.pace(PACE)
    means = [row for layer in layers(spec) for row in rows_of(layer) if "first" in row]
    assert means[0] == {"first": "mar", "last": "apr", "six_mean": -100.0}


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_a_year_without_figures_is_an_empty_picture(missing: float | None) -> None:
    amounts = ["actual", "forecast", "low", "high", "outcome"]
    path = outlook.forecast_path(PATH.assign(**dict.fromkeys(amounts, missing)))
    pace = outlook.pace(PACE.assign(**dict.fromkeys(["actual", "needed", "prev_year", "six_mean"], missing)))
    assert figures(path) == {}
    assert all(low < 0 < high for low, high in domains(path, "y") + domains(pace, "y"))
