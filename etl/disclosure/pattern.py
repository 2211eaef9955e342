"""The pattern: how every group of people is shown in every month. One for all readers, and for all that follows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.codes import TOTAL
from etl.config import Limits
from etl.disclosure.decide import WITHHELD, best, decide, ever
from etl.disclosure.groups import BY_BREAKDOWN, CELL_SPLITS, Group, Month, Organisation, Split, months

Pattern = dict[pd.Timestamp, dict[Group, str]]
"""Month -> group -> exact, rounded or withheld."""

STAFF, SURVEY = "staff", "survey"
CELL = ["department_id", "gender", "age_band"]
MANY = 10**9


@dataclass(frozen=True)
class Decided:
    """The months' people and what was decided for them."""

    shape: Organisation
    months: Mapping[pd.Timestamp, Month]
    pattern: Pattern

    def level(self, period: pd.Timestamp, department: str, split: Split) -> tuple[str, float] | None:
        """How a department's group is shown and how many it is; None where nobody was there."""
        month = self.months[period]
        group = month.named(self.shape.under[department], split)
        level = self.pattern[period].get(group)
        return (level, float(month.vector(group) @ month.people)) if level else None


def staff_pattern(hr: pd.DataFrame, shape: Organisation, limits: Limits, earlier: Pattern) -> Decided:
    """Decided on all employees where the source has them, else on the permanent ones."""
    counted = "headcount_all" if hr["headcount_all"].notna().any() else "headcount_permanent"
    people = hr[["period", *CELL]].assign(people=hr[counted].astype("float64").fillna(0))
    return _decided(people, shape, limits, earlier)


def survey_pattern(surveys: pd.DataFrame, shape: Organisation, limits: Limits, earlier: Pattern) -> Decided:
    """Decided on the index with the fewest answers."""
    answers = surveys.groupby(["year", "department_id"], as_index=False)["respondents"].min()
    asked = {year: set(rows) for year, rows in answers.groupby("year")["department_id"]}
    finest = [
        not (shape.under[unit] & asked[year]) - {unit} if unit in shape.under else False
        for year, unit in zip(answers["year"], answers["department_id"], strict=True)
    ]
    december = pd.to_datetime(answers["year"].astype("str") + "-12-01").astype("datetime64[ms]")
    people = answers.assign(
        period=december, gender=TOTAL, age_band=TOTAL, people=answers["respondents"].astype("float64")
    )
    return _decided(people[np.array(finest, dtype=bool)], shape, survey_limits(limits), earlier)


def survey_limits(limits: Limits) -> Limits:
    """The limits for a survey's groups: how many answered is never told, however many they are."""
    return replace(limits, withheld=limits.answers - 1, rounded=MANY)


def _decided(people: pd.DataFrame, shape: Organisation, limits: Limits, earlier: Pattern) -> Decided:
    found = months(people, shape)
    pattern: Pattern = {}
    month_before: dict[Group, str] = {}
    for period in sorted(found):
        month_before = pattern[period] = decide(found[period], limits, earlier.get(period, {}), month_before)
    return Decided(shape, found, pattern)


def hidden_below(decided: Decided, levels: pd.Series, stopped: tuple[str, ...]) -> Pattern:
    """The pattern where some levels were left out of the tables: what only they would have shown was not shown."""
    if not stopped:
        return decided.pattern
    kept = [unit for unit in decided.shape.depth if levels[unit] not in stopped]
    shown = {period: _groups(decided, period, kept) for period in decided.pattern}
    return {
        period: {group: level if group in shown[period] else WITHHELD for group, level in then.items()}
        for period, then in decided.pattern.items()
    }


def _groups(decided: Decided, period: pd.Timestamp, departments: list[str]) -> set[Group]:
    shape, month = decided.shape, decided.months[period]
    return {
        month.named(units[unit], split)
        for unit in departments
        for units, splits in ((shape.under, BY_BREAKDOWN.values()), (shape.own, CELL_SPLITS))
        for split in splits
    }


def read_pattern(table: pd.DataFrame, measured: str) -> Pattern:
    """From `staff_pattern` of one or several snapshots; the best that a group was ever shown."""
    pattern: Pattern = {}
    rows = table[table["measured"] == measured]
    for row in rows[["period", "units", "gender", "age_band", "shown"]].itertuples(index=False, name=None):
        period, units, gender, band, shown = row
        groups = pattern.setdefault(pd.Timestamp(period), {})
        group = Group(tuple(json.loads(units)), gender, band)
        groups[group] = best(groups.get(group, WITHHELD), shown)
    return pattern


def written_pattern(patterns: Mapping[str, Pattern], earlier: Mapping[str, Pattern]) -> pd.DataFrame:
    """`staff_pattern`: what is shown now and what ever was."""
    rows = [
        (measured, period, json.dumps(group.units, ensure_ascii=False), group.gender, group.age_band, shown)
        for measured, pattern in patterns.items()
        for period in sorted({*pattern, *earlier[measured]})
        for group, shown in ever(pattern.get(period, {}), earlier[measured].get(period, {})).items()
    ]
    columns = ["measured", "period", "units", "gender", "age_band", "shown"]
    return pd.DataFrame(rows, columns=columns).astype({"period": "datetime64[ms]"})
