"""Control charts (XmR): the monthly value minus the same month last year, its limits, and the months that ask why.

Mean +- 2.66 x the mean moving range (Wheeler, "Understanding Variation", 2000). A month that a rule points at is a
question, never a verdict: chance alone asks some, and `expected_by_chance` tells how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.indicator import Indicator

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

YEAR = 12
REACH = 2.66
"""3 / 1.128: from the mean range of two neighbours to three standard deviations."""
RUN = 7
LEAST_RANGES = 8
"""Moving ranges that limits need. From eight, the limits of pure noise miss their place by a third (one standard
deviation); from fewer they are a guess, and a longer wait after a break would hide what came of it.
"""
SIMULATIONS, SEED = 5000, 2019
_SAME = 1e-9
"""Closer than this, two values differ by how a computer adds."""

RULES = ("above", "below", "run_above", "run_below", "rising", "falling", "near_above", "near_below")
"""Outside a limit; seven in a row on one side of the mean; seven points in a row, each higher (lower) than the one
before; two of three beyond two thirds of the way to the same limit. A rule points at the month that completes it, and
at each month that it still holds for. A month without a value, and a value on the mean, ends every run."""

WHY_NOT = {
    "r12": "Styrdiagram görs inte på rullande tolv månader: varje månad ingår i tolv värden, så serien rör sig i "
    "vågor även när bara slumpen styr.",
    "ytd": "Styrdiagram görs inte på värden som räknas från januari: varje månad ingår i alla som följer, så serien "
    "rör sig i vågor även när bara slumpen styr.",
    "year": "Styrdiagram görs inte på ett värde om året: det finns för få värden för att skilja en förändring från "
    "slumpen.",
}


class NotMonthly(ValueError):
    """The indicator has no control chart; the message says why, in Swedish."""


@dataclass(frozen=True)
class Judged:
    """One segment: mean and reach of the limits per series (None on too few months), and where each rule points."""

    mean: Floats | None
    reach: Floats | None
    asked: dict[str, Mask]


def refusal(indicator: Indicator) -> str:
    """Why the indicator has no control chart; empty where it may have one."""
    return WHY_NOT.get(indicator.grain, "")


def chart(indicator: Indicator, months: pd.DataFrame, breaks: Sequence[pd.Timestamp]) -> pd.DataFrame:
    """One row per month from the first to the last: the change since last year, its limits and the rules that ask.

    `months`: period, value (missing where it is not shown). `breaks`: the first months of what is measured anew; a
    change across one is not `comparable` and missing, and the limits start again. Columns: period, value, last_year,
    change, comparable, segment, mean, low, high, rules (a tuple). Raises `NotMonthly` for all but monthly values.
    """
    if refusal(indicator):
        raise NotMonthly(refusal(indicator))
    changes = _changes(months, breaks)
    segments = changes["segment"].to_numpy()
    parts = [_with_limits(changes[segments == segment]) for segment in dict.fromkeys(segments)]
    return pd.concat(parts, ignore_index=True) if parts else _with_limits(changes)


def _changes(months: pd.DataFrame, breaks: Sequence[pd.Timestamp]) -> pd.DataFrame:
    values = months.set_index("period")["value"].astype(float)
    if len(values):
        values = values.reindex(pd.date_range(values.index.min(), values.index.max(), freq="MS", name="period"))
    segment = pd.Series(0, values.index).add(sum(values.index >= first for first in breaks))
    last_year, last_segment = values.shift(YEAR), segment.shift(YEAR)
    comparable = last_segment.isna() | (last_segment == segment)
    change = (values - last_year).where(comparable)
    columns = {"value": values, "last_year": last_year, "change": change, "comparable": comparable, "segment": segment}
    return pd.DataFrame(columns).reset_index()


def _with_limits(segment: pd.DataFrame) -> pd.DataFrame:
    judged = judge(segment["change"].to_numpy(float)[np.newaxis])
    mean, reach = (float("nan") if each is None else each[0] for each in (judged.mean, judged.reach))
    rules = [tuple(rule for rule in RULES if judged.asked[rule][0, place]) for place in range(len(segment))]
    return segment.assign(mean=mean, low=mean - reach, high=mean + reach, rules=pd.Series(rules, segment.index, object))


def judge(changes: Floats) -> Judged:
    """The rules on one segment of consecutive months. `changes`: series x months, all missing in the same months."""
    present = ~np.isnan(changes[0])
    pairs = present[1:] & present[:-1]
    if pairs.sum() < LEAST_RANGES:
        return Judged(None, None, dict.fromkeys(RULES, np.zeros(changes.shape, dtype=bool)))
    steps = np.diff(changes, axis=1)
    mean = changes[:, present].mean(axis=1)
    reach = REACH * np.abs(steps[:, pairs]).mean(axis=1)
    up = _one_way(changes - mean[:, np.newaxis], steps, reach, present)
    down = _one_way(mean[:, np.newaxis] - changes, -steps, reach, present)
    asked = [mask for both in zip(up, down, strict=True) for mask in both]
    return Judged(mean, reach, dict(zip(RULES, asked, strict=True)))


def _one_way(off_mean: Floats, steps: Floats, reach: Floats, present: Mask) -> tuple[Mask, Mask, Mask, Mask]:
    """Outside, run, trend and two of three, upwards."""
    limit = reach[:, np.newaxis]
    risen = np.pad(steps > _SAME, ((0, 0), (1, 0)))
    near = off_mean > 2 / 3 * limit + _SAME
    again = _before(near, 1) | (_before(near, 2) & _before(present[np.newaxis], 1))
    outside = off_mean > limit + _SAME
    return outside, _all_of_last(off_mean > _SAME, RUN), _all_of_last(risen, RUN - 1), near & again


def _before(mask: Mask, months: int) -> Mask:
    """What held so many months earlier; nothing did before the first."""
    return np.pad(mask[:, :-months], ((0, 0), (months, 0)))[:, : mask.shape[1]]


def _all_of_last(mask: Mask, count: int) -> Mask:
    return np.logical_and.reduce([mask, *(_before(mask, months) for months in range(1, count))])


def months_asked(changes: Floats, segments: npt.NDArray[np.int_]) -> Mask:
    """Series x months: does any rule point at the month?"""
    parts = [judge(changes[:, segments == each]).asked.values() for each in dict.fromkeys(segments)]
    return np.concatenate([np.logical_or.reduce(list(asked)) for asked in parts], axis=1)


def expected_by_chance(months: pd.DataFrame) -> float:
    """How many months of a `chart` chance alone would ask about, in the mean.

    Noise, independent from month to month, goes the same way as the values: minus the same month last year, missing in
    the same months, judged by the same rules in the same segments.
    """
    return float(_by_chance(tuple(months["change"].notna()), tuple(months["segment"])).mean())


def chance_of_as_many(months: pd.DataFrame) -> float:
    """The share of such series of noise that ask about as many months as the `chart` does, or more."""
    counts = _by_chance(tuple(months["change"].notna()), tuple(months["segment"]))
    return float((counts >= (months["rules"].str.len() > 0).sum()).mean())


@lru_cache(maxsize=512)
def _by_chance(present: tuple[bool, ...], segments: tuple[int, ...]) -> npt.NDArray[np.int_]:
    """Months asked about in each series of noise."""
    if not any(present):
        return np.zeros(1, dtype=int)
    noise = np.random.default_rng(SEED).standard_normal((SIMULATIONS, YEAR + len(present)))
    changes = np.where(present, noise[:, YEAR:] - noise[:, :-YEAR], np.nan)
    return months_asked(changes, np.array(segments)).sum(axis=1)
