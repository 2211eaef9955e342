"""The ledger, budgets and forecasts of the embedded source against the printed tables, by plain SQL and pandas."""

import csv
import sqlite3
from pathlib import Path

import pandas as pd
import pytest

from data.demo.database import ensure_database
from data.demo.inputs import FOLDER

HSF_COSTS = [
    "hsf_avtals_taxevard",
    "hsf_vardval_halland",
    "hsf_gemensam_utveckling",
    "hsf_lakemedel",
    "hsf_psykiatri",
    "hsf_statsbidrag",
    "hsf_somatik",
    "hsf_tandvard",
    "hsf_valfrihetsvard",
    "hsf_vardval_specialist",
    "hsf_ovrig",
]
RS_2017 = [
    "regionbidrag",
    "utvecklingsmedel_eplan",
    "fortroendevalda_2017",
    "regionkontoret_bas_2017",
    "rs_drift_utvecklingsprojekt",
    "utvecklingsmedel_regional_utveckling",
]
JOINT_2017 = ["gemensamt_regionbidrag", "finansiering", "hallandstrafiken", "ovriga_regiongemensamma"]
RS_2019 = [
    "regionbidrag",
    "fortroendevalda",
    "oforutsett",
    "regionkontoret_bas",
    "rs_drift_utvecklingsprojekt",
    "eplan_drift",
    "fastighetsforvaltning",
    "utvecklingsmedel_regional_utveckling",
    "utvecklingsmedel_halso_sjukvard",
    "utvecklingsmedel_eplan",
    "utvecklingsmedel_regiongemensamt",
    "effektivisering",
]


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return sqlite3.connect(ensure_database(tmp_path_factory.getbasetemp() / "demo" / "demo.sqlite"))


def booked(source: sqlite3.Connection, first: str, last: str, lines: list[str], account_from: int = 0) -> float:
    """Kronor booked from the first to the last month, both included."""
    marks = ", ".join("?" * len(lines))
    query = f"""
        SELECT SUM(amount_sek) FROM ledger
        WHERE substr(booking_date, 1, 7) BETWEEN ? AND ? AND account >= ? AND line_id IN ({marks})
    """  # noqa: S608
    return float(source.execute(query, [first, last, account_from, *lines]).fetchone()[0])


def budgeted(source: sqlite3.Connection, first: str, last: str, lines: list[str], costs_only: bool = False) -> float:
    budget = pd.read_sql("SELECT * FROM budget", source)
    budget = budget[budget["period"].between(first, last) & budget["line_id"].isin(lines)]
    if costs_only:
        budget = budget[budget["account_class"] != "Intäkter"]
    return float(budget["amount_sek"].sum())


def forecast_deviation(source: sqlite3.Connection, period: str, lines: list[str]) -> float:
    forecast = pd.read_sql("SELECT * FROM forecast", source).query("reported_period == @period and line_id in @lines")
    budget = pd.read_sql("SELECT * FROM budget_line", source).query(
        "year == @year and line_id in @lines",
        local_dict={
            "year": int(period[:4]),
            "lines": lines,
        },
    )
    return float(forecast["forecast_year_sek"].sum() - budget["budget_year_sek"].sum())


@pytest.mark.parametrize(
    ("first", "last", "lines", "mnkr"),
    [
        ("2017-01", "2017-11", ["regionbidrag"], 312.7),
        ("2017-01", "2017-11", ["fortroendevalda_2017"], -30.1),
        ("2017-01", "2017-11", ["hsf_lakemedel"], -812.0),
        ("2017-01", "2017-11", ["hsf_regionbidrag"], 7051.9),  # the labels of table 1.2.1 the right way round
        ("2017-01", "2017-11", HSF_COSTS, -7040.9),
        ("2017-01", "2017-11", ["hsf_regionbidrag", *HSF_COSTS], 11.1),  # 1.2.1, not the 11.0 of the specification
        ("2017-01", "2017-11", JOINT_2017, 155.2),
        ("2017-01", "2017-11", [*RS_2017, "hsf_regionbidrag", *HSF_COSTS, *JOINT_2017], 201.3),
        ("2018-01", "2018-08", ["eplan_drift"], -60.1),
        ("2018-01", "2018-08", RS_2019, 17.5),  # the twelve printed rows give 18.0
        ("2019-01", "2019-08", ["fastighetsforvaltning"], 29.9),
        ("2019-01", "2019-08", ["effektivisering"], 66.6),  # printed 81.4
        ("2019-01", "2019-08", RS_2019, 24.5),
    ],
)
def test_booked_amounts_give_the_printed_result(
    source: sqlite3.Connection, first: str, last: str, lines: list[str], mnkr: float
) -> None:
    assert round(booked(source, first, last, lines) / 1e6, 1) == mnkr


def test_totals_of_august_2019_in_thousands(source: sqlite3.Connection) -> None:
    to_date = ("2019-01", "2019-08", RS_2019)
    assert round(booked(source, *to_date) / 1000) == 24_487
    assert round(budgeted(source, *to_date) / 1000) == 1_534
    assert round(booked(source, *to_date, account_from=4000) / 1000) == -781_198
    assert round(booked(source, "2018-01", "2018-08", RS_2019, account_from=4000) / 1000) == -674_495
    assert round(budgeted(source, *to_date, costs_only=True) / 1000) == -746_624
    assert round(100 * (781_198 / 674_495 - 1), 1) == 15.8


def test_income_and_cost_deviations_of_the_prose(source: sqlite3.Connection) -> None:
    for lines, mnkr in ((RS_2019, 57.5), (["fastighetsforvaltning"], -15.9), (["eplan_drift"], -12.4)):
        to_date = ("2019-01", "2019-08", lines)
        income = booked(source, *to_date) - booked(source, *to_date, account_from=4000)
        planned = budgeted(source, *to_date) - budgeted(source, *to_date, costs_only=True)
        assert round((income - planned) / 1e6, 1) == mnkr


@pytest.mark.parametrize(
    ("period", "lines", "mnkr"),
    [
        ("2017-10", [*RS_2017, "hsf_regionbidrag", *HSF_COSTS, *JOINT_2017], 190.4),
        ("2017-10", ["hsf_regionbidrag", *HSF_COSTS], -6.2),
        ("2017-11", ["hsf_regionbidrag", *HSF_COSTS], -19.2),
        ("2019-05", RS_2019, -88.5),
        ("2019-05", ["effektivisering"], -80.0),
        ("2019-08", RS_2019, 0.0),
        ("2019-08", ["effektivisering"], -20.0),  # the prose says -22
        ("2019-08", ["eplan_drift"], -11.0),
    ],
)
def test_forecasts_give_the_printed_deviation(
    source: sqlite3.Connection, period: str, lines: list[str], mnkr: float
) -> None:
    assert round(forecast_deviation(source, period, lines) / 1e6, 1) == pytest.approx(mnkr)


def test_forecast_deviation_with_two_printed_decimals(source: sqlite3.Connection) -> None:
    assert round(forecast_deviation(source, "2019-08", ["fastighetsforvaltning"]) / 1e6, 2) == 13.65


def test_every_printed_actual_ties_or_is_a_known_error(source: sqlite3.Connection) -> None:
    lines = pd.read_sql("SELECT year, line_id, parent_id, kind FROM budget_line", source)
    ledger = pd.read_sql(
        "SELECT substr(booking_date, 1, 7) AS period, line_id, SUM(amount_sek) AS sek FROM ledger GROUP BY 1, 2", source
    )

    def items(year: int, line_id: str) -> list[str]:
        below = lines[(lines["year"] == year) & (lines["parent_id"] == line_id)]["line_id"]
        return [item for child in below for item in items(year, child)] or [line_id]

    def year_to_date(period: str, line_id: str) -> float:
        rows = ledger[ledger["period"].between(f"{period[:4]}-01", period)]
        return float(rows[rows["line_id"].isin(items(int(period[:4]), line_id))]["sek"].sum())

    printed = pd.read_sql(
        "SELECT * FROM published_figure WHERE measure = 'actual_ytd' AND subject_type = 'line' AND unit = 'mnkr'",
        source,
    )
    off = {
        (row.table_name, row.subject_id)
        for row in printed.itertuples()
        if abs(year_to_date(row.reported_period, row.subject_id) / 1e6 - row.printed_value) > 0.05
    }
    assert len(printed) == 17 + 13 + 13
    assert off == {
        ("1.2.1", "hsf_regionbidrag"),
        ("1.2.1", "hsf_kostnader"),
        ("1.2.2", "hsf"),
        ("5.3.1", "effektivisering"),
    }


def test_known_errors_by_kind() -> None:
    with (FOLDER / "known_errors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [row["check_id"].split("/")[0] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {"row": 2, "value": 25, "between": 1, "sum": 2, "unit": 1}
    assert all(row["found"] and row["expected"] and row["reason"].endswith(".") for row in rows)
    # A known error must name a printed figure, with the value that is printed.
    with (FOLDER / "printed_figures.csv").open(encoding="utf-8", newline="") as file:
        printed = {"/".join(list(row.values())[:7]): float(row["printed_value"]) for row in csv.DictReader(file)}
    assert all(printed[row["check_id"].split("/", 1)[1]] == float(row["found"]) for row in rows)


def test_ledger_is_large_and_books_on_weekdays(source: sqlite3.Connection) -> None:
    count, first, last, lines = source.execute(
        "SELECT COUNT(*), MIN(booking_date), MAX(booking_date), COUNT(DISTINCT line_id) FROM ledger"
    ).fetchone()
    assert count >= 150_000
    assert (first, last[:7]) == ("2017-01-02", "2019-08")  # the first weekday of 2017
    assert lines == len({*RS_2017, "hsf_regionbidrag", *HSF_COSTS, *JOINT_2017, *RS_2019})
    weekend = "SELECT COUNT(*) FROM ledger WHERE strftime('%w', booking_date) IN ('0', '6')"
    assert source.execute(weekend).fetchone() == (0,)
    assert source.execute("SELECT COUNT(DISTINCT voucher_id) FROM ledger").fetchone() == (count,)


def test_no_line_lacks_a_month(source: sqlite3.Connection) -> None:
    months = pd.read_sql("SELECT DISTINCT line_id, substr(booking_date, 1, 7) AS period FROM ledger", source)
    assert len(months) == 12 * 22 + 12 * 12 + 8 * 12


@pytest.mark.parametrize("year", [2017, 2018])
def test_costs_dip_in_july_and_peak_in_december(source: sqlite3.Connection, year: int) -> None:
    by_month = "SELECT substr(booking_date, 1, 7) AS period, -SUM(amount_sek) AS sek FROM ledger"
    costs = pd.read_sql(f"{by_month} WHERE account >= 4000 GROUP BY 1", source)
    monthly = costs[costs["period"].str.startswith(str(year))].set_index("period")["sek"]
    assert monthly.idxmin() == f"{year}-07"
    assert monthly.idxmax() == f"{year}-12"
    assert monthly[f"{year}-07"] < 0.9 * monthly.mean()
    assert monthly[f"{year}-12"] > 1.05 * monthly.mean()


def children(source: sqlite3.Connection, year: int) -> dict[str, list[str]]:
    rows = source.execute(
        "SELECT parent_id, line_id FROM budget_line WHERE year = ? AND parent_id IS NOT NULL ORDER BY sort_order",
        [year],
    ).fetchall()
    return {parent: [line for above, line in rows if above == parent] for parent, _ in rows}


def test_tree_of_2017(source: sqlite3.Connection) -> None:
    assert children(source, 2017) == {
        "rs_ansvarsomrade": ["deltotal_rs_hsf", "regiongemensamt"],
        "deltotal_rs_hsf": ["rs_verksamheter_2017", "hsf"],
        "rs_verksamheter_2017": RS_2017,
        "hsf": ["hsf_regionbidrag", "hsf_kostnader"],
        "hsf_kostnader": HSF_COSTS,
        "regiongemensamt": JOINT_2017,
    }


@pytest.mark.parametrize("year", [2018, 2019])
def test_tree_of_2018_and_2019(source: sqlite3.Connection, year: int) -> None:
    assert children(source, year) == {"rs_verksamheter": RS_2019}


def test_line_ids_live_through_renames_only(source: sqlite3.Connection) -> None:
    names = {
        (year, line): name
        for year, line, name in source.execute("SELECT year, line_id, name FROM budget_line").fetchall()
    }
    assert names[2017, "utvecklingsmedel_eplan"] == "E-plan utveckling"
    assert names[2019, "utvecklingsmedel_eplan"] == "Utvecklingsmedel ePlan"
    assert set(RS_2017) & set(RS_2019) == {
        "regionbidrag",
        "utvecklingsmedel_eplan",
        "utvecklingsmedel_regional_utveckling",
        "rs_drift_utvecklingsprojekt",
    }


def test_2018_has_neither_budget_nor_forecasts(source: sqlite3.Connection) -> None:
    assert source.execute("SELECT DISTINCT substr(period, 1, 4) FROM budget").fetchall() == [("2017",), ("2019",)]
    assert source.execute("SELECT COUNT(*) FROM forecast WHERE reported_period LIKE '2018%'").fetchone() == (0,)
    lines_2018 = source.execute("SELECT COUNT(*), COUNT(budget_year_sek) FROM budget_line WHERE year = 2018").fetchone()
    assert lines_2018 == (13, 0)


def test_forecast_vintages(source: sqlite3.Connection) -> None:
    made = source.execute("SELECT reported_period, COUNT(*) FROM forecast GROUP BY 1").fetchall()
    assert dict(made) == {
        "2017-03": 22,
        "2017-05": 22,
        "2017-08": 22,
        "2017-10": 22,
        "2017-11": 22,
        "2019-03": 12,
        "2019-05": 12,
        "2019-08": 12,
    }


def test_monthly_budgets_add_up_to_the_year(source: sqlite3.Connection) -> None:
    budget = pd.read_sql("SELECT substr(period, 1, 4) AS year, line_id, amount_sek FROM budget", source)
    lines = pd.read_sql("SELECT year, line_id, budget_year_sek FROM budget_line WHERE kind = 'item'", source)
    monthly = budget.astype({"year": "int64"}).groupby(["year", "line_id"])["amount_sek"].sum().round(2)
    yearly = lines.dropna().set_index(["year", "line_id"])["budget_year_sek"]
    assert (monthly.sub(yearly).abs() < 0.005).all()


def test_the_reversed_line_is_a_positive_cost(source: sqlite3.Connection) -> None:
    reversed_lines = source.execute("SELECT DISTINCT line_id FROM budget_line WHERE reversed_sign = 1").fetchall()
    assert reversed_lines == [("effektivisering",)]
    assert booked(source, "2019-01", "2019-08", ["effektivisering"], account_from=4000) > 0
    classes = source.execute("SELECT DISTINCT account_class FROM budget WHERE line_id = 'effektivisering'").fetchall()
    assert classes == [("Övriga driftskostnader",)]


def test_account_intervals_have_no_gap(source: sqlite3.Connection) -> None:
    for year in (2017, 2018, 2019):
        rows = source.execute(
            "SELECT account_from, account_to FROM account_class WHERE year = ? ORDER BY account_from", [year]
        ).fetchall()
        assert [start for start, _ in rows[1:]] == [end + 1 for _, end in rows[:-1]]
        outside = source.execute(
            "SELECT COUNT(*) FROM ledger WHERE account NOT BETWEEN ? AND ?", [rows[0][0], rows[-1][1]]
        ).fetchone()
        assert outside == (0,)


def test_a_planted_error_in_print_cannot_be_solved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from data.demo import inputs, truth

    for file in FOLDER.glob("*.csv"):
        text = file.read_text(encoding="utf-8")
        if file.name == "printed_figures.csv":
            text = text.replace(
                "fastighetsforvaltning,total,actual_ytd,29.9", "fastighetsforvaltning,total,actual_ytd,92.9"
            )
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(inputs, "FOLDER", tmp_path)
    monkeypatch.setattr(truth, "SWEEPS", 200)
    with pytest.raises(ValueError, match="cannot hold together"):
        truth.line_amounts()
