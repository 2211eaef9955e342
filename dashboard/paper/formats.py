"""The formats that a document comes in: what each is called, and how it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dashboard.dialogue import slides
from dashboard.paper import excel, pdf, pictures, powerpoint, word
from dashboard.report.content import Document
from data.report_settings import ReportSettings

Said = Callable[[float, str], None]
"""Told how far the work has come, 0-1, and what is done next."""


@dataclass(frozen=True)
class Format:
    """One format: its name on a button, its MIME type, and what makes the file."""

    name: str
    mime: str
    write: Callable[[Document, ReportSettings], bytes]
    has_pictures: bool = True


FORMATS: Mapping[str, Format] = {
    "docx": Format(
        "Word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        lambda document, own: word.write(document, _template(own.word)),
    ),
    "pdf": Format("PDF", "application/pdf", lambda document, own: pdf.write(document)),
    "pptx": Format(
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        lambda document, own: powerpoint.write(document, _template(own.powerpoint)),
        has_pictures=False,
    ),
    "xlsx": Format(
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda document, own: excel.write(document),
        has_pictures=False,
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
    charts = document.charts if chosen.has_pictures else ()
    for place, chart in enumerate(charts):
        said(place / (len(charts) + 1), f"Ritar bild {place + 1} av {len(charts)}")
        pictures.svg(chart)
    said(len(charts) / (len(charts) + 1), f"Skriver {chosen.name}")
    content = chosen.write(document, own)
    said(1.0, "Klar")
    return content


def _template(path: Path | None) -> bytes | None:
    return path.read_bytes() if path else None
