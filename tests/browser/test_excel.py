"""The downloaded workbook against the published Parquet, read without the dashboard."""

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from published_rows import Row, rows, snapshot_id
from visit import Visit

ECONOMY = {
    "Resultat, kr": "actual_ytd_sek",
    "Budget, kr": "budget_ytd_sek",
    "Avvikelse, kr": "deviation_ytd_sek",
    "Årsbudget, kr": "budget_year_sek",
    "Prognos, kr": "forecast_year_sek",
    "Prognosavvikelse, kr": "forecast_deviation_sek",
    "Förändring, kr": "forecast_change_sek",
    "Förra året, kr": "actual_ytd_prev_year_sek",
}
ORE = 0.005
MONTHS = {2: "februari", 3: "mars", 4: "april", 5: "maj", 6: "juni"}


def test_economy_of_the_whole_organisation(visit: Callable[..., Visit], published: Path, tmp_path: Path) -> None:
    book = downloaded(visit("ekonomi"), tmp_path)
    assert_described(book, published, period="augusti 2019", department="Hela Regionkontoret")
    names = line_names(published, 2019)
    expected = {names[row["line_id"]]: row for row in rows(published, "results", "2019-08")}
    found = table(book, ["Uppdrag", *ECONOMY])
    assert {row["Uppdrag"] for row in found} == expected.keys()
    assert len(found) == len(expected)
    for row in found:
        assert_amounts(row, [expected[row["Uppdrag"]]])


def test_economy_of_a_department_has_its_lines_and_their_sum(
    visit: Callable[..., Visit], published: Path, tmp_path: Path
) -> None:
    book = downloaded(visit("ekonomi", avdelning="Regional utveckling"), tmp_path)
    assert_described(book, published, period="augusti 2019", department="Regional utveckling")
    names, owners = line_names(published, 2019), below(published, "regional_utveckling")
    items = [row for row in rows(published, "results", "2019-08") if row["department_id"] in owners]
    assert len(items) > 1  # a line of its own and one of a unit below it
    *found, last = table(book, ["Uppdrag", *ECONOMY])
    by_name = {row["Uppdrag"]: row for row in found}
    assert by_name.keys() == {names[item["line_id"]] for item in items}
    for item in items:
        assert_amounts(by_name[names[item["line_id"]]], [item])
    assert_amounts(last, items)


def test_activities_with_a_filter(visit: Callable[..., Visit], published: Path, tmp_path: Path) -> None:
    status = "● farhåga finns"
    seen = visit("aktiviteter", period="juni 2019", avdelning="Näringsliv", flik="Lista", status=status)
    book = downloaded(seen, tmp_path)
    assert_described(book, published, period="juni 2019", department="Näringsliv")
    assignments = {row["assignment_id"]: row for row in rows(published, "assignments", "2019-06")}
    goals = {row["goal_id"]: row["title"] for row in rows(published, "goals") if row["year"] == 2019}
    expected = {}
    for row in rows(published, "activities", "2019-06"):
        if (row["department_id"], row["status"]) == ("naringsliv", "at_risk"):
            above = assignments[row["assignment_id"]]
            expected[row["activity_id"]] = {
                "Aktivitet": row["title"],
                "Slag": {"activity": "aktivitet", "project": "projekt"}[row["kind"]],
                "Status": status,
                "Startdatum": day(row["start_date"]),
                "Slutdatum": day(row["end_date"]),
                "Dagar efter slutdatum": row["days_overdue"] if (row["days_overdue"] or 0) > 0 else None,
                "Flyttat slutdatum, gånger": row["end_date_moved_count"],
                "Avdelning": "Näringsliv",
                "Fokusområde": above["focus_area"],
                "Mål": goals.get(above["goal_id"]),
                "Åtagande": above["title"],
                "Kommentar": row["comment"],
                "Kommentarens läge": "i källsystemet" if row["comment"] else "saknas",
                "Senast uppdaterad i rapporten för": month(row["updated_period"]),
                "Raden är": "simulerad",
            }
    assert len(expected) > 1
    headings = list(next(iter(expected.values())))
    found = table(book, [*headings[:3], "Behöver", "Flaggor", *headings[3:], "Id"])
    for row in found:
        del row["Behöver"], row["Flaggor"]  # `test_activities_visit.py` tells them from the published flags
    assert {row.pop("Id"): row for row in found} == expected


def downloaded(seen: Visit, folder: Path) -> Workbook:
    """The workbook behind the button."""
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("button", name="Hämta som Excel").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return load_workbook(path)


def table(book: Workbook, headings: list[str]) -> list[Row]:
    """The rows of the first sheet under exactly these headings."""
    first, *body = book.worksheets[0].iter_rows(values_only=True)
    assert list(first) == headings
    return [dict(zip(headings, row, strict=True)) for row in body]


def assert_described(book: Workbook, published: Path, period: str, department: str) -> None:
    """The sheet "Om" says what the rows are; nothing in the file is computed when it is opened."""
    about = dict(row[:2] for row in book["Om"].iter_rows(values_only=True))
    assert about["Period"] == period
    assert about["Avdelning"] == department
    assert about["Utgåva"] == snapshot_id(published)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


def assert_amounts(found: Row, parts: list[Row]) -> None:
    """Every amount is the sum of the parts, to the öre."""
    for heading, name in ECONOMY.items():
        expected = None if any(part[name] is None for part in parts) else sum(float(part[name]) for part in parts)
        assert found[heading] == pytest.approx(expected, abs=ORE), (found["Uppdrag"], heading)


def line_names(published: Path, year: int) -> dict[str, str]:
    """line_id -> name that year."""
    return {row["line_id"]: row["name"] for row in rows(published, "budget_lines") if row["year"] == year}


def below(published: Path, department: str) -> set[str]:
    """A department and the units right under it."""
    return {department} | {
        row["department_id"] for row in rows(published, "departments") if row["parent_id"] == department
    }


def day(value: date | None) -> datetime | None:
    """A date as Excel gives it back: midnight, without a zone."""
    return None if value is None else datetime.combine(value, time())


def month(value: date) -> str:
    """juni 2019."""
    return f"{MONTHS[value.month]} {value.year}"
