"""Yearly indexes as points: the order of rows in every layer, the common scale, words for what is missing, no line."""

import json

import pandas as pd

from dashboard.charts import indexes
from tests.dashboard.spec import domains, encodings, layers, rows_of
from tests.etl.worked import rows as parsed

ROWS = pd.DataFrame(
    {
        "name": ["Hållbart medarbetarengagemang (HME)", "HME, motivation", "OSA"],
        "indent": [0, 1, 0],
        "why": ["", "2017: färre än 7 svar", ""],
    }
)
NAMES = dict(zip(["hme", "motivation", "osa"], ROWS["name"], strict=True))


def points(text: str) -> pd.DataFrame:
    found = pd.DataFrame(parsed(text))
    values = pd.to_numeric(found["value"])
    return found.assign(
        name=found["index"].map(NAMES), year=found["year"].astype(int), value=values, text=found["text"]
    )


POINTS = points("""
index      year value text
hme        2018 78.4  78,4
hme        2017 78.1  78,1
motivation 2018 78.3  78,3
motivation 2017 -     –
osa        2018 73.5  73,5
osa        2017 72.2  72,2
""")
SPEC = indexes.index_points(ROWS, POINTS)


def named(label: str) -> str:
    return label.replace("\u200b", "").replace("\u2003", "").replace("\n", " ")


def marked(spec: dict, **look: object) -> list[tuple[str, float]]:
    found = [layer for layer in layers(spec) if all(layer["mark"].get(key) == value for key, value in look.items())]
    return [(named(row["label"]), row["value"]) for layer in found for row in rows_of(layer)]


def test_rows_stand_in_the_same_order_in_every_layer_and_parts_are_indented() -> None:
    found = [encoding["sort"] for encoding in encodings(SPEC, "y", "label")]
    assert len(found) >= 7
    assert all([named(label) for label in order] == list(ROWS["name"]) for order in found)
    assert ["\u2003" in label for label in found[0]] == [False, True, False]
    json.dumps(SPEC, allow_nan=False)


def test_the_latest_year_is_filled_and_those_before_are_hollow() -> None:
    latest = [("Hållbart medarbetarengagemang (HME)", 78.4), ("HME, motivation", 78.3), ("OSA", 73.5)]
    assert marked(SPEC, type="point", fill="var(--mu-actual)") == latest
    hollow = marked(SPEC, type="point", shape="circle", fill="transparent")
    assert hollow == [("Hållbart medarbetarengagemang (HME)", 78.1), ("OSA", 72.2)]


def test_there_is_no_line_between_years() -> None:
    assert not [layer for layer in layers(SPEC) if layer["mark"]["type"] in ("line", "trail")]


def test_all_points_share_the_scale_from_0_to_100() -> None:
    assert domains(SPEC, "x")
    assert all(domain == [0, 100] for domain in domains(SPEC, "x"))


def test_a_missing_year_is_words_on_its_own_row() -> None:
    words = [row for layer in layers(SPEC) if layer["mark"].get("dx") == 6 for row in rows_of(layer)]
    assert [(named(row["label"]), row["text"]) for row in words] == [("HME, motivation", "2017: färre än 7 svar")]


def test_each_figure_stands_on_its_own_row_under_its_year() -> None:
    rows = [row for layer in layers(SPEC) for row in rows_of(layer) if "at" in row]
    heads = {row["text"]: row["at"] for row in rows if "label" not in row}
    figures = {(named(row["label"]), row["at"]): row["text"] for row in rows if "label" in row}
    assert heads["2017"] < heads["2018"]
    assert figures["OSA", heads["2018"]] == "73,5"
    assert figures["OSA", heads["2017"]] == "72,2"
    assert figures["HME, motivation", heads["2017"]] == "–"


def test_one_year_and_three_years_have_marks_of_their_own() -> None:
    one = indexes.index_points(ROWS, POINTS[POINTS["year"] == 2018])
    assert marked(one, type="point", fill="transparent") == []
    three = pd.concat([POINTS, POINTS[POINTS["year"] == 2017].assign(year=2016)])
    assert len(marked(indexes.index_points(ROWS, three), shape="square")) == 2
