"""The forecast ledger: the year's forecasts one below the other, with the bands of earlier errors."""

import pytest
from given import MNKR, about, plain, view

from dashboard.forecast import ledger
from dashboard.view import View

RESULTS = """
period  line_id actual budget year_budget gross forecast made
2018-03 drift   -33    -35    -140        200   -142     2018-03
2018-05 drift   -56    -58    -140        200   -141     2018-05
2018-08 drift   -90    -93    -140        200   -138     2018-08
2018-08 bas     -95    -95    -160        160   -160     2018-08
2018-08 totalt  -185   -188   -300        360   -298     2018-08
"""
FORECASTS = """
reported_period line_id forecast
2017-08         drift   -130
2018-03         drift   -142
2018-05         drift   -141
2018-08         drift   -138
2018-08         bas     -160
2018-08         totalt  -298
"""
ERRORS = """
period  line_id method   months_left error  provenance
2013-03 drift   forecast 9           -0.05  booked
2014-03 drift   forecast 9           0.02   booked
2015-03 drift   forecast 9           0.04   booked
2016-03 drift   forecast 9           -0.01  booked
2017-03 drift   forecast 9           0.01   booked
2014-05 drift   forecast 7           0.02   booked
2015-05 drift   forecast 7           0.02   booked
2016-05 drift   forecast 7           0.02   booked
2017-05 drift   forecast 7           0.02   booked
2013-08 drift   forecast 4           0.01   booked
2014-08 drift   forecast 4           0.02   booked
2015-08 drift   forecast 4           0.03   booked
2016-08 drift   forecast 4           0.01   booked
2017-08 drift   forecast 4           0.02   booked
2017-08 bas     forecast 4           0.02   booked
"""


def seen_in(month: str, results: str = RESULTS, department: str | None = None) -> View:
    return view(month, results=results, forecasts=FORECASTS, forecast_errors=ERRORS, department=department)


def test_the_years_forecasts_with_the_bands_of_earlier_errors() -> None:
    seen = seen_in("2018-08")
    found = ledger.made(seen, about(seen, "drift"))
    assert list(found["month"]) == ["mars", "maj", "augusti"]  # and not last year's
    assert (found["forecast_sek"] / MNKR).tolist() == [-142, -141, -138]
    assert (found["deviation_sek"] / MNKR).tolist() == [-142 + 140, -141 + 140, -138 + 140]
    assert (found["change_sek"] / MNKR).fillna(0).tolist() == [0, -141 + 142, -138 + 141]
    # forecast + error x gross budget: nine months left, seven (four errors are too few), four
    low, high = (found[end].astype(float) / MNKR for end in ("low_sek", "high_sek"))
    assert low.dropna().tolist() == pytest.approx([-142 - 0.05 * 200, -138 + 0.01 * 200])
    assert high.dropna().tolist() == pytest.approx([-142 + 0.04 * 200, -138 + 0.03 * 200])
    assert low.isna().tolist() == high.isna().tolist() == [False, True, False]


def test_the_picture_has_deviations_from_budget_in_their_months() -> None:
    seen = seen_in("2018-08")
    found = ledger.year(seen, about(seen, "drift")).set_index("month")
    assert found["forecast"].dropna().to_dict() == {"mar": -2, "maj": -1, "aug": 2}
    assert found["low"].dropna().to_dict() == pytest.approx({"mar": -2 - 10, "aug": 2 + 2})
    assert found["high"].dropna().to_dict() == pytest.approx({"mar": -2 + 8, "aug": 2 + 6})
    assert found["actual"].dropna().to_dict() == {"mar": 2, "maj": 2, "aug": 3}
    assert found["outcome"].isna().all()


def test_in_december_the_outcome_stands_beside_the_forecasts() -> None:
    december = "2018-12 drift   -139   -140   -140        200   -138     2018-08\n"
    seen = seen_in("2018-12", RESULTS + december)
    drift = about(seen, "drift")
    assert ledger.year(seen, drift).set_index("month")["outcome"].dropna().to_dict() == {"dec": -139 + 140}
    assert plain(ledger.sentence(seen, drift)) == (
        "Prognosen har gått från −2,0 i mars till +2,0 mnkr mot budget i augusti; utfallet blev +1,0 mnkr"
    )


def test_a_forecast_outside_its_band_is_a_question() -> None:
    seen = seen_in("2018-08")  # the band is -138 + 1 % to -138 + 3 % of 200, from budget +4 to +8
    told = plain(ledger.sentence(seen, about(seen, "drift")))
    assert told.endswith("; den ligger utanför bandet +4,0 till +8,0 efter tidigare års fel: vad är annorlunda i år?")


def test_without_a_band_nothing_is_asked_also_where_an_earlier_forecast_had_one() -> None:
    seen = seen_in("2018-05")  # March has five errors, May four
    told = plain(ledger.sentence(seen, about(seen, "drift")))
    assert told == "Prognosen har gått från −2,0 i mars till −1,0 mnkr mot budget i maj"


def test_in_april_the_forecast_of_march_is_the_only_one() -> None:
    april = "2018-04 drift   -44    -47    -140        200   -142     2018-03\n"
    seen = seen_in("2018-04", RESULTS + april)
    drift = about(seen, "drift")
    assert list(ledger.made(seen, drift)["month"]) == ["mars"]
    assert plain(ledger.sentence(seen, drift)) == "Årets första prognos avviker −2,0 mnkr från budget"


def test_before_the_first_forecast_there_is_none() -> None:
    seen = seen_in("2018-02", "period line_id actual budget year_budget\n2018-02 drift -20 -22 -140\n")
    drift = about(seen, "drift")
    assert ledger.made(seen, drift).empty
    assert ledger.sentence(seen, drift) == "Ingen prognos är gjord för 2018"


def test_without_a_budget_a_forecast_has_no_deviation() -> None:
    seen = seen_in("2018-08", RESULTS.replace("-140        200", "-           -"))
    drift = about(seen, "drift")
    assert ledger.made(seen, drift)["deviation_sek"].isna().all()
    assert ledger.sentence(seen, drift) == "2018 har ingen budget"


def test_a_part_of_a_sum_has_forecasts_and_no_bands() -> None:
    seen = seen_in("2018-08", department="it")
    found = ledger.made(seen, about(seen, "totalt"))
    assert (found["forecast_sek"] / MNKR).tolist() == [-142, -141, -138]  # Drift is all that IT owns
    assert found["low_sek"].isna().all()


def test_the_legend_explains_what_is_drawn_and_nothing_else() -> None:
    seen = seen_in("2018-08")
    with_band = [word for _, word in ledger.legend(ledger.year(seen, about(seen, "drift")))]
    assert with_band == [ledger.KEYS[drawn][1] for drawn in ("actual", "forecast", "low")]
    bare = [word for _, word in ledger.legend(ledger.year(seen, about(seen, "bas")))]
    assert bare == with_band[:2]  # one error is too few
