"""Charts as data: the order of names in every layer, the scale, and what stands beside which row."""

import pandas as pd

from dashboard.charts import columns, tiers
from tests.dashboard.spec import encodings, layers, rows_of, selections

ROWS = pd.DataFrame(
    {
        "label": ["Effektivisering", "ePlan drift", "Bas", "Totalt"],
        "value": [66.6, -49.1, -145.4, 24.5],
        "reference": [81.3, -40.7, -168.6, 1.5],
        "deviation": [-14.7, -8.4, 23.2, 23.0],
        "share": [-14.7 / 81.3, -8.4 / 40.7, 23.2 / 168.6, 23.0 / 1.5],
        "bold": [False, False, False, True],
    }
)
MONTHS = pd.DataFrame(
    {
        "month": ["jan", "feb", "mar"],
        "actual": [1.0, -2.0, None],
        "budget": [1.5, -1.0, -3.0],
        "prev_year": [None, -2.5, -3.5],
        "deviation": [-0.5, -1.0, None],
        "published": [False, True, False],
    }
)


def test_every_tier_has_the_same_order_of_names() -> None:
    spec = tiers.three_tiers(ROWS, "Resultat och budget, mnkr")
    orders = [encoding["sort"] for encoding in encodings(spec, "y", "label")]
    assert len(orders) >= 9
    assert all(order == list(ROWS["label"]) for order in orders)


def test_each_figure_stands_on_its_own_row() -> None:
    spec = tiers.three_tiers(ROWS, "Resultat och budget, mnkr")
    texts = [row for layer in layers(spec) if layer["mark"]["type"] == "text" for row in rows_of(layer)]
    beside = {row["text"] for row in texts if row.get("label") == "Effektivisering"}
    assert beside == {"66,6", "−14,7", "−18"}


def test_good_and_bad_follow_the_deviation_and_a_clipped_pin_is_marked() -> None:
    spec = tiers.three_tiers(ROWS, "")
    parts = {(row["label"], row["part"]) for layer in layers(spec) for row in rows_of(layer) if "part" in row}
    assert ("Effektivisering", "bad") in parts
    assert ("Bas", "good") in parts
    assert ("Totalt", "pin-good-clipped") in parts  # 1 533 % of a budget of 1.5


def test_bars_of_value_and_reference_share_one_untruncated_scale() -> None:
    spec = tiers.three_tiers(ROWS, "")
    domains = [encoding["scale"]["domain"] for encoding in encodings(spec, "x", "from")]
    assert all(domain == domains[0] for domain in domains)
    assert domains[0][0] < -168.6
    assert domains[0][1] > 81.3


def test_a_magnified_deviation_says_so() -> None:
    far = ROWS.assign(value=ROWS["value"] * 100, reference=ROWS["reference"] * 100)
    spec = tiers.three_tiers(far, "")
    texts = [row.get("text", "") for layer in layers(spec) for row in rows_of(layer)]
    assert "Avvikelse, mnkr (skala ×20)" in texts


def test_a_forecast_is_hatched_with_stripes_of_equal_steps() -> None:
    spec = tiers.three_tiers(ROWS, "", hatched=True)
    stripes = [row for layer in layers(spec) if layer["mark"].get("aria") is False for row in rows_of(layer)]
    stripes = [row for row in stripes if "label" in row]
    starts = sorted(row["from"] for row in stripes if row["label"] == "Bas")
    steps = {round(after - before, 6) for before, after in zip(starts, starts[1:], strict=False)}
    assert len(steps) == 1
    assert len(stripes) < 500  # far below the limit where the browser leaves SVG


def test_a_missing_value_draws_nothing() -> None:
    spec = tiers.three_tiers(ROWS.assign(deviation=None, share=None), "")
    assert not [row for layer in layers(spec) for row in rows_of(layer) if row.get("part") in ("good", "bad")]


def test_a_row_with_a_subject_can_be_clicked_and_others_cannot() -> None:
    spec = tiers.three_tiers(ROWS.assign(subject=["eff", "", None, ""]), "")
    opened = [row for layer in layers(spec) if layer.get("name") == "picked" for row in rows_of(layer)]
    assert opened == [{"label": "Effektivisering", "subject": "eff"}]
    assert selections(spec) == [{"type": "point", "fields": ["subject"], "toggle": False, "clear": False}]
    assert selections(tiers.three_tiers(ROWS, "")) == []


def test_rows_of_the_same_name_keep_a_row_each() -> None:
    spec = tiers.three_tiers(ROWS.assign(label=["Bas", "Bas", "Bas", "Totalt"]), "")
    order = encodings(spec, "y", "label")[0]["sort"]
    assert len(set(order)) == 4
    assert [name.strip("\u200b") for name in order] == ["Bas", "Bas", "Bas", "Totalt"]


def test_no_column_name_is_shown_under_the_pointer() -> None:
    assert columns.deviation_months(MONTHS)["config"]["mark"] == {"tooltip": None}


def test_months_stand_in_calendar_order_in_every_layer() -> None:
    for spec in (columns.months_against_budget(MONTHS), columns.deviation_months(MONTHS)):
        orders = [encoding["sort"] for encoding in encodings(spec, "x", "month")]
        assert len(orders) >= 4
        assert all(order == ["jan", "feb", "mar"] for order in orders)


def test_only_published_months_are_marked() -> None:
    spec = columns.months_against_budget(MONTHS)
    marks = [layer for layer in layers(spec) if layer["encoding"].get("text", {}).get("field") == "mark"]
    marked = [row["month"] for layer in marks for row in rows_of(layer)]
    assert marked == ["feb"]


def test_columns_start_at_zero() -> None:
    domains = [
        encoding["scale"]["domain"] for encoding in encodings(columns.months_against_budget(MONTHS), "y", "actual")
    ]
    assert domains
    assert all(low <= 0 <= high for low, high in domains)


SHARES = pd.DataFrame(
    {
        "month": ["jan", "feb", "mar", "apr"],
        "value": [0.0142, 0.02, None, 0.03],
        "last_year": [0.022, 0.03, 0.02, None],
        "rounded": [False, True, False, True],
        "last_year_rounded": [False, False, True, False],
        "why": ["", "", "saknas", ""],
    }
)


def test_whole_per_cent_is_an_outline_in_months_and_last_year() -> None:
    spec = columns.months_against_last_year(SHARES)
    kinds = {
        (layer["mark"]["type"], layer["mark"].get("fill") is not None): [row["month"] for row in rows_of(layer)]
        for layer in layers(spec)
        if layer["mark"]["type"] != "text"
    }
    assert kinds == {
        ("bar", False): ["jan"],
        ("bar", True): ["feb", "apr"],
        ("tick", False): ["jan", "feb"],
        ("tick", True): ["mar"],
    }


def test_a_whole_per_cent_is_written_without_decimals_and_a_missing_one_as_its_word() -> None:
    spec = columns.months_against_last_year(SHARES)
    written = [row["text"] for layer in layers(spec) if layer["mark"]["type"] == "text" for row in rows_of(layer)]
    assert written == ["1,4", "2", "saknas", "3"]
    orders = [encoding["sort"] for encoding in encodings(spec, "x", "month")]
    assert len(orders) == 5
    assert all(order == ["jan", "feb", "mar", "apr"] for order in orders)


def test_numbers_and_months_are_swedish_in_the_chart_itself() -> None:
    locale = columns.deviation_months(MONTHS)["config"]["locale"]
    assert locale["number"]["decimal"] == ","
    assert locale["number"]["minus"] == "−"
    assert locale["time"]["shortMonths"][4] == "maj"
