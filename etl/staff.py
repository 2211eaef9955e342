"""Staff indicators: ratios of sums over months, departments, sex and age. Pure; nothing is withheld yet."""

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from data.codes import TOTAL
from data.indicators import STAFF, Indicator
from etl.money import sum_complete
from etl.tree import descendants

GROUP = ["department_id", "breakdown"]
HR_KEYS = ["period", "department_id", "gender", "age_band"]


def indicators(
    hr: pd.DataFrame, surveys: pd.DataFrame, targets: pd.DataFrame, departments: pd.DataFrame
) -> pd.DataFrame:
    """period x indicator x department x breakdown, with numerator, denominator, value, target and limit."""
    by_month = monthly_sums(hr, departments)
    ratios = [ratio(by_month, i) for i in STAFF if i.numerator]
    indexes = [survey_index(surveys, i) for i in STAFF if i.survey_index]
    filled = [frame for frame in (*ratios, *indexes) if len(frame)]
    return add_targets(pd.concat(filled or ratios, ignore_index=True), targets)


def monthly_sums(hr: pd.DataFrame, departments: pd.DataFrame) -> pd.DataFrame:
    """Sums per month, department (parents from the units below) and breakdown; missing where a unit is missing."""
    measures = [name for name in hr.columns if name not in HR_KEYS]
    amounts = hr.astype(dict.fromkeys(measures, "float64"))
    long = pd.concat(
        [amounts.assign(breakdown=TOTAL)] + [amounts.assign(breakdown=hr[name]) for name in ("gender", "age_band")]
    )
    tree = descendants(departments, "department_id")
    under = long.merge(tree, on="department_id", validate="m:m").drop(columns="department_id")
    under = under.rename(columns={"ancestor": "department_id"})
    sums = sum_complete(under, ["period", *GROUP], measures)
    gaps = missing_months(hr).merge(tree, on="department_id", validate="m:m")
    incomplete = pd.MultiIndex.from_frame(sums[["period", "department_id"]]).isin(
        list(zip(gaps["period"], gaps["ancestor"], strict=True))
    )
    return sums.assign(**{name: sums[name].mask(incomplete) for name in measures})


def missing_months(hr: pd.DataFrame) -> pd.DataFrame:
    """Months without rows between a unit's first and last: whoever was there then is not known."""
    months = pd.Series(sorted(hr["period"].unique()), name="period", dtype=hr["period"].dtype)
    spans = hr.groupby("department_id")["period"].agg(["min", "max"]).reset_index()
    expected = spans.merge(months, how="cross")
    expected = expected[expected["period"].between(expected["min"], expected["max"])]
    delivered = pd.MultiIndex.from_frame(hr[["period", "department_id"]])
    gone = ~pd.MultiIndex.from_frame(expected[["period", "department_id"]]).isin(delivered)
    return expected.loc[gone, ["period", "department_id"]]


def ratio(by_month: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Divide last: the window's numerators over its denominators (or their mean); a zero denominator is missing."""
    numerator = window_sums(by_month, indicator.numerator, indicator.window_months)
    denominator = window_sums(by_month, indicator.denominator, indicator.window_months)
    if indicator.denominator_mean:
        denominator = denominator / indicator.window_months
    sums = pd.DataFrame({"numerator": numerator, "denominator": denominator})
    table = by_month[["period", *GROUP]].merge(sums, on=["period", *GROUP], how="left", validate="1:1")
    return table.assign(
        indicator_id=indicator.indicator_id,
        unit=indicator.unit,
        value=table["numerator"] / table["denominator"].mask(table["denominator"] == 0),
    )


def window_sums(by_month: pd.DataFrame, measure: str, months: int) -> pd.Series:
    """Sum over consecutive calendar months by (period, department, breakdown); missing where one of them is."""
    wide = by_month.pivot(index="period", columns=GROUP, values=measure)  # noqa: PD010 - refuses a double key
    if len(wide):
        wide = wide.reindex(pd.date_range(wide.index.min(), wide.index.max(), freq="MS", unit="ms", name="period"))
        before = np.full((months - 1, wide.shape[1]), np.nan)
        windows = sliding_window_view(np.vstack([before, wide.to_numpy()]), months, axis=0)
        wide = pd.DataFrame(windows.sum(axis=-1), index=wide.index, columns=wide.columns)
    return wide.melt(ignore_index=False).set_index(GROUP, append=True)["value"]


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
        }
    )


def add_targets(table: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The year's target and limit on every department's total."""
    keyed = table.assign(year=table["period"].dt.year.astype("Int64"))
    yearly = targets[["year", "indicator_id", "target", "limit"]].assign(breakdown=TOTAL)
    keys = ["year", "indicator_id", "breakdown"]
    return keyed.merge(yearly, on=keys, how="left", validate="m:1").drop(columns="year")
