"""The filters of the list: they combine, count their hits, and live in the address, which is the only place they live.

A choice in the address that the month does not have stays chosen, with no hits: a saved link never shows more than
it did.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import metrics
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD, assignment_words
from dashboard.view import View, per_view
from dashboard.words import rule_short

SEARCH, FROM, TO = "sok", "fran", "till"
TAB = "flik"
_COUNT = re.compile(r" \(\d[\d\u00a0]*\)$")
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
FIRST = 3
"""So many of the facets stand beside the search; the rest open below."""


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

    @property
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


def asked() -> Filter:
    """What the address asks for."""
    chosen = {facet.key: list(dict.fromkeys(st.query_params.get_all(facet.key))) for facet in FACETS}
    search = str(st.query_params.get(SEARCH, "")).strip()
    return Filter(chosen, search, _month(st.query_params.get(FROM)), _month(st.query_params.get(TO)))


def _month(text: str | None) -> pd.Timestamp | None:
    """What cannot be read as a month is one that no date lies in."""
    if text is None:
        return None
    return pd.Timestamp(f"{text}-01" if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text) else "NaT")


def leads_to_list() -> bool:
    """Has the address a filter, and no tab? Then it is the list that was meant."""
    return bool(asked()) and TAB not in st.query_params and TAB not in st.session_state


def drawn(month: Month) -> Faceted:
    """The choices, each with its hits; what is chosen goes to the address before the page runs again."""
    faceted = Faceted(month, asked())
    _draw_choices(faceted)
    _draw_summary(faceted)
    return faceted


def _draw_choices(faceted: Faceted) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _search(faceted)
        for facet in FACETS[:FIRST]:
            _choice(facet, faceted)
    others = [facet for facet in FACETS[FIRST:] if faceted.chosen.chosen.get(facet.key)]
    more = bool(others or faceted.chosen.first is not None or faceted.chosen.last is not None)
    with st.expander("Fler filter", expanded=more):
        columns = st.columns(3)
        for place, facet in enumerate(FACETS[FIRST:]):
            with columns[place % 3]:
                _choice(facet, faceted)
        with columns[2]:
            _ends(faceted)


def _draw_summary(faceted: Faceted) -> None:
    """How many are shown, and the way back to all."""
    shown, all_rows = len(faceted.found), len(faceted.rows)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f'<p class="mu-note" role="status">{sv.number(shown)} av '
            f"{sv.plural(all_rows, 'aktivitet', 'aktiviteter')} visas"
            f"{' med valt filter' if faceted.chosen else ''}.</p>",
            width="content",
        )
        if faceted.chosen:
            st.button("Rensa filtret", on_click=clear, key="clear_filter", type="tertiary")


def clear() -> None:
    """No filter."""
    for key in (*(facet.key for facet in FACETS), SEARCH, FROM, TO):
        st.query_params.pop(key, None)


def _search(faceted: Faceted) -> None:
    key = f"filter_{SEARCH}"
    st.session_state[key] = faceted.chosen.search
    st.text_input("Sök i rubrik, kommentar och åtagande", key=key, live=True, on_change=_write, args=[SEARCH])


def _choice(facet: Facet, faceted: Faceted) -> None:
    hits = faceted.hits(facet.key)
    key = f"filter_{facet.key}"
    st.session_state[key] = faceted.chosen.chosen.get(facet.key, [])
    st.multiselect(
        facet.label,
        _ordered(hits),
        format_func=lambda word: _with_hits(word, hits),
        key=key,
        placeholder="Alla",
        select_all=False,
        on_change=_write,
        args=[facet.key, frozenset(hits)],
    )


def _ordered(hits: Mapping[str, int]) -> list[str]:
    """By the alphabet, what is not told last."""
    return sorted(hits, key=lambda word: (word in (NOT_TOLD, NO_FLAG, NO_NEED), sv.alphabetical(word)))


def _with_hits(word: str, hits: Mapping[str, int]) -> str:
    known = _known(word, hits)
    return f"{known} ({sv.number(hits.get(known, 0))})"


def _known(word: str, words: Collection[str]) -> str:
    """The word itself: the browser may send it with the count it had before."""
    return word if word in words else _COUNT.sub("", word)


def _ends(faceted: Faceted) -> None:
    left, right = st.columns(2)
    with left:
        _end(FROM, "Slutdatum från", faceted.chosen.first, faceted)
    with right:
        _end(TO, "Till och med", faceted.chosen.last, faceted)


def _end(key: str, label: str, asked: pd.Timestamp | None, faceted: Faceted) -> None:
    chosen = asked if pd.notna(asked) else None
    months = faceted.end_months(key)
    hits = {sv.month(month): count for month, count in months.items()}
    st.session_state[f"filter_{key}"] = chosen
    st.selectbox(
        label,
        sorted({*months, *([chosen] if chosen is not None else [])}),
        index=None,
        format_func=lambda month: _with_hits(sv.month(month), hits),
        key=f"filter_{key}",
        placeholder="Alla",
        on_change=_write,
        args=[key],
    )


def _write(key: str, words: Collection[str] = ()) -> None:
    """Take the choice from the widget to the address. `words` are what there was to choose from."""
    value = st.session_state[f"filter_{key}"]
    if isinstance(value, list):
        value = [_known(word, words) for word in value]
    elif isinstance(value, pd.Timestamp):
        value = f"{value:%Y-%m}"
    if value:
        st.query_params[key] = value
    else:
        st.query_params.pop(key, None)
