"""The level of twelve months: where it begins, its gaps, and values in whole per cent by themselves."""

from measured import plain
from series import seen

from dashboard.staff import rolling

AUGUST = "2019-08"
LEVEL = """
period  indicator      value  reason        missing
2018-10 sick_leave_r12 -      short_history -
2018-11 sick_leave_r12 0.0285 -             -
2018-12 sick_leave_r12 -      month_missing 2017-11
2019-01 sick_leave_r12 -      protects      -
2019-02 sick_leave_r12 0.03*  -             -
2019-09 sick_leave_r12 0.0300 -             -
"""


def test_a_level_begins_where_twelve_months_are_known_and_every_gap_has_its_word():
    found = rolling.levels(seen(AUGUST, LEVEL), "sick_leave_r12")
    assert found["why"].to_list() == [
        "",
        "november 2017 saknas i underlaget",
        "dold för att skydda en mindre grupp",
        "",
    ]
    assert found["decimals"].to_list()[-1] == 0
    words = plain(rolling.in_words(seen(AUGUST, LEVEL), "sick_leave_r12"))
    assert words.startswith(
        "Sjukfrånvaro R12: 2,85 % i november 2018; 1 månad i hela procent, senast 3 % i februari 2019; glapp: november"
    )
    assert found["rounded"].to_list() == [False, False, False, True]
    assert rolling.legend(seen(AUGUST, LEVEL), "sick_leave_r12")[:2] == [
        ("line", "värde"),
        ("forecast-point", "hela procent"),
    ]


def test_a_level_of_whole_per_cent_alone_has_no_line_in_its_legend():
    whole = seen(AUGUST, "period indicator value\n2019-07 sick_leave_r12 0.03*\n2019-08 sick_leave_r12 0.02*")
    assert rolling.legend(whole, "sick_leave_r12") == [("forecast-point", "hela procent")]
    assert plain(rolling.in_words(whole, "sick_leave_r12")) == (
        "Sjukfrånvaro R12: 2 månader i hela procent, senast 2 % i augusti 2019"
    )


def test_a_level_without_values_says_why():
    withheld = seen(AUGUST, "period indicator value reason\n2019-08 sick_leave_r12 - small")
    assert rolling.levels(withheld, "sick_leave_r12").empty
    assert rolling.no_values(withheld, "sick_leave_r12") == "Sjukfrånvaro R12 har inget värde att visa: 10 eller färre."
    assert rolling.no_values(withheld, "staff_turnover_r12") == "Personalomsättning R12 har inte mätts."
