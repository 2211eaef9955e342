"""Översikt: how does the month stand, and what needs attention?"""

import streamlit as st

from dashboard import economy, markup, messages, metrics, overview, tiers, ui
from dashboard import format as sv

view = ui.open_view()
table = economy.month_table(view)
total = metrics.top_row(table)
measure = metrics.basis_of_movement(table)
moving = metrics.movers(table, measure, 3) if measure else table.head(0)
previous = metrics.previous_forecast_period(view.read("results"), view.period)

ui.heading(
    f"{view.department_name} · resultat och prognos i mnkr · {sv.year_to_date(view.period)}",
    messages.month_headline(total, view.period, previous),
    messages.month_lead(total, view.period, moving, measure),
)
ui.source_line(view)

for column, card in zip(st.columns(4), overview.cards(view, total, previous), strict=True):
    with column, st.container(border=True, height="stretch"):
        st.html(card.html)
        ui.page_link(card.page, card.link)

if measure:
    ui.section(overview.movers_title(measure, len(moving)))
    ui.picture(
        view,
        "overview-movers",
        lambda: tiers.three_tiers(*overview.mover_rows(moving, measure)),
        alt=messages.month_lead(total, view.period, moving, measure),
        legend=overview.mover_legend(measure),
    )

left, right = st.columns(2, gap="large")
with left:
    ui.section("Att titta på")
    st.html(markup.glyph_list(overview.worth_a_look(view)))
    ui.page_link("activities", "Alla aktiviteter")
with right:
    ui.section("Stämmer siffrorna?")
    st.html(markup.glyph_list(overview.tied_out(view)))
    ui.page_link("about", "Alla avstämningar")
