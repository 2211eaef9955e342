"""The way back to the slides, for a page that was opened from one: a link, and Esc."""

from html import escape

import streamlit as st

from dashboard.dialogue import addresses

_ASKED = "came_from"
_JS = """
export default function ({ data }) {
  const back = (event) => {
    const busy = event.target.closest && event.target.closest("input, textarea, [role=combobox], [role=dialog]");
    if (event.key === "Escape" && !event.defaultPrevented && !busy) window.location.assign(data.address);
  };
  document.addEventListener("keydown", back);
  return () => document.removeEventListener("keydown", back);
}
"""


def draw() -> None:
    """Nothing where the session did not come from a slide. The address is kept where a page switch drops it."""
    named = str(st.query_params.get(addresses.BACK_KEY) or st.session_state.get(_ASKED, ""))
    address = addresses.way_back(named)
    if not address:
        return
    st.session_state[_ASKED] = address
    st.html(f'<p class="mu-start"><a href="{escape(address)}" target="_self">Till dialogen (Esc)</a></p>')
    st.components.v2.component("to_the_slides", js=_JS)(key="to_the_slides", data={"address": address})
