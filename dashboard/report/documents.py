"""The documents: the monthly report and the plan dialogue, with what their first page must say."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from dashboard import about
from dashboard import format as sv
from dashboard.dialogue.decided import Decided
from dashboard.report import agreed, details, economy, investments, plan, since, staff, ties, work
from dashboard.report.content import DEPARTMENT, PERIOD, Document, Place, Section
from dashboard.report.since import Since
from dashboard.view import View, few_per_view, month_status
from dashboard.words import PUBLISHED_MARK

Facts = tuple[tuple[str, str], ...]
"""(what, value) of the first page."""


@few_per_view
def month(view: View, decided: Decided, before: Since | None) -> Document:
    """The monthly report of a view, in the order of the region's own; `before` is the dialogue it is compared with.

    What has changed since then comes after the summary in the dialogue, and last on paper.
    """
    summary, *rest = economy.sections(view)
    changed = _since(view, before)
    body = (
        Section("resultat", "Periodens resultat och prognos", 1, place="paper"),
        summary,
        *_only("slides", changed),
        *rest,
        *staff.sections(view),
        *investments.sections(view),
        *work.sections(view),
        *_only("paper", changed),
    )
    appendix = (
        Section("bilaga", "Bilaga", 1, place="paper", numbered=False),
        *ties.over_time(view),
        *ties.findings(view),
        *work.appendix(view),
    )
    sections = (*agreed.around(view, decided, body), *appendix)
    compared = [("Jämförs med", f"dialogen om {before.named(view)}")] if before else []
    name = f"manadsrapport_{view.period:%Y-%m}{_suffix(view)}"
    about = sv.month(view.period)
    return _document(view, f"Månadsrapport {about}", about, name, sections, (*facts(view), *compared))


@few_per_view
def plan_dialogue(view: View, year: int, decided: Decided) -> Document:
    """The plan for one year, for the dialogue with the board; `view` as `whole` gives it."""
    title = f"Plan {year}"
    without_month = tuple(fact for fact in facts(view) if fact[0] != PERIOD)
    sections = agreed.around(view, decided, plan.sections(view, year), year)
    return _document(view, title, title, f"plan_{year}", sections, without_month)


def whole(view: View) -> View:
    """A plan is always of the whole organisation."""
    return View(view.snapshot, view.scope, view.period, None)


def _since(view: View, before: Since | None) -> tuple[Section, ...]:
    if before is None:
        return ()
    chapter = Section("kapitel-sedan", "Sedan förra dialogen", 1, place="paper")
    return (chapter, *since.sections(view, before))


def _only(place: Place, sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(replace(section, place=place) for section in sections if section.place in ("both", place))


def _document(view: View, title: str, about: str, file_name: str, sections: Iterable[Section], told: Facts) -> Document:
    """`about` is the month or the plan, on every page and slide."""
    kept = tuple(sections)
    snapshot = view.snapshot.snapshot_id
    return Document(
        title,
        view.department_name,
        file_name,
        told,
        f"{about} · {view.department_name} · utgåva {snapshot}",
        source(view),
        kept,
        details.behind(view, [section.on_slides() for section in kept if section.place != "paper"]),
    )


def facts(view: View) -> Facts:
    """Filter, period, snapshot and data freshness in clear text."""
    return (
        (PERIOD, sv.month(view.period)),
        (DEPARTMENT, view.department_name),
        ("Källa", about.title(view)),
        ("Utgåva", view.snapshot.snapshot_id),
        ("Inläst", sv.moment(view.snapshot.commit.published_at)),
        ("Data till och med", sv.month(view.snapshot.latest_period)),
        *(("Obs", status) for status in month_status(view)),
    )


def source(view: View) -> str:
    """Where the figures come from; on embedded data that they are partly simulated."""
    if not view.embedded:
        return ""
    return (
        f"Demonstrationsdata. Värden märkta {PUBLISHED_MARK} är Region Hallands publicerade siffror; alla andra är "
        "simulerade eller beräknade och säger inget om regionen."
    )


def _suffix(view: View) -> str:
    """The department in a file's name, which travels between systems: a-z and digits only."""
    if view.department_id is None:
        return ""
    plain = unicodedata.normalize("NFKD", view.department_name.lower()).encode("ascii", "ignore").decode()
    return "_" + re.sub("[^a-z0-9]+", "-", plain).strip("-")
