"""The embedded source as a whole: its documents, its tables, its settings, and that a build repeats."""

import csv
import sqlite3
import tomllib
from pathlib import Path

import pytest

from data.datasets import DATASETS
from data.demo.database import built_from, ensure_database, inputs_digest
from data.demo.inputs import FOLDER

FILES = sorted(file for file in FOLDER.glob("*.csv") if file.name not in ("documents.csv", "known_errors.csv"))


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ensure_database(tmp_path_factory.getbasetemp() / "demo" / "demo.sqlite")


@pytest.fixture(scope="session")
def source(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path)


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_row_names_its_document(file: Path) -> None:
    documents = {row["source_document"] for row in rows_of(FOLDER / "documents.csv")}
    assert {row["source_document"] for row in rows_of(file)} <= documents


def test_two_builds_are_identical(path: Path, tmp_path: Path) -> None:
    again = ensure_database(tmp_path / "again.sqlite")
    for dataset in DATASETS:
        query = f'SELECT * FROM "{dataset.name}"'  # noqa: S608
        one, two = (sqlite3.connect(file).execute(query).fetchall() for file in (path, again))
        assert one == two, dataset.name


def test_an_up_to_date_database_is_left_alone(path: Path) -> None:
    before = path.stat().st_mtime_ns
    assert ensure_database(path) == path
    assert path.stat().st_mtime_ns == before
    assert built_from(path) == inputs_digest()


def test_a_foreign_or_missing_file_has_no_digest(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database, but long enough to look at" * 10)
    assert built_from(broken) is None
    assert built_from(tmp_path / "missing.sqlite") is None


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_every_dataset_is_a_table_with_unique_keys(source: sqlite3.Connection, dataset) -> None:  # type: ignore[no-untyped-def]
    described = source.execute("SELECT name FROM pragma_table_info(?)", [dataset.name]).fetchall()
    assert [name for (name,) in described] == dataset.names
    assert source.execute(f'SELECT COUNT(*) > 0 FROM "{dataset.name}"').fetchone() == (1,)  # noqa: S608
    for column in dataset.columns:
        if not column.nullable:
            missing = f'SELECT COUNT(*) FROM "{dataset.name}" WHERE "{column.name}" IS NULL'  # noqa: S608
            assert column.optional or source.execute(missing).fetchone() == (0,), column.name
        if column.allowed:
            found = source.execute(f'SELECT DISTINCT "{column.name}" FROM "{dataset.name}"').fetchall()  # noqa: S608
            assert {value for (value,) in found} <= {*column.allowed, None}
    if dataset.key:
        keys = ", ".join(f'"{name}"' for name in dataset.key)
        repeated = f'SELECT COUNT(*) FROM (SELECT 1 FROM "{dataset.name}" GROUP BY {keys} HAVING COUNT(*) > 1)'  # noqa: S608
        assert source.execute(repeated).fetchone() == (0,)


def test_settings_name_every_dataset() -> None:
    settings = tomllib.loads((FOLDER / "demo.toml").read_text(encoding="utf-8"))
    assert settings["provenance"] == "simulated"
    assert set(settings["datasets"]) == {dataset.name for dataset in DATASETS}
    assert settings["datasets"]["plan_budget"]["sign"] == "cost_positive"
    assert (FOLDER / settings["checks"]["known_errors"]).exists()


def test_budget_frames_add_up(source: sqlite3.Connection) -> None:
    frames = source.execute("SELECT scope, ROUND(SUM(amount_sek) / 1e6, 1) FROM budget_frame GROUP BY scope").fetchall()
    # The printed steps of the second frame give 386.5; each lies within its rounding.
    assert dict(frames) == {"Budget 2024 total": 718.6, "Budget 2024 exkl. ITD": 386.6}


def test_plan_budget_keeps_the_sign_of_the_plan(source: sqlite3.Connection) -> None:
    rows = source.execute("SELECT account_class, amount_sek FROM plan_budget WHERE scope = 'Regionkontoret inkl. IT'")
    amounts = dict(rows.fetchall())
    assert amounts == {"Intäkter": -380.1e6, "Personalkostnader": 460.4e6, "Övriga driftskostnader": 372.8e6}
    assert sum(amounts.values()) == pytest.approx(453.1e6)


def test_empty_plan_cells_stay_empty(source: sqlite3.Connection) -> None:
    plan = source.execute("SELECT year, amount_sek FROM investment_plan WHERE plan_year = 2024 AND item_id = 'fvis'")
    assert dict(plan.fetchall()) == {2024: 0.5e6, 2025: 15e6, 2026: None, 2027: None, 2028: None}


def test_investments_of_august_2019(source: sqlite3.Connection) -> None:
    totals = source.execute(
        """
        SELECT breakdown, SUM(actual_ytd_sek), SUM(forecast_year_sek), SUM(budget_year_sek) FROM investment
        WHERE reported_period = '2019-08' GROUP BY breakdown ORDER BY breakdown
        """
    ).fetchall()
    # Both breakdowns give -104.2; the first one's total is printed -104.7.
    assert totals == [("tillgångsslag", -104.2e6, -227.1e6, -288e6), ("verksamhet", -104.2e6, -227.1e6, -288e6)]


def test_every_month_is_closed_about_the_tenth(source: sqlite3.Connection) -> None:
    rows = source.execute("SELECT period, status, closed_on, approved_on FROM period_status").fetchall()
    assert (len(rows), rows[0], rows[-1][0]) == (32, ("2017-01", "closed", "2017-02-10", "2017-02-13"), "2019-08")
    assert all(closed < approved and 10 <= int(closed[8:]) <= 12 for _, _, closed, approved in rows)


def test_simulated_deadlines_say_so(source: sqlite3.Connection) -> None:
    events = source.execute("SELECT date, event FROM calendar WHERE date < '2023'").fetchall()
    assert all("simulerat datum" in event for _, event in events)
    assert ("2023-11-22", "Beslut") in source.execute("SELECT date, event FROM calendar").fetchall()
