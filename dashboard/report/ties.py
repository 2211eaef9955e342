"""The report's appendix: what did not tie out, indicators over time, and where the figures come from."""

import pandas as pd

from dashboard import about, restated
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.report import staff, tables
from dashboard.report.content import Cell, Column, Row, Section, Table, Text
from dashboard.report.tables import Layout
from dashboard.staff import cells, rolling, rows
from dashboard.view import View, per_view


@per_view
def findings(view: View) -> tuple[Section, ...]:
    """The month's checks: how many hold, and every one that does not."""
    checks = view.read("checks")
    month = checks[checks["period"] == view.period]
    failed = about.findings(view)
    failed = failed[failed["period"] == view.period]
    text = f"{sv.number(int(month['passed'].sum()))} av {sv.number(len(month))} avstämningar av månaden stämmer."
    if month.empty:
        text = "Ingen tryckt rapport finns för månaden, så det finns inget att stämma av."
    shown = failed.assign(ours=failed["expected"])
    parts: tuple[Text | Table, ...] = (Text(tuple(each for each in (text, restated.month_line(view)) if each)),)
    if len(shown):
        caption = "Det som inte stämmer; tryckta siffror rättas aldrig, rapporten visar våra"
        parts = (*parts, tables.table(shown, _FINDINGS, caption, Layout(wide=("message",))))
    return (Section("avstamningar", "Avstämningar", 2, message="", parts=parts, page="about",
                    place="paper", numbered=False),)  # fmt: skip


_FINDINGS = [
    Shown("message", "Vad som inte stämmer", str),
    Shown("found", "Tryckt", sv.printed, numeric=True),
    Shown("expected", "Beräknat", sv.printed, numeric=True),
    Shown("origin", "Slag", str),
]


@per_view
def over_time(view: View) -> tuple[Section, ...]:
    """The rolling years month by month, as figures."""
    seen = staff.lifted(view)
    shown = [each for each in rolling.SHOWN if len(rolling.levels(seen, each))]
    if not shown:
        return ()
    values = {each: rolling.levels(seen, each).set_index("period") for each in shown}
    months = sorted(set().union(*(set(frame.index) for frame in values.values())))
    lines = tuple(_line(seen, month, values) for month in months)
    columns = (Column("Månad"), *(Column(rows.short_name(each), "share") for each in shown))
    caption = f"Nyckeltal över tid, {seen.department_name}"
    whole = any(rows.is_rounded(row) for each in shown for row in rows.rows_of(seen, each).to_dict("records"))
    notes = (cells.rounded_note(seen),) if whole else ()
    return (Section("over-tid", "Nyckeltal över tid", 2, parts=(Table(caption, columns, lines, notes),), page="staff",
                    place="paper", numbered=False),)  # fmt: skip


def _line(view: View, month: pd.Timestamp, values: dict[str, pd.DataFrame]) -> Row:
    found = [frame.loc[month].to_dict() if month in frame.index else None for frame in values.values()]
    return Row(
        (
            Cell(sv.month(month)),
            *(staff.value_cell(view, None if row is None else {**row, "period": month}) for row in found),
        )
    )
