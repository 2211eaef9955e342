"""Aktiviteter: which of my activities are behind, late or uncommented?"""

import streamlit as st

from dashboard import format as sv
from dashboard import link, messages, ui, work
from dashboard.charts import columns

view = ui.open_view()
rows = work.activities(view)
ui.heading(
    f"{view.department_name} · aktiviteter · {sv.month(view.period)}",
    messages.activities_message(rows, int(rows["needs_action"].sum()), view.period),
)
ui.source_line(view)
if rows.empty:
    ui.say(work.why_empty(view), "Välj en annan period eller avdelning till vänster.")
    st.stop()
ui.note(work.provenance_note(rows))

found = work.chosen(rows)
left, right = st.columns([2, 3], gap="large", vertical_alignment="top")
with left:
    ui.section("Antal per status")
    ui.picture(
        view,
        f"activities-{work.fingerprint(found)}",
        lambda: columns.counted_bars(work.count_rows(found)),
        alt=work.counts_in_words(found),
    )
with right:
    ui.section("Dela och ta med")
    ui.note(f"{sv.number(len(found))} av {sv.plural(len(rows), 'aktivitet', 'aktiviteter')} visas med valt filter.")
    with st.container(horizontal=True, vertical_alignment="center"):
        ui.download(view, "Aktiviteter", "aktiviteter", found, work.EXPORTED)
        link.copy_button()

ui.section("Aktiviteterna, de som behöver åtgärdas först")
if found.empty:
    ui.note("Inga aktiviteter passar filtret. Ta bort något av valen ovan.")
    st.stop()
listed = work.listed(found)
caption = f"{len(listed)} av {len(found)} aktiviteter, {sv.month(view.period)}"
ui.table(view, f"activities-{work.fingerprint(listed)}", listed, work.shown_columns(listed), caption)

ui.section("En aktivitet månad för månad")
activity = work.choose_activity(found)
history = work.history(view, activity)
caption = f"Rapporterade månader till och med {sv.month(view.period)}"
ui.table(view, f"activity-{activity}", history, work.HISTORY_COLUMNS, caption)
