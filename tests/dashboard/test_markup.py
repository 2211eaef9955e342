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


def test_a_link_leads_where_its_column_says_and_a_text_cannot_escape_it() -> None:
    columns = [Shown("name", "Rad", str), Shown("edition", "Utgåva", str, link="address")]
    frame = pd.DataFrame({"name": ["a", "b"], "edition": ["<i>x", "y"], "address": ['./?utgava="><b>', ""]})
    shown = markup.table(frame, columns, "Tabell")
    assert '<td><a href="./?utgava=&quot;&gt;&lt;b&gt;">&lt;i&gt;x</a></td>' in shown
    assert "<td>y</td>" in shown


def test_a_column_may_take_its_tone_from_another() -> None:
    columns = [Shown("name", "Rad", str), Shown("amount", "Skillnad", sv.kronor, numeric=True, tone="tone")]
    frame = pd.DataFrame({"name": ["a", "b"], "amount": [2e6, 3e6], "tone": ["mu-bad", ""]})
    shown = markup.table(frame, columns, "Tabell")
    assert '<td class="num mu-bad">' in shown
    assert '<td class="num">' in shown


def test_a_warning_has_a_word_beside_its_glyph_and_keeps_an_id_whole() -> None:
    shown = markup.notice("serious", "Utgåva 2019-08-0123456789ab & mer")
    assert "allvarlig: " in shown
    assert '<span class="id">2019-08-0123456789ab</span> &amp; mer' in shown
    assert markup.notice("info", "Inget nytt") == '<p class="mu-note">Inget nytt</p>'
