"""Om data: what the figures mean, where they come from, and what did not add up."""

import streamlit as st

from dashboard import about, ui
from dashboard import format as sv

view = ui.open_view()
ui.heading(
    f"Utgåva {view.snapshot.snapshot_id} · inläst {sv.moment(view.snapshot.commit.published_at)}",
    about.headline(view),
    about.lead(view),
)
ui.source_line(view)

ties, sources, indicators, tables = st.tabs(["Avstämningar", "Källor", "Nyckeltal", "Tabeller"])
with ties:
    ui.table(view, "findings", about.findings(view), about.FINDING_COLUMNS, "Det som inte stämmer, det oväntade först")
    refused = view.read("refused")
    if refused.empty:
        ui.note("Inga rader avvisades i den här körningen.")
    else:
        ui.table(view, "refused", refused, about.REFUSED_COLUMNS, "Rader som inte lästes in")
with sources:
    ui.table(view, "sources", about.sources(view), about.SOURCE_COLUMNS, "Rader in = använda + avvisade")
    if view.embedded:
        ui.table(
            view,
            "documents",
            about.documents(),
            about.DOCUMENT_COLUMNS,
            "Publika dokument som demonstrationsdatat bygger på",
        )
with indicators:
    ui.table(view, "indicators", about.indicators(), about.INDICATOR_COLUMNS, "Så räknas nyckeltalen")
with tables:
    ui.table(view, "tables", about.tables(view), about.TABLE_COLUMNS, "Publicerade tabeller, en rad per det som anges")
    name = st.selectbox("Tabell", about.table_titles(), key="tabell", bind="query-params")
    ui.table(view, f"columns-{name}", about.columns(name), about.COLUMN_COLUMNS, f"Kolumner i {name}")
