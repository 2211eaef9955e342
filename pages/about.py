"""Om data: what the figures mean, where they come from, what did not add up, and what has changed since."""

import streamlit as st

from dashboard import about, editions, methods, refusals, restated, runs, store, ui
from dashboard import format as sv

view = ui.open_view().whole
record = store.last_run(store.root_of(view.snapshot))
ui.heading(
    f"{about.title(view)} · utgåva {view.snapshot.snapshot_id} · inläst {sv.moment(view.snapshot.commit.published_at)}",
    about.headline(view),
    about.lead(view),
)
ui.source_line(view)

ties, refused, sources, changed, published, newest, indicators, forecasting, tables = st.tabs(
    about.TABS, key="flik", bind="query-params"
)
with ties:
    if len(about.findings(view)):
        ui.table(
            view, "findings", about.findings(view), about.FINDING_COLUMNS, "Det som inte stämmer, det oväntade först"
        )
    else:
        ui.note("Alla avstämningar stämmer.")
with refused:
    ui.section(refusals.headline(view))
    ui.note(refusals.NOTE)
    if len(refusals.cells(view)):
        ui.table(view, "refusals", refusals.counted(view), refusals.COUNT_COLUMNS, "Antal per kolumn och regel")
        ui.table(view, "refused", refusals.shown(view), refusals.CELL_COLUMNS, refusals.caption(view))
        ui.download(view, "Avvisade celler", "avvisat", refusals.cells(view), refusals.EXPORTED)
with sources:
    ui.table(view, "sources", about.sources(view), about.SOURCE_COLUMNS, "Rader in = använda + avvisade")
    ui.table(view, "sums", about.control_sums(view), about.SUM_COLUMNS, "Summa in = använd + avvisad")
    if view.embedded:
        caption = "Publika dokument som demonstrationsdatat bygger på"
        ui.table(view, "documents", about.documents(), about.DOCUMENT_COLUMNS, caption)
with changed:
    ui.section(restated.headline(view))
    if len(restated.rows(view)):
        ui.note(restated.NOTE)
        ui.table(view, "restated", restated.shown(view), restated.COLUMNS, restated.caption(view))
        ui.download(view, restated.TAB, "andrat", restated.rows(view), restated.EXPORTED)
    else:
        ui.note(restated.NOTHING)
with published:
    ui.section("Utgåvor som kan öppnas")
    ui.note(editions.NOTE)
    ui.listed("Den senast publicerade först", editions.listed(view), editions.COLUMNS)
with newest:
    ui.section(runs.headline(record))
    ui.listed("Uppgifter om körningen", runs.facts(record), runs.FACT_COLUMNS)
    ui.listed("Körningens steg", runs.steps(record), runs.STEP_COLUMNS)
with indicators:
    ui.table(view, "indicators", about.indicators(), about.INDICATOR_COLUMNS, "Så räknas nyckeltalen")
with forecasting:
    ui.section(methods.headline(view))
    ui.note(methods.basis(view))
    if len(methods.known(view)):
        caption = "Prognosfel i stängda år, procent av bruttobudgeten"
        ui.table(view, "errors", methods.summary(view), methods.SUMMARY_COLUMNS, caption)
        ui.note(methods.NOTE)
        ui.download(view, "Prognosfel i stängda år", "prognosfel", methods.errors(view), methods.EXPORTED)
    if len(methods.compared(view)):
        caption = "Den rapporterade prognosen mot de oberoende metoderna"
        ui.table(view, "skill", methods.compared(view), methods.COMPARED_COLUMNS, caption)
    if len(methods.not_computed(view)):
        caption = "Stängda år där inget fel kan räknas"
        ui.table(view, "no-errors", methods.not_computed(view), methods.MISSING_COLUMNS, caption)
    ui.section(methods.tests_headline(view))
    ui.note(methods.largest_difference(view))
    if len(methods.tests(view)):
        caption = "Räknade och kända fel, procent av bruttobudgeten"
        ui.table(view, "method-tests", methods.tests(view), methods.TEST_COLUMNS, caption)
    ui.section("Så räknas det")
    ui.table(view, "methods", methods.DEFINITIONS, methods.DEFINITION_COLUMNS, "Metoder och mått")
with tables:
    ui.table(view, "tables", about.tables(view), about.TABLE_COLUMNS, "Publicerade tabeller, en rad per det som anges")
    name = st.selectbox("Tabell", about.table_titles(), key="tabell", bind="query-params")
    ui.table(view, f"columns-{name}", about.columns(name), about.COLUMN_COLUMNS, f"Kolumner i {name}")
