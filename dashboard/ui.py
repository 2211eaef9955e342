"""What every page is made of: heading, picture, table with download, and calm sentences where there is nothing."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import editions, export, markup, refusals, session
from dashboard import format as sv
from dashboard.charts import rowwise
from dashboard.markup import Shown
from dashboard.menu import BY_NAME
from dashboard.store import StoreError
from dashboard.view import View, current_view, kept
from dashboard.words import PUBLISHED_MARK

STYLE = Path(__file__).with_name("style.css")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def open_view() -> View:
    """The view of this run; ends the page with a sentence where nothing can be shown."""
    st.html(STYLE)
    try:
        snapshot = session.open_snapshot()
    except StoreError as error:
        say_unreadable(error)
        st.stop()
    if snapshot is None:
        say("Inget publicerat ännu", "Kör python -m etl run. När körningen är klar laddas sidan om med F5.")
        st.stop()
    return current_view(snapshot)


def say_unreadable(error: StoreError) -> None:
    """The snapshot, or a part of it, cannot be shown: why, and the newest one instead."""
    if session.asked():
        say("Utgåvan kan inte visas", f"{error}")
        st.html(markup.note_with_link("Andra utgåvor som kan öppnas:", "Om data, Utgåvor", editions.list_address()))
    else:
        say("Siffrorna kan inte läsas", f"{error} Kontakta systemägaren; kör därefter python -m etl run.")
    label = "Visa den senaste" if session.asked() else "Försök igen"
    st.button(label, on_click=session.load_newest, key="newest_instead")


def refused(view: View) -> None:
    """A line per dataset whose figures are not the newest, or are not there; for every page."""
    warnings = refusals.warnings(view.whole)
    if warnings:
        st.html(STYLE)
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html("".join(markup.notice("warning", sentence) for sentence in warnings), width="content")
            page_link("about", "Visa vad som avvisades", flik=refusals.TAB)


def unreadable(problem: str) -> None:
    """That a part of the page cannot be read; nothing where all can."""
    if problem:
        st.html(markup.notice("warning", problem))


def linked_note(text: str, page: str, label: str, tab: str) -> None:
    """A quiet line that leads to a tab of another page; nothing where there is nothing to say."""
    if text:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.html(markup.paragraph(text, "mu-note"), width="content")
            page_link(page, label, flik=tab)


def heading(eyebrow: str, message: str, lead: str = "") -> None:
    """The page's message with its frame of time and unit above."""
    st.html(
        markup.paragraph(eyebrow, "mu-eyebrow")
        + f'<h1 class="mu-title">{escape(message)}</h1>'
        + (markup.paragraph(lead, "mu-lead") if lead else "")
    )


def source_line(view: View) -> None:
    """One line that says where the figures come from; on embedded data that they are partly simulated."""
    if view.embedded:
        text = (
            f"Demonstrationsdata. Värden märkta {PUBLISHED_MARK} är Region Hallands publicerade siffror; "
            "alla andra är simulerade eller beräknade och säger inget om regionen."
        )
        st.html(markup.paragraph(text, "mu-note mu-source"))


def note(text: str) -> None:
    """A quiet line under a picture or table."""
    st.html(markup.paragraph(text, "mu-note"))


def not_drawn(rows: pd.DataFrame, drawn: pd.Series) -> None:
    """A line that names the rows of a table that a picture leaves out; nothing where it shows all."""
    left = list(rows.loc[~rows["line_id"].isin(drawn), "shown_name"])
    if left:
        note(f"Inte i bilden, men i tabellen: {sv.listing(left)}.")


def say(sentence: str, next_step: str) -> None:
    """Nothing to show: what is missing and what to do."""
    st.html(f'<h2 class="mu-title">{escape(sentence)}</h2>' + markup.paragraph(next_step, "mu-lead"))


def section(title: str) -> None:
    """A heading inside a page: what the picture under it says."""
    st.header(markup.no_markdown(title), anchor=False)


def picture(
    view: View,
    name: str,
    draw: Callable[[], dict[str, Any]],
    alt: str,
    legend: Sequence[tuple[str, str]] = (),
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """A chart, drawn once per snapshot and filter, with its legend and a text for those who cannot see it.

    `on_pick` gets the `subject` of the row that is clicked, before the page runs. It is a short cut for the pointer:
    what it does must also have a way for those who use a keyboard.
    """
    spec = kept(view, f"picture-{name}", draw)
    listening = _listening(name, on_pick) if on_pick and rowwise.can_be_picked(spec) else {}
    st.vega_lite_chart(spec, theme=None, width="stretch", alt=alt, **listening)
    if legend:
        st.html(markup.legend(legend))


def _listening(name: str, on_pick: Callable[[str], None]) -> dict[str, Any]:
    """The chart's key changes with each pick: a row that is clicked again is a pick again, and none stays chosen."""
    counter = f"picks_{name}"
    count = st.session_state.get(counter, 0)
    key = f"picture_{name}_{count}"

    def picked() -> None:
        points = st.session_state.get(key, {}).get("selection", {}).get(rowwise.PICKED, [])
        if points and st.session_state.get(counter, 0) == count:  # the browser may send the chart before this one too
            st.session_state[counter] = count + 1
            on_pick(points[0]["subject"])

    return {"key": key, "on_select": picked, "selection_mode": rowwise.PICKED}


def table(view: View, name: str, frame: pd.DataFrame, columns: Sequence[Shown], caption: str) -> None:
    """A real HTML table that a screen reader can walk, written once per snapshot, filter and name."""
    st.html(kept(view, f"table-{name}", lambda: markup.table(frame, columns, caption)))


def listed(caption: str, frame: pd.DataFrame, columns: Sequence[Shown]) -> None:
    """A table of what is not in a snapshot, so it is written anew each time; nothing where it is empty."""
    if len(frame):
        st.html(markup.table(frame, columns, caption))


def download(
    view: View,
    title: str,
    file_name: str,
    frame: pd.DataFrame,
    columns: Sequence[tuple[str, str]],
    chosen: Sequence[tuple[str, str]] = (),
) -> None:
    """A button that gives the rows as Excel; the file is made when it is asked for. `chosen` is the page's filter."""
    st.download_button(
        "Hämta som Excel",
        data=lambda: export.workbook(view, title, frame, columns, chosen),
        file_name=f"{file_name}_{view.period:%Y-%m}.xlsx",
        mime=_XLSX,
        on_click="ignore",
        icon=":material/download:",
        key=f"download_{file_name}",
    )


def page_link(page: str, label: str, **chosen: str) -> None:
    """A link to another page of the dashboard; the filter and an older edition go along in the address."""
    named = {session.ADDRESS_KEY: session.asked()} if session.asked() else {}
    st.page_link(
        BY_NAME[page].file,
        label=markup.no_markdown(label),
        icon=":material/arrow_forward:",
        query_params={**named, **chosen},
    )


def quoted(text: str, origin: str) -> None:
    """What someone wrote, in their own lines, and where it is from."""
    lines = escape(text).replace("\n", "<br>")
    st.html(f'<blockquote class="mu-comment">{lines}</blockquote>' + markup.paragraph(origin, "mu-note"))


def older_versions(label: str, versions: Sequence[tuple[str, str]]) -> None:
    """(text, origin) of each, the newest first, folded; nothing where there are none."""
    if versions:
        with st.expander(label):
            for text, origin in reversed(versions):
                quoted(text, origin)


def older_versions_label(count: int) -> str:
    return sv.plural(count, "äldre version", "äldre versioner")
