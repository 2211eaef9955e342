"""How right earlier forecasts were: bands, bias and skill from closed years, and never from the year that is shown."""

import pandas as pd
import pytest
from given import about, plain, view

from dashboard.forecast import history
from dashboard.view import View

ERRORS = """
period  line_id method           months_left error  provenance
2013-08 drift   forecast         4           -0.02  booked
2014-08 drift   forecast         4           0.03   booked
2015-08 drift   forecast         4           -0.01  booked
2016-08 drift   forecast         4           0.00   simulated
2017-08 drift   forecast         4           0.01   simulated
2018-08 drift   forecast         4           0.90   booked
2019-08 drift   forecast         4           0.99   booked
2013-08 drift   budget_remaining 4           -0.04  booked
2014-08 drift   budget_remaining 4           0.06   booked
2015-08 drift   budget_remaining 4           -0.05  booked
2016-08 drift   budget_remaining 4           0.07   booked
2017-08 drift   budget_remaining 4           0.06   booked
2018-08 drift   budget_remaining 4           0.90   booked
2014-08 drift   seasonal_share   4           0.01   booked
2015-08 drift   seasonal_share   4           0.01   booked
2016-08 drift   seasonal_share   4           0.01   booked
2017-08 drift   seasonal_share   4           0.01   booked
2016-05 drift   forecast         7           -0.03  booked
2017-05 drift   forecast         7           -0.05  booked
2017-08 bas     forecast         4           0.50   booked
2017-08 totalt  forecast         4           0.20   booked
"""
RESULTS = "period line_id actual budget gross\n" + "".join(
    f"{year}-08 {line} {amount} {amount} 200\n"
    for year in (2018, 2019)
    for line, amount in (("drift", -84), ("bas", -95), ("totalt", -179))
)


def seen_in(year: int, errors: str = ERRORS, department: str | None = None) -> View:
    return view(f"{year}-08", results=RESULTS, forecast_errors=errors, department=department)


def accuracy(year: int = 2018, errors: str = ERRORS) -> pd.DataFrame:
    seen = seen_in(year, errors)
    return history.accuracy(seen, about(seen, "drift")).set_index("months_left")


def test_only_the_lines_own_years_before_the_one_that_is_shown_count() -> None:
    seen = seen_in(2018)
    found = history.errors(seen, about(seen, "drift"))
    assert set(found["period"].dt.year) == {2013, 2014, 2015, 2016, 2017}
    assert set(found["line_id"]) == {"drift"}


def test_nothing_that_came_later_can_be_seen_from_a_year() -> None:
    later = [line for line in ERRORS.splitlines() if line.startswith(("2018", "2019"))]
    without = "\n".join(line for line in ERRORS.splitlines() if line not in later)
    pd.testing.assert_frame_equal(accuracy(2018), accuracy(2018, without))
    assert accuracy(2019)["errors"][4] == 6  # a year later 2018 is known, and 2019 still is not


def test_the_figures_of_five_forecasts_with_four_months_left() -> None:
    found = accuracy().loc[4]
    assert found["errors"] == 5
    assert found["bias"] == pytest.approx((-0.02 + 0.03 - 0.01 + 0.00 + 0.01) / 5)
    assert found["mean_absolute_error"] == pytest.approx((0.02 + 0.03 + 0.01 + 0.00 + 0.01) / 5)
    assert plain(found["band"]) == "−2,0 % till +3,0 %"  # of five, the smallest to the largest
    assert found["coverage"] == pytest.approx((5 + 1 - 2) / (5 + 1))


def test_skill_is_the_part_of_the_baselines_error_that_the_forecast_takes_away() -> None:
    found = accuracy().loc[4]
    ours, theirs = 0.02 + 0.03 + 0.01 + 0.00 + 0.01, 0.04 + 0.06 + 0.05 + 0.07 + 0.06
    assert found["skill_budget_remaining"] == pytest.approx(1 - ours / theirs)
    assert pd.isna(found["skill_seasonal_share"])  # four pairs
    assert plain(history.skill_text(found["skill_budget_remaining"])) == "+75 %"
    assert history.skill_text(found["skill_seasonal_share"]) == "för få prognoser"


@pytest.mark.parametrize(
    ("skill", "expected"),
    [(0.75, "+75 %"), (0.0, "±0 %"), (-1.0, "−100 %"), (-1.01, "under −100 %"), (None, "för få prognoser")],
)
def test_a_skill_worse_than_twice_the_baselines_error_says_no_more_than_that(
    skill: float | None, expected: str
) -> None:
    assert plain(history.skill_text(skill)) == expected


def test_the_months_left_are_never_mixed_and_the_longest_way_stands_first() -> None:
    found = accuracy()
    assert list(found.index) == [7, 4]
    assert found["bias"][7] == pytest.approx((-0.03 - 0.05) / 2)
    assert found["band"][7] == "för få prognoser"


def test_four_errors_have_no_band() -> None:
    four = "\n".join(line for line in ERRORS.splitlines() if not line.startswith("2013-08 drift   forecast"))
    seen = seen_in(2018, four)
    assert history.band_at(history.errors(seen, about(seen, "drift")), "forecast", 4) is None


def test_an_error_that_is_missing_is_not_counted() -> None:
    """A gross budget of zero gives no error."""
    one_missing = ERRORS.replace("2013-08 drift   forecast         4           -0.02", "2013-08 drift forecast 4 -")
    assert accuracy(2018, one_missing)["errors"][4] == 4
    assert accuracy(2018, one_missing)["band"][4] == "för få prognoser"


def test_a_part_of_a_sum_has_no_history_of_its_own() -> None:
    seen = seen_in(2018, department="it")
    part = about(seen, "totalt")
    assert history.errors(seen, part).empty
    assert history.bias_sentence(seen, part) == "En summa över en del av sina rader har ingen egen prognoshistorik."
    whole = seen_in(2018)
    assert len(history.errors(whole, about(whole, "totalt"))) == 1


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        (
            "2017-08 drift forecast 4 -0.03 booked\n2017-05 drift forecast 7 -0.01 booked",
            "Utfallet har i medeltal blivit 2,0 % av bruttobudgeten sämre än prognosen (2 prognoser).",
        ),
        (
            "2017-08 drift forecast 4 0.03 booked\n2017-05 drift forecast 7 0.01 simulated",
            "Utfallet har i medeltal blivit 2,0 % av bruttobudgeten bättre än prognosen (2 prognoser), varav 1 vilar "
            "på simulerade belopp.",
        ),
        (
            "2017-08 drift forecast 4 0.02 simulated\n2017-05 drift forecast 7 -0.02 simulated",
            "Utfallet har i medeltal blivit som prognosen (2 prognoser), varav alla vilar på simulerade belopp.",
        ),
        (
            "2018-08 drift forecast 4 0.02 booked",
            "Drift har inga prognoser från tidigare stängda år, så träffsäkerheten är okänd.",
        ),
    ],
)
def test_the_sentence(errors: str, expected: str) -> None:
    seen = seen_in(2018, f"{ERRORS.strip().splitlines()[0]}\n{errors}\n")
    assert plain(history.bias_sentence(seen, about(seen, "drift"))) == expected


@pytest.mark.parametrize(("coverage", "of_ten"), [(4 / 6, "6"), (7 / 9, "7"), (8 / 10, "8")])
def test_what_a_band_is_expected_to_hold(coverage: float, of_ten: str) -> None:
    assert plain(history.coverage_words(coverage)) == f"väntas rymma minst {of_ten} av 10 utfall"
