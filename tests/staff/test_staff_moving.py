"""Is it moving? Levels with gaps, the month against last year, and the months that are questions."""

import pandas as pd
import pytest
from measured import plain
from series import NO_BREAKS, months, noisy, seen

from dashboard import control
from dashboard.staff import chance, controlled, moving
from dashboard.staff.breaks import breaks

AUGUST = "2019-08"
COUNT = 44  # January 2016 to August 2019


def charted(values: list[float | None], **given) -> controlled.Controlled:
    return controlled.controlled(seen(AUGUST, months(values), **given))


def test_pure_noise_says_what_chance_gives_and_asks_nothing():
    found = charted([0.030, 0.031, 0.029, 0.030] * 11)
    assert plain(found.sentence) == (
        "Inga frågor: 0 av 32 månader avviker från mönstret. Slumpen ensam ger i genomsnitt frågor om 0,5 månader."
    )
    assert found.drawn


def test_a_month_outside_is_a_question_by_its_name_beside_what_chance_gives():
    values = noisy(COUNT)
    values[30] = 0.06
    found = charted(values)
    expected = control.expected_by_chance(found.months)
    assert "juli 2018 (över övre gränsen)" in found.sentence
    assert f"Slumpen ensam ger i genomsnitt frågor om {expected:.1f} månader".replace(".", ",") in plain(found.sentence)
    assert "serier av 100" in plain(found.sentence)
    row = found.months[found.months["period"] == "2018-07-01"].iloc[0]
    assert row["told"] == "? över övre gränsen"


def test_months_in_a_row_with_the_same_reason_are_told_together_and_only_the_last_three():
    values = [0.030, 0.031] * 12 + [0.030 + 0.002 * (place % 2) + 0.01 for place in range(20)]
    found = charted(values)
    assert "de senaste:" in found.sentence
    assert found.sentence.count("(") == 3
    assert "–" in found.sentence


@pytest.mark.parametrize(("count", "words"), [(1, "det är inte fler än slumpen ger"), (5, "serier av 100.")])
def test_no_more_than_chance_is_said_so(monkeypatch, count, words):
    monkeypatch.setattr(control, "expected_by_chance", lambda months: 2.0)
    monkeypatch.setattr(control, "chance_of_as_many", lambda months: 0.5)
    assert words in plain(chance.of_questions(pd.DataFrame(), count))


def test_a_month_that_was_never_delivered_and_the_month_a_year_later_have_a_word():
    values = noisy(COUNT)
    values[22] = None
    found = charted(values).months.set_index("period")
    assert found.loc["2017-11-01", "why"] == "saknas"
    assert found.loc["2018-11-01", "why"] == "inget värde förra året"
    assert found.loc["2018-11-01", "told"] == "inget värde förra året"
    assert found.loc["2017-11-01", "value_text"] == "november 2017 saknas i underlaget"
    assert (found["why"] == "").sum() == 32 - 2


BREAK = """
period  title             indicator department
2018-01 Ny_organisation   -         -
"""


def test_a_break_says_that_the_year_after_cannot_be_compared_and_that_limits_need_months():
    found = charted(noisy(COUNT), breaks=BREAK)
    words = found.months.set_index("period")["why"]
    assert (words["2018-01-01":"2018-12-01"] == "inte jämförbar").all()
    assert (words["2019-01-01":] == "").all()
    assert controlled.NO_LIMITS in found.method  # eight months after it
    assert controlled.NO_LIMITS not in charted(noisy(COUNT)).method


BREAKS = """
period  title    indicator        department
2018-01 Alla     -                -
2018-02 Stab     -                stab
2018-03 Arkiv    -                arkiv
2018-04 IT       -                it
2018-05 Sjuk     sick_leave_month -
2018-06 Slutat   staff_turnover_r12 stab
2020-01 Senare   -                -
"""


@pytest.mark.parametrize(
    ("department", "titles"),
    [
        (None, ["Alla", "Sjuk"]),  # a break below does not break those above
        ("stab", ["Alla", "Stab", "Sjuk"]),
        ("arkiv", ["Alla", "Stab", "Arkiv", "Sjuk"]),
        ("it", ["Alla", "IT", "Sjuk"]),
    ],
)
def test_a_break_is_one_for_all_under_it(department, titles):
    found = breaks(seen(AUGUST, months([0.03]), department, BREAKS), "sick_leave_month")
    assert found["title"].to_list() == titles


def test_a_break_may_be_of_one_indicator():
    assert breaks(seen(AUGUST, months([0.03]), "stab", BREAKS), "staff_turnover_r12")["title"].to_list() == [
        "Alla",
        "Stab",
        "Slutat",
    ]


def test_only_months_up_to_the_views_are_charted():
    assert controlled.controlled(seen("2018-06", months(noisy(COUNT)))).months["period"].max() == pd.Timestamp(
        "2018-06-01"
    )


def without_a_chart(text: str, department: str | None = None) -> str:
    found = controlled.controlled(seen(AUGUST, text, department))
    assert not found.drawn
    return found.sentence


def test_without_a_chart_the_sentence_says_why():
    assert "Månader visas från avdelning" in without_a_chart(months(noisy(COUNT), department="arkiv"), "arkiv")
    small = "period indicator department value reason\n2019-08 sick_leave_month it - small"
    assert without_a_chart(small, "it") == "Månadens sjukfrånvaro har inga värden att visa: 10 eller färre."
    assert without_a_chart(small) == controlled.NEVER
    rounded = "period indicator value\n2018-08 sick_leave_month 0.03*\n2019-08 sick_leave_month 0.02*"
    assert without_a_chart(rounded) == controlled.ROUNDED
    assert without_a_chart(months(noisy(5), "2019-04")) == "Ingen månad kan jämföras med samma månad förra året."


@pytest.mark.parametrize(("first", "drawn"), [("2018-07", False), ("2018-06", True)])
def test_one_or_two_changes_are_no_picture(first, drawn):
    count = 14 if first == "2018-07" else 15
    found = controlled.controlled(seen(AUGUST, months(noisy(count), first)))
    assert found.drawn == drawn
    assert found.sentence == controlled.TOO_FEW


def test_too_few_months_are_drawn_without_limits():
    found = charted(noisy(18, seed=2)[:18] + [None] * 26)
    assert found.drawn
    assert found.months["mean"].isna().all()
    assert found.sentence == "Månaderna är för få för att skilja en förändring från slumpen."


def test_the_months_of_the_year_stand_beside_last_years():
    values = [0.02] * 36 + [0.03, None, *[0.03] * 6]
    found = moving.monthly(seen(AUGUST, months(values)))
    assert found["month"].to_list() == ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug"]
    assert found["change"].iloc[0] == pytest.approx(0.03 - 0.02)
    assert found["why"].to_list() == ["", "saknas", *[""] * 6]
    assert plain(moving.sentence(seen(AUGUST, months(values)))).startswith(
        "Sjukfrånvaron i augusti 2019 är 3,00 %, +1,00 procentenheter mot samma månad förra året."
    )


MONTHS = """
period  indicator        value
2018-07 sick_leave_month {}
2019-07 sick_leave_month {}
2018-08 sick_leave_month {}
2019-08 sick_leave_month {}
"""


@pytest.mark.parametrize(
    ("before", "now", "told", "difference"),
    [
        ("0.0220", "0.0145", "är 1,45 %, −0,75 procentenheter mot samma månad förra året.", "−0,75 procentenheter"),
        ("0.02*", "0.0145", "är 1,45 %; det ena värdet är i hela procent, så den jämförs inte med förra året.", "–"),
        ("0.0220", "0.01*", "är 1 %; det ena värdet är i hela procent, så den jämförs inte med förra året.", "–"),
        ("0.02*", "0.01*", "är 1 %, −1 procentenhet (hela procent) mot samma månad förra året.", "−1 procentenhet"),
    ],
)
def test_a_month_is_compared_with_one_of_its_kind_alone(before, now, told, difference):
    found = seen(AUGUST, MONTHS.format("0.02", "0.02", before, now))
    assert plain(moving.sentence(found)).startswith(f"Sjukfrånvaron i augusti 2019 {told}")
    months = moving.monthly(found)
    assert plain(months["change_text"].iloc[-1]) == difference
    assert (("budget", "ofylld: hela procent") in moving.months_legend(months)) == ("*" in before + now)
    assert moving.months_legend(months.tail(1))[0] == (
        ("budget", "i år, hela procent") if now.endswith("*") else ("actual", "i år")
    )


def test_less_than_a_tenth_is_not_said_to_be_nothing():
    assert chance.on_average(0.04) == "mindre än 0,1"
    assert chance.on_average(0.44) == "0,4"


def test_a_question_is_no_verdict_and_the_method_stands_apart():
    assert any("Slumpens frågor är räknade" in note for note in charted(noisy(COUNT)).method)
    assert not charted([0.030, 0.031, 0.029, 0.030] * 11).asks


def test_no_breaks_are_an_empty_frame():
    assert breaks(seen(AUGUST, months([0.03]), breaks=NO_BREAKS), "sick_leave_month").empty
