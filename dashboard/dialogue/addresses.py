"""Addresses of a dialogue: it names its snapshot, month and department, and each slide leads to its page and back."""

import re
from urllib.parse import urlencode

from dashboard import format as sv
from dashboard import session
from dashboard.dialogue.deck import Slide
from dashboard.dialogue.faces import Pages
from dashboard.menu import BY_NAME
from dashboard.view import DEPARTMENT_KEY, PERIOD_KEY, View

SHOWN_AT = "/dialog/visa"
"""The path that serves slides."""
EARLIER_KEY, KIND_KEY, PLAN_KEY, SLIDE_KEY, BACK_KEY = "mot", "slag", "planar", "bild", "dialog"
"""What an address names beside snapshot, period and department: the dialogue before, the kind of dialogue, the year of
a plan, the slide that a decision is about, and the slides that a page was opened from."""
MONTH, PLAN = "Månadsdialog", "Plandialog"
_OURS = re.compile(re.escape(SHOWN_AT) + r"\?[A-Za-z0-9%&=+._~-]*(#[A-Za-z0-9_-]*)?")


def place(view: View) -> dict[str, str]:
    """The snapshot, month and department in an address; the snapshot is always named."""
    chosen = {session.ADDRESS_KEY: view.snapshot.snapshot_id, PERIOD_KEY: sv.month(view.period)}
    return chosen | ({DEPARTMENT_KEY: view.department_name} if view.department_id else {})


def slides(view: View, earlier: str = "", plan_year: int | None = None) -> str:
    """Where the slides of a dialogue are."""
    more = {EARLIER_KEY: earlier} if earlier else {}
    plan = {PLAN_KEY: str(plan_year)} if plan_year is not None else {}
    return f"{SHOWN_AT}?{urlencode({**place(view), **more, **plan})}"


def pages(view: View, slides_at: str, plan_year: int | None = None) -> Pages:
    """The ordinary page at the same place as a slide, which knows the way back to that very slide."""

    def page(slide: Slide) -> str:
        back = f"{slides_at}#{slide.address}"
        if slide.section is None:
            return _dialogue(view, "Bilder", plan_year, back)
        chosen = {**place(view), **slide.section.chosen, BACK_KEY: back}
        return f"/{BY_NAME[slide.section.page].address}?{urlencode(chosen)}"

    return page


def decide(view: View, plan_year: int | None = None) -> str:
    """The page where decisions are written down, in the dialogue about the month or about a plan."""
    return _dialogue(view, "Beslut", plan_year)


def _dialogue(view: View, tab: str, plan_year: int | None, back: str = "") -> str:
    plan = {KIND_KEY: PLAN, PLAN_KEY: str(plan_year)} if plan_year is not None else {}
    known = {BACK_KEY: back} if back else {}
    return f"/{BY_NAME['dialogue'].address}?{urlencode({**place(view), **plan, 'flik': tab, **known})}"


def way_back(named: str) -> str:
    """The slides that an address says it came from; empty for anything but an address of our own."""
    return named if _OURS.fullmatch(named) else ""
