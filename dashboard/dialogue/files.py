"""The report as files: one button per format, with progress, and the file is saved by the browser."""

from base64 import b64encode

import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui
from dashboard.dialogue.start import Chosen
from dashboard.paper import formats
from dashboard.paper.formats import FORMATS
from dashboard.report import screen
from dashboard.report.content import Document
from data import report_settings
from data.errors import UsageError

_ASKED = "asked_format"
_SAVE = """
export default function ({ data }) {
  if (!data || !data.content || window.muSaved === data.stamp) return;
  window.muSaved = data.stamp;
  const bytes = Uint8Array.from(atob(data.content), (letter) => letter.charCodeAt(0));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type: data.mime }));
  link.download = data.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
"""


def draw(chosen: Chosen) -> None:
    """The buttons, the file that was asked for, and the report as it reads."""
    with st.container(horizontal=True, gap="small"):
        for ending, each in FORMATS.items():
            st.button(each.name, on_click=_ask, args=[ending], icon=":material/download:", key=f"file_{ending}")
    asked = st.session_state.pop(_ASKED, None)
    if asked:
        _make(chosen.document, asked)
    ui.note(f"Filerna säger period, avdelning och utgåva {chosen.view.snapshot.snapshot_id} på första sidan.")
    screen.draw(chosen.view, chosen.document)


def _ask(ending: str) -> None:
    st.session_state[_ASKED] = ending


def _make(document: Document, ending: str) -> None:
    """Made now, with how far it has come; what goes wrong with a template is told."""
    name = formats.file_name(document, ending)
    bar = st.progress(0.0, text=f"{name}: räknar")

    def said(part: float, words: str) -> None:
        bar.progress(part, f"{name}: {words}")

    try:
        content = formats.make(document, ending, report_settings.load(), said)
    except (UsageError, ValueError, OSError) as error:
        bar.empty()
        st.html(markup.notice("serious", f"{name} kunde inte göras. {error}"))
        return
    bar.empty()
    st.html(markup.notice("done", f"{name} är klar, {sv.number(len(content) / 1000)} kB, och sparas av webbläsaren."))
    _save(name, FORMATS[ending].mime, content)


def _save(name: str, mime: str, content: bytes) -> None:
    """Handed to the browser once, as a download."""
    count = st.session_state["saved_files"] = st.session_state.get("saved_files", 0) + 1
    data = {"name": name, "mime": mime, "content": b64encode(content).decode(), "stamp": f"{name}-{count}"}
    st.components.v2.component("save_file", js=_SAVE)(key="save_file", data=data)
