"""Two independent views of the year's end, and the budget's phasing; amounts in kronor."""

from random import Random

import pandas as pd
import pytest
from years import Year, delivered, outlook, years

BOOK = years(
    """
    year line class  jan feb mar apr may jun jul aug sep oct nov dec
    2018 bas  cost   -8  -8  -8  -8  -8  -8  -4  -8  -8  -8  -10 -14   # -100, of which 24 by March
    2018 bas  income 0   0   30  0   0   0   0   0   30  0   0   0     # 60, of which half by March
    2019 bas  cost   -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9
    2019 bas  income 0   0   40  0   0   0   0   0   0   0   0   0
    """
)
BUDGET = years(
    """
    year line class  jan feb mar apr may jun jul aug sep oct nov dec
    2019 bas  cost   -10 -10 -10 -10 -10 -10 -10 -10 -10 -10 -10 -10   # -120
    2019 bas  income 5   5   5   5   5   5   5   5   5   5   5   5     # 60
    """
)


def evenly(year: int, line: str, account_class: str, month: int) -> Year:
    """Twelve months alike."""
    return year, line, account_class, [month] * 12


def said(baselines: pd.DataFrame, method: str, month: str, line: str = "bas") -> float | str:
    """The predicted year in kronor, or why there is none."""
    row = only(baselines, f"{month}-01", method, line)
    return row["missing_reason"] if pd.isna(row["predicted_year_ore"]) else row["predicted_year_ore"] / 100


def years_used(baselines: pd.DataFrame, month: str, line: str = "bas") -> int:
    return only(baselines, f"{month}-01", "seasonal_share", line)["years_used"]


def only(baselines: pd.DataFrame, period: str, method: str, line: str) -> pd.Series:
    rows = baselines[(baselines["period"] == period) & (baselines["method"] == method)]
    return rows.set_index("line_id").loc[line]


def parts(results: pd.DataFrame, month: str, line: str = "bas") -> tuple[float | None, float | None]:
    """The phasing and the real part of a deviation in kronor."""
    row = results[(results["period"] == f"{month}-01") & (results["line_id"] == line)]
    found = (row[f"deviation_{name}_ore"].item() for name in ("phasing", "real"))
    phasing, real = (None if pd.isna(value) else value / 100 for value in found)
    return phasing, real


def test_budget_remaining_is_the_year_to_date_and_the_budget_of_the_months_left():
    _, found = outlook(delivered(BOOK, BUDGET))
    assert said(found, "budget_remaining", "2019-01") == -9 + (-110 + 55)
    assert said(found, "budget_remaining", "2019-03") == (-27 + 40) + (-90 + 45)
    assert said(found, "budget_remaining", "2019-11") == (-99 + 40) + (-10 + 5)


def test_a_seasonal_share_is_taken_of_costs_and_of_income_and_never_of_the_net():
    _, found = outlook(delivered(BOOK, BUDGET))
    costs, income = -27 / 0.24, 40 / 0.50
    assert said(found, "seasonal_share", "2019-03") == costs + income == -32.5
    net_share_2018 = (-24 + 30) / (-100 + 60)
    assert (-27 + 40) / net_share_2018 < -86, "the net's own share is negative, and would have said this"


def test_the_share_is_the_mean_of_the_years_shares_and_a_large_year_weighs_no_more():
    book = years(
        """
        year line class jan feb mar apr may jun jul aug sep oct nov dec
        2017 bas  cost  -8  -8  -8  -8  -8  -8  -4  -8  -8  -8  -10 -14   # -100, 24 % by March
        2018 bas  cost  -20 -20 -20 -20 -20 -20 -10 -10 -10 -10 -20 -20   # -200, 30 % by March
        2019 bas  cost  -9  -9  -9  0   0   0   0   0   0   0   0   0     # (60 + 24) / 300 would be 28 %
        """
    )
    _, found = outlook(delivered(book, [evenly(2019, "bas", "cost", -10)]))
    assert said(found, "seasonal_share", "2019-03") == -27 / ((0.24 + 0.30) / 2) == -100
    assert years_used(found, "2019-03") == 2
    assert said(found, "seasonal_share", "2018-03") == -60 / 0.24
    assert years_used(found, "2018-03") == 1


@pytest.mark.parametrize(
    ("month", "answer"),  # each month of the year before; the budget is -20 a month
    [
        (-200, -27 / 0.25),  # ten times the budget is still the same activity
        (-201, "not_comparable"),  # more is another one under the same id
        (-2, -27 / 0.25),  # a tenth of it
        (-1, "not_comparable"),  # less
        (20, "not_comparable"),  # the other sign
        (0, "not_comparable"),  # a year of nothing has no shares
    ],
)
def test_an_earlier_year_of_another_size_or_sign_is_not_comparable(month: int, answer: float | str):
    book = [evenly(2018, "bas", "cost", month), evenly(2019, "bas", "cost", -9)]
    _, found = outlook(delivered(book, [evenly(2019, "bas", "cost", -20)]))
    assert said(found, "seasonal_share", "2019-03") == answer


def test_an_incomparable_year_is_left_out_beside_a_comparable_one():
    book = [evenly(2017, "bas", "cost", -1), *BOOK]
    _, found = outlook(delivered(book, [evenly(2019, "bas", "cost", -20), evenly(2019, "bas", "income", 5)]))
    assert said(found, "seasonal_share", "2019-03") == -27 / 0.24 + 40 / 0.50
    assert years_used(found, "2019-03") == 1


def test_a_year_of_nothing_has_no_shares_even_where_there_is_no_budget_to_compare_it_with():
    book = [evenly(2017, "bas", "cost", -8), evenly(2018, "bas", "cost", 0), evenly(2019, "bas", "cost", -9)]
    _, found = outlook(delivered(book))
    assert said(found, "seasonal_share", "2019-03") == -27 / 0.25
    assert years_used(found, "2019-03") == 1


def test_a_line_without_history_has_no_seasonal_share_but_its_budget():
    new = years(
        """
        year line class jan feb mar apr may jun jul aug sep oct nov dec
        2019 ny   cost  0   0   -6  -6  -6  -6  -6  -6  -6  -6  -6  -6
        """
    )
    _, found = outlook(delivered([*BOOK, *new], [*BUDGET, evenly(2019, "ny", "cost", -5)]))
    assert said(found, "seasonal_share", "2019-03", "ny") == "no_history"
    assert said(found, "seasonal_share", "2019-01", "ny") == "no_history", "nothing booked yet is not a year of zero"
    assert said(found, "budget_remaining", "2019-03", "ny") == -6 + -45
    assert years_used(found, "2019-03", "ny") == 0


def test_a_year_without_budget_is_not_measured_against_one_but_has_its_seasonal_share():
    _, found = outlook(delivered(BOOK))
    assert said(found, "budget_remaining", "2019-03") == "no_budget"
    assert said(found, "seasonal_share", "2019-03") == -27 / 0.24 + 40 / 0.50


def test_without_settings_that_name_the_income_nobody_knows_the_sides():
    results, found = outlook(delivered(BOOK, BUDGET, income=()))
    assert said(found, "seasonal_share", "2019-03") == "no_sides"
    assert said(found, "budget_remaining", "2019-03") == (-27 + 40) + (-90 + 45)
    assert parts(results, "2019-03") == (None, None)


GAP = years(
    """
    year line class jan feb mar apr may jun jul aug sep oct nov dec
    2018 bas  cost  -8  -8  -8  -8  -   -8  -4  -8  -8  -8  -10 -14   # May was never delivered
    2019 bas  cost  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9  -9
    """
)


def test_a_year_with_a_missing_month_says_nothing_from_it_on_and_is_no_history_for_the_next():
    _, found = outlook(delivered(GAP, [evenly(year, "bas", "cost", -10) for year in (2018, 2019)]))
    assert said(found, "budget_remaining", "2018-04") == -32 + -80
    assert said(found, "budget_remaining", "2018-05") == "no_actual"
    assert said(found, "seasonal_share", "2018-11") == "no_actual"
    assert said(found, "seasonal_share", "2019-03") == "no_history"


def test_before_a_twentieth_of_the_year_is_booked_the_share_says_nothing():
    book = years(
        """
        year line class jan feb mar apr may jun jul aug sep oct nov dec
        2018 bas  cost  -4  -1  -5  -10 -10 -10 -10 -10 -10 -10 -10 -10   # 4 % by January, 5 % by February
        2019 bas  cost  -6  -6  0   0   0   0   0   0   0   0   0   0
        """
    )
    _, found = outlook(delivered(book, [evenly(2019, "bas", "cost", -10)]))
    assert said(found, "seasonal_share", "2019-01") == "too_early"
    assert said(found, "seasonal_share", "2019-02") == -12 / 0.05


def test_income_that_is_budgeted_and_comes_later_in_the_year_is_not_taken_for_none():
    """By February no year has had any of the income that March brings."""
    _, found = outlook(delivered(BOOK, BUDGET))
    assert said(found, "seasonal_share", "2019-02") == "too_early"


def test_a_side_that_is_first_booked_later_in_the_year_is_not_known_before():
    late = (2019, "bas", "income", [0] * 9 + [50, 0, 0])  # not budgeted, and not there before
    costs = [row for row in BOOK if row[2] == "cost"]
    _, found = outlook(delivered([*costs, late], [BUDGET[0]]))
    assert said(found, "seasonal_share", "2019-03") == -27 / 0.24
    assert said(found, "seasonal_share", "2019-10") == "no_history"


def test_a_line_with_nothing_booked_and_nothing_budgeted_has_no_sides_to_compute_on():
    late = (2019, "ny", "cost", [0] * 11 + [-5])
    _, found = outlook(delivered([*BOOK, late], BUDGET))
    assert said(found, "seasonal_share", "2019-11", "ny") == "no_sides"


def test_a_sum_is_compared_by_the_budgets_there_are_before_and_after_a_line_without_one_is_booked():
    small = [evenly(2018, "bas", "cost", -1), evenly(2019, "bas", "cost", -9)]  # a twentieth of the budget
    late = (2019, "ny", "cost", [0] * 9 + [-5, 0, 0])
    for book in (small, [*small, late]):
        _, found = outlook(delivered(book, [evenly(2019, "bas", "cost", -20)]))
        assert said(found, "seasonal_share", "2019-03", "total") == "not_comparable"


def test_a_sum_row_has_the_shares_of_its_own_sides_and_is_not_the_sum_of_its_items():
    book = years(
        """
        year line class jan feb mar apr may jun jul aug sep oct nov dec
        2018 a    cost  -20 -20 -10 -5  -5  -5  -5  -5  -5  -5  -5  -10   # -100, 50 % by March
        2018 b    cost  -5  -10 -10 -5  -5  -5  -10 -10 -10 -10 -10 -10   # -100, 25 % by March
        2019 a    cost  -20 -20 -20 0   0   0   0   0   0   0   0   0
        2019 b    cost  -5  -5  -10 0   0   0   0   0   0   0   0   0
        2019 ny   cost  -1  -1  -1  0   0   0   0   0   0   0   0   0     # not in last year's tree
        """
    )
    _, found = outlook(delivered(book, [evenly(2019, line, "cost", -10) for line in ("a", "b", "ny")]))
    items = [said(found, "seasonal_share", "2019-03", line) for line in ("a", "b", "ny")]
    assert items == [-60 / 0.50, -20 / 0.25, "no_history"]
    assert said(found, "seasonal_share", "2019-03", "total") == round((-60 - 20 - 3) / (75 / 200), 2)


def test_december_is_the_outcome_and_has_no_baseline():
    _, found = outlook(delivered(BOOK, BUDGET))
    assert sorted(found["period"].dt.month.unique()) == list(range(1, 12))


def test_a_deviation_is_what_the_budgets_phasing_gives_and_what_remains():
    results, _ = outlook(delivered(BOOK, BUDGET))
    costs = (0.24 - 30 / 120) * -120  # a year's costs come later than twelfths
    income = (0.50 - 15 / 60) * 60  # and half the income by March
    phasing, real = parts(results, "2019-03")
    assert phasing == pytest.approx(costs + income, abs=0.005)
    assert phasing == 1.2 + 15
    assert real == ((-27 + 40) - (-30 + 15)) - (1.2 + 15)


def test_the_whole_deviation_of_december_is_real():
    results, _ = outlook(delivered(BOOK, BUDGET))
    assert parts(results, "2019-12") == (0, (-108 + 40) - (-120 + 60))


def test_a_budgeted_side_without_a_comparable_year_leaves_the_deviation_undivided():
    history = [row for row in BOOK if row[:3] != (2018, "bas", "income")]
    results, _ = outlook(delivered(history, BUDGET))
    assert parts(results, "2019-03") == (None, None)
    without_history, _ = outlook(delivered([row for row in BOOK if row[0] == 2019], BUDGET))
    assert parts(without_history, "2019-03") == (None, None)


def test_a_side_with_a_budget_of_zero_has_no_phasing_and_all_its_deviation_is_real():
    history = [row for row in BOOK if row[:3] != (2018, "bas", "income")]
    results, _ = outlook(delivered(history, [BUDGET[0], evenly(2019, "bas", "income", 0)]))
    assert parts(results, "2019-03") == (1.2, ((-27 + 40) - -30) - 1.2)


def test_a_year_without_budget_has_no_deviation_to_divide():
    results, _ = outlook(delivered(BOOK))
    assert parts(results, "2019-03") == (None, None)


ITEMS = [f"item_{number}" for number in range(12)]
KEYS = [(year, line, name) for year in (2018, 2019) for line in ITEMS for name in ("cost", "income")]


def some_years(seed: int) -> list[Year]:
    """Lines with amounts of any sign and months of nothing; some begin late in the year, and some are not there."""
    random = Random(seed)
    return [(*key, some_months(random, begins=random.choice((0, 0, 4, 8, 12)))) for key in KEYS]


def some_months(random: Random, begins: int) -> list[int | None]:
    return [None] * begins + [random.choice((None, 0, 0, random.randint(-999, 999))) for _ in range(begins, 12)]


@pytest.mark.parametrize("seed", range(3))
def test_phasing_and_what_remains_are_the_deviation_to_the_ore(seed: int):
    book, budget = some_years(seed), some_years(seed + 100)
    results, _ = outlook(delivered([*BOOK, *book], [*BUDGET, *budget]))
    both = results.dropna(subset=["deviation_phasing_ore"])
    assert len(both), "the line bas has a deviation to divide"
    assert (both["deviation_phasing_ore"] + both["deviation_real_ore"] == both["deviation_ytd_ore"]).all()
    assert results["deviation_phasing_ore"].isna().equals(results["deviation_real_ore"].isna())


@pytest.mark.parametrize("seed", range(3))
def test_no_baseline_looks_ahead_at_a_later_year(seed: int):
    book, budget, other_book, other_budget = (some_years(seed + more) for more in (0, 100, 200, 300))
    _, before = outlook(delivered([*BOOK, *book], [*BUDGET, *budget]))
    changed = [*BOOK, *through(2018, book, other_book)], [*BUDGET, *through(2018, budget, other_budget)]
    _, after = outlook(delivered(*changed))
    assert earlier_than(before, "2019-01").equals(earlier_than(after, "2019-01"))


@pytest.mark.parametrize("month", (1, 4, 8, 11))
def test_no_baseline_looks_ahead_at_a_later_month(month: int):
    book, budget, other = (some_years(month + more) for more in (0, 100, 200))
    spliced = [
        (*now[:3], [*now[3][:month], *then[3][month:]]) if now[0] == 2019 else now
        for now, then in zip(book, other, strict=True)
    ]
    _, before = outlook(delivered([*BOOK, *book], [*BUDGET, *budget]))
    _, after = outlook(delivered([*BOOK, *spliced], [*BUDGET, *budget]))
    following = f"2019-{month + 1:02d}"
    assert earlier_than(before, following).equals(earlier_than(after, following))


def through(year: int, now: list[Year], then: list[Year]) -> list[Year]:
    """The rows of `now` through a year, of `then` after it."""
    return [*(row for row in now if row[0] <= year), *(row for row in then if row[0] > year)]


def earlier_than(baselines: pd.DataFrame, month: str) -> pd.DataFrame:
    known = baselines[baselines["period"] < month]
    return known.sort_values(["period", "line_id", "method"], ignore_index=True)
