"""The comment that is missing: written here, kept with every earlier version, and carried by the next nightly run."""

from html import escape

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, ui, written
from dashboard.activities.month import NEW, Month
from data.comments import LONGEST_AUTHOR, LONGEST_TEXT, CommentsUnavailable

REMINDER = (
    "Kommentaren blir allmän handling när rapporten lämnas: skriv inga namn på personer och inget om någons hälsa."
)
ROLE_KEY = "comment_role"


def draw(month: Month, row: pd.Series) -> None:
    """The month's comment as it stands, its versions, and the field where one may be written."""
    ui.section("Kommentar")
    if row["comment_origin"] == "source":
        _paragraphs(row["comment"], "Skriven i källsystemet, där den också ändras.")
        return
    try:
        versions = written.versions(row["activity_id"])
    except CommentsUnavailable as error:
        st.html(markup.notice("warning", str(error)))
        versions = None
    if versions is not None:
        versions = versions[versions["period"] == month.view.period]
        _draw_versions(versions)
    if row["comment_missing"]:
        ui.note("En kommentar väntas men saknas.")
    elif not isinstance(row["comment"], str):
        ui.note("Ingen kommentar är skriven, och ingen väntas.")
    closed = written.closed_because(month.view)
    if closed:
        ui.note(closed)
    else:
        _draw_field(month, row, 0 if versions is None else int(versions["id"].max()) if len(versions) else 0)


def _draw_versions(versions: pd.DataFrame) -> None:
    """What stands first, then what it replaced; two that were written at once both stand."""
    standing, older = versions[versions["standing"]], versions[~versions["standing"]]
    if len(standing) > 1:
        st.html(
            markup.notice(
                "warning",
                f"{sv.number(len(standing))} kommentarer skrevs samtidigt. Alla gäller; spara en ny som ersätter dem.",
            )
        )
    for _, version in standing.iterrows():
        _paragraphs(version["text"], f"{NEW[:1].upper()}{NEW[1:]} · {_signed(version)}")
    if len(older):
        with st.expander(sv.plural(len(older), "äldre version", "äldre versioner")):
            for _, version in older.iloc[::-1].iterrows():
                _paragraphs(version["text"], _signed(version))


def _signed(version: pd.Series) -> str:
    verified = "" if version["verified"] else " (ej verifierad)"
    return f"{version['author']}{verified}, {sv.moment(version['written_at'].to_pydatetime())}"


def _paragraphs(text: str, origin: str) -> None:
    lines = escape(text).replace("\n", "<br>")
    st.html(f'<blockquote class="mu-comment">{lines}</blockquote>' + markup.paragraph(origin, "mu-note"))


def _draw_field(month: Month, row: pd.Series, seen: int) -> None:
    """What is written stays in the field until it has been saved."""
    key = f"comment_{row['activity_id']}_{month.view.period:%Y-%m}"
    ui.note(REMINDER)
    st.text_area(
        f"Kommentar för {sv.month(month.view.period)}",
        key=key,
        max_chars=LONGEST_TEXT,
        height=120,
        persist_state="session",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Din roll (ej verifierad)", key=ROLE_KEY, max_chars=LONGEST_AUTHOR, persist_state="session")
        st.button(
            "Spara kommentaren",
            type="primary",
            on_click=_save,
            args=[month, row["activity_id"], key, seen],
            key=f"save_{key}",
        )
    said = st.session_state.pop(f"said_{key}", None)
    if said:
        st.html(markup.notice(*said))


def _save(month: Month, activity_id: str, key: str, seen: int) -> None:
    """Saves, and empties the field; where it cannot be saved the text stays in the field and the reason is told."""
    text, role = st.session_state.get(key, ""), st.session_state.get(ROLE_KEY, "")
    if written.closed_because(month.view):
        return
    try:
        written.save(month.view, activity_id, text, role, seen)
    except (ValueError, CommentsUnavailable) as error:
        st.session_state[f"said_{key}"] = ("serious", f"{error} Texten finns kvar i fältet.")
    else:
        st.session_state[key] = ""
        st.session_state[f"said_{key}"] = ("info", "Kommentaren är sparad och följer med i nästa nattkörning.")
