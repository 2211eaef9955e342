"""The report's forecast: comments by exception, and the bridges from the budget and from the forecast before."""

import pandas as pd

from dashboard import economy, messages, metrics
from dashboard import format as sv
from dashboard.forecast import amounts, moved, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Chart, Section
from dashboard.report.tables import Layout
from dashboard.view import View, per_view

LINE = "rad"
"""What stands before a line's id in the key of its detail."""
_EXPLAINED = 4
"""Rows that the presenter's notes explain."""


def sections(view: View) -> list[Section]:
    """Comments, and a bridge each way; nothing before the year's first forecast."""
    return [*_commented(view), *_bridges(view)]


@per_view
def top(view: View) -> Subject | None:
    """The row that sums all others; None where there is no single one."""
    row = metrics.top_row(economy.month_table(view))
    rows = {each.line_id: each for each in subject.subjects(view).values()}
    return None if row is None else rows[row["line_id"]]


def _commented(view: View) -> list[Section]:
    """Comments by exception: a line whose forecast has not moved gets none; one that has and lacks one says so."""
    made, rows = metrics.latest_forecast_period(view.read("results"), view.period), economy.shown_table(view)
    if made is None:
        return []
    moved_rows, since = _moved_rows(view, rows, made)
    items = moved_rows[moved_rows["kind"] == "item"]
    commented = items.assign(comment=items["line_id"].map(_comments(view, made)), indent=0)  # their sums are not here
    message = _comments_message(commented, len(rows[rows["kind"] == "item"]), since)
    columns = [
        Shown("shown_name", "Uppdrag", str),
        Shown("moved", f"Prognosen mot {since}", sv.deviation, numeric=True, toned=True),
        Shown("comment", "Kommentar", _comment),
    ]
    caption = f"Prognos gjord i {sv.month(made)}, mnkr; bara rader vars prognos har ändrats"
    parts = (tables.table(commented, columns, caption, Layout("line_id", LINE, wide=("comment",))),)
    return [Section("kommentarer", "Kommentarer till prognosen", message=message, parts=parts if len(items) else (),
                    page="forecast", chosen={"flik": "Underlag"}, place="paper")]  # fmt: skip


def _moved_rows(view: View, rows: pd.DataFrame, made: pd.Timestamp) -> tuple[pd.DataFrame, str]:
    """The rows whose forecast has moved since the one before, or since the budget for the year's first."""
    months = amounts.made(view)
    if len(months) > 1:
        changes = amounts.latest_change(view).set_index("line_id")[moved.TO_LAST]
        rows, since = rows.assign(moved=rows["line_id"].map(changes)), sv.month_name(months[-2])
    else:
        rows, since = rows.assign(moved=rows["forecast_deviation_sek"]), "årsbudgeten"
    return rows[rows["moved"].abs() >= messages.ROUNDING_SEK], since


def _comments(view: View, made: pd.Timestamp) -> dict[str, str]:
    forecasts = view.read("forecasts")
    now = forecasts[(forecasts["reported_period"] == made) & forecasts["comment"].notna()]
    return dict(zip(now["line_id"], now["comment"], strict=True))


def _comment(text: object) -> str:
    return text if isinstance(text, str) and text else tables.MISSING_COMMENT


def _comments_message(commented: pd.DataFrame, count: int, since: str) -> str:
    if commented.empty:
        return f"Ingen prognos har ändrats mot {since}"
    missing = int(commented["comment"].isna().sum())
    text = f"{sv.number(len(commented))} av {sv.plural(count, 'rad', 'rader')} har ändrad prognos mot {since}"
    return text + (f"; {sv.number(missing)} saknar kommentar" if missing else "; alla är kommenterade")


def _bridges(view: View) -> list[Section]:
    about = top(view)
    if about is None:
        return []
    return [
        *_bridge(view, about, "budget", "Från budget till prognos", moved.budget_rows(view, about),
                 moved.budget_sentence(view, about), moved.BUDGET_LEGEND),
        *_bridge(view, about, "prognos", "Sedan förra prognosen", moved.last_rows(view, about),
                 moved.last_sentence(view, about), moved.LAST_LEGEND),
    ]  # fmt: skip


def _bridge(
    view: View, about: Subject, key: str, title: str, rows: pd.DataFrame, message: str, legend: list[tuple[str, str]]
) -> list[Section]:
    if rows.empty:
        return []
    return [
        Section(
            f"bro-{key}",
            title,
            message=message,
            parts=(bridge_chart(about.name, rows, view.period.year, title, message, legend),),
            page="forecast",
            notes=_behind(view, rows),
            place="both" if has_moved(rows) else "paper",
        )
    ]


def is_bridged(view: View) -> bool:
    """Whether the bridge from the forecast before has a step to show."""
    about = top(view)
    return about is not None and has_moved(moved.last_rows(view, about))


def has_moved(rows: pd.DataFrame) -> bool:
    """Whether a bridge, in mnkr, has a step that reads as another figure than zero."""
    between = rows.iloc[1:-1]["amount"]
    return bool((between.abs() >= messages.ROUNDING_SEK / 1e6).any())


def _behind(view: View, steps: pd.DataFrame) -> tuple[str, ...]:
    """What the presenter can say of the largest steps: the comment on each line's forecast, or that there is none."""
    named = steps[steps["subject"] != ""].head(_EXPLAINED)
    comments = _latest_comments(view)
    return tuple(
        f"{label} ({sv.number(amount, 1, signed=True)} mnkr): {_comment(comments.get(line))}"
        for label, amount, line in zip(named["label"], named["amount"], named["subject"], strict=True)
    )


def reasons(view: View, rows: pd.DataFrame, measure: str | None) -> tuple[str, ...]:
    """The same for the items of a table that are furthest from budget."""
    if measure is None:
        return ()
    far = metrics.movers(rows, measure, _EXPLAINED)
    return _behind(view, far.assign(label=far["shown_name"], amount=far[measure] / 1e6, subject=far["line_id"]))


def _latest_comments(view: View) -> dict[str, str]:
    made = metrics.latest_forecast_period(view.read("results"), view.period)
    return {} if made is None else _comments(view, made)


def bridge_chart(
    name: str, rows: pd.DataFrame, year: int, title: str, message: str, legend: list[tuple[str, str]]
) -> Chart:
    """A bridge whose rows lead to their lines; its text for those who cannot see it has every step."""
    leading = rows.assign(subject=[tables.slug(LINE, line) if line else "" for line in rows["subject"]])
    steps = [
        f"{label} {sv.number(amount, 1, signed=role in ('step', 'rest'))}"
        for label, role, amount in zip(rows["label"], rows["role"], rows["amount"], strict=True)
    ]
    return Chart(
        "bridge",
        f"{name}, mnkr, helåret {year}: {title[:1].lower()}{title[1:]}",
        f"{message}. Stegen i mnkr: {sv.listing(steps)}.",
        leading,
        f"mnkr, helåret {year}",
        tuple(legend),
    )
