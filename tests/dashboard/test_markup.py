"""Text from a source is inert on screen, and tables are real tables."""

import re

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


def heights(shown: str) -> list[str]:
    """Bottom and height of each column."""
    return re.findall(r'<b style="(.*?)">', shown)


def test_a_trend_is_one_picture_that_says_its_figures() -> None:
    shown = markup.trend([("mars", "−62,1", -62.1), ("maj", "−88,5", -88.5), ("augusti", "±0,0", 0.0)])
    assert shown.startswith('<div class="mu-trend" role="img" aria-label="mars −62,1, maj −88,5, augusti ±0,0">')
    assert heights(shown) == ["bottom:29.8%;height:70.2%", "bottom:0.0%;height:100.0%", "bottom:100.0%;height:0.0%"]
    assert '<div class="ends"><span>mars</span><span>augusti</span></div>' in shown


def test_a_trend_has_columns_on_both_sides_of_zero_and_a_gap_where_one_is_missing() -> None:
    shown = markup.trend([("jan", "+3", 3.0), ("feb", "–", None), ("mar", "–", float("nan")), ("apr", "−1", -1.0)])
    assert heights(shown) == ["bottom:25.0%;height:75.0%", "bottom:0.0%;height:25.0%"]
    assert shown.count("<span></span>") == 2
    assert '<i style="bottom:25.0%">' in shown


def test_a_trend_of_one_names_it_once_and_one_of_none_is_nothing() -> None:
    assert markup.trend([("mars & <b>", "±0", 0.0)]).count("mars &amp; &lt;b&gt;</span>") == 1
    assert markup.trend([]) == ""


def test_columns_of_another_kind_are_outlined() -> None:
    shown = markup.trend([("jan", "3 %", 3.0), ("feb", "2,36 %", 2.36)], outlined=["jan"])
    assert [part.startswith(' class="outlined"') for part in shown.split("<b")[1:]] == [True, False]


def test_a_card_takes_a_trend() -> None:
    trend = markup.trend([("mars", "+1", 1.0)])
    assert markup.card("Prognos", "1,0", [], trend).endswith(f"{trend}</div>")
