"""The report's economy: summary, the table per group, and cost growth; forecast.py and watched.py have the rest."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard import bridge, economy, messages, metrics, summary
from dashboard import format as sv
from dashboard.forecast import growth
from dashboard.report import forecast, misprints, tables, watched
from dashboard.report.content import Section, Table, Text
from dashboard.report.forecast import LINE
from dashboard.report.tables import Layout, Noted
from dashboard.view import View, per_view

SLIM = ("shown_name", "actual_ytd_sek", "deviation_ytd_sek", "forecast_year_sek", "forecast_deviation_sek")
SLIM_TOO = "forecast_change_sek"
YEAR_TO_DATE = "deviation_ytd_sek"


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
    return (opening, *_tables(view), *forecast.sections(view), *watched.sections(view), *_grown(view))


def _tables(view: View) -> list[Section]:
    """One table for all; where the groups are sums, one of the groups first and then one for each group."""
    rows = economy.shown_table(view)
    groups = bridge.main_groups(rows)
    opened = groups[groups["kind"] == "sum"]
    if len(opened) < 2:
        return [_economy(view, "ekonomi", "Ekonomi", rows, economy.message(view))]
    inside = {line for group in groups["line_id"] for line in metrics.with_below(rows, "line_id", group)}
    overall = rows[~rows["line_id"].isin(inside - set(groups["line_id"]))].assign(indent=0)
    first = _economy(view, "ekonomi", "Ekonomi per grupp", overall, _worst_and_best(groups.assign(kind="item")))
    return [first, *(_group(view, rows, row) for row in opened.to_dict("records"))]


def _group(view: View, rows: pd.DataFrame, group: Mapping[Hashable, Any]) -> Section:
    below = rows[rows["line_id"].isin(metrics.with_below(rows, "line_id", str(group["line_id"])))]
    name = str(group["shown_name"]).removeprefix("Summa ").removeprefix("Totalt ")
    shown = below.assign(indent=below["depth"] - below["depth"].min())
    key = tables.slug("ekonomi", str(group["line_id"]))
    return replace(_economy(view, key, name, shown, _worst_and_best(below)), depth=3)


def _worst_and_best(rows: pd.DataFrame) -> str:
    """Rows that the table shows, by the deviation so far: the same words mean the same figure on every slide."""
    known = rows[YEAR_TO_DATE].notna().any()
    return messages.economy_message(rows, YEAR_TO_DATE) if known else ""


def _economy(view: View, key: str, title: str, rows: pd.DataFrame, message: str) -> Section:
    measure = metrics.basis_of_movement(rows)
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
    return Section(
        key, title, message=message, parts=(found,), page="economy", notes=forecast.reasons(view, rows, measure)
    )


def _noted(view: View) -> Noted:
    """What is printed otherwise of whole rows: a department's part of a sum was never printed."""
    table = economy.month_table(view)
    whole = set(table.loc[~table["partial"].astype(bool), "line_id"])
    return {key: text for key, text in misprints.noted(view, "line").items() if key[0] in whole}


def _grown(view: View) -> list[Section]:
    """Cost growth per line, where last year is known."""
    about = forecast.top(view)
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
