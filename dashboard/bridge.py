"""What a sum is made of, row by row. Amounts are added in whole öre, so that the rows end exactly on the sum."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard import format as sv
from dashboard import metrics

READS_AS_ZERO_ORE = 5_000_000
"""0.05 mnkr: an amount below it is shown as 0,0."""
HIDDEN_SHARE = 2
"""A net hides its opposites where the smaller of them is at least this part, one half, of the net."""


@dataclass(frozen=True)
class Part:
    """One row of a bridge. `line_id` is None where several rows are gathered; a missing amount is None, never zero."""

    line_id: str | None
    name: str
    amount_sek: float | None

    @property
    def ore(self) -> int:
        """The amount in whole öre. Raises TypeError where it is missing."""
        if self.amount_sek is None:
            raise TypeError(f"{self.name} saknar belopp")
        return round(self.amount_sek * 100)


@dataclass(frozen=True)
class Steps:
    """The rows of a bridge in the order they are drawn; none where the amounts of some rows are `missing`."""

    rows: tuple[Part, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moves:
    """A net and the movements both ways behind it: net = up + down to the öre. Rows of zero stand in neither."""

    net_sek: float
    up_sek: float
    down_sek: float
    up: tuple[Part, ...]
    down: tuple[Part, ...]
    hides_opposites: bool


def parts(table: pd.DataFrame, lines: pd.DataFrame, year: int, subject: str, measure: str) -> tuple[Part, ...]:
    """The items of an economy table that a sum row sums, in the table's order. An item has no parts.

    Under a department filter only the visible items are parts.
    """
    items = set(metrics.items_below(lines, year, subject)) - {subject}
    return as_parts(table[table["line_id"].isin(items)], measure)


def as_parts(rows: pd.DataFrame, measure: str) -> tuple[Part, ...]:
    """Rows of an economy table -> parts with the amount of one column."""
    names = rows["shown_name" if "shown_name" in rows else "name"]
    amounts = [None if pd.isna(amount) else float(amount) for amount in rows[measure]]
    return tuple(Part(*row) for row in zip(rows["line_id"], names, amounts, strict=True))


def missing(rows: Iterable[Part]) -> tuple[str, ...]:
    """Names of the rows without an amount."""
    return tuple(part.name for part in rows if part.amount_sek is None)


def steps(rows: Iterable[Part], most: int = 8) -> Steps:
    """The largest rows by name, at most `most`; the rest, and those that read as zero, gathered in a last row.

    A single row left over is named rather than gathered, unless it reads as zero.
    """
    ranked = tuple(rows)
    if missing(ranked):
        return Steps((), missing(ranked))
    ranked = largest_first(ranked)
    named = sum(abs(part.ore) >= READS_AS_ZERO_ORE for part in ranked[:most])
    if len(ranked) == named + 1 and abs(ranked[-1].ore) >= READS_AS_ZERO_ORE:
        named += 1
    left = ranked[named:]
    return Steps((*ranked[:named], *([_gathered(left)] if left else [])))


def largest_first(rows: Iterable[Part]) -> tuple[Part, ...]:
    """By size without sign; equal sizes by name, so that the order is always the same."""
    return tuple(sorted(rows, key=lambda part: (-abs(part.ore), part.name)))


def moves(rows: Iterable[Part]) -> Moves | None:
    """What moves up and what moves down, each the largest first. None where an amount is missing."""
    ranked = tuple(rows)
    if missing(ranked):
        return None
    ranked = largest_first(ranked)
    up = tuple(part for part in ranked if part.ore > 0)
    down = tuple(part for part in ranked if part.ore < 0)
    gained, lost = _ore(up), _ore(down)
    smaller = min(gained, -lost)
    hides = smaller >= READS_AS_ZERO_ORE and HIDDEN_SHARE * smaller >= abs(gained + lost)
    return Moves((gained + lost) / 100, gained / 100, lost / 100, up, down, hides)


def main_groups(table: pd.DataFrame) -> pd.DataFrame:
    """The rows at the level a director speaks of, in the table's order.

    A sum of sums is opened, a sum with an item of its own stays one group; a group that is alone is opened too, since
    it says no more than the top row. Empty where the table has no single top row.
    """
    top = metrics.top_row(table)
    if top is None:
        return table.head(0)
    children = metrics.children_of(table, "line_id")
    sums = set(table.loc[table["kind"] == "sum", "line_id"])

    def opened(row: str) -> list[str]:
        below = children.get(row, [])
        return [group for child in below for group in opened(child)] if below and sums.issuperset(below) else [row]

    groups = [group for child in children.get(top["line_id"], []) for group in opened(child)]
    while len(groups) == 1 and groups[0] in children:
        groups = [group for child in children[groups[0]] for group in opened(child)]
    return table[table["line_id"].isin(groups)]


def _ore(rows: Iterable[Part]) -> int:
    return sum(part.ore for part in rows)


def _gathered(rows: tuple[Part, ...]) -> Part:
    return Part(None, f"Övriga ({sv.plural(len(rows), 'rad', 'rader')})", _ore(rows) / 100)
