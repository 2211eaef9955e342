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
    withheld = pd.Series({"suppressed": True, "value": None, "target": 0.04})
    missing = pd.Series({"suppressed": False, "value": None, "target": 0.04})
    assert "visas inte" in messages.indicator_message("Sjukfrånvaro", withheld, 1, AUGUST)
    assert "kan inte räknas" in messages.indicator_message("Sjukfrånvaro", missing, 1, AUGUST)


def test_an_indicator_against_its_target() -> None:
    row = pd.Series({"suppressed": False, "value": 0.0235, "target": 0.04})
    expected = "Sjukfrånvaro är 2,35\u00a0%, bättre än målet 4\u00a0%"
    assert messages.indicator_message("Sjukfrånvaro", row, 2, AUGUST) == expected
    assert "sämre än" in messages.against_target({"value": 0.05, "target": 0.04})
