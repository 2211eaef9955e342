"""Facts -> one sentence."""

import pandas as pd
import pytest

from dashboard import messages

AUGUST, MAY = pd.Timestamp(2019, 8, 1), pd.Timestamp(2019, 5, 1)


def total(**amounts: float) -> pd.Series:
    names = [
        "actual_ytd_sek",
        "deviation_ytd_sek",
        "forecast_year_sek",
        "forecast_deviation_sek",
        "forecast_change_sek",
    ]
    return pd.Series({name: amounts.get(name, float("nan")) for name in names})


@pytest.mark.parametrize(
    ("row", "previous", "expected"),
    [
        (
            total(actual_ytd_sek=24.5e6, forecast_deviation_sek=0.02e6, forecast_change_sek=88.5e6),
            MAY,
            "Prognosen når budgeten: 88,5_mnkr bättre än i maj",
        ),
        (
            total(actual_ytd_sek=1e6, forecast_deviation_sek=-88.5e6),
            None,
            "Prognosen är 88,5_mnkr sämre än budget",
        ),
        (
            total(actual_ytd_sek=1e6, forecast_deviation_sek=197e6, forecast_change_sek=0.01e6),
            MAY,
            "Prognosen är 197,0_mnkr bättre än budget, oförändrad sedan maj",
        ),
        (
            total(actual_ytd_sek=17.5e6),
            None,
            "Resultatet till och med augusti 2019 är +17,5_mnkr",
        ),
        (
            total(actual_ytd_sek=17.5e6, deviation_ytd_sek=-2e6),
            None,
            "Resultatet till och med augusti 2019 är +17,5_mnkr, 2,0_mnkr sämre än budget",
        ),
        (None, None, "Inget resultat finns för augusti 2019"),
    ],
)
def test_the_headline_of_a_month(row: pd.Series | None, previous: pd.Timestamp | None, expected: str) -> None:
    assert messages.month_headline(row, AUGUST, previous) == expected.replace("_", "\u00a0")


def test_a_withheld_indicator_is_said_to_be_withheld_and_a_missing_one_to_be_missing() -> None:
    withheld = messages.no_indicator("Sjukfrånvaro R12", AUGUST, "gruppen är 10 eller färre", withheld=True)
    assert withheld == "Sjukfrånvaro R12 visas inte för augusti 2019: gruppen är 10 eller färre"
    missing = messages.no_indicator("Sjukfrånvaro R12", AUGUST, "november 2017 saknas i underlaget", withheld=False)
    assert missing == "Sjukfrånvaro R12 kan inte räknas för augusti 2019: november 2017 saknas i underlaget"
    assert messages.no_indicator("HME", AUGUST, "", withheld=False) == "HME finns inte för augusti 2019"


def test_an_indicator_against_its_target() -> None:
    with_target = messages.indicator_message("Sjukfrånvaro R12", "2,35 %", "inom mål (högst 4 %)")
    assert with_target == "Sjukfrånvaro R12 är 2,35 %, inom mål (högst 4 %)"
    without = messages.indicator_message("Sjukfrånvaro R12", "2,35 %", "")
    assert without == "Sjukfrånvaro R12 är 2,35 %; inget mål är satt"
