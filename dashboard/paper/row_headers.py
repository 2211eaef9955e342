"""The first cell of each row heads it: what Typst's tables cannot say yet is written into the finished PDF."""

from collections.abc import Iterable
from io import BytesIO

from pikepdf import Dictionary, Name, Object, Pdf


def with_row_headers(tagged: bytes) -> bytes:
    """The same pages; a screen reader tells the row's name with each of its figures, beside the column's."""
    written = BytesIO()
    with Pdf.open(BytesIO(tagged)) as pdf:
        for body in _bodies(pdf.objects):
            for row in body.K:
                _head(row.K)
        pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _bodies(elements: Iterable[Object]) -> list[Object]:
    return [element for element in elements if isinstance(element, Dictionary) and element.get(Name.S) == Name.TBody]


def _head(cells: Object) -> None:
    """Scopes tell every cell's headers; a cell's own list of them would leave the row's out."""
    for attributes in map(_table_attributes, cells):
        if Name.Headers in attributes:
            del attributes[Name.Headers]
    cells[0].S = Name.TH
    _table_attributes(cells[0]).Scope = Name.Row


def _table_attributes(cell: Object) -> Object:
    return next(found for found in cell.A if found.get(Name.O) == Name.Table)
