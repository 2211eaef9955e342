"""Beside last night's: tables that have shrunk, and amounts of another scale. Belongs to the run, not the snapshot."""

from collections.abc import Mapping

import pandas as pd

from data.snapshot import Snapshot
from data.tables import BY_NAME, TABLES
from etl.config import Alarms
from etl.errors import RunFailed

SMALL_SEK = 100_000
"""Under this sum, then and now, a column is too small for a jump of scale to mean anything."""


JUDGED = ("refused", "flags", "restatements", "checks")


def shrunk(rows: Mapping[str, int], before: Snapshot | None) -> dict[str, list[int]]:
    """Tables with fewer rows than in the snapshot before: [then, now]. It says so; it does not stop.

    Fewer refusals, flags, restatements and checks are no loss.
    """
    then = {name: int(table["rows"]) for name, table in before.manifest["tables"].items()} if before else {}
    return {name: [then[name], now] for name, now in rows.items() if now < then.get(name, 0) and name not in JUDGED}


def alarming(found: Mapping[str, list[int]], alarms: Alarms) -> list[str]:
    """A sentence for each table that has lost more than its share."""
    return [
        f"Tabellen {name} ({BY_NAME[name].title}) har {then - now} rader färre än i förra utgåvan: {then} -> {now}, "
        f"mer än {alarms.fewer_rows_percent} procent (checks.fewer_rows_percent). Kontrollera källan."
        for name, (then, now) in found.items()
        if (then - now) * 100 > alarms.fewer_rows_percent * then
    ]


def same_scale(frames: Mapping[str, pd.DataFrame], before: Snapshot | None, alarms: Alarms) -> None:
    """Raises `RunFailed` where amounts are so many times larger or smaller that the unit must have changed."""
    if before is None:
        return
    jumps = [
        f"{table.name}.{column}: beloppen är tillsammans {_times(now, then)} i förra utgåvan "
        f"({then:.0f} -> {now:.0f} kr). "
        "Har källan bytt enhet? Ange unit i inställningarna, eller höj checks.magnitude_times om det är rätt. "
        "Inget är publicerat."
        for table in TABLES
        for column, now, then in _sums(frames[table.name], before.read(table.name))
        if max(now, then) > max(SMALL_SEK, alarms.magnitude_times * min(now, then)) and min(now, then) > 0
    ]
    if jumps:
        raise RunFailed(*jumps)


def _sums(now: pd.DataFrame, then: pd.DataFrame) -> list[tuple[str, float, float]]:
    """Sums of absolute amounts per column of kronor: (column, now, then)."""
    names = [name for name in now.columns if name.endswith("_sek") and name in then]
    return [(name, float(now[name].abs().sum()), float(then[name].abs().sum())) for name in names]


def _times(now: float, then: float) -> str:
    return f"{now / then:.0f} gånger så stora som" if now > then else f"{then / now:.0f} gånger mindre än"
