"""What came before a month of a budget line: the year's earlier forecasts, and how the years before ended. Pure."""

from collections.abc import Mapping

import pandas as pd

from etl.flagging.limits import share

LINE_MONTH = ["period", "line_id"]


def with_forecasts_before(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Adds the two forecasts before, and how far the outcome has moved since the first of the three.

    Only in a reporting month that is at least the third of its year; missing in every other.
    """
    first = tables["results"][[*LINE_MONTH, "deviation_ytd_ore"]].rename(columns=lambda name: f"first_{name}")
    first = first.rename(columns={"first_period": "first_reported_period", "first_line_id": "line_id"})
    before = forecasts_before(tables["forecasts"])
    before = before.merge(first, on=["first_reported_period", "line_id"], how="left", validate="1:1")
    rows = rows.merge(before, on=LINE_MONTH, how="left", validate="1:1")
    moved = rows["deviation_ytd_ore"] - rows["first_deviation_ytd_ore"]
    return rows.assign(deviation_moved_ore=moved, deviation_moved_share=share(moved, rows["gross_budget_year_ore"]))


def forecasts_before(made: pd.DataFrame) -> pd.DataFrame:
    """Reporting month x line, from the third of a year on -> month and amount of the `second` and `first` of three."""
    made = made.sort_values("reported_period")
    of_the_year = made.groupby([made["reported_period"].dt.year, made["line_id"]])
    before = made[["reported_period", "line_id"]].rename(columns={"reported_period": "period"})
    for name, back in (("second", 1), ("first", 2)):
        for column in ("reported_period", "forecast_year_ore"):
            before[f"{name}_{column}"] = of_the_year[column].shift(back)
    return before[before["first_reported_period"].notna()]


def with_final_years(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Adds year, final deviation and gross budget of the year before and of the one before that."""
    finals = final_deviations(tables)
    for name, back in (("year_before", 1), ("two_years_before", 2)):
        ended = finals.add_prefix(f"{name}_").rename(columns={f"{name}_line_id": "line_id", f"{name}_year": name})
        ended = ended.assign(year=ended[name] + back)
        rows = rows.merge(ended, on=["year", "line_id"], how="left", validate="m:1")
    return rows


def final_deviations(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Year x line of the closed years -> deviation and share at the end of December, and the gross budget."""
    periods, results = tables["periods"], tables["results"]
    closed = periods.loc[(periods["status"] == "closed") & (periods["period"].dt.month == 12), "period"]
    ended = results[results["period"].isin(closed)]
    return pd.DataFrame(
        {
            "year": ended["period"].dt.year.astype("Int64"),
            "line_id": ended["line_id"],
            "deviation_ore": ended["deviation_ytd_ore"],
            "gross_ore": ended["gross_budget_year_ore"],
            "deviation_share": share(ended["deviation_ytd_ore"], ended["gross_budget_year_ore"]),
        }
    )
