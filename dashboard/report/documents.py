"""The documents: the monthly report and the plan dialogue, with what their first page must say."""

from collections.abc import Iterable

from dashboard import about
from dashboard import format as sv
from dashboard.dialogue.decided import Decided
from dashboard.report import agreed, details, economy, investments, plan, since, staff, ties, work
from dashboard.report.content import Document, Section
from dashboard.report.since import Since
from dashboard.view import View, few_per_view, month_status
from dashboard.words import PUBLISHED_MARK


@few_per_view
def month(view: View, decided: Decided, before: Since | None) -> Document:
    """The monthly report of a view, in the order of the region's own; `before` is the dialogue it is compared with."""
    sections = (
        Section("resultat", "Periodens resultat och prognos", 1, place="paper"),
        *economy.sections(view),
        *staff.sections(view),
        *investments.sections(view),
        *work.sections(view),
        *_since(view, before),
        *agreed.sections(view, decided),
        Section("bilaga", "Bilaga", 1, place="paper", numbered=False),
        *ties.over_time(view),
        *ties.findings(view),
        *work.appendix(view),
    )
    compared = [("Jämförs med", f"dialogen om {before.named(view)}")] if before else []
    name = f"manadsrapport_{view.period:%Y-%m}{_suffix(view)}"
    return _document(view, f"Månadsrapport {sv.month(view.period)}", name, sections, compared)


@few_per_view
def plan_dialogue(view: View, year: int) -> Document:
    """The plan for one year, for the dialogue with the board; always of the whole organisation."""
    whole = View(view.snapshot, view.scope, view.period, None)
    return _document(whole, f"Plan {year}", f"plan_{year}", plan.sections(whole, year), [])


def _since(view: View, before: Since | None) -> tuple[Section, ...]:
    if before is None:
        return ()
    chapter = Section("kapitel-sedan", "Sedan förra dialogen", 1, place="paper")
    return (chapter, *since.sections(view, before))


def _document(
    view: View, title: str, file_name: str, sections: Iterable[Section], more: list[tuple[str, str]]
) -> Document:
    kept = tuple(sections)
    snapshot = view.snapshot.snapshot_id
    return Document(
        title,
        view.department_name,
        file_name,
        (*facts(view), *more),
        f"{sv.month(view.period)} · {view.department_name} · utgåva {snapshot}",
        source(view),
        kept,
        details.behind(view, [section.on_slides() for section in kept if section.place != "paper"]),
    )


def facts(view: View) -> tuple[tuple[str, str], ...]:
    """Filter, period, snapshot and data freshness in clear text."""
    return (
        ("Period", sv.month(view.period)),
        ("Avdelning", view.department_name),
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
    """The department in a file's name: letters and digits only."""
    if view.department_id is None:
        return ""
    return "_" + "".join(letter if letter.isalnum() else "-" for letter in view.department_name.lower())
