"""Why a line is worth watching: one template per rule."""

from dataclasses import replace

import pandas as pd
import pytest

from dashboard import watch
from dashboard.messages import Sentence
from dashboard.watch import Flag
from dashboard.words import rule_short
from tests.dashboard.told import plain

AUGUST = pd.Timestamp(2019, 8, 1)
FLAG = Flag("a", "", False, AUGUST, {}, AUGUST, pd.Timestamp(2019, 5, 1))
FACTS = {"forecast_deviation_sek": -2.5e6, "deviation_ytd_sek": 4e6, "forecast_change_sek": -1.5e6}


@pytest.mark.parametrize(
    ("flag", "expected"),
    [
        (
            replace(FLAG, rule="forecast_opposite_sign"),
            "prognosen är 2,5 mnkr sämre än budget trots att resultatet hittills är 4,0 mnkr bättre än budget",
        ),
        (
            replace(FLAG, rule="forecast_equals_budget"),
            "prognosen är lika med budget trots att resultatet hittills är 4,0 mnkr bättre än budget",
        ),
        (
            replace(FLAG, rule="forecast_unchanged", facts={"deviation_moved_sek": -3e6}),
            "prognosen är oförändrad trots att resultatet mot budget har försämrats med 3,0 mnkr",
        ),
        (replace(FLAG, rule="deviation_repeated"), "underskottet återkommer för minst tredje året i rad"),
        (replace(FLAG, rule="forecast_below_budget"), "prognosen nu är klart sämre än budget"),
        (
            replace(FLAG, rule="forecast_below_budget", since=pd.Timestamp(2017, 11, 1)),
            "prognosen har varit klart sämre än budget sedan november 2017",
        ),
        (
            replace(FLAG, rule="forecast_below_budget", previous=None),
            "redan årets första prognos är klart sämre än budget",
        ),
        (
            replace(FLAG, rule="forecast_above_budget", facts={"forecast_deviation_sek": 9e6}),
            "prognosen nu är klart bättre än budget",
        ),
        (replace(FLAG, rule="forecast_worsened"), "prognosen har försämrats med 1,5 mnkr sedan maj"),
        (replace(FLAG, rule="forecast_worsened", previous=None), "flaggan säger ”prognosen har försämrats”"),
        (replace(FLAG, rule="a_rule_of_tomorrow"), "flaggan säger ”a_rule_of_tomorrow”"),
        (replace(FLAG, rule="off_track", facts={"status": "off_track"}), "flaggan säger ”följer inte planeringen”"),
    ],
)
def test_why_a_line_is_worth_watching(flag: Flag, expected: str) -> None:
    flag = flag if flag.facts else replace(flag, facts=FACTS)
    assert plain(Sentence(watch.reason(flag)).text) == expected


def test_a_flag_without_its_facts_gives_the_words_of_its_rule() -> None:
    lacking = replace(FLAG, rule="forecast_equals_budget", facts={"deviation_ytd_sek": None})
    assert Sentence(watch.reason(lacking)).text == f"flaggan säger ”{rule_short('forecast_equals_budget')}”"
