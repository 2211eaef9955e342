"""Every code that the ETL publishes has Swedish words."""

import pytest

from dashboard import words
from dashboard.staff import definitions
from data.indicators import STAFF
from etl.restatements import MEASURES
from etl.sources.refusals import RULES


def test_every_rule_that_refuses_a_cell_has_words() -> None:
    assert set(words.REFUSED) == set(RULES)


def test_every_measure_that_is_followed_after_closing_has_words() -> None:
    assert set(words.RESTATED) == set(MEASURES)


UP, DOWN = 3e6, -2.5e6
SENTENCES = {
    "forecast_below_budget": ({"forecast_deviation_sek": DOWN}, "−2,5 mnkr i prognosen mot budget."),
    "forecast_above_budget": ({"forecast_deviation_sek": UP}, "+3,0 mnkr i prognosen mot budget."),
    "forecast_worsened": ({"forecast_change_sek": DOWN}, "prognosen −2,5 mnkr sedan förra."),
    "forecast_unchanged": (
        {"first_deviation_ytd_sek": UP, "deviation_ytd_sek": DOWN},
        "samma prognos tre gånger, fast avvikelsen har gått från +3,0 till −2,5 mnkr.",
    ),
    "forecast_equals_budget": (
        {"deviation_ytd_sek": UP},
        "prognosen är lika med budget, men +3,0 mnkr hittills i år.",
    ),
    "forecast_opposite_sign": (
        {"forecast_deviation_sek": DOWN, "deviation_ytd_sek": UP},
        "prognosen −2,5 mnkr mot budget, men +3,0 mnkr hittills i år.",
    ),
    "deviation_repeated": (
        {
            "two_years_before_deviation_sek": DOWN,
            "year_before_deviation_sek": -2e6,
            "forecast_deviation_sek": -4e6,
        },
        "avviker minst tredje året i rad: −2,5, −2,0 och −4,0 mnkr.",
    ),
    "beyond_target": ({"value": 0.061, "target": 0.055}, "6,1 % mot målet 5,5 %."),
    "beyond_limit": ({"value": 70.5, "limit": 75.0, "unit": "index"}, "70,5 mot gränsen 75."),
    "off_track": ({"status": "off_track"}, "följer inte planeringen."),
}


@pytest.mark.parametrize("rule", SENTENCES)
def test_a_flag_as_the_end_of_a_sentence(rule: str) -> None:
    facts, sentence = SENTENCES[rule]
    assert words.rule_sentence(rule, facts).replace("\u00a0", " ") == sentence


def test_without_facts_a_flag_is_its_few_words() -> None:
    assert words.rule_sentence("forecast_unchanged", {}) == "prognosen står still."
    assert words.rule_sentence("new_rule", {"anything": 1}) == "new_rule."


@pytest.mark.parametrize(
    ("unit", "change", "decimals", "text"),
    [
        ("share", -0.0021, 2, "−0,21 procentenheter"),
        ("share", 0.01, 0, "+1 procentenhet"),
        ("share", 0.0, 0, "±0 procentenheter"),
        ("persons", 3, 0, "+3 personer"),
        ("persons", -1, 0, "−1 person"),
        ("fte", 2.04, 1, "+2,0 årsarbetare"),
        ("index", -0.7, 1, "−0,7 indexenheter"),
        ("index", None, 1, "–"),
    ],
)
def test_a_change_of_an_indicator_is_signed_and_has_its_unit(
    unit: str, change: float, decimals: int, text: str
) -> None:
    assert words.indicator_change(unit, change, decimals).replace("\u00a0", " ") == text


def test_every_measure_that_an_indicator_divides_has_words() -> None:
    assert {name for indicator in STAFF for name in indicator.measures} <= set(definitions.MEASURES)


def test_a_flag_on_a_whole_per_cent_does_not_pretend_a_decimal() -> None:
    facts = {"value": 0.03, "target": 0.025, "unit": "share"}
    assert words.rule_sentence("beyond_target", facts).replace("\u00a0", " ") == "3 % mot målet 2,5 %."
