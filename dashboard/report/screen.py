"""A document on screen: the report as it is read, from the same sections as the files."""

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import markup, ui
from dashboard.report.content import Cell, Chart, Column, Document, Part, Row, Section, Table, Text, numbers
from dashboard.view import View

_SHORT = 24
"""Characters of a text that is not broken over lines beside long ones."""


def draw(view: View, document: Document) -> None:
    """Every section of the report in its order."""
    for number, section in zip(numbers(document.paper), document.paper, strict=True):
        _draw_section(view, section, number)


def _draw_section(view: View, section: Section, number: str) -> None:
    title = f"{number} {section.title}".strip()
    st.html(f'<h{section.depth + 1} class="mu-report">{escape(title)}</h{section.depth + 1}>')
    if section.message:
        st.html(markup.paragraph(f"{section.message}.", "mu-lead"))
    for place, part in enumerate(section.parts):
        _draw_part(view, part, f"report-{section.key}-{place}")


def _draw_part(view: View, part: Part, name: str) -> None:
    if isinstance(part, Text):
        st.html("".join(markup.paragraph(each, "mu-paragraph") for each in part.paragraphs))
    elif isinstance(part, Chart):
        ui.note(part.caption)
        ui.picture(view, name, lambda: _still(part), part.alt, part.legend)
    else:
        st.html(table(part))


def _still(chart: Chart) -> dict[str, object]:
    """The picture without rows to click: on paper nothing opens."""
    rows = chart.rows.drop(columns="subject", errors="ignore")
    if chart.kind == "bridge":
        rows = rows.assign(subject="")
    return replace(chart, rows=rows).spec()


def table(part: Table) -> str:
    """A real HTML table with its notes below."""
    head = "".join(f'<th scope="col"{_class(column)}>{escape(column.heading)}</th>' for column in part.columns)
    body = "".join(_row(row, part.columns, row is part.rows[-1]) for row in part.rows)
    notes = "".join(markup.paragraph(note, "mu-note") for note in part.notes)
    return (
        f'<div class="mu-scroll" tabindex="0" role="region" aria-label="{escape(part.caption)}">'
        f'<table class="mu-table"><caption>{escape(part.caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>{notes}"
    )


def _row(row: Row, columns: tuple[Column, ...], last: bool) -> str:
    css = (' class="sum sum-top"' if last else ' class="sum"') if row.is_sum else ""
    first, *rest = row.cells
    indent = f' style="padding-left:{0.6 + 1.1 * row.indent:.1f}rem"' if row.indent else ""
    cells = "".join(
        f"<td{_class(column, cell)}>{_text(cell)}</td>" for cell, column in zip(rest, columns[1:], strict=True)
    )
    return f'<tr{css}><th scope="row"{indent}>{_text(first)}</th>{cells}</tr>'


def _text(cell: Cell) -> str:
    mark = f'<span class="mark wide">{escape(cell.mark)}</span>' if cell.mark else ""
    return escape(cell.text).replace("\n", "<br>") + mark


def _class(column: Column, cell: Cell | None = None) -> str:
    names = ["num" if column.numeric else "", f"mu-{cell.tone}" if cell and cell.tone else ""]
    names += ["fixed"] if cell and not column.wide and len(cell.text) <= _SHORT else []
    found = " ".join(name for name in names if name)
    return f' class="{found}"' if found else ""
