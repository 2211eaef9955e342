"""Departments beside the whole, by size: how far each may lie from it by chance alone (a funnel, Spiegelhalter 2005).

Nothing finer than the departments' own shares and sizes is known, so the variance of one person is bounded: a share of
a person's time lies in 0-1, and then it is at most p(1-p), whatever it looks like (Bhatia and Davis 2000). For
independent people with the same hours the limits are therefore never too narrow: a department outside is worth a
question, and one inside does not differ more than chance allows.
"""

import numpy as np
import pandas as pd

OUTSIDE, FAR_OUTSIDE = 1.96, 3.09
"""Standard deviations: chance alone puts 5 and 0.2 per cent of the departments outside."""
BY_CHANCE = 0.05
_POINTS = 60


def variance(share: float, of_events: bool) -> float:
    """Of one person, at most. Events (those who leave) can come twice at one post, so they are counted as Poisson."""
    return share if of_events else share * (1 - share)


def reach(per_person: float, people: pd.Series, deviations: float) -> pd.Series:
    """How far from the whole a department of so many may lie."""
    return deviations * np.sqrt(per_person / people)


def judged(departments: pd.DataFrame, whole: float, per_person: float) -> pd.DataFrame:
    """With how each lies to the limits of its size: `outside` is "above", "below" or empty; `far`; `low` and `high`.

    `departments`: value (0-1), hidden (what rounding can hide of it), least (the fewest it can be). Where the size is
    known only as an interval, the limits of its smallest end are the widest: noise is never called a question.
    """
    off = departments["value"] - whole
    beyond = off.abs() - departments["hidden"]
    allowed = reach(per_person, departments["least"], OUTSIDE)
    side = np.where(off > 0, "above", "below")
    return departments.assign(
        low=(whole - allowed).clip(lower=0.0),
        high=whole + allowed,
        outside=pd.Series(side, departments.index, object).where(beyond > allowed, ""),
        far=beyond > reach(per_person, departments["least"], FAR_OUTSIDE),
    )


def curves(whole: float, per_person: float, fewest: float, most: float) -> pd.DataFrame:
    """people, low, high, far_low, far_high: both pairs of limits from the fewest people to the most.

    A lower limit below zero is missing: no department can be under it.
    """
    people = pd.Series(np.linspace(fewest, most, _POINTS))
    found = {"people": people}
    for name, deviations in (("", OUTSIDE), ("far_", FAR_OUTSIDE)):
        allowed = reach(per_person, people, deviations)
        found |= {f"{name}low": (whole - allowed).where(allowed < whole), f"{name}high": whole + allowed}
    return pd.DataFrame(found)
