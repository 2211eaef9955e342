"""Since last year: values of one kind are compared, and what cannot be is said once, short."""

import pytest
from measured import view, words

from dashboard.staff import cards, figures

AUGUST = """
period  indicator      value
2018-08 sick_leave_r12 0.0256
2019-08 sick_leave_r12 0.0235
"""
KINDS = """
period  indicator           value reason
2019-08 sick_leave_r12      {} -
2018-08 sick_leave_r12      {} -
2019-08 headcount           442   -
2018-08 headcount           -     protects
"""


@pytest.mark.parametrize(("now", "before"), [("0.0236", "0.03*"), ("0.02*", "0.0271")])
def test_an_exact_value_and_one_in_whole_per_cent_are_never_subtracted(now: str, before: str) -> None:
    seen = view("2019-08", KINDS.format(now, before))
    (sick,) = (words(each) for each in cards.cards(seen, ("sick_leave_r12",)))
    assert "ingen jämförelse med augusti 2018" in sick
    assert "procentenhet" not in sick
    assert figures.notes(seen)[0] == (
        "Ingen jämförelse med augusti 2018: det ena värdet är i hela procent (sjukfrånvaro R12); "
        "dold för att skydda en mindre grupp (antal anställda)."
    )


def test_one_reason_for_all_cards_stands_once_under_them() -> None:
    text = """
    period  indicator          value  reason        missing
    2019-08 sick_leave_r12     0.0235 -             -
    2018-08 sick_leave_r12     -      month_missing 2017-11
    2019-08 staff_turnover_r12 0.1267 -             -
    2018-08 staff_turnover_r12 -      month_missing 2017-11
    """
    seen = view("2019-08", text)
    assert not any("november 2017" in words(each) for each in cards.cards(seen, cards.SHOWN_RATES))
    expected = "Ingen jämförelse med augusti 2018: november 2017 saknas i underlaget."
    assert figures.notes(seen).count(expected) == 1


def test_a_column_in_whole_per_cent_is_an_outline_and_is_explained() -> None:
    text = "period indicator value\n2019-07 sick_leave_r12 0.03*\n2019-08 sick_leave_r12 0.0236"
    seen = view("2019-08", text)
    (card,) = cards.cards(seen, cards.SHOWN_RATES)
    assert card.count("<b ") == 2
    assert card.count('<b class="outlined"') == 1
    assert any("ofylld stapel är i hela procent" in note for note in figures.notes(seen))
    assert not any("ofylld" in note for note in figures.notes(view("2019-08", AUGUST)))


def test_the_difference_between_rounded_shares_is_in_whole_points() -> None:
    text = "period indicator value\n2019-08 full_time_share 0.83*\n2018-08 full_time_share 0.84*"
    (share,) = (words(each) for each in cards.cards(view("2019-08", text), cards.STRENGTH))
    assert "−1 procentenhet (hela procent) mot augusti 2018" in share
