"""The report's economy: summary, the table per group, comments by exception, bridges, lines to watch, cost growth."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import bridge, economy, messages, metrics, summary, watch
from dashboard import format as sv
from dashboard.forecast import amounts, growth, moved, subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.messages import Sentence
from dashboard.report import misprints, tables
from dashboard.report.content import Chart, Section, Table, Text
from dashboard.report.tables import Layout, Noted
from dashboard.view import View, per_view
from dashboard.words import SEVERITY, rule_short

LINE = "rad"
"""What stands before a line's id in the key of its detail."""
SLIM = ("shown_name", "actual_ytd_sek", "deviation_ytd_sek", "forecast_year_sek", "forecast_deviation_sek")
SLIM_TOO = "forecast_change_sek"


@per_view
def sections(view: View) -> tuple[Section, ...]:
    """Chapter 1 up to the staff; one calm section where nothing is booked."""
    said = summary.summary(view)
    opening = Section(
        "sammanfattning",
        "Sammanfattning",
        message=said.headline.text,
        parts=(Text(tuple(sentence.text for sentence in said.sentences)),),
        notes=(f"Läs upp sammanfattningen. {economy.ROUNDING}",),
    )
    if economy.month_table(view).empty:
        return (opening,)
    return (opening, *_tables(view), *_commented(view), *_bridges(view), *_watched(view), *_grown(view))


@per_view
def top(view: View) -> Subject | None:
    """The row that sums all others; None where there is no single one."""
    row = metrics.top_row(economy.month_table(view))
    rows = {each.line_id: each for each in subject.subjects(view).values()}
    return None if row is None else rows[row["line_id"]]


def _tables(view: View) -> list[Section]:
    """One table for all; where the groups are sums, one of the groups first and then one for each group."""
    rows = economy.shown_table(view)
    groups = bridge.main_groups(rows)
    opened = groups[groups["kind"] == "sum"]
    if len(opened) < 2:
        return [_economy(view, "ekonomi", "Ekonomi", rows, economy.message(view))]
    inside = {line for group in groups["line_id"] for line in metrics.with_below(rows, "line_id", group)}
    overall = rows[~rows["line_id"].isin(inside - set(groups["line_id"]))].assign(indent=0)
    first = _economy(view, "ekonomi", "Ekonomi per grupp", overall, economy.message(view))
    return [first, *(_group(view, rows, row) for row in opened.to_dict("records"))]


def _group(view: View, rows: pd.DataFrame, group: Mapping[Hashable, Any]) -> Section:
    below = rows[rows["line_id"].isin(metrics.with_below(rows, "line_id", str(group["line_id"])))]
    measure = metrics.basis_of_movement(below)
    message = messages.economy_message(below, measure) if measure else ""
    name = str(group["shown_name"]).removeprefix("Summa ").removeprefix("Totalt ")
    shown = below.assign(indent=below["depth"] - below["depth"].min())
    return replace(_economy(view, tables.slug("ekonomi", str(group["line_id"])), name, shown, message), depth=3)


def _economy(view: View, key: str, title: str, rows: pd.DataFrame, message: str) -> Section:
    slim = [*SLIM, SLIM_TOO] if rows[SLIM_TOO].notna().any() else SLIM
    layout = Layout("line_id", LINE, slim)
    found = tables.table(
        rows,
        economy.shown_columns(view),
        f"{title}: resultat, budget och prognos, {economy.caption(view)}",
        layout,
        _noted(view),
        (economy.ROUNDING,),
    )
    return Section(key, title, message=message, parts=(found,), page="economy", notes=_speak(message))


def _noted(view: View) -> Noted:
    """What is printed otherwise of whole rows: a department's part of a sum was never printed."""
    table = economy.month_table(view)
    whole = set(table.loc[~table["partial"].astype(bool), "line_id"])
    return {key: text for key, text in misprints.noted(view, "line").items() if key[0] in whole}


def _speak(message: str) -> tuple[str, ...]:
    return (f"Peka på det som meddelandet säger: {message}.",) if message else ()


def _commented(view: View) -> list[Section]:
    """Comments by exception: a line whose forecast has not moved gets none; one that has and lacks one says so."""
    made, rows = metrics.latest_forecast_period(view.read("results"), view.period), economy.shown_table(view)
    if made is None:
        return []
    moved_rows, since = _moved_rows(view, rows, made)
    items = moved_rows[moved_rows["kind"] == "item"]
    commented = items.assign(comment=items["line_id"].map(_comments(view, made)))
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
    legend = [each for each in moved.BUDGET_LEGEND]
    return [
        *_bridge(view, about, "budget", "Från budget till prognos", moved.budget_rows(view, about),
                 moved.budget_sentence(view, about), legend),
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
            notes=_speak(message),
        )
    ]


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


def _watched(view: View) -> list[Section]:
    """The month's flagged lines with what makes each worth a question."""
    items = economy.shown_table(view)
    items = items[items["kind"] == "item"]
    previous = metrics.previous_forecast_period(view.read("results"), view.period)
    flags = watch.line_flags(view, items, previous)
    if not flags:
        return []
    names = items.set_index("line_id")["shown_name"]
    rows = pd.DataFrame(
        {
            "line_id": [flag.line_id for flag in flags],
            "name": [names[flag.line_id] for flag in flags],
            "severity": ["serious" if flag.serious else "warning" for flag in flags],
            "rule": [rule_short(flag.rule) for flag in flags],
            "why": [Sentence(watch.reason(flag)).text for flag in flags],
            "since": [flag.since for flag in flags],
        }
    )
    order = rows.assign(rank=rows["severity"].map({"serious": 0, "warning": 1})).sort_values(["rank", "name"])
    lines = rows.drop_duplicates("line_id")
    grave = int((lines["severity"] == "serious").sum())
    message = (
        f"{sv.plural(len(lines), 'rad', 'rader')} är värda att bevaka"
        if len(lines) > 1
        else "En rad är värd att bevaka"
    )
    message += f", varav {sv.number(grave)} allvarligt" if grave else ""
    caption = f"Flaggade rader i {sv.month(view.period)}, de allvarligaste först"
    parts = (tables.table(order, _WATCH_COLUMNS, caption, Layout("line_id", LINE, wide=("why",))),)
    return [Section("bevaka", "Rader att bevaka", message=message, parts=parts, page="forecast",
                    chosen={"flik": "Flaggor"}, notes=_speak(message))]  # fmt: skip


def _graveness(severity: str) -> str:
    return " ".join(SEVERITY[severity])


_WATCH_COLUMNS = [
    Shown("name", "Uppdrag", str),
    Shown("severity", "Allvar", _graveness),
    Shown("why", "Varför", lambda text: f"{text[:1].upper()}{text[1:]}."),
    Shown("since", "Flaggad sedan", sv.month),
]


def _grown(view: View) -> list[Section]:
    """Cost growth per line, where last year is known."""
    about = top(view)
    if about is None:
        return []
    rows = growth.lines(view, about)
    if rows.empty:
        return []
    parts = (growth_table(view, rows),) if rows["growth"].notna().any() else ()
    message = growth.sentence(about, rows, view.period)
    return [Section("kostnader", "Kostnadsutveckling", message=message, parts=parts, page="forecast",
                    chosen={"flik": "Kostnadsutveckling"}, place="paper")]  # fmt: skip


def growth_table(view: View, rows: pd.DataFrame) -> Table:
    """The costs of lines beside last year's and the budget's."""
    caption = f"Kostnader hittills och förra året, mnkr, {sv.year_to_date(view.period)}; kostnad är minus"
    notes = (growth.EXPLAINED, f"Fördelningen på kontoklass är {economy.class_provenance(view)}.")
    return tables.table(rows, growth.LINE_COLUMNS, caption, Layout("line_id", LINE), _noted(view), notes)
