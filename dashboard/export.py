"""A table as an Excel workbook: kronor and dates as values, every text inert, and a sheet that says what it is."""

from collections.abc import Sequence
from io import BytesIO

import pandas as pd
from xlsxwriter.worksheet import Worksheet

from dashboard import format as sv
from dashboard.view import View

_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
OPTIONS = {**_INERT, "default_format_properties": {"valign": "top"}}
_A4 = 9
WIDEST = 60
LONG = 40
"""Characters: a column is never wider, and a text longer than this is broken over lines."""


def workbook(
    view: View,
    title: str,
    frame: pd.DataFrame,
    columns: Sequence[tuple[str, str]],
    chosen: Sequence[tuple[str, str]] = (),
) -> bytes:
    """An xlsx with the named columns (name, heading) of the frame and a sheet "Om" with filter and snapshot.

    The header stays in view, has a filter and stands on every printed page; `chosen` are the page's own (filter,
    choice) pairs.
    """
    buffer = BytesIO()
    shown = frame[[name for name, _ in columns]].set_axis([heading for _, heading in columns], axis="columns")
    about = pd.DataFrame(described(view, title, len(shown), chosen), columns=["Uppgift", "Värde"])
    with pd.ExcelWriter(
        buffer, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs={"options": OPTIONS}
    ) as writer:
        shown.to_excel(writer, sheet_name="Data", index=False, header=False, startrow=1, freeze_panes=(1, 1))
        writer.sheets["Data"].autofilter(0, 0, len(shown), max(len(shown.columns) - 1, 0))
        _write_headings(writer, shown)
        _break_long_texts(writer, shown)
        fit_for_print(writer.sheets["Data"], 0)
        about.to_excel(writer, sheet_name="Om", index=False)
        writer.sheets["Om"].autofit()
    return buffer.getvalue()


def _write_headings(writer: pd.ExcelWriter, shown: pd.DataFrame) -> None:
    """Broken over lines: a column is as wide as its values and the longest word above them need."""
    sheet = writer.sheets["Data"]
    sheet.write_row(0, 0, [max(heading.split(), key=len, default="") for heading in shown.columns])
    sheet.autofit(max_width=_pixels(WIDEST))
    sheet.write_row(0, 0, list(shown.columns), writer.book.add_format({"bold": True, "text_wrap": True, "bottom": 1}))


def _break_long_texts(writer: pd.ExcelWriter, shown: pd.DataFrame) -> None:
    """Columns with long texts get lines of a width that can be read."""
    wrapped = writer.book.add_format({"text_wrap": True})
    for place, heading in enumerate(shown.columns):
        texts = shown[heading].dropna()
        if len(texts) and texts.map(lambda value: isinstance(value, str) and len(value) > LONG).any():
            writer.sheets["Data"].set_column(place, place, WIDEST, wrapped)


def fit_for_print(sheet: Worksheet, headings: int) -> None:
    """All columns on the width of a page, the row of headings on each."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(headings)


def _pixels(characters: int) -> int:
    """Excel's own measure of a column in its standard font."""
    return 7 * characters + 5


def described(view: View, title: str, count: int, chosen: Sequence[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """The filter in clear text and where the figures come from."""
    source = "Demonstrationsdata: delvis simulerade siffror" if view.embedded else "Regionens egna system"
    return [
        ("Innehåll", title),
        ("Rader", sv.number(count)),
        ("Period", sv.month(view.period)),
        ("Avdelning", view.department_name),
        *chosen,
        ("Utgåva", view.snapshot.snapshot_id),
        ("Publicerad", sv.moment(view.snapshot.commit.published_at)),
        ("Källa", source),
    ]
