"""What was decided: written down with the slide it is about, its author and time, and closed when it is done."""

import re
from html import escape

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.dialogue import addresses, decided
from dashboard.dialogue.decided import Decided
from dashboard.dialogue.start import Chosen
from dashboard.report import agreed
from dashboard.view import View
from data.database import DatabaseUnavailable
from data.versions import LONGEST_AUTHOR, LONGEST_TEXT

REMINDER = "Beslutet blir allmän handling: skriv inga namn på personer och inget om någons hälsa."
_WHOLE = "Hela dialogen"
_ROLE, _TEXT, _SLIDE, _SAID = "comment_role", "decision_text", "decision_slide", "decision_said"


def draw(view: View, chosen: Chosen) -> None:
    """The field, what was decided now, and what earlier dialogues left open."""
    found = decided.of(view)
    if found.problem:
        ui.unreadable(found.problem)
        return
    titles = {section.key: section.title for section in chosen.document.slides}
    closed = decided.closed_because()
    if closed:
        ui.note(closed)
    else:
        _draw_field(view, titles)
    _draw_said()
    _draw_listed(view, found, titles, not closed)


def _draw_field(view: View, titles: dict[str, str]) -> None:
    ui.note(REMINDER)
    keys = ["", *titles]
    place = keys.index(_asked(titles))
    st.selectbox("Gäller", keys, index=place, format_func=lambda key: titles.get(key, _WHOLE), key=_SLIDE)
    st.text_area(f"Beslut i dialogen om {sv.month(view.period)}", key=_TEXT, max_chars=LONGEST_TEXT, height=120)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Din roll (ej verifierad)", key=_ROLE, max_chars=LONGEST_AUTHOR, persist_state="session")
        st.button("Spara beslutet", type="primary", on_click=_save, args=[view], key="save_decision")


def _asked(titles: dict[str, str]) -> str:
    """The section of the slide that the address names, also where the slide goes on from another."""
    named = str(st.query_params.get(addresses.SLIDE_KEY, ""))
    first = re.sub(r"-\d+$", "", named)
    return next((key for key in (named, first) if key in titles), "")


def _save(view: View) -> None:
    """What cannot be saved stays in the field, and the reason is told."""
    text, role = st.session_state.get(_TEXT, ""), st.session_state.get(_ROLE, "")
    try:
        decided.save(view, st.session_state.get(_SLIDE, ""), text, role)
    except (ValueError, DatabaseUnavailable) as error:
        kept = " Texten finns kvar i fältet." if text.strip() else ""
        st.session_state[_SAID] = ("serious", f"{error}{kept}")
    else:
        st.session_state[_TEXT] = ""
        st.session_state[_SAID] = ("done", "Beslutet är sparat och står i rapporten.")


def _draw_said() -> None:
    said = st.session_state.pop(_SAID, None)
    if said:
        st.html(markup.notice(*said))


def _draw_listed(view: View, found: Decided, titles: dict[str, str], open_to_writing: bool) -> None:
    for heading, rows in (
        (f"Beslut i dialogen om {sv.month(view.period)}", found.taken_at(view.period)),
        ("Öppna beslut från tidigare dialoger", found.open_at(view.period)),
    ):
        ui.section(heading)
        if rows.empty:
            ui.note("Inga beslut.")
        for _, row in agreed.shown(rows).iterrows():
            _draw_one(view, row, titles, open_to_writing)


def _draw_one(view: View, row: pd.Series, titles: dict[str, str], open_to_writing: bool) -> None:
    """One decision, and the button that closes it while it is open."""
    where = [titles[row["slide"]]] if row["slide"] in titles else []
    origin = " · ".join(
        [row["state_text"], *where, row["author_text"], row["written_text"], f"dialogen om {row['month']}"]
    )
    lines = escape(row["text"]).replace("\n", "<br>")
    st.html(f'<blockquote class="mu-comment">{lines}</blockquote>' + markup.paragraph(origin, "mu-note"))
    if open_to_writing and row["state"] == "open":
        st.button("Markera som klart", on_click=_close, args=[view, row], key=f"close_{row['id']}")


def _close(view: View, row: pd.Series) -> None:
    try:
        decided.close(view, row, st.session_state.get(_ROLE, ""), int(row["id"]))
    except (ValueError, DatabaseUnavailable) as error:
        st.session_state[_SAID] = ("serious", f"{error} Skriv din roll ovan och försök igen.")
    else:
        st.session_state[_SAID] = ("done", "Beslutet är markerat som klart.")
