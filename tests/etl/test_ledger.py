"""The ledger: summed by its own database to the öre, refused whole for one bad group, and told which group it is."""

import os
import sqlite3
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest
from region import TABLES, execute, make_region

from etl import config
from etl.errors import RunFailed
from etl.run import engines
from etl.sources.extract import extract
from etl.sources.ledger import Ledger, ordered, read_ledger
from etl.sources.ledger_query import intervals
from tests import postgres as server

LEDGER = TABLES["ledger"]
THIS_MONTH = pd.Timestamp(2019, 6, 1)


def read(settings_file: Path) -> Ledger:
    places = config.load(settings_file, os.environ).places
    with engines(print) as opened:
        lines, classes = (extract(places[n].dataset, places, opened).frame for n in ("budget_line", "account_class"))
        return read_ledger(places, opened, classes, lines, THIS_MONTH)


def sums(ledger: Ledger) -> dict[tuple[str, str, str], int]:
    return {(f"{r.period:%Y-%m}", r.line_id, r.account_class): r.actual_ore for r in ledger.months.itertuples()}


def told(ledger: Ledger) -> list[tuple[str, str, str | None]]:
    return [(refusal.column, refusal.rule, refusal.value_shown) for refusal in ledger.refusals]


IN_ORE = {
    ("2019-01", "bas", "income"): 100010,
    ("2019-01", "bas", "cost"): -40020 - 3,
    ("2019-02", "drift", "cost"): -777,
}


def test_the_ledger_is_summed_in_whole_ore(tmp_path):
    ledger = read(make_region(tmp_path))
    assert sums(ledger) == IN_ORE
    assert (ledger.booked_ore, ledger.rows_in) == (100010 - 40020 - 3 - 777, 4)


def test_the_same_in_postgresql_where_dates_are_dates_and_amounts_are_decimal(in_postgres):
    ledger = read(in_postgres()[0])
    assert sums(ledger) == IN_ORE
    assert (ledger.booked_ore, ledger.rows_in) == (100010 - 40020 - 3 - 777, 4)


def test_ten_thousand_tenths_of_a_krona_are_a_thousand_kronor(tmp_path):
    settings = make_region(tmp_path)
    book = sqlite3.connect(tmp_path / "region.sqlite")
    book.executemany(
        "INSERT INTO ledger VALUES (?, '2019-03-01', 'bas', 4100, 'x', 0.1)", [(n,) for n in range(10_000)]
    )
    book.commit()
    months = read(settings).months.set_index("period")
    assert months.loc["2019-03-01", "actual_ore"] == 10_000 * 10


def test_a_whole_krona_column_holds_more_than_two_milliards_of_ore(in_postgres):
    settings, url = in_postgres()
    server.execute(url, "ALTER TABLE ledger ALTER amount_sek TYPE integer USING round(amount_sek)")
    server.execute(url, "UPDATE ledger SET amount_sek = -2000000000 WHERE voucher_id = '4'")
    assert sums(read(settings))["2019-02", "drift", "cost"] == -2_000_000_000_00


@pytest.mark.parametrize(
    ("row", "column", "rule", "shown"),
    [
        ("5 2019-02-01 bas   9100 x -1.00", "account", "unknown_account", "9100"),
        ("5 2018-02-01 bas   4100 x -1.00", "account", "unknown_account", "4100"),  # no class that year
        ("5 2019-02-01 bas   41x0 x -1.00", "account", "type", "41x0"),
        ("5 2019-02-01 bas   -    x -1.00", "account", "empty", "None"),
        ("5 2019-02-01 other 4100 x -1.00", "line_id", "unknown_line", "other"),
        ("5 2019-02-01 total 4100 x -1.00", "line_id", "unknown_line", "total"),  # a sum row books nothing
        ("5 2019-02-01 -     4100 x -1.00", "line_id", "empty", "None"),
        ("5 2019-01-05 bas   4100 x -    ", "amount_sek", "empty", "tomt i 1 av 3 rader"),
        ("5 2019-01-05 bas   4100 x -12O0", "amount_sek", "type", "text i 1 av 3 rader"),
        ("5 2019-01-05 bas   4100 x -12,5", "amount_sek", "type", "text i 1 av 3 rader"),
        ("5 2019-01-05 bas   4100 x 1e15 ", "amount_sek", "too_large", "999999999999599"),  # kr, with the 400.23
        ("5 -          bas   4100 x -1.00", "booking_date", "empty", "None"),
        ("5 2019-02-30 bas   4100 x -1.00", "booking_date", "type", "2019-02, minst 1 av 1 rader"),
        ("5 2019-02-1x bas   4100 x -1.00", "booking_date", "type", "2019-02, minst 1 av 1 rader"),
        ("5 30/02/2019 bas   4100 x -1.00", "booking_date", "type", "30/02/2"),
        ("5 43500      bas   4100 x -1.00", "booking_date", "type", "43500"),
        ("5 2019-07-01 bas   4100 x -1.00", "booking_date", "future", "2019-07"),
    ],
)
def test_one_bad_row_refuses_the_whole_ledger(tmp_path, row, column, rule, shown):
    ledger = read(make_region(tmp_path, ledger=f"{LEDGER}\n{row}"))
    assert (ledger.status, len(ledger.months), ledger.rows_refused) == ("refused", 0, 5)
    assert (column, rule, shown) in told(ledger)


def test_an_empty_text_is_empty(tmp_path):
    settings = make_region(tmp_path)
    execute(tmp_path, "UPDATE ledger SET line_id = '', account = '' WHERE voucher_id = '4'")
    assert told(read(settings)) == [("account", "empty", "None"), ("line_id", "empty", "None")]


def test_a_refusal_names_the_group_so_that_it_can_be_found(tmp_path):
    ledger = read(make_region(tmp_path, ledger=f"{LEDGER}\n5 2019-02-01 drift 9100 x -1\n6 2019-02-09 drift 9100 x -1"))
    assert [refusal.message for refusal in ledger.refusals] == [
        "region.ledger, gruppen 2019-02, drift, konto 9100, 2 rader: kolumn account: "
        '"9100" ligger utanför det årets kontoklasser. Hela datamängden är avvisad. Rätta i källan och kör igen.'
    ]


def test_groups_come_in_the_same_order_whatever_the_engine_gave(tmp_path):
    place = config.load(make_region(tmp_path), os.environ).places["ledger"]
    keys = ("month", "line_id", "account_class", "stray_account")
    in_order = [
        ("2019-01", "bas", "cost", None),
        ("2019-01", "bas", None, 9100),  # a missing class sorts as text, so no engine's NULL order matters
        ("2019-01", "drift", "cost", None),
        ("2019-02", "bas", "cost", None),
    ]
    groups = [dict(zip(keys, values, strict=True)) for values in in_order]
    by_number = sorted(groups, key=lambda group: str(group["stray_account"]))
    assert ordered(place, groups) == ordered(place, groups[::-1]) == ordered(place, by_number)
    assert [group["month"] for group in ordered(place, groups[::-1])] == ["2019-01", "2019-01", "2019-01", "2019-02"]


def test_text_dates_in_postgresql_are_judged_day_by_day(in_postgres):
    settings, url = in_postgres()
    server.execute(
        url,
        "ALTER TABLE ledger ALTER booking_date TYPE text",
        "UPDATE ledger SET booking_date = '2019-02-30' WHERE voucher_id = '4'",
    )
    assert told(read(settings)) == [("booking_date", "type", "2019-02-30")]


def test_accounts_may_be_text_in_postgresql_but_not_words(in_postgres):
    settings, url = in_postgres()
    server.execute(url, "ALTER TABLE ledger ALTER account TYPE text")
    assert sums(read(settings)) == IN_ORE
    server.execute(url, "UPDATE ledger SET account = '41x0' WHERE voucher_id = '4'")
    with pytest.raises(RunFailed, match='region.ledger: datamängden ledger kan inte läsas .*"41x0"'):
        read(settings)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_ledger_by_query_with_its_own_names_sign_and_unit(kind, tmp_path, in_postgres):
    settings = make_region(tmp_path) if kind == "sqlite" else in_postgres()[0]
    query = "SELECT *, -amount_sek / 1000 AS tkr FROM ledger WHERE line_id LIKE 'b%' AND ':x' <> '%%' -- utan drift"
    own = f'query = "{query}"\ncolumns = {{amount_sek = "tkr"}}\nunit = "tkr"\nsign = "cost_positive"'
    text = settings.read_text(encoding="utf-8").replace("[datasets.ledger]", f"[datasets.ledger]\n{own}")
    settings.write_text(text, encoding="utf-8")
    assert sums(read(settings)) == {key: ore for key, ore in IN_ORE.items() if key[1] == "bas"}


def test_several_names_of_the_source_may_be_one_line(tmp_path):
    settings = make_region(tmp_path, ledger=LEDGER.replace("drift", "gammalt"))
    text = settings.read_text(encoding="utf-8") + '[datasets.ledger.words.line_id]\ngammalt = "bas"\n'
    settings.write_text(text, encoding="utf-8")
    assert sums(read(settings))["2019-02", "bas", "cost"] == -777


def test_the_same_interval_in_consecutive_years_is_one_comparison():
    years = [2017, 2018, 2020]
    classes = pd.DataFrame({"year": years, "account_from": 3000, "account_to": 3999, "account_class": "income"})
    merged = intervals(classes.astype({"year": "Int64"}))
    assert merged == [(3000, 3999, "income", 2017, 2018), (3000, 3999, "income", 2020, 2020)]


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
