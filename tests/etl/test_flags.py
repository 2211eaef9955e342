"""When a budget line is flagged: worked examples in mnkr, `-` is not flagged. And the limits a region sets itself."""

import ast
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import snapshot as store
from data.errors import UsageError
from etl import config, finance
from etl.__main__ import main
from etl.flagging import limits
from etl.flagging.investments import investment_flags
from etl.flagging.lines import line_flags
from etl.flagging.staff import indicator_flags
from tests.etl.flagged import every_flag, facts, found, surprises, tables
from tests.etl.region import make_region
from tests.etl.worked import dataset, ledger, rows

FLAGGING = Path(limits.__file__).parent
README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")


def test_a_forecast_worse_than_budget_by_both_limits_and_serious_at_twice_both():
    text = """
        period  line forecast budget gross flag
        2019-03 a    -102     -100   100   warning   # 2.0 mnkr and 2.0 %: at both limits
        2019-03 b    -101.99  -100   100   -         # under 2.0 mnkr
        2019-03 c    -102     -100   100.1 -         # 2.0 mnkr, but under 2 % of gross
        2019-03 d    -104     -100   100   serious   # twice both
        2019-03 e    -104     -100   200.1 -         # 4.0 mnkr, under 2 %
        2019-03 f    -104     -100   100.1 warning   # twice the mnkr, not twice the per cent
        2019-03 g    -98      -100   100   -         # better than budget
        2019-03 h    -3       0      0     warning   # no gross to measure against: mnkr alone
        2019-03 i    -102     -      -     -         # no budget
        2019-03 j    -        -100   100   -         # no forecast
        2019-03 k    8        10     20    warning   # income less than budget
    """
    assert surprises("forecast_below_budget", text) == []


def test_a_forecast_better_than_budget_by_both_limits_is_a_note():
    text = """
        period  line forecast budget gross flag
        2019-03 a    -98      -100   100   info      # 2.0 mnkr and 2.0 %
        2019-03 b    -98.01   -100   100   -         # under 2.0 mnkr
        2019-03 c    -98      -100   100.1 -         # under 2 %
        2019-03 d    -90      -100   100   info      # never more than a note
        2019-03 e    -102     -100   100   -         # worse
        2019-03 f    2        0      0     info      # no gross: mnkr alone
        2019-03 g    -98      -      -     -         # no budget
    """
    assert surprises("forecast_above_budget", text) == []


def test_better_than_budget_has_limits_of_its_own():
    text = """
        period  line forecast budget gross flag
        2019-03 a    -97      -100   60    info      # 3.0 mnkr and 5.0 %
        2019-03 b    -97.01   -100   50    -         # under 3.0 mnkr
        2019-03 c    -97      -100   61    -         # under 5 %
        2019-03 d    -103     -100   60    -
    """
    own = {"forecast_above_budget_mnkr": 3.0, "forecast_above_budget_percent": 5.0}
    assert surprises("forecast_above_budget", text, **own) == []


def test_a_forecast_worse_than_the_one_before_in_the_month_it_was_made():
    text = """
        period  line forecast budget gross change flag
        2019-03 a    -100     -100   100   -      -         # the first forecast has none before it
        2019-05 a    -101     -100   100   -1     warning   # 1.0 mnkr worse
        2019-06 a    -101     -100   100   -      -         # carried, not made
        2019-08 a    -101.99  -100   100   -0.99  -         # under 1.0 mnkr
        2019-10 a    -100.99  -100   100   1      -         # better
    """
    assert surprises("forecast_worsened", text) == []


UNCHANGED = """
    period  line made    forecast budget gross outcome flag
    2019-03 a    2019-03 -100     -100   100   0       -
    2019-05 a    2019-05 -100     -100   100   -1      -         # the second forecast of the year
    2019-08 a    2019-08 -100     -100   100   -1      warning   # moved 1.0 mnkr and 1.0 % since March
    2019-09 a    2019-08 -100     -100   100   -9      -         # no forecast is made in September
    2019-10 a    2019-10 -100     -100   100   -2      warning   # May, August, October: -1.0
    2019-11 a    2019-11 -100     -100   100   -1.99   -         # August to November: under 1.0

    2019-03 b    2019-03 -100     -100   100   0       -
    2019-05 b    2019-05 -100     -100   100   0       -
    2019-08 b    2019-08 -100     -100   100   1       warning   # moved the other way

    2019-03 c    2019-03 -100     -100   100.1 0       -
    2019-05 c    2019-05 -100     -100   100.1 0       -
    2019-08 c    2019-08 -100     -100   100.1 -1      -         # under 1 % of gross

    2019-03 d    2019-03 -100     -100   100   0       -
    2019-05 d    2019-05 -100.05  -100   100   0       -
    2019-08 d    2019-08 -100     -100   100   -9      -         # the middle forecast was 0.05 away
    2019-03 e    2019-03 -100     -100   100   0       -
    2019-05 e    2019-05 -100.049 -100   100   0       -
    2019-08 e    2019-08 -100     -100   100   -9      warning   # 0.049 away is the same forecast

    2018-10 f    2018-10 -100     -100   100   0       -
    2018-12 f    2018-12 -100     -100   100   0       -
    2019-08 f    2019-08 -100     -100   100   -9      -         # the first of its year

    2019-03 g    2019-03 -100     -100   100   -       -         # March has no outcome
    2019-05 g    2019-05 -100     -100   100   0       -
    2019-08 g    2019-08 -100     -100   100   -9      -

    2019-03 h    2019-03 -100     -      -     0       -
    2019-05 h    2019-05 -100     -      -     0       -
    2019-08 h    2019-08 -100     -      -     -9      -         # no budget

    2019-03 i    2019-03 0        0      0     0       -
    2019-05 i    2019-05 0        0      0     0       -
    2019-08 i    2019-08 0        0      0     -1      warning   # no gross: mnkr alone
"""


def test_three_equal_forecasts_while_the_outcome_moves():
    assert surprises("forecast_unchanged", UNCHANGED) == []


def test_an_unchanged_forecast_tells_its_three_months_and_the_outcome_then_and_now():
    raised = found("forecast_unchanged", tables(UNCHANGED))
    assert facts(raised[(raised["subject_id"] == "a") & (raised["period"] == "2019-10-01")]) == {
        "first_reported_period": "2019-05-01",
        "second_reported_period": "2019-08-01",
        "forecast_reported_period": "2019-10-01",
        "forecast_year_sek": -100e6,
        "gross_budget_year_sek": 100e6,
        "first_deviation_ytd_sek": -1e6,
        "deviation_ytd_sek": -2e6,
        "deviation_moved_sek": -2e6 - -1e6,
        "deviation_moved_share": -1 / 100,
        "unchanged_mnkr": 0.05,
        "limit_mnkr": 1.0,
        "limit_percent": 1.0,
    }


def test_a_reporting_month_without_results_counts_among_the_three():
    """The last three are May, August and October, and the outcome of May is not known; March is not taken instead."""
    source = tables(
        """
        period  line forecast budget gross outcome
        2019-03 a    -100     -100   100   0
        2019-05 a    -100     -100   100   0
        2019-08 a    -120     -100   100   -9
        2019-10 a    -120     -100   100   -9
        2019-11 a    -120     -100   100   -19
        """
    )
    assert found("forecast_unchanged", source)["period"].tolist() == [pd.Timestamp(2019, 11, 1)]
    source["results"] = source["results"][source["results"]["period"] != "2019-08-01"]
    assert found("forecast_unchanged", source).empty


def test_a_forecast_that_equals_the_budget_while_the_outcome_does_not():
    text = """
        period  line made    forecast budget gross outcome flag
        2019-02 a    -       -        -100   50    -9      -         # no forecast yet
        2019-03 a    2019-03 -100     -100   50    -1      warning   # 1.0 mnkr and 2.0 %
        2019-04 a    2019-03 -100     -100   50    -1.5    warning   # carried, and still said
        2019-03 b    2019-03 -100     -100   49    -0.99   -         # under 1.0 mnkr
        2019-03 c    2019-03 -100     -100   50.1  -1      -         # under 2 %
        2019-03 d    2019-03 -100     -100   50    1       warning   # better so far
        2019-03 e    2019-03 -100.049 -100   50    -1      warning   # within 0.05
        2019-03 f    2019-03 -100.05  -100   50    -1      -         # 0.05 is another amount
        2019-03 g    2019-03 -99.95   -100   50    -1      -         # the same, better
        2019-03 h    2019-03 -100     -      -     -1      -         # no budget
        2019-03 i    2019-03 0        0      0     -1      warning   # no gross: mnkr alone
        2019-03 j    2019-03 -100     -100   50    -       -         # no outcome
    """
    assert surprises("forecast_equals_budget", text) == []


def test_zero_as_the_limit_of_equality_means_to_the_ore():
    text = """
        period  line made    forecast    budget gross outcome flag
        2019-03 a    2019-03 -100        -100   50    -1      warning
        2019-03 b    2019-03 -100.000001 -100   50    -1      -
    """
    assert surprises("forecast_equals_budget", text, equals_budget_mnkr=0.0) == []


def test_forecast_and_outcome_on_different_sides_of_the_budget():
    text = """
        period  line made    forecast budget gross outcome flag
        2019-03 a    2019-03 -101     -100   100   1       warning   # worse says the forecast, better the outcome
        2019-03 b    2019-03 -99      -100   100   -1      warning   # the other way round
        2019-03 c    2019-03 -101     -100   100   -1      -         # both worse
        2019-03 d    2019-03 -99      -100   100   1       -         # both better
        2019-03 e    2019-03 -100.99  -100   90    1       -         # the forecast is under 1.0 mnkr
        2019-03 f    2019-03 -101     -100   90    0.99    -         # the outcome is
        2019-03 g    2019-03 -101     -100   100.1 1.1     -         # the forecast is under 1 %
        2019-03 h    2019-03 -101.1   -100   100.1 1       -         # the outcome is
        2019-03 i    2019-03 -101     -      -     1       -         # no budget
        2019-03 j    -       -        -100   100   1       -         # no forecast
        2019-03 k    2019-03 -1       0      0     1       warning   # no gross: mnkr alone
        2019-03 l    2019-03 -101     -100   100   -       -         # no outcome
    """
    assert surprises("forecast_opposite_sign", text) == []


REPEATED = """
    period  line made    forecast budget gross outcome flag
    2017-12 a    -       -        -100   100   -2      -
    2018-12 a    -       -        -150   150   -3      -
    2019-03 a    2019-03 -204     -200   200   0       warning   # 2.0 % of its own gross, three years
    2017-12 b    -       -        -100   100   2       -
    2018-12 b    -       -        -150   150   3       -
    2019-03 b    2019-03 -196     -200   200   0       info      # better, three years
    2017-12 c    -       -        -100   100   -1.99   -         # 2017 is under 2.0 mnkr
    2018-12 c    -       -        -100   100   -3      -
    2019-03 c    2019-03 -104     -100   100   0       -
    2017-12 d    -       -        -100   100   -3      -
    2018-12 d    -       -        -160   160   -3      -         # 2018 is under 2 %
    2019-03 d    2019-03 -104     -100   100   0       -
    2017-12 e    -       -        -100   100   -3      -
    2018-12 e    -       -        -100   100   -3      -
    2019-03 e    2019-03 -101.99  -100   100   -9      -         # the forecast is under 2.0 mnkr
    2017-12 f    -       -        -100   100   -3      -
    2018-12 f    -       -        -100   100   3       -         # the other way
    2019-03 f    2019-03 -103     -100   100   0       -
    2018-12 g    -       -        -100   100   -3      -         # the line is not in 2017
    2019-03 g    2019-03 -103     -100   100   0       -
    2017-12 h    -       -        -100   100   -3      -
    2018-11 h    -       -        -100   100   -3      -         # November is not the end of 2018
    2019-03 h    2019-03 -103     -100   100   0       -
    2017-12 i    -       -        -100   100   -3      -
    2018-12 i    -       -        -      -     -       -         # 2018 had no budget
    2019-03 i    2019-03 -103     -100   100   0       -
    2017-12 j    -       -        -100   100   -3      -
    2018-12 j    -       -        -100   100   -3      -
    2019-03 j    -       -        -100   100   -9      -         # no forecast this year
"""


def test_a_deviation_the_same_way_as_the_two_years_before():
    assert surprises("deviation_repeated", REPEATED) == []


@pytest.mark.parametrize("month", ["2017-12", "2018-12"])
def test_a_year_that_is_not_closed_has_no_final_deviation(month):
    assert found("deviation_repeated", tables(REPEATED, open_months=(month,))).empty


def test_a_repeated_deviation_tells_its_three_years():
    raised = found("deviation_repeated", tables(REPEATED))
    assert facts(raised[raised["subject_id"] == "a"]) == {
        "year": 2019,
        "year_before": 2018,
        "two_years_before": 2017,
        "forecast_deviation_sek": -204e6 - -200e6,
        "year_before_deviation_sek": -3e6,
        "two_years_before_deviation_sek": -2e6,
        "forecast_deviation_share": -4 / 200,
        "year_before_deviation_share": -3 / 150,
        "two_years_before_deviation_share": -2 / 100,
        "limit_mnkr": 2.0,
        "limit_percent": 2.0,
    }


def results_of_three_years(cost_of: dict[int, int], forecast: int) -> dict[str, pd.DataFrame]:
    """Through the ETL's own sums: a cost each month, kr, of a line budgeted at 10 mnkr a month."""
    months = [f"{year}-{month:02d}" for year in (2017, 2018, 2019) for month in range(1, 13 if year < 2019 else 5)]
    whole_years = [f"{year}-{month:02d}" for year in (2017, 2018, 2019) for month in range(1, 13)]
    lines = "year line_id parent_id kind sort_order name\n" + "\n".join(
        f"{year} total - sum 1 Totalt\n{year} bas total item 2 Bas" for year in (2017, 2018, 2019)
    )
    book = [f"{month} bas cost -{cost_of[int(month[:4])]}" for month in months]
    budget = [f"{month} bas cost -10000000" for month in whole_years]
    periods = pd.DataFrame({"period": pd.to_datetime(months).astype("datetime64[ms]"), "status": "closed"})
    delivered = finance.Delivered(
        periods,
        dataset("budget_line", lines),
        ledger("\n".join(["period line_id account_class kr", *book])),
        dataset("budget", "\n".join(["period line_id account_class amount_sek", *budget])),
        dataset("forecast", f"reported_period line_id forecast_year_sek\n2019-03 bas -{forecast}"),
    )
    return {
        "results": finance.results(delivered),
        "forecasts": finance.forecasts(delivered),
        "budget_lines": delivered.lines,
        "periods": periods,
    }


def test_a_generated_series_that_ends_worse_three_years_in_a_row():
    source = results_of_three_years({2017: 10_500_000, 2018: 11_000_000, 2019: 10_000_000}, forecast=123_000_000)
    raised = found("deviation_repeated", source)
    march, april = pd.Timestamp(2019, 3, 1), pd.Timestamp(2019, 4, 1)
    assert sorted(zip(raised["subject_id"], raised["period"], strict=True)) == [
        ("bas", march),
        ("bas", april),
        ("total", march),
        ("total", april),
    ]
    assert set(raised["severity"]) == {"warning"}
    assert set(raised["since_period"]) == {march}
    told = facts(raised[(raised["period"] == april) & (raised["subject_id"] == "bas")])
    years = ("two_years_before_deviation_sek", "year_before_deviation_sek", "forecast_deviation_sek")
    assert [told[year] for year in years] == [12 * -500_000, 12 * -1_000_000, -3_000_000]


def test_a_generated_series_that_turned_once_is_not_repeated():
    source = results_of_three_years({2017: 10_500_000, 2018: 9_000_000, 2019: 10_000_000}, forecast=123_000_000)
    assert found("deviation_repeated", source).empty


def test_only_items_and_the_top_row_are_judged():
    source = tables("period line forecast budget gross\n2019-03 a -110 -100 100\n2019-03 b -110 -100 100")
    source["budget_lines"] = source["budget_lines"].assign(kind="sum", parent_id=["total", None])
    assert found("forecast_below_budget", source)["subject_id"].tolist() == ["b"]


def test_a_run_is_told_from_its_first_month():
    text = """
        period  line forecast budget gross
        2019-03 a    -98      -100   100      # better
        2019-04 a    -100     -100   100
        2019-05 a    -98      -100   100      # better again: a new run
        2019-06 a    -97      -100   100
    """
    raised = found("forecast_above_budget", tables(text))
    assert [f"{month:%m}" for month in raised["since_period"]] == ["03", "05", "05"]


def test_facts_of_a_forecast_hold_its_figures_and_its_limits():
    raised = found("forecast_below_budget", tables("period line forecast budget gross\n2019-03 a -110 -100 200"))
    assert facts(raised) == {
        "forecast_year_sek": -110e6,
        "budget_year_sek": -100e6,
        "gross_budget_year_sek": 200e6,
        "forecast_deviation_sek": -110e6 - -100e6,
        "forecast_deviation_share": (-110 - -100) / 200,
        "limit_mnkr": 2.0,
        "limit_percent": 2.0,
        "serious_mnkr": 2 * 2.0,
        "serious_percent": 2 * 2.0,
    }


def test_an_indicator_is_judged_by_its_direction_and_never_where_it_is_withheld():
    text = """
        indicator_id   value target limit numerator suppressed breakdown flag
        sick_leave_r12 0.05  0.05   0.06  50        0          total     -               # lower is better: at target
        sick_leave_r12 0.051 0.05   0.06  51        0          total     beyond_target
        sick_leave_r12 0.06  0.05   0.06  60        0          total     beyond_target   # at the limit
        sick_leave_r12 0.061 0.05   0.06  61        0          total     beyond_limit    # and not the target too
        hme            75    75     70    -         0          total     -               # higher is better
        hme            74.9  75     70    -         0          total     beyond_target
        hme            69.9  75     70    -         0          total     beyond_limit
        hme            74.996 75    70    -         0          total     beyond_target   # an index is not rounded
        hme            10    -      -     -         0          total     -               # no target, no limit
        full_time_share 0.5  0.8    -     50        0          total     -               # neither way is better
        sick_leave_r12 0.05  0.046  -     -         0          total     -               # whole per cent: 4.5 or 5.4
        sick_leave_r12 0.05  0.044  -     -         0          total     beyond_target   # at least 4.5
        sick_leave_r12 -     0.05   0.06  -         0          total     -               # a month was not delivered
        sick_leave_r12 -     0.05   0.06  -         1          total     -               # withheld
        sick_leave_r12 0.09  0.05   0.06  90        1          total     -               # said to be withheld
        sick_leave_r12 0.09  0.05   0.06  90        0          K         -               # only the whole is judged
    """
    for row in rows(text):
        given = {name: float(row[name] or "nan") for name in ("value", "target", "limit", "numerator")}
        named = {name: row[name] for name in ("indicator_id", "breakdown")}
        table = pd.DataFrame([{**named, **given, "suppressed": row["suppressed"] == "1", "department_id": "office"}])
        flags = pd.concat(indicator_flags(table.assign(period=pd.Timestamp(2019, 8, 1))))
        assert flags["rule"].tolist() == ([row["flag"]] if row["flag"] else []), row


def test_an_investment_far_from_its_budget_by_both_limits():
    text = """
        item_id deviation budget flag
        a       -5        -50    warning   # 5.0 mnkr and 10 %: more spent
        b       5         -50    info      # less spent
        c       -4.99     -10    -         # under 5.0 mnkr
        d       -5        -50.1  -         # under 10 %
        e       -5        0      warning   # no budget to measure against: mnkr alone
        f       -         -      -
    """
    for row in rows(text):
        ore = {
            f"{name}_ore": [round(float(row[name]) * 1e8) if row[name] else None] for name in ("deviation", "budget")
        }
        table = pd.DataFrame({name: pd.Series(value, dtype="Int64") for name, value in ore.items()})
        table = table.rename(columns={"budget_ore": "budget_year_ore"}).assign(
            item_id=row["item_id"], reported_period=pd.Timestamp(2019, 8, 1), forecast_year_ore=0, actual_ytd_ore=0
        )
        flags = pd.concat(investment_flags(table, limits.house_limits()["investment"]))
        assert flags["severity"].tolist() == ([row["flag"]] if row["flag"] else []), row


LIMITED = {
    "forecast_below_budget": {"limit_mnkr", "limit_percent", "serious_mnkr", "serious_percent"},
    "forecast_above_budget": {"limit_mnkr", "limit_percent"},
    "forecast_worsened": {"limit_mnkr"},
    "forecast_unchanged": {"unchanged_mnkr", "limit_mnkr", "limit_percent"},
    "forecast_equals_budget": {"equal_mnkr", "limit_mnkr", "limit_percent"},
    "forecast_opposite_sign": {"limit_mnkr", "limit_percent"},
    "deviation_repeated": {"limit_mnkr", "limit_percent"},
    "overdue": {"limit_days"},
    "end_date_moved": {"limit_moves"},
    "on_track_overdue": {"limit_days"},
    "not_updated": {"limit_months"},
    "paused_long": {"limit_months"},
    "comment_copied": {"limit_reports"},
    "beyond_target": {"target"},
    "beyond_limit": {"limit"},
    "investment_deviation": {"limit_mnkr", "limit_percent"},
}


def test_every_rule_with_a_limit_has_it_among_its_facts():
    flags = every_flag().drop_duplicates("rule").set_index("rule")
    for rule, names in LIMITED.items():
        told = facts(flags.loc[[rule]])
        assert names <= set(told), rule
        assert None not in [told[name] for name in names], rule


def raised_in_the_source() -> set[str]:
    """The first argument of every call of `raised`."""
    calls = [node for file in FLAGGING.glob("*.py") for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))]
    return {
        ast.literal_eval(call.args[0])
        for call in calls
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "raised"
    }


def test_the_small_tables_raise_every_rule_that_the_etl_has():
    assert set(every_flag()["rule"]) == raised_in_the_source()


NARROWED = ("forecast_below_budget", "forecast_above_budget", "forecast_opposite_sign")
amounts = st.integers(-300, 300).map(lambda tenths: f"{tenths / 10}")


@settings(max_examples=8)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=20), st.sampled_from([1.0, 1.5, 2.0, 5.0]))
def test_a_wider_limit_never_raises_more(lines, times):
    source = tables(
        "period line forecast budget gross outcome\n"
        + "\n".join(f"2019-03 l{n} {forecast} 0 100 {outcome}" for n, (forecast, outcome) in enumerate(lines))
    )

    def raised(line_limits: dict[str, float]) -> set[tuple[str, str]]:
        flags = pd.concat(line_flags(source, line_limits))
        flags = flags[flags["rule"].isin(NARROWED)]
        return set(zip(flags["rule"], flags["subject_id"], strict=True))

    house = limits.house_limits()["line"]
    assert raised({name: limit * times for name, limit in house.items()}) <= raised(house)


def region_with_limits(folder: Path, text: str) -> Path:
    """A region whose settings name a file of limits."""
    settings = make_region(folder)
    (folder / "granser.toml").write_text(text, encoding="utf-8")
    settings.write_text('flags = "granser.toml"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return settings


def test_a_limit_in_the_regions_file_changes_what_is_flagged(tmp_path):
    """Activity a2 ended on 31 January and is judged on the last of February: 28 days late."""
    for days, late in ((27, ["a2"]), (28, [])):
        region = region_with_limits(tmp_path, f"[activity]\noverdue_days = {days}\n")
        assert main(["run", "--config", str(region), "--out", str(tmp_path / "out")]) == 0
        flags = store.current(tmp_path / "out").read("flags")
        assert flags.loc[flags["rule"] == "overdue", "subject_id"].tolist() == late
    told = flags.loc[flags["rule"] == "comment_missing", "subject_id"].tolist()
    assert told == ["a2"], "the other limits stand"


def test_what_the_regions_file_does_not_set_stands_as_in_the_house(tmp_path):
    loaded = config.load(region_with_limits(tmp_path, "[line]\nforecast_worsened_mnkr = 3\n"), {})
    house = limits.house_limits()
    assert loaded.flag_limits == {**house, "line": {**house["line"], "forecast_worsened_mnkr": 3.0}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[lines]\nforecast_worsened_mnkr = 3", "okänd nyckel lines. Tillåtna: line, activity, investment."),
        (
            "[activity]\noverdue = 3",
            "okänd nyckel activity.overdue. Tillåtna: overdue_days, end_date_moves, not_updated_months, paused_months, "
            "copied_reports.",
        ),
        ('[activity]\noverdue_days = "3"', "nyckeln activity.overdue_days är '3'. Tillåtet: ett tal som är minst 0"),
        ("[activity]\noverdue_days = true", "nyckeln activity.overdue_days är True."),
        ("[activity]\noverdue_days = nan", "nyckeln activity.overdue_days är nan."),
        ("[activity]\noverdue_days = -1", "nyckeln activity.overdue_days är -1."),
        ("activity = 3", "nyckeln activity är 3. Tillåtet: en tabell."),
        ("[activity", "filen är inte giltig TOML"),
    ],
)
def test_a_fault_in_the_file_of_limits_is_told_with_what_is_allowed(tmp_path, text, told):
    region = region_with_limits(tmp_path, text)
    with pytest.raises(UsageError) as error:
        config.load(region, {})
    assert str(error.value).startswith(f"{tmp_path / 'granser.toml'}: {told}")
    assert str(error.value).endswith("Rätta filen och kör igen.")


def test_the_limits_that_the_readme_shows_can_be_set(tmp_path):
    shown = README.split("```toml\n# granser.toml\n")[1].split("```")[0]
    loaded = config.load(region_with_limits(tmp_path, shown), {}).flag_limits
    assert (loaded["line"]["forecast_below_budget_mnkr"], loaded["activity"]["overdue_days"]) == (5.0, 14)


def test_faults_of_both_files_are_told_at_once(tmp_path):
    region = region_with_limits(tmp_path, "[activity]\noverdue = 3")
    region.write_text(region.read_text(encoding="utf-8") + "refused = 1\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        config.load(region, {})
    assert "activity.overdue" in str(error.value)
    assert "checks.refused" in str(error.value)


def test_a_file_of_limits_that_is_not_there(tmp_path):
    region = region_with_limits(tmp_path, "")
    (tmp_path / "granser.toml").unlink()
    with pytest.raises(UsageError, match="nyckeln flags är 'granser.toml'. Tillåtet: en fil som finns; .* saknas"):
        config.load(region, {})
