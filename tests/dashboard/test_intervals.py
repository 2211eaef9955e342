"""Intervals: points on a scale that has room, and a figure beside each mark."""

import pandas as pd
import pytest

from dashboard.charts.intervals import intervals
from tests.dashboard.spec import domains, layers, orders, rows_of, values

ROWS = pd.DataFrame(
    [
        ("Lagd prognos", "forecast", -240.5, -310.2, -170.1),
        ("Säsongsandel", "baseline", -262.0, None, -200.0),
        ("Budget", "budget", -225.0, None, None),
    ],
    columns=["label", "role", "value", "low", "high"],
)


def figures(spec: dict) -> set[tuple[str, str, float, str]]:
    rows = [row for layer in layers(spec) for row in rows_of(layer) if "at" in row and "text" in row]
    return {(row["label"], row["part"], row["at"], row["text"]) for row in rows}


def test_a_figure_stands_right_of_all_marks_of_its_row_and_under_each_known_end() -> None:
    assert figures(intervals(ROWS, "")) == {
        ("Lagd prognos", "value", -170.1, "−240,5"),
        ("Lagd prognos", "low", -310.2, "−310,2"),
        ("Lagd prognos", "high", -170.1, "−170,1"),
        ("Säsongsandel", "value", -262.0, "−262,0"),  # half an interval is none
        ("Budget", "value", -225.0, "−225,0"),
    }


def test_a_deviation_has_its_plus() -> None:
    assert "+5,0" in values(intervals(ROWS.assign(value=5.0), "", signed=True), "text")
    assert "5,0" in values(intervals(ROWS.assign(value=5.0), ""), "text")


def test_each_role_has_its_marker() -> None:
    points = [layer for layer in layers(intervals(ROWS, "")) if layer["mark"]["type"] == "point"]
    drawn = {row["label"]: layer["mark"] for layer in points for row in rows_of(layer)}
    assert drawn["Budget"]["shape"] == "square"
    assert drawn["Säsongsandel"]["fill"] == drawn["Säsongsandel"]["stroke"]
    assert drawn["Lagd prognos"]["fill"] != drawn["Lagd prognos"]["stroke"]


def test_names_stand_in_the_given_order_in_every_layer() -> None:
    found = orders(intervals(ROWS, ""), "y", "label")
    assert len(found) >= 8
    assert all(order == list(ROWS["label"]) for order in found)


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        (ROWS, -310.2, -170.1),
        (ROWS.assign(value=5.0, low=None, high=None), 4.5, 5.5),  # one and the same value
        (ROWS.assign(value=None, low=None, high=None), -0.5, 0.5),
    ],
)
def test_the_scale_holds_every_mark_and_is_never_empty(rows: pd.DataFrame, low: float, high: float) -> None:
    found = domains(intervals(rows, ""), "x")
    assert found
    assert all(domain == pytest.approx([low, high]) for domain in found)


def test_figures_have_room_on_both_sides() -> None:
    params = {param["name"]: param.get("value") for param in intervals(ROWS, "")["params"]}
    assert params["left_room"] >= 7 * len("−310,2")
    assert params["right_room"] >= 7 * len("−240,5")
