"""Two independent views of the year beside the reported forecast, and the question that a difference is."""

import math

import pytest
from given import MNKR, about, plain, view

from dashboard.forecast import views
from dashboard.forecast.views import Baseline
from dashboard.view import View

NAN = float("nan")


def baseline(low: float, high: float) -> Baseline:
    return Baseline("Säsongsandel", -140 * MNKR, low * MNKR, high * MNKR, 5, 0, 4 / 6, 5, "")


@pytest.mark.parametrize(
    ("forecast", "outside"),
    [(-145.01, True), (-145, False), (-140, False), (-134, False), (-133.99, True)],  # the ends belong to the interval
)
def test_a_forecast_outside_the_interval_is_left_out(forecast: float, outside: bool) -> None:
    assert baseline(-145, -134).leaves_out(forecast * MNKR) == outside


def test_without_an_interval_nothing_is_left_out() -> None:
    found = baseline(NAN, NAN)
    assert not found.has_interval
    assert not found.leaves_out(-999 * MNKR)


RESULTS = """
period  line_id actual budget year_budget gross forecast made
2018-08 drift   -84    -84    -140        200   -138     2018-08
2018-08 bas     -95    -95    -160        160   -160     2018-08
2018-08 totalt  -179   -179   -300        360   -298     2018-08
"""
BASELINES = """
period  line_id method           predicted years_used missing_reason
2018-08 drift   budget_remaining -140      0          -
2018-08 drift   seasonal_share   -150      3          -
2018-08 bas     budget_remaining -160      0          -
2018-08 bas     seasonal_share   -         0          not_comparable
2018-08 totalt  budget_remaining -300      0          -
2018-08 totalt  seasonal_share   -311      3          -
2018-07 drift   budget_remaining -999      0          -
"""
ERRORS = """
period  line_id method           months_left error  provenance
2013-08 drift   budget_remaining 4           -0.04  booked
2014-08 drift   budget_remaining 4           0.06   booked
2015-08 drift   budget_remaining 4           -0.05  booked
2016-08 drift   budget_remaining 4           0.07   simulated
2017-08 drift   budget_remaining 4           0.06   booked
2018-08 drift   budget_remaining 4           -0.90  booked
2013-08 drift   seasonal_share   4           0.01   booked
2014-08 drift   seasonal_share   4           0.02   booked
2015-08 drift   seasonal_share   4           -0.01  booked
2016-08 drift   seasonal_share   4           0.00   booked
2017-08 drift   seasonal_share   4           0.03   booked
2013-05 drift   seasonal_share   7           0.50   booked
2017-08 totalt  seasonal_share   4           0.01   simulated
"""


def august(results: str = RESULTS, baselines: str = BASELINES, errors: str = ERRORS, department: str = "") -> View:
    return view("2018-08", department=department or None, results=results, baselines=baselines, forecast_errors=errors)


def test_an_interval_is_the_baseline_and_its_errors_of_the_gross_budget() -> None:
    seen = august()
    remaining, seasonal = views.baselines(seen, about(seen, "drift"))
    # of five errors the smallest and the largest, of a gross budget of 200
    assert (remaining.low / MNKR, remaining.high / MNKR) == pytest.approx((-140 - 0.05 * 200, -140 + 0.07 * 200))
    assert (seasonal.low / MNKR, seasonal.high / MNKR) == pytest.approx((-150 - 0.01 * 200, -150 + 0.03 * 200))
    assert (remaining.errors, remaining.simulated, remaining.coverage) == (5, 1, pytest.approx(4 / 6))
    assert (remaining.years, seasonal.years) == (0, 3)


def test_a_forecast_outside_an_interval_is_a_question() -> None:
    seen = august()
    assert plain(views.sentence(seen, about(seen, "drift"))) == (
        "Prognosen är −138,0 mnkr; återstående budget ger −140,0 mnkr och säsongsandel ger −150,0 mnkr. Prognosen "
        "ligger utanför intervallet för säsongsandel: vad vet verksamheten som historiken inte visar?"
    )  # -138 lies within -150..-126 and outside -152..-144


def test_outside_both_intervals_both_are_named() -> None:
    seen = august(RESULTS.replace("200   -138", "200   -120"))
    assert plain(views.sentence(seen, about(seen, "drift"))).endswith(
        "Prognosen ligger utanför intervallet för återstående budget och säsongsandel: vad vet verksamheten som "
        "historiken inte visar?"
    )


def test_within_the_intervals_nothing_is_asked() -> None:
    seen = august(RESULTS.replace("200   -138", "200   -146"))
    assert plain(views.sentence(seen, about(seen, "drift"))) == (
        "Prognosen är −146,0 mnkr; återstående budget ger −140,0 mnkr och säsongsandel ger −150,0 mnkr"
    )


def test_a_missing_baseline_says_why_and_the_other_one_stands() -> None:
    seen = august()
    bas = about(seen, "bas")
    assert plain(views.sentence(seen, bas)) == "Prognosen är −160,0 mnkr; återstående budget ger −160,0 mnkr"
    assert plain(" ".join(views.notes(seen, bas))) == (
        "Återstående budget: inget intervall, för få tidigare prognoser att pröva mot (0 av minst 5 tidigare fel är "
        "kända). Säsongsandel: inget tidigare år är jämförbart."
    )


def test_what_each_baseline_rests_on() -> None:
    seen = august()
    assert [plain(note) for note in views.notes(seen, about(seen, "drift"))] == [
        "Återstående budget: intervallet väntas rymma minst 6 av 10 utfall, efter 5 fel, varav 1 på simulerade belopp.",
        "Säsongsandel, bygger på 3 tidigare år: intervallet väntas rymma minst 6 av 10 utfall, efter 5 fel.",
    ]
    assert [plain(note) for note in views.notes(seen, about(seen, "totalt"))][1] == (
        "Säsongsandel, bygger på 3 tidigare år: inget intervall, för få tidigare prognoser att pröva mot (1 av minst 5 "
        "tidigare fel är kända, varav 1 på simulerade belopp)."
    )


def test_a_part_of_a_sum_has_no_baseline_of_its_own() -> None:
    seen = august(department="it")
    part = about(seen, "totalt")
    assert plain(views.sentence(seen, part)) == "Ingen oberoende beräkning finns för Totalt kontoret (del av)"
    assert all("räknas inte för en del av en summa" in note for note in views.notes(seen, part))
    table = views.table(seen, part).set_index("line_id")
    assert math.isnan(table["budget_remaining"]["totalt"])
    assert table["budget_remaining"]["drift"] == -140 * MNKR


def test_without_a_forecast_the_views_stand_alone() -> None:
    seen = august(RESULTS.replace("-138     2018-08", "-        -"))
    assert plain(views.sentence(seen, about(seen, "drift"))) == (
        "Ingen prognos är gjord; återstående budget ger −140,0 mnkr och säsongsandel ger −150,0 mnkr"
    )


def test_in_december_the_outcome_is_known() -> None:
    seen = view(
        "2018-12",
        results=RESULTS.replace("2018-08 ", "2018-12 "),
        baselines="period line_id method predicted years_used missing_reason\n",
        forecast_errors=ERRORS,
    )
    drift = about(seen, "drift")
    assert views.sentence(seen, drift) == "Året är slut: utfallet är känt och inget återstår att räkna fram"
    assert views.notes(seen, drift) == []


def test_the_picture_has_the_forecast_the_baselines_and_the_budget() -> None:
    seen = august()
    found = views.marks(seen, about(seen, "drift"))
    assert found[["label", "role"]].values.tolist() == [
        ["Rapporterad prognos", "forecast"],
        ["Återstående budget", "baseline"],
        ["Säsongsandel", "baseline"],
        ["Årsbudget", "budget"],
    ]
    assert found["value"].tolist() == [-138, -140, -150, -140]
    assert found["low"].isna().tolist() == [True, False, False, True]
    assert len(views.marks(seen, about(seen, "bas"))) == 3  # without the one that is missing


def test_the_table_has_each_row_below_and_its_differences() -> None:
    seen = august()
    found = views.table(seen, about(seen, "totalt")).set_index("line_id")
    assert found["budget_remaining_difference"].to_dict() == {
        "drift": (-138 + 140) * MNKR,
        "bas": 0,
        "totalt": (-298 + 300) * MNKR,
    }
    assert found["seasonal_share_difference"]["totalt"] == (-298 + 311) * MNKR  # not the sum of the rows above
    assert math.isnan(found["seasonal_share_difference"]["bas"])
