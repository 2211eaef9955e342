"""The gate: before every publication the tables themselves are attacked, as a reader with all earlier ones would.

It reads which figures stand in the tables, not what was decided, and takes a figure over a window as if each of its
months were known.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from data.indicators import BY_ID
from etl.config import Limits
from etl.disclosure.decide import EXACT, ROUNDED, WITHHELD, best, ever, weaknesses
from etl.disclosure.elimination import Elimination
from etl.disclosure.groups import BY_BREAKDOWN, Group, Month
from etl.disclosure.pattern import Decided, Pattern

CELL = ["period", "department_id", "gender", "age_band"]


def leaks(told: Pattern, decided: Decided, limits: Limits, earlier: Pattern) -> list[str]:
    """How each month gives a small group away; nothing where it does not. Months that tell no news were tried before.

    Of `decided` only the people and the organisation are used, not what was decided.
    """
    found = []
    for period, groups in told.items():
        then = earlier.get(period, {})
        if any(best(then.get(group, WITHHELD), level) != then.get(group, WITHHELD) for group, level in groups.items()):
            found += [f"{period:%Y-%m}: {leak}" for leak in _of_month(decided.months[period], groups, limits, then)]
    return found


def told_by(indicators: pd.DataFrame, grains: tuple[str, ...], decided: Decided, cells: pd.DataFrame) -> Pattern:
    """Month -> group -> level, from the figures that stand in the published tables; the rest is withheld.

    `cells` is `hr_month`, for a survey a table without rows.
    """
    told: Pattern = {period: dict.fromkeys(month.published, WITHHELD) for period, month in decided.months.items()}
    for period, group, level in (*_cells(cells, decided), *_windows(indicators, grains, decided)):
        told[period][group] = best(told[period].get(group, WITHHELD), level)
    return told


def _cells(hr: pd.DataFrame, decided: Decided) -> Iterator[tuple[pd.Timestamp, Group, str]]:
    measures = [name for name in hr.columns if name not in (*CELL, "suppressed")]
    shown = hr.loc[hr[measures].notna().any(axis=1), CELL]
    for period, unit, gender, band in shown.itertuples(index=False, name=None):
        yield period, decided.months[period].named(decided.shape.own[unit], (gender, band)), EXACT


def _windows(
    indicators: pd.DataFrame, grains: tuple[str, ...], decided: Decided
) -> Iterator[tuple[pd.Timestamp, Group, str]]:
    """Every month of a shown figure's window, once per group and grain."""
    rows = indicators[indicators[["value", "numerator", "denominator"]].notna().any(axis=1)]
    counted = rows[["numerator", "denominator"]].notna().any(axis=1) | rows["unit"].isin(("persons", "fte"))
    grain = rows["indicator_id"].map(lambda name: BY_ID[name].grain)
    told = rows.assign(grain=grain, level=np.where(counted, EXACT, ROUNDED))[grain.isin(grains)]
    keys = ["period", "department_id", "breakdown", "grain", "level"]
    for period, unit, breakdown, window, level in told[keys].drop_duplicates().itertuples(index=False, name=None):
        for month in decided.months.keys() & set(_window(period, window)):
            yield month, decided.months[month].named(decided.shape.under[unit], BY_BREAKDOWN[breakdown]), level


def _window(last: pd.Timestamp, grain: str) -> Iterable[pd.Timestamp]:
    months = {"month": 1, "r12": 12, "ytd": last.month, "year": 1}[grain]
    return pd.date_range(end=last, periods=months, freq="MS")


def _of_month(month: Month, told: dict[Group, str], limits: Limits, earlier: dict[Group, str]) -> Iterator[str]:
    """What this publication would add: what could be told before cannot be taken back by withholding it now."""
    month, silent = month.guarding(earlier), dict.fromkeys(month.published, WITHHELD)
    exact = _computable(month, limits, ever(told, earlier)) - _computable(month, limits, earlier)
    close = {group for group, _ in weaknesses(month, limits, told, earlier)}
    if close and earlier:
        close -= {group for group, _ in weaknesses(month, limits, silent, earlier)}
    for group in sorted(exact):
        yield f"en grupp om högst {limits.withheld} går att räkna ut exakt ({_named(group)})"
    for group in sorted(close - exact):
        yield f"en grupp går att ringa in för snävt ({_named(group)})"


def _computable(month: Month, limits: Limits, told: dict[Group, str]) -> set[Group]:
    """Small groups that are combinations of everything told, in whole per cent or exactly."""
    shown = [month.vector(group) for group, level in told.items() if level != WITHHELD]
    known = np.array(shown, dtype=float).reshape(len(shown), len(month.people))
    few = (month.sizes <= limits.withheld) & Elimination(month.vectors, known).computable()
    return {month.groups[number] for number in np.flatnonzero(few)}


def _named(group: Group) -> str:
    return ", ".join(group.units[:3])
