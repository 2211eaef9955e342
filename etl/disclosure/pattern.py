"""The pattern: how every group of people is shown in every month. One for all readers, and for all that follows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.codes import TOTAL
from etl.config import Limits
from etl.disclosure.decide import decide
from etl.disclosure.groups import BY_BREAKDOWN, CELL_SPLITS, Group, Month, Organisation, Split, months
from etl.disclosure.shown import WITHHELD, best, ever
from etl.staff_months import HR_KEYS

Pattern = dict[pd.Timestamp, dict[Group, str]]
"""Month -> group -> exact, rounded or withheld."""

STAFF, SURVEY = "staff", "survey"
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
    counted = hr["headcount_all"].astype("float64").fillna(hr["headcount_permanent"].astype("float64"))
    people = hr[HR_KEYS].assign(people=counted.fillna(0))
    return _decided(people, shape, limits, earlier)


def survey_pattern(surveys: pd.DataFrame, shape: Organisation, limits: Limits, earlier: Pattern) -> Decided:
    """Decided on the index with the fewest answers."""
    answers = fewest_answers(surveys)
    rest = [
        _not_below(year, unit, answers, shape)
        for year, unit in zip(answers["year"], answers["department_id"], strict=True)
    ]
    people = answers.assign(
        period=pd.to_datetime(answers["year"].astype("str") + "-12-01").astype("datetime64[ms]"),
        gender=TOTAL,
        age_band=TOTAL,
        people=np.array(rest, dtype=float),
    )
    return _decided(people[people["people"] > 0], shape, survey_limits(limits), earlier)


def fewest_answers(surveys: pd.DataFrame) -> pd.DataFrame:
    """year, department_id and the respondents of the index with the fewest."""
    return surveys.groupby(["year", "department_id"], as_index=False).agg({"respondents": "min"})


def _not_below(year: int, unit: str, answers: pd.DataFrame, shape: Organisation) -> float:
    """Those of a department's answers that are not of a surveyed unit below it: a unit left out is a rest."""
    asked = answers[answers["year"] == year].set_index("department_id")["respondents"].astype("float64")
    below = (shape.under[unit] & frozenset(asked.index)) - {unit}
    nearest = [each for each in below if not any(each in shape.under[other] - {other} for other in below)]
    return float(asked[unit] - asked[nearest].sum())


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


def without_stopped(decided: Decided, levels: pd.Series, stopped: tuple[str, ...]) -> Pattern:
    """The pattern where some levels were left out of the tables: what only they would have shown is still undecided."""
    if not stopped:
        return decided.pattern
    kept = [unit for unit in decided.shape.depth if levels[unit] not in stopped]
    shown = {period: _groups(decided, period, kept) for period in decided.pattern}
    return {
        period: {group: level for group, level in then.items() if group in shown[period]}
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
