"""How a reason is said: facts of a flag -> words that more than one rule uses. Pure; nothing is computed here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import format as sv
from dashboard.words import fewest_decimals

Facts = Mapping[str, Any]
Say = Callable[[Facts], str]


@dataclass(frozen=True)
class Reason:
    """How one rule says it; `limit` and `figures` are given the flag's facts."""

    rule: str
    limit: Say
    figures: Say


def always(sentence: str) -> Say:
    return lambda facts: sentence


def mnkr(facts: Facts, name: str) -> str:
    return sv.mnkr(facts[name], unit=True)


def signed(facts: Facts, name: str) -> str:
    return sv.mnkr(facts[name], signed=True, unit=True)


def deviation(facts: Facts, name: str, of: str = "bruttobudgeten") -> str:
    """Signed, with its share where there is one: name `x` of `x_sek` and `x_share`."""
    share = facts.get(f"{name}_share")
    return signed(facts, f"{name}_sek") + ("" if share is None else f" ({sv.percent(share, signed=True)} av {of})")


def limit_mnkr(facts: Facts, name: str = "limit_mnkr") -> str:
    return sv.number(facts[name], fewest_decimals(facts[name], 1, 3)) + f"{sv.NBSP}mnkr"


def limit_percent(facts: Facts, name: str = "limit_percent") -> str:
    return sv.number(facts[name], fewest_decimals(facts[name], 1, 3)) + f"{sv.NBSP}%"


def both(facts: Facts, of: str = "bruttobudgeten") -> str:
    return f"minst {limit_mnkr(facts)} och minst {limit_percent(facts)} av {of}"


def without_gross(facts: Facts) -> str:
    """Said only where the gross budget is zero."""
    zero = facts.get("gross_budget_year_sek") == 0
    return " Bruttobudgeten är noll, så bara gränsen i mnkr gäller." if zero else ""


def month(facts: Facts, name: str) -> str:
    return sv.month(pd.Timestamp(facts[name]))
