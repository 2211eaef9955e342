"""How right earlier forecasts were: errors, and what they rest on."""

from pathlib import Path

import pandas as pd
import pytest
from worked import frame
from years import delivered, outlook, years

from data import snapshot
from data.accuracy import bias_and_mae
from etl.accuracy import forecast_errors
from etl.checking.provenance import mark_outlook
from etl.finance import forecasts
from tests import seasoned

RESULTS = frame(
    """
    period  line_id actual_ytd_ore gross_budget_year_ore
    2018-12 bas     -900           1000
    2019-08 bas     -600           1000
    2019-12 bas     -950           1000
    2019-12 liten   -3             0        # budgets of nothing
    2019-12 utan    -3             -        # no budget at all
    2020-12 bas     -990           1000     # booked, and not closed
    """
)
MADE = frame(
    """
    reported_period line_id forecast_year_ore
    2018-10         bas     -900
    2019-03         bas     -1000
    2019-08         bas     -930
    2019-12         bas     -950     # the year is over: an outcome and no forecast
    2019-08         liten   -2
    2019-08         utan    -2
    2020-08         bas     -1000
    """
)
BASELINES = frame(
    """
    period  line_id method           predicted_year_ore
    2019-08 bas     budget_remaining -1050
    2019-08 bas     seasonal_share   -              # no_history
    """
)
CLOSED = pd.Series(pd.to_datetime(["2018-12", "2019-08", "2019-12"])).astype("datetime64[ms]")


@pytest.fixture(scope="module")
def errors() -> pd.DataFrame:
    found = forecast_errors(RESULTS, MADE, BASELINES, CLOSED)
    return found.assign(month=found["period"].dt.strftime("%Y-%m")).set_index(["month", "line_id", "method"])


def test_an_error_is_outcome_minus_forecast_of_the_gross_budget_and_plus_is_better(errors: pd.DataFrame) -> None:
    found = errors["error"].to_dict()
    assert found["2018-10", "bas", "forecast"] == 0
    assert found["2019-03", "bas", "forecast"] == (-950 - -1000) / 1000 == 0.05
    assert found["2019-08", "bas", "forecast"] == (-950 - -930) / 1000 == -0.02
    assert found["2019-08", "bas", "budget_remaining"] == (-950 - -1050) / 1000 == 0.10


def test_months_left_are_those_after_the_month_it_was_made_in(errors: pd.DataFrame) -> None:
    left = errors["months_left"].to_dict()
    assert left["2018-10", "bas", "forecast"] == 12 - 10
    assert left["2019-03", "bas", "forecast"] == 12 - 3


def test_only_forecasts_of_years_whose_december_is_closed_have_errors(errors: pd.DataFrame) -> None:
    assert set(errors["period"].dt.year) == {2018, 2019}


def test_a_december_forecast_and_a_missing_baseline_are_no_errors(errors: pd.DataFrame) -> None:
    assert ("2019-12", "bas", "forecast") not in errors.index
    assert ("2019-08", "bas", "seasonal_share") not in errors.index


def test_a_gross_budget_of_zero_or_none_gives_no_error_and_the_row_stays(errors: pd.DataFrame) -> None:
    rows = errors.loc[[("2019-08", "liten", "forecast"), ("2019-08", "utan", "forecast")]]
    assert rows["error"].isna().all()
    assert rows["actual_year_ore"].tolist() == [-3, -3]


def test_a_year_without_budget_has_its_forecasts_and_no_errors() -> None:
    book = years(
        """
        year line class jan feb mar apr may jun jul aug sep oct nov dec
        2017 bas  cost  -8  -8  -8  -8  -8  -8  -8  -8  -8  -8  -8  -8
        2018 bas  cost  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9
        """
    )
    source = delivered(book, forecast="reported_period line_id forecast_year_sek\n2018-08 bas -100")
    results, baselines = outlook(source)
    found = forecast_errors(results, forecasts(source), baselines, source.periods["period"])
    assert set(found["method"]) == {"forecast", "seasonal_share"}
    assert found["error"].isna().all()


PROVENANCES = {
    "results": frame(
        """
        period  line_id actual_provenance budget_provenance
        2019-05 bas     published         published
        2019-08 bas     published         simulated
        2019-09 bas     booked            published
        2019-12 bas     booked            published
        2019-05 ny      published         published
        2019-12 ny      simulated         published
        """
    ),
    "forecasts": frame(
        """
        reported_period line_id provenance
        2019-05         bas     published
        2019-05         ny      published
        """
    ),
    "baselines": frame(
        """
        period  line_id method           predicted_year_ore
        2019-05 bas     budget_remaining -1
        2019-08 bas     budget_remaining -1
        2019-09 bas     budget_remaining -1
        2019-05 bas     seasonal_share   -1
        2019-08 bas     seasonal_share   -     # nothing was said, so nothing has a provenance
        """
    ),
    "forecast_errors": frame(
        """
        period  line_id method
        2019-05 bas     forecast
        2019-05 ny      forecast
        2019-05 bas     budget_remaining
        2019-08 bas     budget_remaining
        2019-05 bas     seasonal_share
        """
    ),
}


def test_a_baseline_is_no_more_certain_than_what_it_rests_on() -> None:
    baselines, _ = mark_outlook(PROVENANCES, ledger="booked")
    expected = [
        "published",  # actual and budget are both printed
        "simulated",  # the budget is not
        "booked",  # the actual is from the ledger
        "booked",  # the shares are the ledger's months
    ]
    assert baselines["provenance"].tolist()[:4] == expected
    assert pd.isna(baselines["provenance"].iloc[4])


def test_an_error_is_no_more_certain_than_the_forecast_and_decembers_outcome() -> None:
    _, errors = mark_outlook(PROVENANCES, ledger="booked")
    assert errors["provenance"].tolist() == [
        "booked",  # a printed forecast, an outcome from the ledger
        "simulated",  # a printed forecast, a simulated outcome
        "booked",
        "simulated",  # a simulated budget, an outcome from the ledger
        "booked",
    ]


@pytest.fixture(scope="module")
def seasoned_errors(seasoned_root: Path) -> pd.DataFrame:
    """By line and months left, in per cent of the gross budget: the reported forecasts of a whole region."""
    current = snapshot.current(seasoned_root)
    assert current is not None
    errors = current.read("forecast_errors").query("method == 'forecast'")
    found = bias_and_mae(errors, ["line_id", "months_left"]).set_index(["line_id", "months_left"])
    assert (found["errors"] == len(seasoned.CLOSED_YEARS)).all()
    return found[["bias", "mean_absolute_error"]] * 100


@pytest.mark.parametrize(
    ("line", "bias", "size"),  # in March, May, August and October
    [
        ("kontor", (-3, -2, -2, -1), (3, 2, 2, 1)),  # always too optimistic
        ("bidrag", (0, 0, 0, 0), (0.5, 0.25, 0.25, 0.125)),  # as often too high as too low
        ("drift", (-0.25,) * 4, (3.25,) * 4),  # unchanged while the outcome moves
        ("utveckling", (0.125,) * 4, (3.625,) * 4),  # says the budget
        ("fastigheter", (-0.9375, -0.625, -0.3125, 0), (1.875, 1.25, 0.625, 0)),  # takes the deviation in by and by
    ],
)
def test_the_seasoned_region_is_as_wrong_as_it_was_made(
    seasoned_errors: pd.DataFrame, line: str, bias: tuple[float, ...], size: tuple[float, ...]
) -> None:
    found = seasoned_errors.loc[[(line, 12 - month) for month in (3, 5, 8, 10)]]
    assert found["bias"].tolist() == pytest.approx(bias, abs=1e-6)
    assert found["mean_absolute_error"].tolist() == pytest.approx(size, abs=1e-6)
