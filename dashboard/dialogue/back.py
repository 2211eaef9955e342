"""The way back to the slides, for a page that was opened from one: a link, and Esc."""

from html import escape

import streamlit as st

from dashboard.dialogue import addresses

_ASKED = "came_from"
_JS = """
const OPEN = "[role=combobox][aria-expanded=true], [role=listbox], [role=menu], [role=dialog]";
const WRITTEN = "textarea, input:not([role=combobox], [type=radio], [type=checkbox])";
/* Judged before the page's own widgets close what is open; Esc in a text that is begun leaves the field only. */
export default function ({ data }) {
  const back = (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if ([...document.querySelectorAll(OPEN)].some((each) => each.checkVisibility())) return;
    if (event.target.closest?.(WRITTEN)?.value) event.target.blur();
    else window.location.assign(data.address);
  };
  document.addEventListener("keydown", back, true);
  return () => document.removeEventListener("keydown", back, true);
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
