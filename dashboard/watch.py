"""Which lines are worth watching this month, and why: the gravest flags as the end of a sentence.

The lines' own sentence has told how far they are from budget; this one tells what makes them worth a question.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard import metrics
from dashboard.messages import Clause, Figure, Sentence, each, listed
from dashboard.view import View
from dashboard.words import rule_short

CHANGE, FORECAST, RESULT = "forecast_change_sek", "forecast_deviation_sek", "deviation_ytd_sek"
MOVED = "deviation_moved_sek"
WATCHED = 2
"""How many lines are named."""


@dataclass(frozen=True)
class Flag:
    """A line's flag with the numbers behind it. `previous` is the month of the forecast before, in the same year."""

    line_id: str
    rule: str
    serious: bool
    since: pd.Timestamp
    facts: Mapping[str, Any]
    period: pd.Timestamp
    previous: pd.Timestamp | None

    def value(self, name: str) -> float:
        """A fact in kronor; NaN where the flag has none of that name."""
        found = self.facts.get(name)
        return float("nan") if found is None else float(found)

    def has(self, *names: str) -> bool:
        return all(pd.notna(self.value(name)) for name in names)

    def size(self, name: str) -> Figure:
        """The fact without its sign."""
        text = sv.mnkr(abs(self.value(name)), unit=True)
        return Figure(text, self.value(name), "flags", name, self.period, (self.line_id,))

    def way(self, name: str) -> str:
        """Which side of the budget a deviation is; "under budget" would mean opposite things for income and cost."""
        return "bättre" if self.value(name) > 0 else "sämre"


def clause(view: View, items: pd.DataFrame, previous: pd.Timestamp | None) -> Clause:
    """ "Värt att bevaka är X, där ...": the gravest of the item rows; nothing where none is flagged."""
    names = items.set_index("line_id")["name"]
    reasons = [(names[flag.line_id], reason(flag)) for flag in _watched(line_flags(view, items, previous), items)]
    if not reasons:
        return ()
    if len({Sentence(why).text for _, why in reasons}) == 1:
        return (f"Värt att bevaka är {listed([name for name, _ in reasons])}, där ", *reasons[0][1])
    return ("Värt att bevaka är ", *each([(name, ", där ", *why) for name, why in reasons], last=", och "))


def line_flags(view: View, items: pd.DataFrame, previous: pd.Timestamp | None) -> list[Flag]:
    """The serious flags and the warnings of the month on these lines."""
    flags = metrics.within(view.read("flags"), view.departments)
    shown = (
        (flags["period"] == view.period)
        & (flags["subject_type"] == "line")
        & flags["severity"].isin(["serious", "warning"])
        & flags["subject_id"].isin(items["line_id"])
    )
    return [
        Flag(
            row["subject_id"],
            row["rule"],
            row["severity"] == "serious",
            row["since_period"],
            json.loads(row["facts"]),
            view.period,
            previous,
        )
        for row in flags[shown].to_dict("records")
    ]


def _watched(flags: list[Flag], items: pd.DataFrame) -> list[Flag]:
    """The most telling flag of each of the gravest lines, the line furthest from budget first among equals."""
    deviations = items.set_index("line_id")[FORECAST].fillna(items.set_index("line_id")[RESULT]).abs().fillna(0)
    gravest = sorted(flags, key=lambda flag: (not flag.serious, -deviations[flag.line_id], flag.line_id))
    lines = list(dict.fromkeys(flag.line_id for flag in gravest))[:WATCHED]
    return [min((flag for flag in flags if flag.line_id == line), key=_telling) for line in lines]


def _telling(flag: Flag) -> tuple[int, str]:
    rules = list(REASONS)
    return (rules.index(flag.rule) if flag.rule in rules else len(rules), flag.rule)


def reason(flag: Flag) -> Clause:
    """Why a line is worth watching, as the end of "där ..."; the rule's own words where a rule or a fact is unknown."""
    found = REASONS[flag.rule](flag) if flag.rule in REASONS else ()
    return found or (f"flaggan säger ”{rule_short(flag.rule)}”",)


def _month(month: pd.Timestamp, seen_from: pd.Timestamp) -> str:
    """The month's name, with its year where that is another."""
    return sv.month_name(month) if month.year == seen_from.year else sv.month(month)


def _off_budget(flag: Flag) -> Clause:
    """How long it has been so; how far is told by the sentences before."""
    if not flag.has(FORECAST):
        return ()
    how = f"klart {flag.way(FORECAST)} än budget"
    if flag.since != flag.period:
        return (f"prognosen har varit {how} sedan {_month(flag.since, flag.period)}",)
    return (f"redan årets första prognos är {how}" if flag.previous is None else f"prognosen nu är {how}",)


def _worsened(flag: Flag) -> Clause:
    if flag.previous is None or not flag.has(CHANGE):
        return ()
    return ("prognosen har försämrats med ", flag.size(CHANGE), f" sedan {sv.month_name(flag.previous)}")


def _equals_budget(flag: Flag) -> Clause:
    return ("prognosen är lika med budget", *_despite(flag)) if flag.has(RESULT) else ()


def _opposite_sign(flag: Flag) -> Clause:
    if not flag.has(FORECAST, RESULT):
        return ()
    return ("prognosen är ", flag.size(FORECAST), f" {flag.way(FORECAST)} än budget", *_despite(flag))


def _despite(flag: Flag) -> Clause:
    return (" trots att resultatet hittills är ", flag.size(RESULT), f" {flag.way(RESULT)} än budget")


def _unchanged(flag: Flag) -> Clause:
    if not flag.has(MOVED):
        return ()
    moved = "förbättrats" if flag.value(MOVED) > 0 else "försämrats"
    return (f"prognosen är oförändrad trots att resultatet mot budget har {moved} med ", flag.size(MOVED))


def _repeated(flag: Flag) -> Clause:
    if not flag.has(FORECAST):
        return ()
    what = "överskottet" if flag.value(FORECAST) > 0 else "underskottet"
    return (f"{what} återkommer för minst tredje året i rad",)


REASONS: dict[str, Callable[[Flag], Clause]] = {
    "forecast_opposite_sign": _opposite_sign,
    "forecast_equals_budget": _equals_budget,
    "forecast_unchanged": _unchanged,
    "deviation_repeated": _repeated,
    "forecast_below_budget": _off_budget,
    "forecast_worsened": _worsened,
    "forecast_above_budget": _off_budget,
}
"""Per rule, the one first that adds most to what the other sentences say."""
