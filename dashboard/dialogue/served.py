"""The slides at an address of their own: one file per request, from the one snapshot that the address names."""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard import format as sv
from dashboard import session, store
from dashboard.dialogue import addresses, decided, earlier, slides
from dashboard.dialogue.addresses import SHOWN_AT
from dashboard.dialogue.decided import Decided
from dashboard.report import documents, plan
from dashboard.report.content import Document
from dashboard.report.since import Since
from dashboard.store import ALL_DEPARTMENTS, StoreError
from dashboard.view import DEPARTMENT_KEY, PERIOD_KEY, View, department_labels, few_per_view, period_labels
from data.location import published_root

_HEADERS = {"cache-control": "no-store"}


class NotThere(Exception):
    """The address names something that is not there; the message says what."""


def show(request: Request) -> Response:
    """The slides; an address without a snapshot is sent on to the one that is newest now."""
    try:
        if not request.query_params.get(session.ADDRESS_KEY):
            return _named(request)
        view = _view(request)
        year = _plan_year(view, request)
        content = _month(view, request) if year is None else _plan(documents.whole(view), year)
    except (StoreError, NotThere) as error:
        return Response(_sorry(str(error)), 404, _HEADERS, "text/html")
    return Response(content, 200, _HEADERS, "text/html")


def _named(request: Request) -> Response:
    newest = store.newest_id(published_root())
    if newest is None:
        raise NotThere("Inget är publicerat ännu.")
    asked = request.url.include_query_params(**{session.ADDRESS_KEY: newest})
    return RedirectResponse(f"{SHOWN_AT}?{asked.query}")  # whatever host the request says that it came to


def _view(request: Request) -> View:
    """What the address names, checked against what exists."""
    asked = request.query_params
    snapshot = store.open_named(published_root(), asked[session.ADDRESS_KEY])
    months, departments = period_labels(snapshot), department_labels(snapshot)
    month = asked.get(PERIOD_KEY, sv.month(snapshot.latest_period))
    department = asked.get(DEPARTMENT_KEY)
    if month not in months:
        raise NotThere(f"Utgåvan har ingen period som heter ”{month}”.")
    if department is not None and department not in departments:
        raise NotThere(f"Utgåvan har ingen avdelning som heter ”{department}”.")
    return View(snapshot, ALL_DEPARTMENTS, months[month], departments[department] if department else None)


def _plan_year(view: View, request: Request) -> int | None:
    year = request.query_params.get(addresses.PLAN_KEY)
    if year is not None and year not in map(str, plan.years(view)):
        raise NotThere(f"Utgåvan har ingen plan för ”{year}”.")
    return None if year is None else int(year)


def _month(view: View, request: Request) -> bytes:
    """The month's slides. A name of nothing to compare with is no name: what is written is kept by it."""
    named = request.query_params.get(addresses.EARLIER_KEY, "")
    before = earlier.opened(view, named)
    return _month_written(view, named if before else "", before, decided.of(view))


def _plan(view: View, year: int) -> bytes:
    return _plan_written(view, year, decided.of(view))


@few_per_view
def _month_written(view: View, named: str, before: Since | None, decisions: Decided) -> bytes:
    """The file, made once for all who ask for the same."""
    document = documents.month(view, decisions, before)
    return _written(view, document, addresses.slides(view, named))


@few_per_view
def _plan_written(view: View, year: int, decisions: Decided) -> bytes:
    """The same of a plan."""
    document = documents.plan_dialogue(view, year, decisions)
    return _written(view, document, addresses.slides(view, plan_year=year), year)


def _written(view: View, document: Document, here: str, plan_year: int | None = None) -> bytes:
    return slides.write(document, addresses.pages(view, here, plan_year), addresses.decide(view, plan_year))


def _sorry(why: str) -> str:
    return (
        '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Dialogen kan inte visas</title>'
        '<body style="font-family: sans-serif; max-width: 40rem; margin: 4rem auto"><h1>Dialogen kan inte visas</h1>'
        f'<p>{escape(why)}</p><p><a href="/dialog">Välj en annan på sidan Rapport och dialog</a></p></body></html>'
    )
