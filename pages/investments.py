"""Investeringar: what is spent, what is expected, and what do the plans say?"""

import streamlit as st

from dashboard import format as sv
from dashboard import investments, messages, ui
from dashboard.charts import columns, tiers
from dashboard.view import whole_organisation

view = ui.open_view()
reported = investments.latest_report(view)
breakdowns = investments.breakdowns(view)
message = messages.investments_message(investments.total(view), view.period)
ui.heading(
    f"{whole_organisation(view.snapshot)} · investeringar · {sv.month(view.period if reported is None else reported)}",
    message,
    investments.lead(view),
)
ui.source_line(view)

for breakdown in breakdowns:
    ui.section(f"Per {breakdown}")
    part = investments.with_total(view, breakdown)
    caption = f"Per {breakdown}, mnkr, {sv.year_to_date(reported)}; utgift är minus"
    ui.table(view, f"investments-{breakdown}", part, investments.COLUMNS, caption)
if breakdowns:
    ui.section(f"Prognos mot årsbudget per {breakdowns[0]}")
    ui.picture(
        view,
        "investments-forecast",
        lambda: tiers.three_tiers(
            investments.tier_rows(investments.with_total(view, breakdowns[0])),
            "Prognos och årsbudget, mnkr",
            hatched=True,
        ),
        alt=message,
        legend=investments.LEGEND,
    )
    ui.note(investments.ROUNDING)
    ui.download(view, "Investeringar", "investeringar", investments.rows(view), investments.EXPORTED)
else:
    ui.note("Välj en annan period till vänster, eller läs planerna nedan.")

plans = investments.plan_years(view)
if plans:
    ui.section("Planerade investeringar")
    year = st.segmented_control(
        "Plan", plans, default=investments.nearest_plan(view), required=True, key="plan", bind="query-params"
    )
    ui.picture(
        view,
        f"investments-plan-{year}",
        lambda: columns.plan_years(investments.plan_totals(investments.plan(view, year))),
        alt=investments.plan_in_words(investments.plan(view, year), year),
        legend=[("budget", "plan, mnkr")],
    )
    ui.table(view, f"plan-{year}", *investments.plan_table(view, year))
