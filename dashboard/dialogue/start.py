"""Where a dialogue begins: what it is about, what it is compared with, its slides, and the snapshot that is kept."""

from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st

from dashboard import format as sv
from dashboard import markup, store, ui
from dashboard.dialogue import addresses, decided, earlier
from dashboard.dialogue.addresses import MONTH, PLAN
from dashboard.report import documents, plan
from dashboard.report.content import Document
from dashboard.store import StoreError
from dashboard.view import View

_COMPARED, _CHOSEN_FOR = "jamfor", "compared_chosen_for"


@dataclass(frozen=True)
class Chosen:
    """What the page is about: a document, the year of its plan if it is one, and what it is compared with.

    `view` is the page's own, or for a plan the whole organisation.
    """

    view: View
    document: Document
    plan_year: int | None
    compared: str


def choose(view: View) -> Chosen:
    """The reader's choices, kept in the address."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        plan_year = _plan_year(view)
        compared = _compared(view) if plan_year is None else ""
    about = view if plan_year is None else documents.whole(view)
    return Chosen(about, _document(about, plan_year, compared), plan_year, compared)


def _plan_year(view: View) -> int | None:
    """The year of the plan that the dialogue is about; None for a dialogue about the month."""
    years = plan.years(view)
    if not years:
        return None
    pick = partial(st.segmented_control, required=True, bind="query-params")
    if pick("Dialog", [MONTH, PLAN], default=MONTH, key=addresses.KIND_KEY) == MONTH:
        return None
    return int(pick("Plan för", years, default=years[-1], key=addresses.PLAN_KEY))


def _compared(view: View) -> str:
    """The dialogue before, as an address names it."""
    found = earlier.choices(view)
    if not found:
        ui.note("Det finns ingen tidigare dialog att jämföra med: det här är den första månaden.")
        return ""
    _forget_what_was_chosen_for_another(view)
    words = st.selectbox("Sedan förra dialogen: jämför med", list(found), key=_COMPARED, bind="query-params")
    return found[words]


def _forget_what_was_chosen_for_another(view: View) -> None:
    """Each month begins with the dialogue that is likeliest to have been before it."""
    chosen_for = (view.snapshot.snapshot_id, view.period, view.department_id)
    if st.session_state.setdefault(_CHOSEN_FOR, chosen_for) != chosen_for:
        st.session_state[_CHOSEN_FOR] = chosen_for
        st.session_state.pop(_COMPARED, None)
        st.query_params.pop(_COMPARED, None)


def _document(view: View, plan_year: int | None, compared: str) -> Document:
    """What the dialogue and the report say. A dialogue before that cannot be read is told, and left out."""
    if plan_year is not None:
        return documents.plan_dialogue(view, plan_year, decided.of(view))
    try:
        before = earlier.opened(view, compared)
    except StoreError as error:
        ui.unreadable(f"Jämförelsen är utelämnad. {error}")
        before = None
    return documents.month(view, decided.of(view), before)


def draw(chosen: Chosen) -> None:
    """The way to the slides, what a key does, and the slides themselves."""
    at = addresses.slides(chosen.view, chosen.compared, chosen.plan_year)
    count = sv.plural(len(chosen.document.slides), "avsnitt", "avsnitt")
    st.html(f'<p class="mu-start"><a href="{escape(at)}" target="_self">Öppna bilderna</a></p>')
    ui.note(
        "Pilar eller PageUp/PageDown bläddrar, o visar alla bilder, en siffra öppnar raden med den siffran, Esc går "
        "till den vanliga sidan och tillbaka, n öppnar anteckningarna i ett eget fönster, m byter mellan mörkt och "
        "ljust. För en dator utan nätverk: spara bilderna med knappen HTML för dialogen under Rapport."
    )
    _draw_kept(chosen.view)
    ui.section(f"Bilderna, {count}")
    st.html(_listed(chosen.document, at))


def _listed(shown: Document, at: str) -> str:
    items = [
        f'<li><a href="{escape(f"{at}#{section.key}")}" target="_self">{escape(section.title)}</a>'
        f"<span>{escape(section.message)}</span></li>"
        for section in shown.slides
        if section.parts or section.message
    ]
    return f'<ol class="mu-slides">{"".join(items)}</ol>'


def _draw_kept(view: View) -> None:
    """The snapshot is locked by its name; kept, it is also there for the next dialogue to be compared with."""
    root, snapshot_id = store.root_of(view.snapshot), view.snapshot.snapshot_id
    names = store.label_names(root).get(snapshot_id, [])
    locked = f"Bilderna är låsta på utgåva {snapshot_id}: en nattkörning ändrar dem inte."
    if names:
        ui.note(f"{locked} Utgåvan är bevarad som {sv.listing(names)}.")
        return
    ui.note(f"{locked} Bevara den, så finns den kvar att jämföra med vid nästa dialog.")
    if not decided.closed_because():
        st.button("Bevara utgåvan", on_click=_keep, args=[view], key="keep_edition")
    said = st.session_state.pop("said_kept", None)
    if said:
        st.html(markup.notice("serious", said))


def _keep(view: View) -> None:
    try:
        store.keep(view.snapshot, f"dialog-{view.snapshot.snapshot_id}")
    except StoreError as error:
        st.session_state["said_kept"] = str(error)
