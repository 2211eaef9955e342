"""The report as a tagged PDF that follows PDF/UA-1: `report.typ` sets what is written here as data."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

import typst

from dashboard.paper import pictures
from dashboard.paper.inert import inert
from dashboard.paper.row_headers import with_row_headers
from dashboard.report.content import Chart, Column, Document, Part, Row, Section, Table, Text, numbers

MISSING_GLYPH = "□"
"""Stands for a character that no font has: PDF/UA allows none without a shape. "?" is a status here."""
_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def write(document: Document) -> bytes:
    """The same document gives the same bytes: no clock, and no fonts but those of the packages."""
    return with_row_headers(_compiled(json.dumps(inert(_report(document)), ensure_ascii=False), replaced=False))


def _compiled(report: str, replaced: bool) -> bytes:
    try:
        return typst.compile(
            _template(),
            font_paths=_fonts(),
            pdf_standards=["ua-1"],
            timestamp=0,
            sys_inputs={"report": report, "replaced": str(replaced)},
        )
    except typst.TypstError as error:
        drawable = report
        for text in _undrawn(error.diagnostic):
            drawable = drawable.replace(text, MISSING_GLYPH)
        if drawable == report:
            raise
    return _compiled(drawable, replaced=True)


def _undrawn(diagnostic: str) -> Iterator[str]:
    """The texts that no font has, all of them at once, as the refusal lists them."""
    for displayed, disallowed in _UNDRAWN.findall(diagnostic):
        yield _ESCAPED.sub(lambda code: chr(int(code[1], 16)), displayed or disallowed)


@cache
def _template() -> bytes:
    return resources.files("dashboard.paper").joinpath("report.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[pictures.font_folder()])


def _report(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "subject": document.subject,
        "facts": document.facts,
        "stamp": document.stamp,
        "source": document.source,
        "sections": list(_sections(document.paper)),
    }


def _sections(sections: tuple[Section, ...]) -> Iterator[dict[str, Any]]:
    """With headings that never skip a level: those after the table of contents begin at the first or second."""
    levels = list(accumulate((s.depth for s in sections), lambda before, depth: min(depth, before + 1), initial=1))[1:]
    for section, number, level in zip(sections, numbers(sections), levels, strict=True):
        yield {
            "heading": f"{number}\u2002{section.title}" if number else section.title,
            "level": level,
            "message": section.message,
            "parts": [_part(part) for part in section.parts],
        }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Text():
            return {"kind": "text", "paragraphs": part.paragraphs}
        case Table():
            return {"kind": "table", **_table(part)}
        case Chart():
            return {"kind": "chart", **_chart(part)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": [_column(column) for column in table.columns],
        "rows": [_row(row) for row in table.rows],
        "notes": table.notes,
    }


def _column(column: Column) -> dict[str, Any]:
    fixed = column.unit != "text"
    return {"heading": column.parted, "numeric": column.numeric, "fixed": fixed, "wide": column.wide}


def _row(row: Row) -> dict[str, Any]:
    cells = [{"text": cell.text, "tone": cell.tone, "mark": cell.mark} for cell in row.cells]
    return {"cells": cells, "is_sum": row.is_sum, "indent": row.indent}


def _chart(chart: Chart) -> dict[str, Any]:
    return {
        "caption": chart.caption,
        "alt": chart.alt or chart.caption,
        "svg": pictures.svg(chart),
        "legend": chart.legend,
    }
