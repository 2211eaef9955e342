"""The gate: before every publication the tables themselves are attacked, as a reader with all earlier ones would.

It reads which figures stand in the tables, not what was decided, and takes a figure over a window as if each of its
months were known.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from data.indicators import BY_ID
from etl.config import Limits
from etl.disclosure.groups import BY_BREAKDOWN, Group, Month
from etl.disclosure.pattern import Decided, Pattern
from etl.disclosure.shown import EXACT, ROUNDED, WITHHELD, best, ever
from etl.disclosure.weaknesses import computable, weaknesses
from etl.staff_months import HR_KEYS


def leaks(told: Pattern, decided: Decided, limits: Limits, earlier: Pattern) -> list[str]:
    """How each month gives a small group away; nothing where it does not.

    Every month is tried for what can be computed from the tables alone; one that tells something else than before is
    tried in full. Of `decided` only the people and the organisation are used, not what was decided.
    """
    return [
        f"{period:%Y-%m}: {leak}"
        for period, groups in told.items()
        for leak in _of_month(decided.months[period], groups, limits, earlier.get(period, {}))
    ]


def told_by(indicators: pd.DataFrame, grains: tuple[str, ...], decided: Decided, cells: pd.DataFrame) -> Pattern:
    """Month -> group -> level, from the figures that stand in the published tables; the rest is withheld.

    `cells` is `hr_month`, for a survey a table without rows.
    """
    told: Pattern = {period: dict.fromkeys(month.published, WITHHELD) for period, month in decided.months.items()}
    for period, group, level in (*_cells(cells, decided), *_windows(indicators, grains, decided)):
        told[period][group] = best(told[period].get(group, WITHHELD), level)
    return told


def _cells(hr: pd.DataFrame, decided: Decided) -> Iterator[tuple[pd.Timestamp, Group, str]]:
    measures = [name for name in hr.columns if name not in (*HR_KEYS, "suppressed")]
    shown = hr.loc[hr[measures].notna().any(axis=1), HR_KEYS]
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
    month = month.guarding(earlier)
    exact, close = computable(month, limits, told), set[Group]()
    if any(earlier.get(group) != level for group, level in told.items()):
        exact |= computable(month, limits, ever(told, earlier)) - computable(month, limits, earlier)
        close = {group for group, _ in weaknesses(month, limits, told, {})} | _news(month, told, limits, earlier)
    for group in sorted(exact):
        yield f"en grupp om högst {limits.withheld} går att räkna ut exakt ({_named(group)})"
    for group in sorted(close - exact):
        yield f"en grupp går att ringa in för snävt ({_named(group)})"


def _news(month: Month, told: dict[Group, str], limits: Limits, earlier: dict[Group, str]) -> set[Group]:
    """Who can be told too closely with earlier tables beside these, and could not be before these came."""
    if not earlier:
        return set()
    silent = dict.fromkeys(month.published, WITHHELD)
    now, then = ({g for g, _ in weaknesses(month, limits, shown, earlier)} for shown in (told, silent))
    return now - then


def _named(group: Group) -> str:
    return ", ".join(group.units[:3])
