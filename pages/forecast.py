"""Prognos: will we hold the budget, what changed since last time, and is the forecast believable?"""

import streamlit as st

from dashboard import economy, forecast, markup, summary, ui
from dashboard import format as sv
from dashboard.forecast import headline, moved, subject

view = ui.open_view()
if economy.month_table(view).empty:
    ui.say(*economy.nothing(view))
    st.stop()
said = summary.summary(view)
ui.heading(f"{view.department_name} · prognos i mnkr · {sv.month(view.period)}", said.headline.text, said.text)
ui.source_line(view)

about = subject.choose(view)
st.html(markup.cards(headline.cards(view, about)))

moved.draw_budget(view, about)
moved.draw_last(view, about)
with st.expander("Raderna som tabell"):
    moved.draw_table(view, about)

ui.section("Är prognosen trovärdig?")
for tab, draw in zip(
    st.tabs(list(forecast.SECTIONS), key="flik", bind="query-params"), forecast.SECTIONS.values(), strict=True
):
    if tab.open:
        with tab:
            draw(view, about)
