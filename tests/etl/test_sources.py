"""Extract: exact öre, nothing lost, every bad cell named."""

import os
import sqlite3
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest
from region import TABLES, execute, make_region

from etl import config
from etl.errors import RunFailed, UsageError
from etl.extract import all_datasets, settled
from etl.ledger import intervals, read_ledger
from etl.run import engines
from etl.validate import validated

LEDGER = TABLES["ledger"]
THIS_MONTH = pd.Timestamp(2019, 6, 1)


def read(settings_file: Path):
    settings = config.load(settings_file, os.environ)
    with engines() as opened:
        extracts = settled(validated(all_datasets(settings.places, opened), THIS_MONTH), settings.alarms)
        lines, classes = extracts["budget_line"].frame, extracts["account_class"].frame
        return extracts, read_ledger(settings.places, opened, classes, lines, THIS_MONTH)


def test_the_ledger_is_summed_in_whole_ore(tmp_path):
    ledger = read(make_region(tmp_path))[1]
    sums = {(f"{r.period:%Y-%m}", r.line_id, r.account_class): r.actual_ore for r in ledger.months.itertuples()}
    assert sums == {
        ("2019-01", "bas", "income"): 100010,
        ("2019-01", "bas", "cost"): -40020 - 3,
        ("2019-02", "drift", "cost"): -777,
    }
    assert (ledger.booked_ore, ledger.rows_in) == (100010 - 40020 - 3 - 777, 4)


def test_ten_thousand_tenths_of_a_krona_are_a_thousand_kronor(tmp_path):
    settings = make_region(tmp_path)
    book = sqlite3.connect(tmp_path / "region.sqlite")
    book.executemany(
        "INSERT INTO ledger VALUES (?, '2019-03-01', 'bas', 4100, 'x', 0.1)", [(n,) for n in range(10_000)]
    )
    book.commit()
    months = read(settings)[1].months.set_index("period")
    assert months.loc["2019-03-01", "actual_ore"] == 10_000 * 10


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        ("5 2019-02-01 bas   9100 x -1.00", "account", "unknown_account"),
        ("5 2019-02-01 other 4100 x -1.00", "line_id", "unknown_line"),
        ("5 2019-02-01 total 4100 x -1.00", "line_id", "unknown_line"),
        ("5 2019-02-01 bas   4100 x -", "amount_sek", "empty"),
        ("5 -          bas   4100 x -1.00", "booking_date", "empty"),
        ("5 2018-02-01 bas   4100 x -1.00", "account", "unknown_account"),
    ],
)
def test_one_bad_row_refuses_the_whole_ledger(tmp_path, row, column, rule):
    ledger = read(make_region(tmp_path, ledger=f"{LEDGER}\n{row}"))[1]
    assert (ledger.status, len(ledger.months), ledger.rows_refused) == ("refused", 0, 5)
    assert (column, rule) in {(r.column, r.rule) for r in ledger.refusals}


def test_a_bad_budget_lists_every_bad_cell_and_is_refused_whole(tmp_path):
    bad = "period line_id account_class amount_sek\n2019-01 bas cost 12O0\n2019-13 bas cost 5\n2019-02 bas cost 5"
    budget = read(make_region(tmp_path, budget=bad))[0]["budget"]
    assert (budget.status, len(budget.frame)) == ("refused", 0)
    assert [(r.row_number, r.column, r.value_shown) for r in budget.refusals] == [
        (1, "amount_sek", "12O0"),
        (2, "period", "2019-13"),
    ]
    assert budget.refusals[0].message == (
        'region.budget, rad 1, kolumn amount_sek: "12O0" är inte ett belopp. '
        "Hela datamängden är avvisad. Rätta i källan och kör igen."
    )


def test_a_bad_activity_loses_only_its_own_row(tmp_path):
    bad = TABLES["activity"].replace("2019-01-31", "2019-02-30")
    activity = read(make_region(tmp_path, activity=bad))[0]["activity"]
    assert activity.frame["activity_id"].tolist() == ["a1"]
    assert (activity.rows_in, activity.rows_refused) == (2, 1)


def test_a_bad_period_status_stops_the_run(tmp_path):
    with pytest.raises(RunFailed, match='"stängd" är inte tillåtet. Väntat: open, closed'):
        read(make_region(tmp_path, period_status=TABLES["period_status"].replace("closed 2019-02", "stängd 2019-02")))


def test_a_status_that_no_code_stands_for_is_unknown_and_counted(tmp_path):
    strange = TABLES["activity"].replace("at_risk", "☼")
    activity = read(make_region(tmp_path, activity=strange))[0]["activity"]
    assert activity.frame["status"].tolist() == ["on_track", "unknown"]
    assert activity.unknown == {"status": {"☼": 1}}


def test_a_double_key_breaks_the_table(tmp_path):
    doubled = TABLES["budget"] + "2019-01 bas income 1"
    with pytest.raises(RunFailed, match="rad 4, kolumn account_class: .* ger samma nyckel"):
        read(make_region(tmp_path, budget=doubled))


def test_a_source_with_its_own_names_sign_and_unit(tmp_path):
    settings = make_region(tmp_path, budget="manad line_id klass tkr\n2019-01 bas cost 12.5")
    text = settings.read_text(encoding="utf-8").replace(
        "[datasets.budget]",
        '[datasets.budget]\nsign = "cost_positive"\nunit = "tkr"\n'
        'columns = {period = "manad", account_class = "klass", amount_sek = "tkr"}',
    )
    settings.write_text(text, encoding="utf-8")
    assert read(settings)[0]["budget"].frame["amount_ore"].tolist() == [-12_500_00]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DROP TABLE budget", "region.budget: datamängden budget kan inte läsas"),
        ("ALTER TABLE budget DROP COLUMN line_id", "region.budget: kolumnen line_id saknas. Finns: account_class"),
        ("DROP TABLE ledger", "region.ledger: datamängden ledger kan inte läsas"),
    ],
)
def test_a_configured_dataset_that_cannot_be_read_stops_with_a_sentence(tmp_path, statement, words):
    settings = make_region(tmp_path)
    execute(tmp_path, statement)
    with pytest.raises(RunFailed, match=words):
        read(settings)


def test_the_same_interval_in_consecutive_years_is_one_comparison():
    years = [2017, 2018, 2020]
    classes = pd.DataFrame({"year": years, "account_from": 3000, "account_to": 3999, "account_class": "income"})
    merged = intervals(classes.astype({"year": "Int64"}))
    assert merged == [(3000, 3999, "income", 2017, 2018), (3000, 3999, "income", 2020, 2020)]


BARE = "SELECT substr(booking_date,1,7), line_id, account, SUM(amount_sek), COUNT(*) FROM ledger GROUP BY 1,2,3"


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> Path:
    """200 000 transactions over 12 months, two lines and 200 accounts."""
    folder = tmp_path_factory.mktemp("large")
    settings = make_region(folder)
    rows = (
        (n, f"2019-{n % 12 + 1:02d}-{n % 28 + 1:02d}", "bas" if n % 3 else "drift", 4000 + n % 200, "x", n % 977 / 100)
        for n in range(200_000)
    )
    book = sqlite3.connect(folder / "region.sqlite")
    book.executemany("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?)", rows)
    book.commit()
    book.close()
    return settings


def test_memory_does_not_grow_with_the_transactions(large, tmp_path):
    assert _peak(large) < _peak(make_region(tmp_path)) + 500_000


def _peak(settings_file: Path) -> int:
    read(settings_file)
    tracemalloc.start()
    read(settings_file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def faults(folder: Path, text: str, environ: dict[str, str] | None = None) -> str:
    file = folder / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        config.load(file, environ or {})
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "okänd nyckel colour. Tillåtna: provenance, title, sources"),
        ('provenance = "published"', "nyckeln provenance är 'published'. Tillåtet: booked eller simulated"),
        ("[datasets.lager]", "okänd datamängd datasets.lager. Tillåtna: department"),
        ('[sources.a]\nurl = "sqlite://"\n[datasets.ledger]\nsign = "plus"', "nyckeln datasets.ledger.sign är 'plus'"),
        (
            '[sources.a]\nurl = "sqlite://"\n[datasets.ledger]\nsource = "b"',
            "datasets.ledger.source är 'b'. Tillåtet: a",
        ),
        ('[checks]\nknown_errors = "borta.csv"', "checks.known_errors är 'borta.csv'. Tillåtet: en fil som finns"),
        ("[disclosure]\nwithheld = -1", "disclosure.withheld är -1. Tillåtet: ett heltal som är minst 0"),
        ('[sources.a]\nurl = "x://${HEMLIG}"', "sätt HEMLIG"),
        ("a = ", "inte giltig TOML"),
    ],
)
def test_a_fault_in_the_settings_names_file_key_got_allowed_and_what_to_do(tmp_path, text, words):
    message = faults(tmp_path, text)
    assert "own.toml" in message
    assert words in message
    assert "Rätta filen och kör igen" in message or "Rätta och kör igen" in message


def test_a_password_comes_from_the_environment_and_is_never_shown(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text('[sources.a]\nurl = "sqlite://user:${PW}@/borta/x.db"\n[datasets.target]\n', encoding="utf-8")
    settings = config.load(file, {"PW": "hemligt"})
    assert "hemligt" in settings.places["target"].source.url
    with engines() as opened, pytest.raises((RunFailed, UsageError)) as caught:
        all_datasets(settings.places, opened)
    assert "hemligt" not in str(caught.value)
