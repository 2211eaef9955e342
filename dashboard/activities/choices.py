"""The choices of the filters on screen. They live in the address, and only there; each shows its hits."""

import re
from collections.abc import Collection, Mapping

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard.activities.filters import FACETS, FROM, NO_FLAG, NO_NEED, SEARCH, TO, Facet, Faceted, Filter
from dashboard.activities.month import Month
from dashboard.activities.rows import NOT_TOLD

TAB_KEY, MORE = "flik", "more_filters"
FIRST = 3
"""So many of the facets stand beside the search; the rest open below."""
_COUNT = re.compile(r" \(\d[\d\u00a0]*\)$")


def asked() -> Filter:
    """What the address asks for."""
    chosen = {facet.key: list(dict.fromkeys(st.query_params.get_all(facet.key))) for facet in FACETS}
    search = str(st.query_params.get(SEARCH, "")).strip()
    return Filter(chosen, search, month_asked(st.query_params.get(FROM)), month_asked(st.query_params.get(TO)))


def month_asked(text: str | None) -> pd.Timestamp | None:
    """What cannot be read as a month is one that no date lies in."""
    if text is None:
        return None
    return pd.Timestamp(f"{text}-01" if re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", text) else "NaT")


def leads_to_list() -> bool:
    """Has the address a filter, and no tab? Then it is the list that was meant."""
    return bool(asked()) and TAB_KEY not in st.query_params and TAB_KEY not in st.session_state


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
    _unfold_for(faceted.chosen)
    folded = st.expander("Fler filter", key=MORE, on_change="rerun")
    if not folded.open:
        return  # hundreds of choices that nobody looks at are not sent each time
    with folded:
        columns = st.columns(3)
        for place, facet in enumerate(FACETS[FIRST:]):
            with columns[place % 3]:
                _choice(facet, faceted)
        with columns[2]:
            _ends(faceted)


def _unfold_for(chosen: Filter) -> None:
    """The folded filters open once one of them is chosen, also by an address.

    They stay folded for whoever folds them then, until the list is left.
    """
    inside = any(chosen.chosen.get(facet.key) for facet in FACETS[FIRST:])
    needed = inside or chosen.first is not None or chosen.last is not None
    if needed and not (st.session_state.get(f"{MORE}_needed") and MORE in st.session_state):
        st.session_state[MORE] = True
    st.session_state[f"{MORE}_needed"] = needed


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
