"""Investeringar: what is spent, what is expected, and what do the plans say?"""

import streamlit as st

from dashboard import charts, investments, messages, tiers, ui
from dashboard import format as sv

view = ui.open_view()
reported = investments.latest_report(view)
rows = investments.rows(view, reported)
ui.heading(
    f"Hela organisationen · investeringar · {sv.month(reported) if reported is not None else sv.month(view.period)}",
    messages.investments_message(investments.total(rows), view.period),
    investments.lead(view, reported, rows),
)
ui.source_line(view)

for breakdown in investments.breakdowns(rows):
    ui.section(f"Per {breakdown}")
    part = investments.with_total(rows, breakdown)
    ui.table(part, investments.COLUMNS, f"mnkr, {sv.year_to_date(reported)}; utgift är minus")
if rows.empty:
    ui.note("Välj en annan period till vänster, eller läs planerna nedan.")
else:
    first = investments.breakdowns(rows)[0]
    ui.section(f"Prognos mot årsbudget per {first}")
    ui.picture(
        view,
        "investments-forecast",
        lambda: tiers.three_tiers(
            investments.tier_rows(investments.with_total(rows, first)), "Prognos och årsbudget, mnkr", hatched=True
        ),
        alt=messages.investments_message(investments.total(rows), view.period),
        legend=investments.LEGEND,
    )
    ui.note(investments.ROUNDING)
    ui.download(view, "Investeringar", "investeringar", rows, investments.EXPORTED)

plans = investments.plan_years(view)
if plans:
    ui.section("Planerade investeringar")
    plan_year = st.segmented_control("Plan", plans, default=plans[-1], required=True, key="plan", bind="query-params")
    plan = investments.plan(view, plan_year)
    ui.picture(
        view,
        f"investments-plan-{plan_year}",
        lambda: charts.plan_years(investments.plan_totals(plan)),
        alt=investments.plan_in_words(plan, plan_year),
        legend=[("budget", "plan, mnkr")],
    )
    ui.table(*investments.plan_table(plan, plan_year))
