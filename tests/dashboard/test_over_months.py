"""The control chart and the level over months: order, scale, questions, gaps with their words, breaks with titles."""

import json

import pandas as pd
import pytest

from dashboard.charts import control, level
from tests.dashboard.spec import domains, layers, orders, rows_of, values

PERIODS = pd.Series(pd.date_range("2018-11-01", periods=5, freq="MS"))
ORDER = ["nov 2018", "dec 2018", "jan 2019", "feb 2019", "mar 2019"]
CONTROLLED = pd.DataFrame(
    {
        "period": PERIODS,
        "change": [0.001, None, -0.012, 0.002, 0.011],
        "mean": [0.0005] * 5,
        "low": [-0.009] * 5,
        "high": [0.010] * 5,
        "segment": [0] * 5,
        "rules": [(), (), ("below",), (), ("above", "near_above")],
        "why": ["", "saknas", "", "", ""],
    }
)
LEVEL = pd.DataFrame(
    {
        "period": PERIODS,
        "value": [0.0261, None, None, 0.0240, 0.0235],
        "rounded": [False] * 5,
        "decimals": [2] * 5,
        "target": [0.04] * 5,
        "limit": [None, None, 0.05, 0.05, 0.05],
        "published": [False, False, False, False, True],
        "why": ["", "november 2017 saknas i underlaget", "10 eller färre", "", ""],
    }
)
NO_BREAKS = pd.DataFrame({"period": pd.to_datetime([]), "title": []})
BREAK = pd.DataFrame({"period": [PERIODS[1]], "title": ["Ny organisation"]})


def drawn(spec: dict, **look: object) -> list[dict]:
    """The rows of the layers whose mark has this look."""
    found = [layer for layer in layers(spec) if all(layer["mark"].get(key) == value for key, value in look.items())]
    return [row for layer in found for row in rows_of(layer)]


def test_months_stand_in_calendar_order_in_every_layer() -> None:
    for spec in (control.control_chart(CONTROLLED, BREAK), level.share_level(LEVEL, BREAK)):
        found = orders(spec, "x", "month")
        assert len(found) >= 6
        assert all(order == ORDER for order in found)
        json.dumps(spec, allow_nan=False)


def test_a_question_has_a_ring_and_a_sign_away_from_the_mean() -> None:
    spec = control.control_chart(CONTROLLED, NO_BREAKS)
    assert [row["month"] for row in drawn(spec, shape="circle", size=230)] == ["jan 2019", "mar 2019"]
    signs = {layer["mark"]["dy"]: rows_of(layer) for layer in layers(spec) if layer["mark"].get("text") == "?"}
    below, above = signs[18], signs[-17]
    assert [row["month"] for row in below] == ["jan 2019"]
    assert [row["month"] for row in above] == ["mar 2019"]


def test_no_question_is_red_or_green() -> None:
    spec = json.dumps(control.control_chart(CONTROLLED, NO_BREAKS))
    assert "--mu-bad" not in spec
    assert "--mu-good" not in spec


def test_mean_and_limits_run_across_their_segment_with_their_figures() -> None:
    found = drawn(control.control_chart(CONTROLLED, NO_BREAKS), dx=18)
    assert {(row["first"], row["last"]) for row in found} == {("nov 2018", "mar 2019")}
    assert [row["text"] for row in found] == ["övre gräns +1,00", "medel +0,05", "undre gräns −0,90"]


def test_each_segment_has_its_own_limits_and_one_without_has_none() -> None:
    split = CONTROLLED.assign(segment=[0, 0, 1, 1, 1], mean=[0.001, 0.001, None, None, None])
    found = drawn(control.control_chart(split, NO_BREAKS), dx=18)
    assert {(row["first"], row["last"]) for row in found} == {("nov 2018", "nov 2018")}


def test_the_scale_holds_points_limits_and_the_words_of_gaps() -> None:
    for low, high in domains(control.control_chart(CONTROLLED, NO_BREAKS), "y"):
        assert (-1.2 - low) / (high - low) > 38 / 320  # pixels of a cross and a word
        assert high > 1.1


def test_a_gap_breaks_the_line_and_has_a_cross_and_a_word() -> None:
    spec = control.control_chart(CONTROLLED, NO_BREAKS)
    lines = [layer for layer in layers(spec) if layer["mark"]["type"] == "line"]
    assert all(layer["mark"]["invalid"].startswith("break-paths") for layer in lines)
    assert [row["change"] for row in rows_of(lines[0])][1] is None
    texts = [
        (row["month"], row["text"]) for row in drawn(spec, type="text") if row.get("part", "").startswith("within")
    ]
    assert set(texts) == {("dec 2018", "saknas")}
    assert [row["month"] for row in drawn(spec, fontSize=12) if row.get("text") == "×"] == ["dec 2018"]


def test_the_reasons_of_one_gap_stand_on_lines_of_their_own() -> None:
    spec = level.share_level(LEVEL, NO_BREAKS)
    found = {
        row["text"]: layer["encoding"]["y"]["value"]["expr"]
        for layer in layers(spec)
        for row in rows_of(layer)
        if "within" in str(row.get("part"))
    }
    assert found == {"november 2017 saknas i underlaget": "height - 38", "10 eller färre": "height - 24"}


def test_many_reasons_are_cut_to_three_lines() -> None:
    whys = ["", *(f"skäl {place}" for place in range(4)), ""]
    months = pd.concat([LEVEL, LEVEL.tail(1)], ignore_index=True).assign(
        period=pd.date_range("2018-11-01", periods=6, freq="MS"), why=whys
    )
    texts = values(level.share_level(months, NO_BREAKS), "text")
    assert [text for text in texts if text.startswith(("skäl", "med"))] == ["med mera", "skäl 1", "skäl 0"]


def test_a_gap_at_an_end_keeps_its_word_inside_the_picture() -> None:
    whys = ["10 eller färre", "", "", "", "saknas"]
    spec = level.share_level(LEVEL.assign(why=whys), NO_BREAKS)
    aligned = {
        row["text"]: layer["mark"].get("align") for layer in layers(spec) for row in rows_of(layer) if row.get("part")
    }
    assert aligned["10 eller färre"] == "left"
    assert aligned["saknas"] == "right"


def test_a_break_is_a_dashed_rule_with_its_title_above_the_picture() -> None:
    for spec in (control.control_chart(CONTROLLED, BREAK), level.share_level(LEVEL, BREAK)):
        rules = drawn(spec, type="rule", strokeDash=[5, 4])
        assert [(row["month"], row["text"]) for row in rules] == [("dec 2018", "dec 2018: Ny organisation")]
        assert spec["padding"]["top"] > 14
    assert not drawn(control.control_chart(CONTROLLED, NO_BREAKS), strokeDash=[5, 4])


def test_titles_of_breaks_are_whole_and_do_not_stand_on_each_other() -> None:
    title = "Två förvaltningar slogs ihop och all personal flyttades till en ny enhet"
    two = pd.DataFrame({"period": [PERIODS[1], PERIODS[2]], "title": [title, "Ny definition"]})
    spec = level.share_level(LEVEL, two)
    first, second = (row["text"] for row in drawn(spec, type="rule", strokeDash=[5, 4]))
    assert first.replace("\n", " ") == f"dec 2018: {title}"
    assert second == "\n" * (first.count("\n") + 1) + "jan 2019: Ny definition"
    assert spec["padding"]["top"] >= 14 * (second.count("\n") + 1)


def test_a_break_outside_the_picture_is_not_drawn() -> None:
    early = BREAK.assign(period=[pd.Timestamp("2012-01-01")])
    assert not drawn(level.share_level(LEVEL, early), strokeDash=[5, 4])


def test_the_level_has_its_last_value_target_limit_and_published_months() -> None:
    spec = level.share_level(LEVEL, NO_BREAKS)
    assert [row["text"] for row in drawn(spec, fontWeight="bold")] == ["2,35\u00a0%"]
    assert [row["month"] for row in drawn(spec, text="◆")] == ["mar 2019"]
    (mark,) = (layer["mark"] for layer in layers(spec) if layer["mark"].get("text") == "◆")
    assert {"dx", "dy"}.isdisjoint(mark)  # on its point: beside it, it is read as another value
    assert [(row["month"], row["at"], row["text"]) for row in drawn(spec, dy=-11, stroke="var(--mu-surface)")] == [
        ("nov 2018", 4.0, "mål"),
        ("jan 2019", 5.0, "gräns"),
    ]
    assert all(low == 0 and high > 5 for low, high in domains(spec, "y"))


def test_a_rounded_last_value_has_no_decimals() -> None:
    spec = level.share_level(LEVEL.assign(value=0.03, decimals=0), NO_BREAKS)
    assert [row["text"] for row in drawn(spec, fontWeight="bold")] == ["3\u00a0%"]


def test_values_in_whole_per_cent_are_hollow_and_no_line_meets_them() -> None:
    whole = LEVEL.assign(value=[0.0261, 0.03, 0.02, 0.0240, 0.0235], rounded=[False, True, True, False, False])
    spec = level.share_level(whole.assign(why=""), NO_BREAKS)
    assert [row["month"] for row in drawn(spec, fill="var(--mu-surface)")] == ["dec 2018", "jan 2019"]
    (line,) = (
        layer for layer in layers(spec) if layer["mark"]["type"] == "line" and not layer["mark"].get("strokeDash")
    )
    on_the_line = [row[line["encoding"]["y"]["field"]] for row in rows_of(line)]
    assert on_the_line == [pytest.approx(2.61), None, None, pytest.approx(2.40), pytest.approx(2.35)]
    filled = drawn(spec, type="point", filled=True)
    assert [row["month"] for row in filled] == ["nov 2018", "feb 2019", "mar 2019"]


def test_in_a_narrow_picture_january_alone_has_its_name() -> None:
    many = pd.concat([LEVEL] * 5, ignore_index=True).assign(period=pd.date_range("2018-01-01", periods=25, freq="MS"))
    needed = {param["name"]: param["value"] for param in level.share_level(many, NO_BREAKS)["params"]}["names_room"]
    assert needed >= 5 * 50  # five names
    assert {p["name"]: p["value"] for p in level.share_level(LEVEL, NO_BREAKS)["params"]}["names_room"] == 0


def test_few_months_all_have_their_names_and_of_many_january_and_july() -> None:
    names = {param["name"]: param["value"] for param in level.share_level(LEVEL, NO_BREAKS)["params"]}
    assert names["shown"] == ORDER
    many = pd.concat([LEVEL] * 5, ignore_index=True).assign(period=pd.date_range("2018-01-01", periods=25, freq="MS"))
    names = {param["name"]: param["value"] for param in level.share_level(many, NO_BREAKS)["params"]}
    assert names["shown"] == ["jan 2018", "jul 2018", "jan 2019", "jul 2019", "jan 2020"]
