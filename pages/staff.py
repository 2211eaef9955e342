"""Medarbetare: are we within target, is it moving, where, and what do the surveys say?"""

import streamlit as st

from dashboard import format as sv
from dashboard import staff, ui
from dashboard.staff import definitions, exported, month

view = ui.open_view()
if not month.is_connected(view):
    ui.say(*month.NOT_CONNECTED)
    st.stop()
eyebrow = f"{view.department_name} · medarbetare · {sv.month(view.period)}"
ui.heading(eyebrow, month.headline(view), month.lead(view))
ui.source_line(view)
for draw in staff.FOR_A_MISSING_MONTH if month.is_missing(view) else staff.SECTIONS:
    draw(view)
definitions.draw(view)
exported.draw(view)
