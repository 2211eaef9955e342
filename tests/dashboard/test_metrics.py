"""Worked examples of what the screens compute from published frames."""

from io import StringIO

import pandas as pd
import pytest

from dashboard import metrics

AUGUST = pd.Timestamp(2019, 8, 1)


def read(text: str) -> pd.DataFrame:
    return pd.read_csv(StringIO(text), sep=r"\s+", na_values=["-"])


LINES = read(
    """
    year line_id parent_id name        kind sort_order department_id depth budget_year_sek
    2019 total   -         Totalt      sum  9          -             0     -
    2019 b       total     Bas         item 2          kansli        1     -
    2019 a       total     Drift       item 1          it            1     -
    2019 c       total     Utveckling  item 3          natet         1     -
    """
)
DEPARTMENTS = read(
    """
    department_id parent_id name
    kontoret      -         Kontoret
    it            kontoret  IT
    natet         it        Nätet
    kansli        kontoret  Kansliet
    """
)


def results() -> pd.DataFrame:
    """Three items and their sum; the network's line has no forecast."""
    frame = read(
        """
        line_id department_id actual_ytd_sek budget_ytd_sek forecast_year_sek actual_provenance
        a       it            -50            -40            -70               published
        b       kansli        -100           -120           -150              published
        c       natet         -7             -9             -                 simulated
        total   -             -157           -169           -                 published
        """
    )
    others = {name: float("nan") for name in metrics.MONEY if name not in frame}
    return frame.assign(period=AUGUST, **others).assign(
        deviation_ytd_sek=lambda rows: rows["actual_ytd_sek"] - rows["budget_ytd_sek"],
        forecast_reported_period=pd.Timestamp(2019, 5, 1),
    )


def test_a_table_stands_in_the_printed_order_with_sums_below_their_items() -> None:
    table = metrics.economy_table(results(), LINES, AUGUST, departments=None)
    assert list(table["line_id"]) == ["a", "b", "c", "total"]
    assert not table["partial"].any()


def test_a_department_sees_its_own_lines_and_a_sum_over_those_alone() -> None:
    table = metrics.economy_table(results(), LINES, AUGUST, frozenset({"it", "natet"}))
    assert list(table["line_id"]) == ["a", "c", "total"]
    total = table.iloc[-1]
    assert total["actual_ytd_sek"] == -50 + -7
    assert total["deviation_ytd_sek"] == (-50 + 40) + (-7 + 9)
    assert bool(total["partial"])
    assert total["actual_provenance"] == "simulated"  # one part is, so the sum is


def test_a_sum_over_a_missing_part_is_missing_not_smaller() -> None:
    table = metrics.economy_table(results(), LINES, AUGUST, frozenset({"it", "natet"}))
    assert pd.isna(table.iloc[-1]["forecast_year_sek"])


def test_a_department_without_lines_gets_an_empty_table() -> None:
    assert metrics.economy_table(results(), LINES, AUGUST, frozenset({"ekonomi"})).empty


def test_the_top_row_is_the_one_that_no_other_row_sums() -> None:
    table = metrics.economy_table(results(), LINES, AUGUST, departments=None)
    top = metrics.top_row(table)
    assert top is not None
    assert top["line_id"] == "total"
    assert metrics.top_row(table.head(0)) is None


def test_a_department_includes_those_below_it() -> None:
    assert metrics.department_and_below(DEPARTMENTS, "it") == {"it", "natet"}


def test_movers_are_the_largest_by_size_and_zero_rows_are_left_out() -> None:
    rows = pd.DataFrame(
        {"kind": ["item", "item", "item", "sum"], "name": list("abcd"), "deviation_ytd_sek": [1e6, -3e6, 40_000, 9e6]}
    )
    assert list(metrics.movers(rows, "deviation_ytd_sek", 3)["name"]) == ["b", "a"]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(-20.0, 122.0, -20 / 122), (16.1, -256.6, 16.1 / 256.6), (5.0, 0.0, None), (None, 10.0, None)],
)
def test_a_share_is_of_the_size_of_the_whole(part: float | None, whole: float, expected: float | None) -> None:
    share = metrics.share_of(pd.Series([part], dtype=float), pd.Series([whole])).iloc[0]
    assert pd.isna(share) if expected is None else share == expected


def test_account_classes_sum_over_items_and_keep_missing_apart_from_zero() -> None:
    months = read(
        """
        line_id period     account_class actual_sek budget_sek
        a       2019-01-01 Personal      -10        -12
        b       2019-01-01 Personal      -20        -18
        a       2019-02-01 Personal      -11        -
        a       2018-12-01 Personal      -99        -99
        a       2019-09-01 Personal      -99        -99
        """
    ).assign(period=lambda rows: pd.to_datetime(rows["period"]))
    found = metrics.class_months(months, ["a", "b"], 2019, AUGUST)
    assert list(found["actual_sek"]) == [-10 + -20, -11]
    assert found["budget_sek"].iloc[0] == -12 + -18
    assert pd.isna(found["budget_sek"].iloc[1])


def test_forecast_months_of_the_year_in_order() -> None:
    rows = pd.DataFrame(
        {
            "period": pd.to_datetime(["2018-12-01", "2019-04-01", "2019-05-01", "2019-08-01"]),
            "forecast_reported_period": pd.to_datetime(["2018-10-01", "2019-03-01", "2019-05-01", "2019-08-01"]),
        }
    )
    assert metrics.latest_forecast_period(rows, AUGUST) == AUGUST
    assert metrics.previous_forecast_period(rows, AUGUST) == pd.Timestamp(2019, 5, 1)
    assert metrics.previous_forecast_period(rows, pd.Timestamp(2019, 4, 1)) is None  # the year's first


def test_a_month_against_the_same_month_last_year_is_missing_where_that_is() -> None:
    values = pd.DataFrame(
        {"period": pd.to_datetime(["2018-07-01", "2019-07-01", "2019-08-01"]), "value": [0.020, 0.023, 0.021]}
    )
    changes = metrics.month_over_last_year(values)["change"]
    assert changes.iloc[1] == pytest.approx(0.023 - 0.020)
    assert changes.isna().tolist() == [True, False, True]
