"""Ekonomi: which lines deviate, and why?"""

import streamlit as st

from dashboard import economy, messages, metrics, restated, ui
from dashboard import format as sv
from dashboard.charts import columns, tiers

view = ui.open_view()
table = economy.month_table(view)
if table.empty:
    ui.say(*economy.nothing(view))
    st.stop()
measure = metrics.basis_of_movement(table)
message = economy.message(view)

ui.heading(f"{view.department_name} · {sv.year_to_date(view.period)} · mnkr", message)
ui.source_line(view)
ui.linked_note(restated.month_line(view), "about", "Visa ändringarna", restated.TAB)

ui.section(f"Resultat, budget och prognos {sv.year_to_date(view.period)}")
ui.table(view, "economy", economy.shown_table(view), economy.shown_columns(view), economy.caption(view))
ui.note(economy.ROUNDING)
ui.download(view, "Resultat mot budget och prognos", "ekonomi", economy.shown_table(view), economy.EXPORTED)

if measure:
    ui.section("Resultat mot budget hittills i år")
    ui.picture(
        view,
        "economy-result",
        lambda: tiers.three_tiers(
            economy.tier_rows(economy.shown_table(view), "actual_ytd_sek", "budget_ytd_sek"),
            "Resultat och budget, mnkr",
        ),
        alt=message,
        legend=economy.RESULT_LEGEND,
    )

ui.section("En rad genom året")
line = economy.choose_line(view)
year = economy.month_rows(view, line["line_id"])
ui.note(messages.line_message(line, view.period))
left, right = st.columns(2, gap="large")
with left:
    st.markdown(f"**Resultat hittills i år per månad, mnkr, {view.period.year}**")
    ui.picture(
        view,
        f"economy-months-{line['line_id']}",
        lambda: columns.months_against_budget(year),
        alt=messages.line_message(line, view.period),
        legend=economy.MONTHS_LEGEND,
    )
with right:
    st.markdown(f"**Avvikelse mot budget hittills i år per månad, mnkr, {view.period.year}**")
    if year["deviation"].notna().any():
        ui.picture(
            view,
            f"economy-deviations-{line['line_id']}",
            lambda: columns.deviation_months(year),
            alt=messages.line_message(line, view.period),
            legend=economy.DEVIATION_LEGEND,
        )
    else:
        ui.note("Året har ingen budget, så ingen avvikelse kan räknas.")
with st.expander("Månaderna som tabell"):
    about = f"{line['name']}, hittills i år per månad, mnkr"
    ui.table(view, f"economy-months-{line['line_id']}", year, economy.MONTH_COLUMNS, about)

ui.section(f"{line['name']} per kontoklass")
months = economy.months_by_class(view, line["line_id"])
totals = economy.class_totals(view, line["line_id"])
ui.table(
    view, f"economy-classes-{line['line_id']}", totals, economy.CLASS_COLUMNS, f"{sv.year_to_date(view.period)}, mnkr"
)
if len(totals):
    chosen = economy.choose_class(totals)
    ui.picture(
        view,
        f"economy-class-{line['line_id']}-{chosen}",
        lambda: columns.months_against_budget(economy.class_rows(months[months["account_class"] == chosen]), 200),
        alt=f"{line['name']}, {chosen}: bokfört och budgeterat per månad",
        legend=[("actual", "bokfört i månaden"), ("budget", "budget för månaden")],
    )
    ui.note("Fördelningen på kontoklass är " + economy.class_provenance(view) + ".")
