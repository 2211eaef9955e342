"""Random organisations as a source delivers them, and what the same one delivers later: never twice the same shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

import numpy as np
import pandas as pd

from data.codes import AGE_BANDS, GENDERS
from data.datasets import BY_NAME
from etl.sources.parse import DTYPES

HOURS = 150
CELLS = list(product(GENDERS, AGE_BANDS))
INDEXES = ("HME", "OSA")


@dataclass(frozen=True)
class Source:
    """What is delivered, and which units the settings say are merged into others."""

    hr: pd.DataFrame
    departments: pd.DataFrame
    surveys: pd.DataFrame
    reorganised: Mapping[str, str] = field(default_factory=dict)


def succession(seed: int, most_units: int = 40, most_months: int = 30) -> list[Source]:
    """An organisation in four editions: as it was, a month later, after a restated month, after a reorganisation."""
    rng = np.random.default_rng(seed)
    departments = _tree(rng, int(rng.choice([n for n in (3, 5, 8, 12, 20, 40) if n <= most_units])))
    hr = _staff(rng, _with_staff(rng, departments), int(rng.integers(14, most_months + 1)))
    last = hr["period"].max()
    now = Source(hr, departments, _surveys(rng, hr))
    restated = replace(now, hr=_restated(rng, hr))
    return [replace(now, hr=hr[hr["period"] < last].reset_index(drop=True)), now, restated, _reorganised(rng, restated)]


def _tree(rng: np.random.Generator, units: int) -> pd.DataFrame:
    """One to three levels below the whole, each wider than the one above."""
    levels, above = int(rng.integers(1, 4)), ["office"]
    widths = np.maximum(1, units * np.arange(1, levels + 1) // (levels * (levels + 1) // 2))
    rows: list[tuple[str, str | None]] = [("office", None)]
    for level, number in enumerate(widths):
        names = [f"{'abc'[level]}{n}" for n in range(number)]
        rows += [(name, str(rng.choice(above))) for name in names]
        above = names
    return _typed("department", pd.DataFrame(rows, columns=["department_id", "parent_id"]), name=[r[0] for r in rows])


def _with_staff(rng: np.random.Generator, departments: pd.DataFrame) -> list[str]:
    """The units without any below them, and now and then a department with staff of its own."""
    parents = set(departments["parent_id"].dropna())
    return [unit for unit in departments["department_id"] if unit not in parents or rng.random() < 0.15]


def _staff(rng: np.random.Generator, units: list[str], months: int) -> pd.DataFrame:
    calendar = pd.date_range("2017-03-01", periods=months, freq="MS", unit="ms")
    zeros, everyone = rng.random() < 0.5, rng.random() < 0.5
    parts = [_unit(rng, unit, calendar) for unit in units]
    hr = pd.concat(parts, ignore_index=True)
    if rng.random() < 0.4:
        hr = hr[hr["period"] != rng.choice(calendar[1:-1])]
    if rng.random() < 0.3:
        hr = hr[~((hr["department_id"] == rng.choice(units)) & (hr["period"] == rng.choice(calendar[1:-1])))]
    hr = hr if zeros else hr[hr["headcount_all"] > 0]
    return _typed("hr_month", hr if everyone else hr.assign(**dict.fromkeys(_EVERYONE, None)))


_EVERYONE = ("headcount_all", "headcount_full_time", "full_time_equivalents")
"""What not every source has."""


def _unit(rng: np.random.Generator, unit: str, calendar: pd.DatetimeIndex) -> pd.DataFrame:
    """A unit's months: it is there from the first to the last, or opens late, or closes early."""
    there = calendar[rng.integers(3, 9) :] if rng.random() < 0.1 else calendar
    there = there[: -rng.integers(2, 5)] if rng.random() < 0.1 else there
    size = rng.choice([rng.integers(3, 16), rng.integers(16, 61), rng.integers(60, 201)], p=[0.55, 0.3, 0.15])
    shares = np.outer(rng.dirichlet([1.5, 1.5]), rng.dirichlet([1, 4, 3])).ravel()
    drift = rng.integers(-1, 2, (len(there), 6)) * (rng.random((len(there), 6)) < 0.15)
    heads = np.maximum(rng.multinomial(size, shares) + drift.cumsum(axis=0), 0)
    keys = [(month, unit, *cell) for month in there for cell in CELLS]
    return _measures(rng, keys, heads.ravel())


def _measures(rng: np.random.Generator, keys: list[tuple[object, ...]], heads: np.ndarray) -> pd.DataFrame:
    hours, permanent = heads * HOURS, rng.binomial(heads, 0.93)
    sick, leavers = rng.binomial(hours, 0.05), rng.binomial(permanent, 0.01)
    return pd.DataFrame(keys, columns=["period", "department_id", "gender", "age_band"]).assign(
        headcount_permanent=permanent,
        leavers=leavers,
        contracted_hours=hours,
        sick_hours=sick,
        sick_hours_60_plus=rng.binomial(sick, 0.4),
        headcount_all=heads,
        headcount_full_time=rng.binomial(heads, 0.7),
        leavers_retired=rng.binomial(leavers, 0.3),
        sick_hours_day_1_14=rng.binomial(sick, 0.3),
        full_time_equivalents=heads * 0.9,
    )


def _surveys(rng: np.random.Generator, hr: pd.DataFrame) -> pd.DataFrame:
    """Two thirds of a unit's people in December answer."""
    december = hr[hr["period"].dt.month == 12]
    people = december.groupby([december["period"].dt.year.rename("year"), "department_id"])["headcount_permanent"].sum()
    answers = people.reset_index(name="heads").merge(pd.DataFrame({"index_name": INDEXES}), how="cross")
    answers = answers.assign(respondents=answers["heads"] * 2 // 3, value=rng.integers(50, 90, len(answers)))
    return _typed("survey", answers)


def _restated(rng: np.random.Generator, hr: pd.DataFrame) -> pd.DataFrame:
    """One person more than was first told, in one cell of an old month."""
    row = rng.choice(hr.index[hr["headcount_permanent"] > 0])
    more = {name: hr[name].where(hr.index != row, hr[name] + 1) for name in ("headcount_permanent", "headcount_all")}
    return hr.assign(**more)


def _reorganised(rng: np.random.Generator, now: Source) -> Source:
    """A unit moves to another department, or is merged into another unit, which keeps its history."""
    tree, delivered = now.departments, sorted(now.hr["department_id"].unique())
    movable = [unit for unit in delivered if unit not in set(tree["parent_id"].dropna())]
    unit = str(rng.choice(movable))
    if rng.random() < 0.5 and len(movable) > 1:
        into = str(rng.choice([other for other in movable if other != unit]))
        return replace(
            now, departments=tree[tree["department_id"] != unit].reset_index(drop=True), reorganised={unit: into}
        )
    places = sorted({*tree["parent_id"].dropna(), "office"})
    moved = tree["parent_id"].where(tree["department_id"] != unit, str(rng.choice(places)))
    return replace(now, departments=tree.assign(parent_id=moved.astype(tree["parent_id"].dtype)))


def _typed(dataset: str, frame: pd.DataFrame, **more: object) -> pd.DataFrame:
    filled = frame.assign(**more)
    columns = {c.name: filled[c.name].astype(DTYPES[c.type]) for c in BY_NAME[dataset].columns if c.name in filled}
    return pd.DataFrame(columns).reset_index(drop=True)
