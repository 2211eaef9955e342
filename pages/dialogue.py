"""Rapport och dialog: what is shown to the board, what is handed out, and what was decided?"""

import streamlit as st

from dashboard import format as sv
from dashboard import ui
from dashboard.dialogue import questions, start

view = ui.open_view()
above = st.container()
chosen = start.choose(view)
with above:
    ui.heading(
        f"{view.department_name} · rapport och dialog · {sv.month(view.period)}", *questions.headline(view, chosen)
    )
    ui.source_line(view)

tabs = st.tabs(list(questions.SECTIONS), key="flik", bind="query-params")
for tab, draw in zip(tabs, questions.SECTIONS.values(), strict=True):
    if tab.open:
        with tab:
            draw(chosen)
