"""What forecast errors add up to. Pure arithmetic that both sides need; errors are shares of the gross year budget.

An error is (outcome - forecast) / gross year budget: plus is an outcome better than the forecast.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

LEAST_ERRORS = 5
"""On fewer errors no band is drawn and no skill is told."""

COVERAGE = 0.8
"""A band is the narrowest that is expected to hold at least this share of new errors, where there are enough."""


class Band(NamedTuple):
    """From one ordered error to another: the distribution-free prediction interval of order statistics.

    The j-th smallest and j-th largest of n errors hold the next one with probability (n + 1 - 2j) / (n + 1)
    (Wilks 1941), if it is drawn like the earlier ones.
    """

    low: float
    high: float
    errors: int
    coverage: float


def band(errors: Sequence[float]) -> Band | None:
    """The band of the known errors; None on fewer than five. With fewer than nine it is the smallest to the largest."""
    known = sorted(error for error in errors if not pd.isna(error))
    if len(known) < LEAST_ERRORS:
        return None
    cut = max(int((1 - COVERAGE) / 2 * (len(known) + 1) + 1e-9), 1)
    return Band(known[cut - 1], known[-cut], len(known), (len(known) + 1 - 2 * cut) / (len(known) + 1))


def bias_and_mae(errors: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """By the given columns: `errors` (how many), `bias` (their mean) and `mean_absolute_error`."""
    known = errors.dropna(subset=["error"])
    rows = known.assign(size=known["error"].abs()).groupby(by, as_index=False)
    return rows.agg(errors=("error", "size"), bias=("error", "mean"), mean_absolute_error=("size", "mean"))


def skill(forecast: pd.Series, baseline: pd.Series) -> float | None:
    """1 - mean absolute error of the forecast / of the baseline, over the pairs where both are known.

    1 is perfect, 0 no better than the baseline. Both are indexed by the same keys. None on fewer than five pairs.
    Against a baseline that has made no error at all it is 0 where the forecast has made none, else minus infinity.
    """
    pairs = pd.DataFrame({"forecast": forecast, "baseline": baseline}).dropna().abs()
    if len(pairs) < LEAST_ERRORS:
        return None
    if pairs["baseline"].sum() == 0:
        return 0.0 if pairs["forecast"].sum() == 0 else -math.inf
    return float(1 - pairs["forecast"].mean() / pairs["baseline"].mean())
