"""The filters of the list: which rows pass them together, and how many each further choice would show.

A choice that the month does not have stays chosen, with no hits: a saved link never shows more than it did.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from dashboard import format as sv
from dashboard import metrics
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD, assignment_words
from dashboard.view import View, per_view
from dashboard.words import rule_short

SEARCH, FROM, TO = "sok", "fran", "till"
_SEARCHED = ["title", "comment", "assignment", "focus_area", "goal", "department", "responsible_role"]
Values = Callable[[View, pd.DataFrame], pd.Series]


@dataclass(frozen=True)
class Facet:
    """One choice of several words. `values` gives each row its words: one, or a list where a row may have more.

    `also` names words that may be chosen though no row has them.
    """

    key: str
    label: str
    values: Values
    also: Callable[[View], Iterable[str]] = lambda view: ()


def _column(name: str) -> Values:
    return lambda view, rows: rows[name].fillna(NOT_TOLD)


def _departments(view: View, rows: pd.DataFrame) -> pd.Series:
    """A row's own department and every one above it, so that a department is chosen with all below it."""
    tree = view.read("departments").set_index("department_id")
    parents, names = tree["parent_id"].to_dict(), tree["name"].to_dict()

    def line(department: str) -> list[str]:
        above = parents.get(department)
        return [names[department], *(line(above) if isinstance(above, str) else [])]

    lines = {own: list(dict.fromkeys(line(own))) for own in rows["department_id"].dropna().unique()}
    return rows["department_id"].map(lines).where(rows["department_id"].notna(), NOT_TOLD)


def _flags(view: View, rows: pd.DataFrame) -> pd.Series:
    words = {rule: rule_short(rule) for own in rows["rules"] for rule in own}
    return pd.Series([[words[rule] for rule in own] or [NO_FLAG] for own in rows["rules"]], index=rows.index)


def _assignments(view: View) -> Iterable[str]:
    """Every assignment of the month, so that one without activities is seen to have none."""
    table = view.read("assignments")
    mine = metrics.within(table[table["period"] == view.period], view.departments)["assignment_id"]
    return mine.map(assignment_words(view)).tolist()


def _needs(view: View, rows: pd.DataFrame) -> pd.Series:
    return rows["needs"].map(lambda own: own or [NO_NEED])


NO_FLAG, NO_NEED = "ingen flagga", "inget"
FACETS = (
    Facet("behover", "Behöver", _needs),
    Facet("status", "Status", _column("status_text")),
    Facet("flagga", "Flagga", _flags),
    Facet("slag", "Slag", _column("kind_text")),
    Facet("enhet", "Avdelning med underliggande", _departments),
    Facet("fokusomrade", "Fokusområde", _column("focus_area")),
    Facet("mal", "Mål", _column("goal")),
    Facet("uppdrag", "Åtagande", _column("assignment_word"), also=_assignments),
)


@dataclass(frozen=True)
class Filter:
    """What is chosen: words per facet, words to search for, and the months that the end date lies within."""

    chosen: Mapping[str, list[str]] = field(default_factory=dict)
    search: str = ""
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None

    def __bool__(self) -> bool:
        return bool(self.search or self.first is not None or self.last is not None or any(self.chosen.values()))

    def in_words(self) -> list[tuple[str, str]]:
        """(filter, choice) pairs for paper."""
        facets = [(facet.label, sv.listing(self.chosen[facet.key])) for facet in FACETS if self.chosen.get(facet.key)]
        ends = [("Slutdatum från", self.first), ("Slutdatum till och med", self.last)]
        dated = [
            (label, sv.month(month) if pd.notna(month) else "oläslig månad")
            for label, month in ends
            if month is not None
        ]
        return facets + dated + ([("Sökord", self.search)] if self.search else [])


@dataclass(frozen=True)
class Words:
    """What the filters look for, per row of the month: the words of each facet, one line per word, and all its text.

    `choices` has every word of each facet.
    """

    facets: Mapping[str, pd.Series]
    texts: pd.Series
    choices: Mapping[str, list[str]]


@per_view
def _words(view: View, month: Month) -> Words:
    shown = month.rows
    texts = shown[_SEARCHED].fillna("").agg("\n".join, axis="columns").map(plain)
    facets = {facet.key: facet.values(view, shown).explode() for facet in FACETS}
    choices = {facet.key: list(dict.fromkeys([*facets[facet.key], *facet.also(view)])) for facet in FACETS}
    return Words(facets, texts, choices)


class Faceted:
    """The rows of a month under every filter: which pass, and how many each choice would show."""

    def __init__(self, month: Month, chosen: Filter) -> None:
        self.rows, self.chosen, self.words = month.rows, chosen, _words(month.view, month)
        self.passed = {key: self._has(key, words) for key, words in chosen.chosen.items() if words}
        if chosen.search:
            self.passed[SEARCH] = self._mentions(chosen.search)
        self._within(chosen.first, chosen.last)

    def _has(self, key: str, words: Iterable[str]) -> pd.Series:
        values = self.words.facets[key]
        return pd.Series(self.rows.index.isin(values.index[values.isin(list(words))]), index=self.rows.index)

    def _mentions(self, search: str) -> pd.Series:
        """Every word stands somewhere in the row's texts, whole or as a part of a longer word, whatever the case."""
        result = pd.Series(True, index=self.rows.index)
        for word in plain(search).split():
            result &= self.words.texts.str.contains(word, regex=False)
        return result

    def _within(self, first: pd.Timestamp | None, last: pd.Timestamp | None) -> None:
        if first is not None:
            self.passed[FROM] = self.rows["end_date"] >= first
        if last is not None:
            self.passed[TO] = self.rows["end_date"] < last + pd.offsets.MonthBegin(1)

    def passing(self, but: str = "") -> pd.Series:
        """Which rows pass every filter, or every one but this."""
        result = pd.Series(True, index=self.rows.index)
        for key, mask in self.passed.items():
            if key != but:
                result &= mask
        return result

    @cached_property
    def found(self) -> pd.DataFrame:
        """The rows that pass every filter, in their order."""
        return self.rows[self.passing()].reset_index(drop=True)

    def hits(self, key: str) -> dict[str, int]:
        """Word -> how many rows would be shown with it chosen, given the other filters; also those with none."""
        values = self.words.facets[key]
        passing = self.passing(but=key)
        counts = values[passing.loc[values.index].to_numpy()].value_counts()
        words = [*self.words.choices[key], *self.chosen.chosen.get(key, [])]
        return {word: int(counts.get(word, 0)) for word in words}

    def end_months(self, key: str) -> dict[pd.Timestamp, int]:
        """Month -> how many rows would be shown with it as the first (or last) month of the window."""
        ends = self.rows["end_date"].dt.to_period("M").dt.to_timestamp()
        shown = ends[self.passing(but=key)]
        within = shown.ge if key == FROM else shown.le
        return {month: int(within(month).sum()) for month in sorted(ends.dropna().unique())}


def plain(text: str) -> str:
    """One way of writing each letter and no capitals; å, ä and ö are letters of their own."""
    return unicodedata.normalize("NFC", text).casefold()
