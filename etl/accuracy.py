"""How right earlier forecasts were: reported ones and baselines against the outcome of closed years. Pure; öre."""

import pandas as pd

from etl.finance import LINE_YEAR, with_year

LINE_MONTH = ["period", "line_id"]


def forecast_errors(
    results: pd.DataFrame, made: pd.DataFrame, baselines: pd.DataFrame, closed: pd.Series
) -> pd.DataFrame:
    """Month made x line x method, in years whose December is closed.

    error = (the year's outcome - the forecast) / the gross year budget; plus is an outcome better than the forecast.
    Missing where the year has no budget, or one of zero. `made` is the table `forecasts`.
    """
    reported = made.rename(columns={"reported_period": "period", "forecast_year_ore": "predicted_year_ore"})
    predicted = pd.concat([reported.assign(method="forecast"), baselines], ignore_index=True)
    predicted = with_year(predicted.dropna(subset=["predicted_year_ore"]))
    table = predicted[["year", *LINE_MONTH, "method", "predicted_year_ore"]]
    table = table.merge(outcomes(results, closed), on=LINE_YEAR, validate="m:1")
    table = table.assign(months_left=12 - table["period"].dt.month).query("months_left > 0")
    gross = table["gross_budget_year_ore"].astype("Float64").where(table["gross_budget_year_ore"] > 0)
    error = (table["actual_year_ore"] - table["predicted_year_ore"]).astype("Float64") / gross
    return table.assign(error=error.astype("float64")).drop(columns="year").reset_index(drop=True)


def outcomes(results: pd.DataFrame, closed: pd.Series) -> pd.DataFrame:
    """Year and line -> actual_year_ore and gross_budget_year_ore, of the years that are closed."""
    december = results[(results["period"].dt.month == 12) & results["period"].isin(closed)]
    rows = with_year(december.dropna(subset=["actual_ytd_ore"]))
    return rows[[*LINE_YEAR, "actual_ytd_ore", "gross_budget_year_ore"]].rename(
        columns={"actual_ytd_ore": "actual_year_ore"}
    )
