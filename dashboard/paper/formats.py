"""The formats that a document comes in: what each is called, and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.dialogue import slides
from dashboard.paper import excel, pdf, pictures, powerpoint, word
from dashboard.report.content import Chart, Document
from data.report_settings import ReportSettings

Said = Callable[[float, str], None]
"""Told how far the work has come, 0-1, and what is done next."""


@dataclass(frozen=True)
class Format:
    """One format: its name on a button, its MIME type, and what makes the file."""

    name: str
    mime: str
    write: Callable[[Document, ReportSettings], bytes]
    draw: Callable[[Chart], object] | None = None
    """How its pictures are drawn and kept, where they are drawn apart from the writing."""


FORMATS: Mapping[str, Format] = {
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda document, own: _in_template(word.write, document, own.word),
        draw=pictures.png,
    ),
    "pdf": Format("PDF", "application/pdf", lambda document, own: pdf.write(document), draw=pictures.svg),
    "pptx": Format(
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda document, own: _in_template(powerpoint.write, document, own.powerpoint),
    ),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda document, own: excel.write(document),
    ),
    "html": Format("HTML för dialogen", "text/html", lambda document, own: slides.write(document)),
}
"""By the ending of the file."""


def file_name(document: Document, ending: str) -> str:
    """ "manadsrapport_2019-08.pdf"."""
    return f"{document.file_name}.{ending}"


def make(document: Document, ending: str, own: ReportSettings, said: Said = lambda part, words: None) -> bytes:
    """The document as a file, told step by step: each picture, then the file. Raises `KeyError` for another ending."""
    chosen = FORMATS[ending]
    parts = 1 + (len(document.charts) if chosen.draw else 0)
    if chosen.draw:
        for place, chart in enumerate(document.charts):
            said(place / parts, f"Ritar bild {place + 1} av {parts - 1}")
            chosen.draw(chart)
    said(1 - 1 / parts, f"Skriver {chosen.name}")
    content = chosen.write(document, own)
    said(1.0, "Klar")
    return content


def _in_template(write: Callable[[Document, bytes | None], bytes], document: Document, template: Path | None) -> bytes:
    """Raises `ValueError` where the region's own template cannot be used, and says which one that is."""
    if template is None:
        return write(document, None)
    try:
        return write(document, template.read_bytes())
    except ValueError as error:
        raise ValueError(f"{template}, enligt [report] i inställningarna: {error}") from error
