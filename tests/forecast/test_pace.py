"""What must be true: worked examples of the pace that the months left need."""

import pandas as pd
import pytest
from given import MNKR, about, months_of, plain, view

from dashboard.forecast import amounts, pace
from dashboard.forecast.pace import Pace, rest_pace

AUGUST, NOVEMBER, DECEMBER = (pd.Timestamp(2019, month, 1) for month in (8, 11, 12))
MONTHS = months_of(
    """
    year jan feb mar apr maj jun jul aug sep okt nov dec
    2018  -9 -10 -10 -10 -11 -11  -6 -10 -10 -12 -14 -22
    2019 -10 -11 -12 -10 -13 -11  -7 -10 -11 -13 -15 -20
    """
)
TO_AUGUST = -(10 + 11 + 12 + 10 + 13 + 11 + 7 + 10)
"""-84"""


def known_in(period: pd.Timestamp, without: str = "") -> pd.Series:
    """The months up to one, with one of them missing."""
    known = MONTHS[MONTHS.index <= period]
    return known.drop(pd.Timestamp(without)) if without else known


def in_mnkr(found: Pace) -> list[float]:
    return [round(amount / MNKR, 6) for amount in (found.needed, found.lately, found.last_year)]


def test_in_august_four_months_are_left() -> None:
    found = rest_pace(known_in(AUGUST), -140 * MNKR, TO_AUGUST * MNKR, AUGUST)
    assert in_mnkr(found) == [
        (-140 - -84) / 4,
        -(12 + 10 + 13 + 11 + 7 + 10) / 6,  # March-August
        -(10 + 12 + 14 + 22) / 4,  # September-December 2018
    ]


def test_in_february_the_last_six_months_go_back_over_the_new_year() -> None:
    found = rest_pace(known_in(pd.Timestamp(2019, 2, 1)), -140 * MNKR, -21 * MNKR, pd.Timestamp(2019, 2, 1))
    assert in_mnkr(found) == [
        (-140 - -21) / 10,
        round(-(10 + 12 + 14 + 22 + 10 + 11) / 6, 6),  # September 2018 - February 2019
        -(10 + 10 + 11 + 11 + 6 + 10 + 10 + 12 + 14 + 22) / 10,  # March-December 2018
    ]


def test_in_november_one_month_is_left_and_last_year_is_december_alone() -> None:
    to_november = TO_AUGUST - 11 - 13 - 15
    found = rest_pace(known_in(NOVEMBER), -145 * MNKR, to_november * MNKR, NOVEMBER)
    assert in_mnkr(found) == [(-145 - to_november) / 1, round(-(11 + 7 + 10 + 11 + 13 + 15) / 6, 6), -22]


def test_in_december_nothing_is_left_to_ask_for() -> None:
    found = rest_pace(known_in(DECEMBER), -143 * MNKR, -143 * MNKR, DECEMBER)
    assert pd.isna(found.needed)
    assert pd.isna(found.last_year)
    assert found.lately / MNKR == pytest.approx(-(7 + 10 + 11 + 13 + 15 + 20) / 6)


def test_a_missing_month_among_the_last_six_is_not_a_mean_of_five() -> None:
    found = rest_pace(known_in(AUGUST, without="2019-05"), -140 * MNKR, TO_AUGUST * MNKR, AUGUST)
    assert pd.isna(found.lately)
    assert (found.needed / MNKR, found.last_year / MNKR) == (-14, -14.5)


def test_a_missing_month_last_year_leaves_no_comparison() -> None:
    found = rest_pace(known_in(AUGUST, without="2018-10"), -140 * MNKR, TO_AUGUST * MNKR, AUGUST)
    assert pd.isna(found.last_year)
    assert (found.needed / MNKR, found.lately / MNKR) == (-14, -10.5)


def test_a_missing_month_that_neither_mean_needs_changes_nothing() -> None:
    found = rest_pace(known_in(AUGUST, without="2018-07"), -140 * MNKR, TO_AUGUST * MNKR, AUGUST)
    assert in_mnkr(found) == [-14, -10.5, -14.5]


def test_without_a_forecast_no_pace_is_needed() -> None:
    assert pd.isna(rest_pace(known_in(AUGUST), float("nan"), TO_AUGUST * MNKR, AUGUST).needed)


MISSING = float("nan")


@pytest.mark.parametrize(
    ("needed", "lately", "last_year", "expected"),
    [
        (
            *(-14, -10.5, -14.5),
            "Prognosen förutsätter att Drift kostar 14,0 mnkr i månaden september–december; de senaste sex "
            "månaderna kostade i snitt 10,5 mnkr och samma månader förra året 14,5 mnkr",
        ),
        (
            *(25.2, 24.4, 23.9),
            "Prognosen förutsätter att Drift ger 25,2 mnkr i månaden september–december; de senaste sex "
            "månaderna gav i snitt 24,4 mnkr och samma månader förra året 23,9 mnkr",
        ),
        (
            *(-2, 1.5, -3),  # the result changes sign, so that every amount needs its own
            "Prognosen förutsätter att Drift ger ett resultat på −2,0 mnkr i månaden september–december; de "
            "senaste sex månaderna gav i snitt +1,5 mnkr och samma månader förra året −3,0 mnkr",
        ),
        (
            *(-14, MISSING, -14.5),
            "Prognosen förutsätter att Drift kostar 14,0 mnkr i månaden september–december; samma månader "
            "förra året 14,5 mnkr",
        ),
        (
            *(-14, MISSING, MISSING),
            "Prognosen förutsätter att Drift kostar 14,0 mnkr i månaden september–december",
        ),
        (
            *(MISSING, -10.5, -14.5),
            "Drift saknar prognos eller resultat, så det går inte att säga vad resten av året kräver",
        ),
    ],
)
def test_the_sentence(needed: float, lately: float, last_year: float, expected: str) -> None:
    told = Pace(needed * MNKR, lately * MNKR, last_year * MNKR)
    assert plain(pace.sentence("Drift", told, AUGUST)) == expected


def test_the_sentence_of_the_last_months() -> None:
    told = Pace(-22 * MNKR, -12 * MNKR, -22 * MNKR)
    assert plain(pace.sentence("Drift", told, NOVEMBER)).startswith(
        "Prognosen förutsätter att Drift kostar 22,0 mnkr i december; de senaste"
    )
    assert pace.sentence("Drift", told, DECEMBER) == "Året är slut: inget återstår av prognosen för Drift"


RESULTS = """
period  line_id actual budget year_budget forecast made
2019-01 bidrag  25     25     300         -        -
2019-01 drift   -10    -12    -140        -        -
2019-01 bas     -14    -13    -160        -        -
2019-01 totalt  1      0      0           -        -
2019-02 bidrag  50     50     300         -        -
2019-02 drift   -      -24    -140        -        -
2019-02 bas     -27    -26    -160        -        -
2019-02 totalt  -      0      0           -        -
2019-03 bidrag  75     75     300         300      2019-03
2019-03 drift   -33    -36    -140        -138     2019-03
2019-03 bas     -41    -39    -160        -164     2019-03
2019-03 totalt  1      0      0           -2       2019-03
2019-04 bidrag  100    100    300         300      2019-03
2019-04 drift   -43    -48    -140        -138     2019-03
2019-04 bas     -54    -52    -160        -164     2019-03
2019-04 totalt  3      0      0           -2       2019-03
"""


def test_a_month_is_the_difference_of_two_years_to_date() -> None:
    found = amounts.monthly(view("2019-04", results=RESULTS)) / MNKR
    assert list(found["bas"]) == [-14, -27 - -14, -41 - -27, -54 - -41]
    # February is missing, and so is March, which is counted from it
    assert found["drift"].fillna(0).tolist() == [-10, 0, 0, -43 - -33]
    assert found["drift"].isna().tolist() == [False, True, True, False]


def test_what_a_sum_needs_is_what_its_rows_need() -> None:
    seen = view("2019-04", results=RESULTS)
    found = pace.paces(seen, about(seen, "totalt")).set_index("line_id")["needed_sek"] / MNKR
    assert found.to_dict() == {
        "bidrag": (300 - 100) / 8,
        "drift": (-138 - -43) / 8,
        "bas": (-164 - -54) / 8,
        "totalt": (-2 - 3) / 8,
    }


def test_a_department_needs_what_its_own_rows_need() -> None:
    seen = view("2019-04", department="stab", results=RESULTS)
    found = pace.paces(seen, about(seen, "totalt")).set_index("line_id")
    assert found["needed_sek"]["totalt"] / MNKR == ((300 - 164) - (100 - 54)) / 8
    months = amounts.monthly(seen)["totalt"] / MNKR
    assert list(months) == [25 - 14, 25 - 13, 25 - 14, 25 - 13]  # without Drift, so nothing is missing


def test_the_picture_has_what_came_and_what_is_needed_apart() -> None:
    seen = view("2019-04", results=RESULTS)
    found = pace.year(seen, about(seen, "bas"))
    assert found["actual"].notna().tolist() == [True] * 4 + [False] * 8
    assert found["needed"].isna().tolist() == [True] * 4 + [False] * 8
    assert set(found["needed"].dropna()) == {(-164 - -54) / 8}
