"""What was decided: written down with the slide it is about, its author and time, and closed when it is done."""

import re
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard import markup, ui
from dashboard.dialogue import addresses, decided
from dashboard.dialogue.decided import Decided
from dashboard.dialogue.start import Chosen
from dashboard.report import agreed
from data.database import DatabaseUnavailable
from data.decisions import State
from data.versions import LONGEST_AUTHOR, LONGEST_TEXT

REMINDER = "Beslutet blir allmän handling: skriv inga namn på personer och inget om någons hälsa."
_ROLE, _TEXT, _SLIDE, _SAID = "comment_role", "decision_text", "decision_slide", "decision_said"
_OTHER: dict[str, tuple[State, str, str]] = {
    "open": ("done", "Markera som klart", "Beslutet är markerat som klart."),
    "done": ("open", "Öppna igen", "Beslutet är öppet igen."),
}
"""State -> the one that a button gives it, its word, and what is said then."""


def draw(chosen: Chosen) -> None:
    """The field, what was decided now, and what earlier dialogues left open."""
    found = decided.of(chosen.view)
    if found.problem:
        ui.unreadable(found.problem)
        return
    titles = agreed.titles_of(chosen.document.sections)
    closed = decided.closed_because()
    if closed:
        ui.note(closed)
    else:
        _draw_field(chosen, titles)
    _draw_said()
    for heading, rows in _listed(chosen, found):
        ui.section(heading)
        if rows.empty:
            ui.note("Inga beslut.")
        for _, row in agreed.shown(rows, titles).iterrows():
            _draw_one(chosen, found, row, open_to_writing=not closed)


def _name(chosen: Chosen) -> str:
    return agreed.about(chosen.view.period, chosen.plan_year or 0)


def _draw_field(chosen: Chosen, titles: dict[str, str]) -> None:
    ui.note(REMINDER)
    keys = ["", *titles]
    place = keys.index(_asked(titles))
    st.selectbox("Gäller", keys, index=place, format_func=lambda key: titles.get(key, agreed.WHOLE), key=_SLIDE)
    st.text_area(f"Beslut i dialogen om {_name(chosen)}", key=_TEXT, max_chars=LONGEST_TEXT, height=120)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Din roll (ej verifierad)", key=_ROLE, max_chars=LONGEST_AUTHOR, persist_state="session")
        st.button("Spara beslutet", type="primary", on_click=_save, args=[chosen], key="save_decision")


def _asked(titles: dict[str, str]) -> str:
    """The section of the slide that the address names, also where the slide goes on from another."""
    named = str(st.query_params.get(addresses.SLIDE_KEY, ""))
    first = re.sub(r"-\d+$", "", named)
    return next((key for key in (named, first) if key in titles), "")


def _save(chosen: Chosen) -> None:
    """What cannot be saved stays in the field, and the reason is told."""
    text, role = st.session_state.get(_TEXT, ""), st.session_state.get(_ROLE, "")
    try:
        decided.save(chosen.view, st.session_state.get(_SLIDE, ""), text, role, chosen.plan_year or 0)
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


def _listed(chosen: Chosen, found: Decided) -> list[tuple[str, pd.DataFrame]]:
    """What was decided now, and what earlier dialogues left open; what is closed here stays until the next edition."""
    now = (chosen.view.period, chosen.plan_year or 0)
    earlier = [found.open_at(*now), found.closed_on(chosen.view.snapshot.snapshot_id, *now)]
    return [
        (f"Beslut i dialogen om {_name(chosen)}", found.taken_at(*now)),
        ("Öppna beslut från tidigare dialoger", pd.concat(earlier)),
    ]


def _draw_one(chosen: Chosen, found: Decided, row: pd.Series, open_to_writing: bool) -> None:
    """One decision, where it is changed, and its earlier versions."""
    ui.quoted(row["text"], f"{row['state_text']} · {row['about']} · {_origin(row)} · dialogen om {row['dialogue']}")
    if open_to_writing:
        with st.container(horizontal=True, gap="small"):
            _draw_changes(chosen, row, found.newest(row["decision_id"]))
    older = agreed.shown(found.replaced(row["decision_id"]), {})
    ui.older_versions(
        ui.older_versions_label(len(older)),
        [(each["text"], f"{each['state_text']} · {_origin(each)}") for _, each in older.iterrows()],
    )


def _origin(row: pd.Series) -> str:
    return f"{row['author_text']}, {row['written_text']}"


def _draw_changes(chosen: Chosen, row: pd.Series, seen: int) -> None:
    """The button that closes or opens it, and the field where it is worded anew."""
    state, word, said = _OTHER[row["state"]]
    given = [chosen, row, seen]
    st.button(word, on_click=_change, args=[*given, {"state": state}, said], key=f"state_{row['id']}")
    with st.popover("Ändra beslutet", key=f"change_{row['id']}"):
        key = f"text_{row['id']}"
        st.text_area("Ny lydelse", row["text"], key=key, max_chars=LONGEST_TEXT, height=120)
        st.button("Spara ändringen", on_click=_reword, args=[*given, key], key=f"save_{row['id']}")


def _reword(chosen: Chosen, row: pd.Series, seen: int, key: str) -> None:
    _change(chosen, row, seen, {"text": st.session_state.get(key, "")}, "Ändringen är sparad.")


def _change(chosen: Chosen, row: pd.Series, seen: int, changed: Mapping[str, str], said: str) -> None:
    """What cannot be saved is told above; a text stays in its field."""
    try:
        decided.change(chosen.view, pd.Series({**row, **changed}), st.session_state.get(_ROLE, ""), seen)
    except (ValueError, DatabaseUnavailable) as error:
        st.session_state[_SAID] = ("serious", str(error))
    else:
        st.session_state[_SAID] = ("done", said)
