"""The comment that is missing: written here, kept with every earlier version, and carried by the next nightly run."""

import pandas as pd
import streamlit as st

from dashboard import format as sv
from dashboard import markup, session, ui, written
from dashboard.activities import rows
from dashboard.activities.month import Month
from dashboard.activities.rows import NEW
from data import comments
from data.database import DatabaseUnavailable
from data.versions import LONGEST_AUTHOR, LONGEST_TEXT

REMINDER = (
    "Kommentaren blir allmän handling när rapporten lämnas: skriv inga namn på personer och inget om någons hälsa."
)
ROLE_KEY = "comment_role"
_SAVED = "comment_saved"
"""That the rest of the page has not yet been told of a saved comment."""


def draw(month: Month, activity_id: str) -> None:
    """The month's comment as it stands, its versions, and the field where one may be written."""
    ui.section("Kommentar")
    edition = rows.published(month.view)
    published = edition[edition["activity_id"] == activity_id].iloc[0]
    if session.shows_older(month.view.snapshot):
        _draw_published(published)
        ui.note(written.closed_because(month.view))
    elif published["comment_origin"] == "source":
        _draw_published(published)
        _draw_older("Skrivet här innan källsystemet fick sin kommentar", _versions(month, activity_id))
    elif closed := written.closed_because(month.view):
        _draw_comment(published, _versions(month, activity_id))
        ui.note(closed)
    else:
        _draw_for_writer(month, activity_id, published)


@st.fragment
def _draw_for_writer(month: Month, activity_id: str, published: pd.Series) -> None:
    """What comes while someone writes stands below: neither field nor button moves away under their finger."""
    key = f"comment_{activity_id}_{month.view.period:%Y-%m}"
    versions = _versions(month, activity_id)
    arrived = versions["id"] > _in_view(key, versions)
    with st.container():
        _draw_comment(published, versions[~arrived])
    _draw_field(month, activity_id, key)
    if st.session_state.pop(_SAVED, False):
        st.rerun()  # the lists and what the activity needs
    _draw_said(key)
    for _, version in versions[arrived].iterrows():
        ui.quoted(version["text"], f"Sparad medan du skriver · {_signed(version)}")


def _in_view(key: str, versions: pd.DataFrame) -> int:
    """The newest version that whoever writes had in view when they began, 0 for none."""
    if not st.session_state.get(key) or _seen(key) not in st.session_state:
        st.session_state[_seen(key)] = int(versions["id"].max()) if len(versions) else 0
    return int(st.session_state[_seen(key)])


def _versions(month: Month, activity_id: str) -> pd.DataFrame:
    """All versions for the month, oldest first; none, and why, where they cannot be read."""
    try:
        found = written.versions(activity_id)
    except DatabaseUnavailable as error:
        st.html(markup.notice("warning", str(error)))
        return comments.COMMENTS.nothing()
    return found[found["period"] == month.view.period]


def _draw_comment(published: pd.Series, versions: pd.DataFrame) -> None:
    """As it has been written here, else as the edition has it."""
    if versions.empty:
        _draw_published(published)
    else:
        _draw_versions(versions)


def _draw_published(row: pd.Series) -> None:
    """The comment as the edition has it."""
    if row["comment_origin"] == "source":
        ui.quoted(row["comment"], "Skriven i källsystemet, där den också ändras.")
    elif row["comment_origin"] == "screen":
        ui.quoted(row["comment"], f"{NEW[:1].upper()}{NEW[1:]} · {row['comment_author']} (ej verifierad)")
    elif row["comment_missing"]:
        ui.note("En kommentar väntas men saknas.")
    else:
        ui.note("Ingen kommentar är skriven, och ingen väntas.")


def _draw_versions(versions: pd.DataFrame) -> None:
    """What stands first, then what it replaced; two that were written at once both stand."""
    standing = comments.standing(versions)
    older = versions.drop(standing.index)
    if len(standing) > 1:
        st.html(
            markup.notice(
                "warning",
                f"{sv.number(len(standing))} kommentarer skrevs samtidigt. Alla gäller; spara en ny som ersätter dem.",
            )
        )
    for _, version in standing.iterrows():
        ui.quoted(version["text"], f"{NEW[:1].upper()}{NEW[1:]} · {_signed(version)}")
    _draw_older(ui.older_versions_label(len(older)), older)


def _draw_older(label: str, versions: pd.DataFrame) -> None:
    ui.older_versions(label, [(version["text"], _signed(version)) for _, version in versions.iterrows()])


def _signed(version: pd.Series) -> str:
    verified = "" if version["verified"] else " (ej verifierad)"
    return f"{version['author']}{verified}, {sv.moment(version['written_at'].to_pydatetime())}"


def _draw_field(month: Month, activity_id: str, key: str) -> None:
    """What is written stays in the field until it has been saved."""
    ui.note(REMINDER)
    label = f"Kommentar för {sv.month(month.view.period)}"
    st.text_area(label, key=key, max_chars=LONGEST_TEXT, height=120, persist_state="session")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Din roll (ej verifierad)", key=ROLE_KEY, max_chars=LONGEST_AUTHOR, persist_state="session")
        saved = [month, activity_id, key]
        st.button("Spara kommentaren", type="primary", on_click=_save, args=saved, key=f"save_{key}")


def _draw_said(key: str) -> None:
    said = st.session_state.pop(f"said_{key}", None)
    if said:
        st.html(markup.notice(*said))


def _seen(key: str) -> str:
    """Where the latest version that the writer had in view is kept."""
    return f"seen_{key}"


def _save(month: Month, activity_id: str, key: str) -> None:
    """Saves, and empties the field; where it cannot be saved the text stays in the field and the reason is told."""
    text, role = st.session_state.get(key, ""), st.session_state.get(ROLE_KEY, "")
    if written.closed_because(month.view):
        return
    try:
        written.save(month.view, activity_id, text, role, st.session_state[_seen(key)])
    except (ValueError, DatabaseUnavailable) as error:
        kept = " Texten finns kvar i fältet." if text.strip() else ""
        st.session_state[f"said_{key}"] = ("serious", f"{error}{kept}")
    else:
        st.session_state[key], st.session_state[_SAVED] = "", True
        st.session_state[f"said_{key}"] = ("done", "Kommentaren är sparad och följer med i nästa nattkörning.")
