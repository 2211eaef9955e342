"""Sources as editions of the published staff tables: as the program protects them, or with only small groups gone."""

import numpy as np
import pandas as pd
from attacker import Attacker
from nullspace import Mask
from numpy.typing import NDArray
from organisations import Source
from published_sums import Edition
from worked import dataset

from data.tables import BY_NAME
from etl import disclosure, staff
from etl.config import Limits
from etl.organisation import membership, own_rows, own_surveys, with_every_cell
from etl.tree import depths

LIMITS = Limits()
TARGETS = dataset("target", "year indicator_id target limit direction")
HR_KEYS = ["period", "department_id", "gender", "age_band"]


def protected(sources: list[Source]) -> list[Edition]:
    """Each edition knows the pattern of those before it."""
    pattern, editions = pd.DataFrame(columns=BY_NAME["staff_pattern"].names), list[Edition]()
    for source in sources:
        found = disclosure.controlled(_unprotected(source), LIMITS, pattern)
        pattern = found.staff_pattern
        editions.append(Edition(found.hr_month, found.indicators, with_level(source.departments), source.reorganised))
    return editions


def _unprotected(source: Source) -> disclosure.Source:
    tree = membership(source.departments, source.reorganised)
    hr, surveys = with_every_cell(source.hr), own_surveys(source.surveys, source.reorganised)
    own = own_rows(hr, source.reorganised)
    table = staff.indicators(hr, surveys, TARGETS, tree)
    return disclosure.Source(hr, own, surveys, table, with_level(source.departments), tree)


def with_level(departments: pd.DataFrame) -> pd.DataFrame:
    depth = depths(departments, "department_id")
    return departments.assign(level=depth.map(lambda d: ["whole", "department", "unit"][min(d, 2)]))


class Truth:
    """How many people there were, for judging what the attacker found: month x base cell."""

    def __init__(self, attacker: Attacker, source: Source) -> None:
        self.members, self.present = attacker.members, attacker.present.astype(np.int64)
        self.heads = np.zeros(attacker.present.shape)
        place = {cell: number for number, cell in enumerate(attacker.cells)}
        people = source.hr[limited_on(source.hr)].astype("float64")
        keys = zip(
            attacker.months.get_indexer(source.hr["period"]), *(source.hr[k] for k in HR_KEYS[1:]), people, strict=True
        )
        for month, unit, gender, age_band, heads in keys:
            at = place.get((unit, gender, age_band), place.get((source.reorganised.get(unit), gender, age_band)))
            if at is not None:
                self.heads[month, at] += heads

    def smallest(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """Size of each row's group in the smallest month of its window that had anyone; 0 where none had."""
        monthly = self.heads @ self.members.T
        return _least(np.where(monthly > 0, monthly, np.inf), rows)

    def smallest_delivered(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """The same, where a month that is delivered with nobody counts too."""
        there = (self.present @ self.members.T) > 0
        return _least(np.where(there, self.heads @ self.members.T, np.inf), rows)

    def smallest_of(self, cells: Mask, first: int, last: int) -> float:
        monthly = self.heads[first : last + 1, cells].sum(axis=1)
        return float(monthly[monthly > 0].min()) if monthly.any() else 0.0

    def mean(self, groups: list[int], first: int, last: int) -> NDArray[np.float64]:
        return self.heads[first : last + 1].mean(axis=0) @ self.members[groups].T


def _least(monthly: NDArray[np.float64], rows: pd.DataFrame) -> NDArray[np.float64]:
    found = np.zeros(len(rows))
    for (first, last), where in rows.groupby(["first", "last"]).indices.items():
        found[where] = monthly[first : last + 1].min(axis=0)[rows["group"].to_numpy()[where]]
    return np.where(np.isinf(found), 0, found)


def limited_on(hr: pd.DataFrame) -> str:
    return "headcount_all" if hr["headcount_all"].notna().any() else "headcount_permanent"


def small_withheld(source: Source) -> Edition:
    """What primary suppression alone leaves: every group but the small is shown, with its counts."""
    whole = _unprotected(source)
    departments = with_level(source.departments)
    bare = Edition(
        whole.own.assign(suppressed=False), whole.indicators.assign(suppressed=False), departments, source.reorganised
    )
    attacker = Attacker([bare])
    sizes = attacker.figures.assign(size=Truth(attacker, source).smallest_delivered(attacker.figures))
    small = sizes[sizes["size"] <= LIMITS.withheld]
    gone = pd.MultiIndex.from_frame(small[["indicator_id", "name", "last"]].drop_duplicates())

    def is_small(table: pd.DataFrame, *names: str) -> pd.Series:
        named = table[names[0]].str.cat([table[name] for name in names[1:]], sep=" ")
        known_as = table["indicator_id"] if "indicator_id" in table else pd.Series("hr_month", index=table.index)
        rows = pd.MultiIndex.from_arrays([known_as, named, attacker.months.get_indexer(table["period"])])
        return pd.Series(rows.isin(gone), index=table.index)

    out, cells = is_small(bare.indicators, "department_id", "breakdown"), is_small(bare.hr_month, *HR_KEYS[1:])
    shown = {name: bare.indicators[name].mask(out) for name in ("numerator", "denominator", "value")}
    counts = {name: bare.hr_month[name].mask(cells) for name in whole.own.columns if name not in HR_KEYS}
    return Edition(
        bare.hr_month.assign(**counts, suppressed=cells),
        bare.indicators.assign(**shown, reason=bare.indicators["reason"].mask(out, "small"), suppressed=out),
        departments,
        source.reorganised,
    )
