"""The rules on budget lines: a forecast beside the budget, the outcome, the forecasts before it and the years before.

Amounts are öre in result convention. A per cent is of the gross year budget, the account classes' budgets without
their signs, since a net budget may be near zero.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.flagging.limits import beyond, share, within
from etl.flagging.lines_before import with_final_years, with_forecasts_before
from etl.flagging.subjects import Subjects

Limits = Mapping[str, float]
SERIOUS_TIMES = 2
GROSS = "gross_budget_year_ore"
FORECAST = ("forecast_deviation_ore", "forecast_deviation_share", "forecast_year_ore", "budget_year_ore", GROSS)
OUTCOME = ("deviation_ytd_ore", "deviation_ytd_share", "forecast_reported_period")


def line_flags(tables: Mapping[str, pd.DataFrame], limits: Limits) -> list[pd.DataFrame]:
    """Items and the top row, since the sums between would only repeat them; month x line x rule.

    A forecast is of one year, so a flag on it is not older than that; only `deviation_repeated` looks across years.
    """
    rows = forecast_rows(tables)
    through_the_years = Subjects("line", "line_id", rows)
    lines = Subjects("line", "line_id", rows.assign(run=rows["line_id"] + "/" + rows["year"].astype("str")), "run")
    return [
        below_budget(lines, limits),
        above_budget(lines, limits),
        worsened(lines, limits),
        unchanged(lines, tables, limits),
        equals_budget(lines, limits),
        opposite_sign(lines, limits),
        repeated(through_the_years, tables, limits),
    ]


def forecast_rows(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The results of the judged lines where there is both a forecast and a year budget, with shares of the gross."""
    lines = tables["budget_lines"]
    judged = lines.loc[(lines["kind"] == "item") | lines["parent_id"].isna(), ["year", "line_id"]]
    results = tables["results"].assign(year=lambda t: t["period"].dt.year.astype("Int64"))
    rows = results.merge(judged, on=["year", "line_id"], validate="m:1")
    rows = rows[rows["forecast_deviation_ore"].notna()].reset_index(drop=True)
    return rows.assign(
        forecast_deviation_share=share(rows["forecast_deviation_ore"], rows[GROSS]),
        deviation_ytd_share=share(rows["deviation_ytd_ore"], rows[GROSS]),
    )


def below_budget(lines: Subjects, limits: Limits) -> pd.DataFrame:
    """The forecast is worse than the budget by both limits; serious at twice both."""
    deviation, gross = lines.rows["forecast_deviation_ore"], lines.rows[GROSS]
    mnkr, percent = limits["forecast_below_budget_mnkr"], limits["forecast_below_budget_percent"]
    far = beyond(deviation, gross, SERIOUS_TIMES * mnkr, SERIOUS_TIMES * percent)
    return lines.raised(
        "forecast_below_budget",
        _either(far, "serious", "warning"),
        (deviation < 0) & beyond(deviation, gross, mnkr, percent),
        *FORECAST,
        limit_mnkr=mnkr,
        limit_percent=percent,
        serious_mnkr=SERIOUS_TIMES * mnkr,
        serious_percent=SERIOUS_TIMES * percent,
    )


def above_budget(lines: Subjects, limits: Limits) -> pd.DataFrame:
    """The forecast is better than the budget by both limits."""
    deviation, gross = lines.rows["forecast_deviation_ore"], lines.rows[GROSS]
    mnkr, percent = limits["forecast_above_budget_mnkr"], limits["forecast_above_budget_percent"]
    better = (deviation > 0) & beyond(deviation, gross, mnkr, percent)
    return lines.raised("forecast_above_budget", "info", better, *FORECAST, limit_mnkr=mnkr, limit_percent=percent)


def worsened(lines: Subjects, limits: Limits) -> pd.DataFrame:
    """The forecast is worse than the one before it, in the month it was made; the first of a year has none before."""
    made = lines.where(lines.rows["forecast_change_ore"].notna())
    change, mnkr = made.rows["forecast_change_ore"], limits["forecast_worsened_mnkr"]
    worse = (change < 0) & beyond(change, made.rows[GROSS], mnkr, 0)
    facts = ("forecast_change_ore", "forecast_year_ore")
    return made.raised("forecast_worsened", "warning", worse, *facts, limit_mnkr=mnkr)


def unchanged(lines: Subjects, tables: Mapping[str, pd.DataFrame], limits: Limits) -> pd.DataFrame:
    """Three forecasts in a row say the same while the outcome has moved; judged from the third of a year on."""
    rows = with_forecasts_before(lines.rows, tables)
    third = Subjects(lines.kind, lines.key, rows).where(rows["first_reported_period"].notna())
    rows, mnkr, percent = third.rows, limits["unchanged_outcome_mnkr"], limits["unchanged_outcome_percent"]
    forecasts = rows[["first_forecast_year_ore", "second_forecast_year_ore", "forecast_year_ore"]]
    same = within(forecasts.max(axis=1) - forecasts.min(axis=1), limits["unchanged_mnkr"])
    months = ("first_reported_period", "second_reported_period", "forecast_reported_period")
    moved = ("first_deviation_ytd_ore", "deviation_ytd_ore", "deviation_moved_ore", "deviation_moved_share")
    return third.raised(
        "forecast_unchanged",
        "warning",
        same & beyond(rows["deviation_moved_ore"], rows[GROSS], mnkr, percent),
        *months,
        *moved,
        "forecast_year_ore",
        GROSS,
        unchanged_mnkr=limits["unchanged_mnkr"],
        limit_mnkr=mnkr,
        limit_percent=percent,
    )


def equals_budget(lines: Subjects, limits: Limits) -> pd.DataFrame:
    """The forecast says that the year ends on budget, though the outcome so far is away from it."""
    rows, mnkr, percent = lines.rows, limits["equals_budget_outcome_mnkr"], limits["equals_budget_outcome_percent"]
    equal = within(rows["forecast_deviation_ore"], limits["equals_budget_mnkr"])
    return lines.raised(
        "forecast_equals_budget",
        "warning",
        equal & beyond(rows["deviation_ytd_ore"], rows[GROSS], mnkr, percent),
        *FORECAST,
        *OUTCOME,
        equal_mnkr=limits["equals_budget_mnkr"],
        limit_mnkr=mnkr,
        limit_percent=percent,
    )


def opposite_sign(lines: Subjects, limits: Limits) -> pd.DataFrame:
    """The forecast says better than budget and the outcome so far worse, or the other way round."""
    rows, mnkr, percent = lines.rows, limits["opposite_sign_mnkr"], limits["opposite_sign_percent"]
    forecast, outcome = rows["forecast_deviation_ore"], rows["deviation_ytd_ore"]
    opposite = ((forecast < 0) & (outcome > 0)) | ((forecast > 0) & (outcome < 0))
    both = beyond(forecast, rows[GROSS], mnkr, percent) & beyond(outcome, rows[GROSS], mnkr, percent)
    limit = {"limit_mnkr": mnkr, "limit_percent": percent}
    return lines.raised("forecast_opposite_sign", "warning", opposite & both, *FORECAST, *OUTCOME, **limit)


def repeated(lines: Subjects, tables: Mapping[str, pd.DataFrame], limits: Limits) -> pd.DataFrame:
    """This year's forecast and the final outcomes of the two years before deviate the same way.

    Each by both limits, the per cent of its own year's gross budget. Judged where both years are closed and known.
    """
    rows = with_final_years(lines.rows, tables)
    known = rows[["year_before_deviation_ore", "two_years_before_deviation_ore"]].notna().all(axis=1)
    lines = Subjects(lines.kind, lines.key, rows).where(known)
    mnkr, percent = limits["deviation_repeated_mnkr"], limits["deviation_repeated_percent"]
    deviations = lines.rows[["forecast_deviation_ore", "year_before_deviation_ore", "two_years_before_deviation_ore"]]
    one_way = (deviations > 0).all(axis=1) | (deviations < 0).all(axis=1)
    for amount, gross in zip(deviations, (GROSS, "year_before_gross_ore", "two_years_before_gross_ore"), strict=True):
        one_way &= beyond(lines.rows[amount], lines.rows[gross], mnkr, percent)
    shares = ("forecast_deviation_share", "year_before_deviation_share", "two_years_before_deviation_share")
    return lines.raised(
        "deviation_repeated",
        _either(lines.rows["forecast_deviation_ore"] < 0, "warning", "info"),
        one_way,
        *("year", "year_before", "two_years_before"),
        *deviations,
        *shares,
        limit_mnkr=mnkr,
        limit_percent=percent,
    )


def _either(mask: pd.Series, if_true: str, if_false: str) -> pd.Series:
    return pd.Series(np.where(mask.fillna(False).astype(bool), if_true, if_false), index=mask.index)
