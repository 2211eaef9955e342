"""The two bridges of a line or a sum: from budget to forecast, and from the last forecast to this one."""

import pandas as pd
import pytest
from given import about, plain, view

from dashboard.forecast import amounts, moved
from dashboard.view import View

RESULTS = """
period  line_id actual budget year_budget forecast made
2019-08 bidrag  200    200    300         301.5    2019-08
2019-08 drift   -84    -80    -140        -151     2019-08
2019-08 bas     -95    -104   -160        -152.5   2019-08
2019-08 totalt  21     16     0           -2       2019-08
"""
FORECASTS = """
reported_period line_id forecast
2018-10         drift   -130
2019-03         bidrag  300
2019-03         drift   -142
2019-03         bas     -160
2019-03         totalt  -2
2019-05         bidrag  301.5
2019-05         drift   -141.5
2019-05         bas     -163
2019-05         totalt  -3
2019-08         bidrag  301.5
2019-08         drift   -151
2019-08         bas     -152.5
2019-08         totalt  -2
"""
EARLIER = """
2019-03 bidrag  75     75     300         300      2019-03
2019-05 bidrag  125    125    300         301.5    2019-05
"""  # rows of results that say in which months a forecast was made


def august(results: str = RESULTS, forecasts: str = FORECASTS, department: str | None = None) -> View:
    return view("2019-08", department=department, results=results + EARLIER.lstrip(), forecasts=forecasts)


def written(rows: pd.DataFrame) -> list[tuple[str, str, float]]:
    """label, role, amount of each row in mnkr."""
    labels = [plain(label) for label in rows["label"]]
    return list(zip(labels, rows["role"], rows["amount"].round(6), strict=True))


def ends_on_its_last_row(rows: pd.DataFrame) -> bool:
    """Start + steps = end, counted in whole öre."""
    ore = [round(amount * 100_000_000) for amount in rows["amount"]]
    return sum(ore[:-1]) == ore[-1]


def test_from_the_budget_of_a_sum_to_its_forecast_line_by_line_the_largest_first() -> None:
    seen = august()
    rows = moved.budget_rows(seen, about(seen, "totalt"))
    assert written(rows) == [
        ("Årsbudget", "budget", 0),
        ("Drift", "step", -151 - -140),
        ("Kontoret Bas", "step", -152.5 - -160),
        ("Bidrag", "step", 301.5 - 300),
        ("Prognos", "forecast", 301.5 - 151 - 152.5),
    ]
    assert list(rows["subject"]) == ["", "drift", "bas", "bidrag", ""]  # what a click on the row opens
    assert ends_on_its_last_row(rows)


def test_from_the_last_forecast_of_a_sum_to_this_one() -> None:
    seen = august()
    rows = moved.last_rows(seen, about(seen, "totalt"))
    assert written(rows) == [
        ("Prognos i maj", "forecast", -3),
        ("Kontoret Bas", "step", -152.5 - -163),
        ("Drift", "step", -151 - -141.5),
        ("Övriga (1 rad)", "rest", 0),  # Bidrag has not changed
        ("Prognos i augusti", "forecast", -2),
    ]
    assert ends_on_its_last_row(rows)


def test_the_forecasts_of_a_line_stand_one_after_the_other() -> None:
    seen = august()
    rows = moved.budget_rows(seen, about(seen, "drift"))
    assert written(rows) == [
        ("Årsbudget", "budget", -140),
        ("Mars mot budget", "rest", -142 - -140),
        ("Maj mot mars", "rest", -141.5 - -142),
        ("Augusti mot maj", "rest", -151 - -141.5),
        ("Prognos", "forecast", -151),
    ]
    assert ends_on_its_last_row(rows)
    assert moved.last_rows(seen, about(seen, "drift")).empty  # one row has nothing below it


def many_lines() -> View:
    """Ten lines a-j whose forecasts miss the budget by odd öre: 10 000 000.01, 9 000 000.02 ... 1 000 000.10 kronor."""
    names = "abcdefghij"
    lines = "year line_id parent_id kind sort_order department_id\n2019 totalt - sum 99 -\n"
    results = "period line_id year_budget forecast made\n"
    forecasts = "reported_period line_id forecast\n"
    for place, name in enumerate(names):
        deviation = 10 - place + (place + 1) / 100 / 1e6
        lines += f"2019 {name} totalt item {place} it\n"
        results += f"2019-08 {name} -20 {-20 + deviation:.8f} 2019-08\n"
        forecasts += f"2019-08 {name} {-20 + deviation:.8f}\n"
    whole = -200 + 55 + 55 / 100 / 1e6
    results += f"2019-08 totalt -200 {whole:.8f} 2019-08\n"
    return view("2019-08", lines=lines, results=results, forecasts=f"{forecasts}2019-08 totalt {whole:.8f}\n")


def test_ten_lines_are_eight_and_the_others_and_end_on_the_forecast_to_the_ore() -> None:
    seen = many_lines()
    rows = moved.budget_rows(seen, about(seen, "totalt"))
    assert [plain(label) for label in rows["label"]] == ["Årsbudget", *"abcdefgh", "Övriga (2 rader)", "Prognos"]
    others = rows.iloc[-2]
    assert round(others["amount"] * 100_000_000) == (2 + 1) * 100_000_000 + 9 + 10
    assert ends_on_its_last_row(rows)


def test_a_department_has_the_bridge_of_its_own_lines() -> None:
    seen = august(department="stab")
    rows = moved.budget_rows(seen, about(seen, "totalt"))
    assert written(rows) == [
        ("Årsbudget", "budget", 300 - 160),
        ("Kontoret Bas", "step", 7.5),
        ("Bidrag", "step", 1.5),
        ("Prognos", "forecast", 301.5 - 152.5),
    ]
    change = amounts.change_of(seen, "totalt")
    assert change == 10_500_000  # -163 -> -152.5, and Bidrag is unchanged


def test_a_missing_forecast_is_drawn_as_no_bridge_at_all() -> None:
    seen = august(RESULTS.replace("-151   ", "-      ").replace("0           -2 ", "0           -  "))
    assert moved.budget_rows(seen, about(seen, "totalt")).empty
    assert moved.budget_rows(seen, about(seen, "drift")).empty
    assert moved.budget_sentence(seen, about(seen, "drift")) == "Ingen prognos är gjord för raden"


def test_a_forecast_that_was_not_made_last_time_leaves_the_change_unknown() -> None:
    seen = august(forecasts=FORECASTS.replace("2019-05         drift   -141.5\n", ""))
    assert moved.last_rows(seen, about(seen, "totalt")).empty
    assert moved.budget_rows(seen, about(seen, "drift")).empty  # its own steps are not known either
    told = moved.last_sentence(seen, about(seen, "drift"))
    assert told == "Förändringen från maj till augusti kan inte räknas: en prognos saknas"
    assert not moved.budget_rows(seen, about(seen, "totalt")).empty  # each line's way from its budget is known


@pytest.mark.parametrize(
    ("line", "against_budget", "since_last"),
    [
        (
            "totalt",
            "Prognosen är 2,0 mnkr sämre än budget; bakom nettot finns +9,0 mnkr och −11,0 mnkr",
            "Prognosen i augusti är 1,0 mnkr bättre än i maj; bakom nettot finns +10,5 mnkr och −9,5 mnkr",
        ),
        (  # -2 + 0.5 - 9.5: half a million up is less than half of the net
            "drift",
            "Prognosen är 11,0 mnkr sämre än budget",
            "Prognosen i augusti är 9,5 mnkr sämre än i maj",
        ),
        (  # 0 - 3 + 10.5: three down is less than half of 7.5
            "bas",
            "Prognosen är 7,5 mnkr bättre än budget",
            "Prognosen i augusti är 10,5 mnkr bättre än i maj",
        ),
        ("bidrag", "Prognosen är 1,5 mnkr bättre än budget", "Prognosen i augusti är oförändrad sedan maj"),
    ],
)
def test_the_sentences(line: str, against_budget: str, since_last: str) -> None:
    seen = august()
    assert plain(moved.budget_sentence(seen, about(seen, line))) == against_budget
    assert plain(moved.last_sentence(seen, about(seen, line))) == since_last


def test_a_lines_own_forecasts_can_hide_opposites_too() -> None:
    seen = august(forecasts=FORECASTS.replace("2019-05         bas     -163", "2019-05         bas     -166"))
    told = plain(moved.budget_sentence(seen, about(seen, "bas")))  # -160 -160 -166 -152.5: 0 - 6 + 13.5
    assert told == "Prognosen är 7,5 mnkr bättre än budget; bakom nettot finns +13,5 mnkr och −6,0 mnkr"


def test_before_the_first_forecast_and_at_it() -> None:
    january = view("2019-01", results="period line_id actual year_budget\n2019-01 drift -10 -140\n")
    assert moved.budget_sentence(january, about(january, "drift")) == "Ingen prognos är gjord för 2019"
    assert moved.last_sentence(january, about(january, "drift")) == "Ingen prognos är gjord för 2019"
    assert moved.budget_rows(january, about(january, "drift")).empty
    first = view(
        "2019-03",
        results="period line_id year_budget forecast made\n2019-03 drift -140 -142 2019-03\n",
        forecasts="reported_period line_id forecast\n2019-03 drift -142\n",
    )
    told = moved.last_sentence(first, about(first, "drift"))
    assert told == "Prognosen är årets första, så inget har ändrats än"


def test_a_year_without_a_budget_says_so() -> None:
    seen = view(
        "2018-05",
        results="period line_id forecast made\n2018-05 drift -142 2018-05\n",
        forecasts="reported_period line_id forecast\n2018-05 drift -142\n",
    )
    assert moved.budget_sentence(seen, about(seen, "drift")) == "2018 har ingen budget"


def test_between_two_forecasts_the_latest_change_stays() -> None:
    """In September the forecast of August is carried; it changed in August, and nothing has changed since."""
    carried = RESULTS.replace("2019-08 ", "2019-09 ")
    seen = view("2019-09", results=carried + EARLIER.lstrip() + RESULTS.split("\n")[2] + "\n", forecasts=FORECASTS)
    assert amounts.change_of(seen, "drift") == -9_500_000
    assert plain(moved.last_sentence(seen, about(seen, "drift"))).startswith("Prognosen i augusti är 9,5 mnkr sämre")
