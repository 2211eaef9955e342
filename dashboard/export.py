"""A table as an Excel workbook: kronor and dates as values, every text inert, and a sheet that says what it is."""

from collections.abc import Sequence
from io import BytesIO

import pandas as pd

from dashboard import format as sv
from dashboard.view import View

_INERT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(view: View, title: str, frame: pd.DataFrame, columns: Sequence[tuple[str, str]]) -> bytes:
    """An xlsx with the named columns (name, heading) of the frame and a sheet "Om" with filter and snapshot."""
    buffer = BytesIO()
    shown = frame[[name for name, _ in columns]].set_axis([heading for _, heading in columns], axis="columns")
    about = pd.DataFrame(described(view, title), columns=["Uppgift", "Värde"])
    with pd.ExcelWriter(
        buffer, engine="xlsxwriter", datetime_format="yyyy-mm-dd", engine_kwargs={"options": _INERT}
    ) as writer:
        shown.to_excel(writer, sheet_name="Data", index=False, freeze_panes=(1, 1))
        writer.sheets["Data"].autofit()
        about.to_excel(writer, sheet_name="Om", index=False)
        writer.sheets["Om"].autofit()
    return buffer.getvalue()


def described(view: View, title: str) -> list[tuple[str, str]]:
    """The filter in clear text and where the figures come from."""
    source = "Demonstrationsdata: delvis simulerade siffror" if view.embedded else "Regionens egna system"
    return [
        ("Innehåll", title),
        ("Period", sv.month(view.period)),
        ("Avdelning", view.department_name),
        ("Utgåva", view.snapshot.snapshot_id),
        ("Publicerad", sv.moment(view.snapshot.commit.published_at)),
        ("Källa", source),
    ]
