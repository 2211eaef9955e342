"""The content model: sections of message, table, chart, notes and alt text.

Screen, slides, Word, PDF, PowerPoint and Excel are renderings of it. A figure's text is made here, once, so that it
cannot differ between them. Every text is plain: a rendering escapes it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from dashboard.charts import columns, level, tiers, waterfall
from dashboard.words import ROUNDED_MARK

Unit = Literal["text", "sek", "share", "points", "number", "date"]
"""What a cell's value is: kronor, a share 0-1, percentage points as a share 0-1, a number, a day."""
Tone = Literal["", "good", "bad"]
Place = Literal["both", "paper", "slides"]
PERIOD, DEPARTMENT = "Period", "Avdelning"
"""Facts that a document's title and subject say too."""
MOST_ON_SLIDES = 14
"""Rows of a table that are shown in a dialogue: two slides of it."""


@dataclass(frozen=True)
class Cell:
    """One cell: how it reads everywhere, and the value behind it in its column's unit; missing is None."""

    text: str
    value: float | int | date | None = None
    tone: Tone = ""
    mark: str = ""
    """Small, after the text: ◆ for a printed figure, the number of a note below the table ("1)"), or both."""


@dataclass(frozen=True)
class Column:
    """A heading with its unit. `slim` ones stand also where there is little room: on slides."""

    heading: str
    unit: Unit = "text"
    slim: bool = True
    wide: bool = False
    """Long texts: it gets the room that the others leave."""
    hyphenated: str = ""
    """The heading with soft hyphens, for a rendering that does not know where Swedish words are parted."""

    @property
    def numeric(self) -> bool:
        return self.unit not in ("text", "date")

    @property
    def parted(self) -> str:
        """The heading as it may be broken over lines."""
        return self.hyphenated or self.heading


@dataclass(frozen=True)
class Row:
    """A row; its first cell heads it. `opens` is the key of the detail that stands behind it."""

    cells: tuple[Cell, ...]
    is_sum: bool = False
    indent: int = 0
    opens: str = ""

    def without_numbers(self) -> "Row":
        """The same where the notes are not shown."""
        kept = (
            replace(cell, mark=" ".join(m for m in cell.mark.split() if not m.endswith(")"))) for cell in self.cells
        )
        return replace(self, cells=tuple(kept))


@dataclass(frozen=True)
class Table:
    """A real table: its first row of headings repeats on each page, and its rows are not broken."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """Lines below: what is rounded, and where the printed document says otherwise."""

    @property
    def slim(self) -> "Table":
        """The columns that stand also where there is little room."""
        kept = [place for place, column in enumerate(self.columns) if column.slim]
        rows = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)

    def on_slides(self) -> "Table":
        """As much of it as a room can follow, with its sum; the rest is counted, and stands in the report.

        Of the notes only those that explain a sign are shown, so figures have no numbers of notes.
        """
        left = len(self.rows) - MOST_ON_SLIDES
        total = self.rows[-1:] if left > 0 and self.rows[-1].is_sum else ()
        counted = (f"Därtill {left} {'rad' if left == 1 else 'rader'}, se rapporten.",) if left > 0 else ()
        signs = (note for note in self.notes if note.startswith(ROUNDED_MARK))
        kept = (*self.rows[: MOST_ON_SLIDES - len(total)], *total)
        rows = tuple(row.without_numbers() for row in kept)
        return replace(self, rows=rows, notes=(*counted, *signs))


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture: an opinionless title, the text for those who cannot see it, and the rows that a verb draws.

    `rows` are those of the verb named by `kind`, see `DRAWN`; its `label` and `subject` say which row leads where.
    """

    kind: Literal["bridge", "tiers", "level", "years"]
    caption: str
    alt: str
    rows: pd.DataFrame
    heading: str = ""
    legend: tuple[tuple[str, str], ...] = ()
    hatched: bool = False
    breaks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"period": [], "title": []}))

    def spec(self) -> dict[str, Any]:
        """The picture as a Vega-Lite dict."""
        return DRAWN[self.kind](self)


DRAWN: Mapping[str, Callable[[Chart], dict[str, Any]]] = {
    "bridge": lambda chart: waterfall.bridge(chart.rows, chart.heading),
    "tiers": lambda chart: tiers.three_tiers(chart.rows, chart.heading, chart.hatched),
    "level": lambda chart: level.share_level(chart.rows, chart.breaks),
    "years": lambda chart: columns.plan_years(chart.rows),
}


@dataclass(frozen=True)
class Text:
    """Paragraphs to be read. A text from a source may hold line breaks."""

    paragraphs: tuple[str, ...]


Part = Text | Table | Chart


@dataclass(frozen=True)
class Section:
    """A heading, its message and what stands under it. `key` is its address: a-z, digits and hyphens.

    `depth` 1 is a chapter. `page` is the name of the page (`menu.py`) that has the same at length, with the `chosen`
    parts of its address beside period and department. `notes` are for whoever presents, never for the audience.
    """

    key: str
    title: str
    depth: int = 2
    message: str = ""
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    page: str = "overview"
    chosen: Mapping[str, str] = field(default_factory=dict)
    place: Place = "both"
    numbered: bool = True

    def inside(self, chapters: Collection[str]) -> "Section":
        """The same where its chapter's title stands above: "Sedan förra dialogen: flaggorna" is "Flaggorna" there."""
        chapter, _, rest = self.title.partition(": ")
        return replace(self, title=rest[:1].upper() + rest[1:]) if rest and chapter in chapters else self

    def on_slides(self) -> "Section":
        """The same with its long tables cut; what stands below them on paper is for whoever presents."""
        told = tuple(note for part in self.parts if isinstance(part, Table) for note in part.notes)
        parts = tuple(part.on_slides() if isinstance(part, Table) else part for part in self.parts)
        return replace(self, parts=parts, notes=(*self.notes, *dict.fromkeys(told)))


@dataclass(frozen=True)
class Document:
    """All that a report or a dialogue says about one subject at one month of one snapshot.

    `facts` are (what, value) of the first page: filter, period, snapshot, freshness. `stamp` stands on every page and
    slide. `source` tells simulated data from printed. `details` are what rows open.
    """

    title: str
    subject: str
    file_name: str
    facts: tuple[tuple[str, str], ...]
    stamp: str
    source: str
    sections: tuple[Section, ...]
    details: Mapping[str, Section] = field(default_factory=dict)

    @property
    def facts_on_slides(self) -> tuple[tuple[str, str], ...]:
        """Those that the title and the subject above them do not say."""
        return tuple((what, value) for what, value in self.facts if what not in (PERIOD, DEPARTMENT))

    @property
    def paper(self) -> tuple[Section, ...]:
        """The sections of the report; their titles do not repeat their chapter's."""
        kept = tuple(section for section in self.sections if section.place != "slides")
        chapters = [section.title for section in kept if section.depth == 1]
        return tuple(section.inside(chapters) for section in kept)

    @property
    def slides(self) -> tuple[Section, ...]:
        """The sections of the dialogue, long tables cut."""
        return tuple(section.on_slides() for section in self.sections if section.place != "paper")

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(part for section in self.sections for part in section.parts if isinstance(part, Chart))


def numbers(sections: Sequence[Section]) -> Iterator[str]:
    """The number of each heading, "1.2"; empty where it has none, as in an appendix."""
    places: list[int] = []
    for section in sections:
        if not section.numbered:
            yield ""
            continue
        places = places[: section.depth] + [0] * (section.depth - len(places))
        places[section.depth - 1] += 1
        yield ".".join(map(str, places))
