"""Simulated staff: headcount, leavers and hours per leaf department, gender and age band, surveys and one break.

Nothing here is anyone's record. The whole office meets three published ratios: sick leave and staff turnover of
the twelve months to August 2019, and the change of sick leave since the end of 2018.
"""

import numpy as np
import pandas as pd

from data.codes import AGE_BANDS, GENDERS
from data.demo.assumed import departments
from data.demo.inputs import months, read
from data.indicators import BY_ID

FIRST_MONTH = "2016-01"
MISSING_MONTH = "2017-11"
"""The report for November 2017 says that staff figures were not delivered."""

PERMANENT = {
    "naringsliv": 34,
    "social_hallbarhet": 27,
    "analys_och_samordning": 22,
    "regional_samhallsplanering": 9,
    "hr": 58,
    "halso_och_sjukvard": 62,
    "it_och_digitalisering": 77,
    "regionfastigheter": 68,
    "ekonomi": 37,
    "kommunikation": 17,
    "kansli": 8,
}
"""Permanent employees of a leaf department; two of them have ten or fewer."""

SHARE_WOMEN = {"it_och_digitalisering": 0.38, "regionfastigheter": 0.35, "hr": 0.78, "halso_och_sjukvard": 0.75}
SHARE_OF_AGE = np.array([0.11, 0.49, 0.40])

SICK_RATE = {"K": 0.032, "M": 0.019}
SICK_BY_AGE = np.array([0.85, 0.95, 1.1])
SICK_SEASON = np.array([1.25, 1.35, 1.2, 1.0, 0.9, 0.75, 0.55, 0.75, 1.0, 1.05, 1.1, 1.1])
LEAVING_SEASON = np.array([1.3, 0.8, 0.9, 0.9, 1.0, 1.3, 0.6, 1.4, 1.1, 0.9, 0.8, 1.0])
HOURS_A_DAY = 7.8
SMALLEST_WITH_VACANCIES = 5

LEAVERS = (
    ("2016-01", "2016-12", 44),
    ("2017-01", "2017-12", 47),
    ("2018-01", "2018-08", 33),
    ("2018-09", "2019-08", 53),
)
"""Those who leave in a span of months; the last span is the year that the turnover of August 2019 covers."""

HEADCOUNT_MONTHS = 5020
"""Sum of the twelve monthly headcounts to August 2019: 53 leavers over their mean prints as 12.67 per cent."""

SICK_LEAVE_R12 = {"2018-12": 0.0285, "2019-08": 0.0235}
"""Sick leave of the twelve months to a printed month; the first follows from the printed change."""

HME_PARTS = ("HME motivation", "HME ledarskap", "HME styrning")
LEVELS = (*zip(HME_PARTS, (79.0, 81.0, 74.0), strict=True), ("OSA", 71.0), ("Arbetsbelastning", 62.0))
"""Where the indices of the first survey lie."""

Grid = pd.DataFrame
"""One row per month, leaf department, gender and age band."""


def staff_months(rng: np.random.Generator) -> Grid:
    """Dataset hr_month, without the month that was never delivered."""
    cells = _cells()
    grid = pd.DataFrame({"period": months(FIRST_MONTH, "2019-08")}).merge(cells, how="cross")
    grid = _with_headcount(grid, rng)
    grid = _with_leavers(grid, rng)
    grid = _with_hours(grid, rng)
    grid = _with_sick_leave(grid, rng)
    return grid[grid["period"] != MISSING_MONTH].reset_index(drop=True)


def surveys(rng: np.random.Generator) -> pd.DataFrame:
    """Dataset survey: one questionnaire a year; a parent is all answers below it, HME the mean of its three parts."""
    units = departments()
    parents = dict(zip(units["department_id"], units["parent_id"], strict=True))
    rows = []
    for year in (2017, 2018):
        answers = {leaf: round(people * rng.uniform(0.6, 0.82)) for leaf, people in PERMANENT.items()}
        values = pd.DataFrame(
            {name: {leaf: level + year - 2017 + rng.normal(0, 3) for leaf in PERMANENT} for name, level in LEVELS}
        )
        for unit in parents:
            below = [leaf for leaf in PERMANENT if unit in _ancestors(leaf, parents)]
            weights = [answers[leaf] for leaf in below]
            means = {name: round(float(np.average(values.loc[below, name], weights=weights)), 1) for name, _ in LEVELS}
            means["HME"] = round(sum(means[part] for part in HME_PARTS) / len(HME_PARTS), 1)
            rows += [(year, unit, name, sum(weights), mean) for name, mean in means.items()]
    return pd.DataFrame(rows, columns=["year", "department_id", "index_name", "respondents", "value"])


def breaks() -> pd.DataFrame:
    """Dataset series_break: one department is reorganised; its simulated figures show nothing of it."""
    event = ("2017-09", "Ny organisation (simulerad)", None, "regionfastigheter")
    return pd.DataFrame([event], columns=["period", "title", "indicator_id", "department_id"])


def targets() -> pd.DataFrame:
    """Dataset target: the printed targets, as shares."""
    printed = read("printed_figures").query("subject_type == 'indicator' and measure == 'target'")
    return pd.DataFrame(
        {
            "year": printed["reported_period"].str[:4].astype(int),
            "indicator_id": printed["subject_id"],
            "target": printed["printed_value"].astype(float) / 100,
            "limit": None,
            "direction": [BY_ID[indicator].direction for indicator in printed["subject_id"]],
        }
    )


def _ancestors(unit: str, parents: dict[str, str]) -> list[str]:
    """The unit itself and all above it."""
    return [unit, *_ancestors(parents[unit], parents)] if unit else []


def _cells() -> pd.DataFrame:
    """Permanent employees per leaf department, gender and age band at the end, by largest remainder."""
    rows = []
    for leaf, people in PERMANENT.items():
        women = SHARE_WOMEN.get(leaf, 0.62)
        exact = people * np.outer([women, 1 - women], SHARE_OF_AGE).ravel()
        whole = np.floor(exact).astype(int)
        whole[np.argsort(whole - exact)[: people - whole.sum()]] += 1
        keys = [(gender, band) for gender in GENDERS for band in AGE_BANDS]
        rows += [(leaf, *key, count) for key, count in zip(keys, whole, strict=True)]
    return pd.DataFrame(rows, columns=["department_id", "gender", "age_band", "people"])


def _with_headcount(grid: Grid, rng: np.random.Generator) -> Grid:
    """The office grows by a twelfth over the years; vacancies make single months one or two fewer."""
    number, last = pd.factorize(grid["period"])[0], grid["period"].nunique() - 1
    grown = grid["people"] * (1 - 0.08 * (1 - number / last))
    vacant = rng.binomial(1, 0.08, len(grid)) * (grid["people"] >= SMALLEST_WITH_VACANCIES)
    grid = grid.assign(headcount_permanent=(grown.round() - vacant).clip(lower=0).astype(int))
    return _hit_headcount(grid)


def _hit_headcount(grid: Grid) -> Grid:
    """Even out the last year, one person at a time in the largest cells, to the sum that the turnover needs."""
    year = grid.index[grid["period"] >= "2018-09"]
    counts = grid["headcount_permanent"].copy()
    largest = counts.loc[year].sort_values(ascending=False, kind="stable").index
    miss = HEADCOUNT_MONTHS - int(counts.loc[year].sum())
    for number in range(abs(miss)):
        counts.loc[largest[number % len(largest)]] += int(np.sign(miss))
    return grid.assign(headcount_permanent=counts)


def _with_leavers(grid: Grid, rng: np.random.Generator) -> Grid:
    season = LEAVING_SEASON[grid["period"].str[5:].astype(int) - 1]
    leavers = pd.Series(0, index=grid.index)
    for first, last, total in LEAVERS:
        rows = grid.index[grid["period"].between(first, last)]
        weight = (grid["headcount_permanent"] * season).loc[rows]
        leavers.loc[rows] = rng.multinomial(total, weight / weight.sum())
    leavers = leavers.clip(upper=grid["headcount_permanent"])
    retired = rng.binomial(leavers, np.where(grid["age_band"] == "50-", 0.55, 0.0))
    return grid.assign(leavers=leavers, leavers_retired=retired)


def _with_hours(grid: Grid, rng: np.random.Generator) -> Grid:
    """Contracted hours of everyone employed, permanent or not, on the weekdays of the month."""
    everyone = grid["headcount_permanent"] + rng.binomial(grid["headcount_permanent"], 0.06)
    full_time = everyone - rng.binomial(everyone, np.where(grid["gender"] == "K", 0.16, 0.06))
    full_time_equivalents = full_time + 0.75 * (everyone - full_time)
    weekdays = grid["period"].map({p: len(pd.bdate_range(p, pd.Period(p).end_time)) for p in grid["period"].unique()})
    return grid.assign(
        headcount_all=everyone,
        headcount_full_time=full_time,
        full_time_equivalents=full_time_equivalents,
        contracted_hours=(full_time_equivalents * weekdays * HOURS_A_DAY).round(),
    )


def _with_sick_leave(grid: Grid, rng: np.random.Generator) -> Grid:
    rate = grid["gender"].map(SICK_RATE) * SICK_BY_AGE[pd.Categorical(grid["age_band"], AGE_BANDS).codes]
    rate = rate * SICK_SEASON[grid["period"].str[5:].astype(int) - 1] * rng.gamma(6.0, 1 / 6.0, len(grid))
    grid = grid.assign(sick_hours=grid["contracted_hours"] * rate.clip(upper=0.5))
    sick = _hit_sick_leave(grid, _hit_sick_leave(grid, grid["sick_hours"], "2018-01", "2018-12"), "2019-01", "2019-08")
    sick = sick.round().clip(upper=grid["contracted_hours"])
    long_term = (sick * rng.beta(4, 6, len(grid))).round()
    short_term = ((sick - long_term) * rng.beta(7, 3, len(grid))).round()
    return grid.assign(sick_hours=sick, sick_hours_60_plus=long_term, sick_hours_day_1_14=short_term)


def _hit_sick_leave(grid: Grid, sick: pd.Series, first: str, last: str) -> pd.Series:
    """Scale the months from first to last so that the twelve months to last have the share that was published."""
    year = grid["period"].between(str(pd.Period(last) - 11), last)
    scaled = grid["period"].between(first, last)
    wanted = SICK_LEAVE_R12[last] * grid.loc[year, "contracted_hours"].sum() - sick[year & ~scaled].sum()
    return sick.where(~scaled, sick * wanted / sick[scaled].sum())
