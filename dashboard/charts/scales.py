"""What a scale must hold, and which deviations read as zero: arithmetic that all charts share."""

import pandas as pd

EVEN = 0.05
"""Within it a deviation in mnkr reads as zero: neither good nor bad."""


def tone(deviation: float) -> str:
    """Good or bad; a deviation that reads as zero is neither, and a missing one has no figure."""
    if pd.isna(deviation):
        return "none"
    return "even" if abs(deviation) < EVEN else "bad" if deviation < 0 else "good"


def span(values: pd.DataFrame) -> tuple[float, float]:
    """Smallest and largest value, with zero among them."""
    known = [0.0, *_known(values)]
    return min(known), max(known)


def extent(values: pd.DataFrame) -> tuple[float, float]:
    """Smallest and largest value; zero where nothing is known."""
    known = _known(values) or [0.0]
    return min(known), max(known)


def widened(ends: tuple[float, float], least: float) -> tuple[float, float]:
    """At least so wide, with what was there in the middle."""
    low, high = ends
    more = max(least - (high - low), 0.0) / 2
    return low - more, high + more


def _known(values: pd.DataFrame) -> list[float]:
    return [float(value) for value in values.to_numpy(float).ravel() if not pd.isna(value)]
