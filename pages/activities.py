"""Aktiviteter: which of my activities need something before the report, and what?"""

import streamlit as st

from dashboard import activities, opening, ui
from dashboard import format as sv
from dashboard.activities import choices, listing, month, one, progress, rows

view = ui.open_view()
opening.listen(listing.open_one)
if rows.published(view).empty and not one.asked():
    ui.heading(f"{view.department_name} · aktiviteter · {sv.month(view.period)}", rows.why_empty(view))
    ui.source_line(view)
    ui.note(rows.next_step(view))
    st.stop()
now = month.load(view)
ui.unreadable(now.written.problem)
if one.asked():
    one.draw(now, one.asked())
    st.stop()

ui.heading(f"{view.department_name} · aktiviteter · {sv.month(view.period)}", progress.headline(now.progress))
listing.draw_progress(now)
ui.source_line(view)
ui.note(rows.provenance_note(view))
if choices.leads_to_list():
    st.session_state[choices.TAB_KEY] = listing.TAB
tabs = st.tabs(list(activities.SECTIONS), key=choices.TAB_KEY, bind="query-params")
for tab, draw in zip(tabs, activities.SECTIONS.values(), strict=True):
    if tab.open:
        with tab:
            draw(now)
