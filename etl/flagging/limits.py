"""The limits of the rules: the house's in `flags.toml`, those a region sets instead, and what it is to pass one."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data import toml
from data.toml import Section

FlagLimits = Mapping[str, Mapping[str, float]]
"""Kind of subject -> limit -> number; mnkr, per cent, days and times as the limit's name says."""

HOUSE_FILE = Path(__file__).with_name("flags.toml")
ORE_PER_MNKR = 100_000_000


def house_limits() -> FlagLimits:
    return toml.read(HOUSE_FILE)


def region_limits(file: Path | None, problems: list[str]) -> FlagLimits:
    """The house's limits, but for those that the region's file sets. Its faults are added to `problems`."""
    house = house_limits()
    if file is None:
        return house
    region = Section(file, "", toml.read(file), problems)
    limits = {kind: _replaced(region.section(kind), of_house) for kind, of_house in house.items()}
    region.refuse_the_rest()
    return limits


def _replaced(section: Section, of_house: Mapping[str, float]) -> dict[str, float]:
    limits = {name: section.decimal(name, limit) for name, limit in of_house.items()}
    section.refuse_the_rest()
    return limits


def beyond(amount_ore: pd.Series, gross_ore: pd.Series, mnkr: float, percent: float) -> pd.Series:
    """At least both limits away from zero, whichever sign; false where the amount is missing.

    Where the gross amount is zero or missing there is no per cent, and the limit in mnkr decides alone.
    """
    size, gross = amount_ore.abs(), gross_ore.abs().fillna(0)
    by_both = (size >= ore(mnkr)) & ((gross == 0) | (size >= (gross * percent / 100).round()))
    return by_both.fillna(False).astype(bool)


def within(amount_ore: pd.Series, mnkr: float) -> pd.Series:
    """Closer to zero than the limit; exactly zero is within any limit, also one of zero."""
    size = amount_ore.abs()
    return ((size < ore(mnkr)) | (size == 0)).fillna(False).astype(bool)


def ore(mnkr: float) -> int:
    return round(mnkr * ORE_PER_MNKR)


def share(amount_ore: pd.Series, gross_ore: pd.Series) -> pd.Series:
    """Amount over gross amount as 0-1 with its sign; missing where the gross amount is zero."""
    gross = gross_ore.abs().astype("Float64")
    return (amount_ore.astype("Float64") / gross.mask(gross == 0)).round(6)
