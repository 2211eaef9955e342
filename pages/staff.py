"""Medarbetare: is sick leave or staff turnover moving, and where?"""

import streamlit as st

from dashboard import format as sv
from dashboard import messages, staff, ui
from dashboard.charts import columns
from data.indicators import BY_ID

view = ui.open_view()
sick = staff.indicator_row(view, "sick_leave_r12")
ui.heading(
    f"{view.department_name} · medarbetare · {sv.month(view.period)}",
    messages.indicator_message(staff.name("sick_leave_r12"), sick, staff.decimals(sick), view.period),
    staff.turnover_lead(view),
)
ui.source_line(view)
if not staff.measured(view):
    ui.say(*staff.nothing(view))
    st.stop()

for indicator_id, column in zip(staff.LEADING, st.columns(2, gap="large"), strict=True):
    with column:
        ui.section(f"{staff.name(indicator_id)}, %")
        series = staff.series(view, indicator_id)
        if series["value"].notna().any():
            ui.picture(
                view,
                f"staff-{indicator_id}",
                lambda series=series: columns.share_over_time(series, decimals=2),
                alt=staff.series_in_words(view, indicator_id),
                legend=staff.legend(series),
            )
        else:
            ui.note(staff.NO_SERIES)
        ui.note(f"{BY_ID[indicator_id].definition} {staff.gap_note(series)}")

ui.section("Sjukfrånvaro i månaden mot samma månad förra året, %")
months = staff.month_values(view)
ui.picture(
    view,
    "staff-months",
    lambda: columns.months_against_last_year(months),
    alt=staff.months_in_words(view, months),
    legend=staff.MONTHS_LEGEND,
)
with st.expander("Månaderna som tabell"):
    ui.table(
        view,
        "staff-months",
        months,
        staff.MONTH_COLUMNS,
        f"Sjukfrånvaro per månad {view.period.year} och {view.period.year - 1}",
    )

ui.section("Kvinnor och män, åldersgrupper")
caption = f"{view.department_name}, {sv.month(view.period)}"
ui.table(view, "staff-groups", staff.by_breakdown(view), staff.BREAKDOWN_COLUMNS, caption)
ui.section("Avdelningar")
caption = sv.month(view.period).capitalize()
ui.table(view, "staff-departments", staff.by_department(view), staff.DEPARTMENT_COLUMNS, caption)
ui.note(staff.WITHHELD_NOTE)
ui.download(view, "Nyckeltal för medarbetare", "medarbetare", staff.exported(view), staff.EXPORTED)

ui.section("Medarbetarenkäten")
surveys = staff.surveys(view)
if surveys.empty:
    ui.note(f"Ingen enkät är redovisad till och med {sv.month(view.period)}.")
else:
    ui.table(view, "staff-surveys", surveys, staff.SURVEY_COLUMNS, "Index 0–100, ett värde om året")
