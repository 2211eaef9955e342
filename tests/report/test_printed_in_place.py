"""Every figure that the region printed stands at its place in our report, or a note beside ours says otherwise."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import data
from dashboard import format as sv
from dashboard.report import tables
from dashboard.report.content import Cell, Document, Row, Table

DEMO = Path(data.__file__).parent / "demo"
HEADINGS = {
    "actual_ytd": "Resultat",
    "budget_ytd": "Budget",
    "deviation_ytd": "Avvikelse",
    "budget_year": "Årsbudget",
    "forecast_year": "Prognos",
    "forecast_deviation": "Prognosavvikelse",
    "forecast_change": "Förändring",
    "actual_ytd_prev_year": "Förra året",
    "cost_ytd": "Kostnad hittills",
    "cost_budget_ytd": "Budget",
    "cost_ytd_prev_year": "Förra året",
    "cost_growth": "Utveckling",
    "cost_growth_budgeted": "Budgeterad",
    "cost_growth_deviation": "Skillnad, procentenheter",
}
INVESTED = {
    "actual_ytd": "Utfall",
    "forecast_year": "Prognos",
    "budget_year": "Årsbudget",
    "deviation": "Avvikelse",
}
GROUPS = {"total": "Alla", "K": "Kvinnor", "M": "Män"}
COSTS = ("cost_ytd", "cost_budget_ytd", "cost_ytd_prev_year", "cost_growth")
ELSEWHERE = {"cost_change", "cost_deviation_ytd", "income_deviation_ytd", "change_since_year_end", "count"}
"""Printed in prose, or as a difference of two figures that stand in the report; tied out, but without a cell here."""


def printed(period: str, kind: str) -> list[dict[str, str]]:
    with (DEMO / "printed_figures.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["reported_period"] == period]
    return [row for row in rows if row["subject_type"] == kind and row["measure"] not in ELSEWHERE]


def names(file: str, key: str, name: str) -> dict[str, str]:
    with (DEMO / file).open(encoding="utf-8") as rows:
        return {row[key]: row[name] for row in csv.DictReader(rows)}


def all_tables(document: Document) -> Iterator[Table]:
    for section in document.paper:
        yield from (part for part in section.parts if isinstance(part, Table))


def places(document: Document, heading: str, is_row: Callable[[Row], bool]) -> Iterator[tuple[Cell, Table]]:
    for table in all_tables(document):
        for place, column in enumerate(table.columns):
            if column.heading.replace("\u00ad", "") == heading:
                yield from ((row.cells[place], table) for row in table.rows if is_row(row))


def says(cell: Cell, row: dict[str, str]) -> bool:
    """Does the cell show the printed figure, in the printed figure's own unit and decimals?"""
    if row["unit"] == "tkr":
        return isinstance(cell.value, float) and abs(cell.value / 1000 - float(row["printed_value"])) <= 0.5
    if row["unit"] == "mnkr" and row["decimals"] == "2":  # one figure was printed so; our pages have one decimal
        return isinstance(cell.value, float) and abs(cell.value / 1e6 - float(row["printed_value"])) <= 0.0501
    shown = re.sub(r"[^\d,−]", "", cell.text.removesuffix("%"))
    return shown == re.sub(r"[^\d,−]", "", sv.number(float(row["printed_value"]), int(row["decimals"])))


def noted(cell: Cell, table: Table, row: dict[str, str]) -> bool:
    """Is there a numbered note on the cell that gives the printed figure?"""
    figure = sv.number(float(row["printed_value"]), len(row["printed_value"].partition(".")[2]))
    numbers = [mark for mark in cell.mark.split() if mark.endswith(")")]
    return any(note.startswith(f"{number} ") and figure in note for note in table.notes for number in numbers)


def found(document: Document, row: dict[str, str], heading: str, is_row: Callable[[Row], bool]) -> bool:
    here = list(places(document, heading, is_row))
    return any(says(cell, row) or noted(cell, table, row) for cell, table in here)


@pytest.mark.parametrize(("period", "least"), [("2017-11", 180), ("2019-08", 110)])
def test_every_printed_amount_of_a_line_is_in_its_place(report, period, least):
    document = report(period)
    rows = printed(period, "line")
    missing = [
        row
        for row in rows
        if not found(
            document,
            row,
            HEADINGS[row["measure"]],
            lambda each, row=row: each.opens == tables.slug("rad", row["subject_id"]),
        )
    ]
    assert len(rows) >= least
    assert missing == []


def test_every_printed_investment_is_in_its_place(report):
    document, known = report("2019-08"), names("investments.csv", "item_id", "name")
    rows = printed("2019-08", "investment")
    missing = [
        row
        for row in rows
        if not found(
            document,
            row,
            INVESTED[row["measure"]],
            lambda each, row=row: each.is_sum or each.cells[0].text == known.get(row["subject_id"]),
        )
    ]
    assert len(rows) == 36
    assert missing == []


def test_every_printed_indicator_is_in_its_place(report):
    document = report("2019-08")
    rows = [row for row in printed("2019-08", "indicator") if row["measure"] == "value"]
    missing = [
        row
        for row in rows
        if not found(
            document,
            row,
            GROUPS[row["breakdown"]],
            lambda each, row=row: each.opens == tables.slug("nyckeltal", row["subject_id"]),
        )
    ]
    assert len(rows) == 5
    assert missing == []
    targets = [cell.text for cell, _ in places(document, "Mot mål", lambda row: bool(row.opens))]
    assert [re.search(r"högst (\d+)", text).group(1) for text in targets] == ["4", "13"]


@pytest.mark.parametrize(("period", "activities", "assignments"), [("2017-11", 52, 30), ("2019-08", 195, 94)])
def test_every_printed_activity_and_assignment_is_listed(report, period, activities, assignments):
    listed = {cell.text for table in all_tables(report(period)) for row in table.rows for cell in row.cells}
    for kind, count in (("activity", activities), ("assignment", assignments)):
        file = {"activity": "activities.csv", "assignment": "assignments.csv"}[kind]
        titles = names(file, f"{kind}_id", "title")
        asked = [titles[row["subject_id"]] for row in printed(period, kind) if row["measure"] == "listed"]
        assert len(asked) == count
        assert [title for title in asked if title not in listed] == []


def test_a_comment_that_is_missing_is_so_in_words_as_often_as_the_region_printed_it(report):
    said = [cell.text for cell, _ in places(report("2017-11"), "Kommentar", lambda row: row.opens.startswith("aktiv"))]
    assert said.count("Kommentar saknas") == 14


def test_the_wrong_figure_of_august_2019_is_ours_with_a_note(report):
    row = tables.slug("rad", "effektivisering")
    (cell, table), *_ = places(report("2019-08"), "Resultat", lambda each: each.opens == row)
    assert cell.text == "66,6"
    (note,) = [note for note in table.notes if note.startswith(cell.mark)]
    assert "tryckt 81,4, här 66,6" in note
