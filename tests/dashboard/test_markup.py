"""Text from a source is inert on screen, and tables are real tables."""

import pandas as pd

from dashboard import format as sv
from dashboard import markup
from dashboard.markup import Shown

COLUMNS = [Shown("name", "Rad", str), Shown("amount", "Avvikelse", sv.deviation, numeric=True, toned=True)]


def test_a_text_from_a_source_cannot_become_markup() -> None:
    frame = pd.DataFrame({"name": ["<img src=x onerror=alert(1)>"], "amount": [1e6]})
    shown = markup.table(frame, COLUMNS, "<b>")
    assert "<img" not in shown
    assert "&lt;img src=x" in shown
    assert "<caption>&lt;b&gt;</caption>" in shown


def test_rows_and_columns_have_headers_and_sums_are_marked() -> None:
    frame = pd.DataFrame({"name": ["a", "Summa"], "amount": [-2e6, 3e6], "kind": ["item", "sum"]})
    shown = markup.table(frame, COLUMNS, "Tabell")
    assert '<th scope="col" class="num">Avvikelse</th>' in shown
    assert '<tr><th scope="row">a</th><td class="num mu-bad">−2,0</td></tr>' in shown
    assert '<tr class="sum sum-top"><th scope="row">Summa</th><td class="num mu-good">+3,0</td></tr>' in shown


def test_a_deviation_within_the_rounding_has_no_tone() -> None:
    assert [markup.tone(value) for value in (49_999, -49_999, 50_000, -50_000, None, float("nan"))] == [
        "",
        "",
        "mu-good",
        "mu-bad",
        "",
        "",
    ]
