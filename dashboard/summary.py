"""The month in words: three to six sentences that can be read aloud to the board.

Templates, not prose made up: the same tables give the same words, and every figure says where it was read. Whether
amounts are simulated is not said here; the page, the slide or the report that shows the text has that note.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import bridge, economy, metrics, watch
from dashboard import format as sv
from dashboard.bridge import Moves, Part
from dashboard.messages import Amounts, Clause, Figure, Sentence, compared, each, headline, listed, reads_as_zero
from dashboard.view import View, per_view

__all__ = ["Figure", "Sentence", "Summary", "summary"]

CHANGE, FORECAST, RESULT = "forecast_change_sek", "forecast_deviation_sek", "deviation_ytd_sek"
NAMED_MOVES, NAMED_LINES, NAMED_OWN = 3, 2, 3
"""How many are named: movements each way, lines each way, a department's own lines."""
WORTH_NAMING = 20
"""A movement against the rest is named from a twentieth of the net."""


@dataclass(frozen=True)
class Summary:
    """The heading and the sentences of a month. Where nothing is booked, one calm sentence."""

    headline: Sentence
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True)
class Month:
    """What the sentences are made of. `made` and `previous` are the months of the last two forecasts of the year."""

    view: View
    table: pd.DataFrame
    total: Amounts
    made: pd.Timestamp | None
    previous: pd.Timestamp | None

    @property
    def items(self) -> pd.DataFrame:
        return self.table[self.table["kind"] == "item"]


@per_view
def summary(view: View) -> Summary:
    """The month of a view in words."""
    table = economy.month_table(view)
    row = metrics.top_row(table)
    if row is None or pd.isna(row["actual_ytd_sek"]):
        return _nothing(view, table)
    results = view.read("results")
    month = Month(
        view,
        table,
        Amounts(row, view.period, tuple(economy.published_lines(view, row["line_id"]))),
        metrics.latest_forecast_period(results, view.period) if pd.isna(row[metrics.MADE]) else row[metrics.MADE],
        metrics.previous_forecast_period(results, view.period),
    )
    clauses = [
        _scope(month),
        _result(month),
        *_year(month),
        _moved(month),
        _lines(month),
        watch.clause(view, month.items, month.previous),
    ]
    sentences = tuple(Sentence((*clause, ".")) for clause in clauses if clause)
    return Summary(headline(month.total, view.period, month.previous), sentences)


def _nothing(view: View, table: pd.DataFrame) -> Summary:
    if table.empty:
        return Summary(Sentence((economy.nothing(view)[0],)), (Sentence(("Det finns inga belopp att sammanfatta.",)),))
    return Summary(headline(None, view.period, None), (Sentence(("Månaden har inga bokförda belopp.",)),))


def _scope(month: Month) -> Clause:
    """Whose lines the figures are about, under a department filter."""
    if month.view.department_id is None:
        return ()
    names = list(month.items["name"])
    what = "det uppdrag" if len(names) == 1 else "de uppdrag"
    by_name = f": {listed(names)}" if len(names) <= NAMED_OWN else ""
    return (f"Siffrorna gäller {what} som {month.view.department_name} äger{by_name}",)


def _result(month: Month) -> Clause:
    """The result so far, against the budget and the year before."""
    total = month.total
    when = "i " * (total.period.month == 1) + sv.year_to_date(total.period)
    parts: list[str | Figure] = [f"{_result_word(month)} {when} är "]
    parts.append(total.signed("actual_ytd_sek"))
    if total.has(RESULT):
        parts += [", ", *compared(total, RESULT, "budget")]
    if total.has("actual_ytd_prev_year_sek"):
        months = "samma månad" if total.period.month == 1 else "samma månader"
        parts += [f"; {months} förra året var det ", total.signed("actual_ytd_prev_year_sek")]
    return tuple(parts)


def _result_word(month: Month) -> str:
    months = month.view.read("periods").set_index("period")["status"]
    return "Det preliminära resultatet" if months[month.view.period] == "open" else "Resultatet"


def _year(month: Month) -> list[Clause]:
    """The year's forecast, and what the year lacks."""
    if month.total.has("forecast_year_sek"):
        return [_without_budget(month), _forecast(month)]
    if month.made is not None:
        return [_without_budget(month), ("Årsprognos saknas för minst ett uppdrag, så ingen summa kan räknas",)]
    if _has_no_budget(month):
        return [("Året har varken budget eller prognos, så ingen avvikelse kan räknas",)]
    return [_without_budget(month), (f"Ingen prognos är gjord för {month.view.period.year} ännu",)]


def _has_no_budget(month: Month) -> bool:
    return bool(month.table[["budget_ytd_sek", "budget_year_sek"]].isna().all(axis=None))


def _without_budget(month: Month) -> Clause:
    if month.total.has(RESULT) or month.total.has(FORECAST):
        return ()
    if _has_no_budget(month):
        return ("Året har ingen budget, så ingen avvikelse kan räknas",)
    return ("Budget saknas för minst ett uppdrag, så ingen avvikelse kan räknas för summan",)


def _forecast(month: Month) -> Clause:
    """A forecast carried from an earlier month says so, and has no change."""
    total = month.total
    origin = f" från {sv.month_name(month.made)}" if month.made is not None and month.made != total.period else ""
    against = (", ", *compared(total, FORECAST, "årsbudgeten")) if total.has(FORECAST) else ()
    return (f"Årsprognosen{origin} är ", total.signed("forecast_year_sek"), *against, *_change(month))


def _change(month: Month) -> Clause:
    total = month.total
    if month.previous is None or not total.has(CHANGE):
        return ()
    link = " och " if total.has(FORECAST) else ", "
    before = sv.month_name(month.previous)
    if reads_as_zero(total.value(CHANGE)):
        return (f"{link}oförändrad sedan {before}",)
    return (link, *compared(total, CHANGE, f"i {before}"))


def _moved(month: Month) -> Clause:
    """What the change of the forecast is made of, in the month it was made; a department's by its own lines."""
    if month.previous is None and month.made == month.total.period:
        return ("Det är årets första prognos",)
    rows = bridge.main_groups(month.table) if month.view.department_id is None else month.items
    moves = bridge.moves(bridge.as_parts(rows, CHANGE)) if month.total.has(CHANGE) else None
    if month.previous is None or moves is None or len(rows) < 2:
        return ()
    return _opposites(month, moves) if moves.hides_opposites else _one_way(month, moves)


def _opposites(month: Month, moves: Moves) -> Clause:
    down, up = _side(month, moves.down_sek, moves.down), _side(month, moves.up_sek, moves.up)
    return ("Nettot ", month.total.signed(CHANGE), " döljer rörelser åt båda håll: ", *down, " och ", *up)


def _side(month: Month, amount_sek: float, rows: tuple[Part, ...]) -> Clause:
    """ "+19,6 mnkr i X och Y": the amount of all the rows, the largest of them by name."""
    shown = _readable(rows)
    where = listed([_spoken(part.name) for part in shown[:NAMED_MOVES]]) if shown else "flera mindre poster"
    lines = tuple(line for part in rows for line in _of(month, part).line_ids)
    text = sv.mnkr(amount_sek, signed=True, unit=True)
    figure = Figure(text, amount_sek, "results", CHANGE, month.view.period, lines)
    return (figure, f"{', främst' if len(shown) > NAMED_MOVES else ''} i {where}")


def _one_way(month: Month, moves: Moves) -> Clause:
    """ "Förbättringen kommer främst från X (+60,0 mnkr)", and the largest that goes the other way."""
    if reads_as_zero(moves.net_sek):
        return ()
    better = moves.net_sek > 0
    with_it, against = (_readable(side) for side in ((moves.up, moves.down) if better else (moves.down, moves.up)))
    what = "Förbättringen" if better else "Försämringen"
    if not with_it:
        return (f"{what} består av flera mindre poster",)
    mainly = "främst " if len(with_it) > NAMED_MOVES else ""
    named = each(_with_amount(month, part, CHANGE) for part in with_it[:NAMED_MOVES])
    worth_it = bool(against) and abs(against[0].ore) * WORTH_NAMING >= abs(moves.net_sek) * 100
    other = ("; åt andra hållet går ", *_with_amount(month, against[0], CHANGE)) if worth_it else ()
    return (f"{what} kommer {mainly}från ", *named, *other)


def _readable(rows: Iterable[Part]) -> list[Part]:
    return [part for part in rows if part.amount_sek is not None and not reads_as_zero(part.amount_sek)]


def _lines(month: Month) -> Clause:
    """Which lines explain the deviation from the year's budget, else from the period's; else the largest lines."""
    if len(month.items) < 2:
        return ()
    if month.total.has(FORECAST):
        return _worst_and_best(month, FORECAST, "årsbudgeten")
    if month.total.has(RESULT):
        return _worst_and_best(month, RESULT, "periodens budget")
    rows = _readable(_largest(month.items, "actual_ytd_sek"))[:NAMED_LINES]
    return ("Störst belopp har ", *each(_with_amount(month, part, "actual_ytd_sek") for part in rows)) if rows else ()


def _worst_and_best(month: Month, measure: str, than: str) -> Clause:
    rows = _readable(_largest(month.items, measure))
    worst = [part for part in rows if part.ore < 0]
    best = [part for part in rows if part.ore > 0]
    if not rows:
        return (f"Inget uppdrag avviker från {than}",)
    first = _extremes(month, worst, measure, f"underskott mot {than}")
    second = _extremes(month, best, measure, "överskott" if worst else f"överskott mot {than}")
    link = (", ",) if worst and best else ()
    return _capital((*first, *link, *second))


def _extremes(month: Month, rows: Sequence[Part], measure: str, what: str) -> Clause:
    """ "störst underskott har X och Y", or that one line alone has it."""
    if not rows:
        return ()
    start = f"{what} har bara " if len(rows) == 1 else f"störst {what} har "
    return (start, *each(_with_amount(month, part, measure) for part in rows[:NAMED_LINES]))


def _largest(rows: pd.DataFrame, measure: str) -> tuple[Part, ...]:
    return bridge.largest_first(part for part in bridge.as_parts(rows, measure) if part.amount_sek is not None)


def _with_amount(month: Month, part: Part, measure: str) -> Clause:
    """ "ePlan drift (−11,0 mnkr)"."""
    return (f"{_spoken(part.name)} (", _of(month, part).signed(measure), ")")


def _of(month: Month, part: Part) -> Amounts:
    row = month.table[month.table["line_id"] == part.line_id].iloc[0]
    return Amounts(row, month.view.period, tuple(economy.published_lines(month.view, row["line_id"])))


def _spoken(name: str) -> str:
    """A sum row's name without the word that only says that it is one."""
    return name.removeprefix("Totalt ").removeprefix("Summa ")


def _capital(clause: Clause) -> Clause:
    first, *rest = clause
    return (first[:1].upper() + first[1:], *rest) if isinstance(first, str) else clause
