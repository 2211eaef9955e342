"""A bridge: where each bar begins and ends, which figure stands beside it, and what can be clicked."""

import json

import pandas as pd
import pytest

from dashboard.charts import waterfall
from tests.dashboard.spec import domains, layers, orders, rows_of, selections, values

NOVEMBER = pd.DataFrame(
    [
        ("Budget", "budget", 17.5, ""),
        ("Finansiering", "step", 258.7, "finansiering"),
        ("Läkemedel", "step", -125.0, "lakemedel"),
        ("Övriga (12 rader)", "rest", 63.3, ""),
        ("Prognos", "forecast", 214.5, ""),
    ],
    columns=["label", "role", "amount", "subject"],
)


def with_amounts(*amounts: float | None) -> pd.DataFrame:
    return NOVEMBER.assign(amount=pd.Series(amounts, dtype=float))


def places(rows: pd.DataFrame) -> list[tuple[str, str, float, float]]:
    found = waterfall.positions(rows)
    return list(zip(found["label"], found["part"], found["from"], found["to"], strict=True))


def test_a_step_begins_where_the_last_one_ended_and_a_total_stands_on_zero() -> None:
    assert places(NOVEMBER) == [
        ("Budget", "budget", 0.0, 17.5),
        ("Finansiering", "good", 17.5, pytest.approx(17.5 + 258.7)),
        ("Läkemedel", "bad", pytest.approx(276.2), pytest.approx(276.2 - 125.0)),
        ("Övriga (12 rader)", "good", pytest.approx(151.2), pytest.approx(151.2 + 63.3)),
        ("Prognos", "forecast", 0.0, 214.5),
    ]


def test_the_steps_end_at_the_total() -> None:
    steps = [end for _, part, _, end in places(NOVEMBER) if part not in waterfall.TOTALS]
    assert steps[-1] == pytest.approx(214.5)


def test_what_is_missing_is_not_drawn_and_moves_nothing() -> None:
    rows = with_amounts(10.0, None, -4.0, 2.0, None)
    assert places(rows) == [
        ("Budget", "budget", 0.0, 10.0),
        ("Läkemedel", "bad", 10.0, 6.0),
        ("Övriga (12 rader)", "good", 6.0, 8.0),
    ]
    assert values(waterfall.bridge(rows, ""), "next") == ["Läkemedel", "Övriga (12 rader)"]


def test_a_step_that_reads_as_zero_has_a_figure_and_no_bar() -> None:
    spec = waterfall.bridge(with_amounts(0.0, 20.0, -0.04, -20.0, -0.04), "")
    rows = [row for layer in layers(spec) for row in rows_of(layer)]
    assert [row["label"] for row in rows if row.get("part") in ("good", "bad")] == ["Finansiering", "Övriga (12 rader)"]
    texts = {row["label"]: row["text"] for row in rows if "at" in row and "text" in row}
    assert texts["Läkemedel"] == "±0,0"
    assert texts["Prognos"] == "0,0"


def _clickable(spec: dict) -> list[str]:
    return [row["label"] for layer in layers(spec) if layer.get("name") == "picked" for row in rows_of(layer)]


def test_a_step_has_its_sign_and_a_total_only_a_minus() -> None:
    spec = waterfall.bridge(with_amounts(-1200.0, 1300.0, -50.0, 0.0, 50.0), "Helår, mnkr")
    assert set(values(spec, "text")) == {"Helår, mnkr", "−1\u00a0200,0", "+1\u00a0300,0", "−50,0", "±0,0", "50,0"}


def test_names_stand_in_the_given_order_in_every_layer() -> None:
    found = orders(waterfall.bridge(NOVEMBER, ""), "y", "label")
    assert len(found) >= 10
    assert all(order == list(NOVEMBER["label"]) for order in found)


@pytest.mark.parametrize(
    ("amounts", "low", "high"),
    [
        ((17.5, 258.7, -125.0, 63.3, 214.5), 0.0, 17.5 + 258.7),
        ((0.0, -20.0, 33.5, -13.5, 0.0), -20.0, -20.0 + 33.5),
        ((0.0, 0.01, 0.0, 0.0, 0.01), 0.005 - 0.5, 0.005 + 0.5),  # a few thousand kronor are not to fill the picture
        ((None, None, None, None, None), -0.5, 0.5),
    ],
)
def test_one_untruncated_scale_holds_every_bar(amounts: tuple, low: float, high: float) -> None:
    found = domains(waterfall.bridge(with_amounts(*amounts), ""), "x")
    assert len(found) >= 8
    assert all(domain == pytest.approx([low, high]) for domain in found)
    assert low <= 0 <= high


def test_figures_have_room_on_the_sides_where_they_stand() -> None:
    params = {param["name"]: param.get("value") for param in waterfall.bridge(NOVEMBER, "")["params"]}
    assert params["left_room"] >= 7 * len("−125,0")
    assert params["right_room"] >= 7 * len("+258,7")
    only_up = {
        param["name"]: param.get("value") for param in waterfall.bridge(with_amounts(1, 1, 1, 1, 4), "")["params"]
    }
    assert only_up["left_room"] < 10


def test_a_forecast_is_hatched_and_the_whole_picture_stays_in_svg() -> None:
    spec = waterfall.bridge(NOVEMBER, "")
    stripes = [row for layer in layers(spec) for row in rows_of(layer) if "place" in row]
    assert {row["label"] for row in stripes} == {"Prognos"}
    assert sorted(row["place"] for row in stripes) == list(range(1, len(stripes) + 1))
    assert len(stripes) < 500


def test_totals_are_bold_and_long_names_stand_in_lines() -> None:
    name = "Övriga regiongemensamma kostnader för hälso- och sjukvården"
    spec = waterfall.bridge(NOVEMBER.assign(label=["Budget", name, "b", "c", "Prognos"]), "")
    params = {param["name"]: param.get("value") for param in spec["params"]}
    assert params["bold"] == ["Budget", "Prognos"]
    assert max(len(line) for label in values(spec, "label") for line in label.split("\n")) <= 36


def test_only_rows_with_a_subject_can_be_clicked_and_the_open_one_is_tinted() -> None:
    spec = waterfall.bridge(NOVEMBER, "", picked="lakemedel")
    assert _clickable(spec) == ["Finansiering", "Läkemedel"]
    assert len(selections(spec)) == 1
    tinted = rows_of(layers(spec)[0])
    assert [row["label"] for row in tinted] == ["Läkemedel"]
    assert selections(waterfall.bridge(NOVEMBER.assign(subject=""), "")) == []


def test_it_is_plain_json_without_nan() -> None:
    json.dumps(waterfall.bridge(with_amounts(None, 1.0, None, 2.0, None), ""), allow_nan=False)
