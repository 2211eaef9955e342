"""Översikt: how does the month stand, and what needs attention?"""

import streamlit as st

from dashboard import format as sv
from dashboard import markup, overview, restated, ui
from dashboard.charts import tiers

view = ui.open_view()
month = overview.month(view)

ui.heading(
    f"{view.department_name} · resultat och prognos i mnkr · {sv.year_to_date(view.period)}",
    month.headline,
    month.lead,
)
ui.source_line(view)
ui.linked_note(restated.month_line(view), "about", "Visa ändringarna", restated.TAB)

for column, card in zip(st.columns(4), overview.cards(view), strict=True):
    with column, st.container(border=True, height="stretch", vertical_alignment="distribute"):
        st.html(card.html)
        ui.page_link(card.page, card.link)

if month.measure:
    ui.section(overview.movers_title(month.measure, len(month.moving)))
    if len(month.moving):
        ui.picture(
            view,
            "overview-movers",
            lambda: tiers.three_tiers(*overview.mover_rows(month.moving, month.measure)),
            alt=overview.movers_alt(month.moving, month.measure),
            legend=overview.mover_legend(month.measure),
        )

left, right = st.columns(2, gap="large")
with left:
    ui.section("Att titta på")
    st.html(markup.glyph_list(month.worth_a_look))
    ui.page_link("activities", "Alla aktiviteter")
with right:
    ui.section("Stämmer siffrorna?")
    st.html(markup.glyph_list(month.tied_out))
    ui.page_link("about", "Alla avstämningar")
