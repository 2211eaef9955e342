"""Rapport och dialog: what is shown to the board, what is handed out, and what was decided?"""

import streamlit as st

from dashboard import dialogue, ui
from dashboard import format as sv
from dashboard.dialogue import files, start, writing
from dashboard.report import screen

view = ui.open_view()
ui.heading(f"{view.department_name} · rapport och dialog · {sv.month(view.period)}", *dialogue.headline(view))
ui.source_line(view)

with st.container(horizontal=True, vertical_alignment="bottom"):
    plan_year = start.chosen_plan(view)
    compared = start.chosen_earlier(view) if plan_year is None else ""
document = start.document(view, plan_year, compared)

slides, paper, decisions = st.tabs(["Bilder", "Rapport", "Beslut"], key="flik", bind="query-params")
with slides:
    start.draw(view, document, plan_year, compared)
with paper:
    files.draw(view, document)
    screen.draw(view, document)
with decisions:
    writing.draw(view, document)
