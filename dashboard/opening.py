"""Links that open something on the page they stand on, without a new session.

An ordinary link starts a page from scratch. A link with `data-open` is met here instead when it is clicked or chosen
by Enter; its address still leads to the same view for whoever copies it or opens it in a tab of its own.
"""

from collections.abc import Callable

import streamlit as st

_NAME = "open_links"
_JS = """
export default function ({ setTriggerValue, parentElement }) {
  const top = () => {
    for (let box = parentElement; box; box = box.parentNode || box.host) if (box.scrollTop) box.scrollTop = 0;
  };
  const open = (event) => {
    const link = event.target.closest && event.target.closest("a[data-open]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    top();
    setTriggerValue("opened", link.dataset.open);
  };
  // Who opened or closed something by keyboard goes on from the heading of what came instead.
  const heading = () => document.querySelector("h1.mu-title");
  let shown = heading() && heading().textContent;
  const watch = new MutationObserver(() => {
    const now = heading();
    if (!now || now.textContent === shown) return;
    const first = !shown;
    shown = now.textContent;
    if (first || document.activeElement !== document.body) return;
    now.tabIndex = -1;
    now.focus({ preventScroll: true });
  });
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  document.addEventListener("click", open);
  return () => { watch.disconnect(); document.removeEventListener("click", open); };
}
"""


def listen(on_open: Callable[[str], None]) -> None:
    """`on_open` is given the `data-open` of a link that is followed, before the page runs again. Once per page."""

    def opened() -> None:
        named = st.session_state[_NAME]["opened"]
        if named:
            on_open(str(named))

    st.components.v2.component(_NAME, js=_JS)(key=_NAME, on_opened_change=opened)
