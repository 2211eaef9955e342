"""The embedded source: printed months to the decimal, the known errors and no others, and no gaming the tie-out."""

import csv
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from data import snapshot as store
from data.demo.database import ensure_database
from etl import config
from etl.build import Built
from etl.checking import tieout
from etl.checking.computed import counterparts
from etl.checking.known import read_known_errors, recognise
from etl.record import Record, Steps
from etl.run import Run

DEMO = config.EMBEDDED.parent
MEASURES = {
    "actual_ytd": "actual_ytd_sek",
    "budget_ytd": "budget_ytd_sek",
    "deviation_ytd": "deviation_ytd_sek",
    "actual_ytd_prev_year": "actual_ytd_prev_year_sek",
    "budget_year": "budget_year_sek",
    "forecast_year": "forecast_year_sek",
    "forecast_deviation": "forecast_deviation_sek",
    "forecast_change": "forecast_change_sek",
}
KRONOR = {"mnkr": 1_000_000, "tkr": 1_000}


@pytest.fixture(scope="session")
def snapshot(published: Path) -> store.Snapshot:
    return store.current(published)


@pytest.fixture(scope="module")
def built() -> Built:
    """Everything but the publication, in memory."""
    return build_from(config.load(config.EMBEDDED, os.environ))


def build_from(settings: config.Settings) -> Built:
    run = Run(settings, Path(), say=lambda line: None)
    return run._build(Steps(Record("", ""), run.say), None)


def file(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def golden() -> Iterator[dict[str, str]]:
    wrong = {
        row["check_id"].partition("/")[2] for row in file("known_errors.csv") if row["check_id"].startswith("value/")
    }
    for row in file("printed_figures.csv"):
        names = (
            "reported_period",
            "source_document",
            "table_name",
            "subject_type",
            "subject_id",
            "breakdown",
            "measure",
        )
        month, kind = row["reported_period"], row["subject_type"]
        golden_month = month in ("2017-11", "2019-08") and kind == "line" and row["measure"] in MEASURES
        if golden_month and "/".join(row[name] for name in names) not in wrong:
            yield row


def test_every_printed_figure_of_the_two_reports_is_in_the_published_tables(snapshot):
    results = snapshot.read("results").set_index(["period", "line_id"])
    figures = list(golden())
    differ = []
    for row in figures:
        ours = results.loc[(pd.Timestamp(f"{row['reported_period']}-01"), row["subject_id"]), MEASURES[row["measure"]]]
        printed = Decimal(row["printed_value"]) * KRONOR[row["unit"]]
        half = Decimal(KRONOR[row["unit"]]) / 10 ** int(row["decimals"]) / 2
        if not abs(Decimal(f"{ours:.2f}") - printed) <= half:
            differ.append((row["subject_id"], row["measure"], row["printed_value"], ours))
    assert len(figures) > 250
    assert differ == []


def test_the_findings_are_exactly_the_known_errors_each_with_its_numbers(snapshot):
    checks = snapshot.read("checks")
    failed = checks[~checks["passed"]].set_index("check_id")
    known = {row["check_id"]: row for row in file("known_errors.csv")}
    assert set(failed.index) == set(known)
    assert failed["known"].all()
    for name, row in known.items():
        assert Decimal(failed.loc[name, "found"]) == Decimal(row["found"])
        assert not row["expected"] or Decimal(failed.loc[name, "expected"]) == Decimal(row["expected"])


def test_both_kinds_of_tie_are_run_on_every_printed_figure(snapshot):
    names = snapshot.read("checks")["check_id"]
    assert names.str.startswith("value/").sum() == len(file("printed_figures.csv"))
    assert names.str.startswith("sum/2019-08/Uppföljningsrapport 2 2019/5.3.1/line/rs_verksamheter").any()
    assert names.str.startswith("row/2017-11/Månadsrapport november 2017/1.2.1/line/").any()


def test_printed_months_say_published_and_simulated_ones_do_not(snapshot):
    results = snapshot.read("results").set_index(["period", "line_id"])
    august = results.loc[(pd.Timestamp(2019, 8, 1), "regionkontoret_bas")]
    assert (august["actual_provenance"], august["forecast_provenance"]) == ("published", "published")
    assert results.loc[(pd.Timestamp(2019, 6, 1), "regionkontoret_bas"), "actual_provenance"] == "simulated"
    assert set(snapshot.read("finance_month")["provenance"]) == {"simulated"}


def test_every_table_of_the_contract_has_rows_but_the_three_that_should_be_empty(snapshot):
    empty = {name for name, table in snapshot.manifest["tables"].items() if table["rows"] == 0}
    assert empty == {"refused", "restatements"}


AMOUNTS = ("_ore", "value", "numerator", "denominator")


def amounts(built: Built) -> dict[str, pd.DataFrame]:
    return {
        name: frame[[column for column in frame.columns if column.endswith(AMOUNTS)]]
        for name, frame in built.tables.items()
        if name not in ("checks", "sources", "refused")
    }


def test_without_the_printed_figures_no_amount_changes(built):
    settings = config.load(config.EMBEDDED, os.environ)
    places = {name: place for name, place in settings.places.items() if name != "published_figure"}
    without = build_from(replace(settings, places=places, known_errors=None))
    theirs = amounts(without)
    for name, frame in amounts(built).items():
        pd.testing.assert_frame_equal(frame, theirs[name])
    pd.testing.assert_frame_equal(built.tables["flags"], without.tables["flags"])
    assert "published" not in set(without.tables["results"]["actual_provenance"])


def test_a_million_on_one_ledger_row_moves_the_results_and_is_found(built, tmp_path):
    database = shutil.copy(ensure_database(), tmp_path / "demo.sqlite")
    book = sqlite3.connect(database)
    book.execute(
        "UPDATE ledger SET amount_sek = amount_sek + 1000000 WHERE rowid = (SELECT min(rowid) FROM ledger "
        "WHERE line_id = 'regionkontoret_bas' AND booking_date LIKE '2019-03%')"
    )
    book.commit()
    book.close()
    settings = config.load(config.EMBEDDED, os.environ)
    places = {
        name: replace(place, source=replace(place.source, url=f"sqlite:///{database}"))
        for name, place in settings.places.items()
    }
    moved = build_from(replace(settings, places=places))

    def august(source: Built, line: str) -> int:
        table = source.tables["results"]
        return table[(table["period"] == "2019-08-01") & (table["line_id"] == line)]["actual_ytd_ore"].item()

    for line in ("regionkontoret_bas", "rs_verksamheter"):
        assert august(moved, line) - august(built, line) == 100_000_000
    found = {check.check_id for check in moved.checks if check.unexpected}
    table = "value/2019-08/Uppföljningsrapport 2 2019/5.3.1/line"
    assert {f"{table}/regionkontoret_bas/total/actual_ytd", f"{table}/rs_verksamheter/total/deviation_ytd"} <= found


def test_an_error_planted_in_any_printed_cell_is_found(built):
    """Ten units of the last decimal, one cell at a time; its own value check fails or stops being the known error."""
    figures = tieout.printed_figures(built.frame("published_figure"), {})
    settings = config.load(config.EMBEDDED, os.environ)
    known = read_known_errors(settings.known_errors)
    ours = counterparts(built.tables, settings.income_classes, {figure.period for figure in figures})
    missed = []
    for figure in figures:
        planted = replace(figure, value=figure.value + 10 * figure.step)
        check = tieout.value_check(planted, ours.get(planted.key))
        error = {name: known[name] for name in [check.check_id] if name in known}
        if not any(judged.unexpected for judged in recognise([check], error)):
            missed.append(figure)
    assert missed == []
    assert len(figures) == len(file("printed_figures.csv"))


def test_the_printed_figures_are_exact_fractions(built):
    printed = {f.key: f.value for f in tieout.printed_figures(built.frame("published_figure"), {})}
    assert printed[("2019-08", "line", "fastighetsforvaltning", "total", "budget_ytd")] == Fraction("17.4")
