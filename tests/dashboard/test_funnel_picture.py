"""The funnel: what is a point and what is a bar, names that can be read, questions, and what has no place in it."""

import json

import pandas as pd

from dashboard import funnel as limits
from dashboard.charts import funnel
from tests.dashboard.spec import domains, layers, rows_of

WHOLE = 0.03
CURVES = limits.curves(WHOLE, 0.03 * 0.97, 11, 100)
DEPARTMENTS = pd.DataFrame(
    {
        "name": ["Arkiv", "HR", "IT", "Juridik", "Kansli"],
        "value": [0.02, 0.031, 0.12, 0.02, 0.0305],
        "least": [11.0, 58.0, 77.0, 11.0, 59.0],
        "most": [30.0, 58.0, 77.0, 30.0, 59.0],
        "own": [False, True, False, False, False],
        "outside": ["", "", "above", "", ""],
        "high": [0.13, 0.07, 0.07, 0.13, 0.07],
    }
)
SPEC = funnel.funnel(DEPARTMENTS, CURVES, WHOLE)


def drawn(spec: dict, *kinds: str) -> list[dict]:
    return [row for layer in layers(spec) if layer["mark"]["type"] in kinds for row in rows_of(layer)]


def test_a_known_size_is_a_point_and_an_interval_a_bar_across_it() -> None:
    points = drawn(SPEC, "point")
    assert sorted(row["least"] for row in points) == [58, 59, 77]
    bars = [row for row in drawn(SPEC, "rule") if "most" in row]
    assert bars == [{"least": 11.0, "most": 30.0, "at": 2.0, "part": "other"}]  # two at the same height


def test_the_departments_own_mark_is_filled() -> None:
    fills = {layer["mark"]["fill"]: rows_of(layer) for layer in layers(SPEC) if layer["mark"]["type"] == "point"}
    assert [row["least"] for row in fills["var(--mu-actual)"]] == [58]


def names(spec: dict) -> pd.DataFrame:
    """text, people, at, align, weight, led of every name."""
    (layer,) = (
        layer
        for layer in layers(spec)
        if layer["mark"].get("dx") == {"expr": "datum.dx"} and "stroke" not in layer["mark"]
    )
    return pd.DataFrame(rows_of(layer))


def test_every_department_has_its_name_and_its_own_is_bold() -> None:
    found = names(SPEC)
    assert sorted(found["text"]) == ["Arkiv, Juridik", "HR", "IT", "Kansli"]
    assert list(found.loc[found["weight"] == "bold", "text"]) == ["HR"]


def test_names_stand_right_beside_their_own_mark() -> None:
    found = names(SPEC).set_index("text")
    assert not found["led"].any()
    assert ((found["at"] - found["mark"]).abs() / domains(SPEC, "y")[0][1] * 340 <= 15.01).all()


def test_a_name_that_must_be_moved_has_a_line_from_its_mark() -> None:
    many = pd.concat([DEPARTMENTS.iloc[[1]]] * 8, ignore_index=True)
    many = many.assign(name=[f"Avdelning nummer {place}" for place in range(8)], least=[58.0 + p for p in range(8)])
    spec = funnel.funnel(many.assign(most=many["least"], own=False), CURVES, WHOLE)
    found = names(spec)
    (leaders,) = (layer for layer in layers(spec) if layer["encoding"].get("y2", {}).get("field") == "mark")
    assert len(found) == 8
    assert found["led"].any()
    assert [row["text"] for row in rows_of(leaders)] == list(found.loc[found["led"], "text"])
    assert (leaders["encoding"]["y"]["field"], leaders["encoding"]["x"]["field"]) == ("at", "people")


def test_no_name_is_crossed_by_the_line_of_the_whole() -> None:
    near = DEPARTMENTS.assign(value=[0.031, 0.0305, 0.03, 0.0295, 0.029])
    spec = funnel.funnel(near, CURVES, WHOLE)
    pixels = (names(spec)["at"] - 100 * WHOLE).abs() / domains(spec, "y")[0][1] * 340
    assert (pixels >= 9).all()


def test_a_name_longer_than_the_picture_is_still_written() -> None:
    long = DEPARTMENTS.assign(name=["A" * 200, "B" * 200, "C", "D", "E"])
    assert {len(text) for text in names(funnel.funnel(long, CURVES, WHOLE))["text"]} >= {200}


def test_what_lies_outside_has_a_question_mark_on_the_far_side() -> None:
    signs = {layer["mark"]["dy"]: rows_of(layer) for layer in layers(SPEC) if layer["mark"].get("text") == "?"}
    assert [row["people"] for row in signs[-15]] == [77]
    assert signs[16] == []


def test_the_scale_starts_at_zero_and_holds_every_mark_and_limit() -> None:
    found = domains(SPEC, "y")
    assert found
    assert all(low == 0 and high > 13 for low, high in found)


def test_limits_are_cut_at_the_edge_and_the_whole_has_its_figure() -> None:
    lines = [layer for layer in layers(SPEC) if layer["mark"]["type"] == "line"]
    assert len(lines) == 4
    assert all(layer["mark"]["clip"] for layer in lines)
    texts = [row["text"] for row in drawn(SPEC, "text") if "text" in row]
    assert "hela organisationen 3,00\u00a0%" in texts
    assert "gräns 95 %" in texts
    json.dumps(SPEC, allow_nan=False)


def test_all_layers_agree_on_the_axis_of_sizes() -> None:
    found = [layer["encoding"]["x"] for layer in layers(SPEC) if "x" in layer["encoding"]]
    assert {encoding["axis"]["title"] for encoding in found} == {"Antal anställda"}
    assert {encoding["scale"]["domain"]["expr"] for encoding in found} == {"[0, widest]"}
