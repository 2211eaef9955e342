"""The gate: before every publication the tables themselves are attacked, as a reader with all earlier ones would.

It reads which figures stand in the tables, not what was decided, and takes a figure over a window as if each of its
months were known.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from data.indicators import BY_ID
from etl.config import Limits
from etl.disclosure.decide import EXACT, ROUNDED, WITHHELD, weaknesses
from etl.disclosure.elimination import computable
from etl.disclosure.groups import BY_BREAKDOWN, Floats, Group, Month
from etl.disclosure.pattern import Decided, Pattern, best


def leaks(hr: pd.DataFrame, indicators: pd.DataFrame, staff: Decided, limits: Limits, earlier: Pattern) -> list[str]:
    """How each month gives a small group away; nothing where it does not. Months that tell no news were tried before.

    `hr` and `indicators` are as published; of `staff` only the people and the organisation are used.
    """
    found = []
    for period, told in told_by(hr, indicators, staff).items():
        then = earlier.get(period, {})
        news = any(best(then.get(group, WITHHELD), level) != then.get(group, WITHHELD) for group, level in told.items())
        if news:
            month = staff.months[period]
            found += [f"{period:%Y-%m}: {leak}" for leak in _of_month(month, told, limits, then)]
    return found


def told_by(hr: pd.DataFrame, indicators: pd.DataFrame, staff: Decided) -> Pattern:
    """Month -> group -> exact or rounded, from the figures that stand in the tables; every other group is withheld."""
    told: Pattern = {period: dict.fromkeys(month.published, WITHHELD) for period, month in staff.months.items()}
    for period, groups, level in (*_told_cells(hr, staff), *_told_windows(indicators, staff)):
        for group in groups:
            if group in told[period]:
                told[period][group] = best(told[period][group], level)
    return told


def _told_cells(hr: pd.DataFrame, staff: Decided) -> Iterator[tuple[pd.Timestamp, list[Group], str]]:
    measures = [name for name in hr.columns if name not in ("period", "department_id", "gender", "age_band")]
    shown = hr[hr[[name for name in measures if name != "suppressed"]].notna().any(axis=1)]
    for period, unit, gender, band in shown[["period", "department_id", "gender", "age_band"]].itertuples(
        index=False, name=None
    ):
        yield period, [staff.months[period].named(staff.shape.own[unit], (gender, band))], EXACT


def _told_windows(indicators: pd.DataFrame, staff: Decided) -> Iterator[tuple[pd.Timestamp, list[Group], str]]:
    """Every month of a shown figure's window, once per group and grain."""
    rows = indicators[indicators["value"].notna() | indicators["numerator"].notna() | indicators["denominator"].notna()]
    grain = rows["indicator_id"].map(lambda name: BY_ID[name].grain)
    counted = rows["numerator"].notna() | rows["denominator"].notna() | (rows["unit"].isin(("persons", "fte")))
    told = rows.assign(grain=grain, level=np.where(counted, EXACT, ROUNDED))[grain != "year"]
    keys = ["period", "department_id", "breakdown", "grain", "level"]
    for period, unit, breakdown, window, level in told[keys].drop_duplicates().itertuples(index=False, name=None):
        for month in _window(period, window):
            if month in staff.months:
                group = staff.months[month].named(staff.shape.under[unit], BY_BREAKDOWN[breakdown])
                yield month, [group], level


def _window(last: pd.Timestamp, grain: str) -> Iterable[pd.Timestamp]:
    months = {"month": 1, "r12": 12, "ytd": last.month}[grain]
    return pd.date_range(end=last, periods=months, freq="MS")


def _of_month(month: Month, told: dict[Group, str], limits: Limits, earlier: dict[Group, str]) -> Iterator[str]:
    known = {group: level for group, level in (earlier | told).items() if level != WITHHELD}
    known |= {group: best(level, earlier.get(group, WITHHELD)) for group, level in known.items()}
    everything = _vectors(month, known)
    counted = _vectors(month, [group for group, level in known.items() if level == EXACT])
    small = _few(month, limits.withheld)
    before = computable(small, _vectors(month, [g for g, level in earlier.items() if level != WITHHELD]))
    for group, open_ in zip(small, computable(small, everything) & ~before, strict=True):
        if open_:
            yield f"en grupp om högst {limits.withheld} går att räkna ut exakt ({_where(month, group)})"
    for inside in month.insides:
        others = month.vectors[:, ~inside]
        few = others[(others @ month.people[~inside] <= limits.withheld) & others.any(axis=1)]
        if computable(few, counted[:, ~inside]).any():
            yield "den som vet allt om en egen enhet kan räkna ut en liten grupp i en annan"
    for group, _ in weaknesses(month, limits, told, earlier):
        yield f"antalet i en grupp går att ringa in för snävt ({', '.join(group.units[:3])})"


def _few(month: Month, most: int) -> Floats:
    vectors = month.vectors
    return np.unique(vectors[(month.sizes <= most) & vectors.any(axis=1)], axis=0)


def _vectors(month: Month, groups: Iterable[Group]) -> Floats:
    rows = [month.vector(group) for group in groups]
    return np.array(rows, dtype=float).reshape(len(rows), len(month.people))


def _where(month: Month, vector: Floats) -> str:
    units = sorted(set(month.cells.rows["department_id"].to_numpy()[vector > 0]))
    return ", ".join(units[:3])
