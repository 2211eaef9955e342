"""The report's lines to watch: the month's flags on lines, and what makes each worth a question."""

import pandas as pd

from dashboard import economy, metrics, watch
from dashboard import format as sv
from dashboard.markup import Shown
from dashboard.messages import Sentence
from dashboard.report import tables
from dashboard.report.content import Section
from dashboard.report.forecast import LINE
from dashboard.report.tables import Layout
from dashboard.view import View, per_view
from dashboard.watch import Flag
from dashboard.words import SEVERITY


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """One section, the gravest lines first; nothing where none is flagged."""
    items = economy.shown_table(view)
    items = items[items["kind"] == "item"]
    flags = watch.line_flags(view, items, metrics.previous_forecast_period(view.read("results"), view.period))
    if not flags:
        return ()
    rows = _rows(flags, items.set_index("line_id")["shown_name"])
    caption = f"Flaggade rader i {sv.month(view.period)}, de allvarligaste först"
    table = tables.table(rows, _COLUMNS, caption, Layout("line_id", LINE, wide=("why",)))
    return (Section("bevaka", "Rader att bevaka", message=_message(rows), parts=(table,), page="forecast",
                    chosen={"flik": "Flaggor"}),)  # fmt: skip


def _rows(flags: list[Flag], names: pd.Series) -> pd.DataFrame:
    """line_id, name, severity, why, since: one row per flag, the serious first."""
    rows = pd.DataFrame(
        {
            "line_id": [flag.line_id for flag in flags],
            "name": [names[flag.line_id] for flag in flags],
            "severity": ["serious" if flag.serious else "warning" for flag in flags],
            "why": [Sentence(watch.reason(flag)).text for flag in flags],
            "since": [flag.since for flag in flags],
        }
    )
    rank = rows["severity"].map({"serious": 0, "warning": 1})
    return rows.assign(rank=rank).sort_values(["rank", "name"], ignore_index=True)


def _message(rows: pd.DataFrame) -> str:
    lines = rows.drop_duplicates("line_id")
    grave = int((lines["severity"] == "serious").sum())
    if len(lines) == 1:
        return "En rad är värd att bevaka" + (", och det är allvarligt" if grave else "")
    message = f"{sv.number(len(lines))} rader är värda att bevaka"
    return message + (f"; {sv.plural(grave, 'är allvarlig', 'är allvarliga')}" if grave else "")


def _graveness(severity: str) -> str:
    return "\u00a0".join(SEVERITY[severity])


_COLUMNS = [
    Shown("name", "Uppdrag", str),
    Shown("severity", "Allvar", _graveness),
    Shown("why", "Varför", lambda text: f"{text[:1].upper()}{text[1:]}."),
    Shown("since", "Flaggad sedan", sv.month),
]
