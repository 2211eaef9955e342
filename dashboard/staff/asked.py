"""A section of the page: the question it answers, and the sentence that says what to notice."""

import streamlit as st

from dashboard import markup, ui


def asked(question: str, sentence: str) -> None:
    """The question as a heading, its answer under it."""
    ui.section(question)
    st.html(markup.paragraph(sentence, "mu-lead"))
