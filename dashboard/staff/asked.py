"""A section of the page: the question it answers, the sentence that says what to notice, and how it was computed."""

from collections.abc import Iterable

import streamlit as st

from dashboard import markup, ui


def asked(question: str, sentence: str) -> None:
    """The question as a heading, its answer under it."""
    ui.section(question)
    st.html(markup.paragraph(sentence, "mu-lead"))


def method(notes: Iterable[str]) -> None:
    """How the section's figures are computed, one click away; nothing where there is nothing to say."""
    if told := [note for note in notes if note]:
        with st.expander("Så är det räknat"):
            for note in told:
                ui.note(note)
