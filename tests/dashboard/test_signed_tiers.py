"""Signed tiers: one scale, one order of names, a zero and a heading for each tier."""

from itertools import pairwise

import pandas as pd
import pytest

from dashboard import format as sv
from dashboard.charts import signed_tiers
from dashboard.charts.signed_tiers import Shown
from tests.dashboard.spec import domains, layers, orders, rows_of, selections, values

ROWS = pd.DataFrame(
    [
        ("Finansiering", "finansiering", False, 30.0, 10.0, 20.0),
        ("Läkemedel", "lakemedel", False, -25.0, None, 0.04),
        ("Totalt", "", True, 5.0, -10.0, 15.0),
    ],
    columns=["label", "subject", "bold", "deviation", "phasing", "rest"],
)
TIERS = [("deviation", "Avvikelse", True), ("phasing", "Periodisering", False), ("rest", "Återstår", True)]


def signed(value: float) -> str:
    return sv.number(value, 1, signed=True)


def drawn(spec: dict) -> dict[tuple[str, str], float]:
    """(row, part) -> length of the bar."""
    bars = [row for layer in layers(spec) if layer["mark"]["type"] == "bar" for row in rows_of(layer) if "to" in row]
    return {(row["label"], row["part"], row["shift"]): row["to"] - row["from"] for row in bars}


def test_every_bar_has_the_length_of_its_amount_on_the_common_scale() -> None:
    lengths = sorted(drawn(signed_tiers.signed_tiers(ROWS, TIERS, signed)).values())
    assert lengths == pytest.approx([-25.0, -10.0, 5.0, 10.0, 15.0, 20.0, 30.0])


def test_tiers_stand_beside_each_other_and_the_scale_holds_them_all() -> None:
    spec = signed_tiers.signed_tiers(ROWS, TIERS, signed)
    assert all(domain == pytest.approx([0.0, (30 + 25) + (10 + 10) + 20]) for domain in domains(spec, "x"))
    zeros = next(rows_of(layer) for layer in layers(spec) if layer["mark"]["type"] == "rule")
    assert [row["at"] for row in zeros] == pytest.approx([25.0, 55 + 10, 75.0])
    assert all(before["shift"] < after["shift"] for before, after in pairwise(zeros))
    right_room = next(param["value"] for param in spec["params"] if param["name"] == "right_room")
    assert right_room > zeros[-1]["shift"] + 7 * len("+20,0")


def test_good_and_bad_are_for_toned_tiers_and_a_budget_is_outlined() -> None:
    tiers = [TIERS[0], Shown("phasing", "Budgeterad", toned=False, outlined=True), Shown("rest", "Utfall", False)]
    parts = {(label, part) for label, part, _ in drawn(signed_tiers.signed_tiers(ROWS, tiers, signed))}
    assert {part for label, part in parts if label == "Finansiering"} == {"good", "outlined", "solid"}
    assert {part for label, part in parts if label == "Läkemedel"} == {"bad"}


def test_what_reads_as_zero_has_a_figure_and_no_bar_and_what_is_missing_has_neither() -> None:
    spec = signed_tiers.signed_tiers(ROWS, TIERS, signed)
    rows = [row for layer in layers(spec) for row in rows_of(layer) if "text" in row]
    assert {row["text"] for row in rows if row.get("label") == "Läkemedel"} == {"−25,0", "±0,0"}


def test_headings_and_names_stand_in_order() -> None:
    spec = signed_tiers.signed_tiers(ROWS, TIERS, signed)
    headings = [row["text"] for layer in layers(spec) for row in rows_of(layer) if "text" in row and "part" not in row]
    assert headings == ["Avvikelse", "Periodisering", "Återstår"]
    found = orders(spec, "y", "label")
    assert len(found) >= 8
    assert all(order == list(ROWS["label"]) for order in found)


def test_all_missing_is_an_empty_picture_with_its_names() -> None:
    empty = ROWS.assign(deviation=None, phasing=None, rest=None)
    spec = signed_tiers.signed_tiers(empty, TIERS, signed)
    assert drawn(spec) == {}
    assert domains(spec, "x")[0] == [0.0, 1.0]
    assert values(spec, "subject") == ["finansiering", "lakemedel"]
    assert len(selections(spec)) == 1
