"""A document as slides: those of the dialogue, and those of what their rows open."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.dialogue import fitting, paging
from dashboard.report.content import Chart, Document, Part, Section, Table

FRONT = "start"
"""Address of the first slide."""


@dataclass(frozen=True)
class Slide:
    """One picture on the wall. `address` is its fragment, `section` None on the first slide.

    `run` is "" in the dialogue itself and the address of the first slide in what a row opens; `place` and `count`
    say where in its run it stands. `digits` number the details that its rows open, in the order of the rows.
    """

    address: str
    section: Section | None
    page: paging.Page
    run: str
    place: int
    count: int
    digits: Mapping[str, int]
    part: tuple[int, int] = (1, 1)
    """Which of how many slides of its section it is."""

    @property
    def has_figures(self) -> bool:
        return any(isinstance(part, Table | Chart) for part in self.page.parts)


def slides(document: Document) -> list[Slide]:
    """The dialogue's slides, and after them those of all details."""
    shown = [section for section in document.slides if section.message or section.parts]
    front = Slide(FRONT, None, paging.Page((), fitting.SIZES[0]), "", 1, 0, {})
    taken = {FRONT, *(section.key for section in shown)}
    own = [slide for section in shown for slide in _of_section(section, section.key, "", document, taken)]
    return [*_counted([front, *own]), *_details(document)]


def detail_address(key: str) -> str:
    """Where the detail behind a row begins."""
    return f"fraga-{key}"


def _details(document: Document) -> Iterator[Slide]:
    taken = {detail_address(key) for key in document.details}
    for key, section in document.details.items():
        first = detail_address(key)
        yield from _counted(_of_section(section, first, first, document, taken))


def _of_section(section: Section, first: str, run: str, document: Document, taken: set[str]) -> list[Slide]:
    room = fitting.room_below(section.message or section.title, document.source, document.stamp)
    pages = paging.pages(section.parts, room)
    others = [key for key in document.details if detail_address(key) != run]
    addresses = [first, *_continued(first, len(pages) - 1, taken)]
    return [
        Slide(address, section, page, run, 0, 0, _digits(page.parts, others), (part, len(pages)))
        for part, (address, page) in enumerate(zip(addresses, pages, strict=True), start=1)
    ]


def _continued(first: str, count: int, taken: set[str]) -> list[str]:
    """Addresses of the slides that go on, `first-2` and so on; one that is another section's is left to it."""
    found: list[str] = []
    number = 2
    while len(found) < count:
        address = f"{first}-{number}"
        if address not in taken:
            found.append(address)
        number += 1
    taken.update(found)
    return found


def _counted(run: Sequence[Slide]) -> list[Slide]:
    return [replace(slide, place=place, count=len(run)) for place, slide in enumerate(run, start=1)]


def _digits(parts: Sequence[Part], details: Collection[str]) -> dict[str, int]:
    """detail -> its number. Those after the ninth have no key: they are opened by pointer or Tab."""
    opened = dict.fromkeys(key for part in parts for key in _opened(part) if key in details)
    return {key: digit for digit, key in enumerate(opened, start=1)}


def _opened(part: Part) -> Iterator[str]:
    match part:
        case Table():
            yield from (row.opens for row in part.rows)
        case Chart() if "subject" in part.rows:
            yield from part.rows["subject"].fillna("")
