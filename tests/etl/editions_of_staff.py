"""Sources as editions of the published staff tables: as the program protects them, or with small groups missing only."""

import numpy as np
import pandas as pd
from attacker import Attacker
from nullspace import Mask
from numpy.typing import NDArray
from organisations import Source
from published_sums import Edition, figures
from worked import dataset

from data.tables import BY_NAME
from etl import disclosure, staff
from etl.config import Limits
from etl.organisation import membership, own_rows, own_surveys
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
    own, surveys = own_rows(source.hr, source.reorganised), own_surveys(source.surveys, source.reorganised)
    table = staff.indicators(source.hr, surveys, TARGETS, tree)
    return disclosure.Source(source.hr, own, surveys, table, with_level(source.departments), tree)


def with_level(departments: pd.DataFrame) -> pd.DataFrame:
    depth = depths(departments, "department_id")
    return departments.assign(level=depth.map(lambda d: ["whole", "department", "unit"][min(d, 2)]))


class Truth:
    """How many people there were, for judging what the attacker found: month x base cell."""

    def __init__(self, attacker: Attacker, source: Source) -> None:
        self.members = attacker.members
        self.heads = np.zeros(attacker.present.shape)
        place = {cell: number for number, cell in enumerate(attacker.cells)}
        people = source.hr[limited_on(source.hr)].astype("float64")
        keys = zip(attacker.months.get_indexer(source.hr["period"]), *(source.hr[k] for k in HR_KEYS[1:]), people, strict=True)
        for month, unit, gender, age_band, heads in keys:
            at = place.get((unit, gender, age_band), place.get((source.reorganised.get(unit), gender, age_band)))
            if at is not None:
                self.heads[month, at] += heads

    def smallest(self, rows: pd.DataFrame) -> NDArray[np.float64]:
        """Size of each row's group in the smallest month of its window that had anyone; 0 where none had."""
        monthly = self.heads @ self.members.T
        monthly[monthly == 0] = np.inf
        found = np.zeros(len(rows))
        for (first, last), where in rows.groupby(["first", "last"]).indices.items():
            found[where] = monthly[first : last + 1].min(axis=0)[rows["group"].to_numpy()[where]]
        return np.where(np.isinf(found), 0, found)

    def mean(self, groups: list[int], first: int, last: int) -> NDArray[np.float64]:
        return self.heads[first : last + 1].mean(axis=0) @ self.members[groups].T


def limited_on(hr: pd.DataFrame) -> str:
    return "headcount_all" if hr["headcount_all"].notna().any() else "headcount_permanent"


def unprotected_but_small(source: Source) -> Edition:
    """What primary suppression alone leaves: every group but the small is shown, and middle ones in whole per cent."""
    whole = _unprotected(source)
    departments = with_level(source.departments)
    levels = departments.set_index("department_id")["level"]
    table = whole.indicators.assign(suppressed=False)
    before = Edition(whole.own.assign(suppressed=False), table, departments, source.reorganised)
    attacker = Attacker([before])
    truth = Truth(attacker, source)
    sizes = attacker.figures.assign(size=truth.smallest(attacker.figures)).drop_duplicates(["indicator_id", "name", "last"])
    by_row = sizes.set_index(["indicator_id", "name", "last"])["size"]

    def size_of(frame: pd.DataFrame, indicator: object, *name: str) -> NDArray[np.float64]:
        last = attacker.months.get_indexer(frame["period"])
        names = frame[name[0]].str.cat([frame[n] for n in name[1:]], sep=" ")
        index = pd.MultiIndex.from_arrays([pd.Series(indicator, index=frame.index), names, last])
        return by_row.reindex(index).to_numpy()

    size = size_of(table, table["indicator_id"], "department_id", "breakdown")
    monthly = table["department_id"].map(levels).eq("unit") & ~table["indicator_id"].str.endswith("_r12")
    small, middle = (size <= LIMITS.withheld) & (size > 0), (size > LIMITS.withheld) & (size <= LIMITS.rounded)
    count = ~table["unit"].isin(["share", "index"])
    reason = np.select([small, middle & count, monthly], ["small", "middle", "unit_month"], "")
    gone = pd.Series(reason != "", index=table.index) & (table["unit"] != "index")
    shown = table.assign(
        numerator=table["numerator"].mask(gone | middle),
        denominator=table["denominator"].mask(gone | middle),
        value=table["value"].mask(middle, table["value"].round(2)).mask(gone),
        reason=table["reason"].mask(gone, pd.Series(reason, index=table.index)),
        suppressed=gone,
    )
    cell_size = size_of(whole.own, "hr_month", "department_id", "gender", "age_band")
    out = (cell_size <= LIMITS.rounded) | whole.own["department_id"].map(levels).eq("unit")
    cells = {name: whole.own[name].mask(out) for name in whole.own.columns if name not in HR_KEYS}
    return Edition(whole.own.assign(**cells, suppressed=out), shown, departments, source.reorganised)
