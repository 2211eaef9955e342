"""Small groups: what may be shown of the staff, so that nothing withheld can be computed from what is.

`groups` are sums of base cells, `decide` chooses for one month, `pattern` for all of them and with what was shown
before, `control` takes the withheld figures out of the tables, and `gate` attacks what is left.
"""

from dataclasses import dataclass

import pandas as pd

from data.codes import TOTAL
from etl.config import Limits
from etl.disclosure import gate
from etl.disclosure.control import Levels, control_indicators, control_staff
from etl.disclosure.groups import organisation
from etl.disclosure.pattern import (
    STAFF,
    SURVEY,
    Decided,
    fewest_answers,
    read_pattern,
    staff_pattern,
    survey_limits,
    survey_pattern,
    without_stopped,
    written_pattern,
)
from etl.disclosure.shown import WITHHELD

STOPPED: tuple[tuple[str, ...], ...] = ((), ("unit",), ("unit", "department"), ("unit", "department", "whole"))
"""What is tried in turn: everything, and one level coarser each time the gate finds a leak."""


MONTHLY, YEARLY = ("month", "r12", "ytd"), ("year",)


@dataclass(frozen=True)
class Source:
    """What the tables are made of, before anything is withheld. `own` is `hr` with merged units in their new ones.

    `departments` has the published `level`; `membership` is of `etl.organisation`.
    """

    hr: pd.DataFrame
    own: pd.DataFrame
    surveys: pd.DataFrame
    indicators: pd.DataFrame
    departments: pd.DataFrame
    membership: pd.DataFrame


@dataclass(frozen=True)
class Cells:
    """Groups of `indicators` over all months: all, the small ones, and those withheld for their sake."""

    groups: int
    small: int
    beyond: int


@dataclass(frozen=True)
class Controlled:
    """The tables as they may be published, and why a level had to be left out, if one had to."""

    hr_month: pd.DataFrame
    indicators: pd.DataFrame
    staff_pattern: pd.DataFrame
    cells: Cells
    stopped: tuple[str, ...]
    leaks: list[str]


def controlled(source: Source, limits: Limits, earlier: pd.DataFrame) -> Controlled:
    """`earlier` is `staff_pattern` of everything ever published. One level coarser where the gate finds a leak."""
    shape = organisation(source.departments, source.membership)
    before = {measured: read_pattern(earlier, measured) for measured in (STAFF, SURVEY)}
    staff = staff_pattern(source.hr, shape, limits, before[STAFF])
    survey = survey_pattern(source.surveys, shape, limits, before[SURVEY])
    levels, leaks = source.departments.set_index("department_id")["level"], list[str]()
    for stopped in STOPPED:
        hr, table = _tables(source, staff, survey, Levels(levels, stopped), limits)
        found = gate.leaks(gate.told_by(table, MONTHLY, staff, hr), staff, limits, before[STAFF])
        answers = gate.told_by(table, YEARLY, survey, hr.iloc[:0])
        found += gate.leaks(answers, survey, survey_limits(limits), before[SURVEY])
        if not found:
            break
        leaks = leaks or found
    shown = {STAFF: staff, SURVEY: survey}
    pattern = {measured: without_stopped(each, levels, stopped) for measured, each in shown.items()}
    return Controlled(hr, table, written_pattern(pattern, before), _cells(staff, limits), stopped, leaks)


def _cells(staff: Decided, limits: Limits) -> Cells:
    rows = [
        (staff.pattern[period][group] == WITHHELD, size <= limits.withheld)
        for period, month in staff.months.items()
        for group, size in zip(month.published, month.sizes, strict=False)
        if TOTAL in (group.gender, group.age_band)
    ]
    return Cells(len(rows), sum(small for _, small in rows), sum(hidden and not small for hidden, small in rows))


def _tables(
    source: Source, staff: Decided, survey: Decided, levels: Levels, limits: Limits
) -> tuple[pd.DataFrame, pd.DataFrame]:
    answers = fewest_answers(source.surveys)
    few = pd.MultiIndex.from_frame(answers.loc[answers["respondents"] < limits.answers, ["year", "department_id"]])
    table = control_indicators(source.indicators, staff, survey, few, levels, limits)
    return control_staff(source.own, staff, levels), table


__all__ = ["Cells", "Controlled", "Source", "controlled"]
