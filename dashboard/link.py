"""A button that copies the address of this view."""

import streamlit as st

_HTML = '<button type="button">Kopiera länk till den här vyn</button> <span role="status"></span>'
_CSS = """
button { font: inherit; font-size: 0.875rem; color: var(--st-text-color); background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius, 0.5rem); padding: 0.45rem 0.8rem; }
button:hover, button:focus-visible { border-color: var(--st-primary-color); color: var(--st-primary-color); }
span { font: inherit; color: var(--st-text-color); padding-left: 0.6rem; }
"""
_JS = """
export default function ({ parentElement }) {
  const button = parentElement.querySelector("button");
  const status = parentElement.querySelector("span");
  button.onclick = () => navigator.clipboard.writeText(window.location.href).then(
    () => { status.textContent = "Länken är kopierad"; },
    () => { status.textContent = window.location.href; });
}
"""


def copy_button() -> None:
    """Copies the browser's address, where the filter stands; shows it where the browser refuses."""
    st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)(key="copy_link")
