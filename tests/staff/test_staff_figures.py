"""Är vi inom målet? What is said of the month, what stands on each card, and what is left out."""

from datetime import date

import pandas as pd
import pytest
from measured import plain, view, words

from dashboard.staff import cards, figures, month

AUGUST = """
period  indicator          value  target limit from
2019-08 sick_leave_r12     0.0235 0.04   -     published
2019-08 staff_turnover_r12 0.1267 0.13   -     published
2018-08 sick_leave_r12     0.0256 -      -     booked
"""


def test_august_2019_is_within_both_targets() -> None:
    seen = view("2019-08", AUGUST)
    assert plain(month.headline(seen)) == "Sjukfrånvaro R12 är 2,35 % ◆, inom mål (högst 4 %)"
    assert plain(month.lead(seen)) == "Personalomsättning R12 är 12,67 % ◆, inom mål (högst 13 %)."
    expected = "Inom mål: sjukfrånvaro R12 (högst 4 %) och personalomsättning R12 (högst 13 %)."
    assert plain(figures.sentence(seen)) == expected


def test_a_card_tells_how_it_stands_and_has_moved() -> None:
    sick, turnover = (words(each) for each in cards.cards(view("2019-08", AUGUST), cards.SHOWN_RATES))
    assert sick.startswith("Sjukfrånvaro R12 2,35 % ◆ ✓ inom mål (högst 4 %)")
    assert "−0,21 procentenheter mot augusti 2018 (lägre är bättre)" in sick  # 2.35 - 2.56
    assert "ingen jämförelse" in turnover


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("2018-09 Omorganisation - -", "ingen jämförelse med augusti 2018"),
        ("2018-08 Omorganisation - -", "−0,21 procentenheter"),  # both months are measured the new way
        ("2018-09 Omorganisation headcount -", "−0,21 procentenheter"),
    ],
)
def test_a_break_since_last_year_is_no_change(broken: str, said: str) -> None:
    seen = view("2019-08", AUGUST, breaks=f"period title indicator_id department_id\n{broken}")
    assert said in words(cards.cards(seen, cards.SHOWN_RATES)[0])


def test_values_on_each_side_are_told_apart() -> None:
    text = """
    period  indicator           value  target limit
    2019-08 sick_leave_r12      0.07   0.04   0.06
    2019-08 sick_leave_short_r12 0.02* 0.02   -
    2019-08 staff_turnover_r12  0.14   0.13   0.16
    """
    assert plain(figures.sentence(view("2019-08", text))) == (
        "Över gräns: sjukfrånvaro R12 (mål högst 4 %, gräns högst 6 %). "
        "Kan inte avgöras i hela procent: kort sjukfrånvaro (dag 1–14) R12 (högst 2 %). "
        "Över mål: personalomsättning R12 (mål högst 13 %, gräns högst 16 %)."
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("0.0235 -    -             -", "Inget mål är satt för året"),
        ("-      0.04 small         -", "Det kan inte avgöras: gruppen är 10 eller färre"),
        ("-      0.04 protects      -", "Det kan inte avgöras: dold för att skydda en mindre grupp"),
        ("-      0.04 month_missing 2017-11", "Det kan inte avgöras: november 2017 saknas i underlaget"),
        ("-      0.04 short_history -", "Det kan inte avgöras: färre än tolv månader"),
    ],
)
def test_what_cannot_be_judged_says_why(row: str, said: str) -> None:
    seen = view("2018-05", f"period indicator value target reason missing\n2018-05 sick_leave_r12 {row}")
    assert figures.sentence(seen) == f"{said}."


def test_a_rolling_year_over_a_missing_month_names_it() -> None:
    seen = view("2018-05", "period indicator reason missing\n2018-05 sick_leave_r12 month_missing 2017-11")
    expected = "Sjukfrånvaro R12 kan inte räknas för maj 2018: november 2017 saknas i underlaget"
    assert figures.message(seen, "sick_leave_r12") == expected
    assert not month.is_missing(seen)


def test_where_no_value_is_shown_one_line_stands_for_the_cards() -> None:
    text = "period indicator reason\n2019-08 sick_leave_r12 small\n2019-08 staff_turnover_r12 small"
    seen = view("2019-08", text)
    assert cards.cards(seen, cards.SHOWN_RATES) == []
    assert figures.notes(seen)[0] == "Inga nyckeltal visas: gruppen är 10 eller färre."


def test_one_row_of_cards_without_values_is_a_line_of_its_own() -> None:
    text = "period indicator value reason\n2019-08 sick_leave_r12 0.03* -\n2019-08 headcount - small"
    assert "Antal anställda: gruppen är 10 eller färre." in figures.notes(view("2019-08", text))


def test_a_withheld_figure_among_others_is_never_zero() -> None:
    text = "period indicator value reason\n2019-08 headcount - middle\n2019-08 full_time_share 0.83* -"
    count, share = (words(each) for each in cards.cards(view("2019-08", text), cards.STRENGTH))
    assert count == "Antal anställda 11–30 gruppens storlek; det exakta antalet visas inte"
    assert share.startswith("Andel heltidsanställda 83 % *")


def test_a_unit_has_no_months() -> None:
    text = """
    period  department indicator       value reason
    2019-08 arkiv      sick_leave_r12  0.02* -
    2019-08 arkiv      full_time_share -     unit_month
    """
    seen = view("2019-08", text, department="arkiv")
    assert len(cards.cards(seen, cards.SHOWN_RATES)) == 1
    assert cards.cards(seen, cards.STRENGTH) == []
    assert not any("Månader visas" in note for note in figures.notes(seen))  # it stands under the next question


def test_turnover_without_retirements_stands_beside_turnover_with_its_own_target() -> None:
    text = """
    period  indicator                      value  target
    2019-08 staff_turnover_r12             0.1267 0.13
    2019-08 staff_turnover_not_retired_r12 0.1004 0.08
    """
    (turnover,) = (words(each) for each in cards.cards(view("2019-08", text), cards.SHOWN_RATES))
    assert "utan pensioner 10,04 %, △ över mål (högst 8 %)" in turnover


GAP = """
period  department indicator        value reason        missing
2017-10 kontoret   sick_leave_month 0.03  -             -
2017-11 kontoret   sick_leave_month -     month_missing 2017-11
2017-11 kontoret   sick_leave_r12   -     month_missing 2017-11
2017-11 it         sick_leave_r12   -     small         -
2017-12 kontoret   sick_leave_month 0.03  -             -
2017-12 kontoret   sick_leave_r12   -     month_missing 2017-11
"""


@pytest.mark.parametrize("department", [None, "it", "arkiv"])
def test_a_month_that_was_never_delivered_is_missing_for_everyone(department: str | None) -> None:
    seen = view("2017-11", GAP, department, embedded=True)
    assert month.headline(seen) == "Personaldata saknas för november 2017"
    assert "avsnitt 1.3: Personalredovisningen saknas" in month.lead(seen)


def test_only_the_embedded_source_cites_its_reports() -> None:
    assert "avsnitt" not in month.lead(view("2017-11", GAP))


def test_the_months_beside_a_missing_one_are_not_missing() -> None:
    assert not month.is_missing(view("2017-10", GAP))
    assert not month.is_missing(view("2017-12", GAP))


def test_a_department_whose_own_rows_are_withheld_is_not_missing() -> None:
    text = "period department indicator value reason\n2019-08 kontoret headcount 400 -\n2019-08 it headcount - small"
    assert not month.is_missing(view("2019-08", text, "it"))


def test_the_trend_has_a_place_for_each_month_and_words_for_the_empty_ones() -> None:
    months = [f"{date(2018 + (7 + n) // 12, (7 + n) % 12 + 1, 1):%Y-%m}" for n in range(13)]  # August to August
    lines = [f"{each} headcount {400 + n} - -" for n, each in enumerate(months)]
    lines[3] = f"{months[3]} headcount - month_missing {months[3]}"
    (card,) = cards.cards(view("2019-08", "period indicator value reason missing\n" + "\n".join(lines)), cards.STRENGTH)
    assert card.count("<b ") == 12
    assert f"nov 2018 {'november 2018 saknas i underlaget'}" in plain(card)
    assert pd.Timestamp(months[3]) == pd.Timestamp(2018, 11, 1)


def test_the_overview_has_both_figures_on_one_card() -> None:
    card = words(cards.overview_card(view("2019-08", AUGUST)))
    assert card == (
        "Sjukfrånvaro R12 2,35 % ◆ ✓ inom mål (högst 4 %) Personalomsättning R12 12,67 % ◆ ✓ inom mål (högst 13 %)"
    )


def test_the_overview_of_a_withheld_department_says_so_once() -> None:
    text = "period department indicator reason\n2019-08 it sick_leave_r12 small\n2019-08 it staff_turnover_r12 small"
    card = words(cards.overview_card(view("2019-08", text, "it")))
    assert card == "Sjukfrånvaro R12 10 eller färre gruppen är för liten för att visas"
