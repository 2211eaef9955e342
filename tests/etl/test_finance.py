"""Results against budget: running sums, sum rows, forecasts, last year."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked import dataset, ledger

from etl import finance

LINES = dataset(
    "budget_line",
    """
    year line_id parent_id kind sort_order department_id budget_year_sek name
    2018 total   -         sum  1          -             -               Totalt
    2018 bas     total     item 2          hr            -               Bas
    2019 total   -         sum  1          -             -               Totalt
    2019 bas     total     item 2          hr            -1200           Bas
    2019 ny      total     item 3          it            -               Ny       # not in last year's tree
    """,
)


def delivered(book: str, budget: str = "", forecast: str = "", months: tuple[str, ...] = ()) -> finance.Delivered:
    periods = pd.DataFrame({"period": pd.to_datetime(list(months)).astype("datetime64[ms]"), "status": "closed"})
    return finance.Delivered(
        periods,
        LINES,
        ledger(book),
        dataset("budget", budget or "period line_id account_class amount_sek"),
        dataset("forecast", forecast or "reported_period line_id forecast_year_sek"),
    )


def kronor(results: pd.DataFrame, month: str, line: str, measure: str) -> float | None:
    row = results[(results["period"] == f"{month}-01") & (results["line_id"] == line)]
    value = row[f"{measure}_ore"].item()
    return None if pd.isna(value) else value / 100


BOOK = """
    period  line_id account_class kr
    2018-01 bas     cost          -70
    2019-01 bas     cost          -80
    2019-01 bas     income        10
    2019-01 ny      cost          -5
    2019-02 bas     cost          -90    # ny has no bookings, but the month is delivered
"""


def test_year_to_date_carries_on_where_a_delivered_month_has_no_bookings():
    table = finance.results(delivered(BOOK, months=("2019-01", "2019-02")))
    assert kronor(table, "2019-02", "bas", "actual_ytd") == -80 + 10 - 90
    assert kronor(table, "2019-02", "ny", "actual_ytd") == -5
    assert kronor(table, "2019-02", "total", "actual_ytd") == (-80 + 10 - 90) + -5


def test_a_month_that_is_not_delivered_is_missing_and_so_is_all_that_follows_that_year():
    book = BOOK + "    2019-04 bas     cost          -1\n"
    table = finance.results(delivered(book, months=("2019-02", "2019-03", "2019-04")))
    assert kronor(table, "2019-02", "bas", "actual_ytd") == -80 + 10 - 90
    assert kronor(table, "2019-03", "bas", "actual_ytd") is None
    assert kronor(table, "2019-04", "total", "actual_ytd") is None


def test_year_to_date_starts_in_january_even_when_the_first_published_month_is_later():
    table = finance.results(delivered(BOOK, months=("2019-02",)))
    assert kronor(table, "2019-02", "bas", "actual_ytd") == -80 + 10 - 90
    assert table["period"].unique().tolist() == [pd.Timestamp(2019, 2, 1)]


def test_last_year_is_missing_for_a_line_that_was_not_in_last_years_tree():
    table = finance.results(delivered(BOOK, months=("2018-01", "2019-01")))
    assert kronor(table, "2019-01", "bas", "actual_ytd_prev_year") == -70
    assert kronor(table, "2019-01", "total", "actual_ytd_prev_year") == -70
    assert kronor(table, "2019-01", "ny", "actual_ytd_prev_year") is None


BUDGET = """
    period  line_id account_class amount_sek
    2019-01 bas     cost          -100
    2019-02 bas     cost          -110
"""


def test_a_line_without_a_budget_has_none_and_neither_has_the_sum_above_it():
    table = finance.results(delivered(BOOK, BUDGET, months=("2019-01", "2019-02")))
    assert kronor(table, "2019-02", "bas", "budget_ytd") == -100 - 110
    assert kronor(table, "2019-02", "bas", "deviation_ytd") == (-80 + 10 - 90) - (-100 - 110)
    assert kronor(table, "2019-02", "ny", "budget_ytd") is None
    assert kronor(table, "2019-02", "total", "budget_ytd") is None


def test_the_year_budget_is_the_plans_own_and_never_a_part_of_the_year():
    table = finance.results(delivered(BOOK, BUDGET, months=("2019-02",)))
    assert kronor(table, "2019-02", "bas", "budget_year") == -1200
    assert kronor(table, "2019-02", "ny", "budget_year") is None, "two months are not a year"


FORECAST = """
    reported_period line_id forecast_year_sek
    2019-01         bas     -1300
    2019-03         bas     -1250
    2019-03         ny      -60
"""


def test_a_forecast_carries_forward_and_changes_only_when_it_is_made():
    book = BOOK + "    2019-03 bas     cost          -1\n    2019-04 bas cost -1\n"
    table = finance.results(delivered(book, forecast=FORECAST, months=("2019-01", "2019-02", "2019-03", "2019-04")))
    measures = [
        (kronor(table, f"2019-0{m}", "bas", "forecast_year"), kronor(table, f"2019-0{m}", "bas", "forecast_change"))
        for m in (1, 2, 3, 4)
    ]
    assert measures == [(-1300, None), (-1300, None), (-1250, -1250 - -1300), (-1250, None)]
    assert kronor(table, "2019-03", "bas", "forecast_deviation") == -1250 - -1200


def test_a_sum_row_has_a_forecast_only_where_every_item_has_one():
    made = finance.forecasts(delivered(BOOK, forecast=FORECAST, months=("2019-03",)))
    sums = made[made["line_id"] == "total"]
    assert [(f"{r.reported_period:%Y-%m}", r.forecast_year_ore / 100) for r in sums.itertuples()] == [
        ("2019-03", -1250 + -60)
    ]


UNEVEN = """
    reported_period line_id forecast_year_sek
    2019-01         bas     -1100
    2019-01         ny      -50
    2019-02         bas     -1080     # ny makes none this time
    2019-03         bas     -1000
    2019-03         ny      -40
"""


def test_a_sum_carries_the_latest_forecast_of_each_item():
    months = ("2019-01", "2019-02", "2019-03")
    table = finance.results(delivered(BOOK, forecast=UNEVEN, months=months))
    assert kronor(table, "2019-02", "total", "forecast_year") == -1080 + -50
    february = table[(table["period"] == "2019-02-01") & (table["line_id"] == "total")]
    assert february["forecast_reported_period"].item() == pd.Timestamp(2019, 2, 1)


def test_a_change_is_against_the_reporting_month_before_and_never_an_older_one():
    months = ("2019-01", "2019-02", "2019-03")
    table = finance.results(delivered(BOOK, forecast=UNEVEN, months=months))
    assert kronor(table, "2019-03", "bas", "forecast_change") == -1000 - -1080
    assert kronor(table, "2019-03", "ny", "forecast_change") is None  # it made none in February
    assert kronor(table, "2019-03", "total", "forecast_change") is None


def test_the_gross_budget_of_a_sum_is_that_of_its_items_also_where_a_line_has_no_classes():
    budget = """
    period  line_id account_class amount_sek
    2019-01 ny      cost          -70
    2019-01 ny      income        20
    """
    table = finance.results(delivered(BOOK, budget + _rest_of_the_year("ny"), months=("2019-01",)))
    assert kronor(table, "2019-01", "ny", "gross_budget_year") == 70 + 20  # without their signs
    assert kronor(table, "2019-01", "bas", "gross_budget_year") == 1200  # the plan's own, it has no classes
    assert kronor(table, "2019-01", "total", "gross_budget_year") == 70 + 20 + 1200


def _rest_of_the_year(line: str) -> str:
    return "\n".join(f"2019-{month:02d} {line} cost 0" for month in range(2, 13))


amounts = st.integers(-(10**12), 10**12)
bookings = st.dictionaries(
    st.tuples(st.integers(1, 12), st.sampled_from(["bas", "ny"]), st.sampled_from(["cost", "income"])),
    amounts,
    min_size=1,
)


@settings(max_examples=15)
@given(bookings)
def test_no_transform_changes_a_total(booked):
    text = "period line_id account_class kr\n" + "\n".join(
        f"2019-{month:02d} {line} {kind} {amount}" for (month, line, kind), amount in booked.items()
    )
    source = delivered(text, months=tuple(f"2019-{m:02d}" for m in range(1, 13)))
    table, months = finance.results(source), finance.finance_month(source)
    delivered_months = {month for month, _, _ in booked}
    whole = 0
    while whole + 1 in delivered_months:
        whole += 1
    assert months["actual_ore"].sum() == sum(booked.values()) * 100
    if whole:
        expected = sum(amount for (month, _, _), amount in booked.items() if month <= whole)
        assert kronor(table, f"2019-{whole:02d}", "total", "actual_ytd") == pytest.approx(expected, abs=0)
