"""Cost growth against last year and against what the budget allows: worked examples."""

import pandas as pd
import pytest
from given import MNKR, about, plain, view

from dashboard import format as sv
from dashboard.forecast import growth

TKR = 1000
AUGUST = pd.Timestamp(2019, 8, 1)
MISSING = float("nan")


def grown(cost: float, last_year: float, budget: float) -> pd.Series:
    return growth.growth(pd.DataFrame([[cost, last_year, budget]], columns=growth.COSTS)).iloc[0]


def test_the_printed_growth_of_august_2019() -> None:
    found = grown(-781_198 * TKR, -674_495 * TKR, -746_624 * TKR)
    assert found["growth"] == pytest.approx(781_198 / 674_495 - 1)
    assert found["budgeted_growth"] == pytest.approx(746_624 / 674_495 - 1)
    assert found["difference"] == pytest.approx((746_624 - 781_198) / 674_495)
    assert growth.percent(found["growth"]) == "15,8\u00a0%"
    assert growth.percent(found["budgeted_growth"]) == "10,7\u00a0%"
    assert sv.percentage_points(found["difference"]) == "−5,1\u00a0procentenheter"
    assert found["difference_tone"] == "mu-bad"


@pytest.mark.parametrize("last_year", [0.0, MISSING])
def test_without_costs_last_year_there_is_nothing_to_grow_from(last_year: float) -> None:
    found = grown(-10.0, last_year, -12.0)
    assert found[["growth", "budgeted_growth", "difference"]].isna().all()
    assert found["difference_tone"] == ""


def test_without_a_budget_the_growth_is_known_and_the_difference_is_not() -> None:
    found = grown(-110.0, -100.0, MISSING)
    assert found["growth"] == pytest.approx(110 / 100 - 1)
    assert pd.isna(found["difference"])


@pytest.mark.parametrize(("cost", "tone"), [(-109.0, "mu-good"), (-111.0, "mu-bad"), (-110.04, "")])
def test_slower_than_budgeted_is_good_and_less_than_the_last_decimal_is_neither(cost: float, tone: str) -> None:
    assert grown(cost, -100.0, -110.0)["difference_tone"] == tone


@pytest.mark.parametrize(
    ("share", "percent", "points"),
    [
        (0.158, "+15,8 %", "+15,8"),
        (-0.051, "−5,1 %", "−5,1"),
        (10.0, "+1 000,0 %", "+1 000,0"),
        (10.01, "mer än +1 000 %", "mer än +1 000"),  # there was next to nothing to grow from
        (-10.01, "mindre än −1 000 %", "mindre än −1 000"),
        (None, "–", "–"),
    ],
)
def test_beyond_tenfold_it_says_no_more_than_that(share: float | None, percent: str, points: str) -> None:
    assert plain(growth.signed_percent(share)) == percent
    assert plain(growth.points(share)) == points


LINES = """
year line_id parent_id kind sort_order department_id
2018 totalt  -         sum  9          -
2018 bidrag  totalt    item 1          stab
2018 drift   totalt    item 2          it
2019 totalt  -         sum  9          -
2019 bidrag  totalt    item 1          stab
2019 drift   totalt    item 2          it
2019 bas     totalt    item 3          stab
"""  # Kontoret Bas is new in 2019
RESULTS = """
period  line_id actual budget
2018-02 bidrag  40     -
2018-02 drift   -20    -
2018-02 totalt  20     -
2019-02 bidrag  44     42
2019-02 drift   -27    -25
2019-02 bas     -6     -5
2019-02 totalt  11     12
"""
BOOKED = """
period  line_id account_class side   cost cost_budget
2018-01 bidrag  Intäkter      income 20   -
2018-02 bidrag  Intäkter      income 20   -
2018-01 drift   Personal      cost   -9   -
2018-02 drift   Personal      cost   -9   -
2018-02 drift   Resor         cost   -2   -
2018-03 drift   Personal      cost   -99  -
2019-01 bidrag  Intäkter      income 22   21
2019-02 bidrag  Intäkter      income 22   21
2019-01 drift   Personal      cost   -10  -10
2019-02 drift   Personal      cost   -11  -10
2019-02 drift   Lokaler       cost   -6   -5
2019-01 bas     Personal      cost   -3   -2
2019-02 bas     Personal      cost   -3   -3
2019-03 drift   Personal      cost   -    -99
"""  # Lokaler is new, Resor is gone; March is after the month that is shown


def classes(line: str) -> pd.DataFrame:
    seen = view("2019-02", lines=LINES, results=RESULTS, finance_month=BOOKED)
    return growth.classes(seen, line).set_index("account_class")


def test_the_account_classes_of_a_line_from_january_and_of_costs_alone() -> None:
    found = classes("drift")
    assert list(found.index) == ["Lokaler", "Personal", "Resor"]
    assert found.loc["Personal", growth.COSTS].tolist() == [-21 * MNKR, -18 * MNKR, -20 * MNKR]
    assert found["growth"]["Personal"] == pytest.approx(21 / 18 - 1)
    assert classes("bidrag").empty  # it has no costs


def test_a_new_account_class_has_a_cost_and_no_growth() -> None:
    new = classes("drift").loc["Lokaler"]
    assert (new["cost_sek"], new["cost_budget_sek"]) == (-6 * MNKR, -5 * MNKR)
    assert new[["cost_prev_year_sek", "growth", "difference"]].isna().all()


def test_an_account_class_that_is_gone_is_still_in_what_was_grown_from() -> None:
    gone = classes("drift").loc["Resor"]
    assert gone["cost_prev_year_sek"] == -2 * MNKR
    assert pd.isna(gone["cost_sek"])


def test_a_line_grows_by_all_its_classes_and_a_sum_by_all_its_lines() -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS, finance_month=BOOKED)
    found = growth.lines(seen, about(seen, "totalt")).set_index("line_id")
    assert found["growth"]["drift"] == pytest.approx((10 + 11 + 6) / (9 + 9 + 2) - 1)
    assert found["growth"]["totalt"] == pytest.approx((27 + 6) / 20 - 1)
    assert found["budgeted_growth"]["totalt"] == pytest.approx((20 + 5 + 5) / 20 - 1)
    assert "bidrag" not in found.index  # no costs


def test_a_row_that_last_years_tree_does_not_have_is_compared_with_nothing() -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS, finance_month=BOOKED)
    new = growth.lines(seen, about(seen, "totalt")).set_index("line_id").loc["bas"]
    assert new["cost_sek"] == -6 * MNKR
    assert pd.isna(new["growth"])
    told = growth.sentence(about(seen, "bas"), growth.lines(seen, about(seen, "bas")), seen.period)
    assert "för Kontoret Bas kan inte räknas" in told
    assert told.endswith(" samma tid förra året är inte kända")


def test_a_month_that_is_missing_makes_the_cost_to_date_missing_not_smaller() -> None:
    """Nothing is booked in February 2019, only budgeted: what January-February has cost is not known."""
    booked = BOOKED.replace("cost   -11  -10", "cost   -    -10").replace("cost   -6   -5", "cost   -    -5")
    results = RESULTS.replace("2019-02 drift   -27 ", "2019-02 drift   -   ").replace("totalt  11 ", "totalt  -  ")
    seen = view("2019-02", lines=LINES, results=results, finance_month=booked)
    assert pd.isna(about(seen, "drift").row["actual_ytd_sek"])
    told = growth.sentence(about(seen, "drift"), growth.lines(seen, about(seen, "drift")), seen.period)
    assert "lägre" not in told  # January's 10 against 9 + 9 + 2 last year would be 50 % lower
    assert growth.classes(seen, "drift")["growth"].isna().all()


@pytest.mark.parametrize(
    ("cost", "last_year", "budget", "expected"),
    [
        (
            *(-781.198, -674.495, -746.624),
            "Kostnaderna är 15,8 % högre än samma tid förra året; budgeten räknar med +10,7 %, en skillnad på "
            "−5,1 procentenheter",
        ),
        (
            *(-90, -100, -95),
            "Kostnaderna är 10,0 % lägre än samma tid förra året; budgeten räknar med −5,0 %, en skillnad på "
            "+5,0 procentenheter",
        ),
        (
            *(-110, -100, MISSING),
            "Kostnaderna är 10,0 % högre än samma tid förra året; året har ingen budget att jämföra ökningen med",
        ),
    ],
)
def test_the_sentence(cost: float, last_year: float, budget: float, expected: str) -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS)
    row = growth.growth(pd.DataFrame([[cost, last_year, budget]], columns=growth.COSTS)).assign(line_id="drift")
    assert plain(growth.sentence(about(seen, "drift"), row, AUGUST)) == expected


def test_the_sentence_says_no_more_than_the_table_beyond_tenfold() -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS)
    row = growth.growth(pd.DataFrame([[-1.1, -1.0, -21.0]], columns=growth.COSTS)).assign(line_id="drift")
    assert plain(growth.points(row["difference"].iloc[0])) == "mer än +1 000"  # (21 - 1.1) / 1 = 1 990 points
    told = plain(growth.sentence(about(seen, "drift"), row, AUGUST))
    assert told.endswith("budgeten räknar med mer än +1 000 %, en skillnad på mer än +1 000 procentenheter")


def test_a_line_without_costs_says_so() -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS, finance_month=BOOKED)
    bidrag = about(seen, "bidrag")
    told = growth.sentence(bidrag, growth.lines(seen, bidrag), seen.period)
    assert told == "Bidrag har inga kända kostnader januari–februari 2019"


@pytest.mark.parametrize(("cost", "last_year"), [(66.6, -0.04), (-10.0, 2.0)])
def test_costs_cannot_fall_by_more_than_all_of_them(cost: float, last_year: float) -> None:
    """A cost line that became an income, or was one, has no growth in per cent: Effektivisering in 2019."""
    seen = view("2019-02", lines=LINES, results=RESULTS)
    row = growth.growth(pd.DataFrame([[cost, last_year, -12.0]], columns=growth.COSTS)).assign(line_id="drift")
    assert "% lägre" not in plain(growth.sentence(about(seen, "drift"), row, AUGUST))


def test_costs_that_have_not_grown_are_not_lower() -> None:
    seen = view("2019-02", lines=LINES, results=RESULTS)
    row = growth.growth(pd.DataFrame([[-100.0, -100.0, -100.0]], columns=growth.COSTS)).assign(line_id="drift")
    told = growth.sentence(about(seen, "drift"), row, AUGUST)
    assert "lägre" not in told
    assert "högre" not in told


def test_a_growth_that_would_make_all_other_bars_invisible_stands_in_the_table_alone() -> None:
    booked = BOOKED + "2018-01 drift   Konsult       cost   -1   -\n2019-01 drift   Konsult       cost   -3   -1\n"
    seen = view("2019-02", lines=LINES, results=RESULTS, finance_month=booked)
    found = growth.bars(seen, about(seen, "drift"))
    assert list(found["label"]) == ["Personal"]  # Konsult has trebled, Lokaler is new, Resor is gone
    assert found["growth"].tolist() == pytest.approx([(21 / 18 - 1) * 100])
    assert list(growth.classes(seen, "drift")["account_class"]) == ["Konsult", "Lokaler", "Personal", "Resor"]
