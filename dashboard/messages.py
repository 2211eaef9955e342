"""Facts -> one Swedish sentence. The same sentence heads a picture and is its text for those who cannot see it.

A `Sentence` remembers where its figures stand; those that only head a picture beside its own table are plain text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from dashboard import format as sv

ROUNDING_SEK = 50_000
"""Half of the last decimal shown: within it two amounts read the same."""


@dataclass(frozen=True)
class Figure:
    """One amount as it is read, and where in the published tables it stands.

    `value_sek` is the sum over `line_ids` of a column at a period; in `flags` the column is a key of the facts. The
    text may leave the sign to the words beside it: "23,0 mnkr" and then "sämre än budget".
    """

    text: str
    value_sek: float
    table: str
    column: str
    period: pd.Timestamp
    line_ids: tuple[str, ...]


Clause = tuple[str | Figure, ...]


@dataclass(frozen=True)
class Sentence:
    """Words and figures in the order they are read. An amount comes into the text by its figure alone."""

    parts: Clause

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(part for part in self.parts if isinstance(part, Figure))


@dataclass(frozen=True)
class Amounts:
    """A row of the economy table whose amounts are cited; `line_ids` are the published lines that it sums."""

    row: pd.Series
    period: pd.Timestamp
    line_ids: tuple[str, ...]

    def has(self, column: str) -> bool:
        return bool(pd.notna(self.row[column]))

    def value(self, column: str) -> float:
        return float(self.row[column])

    def signed(self, column: str) -> Figure:
        """ "+24,5 mnkr"."""
        return self._figure(column, sv.mnkr(self.value(column), signed=True, unit=True))

    def size(self, column: str) -> Figure:
        """The same without its sign: the words beside it say which way."""
        return self._figure(column, sv.mnkr(abs(self.value(column)), unit=True))

    def _figure(self, column: str, text: str) -> Figure:
        return Figure(text, self.value(column), "results", column, self.period, self.line_ids)


def reads_as_zero(value_sek: float) -> bool:
    """Is the amount shown as 0,0?"""
    return abs(value_sek) <= ROUNDING_SEK  # a half is rounded to the even zero


def compared(amounts: Amounts, column: str, than: str) -> Clause:
    """+23 000 000 -> "23,0 mnkr bättre än budget"; what reads as zero is "lika med budget"."""
    value = amounts.value(column)
    return (f"lika med {than}",) if reads_as_zero(value) else (amounts.size(column), f" {_which_way(value)} än {than}")


def better_or_worse(value_sek: float, than: str) -> str:
    """The same for a difference that no published column holds."""
    if reads_as_zero(value_sek):
        return f"lika med {than}"
    return f"{sv.mnkr(abs(value_sek), unit=True)} {_which_way(value_sek)} än {than}"


def _which_way(value_sek: float) -> str:
    return "bättre" if value_sek > 0 else "sämre"


def each(clauses: Iterable[Clause], last: str = " och ") -> Clause:
    """a, b och c; the figures kept."""
    listed = list(clauses)
    links = [""] + [", "] * (len(listed) - 2) + [last] * (len(listed) > 1)
    return tuple(part for link, clause in zip(links, listed, strict=True) for part in (link, *clause) if part)


def listed(names: list[str]) -> str:
    """a, b och c; "samt" where a name has an "och" of its own."""
    text = sv.listing(names)
    if len(names) < 2 or not any(" och " in name for name in names):
        return text
    return f"{', '.join(names[:-1])} samt {names[-1]}"


def headline(total: Amounts | None, period: pd.Timestamp, previous: pd.Timestamp | None) -> Sentence:
    """What the director must know: does the forecast hold, and what moved? Falls back on the result."""
    if total is None or not total.has("actual_ytd_sek"):
        return Sentence((f"Inget resultat finns för {sv.month(period)}",))
    if period.month == 12 and total.has("deviation_ytd_sek"):
        return Sentence(_year_end(total))
    if total.has("forecast_deviation_sek"):
        return Sentence((*_forecast_part(total), *_change_part(total, previous)))
    result = (f"Resultatet till och med {sv.month(period)} är ", total.signed("actual_ytd_sek"))
    against = (", ", *compared(total, "deviation_ytd_sek", "budget")) if total.has("deviation_ytd_sek") else ()
    return Sentence((*result, *against))


def month_headline(total: pd.Series | None, period: pd.Timestamp, previous: pd.Timestamp | None) -> str:
    """The headline's words alone, for a row whose figures need no source."""
    return headline(None if total is None else Amounts(total, period, ()), period, previous).text


def _year_end(total: Amounts) -> Clause:
    """A year that is over is told by its outcome; beside it what the last forecast said."""
    outcome = ("Året slutade ", *compared(total, "deviation_ytd_sek", "budget"))
    if not total.has("forecast_deviation_sek"):
        return outcome
    made = f"; prognosen från {sv.month_name(total.row['forecast_reported_period'])} var "
    return (*outcome, made, *compared(total, "forecast_deviation_sek", "budget"))


def _forecast_part(total: Amounts) -> Clause:
    if reads_as_zero(total.value("forecast_deviation_sek")):
        return ("Prognosen når budgeten",)
    return ("Prognosen är ", *compared(total, "forecast_deviation_sek", "budget"))


def _change_part(total: Amounts, previous: pd.Timestamp | None) -> Clause:
    if previous is None or not total.has("forecast_change_sek"):
        return ()
    if reads_as_zero(total.value("forecast_change_sek")):
        return (f", oförändrad sedan {sv.month_name(previous)}",)
    return (": ", *compared(total, "forecast_change_sek", f"i {sv.month_name(previous)}"))


def economy_message(table: pd.DataFrame, measure: str) -> str:
    """Which lines are worst and best by a deviation."""
    items = table[(table["kind"] == "item") & (table[measure].abs() >= ROUNDING_SEK)].sort_values(measure)
    if items.empty:
        return "Ingen rad avviker från budget"
    worst, best = items.iloc[0], items.iloc[-1]
    parts = []
    if worst[measure] < 0:
        parts.append(f"{worst['name']} är {sv.mnkr(abs(worst[measure]), unit=True)} sämre än budget")
    if best[measure] > 0:
        better = f"{sv.mnkr(best[measure], unit=True)} bättre"
        parts.append(f"{best['name']} {better}" if parts else f"{best['name']} är {better} än budget")
    return sv.listing(parts)


def line_message(row: pd.Series, period: pd.Timestamp) -> str:
    """How one line stands at a month, against budget and last year."""
    if pd.isna(row["actual_ytd_sek"]):
        return f"{row['name']} saknar belopp till och med {sv.month(period)}"
    text = f"{row['name']}: {sv.mnkr(row['actual_ytd_sek'], True, unit=True)} till och med {sv.month(period)}"
    if pd.notna(row["deviation_ytd_sek"]):
        text += f", {better_or_worse(row['deviation_ytd_sek'], 'budget')}"
    if pd.notna(row["actual_ytd_prev_year_sek"]):
        difference = row["actual_ytd_sek"] - row["actual_ytd_prev_year_sek"]
        text += f" och {better_or_worse(difference, 'samma månader förra året')}"
    return text


def indicator_message(name: str, figure: str, stands: str) -> str:
    """A staff indicator and how it stands: "Sjukfrånvaro är 2,35 %, inom mål (högst 4 %)"."""
    return f"{name} är {figure}" + (f", {stands}" if stands else "; inget mål är satt")


def no_indicator(name: str, period: pd.Timestamp, why: str, withheld: bool) -> str:
    """A staff indicator without a value, and why; nothing at all was published where there is no `why`."""
    if not why:
        return f"{name} finns inte för {sv.month(period)}"
    return f"{name} {'visas inte' if withheld else 'kan inte räknas'} för {sv.month(period)}: {why}"


def investments_message(total: pd.Series | None, period: pd.Timestamp) -> str:
    """What is spent, what the year is expected to end at, and the budget."""
    if total is None:
        return f"Inga investeringar rapporterades för {sv.month(period)}"
    spent = sv.mnkr(abs(total["actual_ytd_sek"]))
    forecast, budget = (sv.mnkr(abs(total[name]), unit=True) for name in ("forecast_year_sek", "budget_year_sek"))
    return f"{spent} av årets {budget} är använt; prognosen är {forecast}"
