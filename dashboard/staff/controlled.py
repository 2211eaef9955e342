"""The control chart of sick leave in the month: which months ask why, and how many chance alone would ask about."""

from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from dashboard import control, messages
from dashboard import format as sv
from dashboard.control import RULES
from dashboard.markup import Shown
from dashboard.staff import cells, chance, rows
from dashboard.staff.breaks import breaks
from dashboard.staff.rows import Row
from dashboard.view import View, per_view
from data.indicators import BY_ID

MEASURED = "sick_leave_month"
WORDS = dict(
    zip(
        RULES,
        (
            "över övre gränsen",
            "under undre gränsen",
            "minst sju i rad över medel",
            "minst sju i rad under medel",
            "minst sju i rad stigande",
            "minst sju i rad fallande",
            "två av tre nära övre gränsen",
            "två av tre nära undre gränsen",
        ),
        strict=True,
    )
)
ROUNDED = (
    "Styrdiagram görs inte på andelar i hela procent: en avrundad andel rör sig i hela steg, som skulle se ut som "
    "förändringar."
)
NO_LIMITS = (
    f"Gränser räknas först på minst {control.LEAST_RANGES} förändringar mellan månader i följd, före och efter ett "
    "brott var för sig. Där det finns färre visas bara värdena."
)
NO_VERDICT = "En fråga är ingen slutsats: vad hände den månaden?"
RULES_TOLD = (
    "En fråga är en månad utanför gränserna (medel ± 2,66 gånger den genomsnittliga ändringen från månad till månad), "
    "den sjunde eller en senare i rad på samma sida om medel eller i en obruten stigning eller nedgång, eller den "
    "andra av tre i rad som nått mer än två tredjedelar av vägen till samma gräns. En månad som saknas bryter raden."
)
COLUMNS = [
    Shown("month", "Månad", str),
    Shown("value_text", "Värde", str, numeric=True, loose=True),
    Shown("last_year_text", "Förra året", str, numeric=True, loose=True),
    Shown("change", "Skillnad", lambda change: sv.percentage_points(change, 2), numeric=True),
    Shown("low", "Undre gräns", lambda limit: sv.percentage_points(limit, 2), numeric=True),
    Shown("high", "Övre gräns", lambda limit: sv.percentage_points(limit, 2), numeric=True),
    Shown("told", "Fråga", str),
]
TOO_FEW = "Månaderna är för få för att skilja en förändring från slumpen."
NOTHING = pd.DataFrame()
_LEAST = 3
"""Changes that are worth a picture, with or without limits."""
_NAMED = 3
"""Runs of months that the sentence names; the picture and the table have all."""


@dataclass(frozen=True)
class Controlled:
    """`months` as the picture takes them, none where there is no control chart; what it says, and its method."""

    months: pd.DataFrame
    sentence: str
    method: tuple[str, ...] = ()

    @property
    def drawn(self) -> bool:
        return len(self.months) > 0

    @property
    def asks(self) -> bool:
        """Is any month a question?"""
        return bool(self.months["rules"].any())

    @property
    def legend(self) -> list[tuple[str, str]]:
        """What the marks mean; only those that are there."""
        keys = [
            ("line", "värde minus samma månad förra året", True),
            ("target", "gräns", self.months["mean"].notna().any()),
            ("?", "fråga", self.asks),
            ("×", "inget värde", (self.months["why"] != "").any()),
        ]
        return [(key, word) for key, word, here in keys if here]


@per_view
def controlled(view: View) -> Controlled:
    """The months of the view's department up to its month; without a chart the sentence says why."""
    found = rows.rows_of(view, MEASURED)
    found = found[found["period"] <= view.period]
    if why := _why_not(view, found):
        return Controlled(NOTHING, why)
    shown = found.assign(value=found["value"].mask(_rounded(found)))
    charted = control.chart(BY_ID[MEASURED], shown[["period", "value"]], list(breaks(view, MEASURED)["period"]))
    charted = charted[charted["period"] >= charted["period"].min() + pd.DateOffset(years=1)]
    known = int(charted["change"].notna().sum())
    if known < _LEAST:
        return Controlled(NOTHING, TOO_FEW if known else "Ingen månad kan jämföras med samma månad förra året.")
    return Controlled(_worded(view, charted.reset_index(drop=True), found), _sentence(charted), _method(charted))


def _why_not(view: View, found: pd.DataFrame) -> str:
    if rows.is_unit(view):
        return rows.UNIT_MONTHS
    if found["value"].isna().all():
        reasons = [cells.why_missing(view, row) for row in found.tail(1).to_dict("records")]
        return f"Månadens sjukfrånvaro har inga värden att visa: {messages.listed(reasons)}." if reasons else NEVER
    return ROUNDED if found["value"].mask(_rounded(found)).isna().all() else ""


NEVER = "Månadens sjukfrånvaro har inte mätts."


def _rounded(found: pd.DataFrame) -> pd.Series:
    return found["numerator"].isna()


def _worded(view: View, charted: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """With its texts: month, value_text, last_year_text, why (of a gap), told (the question, or why there is none)."""
    by_month = {row["period"]: row for row in found.to_dict("records")}

    def text(period: pd.Timestamp) -> str:
        return cells.cell(view, by_month.get(period))

    why = [_why(view, month, by_month.get(month["period"])) for month in charted.to_dict("records")]
    asked = [messages.listed([WORDS[rule] for rule in rules]) for rules in charted["rules"]]
    return charted.assign(
        month=charted["period"].map(sv.month),
        value_text=charted["period"].map(text),
        last_year_text=(charted["period"] - pd.DateOffset(years=1)).map(text),
        why=why,
        told=[f"? {question}" if question else reason for question, reason in zip(asked, why, strict=True)],
    )


def _why(view: View, month: Row, row: Row | None) -> str:
    """The word of a month without a change; empty where there is one."""
    if pd.notna(month["change"]):
        return ""
    if row is None or row["reason"] == "month_missing":
        return "saknas"
    if pd.isna(row["value"]):
        return cells.why_missing(view, row)
    if rows.is_rounded(row):
        return "hela procent"
    return "inget värde förra året" if month["comparable"] else "inte jämförbar"


def _sentence(charted: pd.DataFrame) -> str:
    """How many months are questions, which, and what chance alone would give."""
    months = charted[charted["mean"].notna() & charted["change"].notna()]
    if months.empty:
        return TOO_FEW
    asked = _asked(charted)
    count = sum(len(run) for run, _ in asked)
    of = f"{sv.number(count)} av {sv.number(len(months))} månader"
    if not count:
        return f"Inga frågor: {of} avviker från mönstret. {chance.of_questions(charted, count)}"
    told = sv.listing([f"{_span(run)} ({words})" for run, words in asked[-_NAMED:]])
    latest = ", de senaste" if len(asked) > _NAMED else ""
    return f"{'Fråga' if count == 1 else 'Frågor'} om {of}{latest}: {told}. {chance.of_questions(charted, count)}"


def _asked(months: pd.DataFrame) -> list[tuple[list[pd.Timestamp], str]]:
    """Months in a row that the same rules point at."""
    told = [messages.listed([WORDS[rule] for rule in rules]) for rules in months["rules"]]
    worded = zip(months["period"], told, strict=True)
    runs = [(words, [period for period, _ in run]) for words, run in groupby(worded, key=lambda month: month[1])]
    return [(run, words) for words, run in runs if words]


def _span(run: list[pd.Timestamp]) -> str:
    """One month, or months in a row: "februari–maj 2019"."""
    first, last = run[0], run[-1]
    if first == last:
        return sv.month(first)
    return f"{sv.month_name(first) if first.year == last.year else sv.month(first)}–{sv.month(last)}"


def _method(charted: pd.DataFrame) -> tuple[str, ...]:
    known = charted[charted["change"].notna()]
    return (RULES_TOLD, chance.TOLD, *([NO_LIMITS] if known["mean"].isna().any() else []))
