"""A frame becomes a table: its texts, the values behind them, its notes and the keys of what its rows open."""

from datetime import date

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard import format as sv
from dashboard.forecast import growth
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Cell, Row
from dashboard.report.tables import Layout

NAME = Shown("name", "Uppdrag", str)
DEVIATION = Shown("deviation", "Avvikelse", sv.deviation, numeric=True, toned=True)
RESULT = Shown("result", "Resultat", sv.mnkr, numeric=True, provenance="from")
GROWN = Shown("grown", "Utveckling", growth.signed_percent, numeric=True)
DAY = Shown("day", "Slutdatum", sv.date)


def cells(column: Shown, *values: object, **others: object) -> list[Cell]:
    """The cells of one column, a row per value."""
    frame = pd.DataFrame({column.name: pd.Series(values), **others})
    return [row.cells[0] for row in tables.table(frame, [column], "Tabell").rows]


def test_a_figure_is_green_where_it_is_good_red_where_it_is_bad_and_neither_where_it_reads_as_zero() -> None:
    good, bad, zero = cells(DEVIATION, 1_500_000.0, -1_500_000.0, 49_000.0)
    assert [(each.text, each.tone) for each in (good, bad, zero)] == [("+1,5", "good"), ("−1,5", "bad"), ("±0,0", "")]


def test_what_is_missing_is_a_dash_without_value_tone_or_mark() -> None:
    known, missing = cells(RESULT, 66_600_000.0, float("nan"), **{"from": ["published", "published"]})
    assert known == Cell("66,6", 66_600_000.0, mark="◆")
    assert missing == Cell("–", None)
    assert cells(DEVIATION, float("nan")) == [Cell("–", None)]
    assert cells(DAY, pd.Timestamp(2017, 11, 30), pd.NaT) == [Cell("2017-11-30", date(2017, 11, 30)), Cell("–", None)]


def test_only_a_published_figure_is_marked_so() -> None:
    found = cells(RESULT, 1e6, 1e6, **{"from": ["booked", "published"]})
    assert [each.mark for each in found] == ["", "◆"]


def test_a_growth_that_is_said_in_words_has_no_number_behind_it() -> None:
    written, said = cells(GROWN, 0.221, 12.5)
    assert (written.text, written.value) == ("+22,1\u00a0%", 0.221)
    assert (said.text, said.value) == ("mer än +1\u00a0000\u00a0%", None)  # 1 250 %


def test_notes_are_numbered_as_they_are_met_and_the_same_text_is_told_once() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "name": ["A", "B"], "result": [1e6, 2e6], "from": ["published", "booked"]})
    noted = {("b", "name"): "om b", ("a", "result"): "om a", ("b", "result"): "om a"}
    found = tables.table(frame, [NAME, RESULT], "Tabell", Layout("id"), noted, below=("om alla",))
    assert [[cell.mark for cell in row.cells] for row in found.rows] == [
        ["", "◆ 1)"],  # the first that a reader meets, though b's note was given first
        ["2)", "1)"],
    ]
    assert found.notes == ("1) om a", "2) om b", "om alla")


def test_a_sum_stands_apart_and_a_row_opens_what_its_key_names() -> None:
    frame = pd.DataFrame({"id": ["a_1", "z"], "name": ["A", "Totalt"], "kind": ["item", "sum"], "indent": [1, 0]})
    found = tables.table(frame, [NAME], "Tabell", Layout("id", "rad"))
    assert found.rows == (
        Row((Cell("A"),), False, 1, "rad-a_1"),
        Row((Cell("Totalt"),), True, 0, "rad-z"),
    )
    assert [row.opens for row in tables.table(frame, [NAME], "Tabell", Layout("id")).rows] == ["", ""]


def test_a_column_tells_its_unit_and_where_its_heading_may_be_parted() -> None:
    parted = Shown("deviation", "Prognos\u00adavvikelse", sv.deviation, numeric=True)
    frame = pd.DataFrame({"name": ["A"], "deviation": [1e6], "day": [pd.Timestamp(2019, 8, 1)]})
    layout = Layout(slim=("name", "deviation"), wide=("name",))
    name, deviation, day = tables.table(frame, [NAME, parted, DAY], "Tabell", layout).columns
    assert (name.unit, name.slim, name.wide) == ("text", True, True)
    assert (deviation.unit, deviation.heading, deviation.parted) == (
        "sek",
        "Prognosavvikelse",
        "Prognos\u00adavvikelse",
    )
    assert (day.unit, day.slim, day.numeric) == ("date", False, False)


@given(names=st.sets(st.text(alphabet="aåÅ_-2d5f .%e", max_size=6) | st.text(max_size=4), min_size=2))
@example(names={"a_b", "a-5f-b", "a b", "a-20-b", "a-2d-b", "ab"})
def test_no_two_rows_share_a_key_and_a_key_is_an_address(names: set[str]) -> None:
    keys = {tables.slug("rad", name) for name in names}
    assert len(keys) == len(names)
    assert all(key.isascii() and key.replace("-", "").replace("_", "").isalnum() for key in keys)
