"""Staff indicators: ratios of sums over months, departments, sex and age. Pure; nothing is withheld yet."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.codes import NO_INDICATOR, TOTAL
from data.indicator import WINDOW, Grain, Indicator
from data.indicators import STAFF
from etl.staff_months import Amounts, Mask, Places, StaffMonths, staff_months


@dataclass(frozen=True)
class Windows:
    """Each month's window: the place in the calendar where it begins, below 0 before the calendar, and its length."""

    starts: Places
    lengths: Places

    def sums(self, amounts: Amounts) -> Amounts:
        """Per month, the sum over its window; missing where one of the months is."""
        spans = [slice(max(start, 0), end + 1) for end, start in enumerate(self.starts)]
        return np.array([amounts[span].sum(axis=0) for span in spans]).reshape(amounts.shape)

    def latest(self, mask: Mask) -> Places:
        """Per month, the place of the latest true month of its window; -1 where there is none."""
        places = np.where(mask, np.arange(len(mask))[:, None], -1)
        newest = np.maximum.accumulate(places)
        return np.where(newest >= self.starts[:, None], newest, -1)


def indicators(hr: pd.DataFrame, surveys: pd.DataFrame, targets: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """period x indicator x department x breakdown, with numerator, denominator, value, target and limit.

    `tree` is the membership of units in departments. A row without a value has a `reason`, and where that is a month
    that was never delivered, the latest such month of the window in `missing_period`.
    """
    indexes = [survey_index(surveys, i) for i in STAFF if i.survey_index]
    filled = [frame for frame in (*ratios(hr, tree), *indexes) if len(frame)]
    return add_targets(pd.concat(filled or indexes, ignore_index=True), targets)


def ratios(hr: pd.DataFrame, tree: pd.DataFrame) -> list[pd.DataFrame]:
    """One table per indicator that the source has every column of."""
    rows = hr[hr["department_id"].isin(tree["department_id"])]
    if not len(rows):
        return []
    months, delivered = staff_months(rows, tree), set(rows.columns[rows.notna().any()])
    return [ratio(months, i) for i in STAFF if i.measures and delivered.issuperset(i.measures)]


def ratio(months: StaffMonths, indicator: Indicator) -> pd.DataFrame:
    """One row for each month from the first to the last that a department has delivered. Divides last."""
    windows, here = windows_of(months.calendar, indicator.grain), months.cells
    numerator, denominator = parts(months, indicator, windows)
    value = divided(numerator, denominator) if indicator.denominator else numerator
    latest = windows.latest(unknown_months(months, indicator))
    short = windows.starts[:, None] < months.first
    reason = pd.Series(np.select([latest >= 0, short, denominator == 0], list(NO_INDICATOR), default="")[here])
    whole = (latest < 0) & ~short
    numbers = {"numerator": numerator, "denominator": denominator, "value": value}
    return months.keys.assign(
        **{name: np.where(whole, each, np.nan)[here] for name, each in numbers.items()},
        indicator_id=indicator.indicator_id,
        unit=indicator.unit,
        reason=reason.mask(reason == ""),
        missing_period=pd.Series(months.calendar[latest[here]]).where(latest[here] >= 0),
    )


def windows_of(calendar: pd.DatetimeIndex, grain: Grain) -> Windows:
    """A month, twelve of them, or those since January."""
    lengths = calendar.month.to_numpy() if grain == "ytd" else np.full(len(calendar), WINDOW[grain])
    return Windows(np.arange(len(calendar)) - lengths + 1, lengths)


def parts(months: StaffMonths, indicator: Indicator, windows: Windows) -> tuple[Amounts, Amounts]:
    """What is divided, and by what: the sum, or the mean, of the window's months; missing where there is nothing."""
    numerator = windows.sums(months.sums[indicator.numerator])
    if indicator.numerator_minus:
        numerator = numerator - windows.sums(months.sums[indicator.numerator_minus])
    if not indicator.denominator:
        return numerator, np.full(numerator.shape, np.nan)
    denominator = windows.sums(months.sums[indicator.denominator])
    return numerator, denominator / windows.lengths[:, None] if indicator.denominator_mean else denominator


def unknown_months(months: StaffMonths, indicator: Indicator) -> Mask:
    """Months in which something that the indicator needs was not delivered."""
    return np.logical_or.reduce([np.isnan(months.sums[name]) for name in indicator.measures])


def divided(numerator: Amounts, denominator: Amounts) -> Amounts:
    return numerator / np.where(denominator == 0, np.nan, denominator)


def survey_index(surveys: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """A yearly index stands at December; it is what was answered, not computed from the units below."""
    rows = surveys[surveys["index_name"] == indicator.survey_index]
    return pd.DataFrame(
        {
            "period": pd.to_datetime(rows["year"].astype("str") + "-12-01").astype("datetime64[ms]"),
            "department_id": rows["department_id"],
            "breakdown": TOTAL,
            "numerator": float("nan"),
            "denominator": float("nan"),
            "indicator_id": indicator.indicator_id,
            "unit": indicator.unit,
            "value": rows["value"],
            "reason": None,
            "missing_period": pd.NaT,
        }
    ).astype({"reason": "str", "missing_period": "datetime64[ms]"})


def add_targets(table: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The year's target and limit on every department's total."""
    keyed = table.assign(year=table["period"].dt.year.astype("Int64"))
    yearly = targets[["year", "indicator_id", "target", "limit"]].assign(breakdown=TOTAL)
    keys = ["year", "indicator_id", "breakdown"]
    return keyed.merge(yearly, on=keys, how="left", validate="m:1").drop(columns="year")
