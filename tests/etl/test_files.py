"""A drop folder: what is found, waited for, read and left as it was."""

import datetime as dt
import os
import sqlite3
import stat
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from inbox import HEADERS, balances, drop, place, read, read_csv
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from etl import config
from etl.errors import RunFailed
from etl.sources import csvfile, files
from etl.sources.excel import UNPACKED_TIMES
from etl.sources.folder import LOOKS, Clock
from etl.sources.pour import STORED_REFUSALS, poured
from etl.sources.sheetxml import column_of, letter_of

BUDGET = HEADERS["budget"]
ROW = "2019-01;bas;cost;-12,50"


def refused(where, **kwargs) -> str:
    with pytest.raises(RunFailed) as caught:
        list(files.read(where, **kwargs).rows)
    return str(caught.value)


# --- which files ---


def test_every_matching_file_is_read_in_order_of_name_and_each_row_knows_its_own(tmp_path):
    drop(tmp_path, "Budget_2020.CSV", f"{BUDGET}\n2020-01;bas;cost;-1\n")
    drop(tmp_path, "Budget_2019.csv", f"Budget\n\n{BUDGET}\n{ROW}\n\n2019-02;bas;cost;-2\n")
    for name in ("~$Budget_1.csv", ".Budget_1.csv", "Budget_1.csv.part", "Budget_1.tmp", "Budget_1.crdownload"):
        drop(tmp_path, name, "under arbete")
    budget = read(place(tmp_path, "budget", "Budget_*.csv"))
    assert [(origin.source, origin.number) for origin in budget.origins] == [
        ("Budget_2019.csv", 4),
        ("Budget_2019.csv", 6),
        ("Budget_2020.CSV", 2),
    ]
    assert budget.frame["amount_ore"].tolist() == [-1250, -200, -100]
    assert (budget.rows_in, budget.sum_in, budget.source) == (3, Decimal("-15.50"), "Budget_*.csv")


def test_a_file_with_brackets_in_its_name_is_itself(tmp_path):
    drop(tmp_path, "Budget [ny].csv", f"{BUDGET}\n{ROW}\n")
    assert read(place(tmp_path, "budget", "Budget [ny].csv")).rows_in == 1


def test_optional_columns_may_differ_between_files(tmp_path):
    drop(tmp_path, "a1.csv", "year;line_id;name;parent_id;kind;sort_order;department_id\n2019;bas;Bas;;item;1;\n")
    drop(
        tmp_path,
        "a2.csv",
        "year;line_id;name;parent_id;kind;sort_order;department_id;reversed_sign\n2019;x;X;;item;2;;ja\n",
    )
    lines = read(place(tmp_path, "budget_line", "a*.csv"))
    assert lines.frame["reversed_sign"].isna().tolist() == [True, False]
    assert lines.found[-1] == "reversed_sign"


# --- when ---


class Night:
    """A clock that only sleeping moves; `writer` is called at each look."""

    def __init__(self, now: float, writer=lambda now: None) -> None:
        self.time, self.writer, self.slept = now, writer, []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds))
        self.time += seconds
        self.writer(self.time)

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep)


def test_a_file_just_written_is_waited_for(tmp_path):
    file = drop(tmp_path, "budget.csv", f"{BUDGET}\n{ROW}\n")
    night = Night(file.stat().st_mtime + 4)
    assert len(list(files.read(place(tmp_path, "budget", quiet_seconds=10), night.clock).rows)) == 1
    assert night.slept == [6]


def test_a_file_that_keeps_growing_is_not_read(tmp_path):
    file = drop(tmp_path, "budget.csv", f"{BUDGET}\n{ROW}\n")
    night = Night(file.stat().st_mtime, lambda now: os.utime(file, (now, now)))
    said = refused(place(tmp_path, "budget", quiet_seconds=10), clock=night.clock)
    assert "budget.csv: någon skriver fortfarande i filen. Väntat: orörd i 10 sekunder" in said
    assert len(night.slept) == LOOKS - 1


def test_a_file_dated_in_the_future_is_timed_by_our_own_looks(tmp_path):
    file = drop(tmp_path, "budget.csv", f"{BUDGET}\n{ROW}\n")
    night = Night(file.stat().st_mtime - 3600)
    assert len(list(files.read(place(tmp_path, "budget", quiet_seconds=10), night.clock).rows)) == 1
    assert night.slept == [10]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    file = drop(tmp_path, "budget.csv", f"{BUDGET}\n{ROW}\n")
    rows = iter(files.read(place(tmp_path, "budget")).rows)
    next(rows)
    file.write_text(f"{BUDGET}\n", encoding="utf-8")
    with pytest.raises(RunFailed, match=r"budget\.csv: filen ändrades medan den lästes\. .* Kör igen"):
        list(rows)


def test_a_file_that_vanishes_while_it_is_read_is_refused(tmp_path):
    file = drop(tmp_path, "budget.csv", f"{BUDGET}\n{ROW}\n")
    rows = iter(files.read(place(tmp_path, "budget")).rows)
    next(rows)
    file.unlink()
    with pytest.raises(RunFailed, match=r"budget\.csv: filen eller mappen kan inte läsas"):
        list(rows)


def test_read_files_are_left_as_they_were(tmp_path):
    kinds = {"budget.csv": f"{BUDGET}\n{ROW}\n", "budget.xlsx": [BUDGET.split(";"), ["2019-01", "bas", "cost", 1]]}
    for name, content in kinds.items():
        drop(tmp_path, name, content)
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()}
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        for name in kinds:
            assert read(place(tmp_path, "budget", name)).rows_in == 1
    finally:
        tmp_path.chmod(stat.S_IRWXU)
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in tmp_path.iterdir()} == before


# --- text ---

SWEDISH = "2019-01;vård;drift på höjden;1"
ONE_LETTER = "2019-01;vård;drift;1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path, encoding, newline):
    drop(tmp_path, "budget.csv", newline.join([BUDGET, SWEDISH, ""]).encode(encoding))
    assert read(place(tmp_path, "budget")).frame["account_class"].tolist() == ["drift på höjden"]


def test_an_encoding_is_told_by_the_whole_file_however_it_is_cut(tmp_path, monkeypatch):
    """The only letters that are not ASCII stand at the end; two bytes of UTF-8 may fall in two chunks."""
    for chunk in (1, 2, 3, 64):
        monkeypatch.setattr(csvfile, "CHUNK", chunk)
        for encoding in ("utf-8", "cp1252"):
            body = "".join(f"2019-01;line{n};cost;1\n" for n in range(20))
            drop(tmp_path, "budget.csv", f"{BUDGET}\n{body}{ONE_LETTER}\n".encode(encoding))
            assert read(place(tmp_path, "budget")).frame["line_id"].iloc[-1] == "vård"
        drop(tmp_path, "budget.csv", f"{BUDGET}\n{body}{ONE_LETTER}\n".encode() + "2019-01;hälsa;c;1".encode("cp1252"))
        assert "blandar UTF-8" in refused(place(tmp_path, "budget"))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("above", ["", "Budget 2019\n\n", '"Utskrift; 2019, sida|1"\nperiod\n'])
def test_the_delimiter_is_the_one_that_gives_the_header(tmp_path, delimiter, above):
    text = f"{BUDGET}\n2019-01;bas;cost;12\n".replace(";", delimiter)
    drop(tmp_path, "budget.csv", above + text)
    assert read(place(tmp_path, "budget")).frame["amount_ore"].tolist() == [1200]


def test_a_row_is_numbered_by_the_line_it_begins_on(tmp_path):
    lines = ['2019-01;a1;;"Ett\nTvå";activity;;done;;;', "2019-01;a2;;Två;activity;;done;;;"]
    activity = read_csv(tmp_path, "activity", lines[1].replace("a2", "a0"), lines[0], ";;;;;;;;;", lines[1])
    assert [origin.number for origin in activity.origins] == [2, 6]
    assert [(r.row_number, r.rule) for r in activity.refusals] == [(3, "control_character")]
    assert activity.rows_in == 3  # the empty row is none


def test_renamed_columns_and_a_header_with_spaces(tmp_path):
    drop(tmp_path, "budget.csv", " Månad ;line_id;account_class;amount_sek;övrigt\n2019-01;bas;cost;1;x\n")
    budget = read(place(tmp_path, "budget", columns={"period": "Månad"}))
    assert (budget.rows_in, budget.found[0]) == (1, "Månad")


def test_the_settings_of_a_folder_reach_the_cells(tmp_path):
    drop(tmp_path, "budget.csv", f"{BUDGET}\n01/02/2019;bas;cost;1.234\n")
    settings = tmp_path / "own.toml"
    settings.write_text(
        f'[sources.mapp]\nfolder = "{tmp_path.as_posix()}"\ndecimal = ","\ndate_format = "%d/%m/%Y"\n'
        '[datasets.budget]\nfile = "budget.csv"\nunit = "tkr"\nsign = "cost_positive"\n',
        encoding="utf-8",
    )
    budget = read(config.load(settings, {}).places["budget"])
    assert budget.frame["amount_ore"].tolist() == [-1234 * 100_000]


# --- workbooks ---

HEAD = BUDGET.split(";")


def test_a_workbook_gives_rows_and_cells_as_excel_numbers_them(tmp_path):
    rows = [["Budget 2019"], [], HEAD, [dt.date(2019, 1, 1), 1010, "cost", -12.5], [], ["2019-02", "bas", "x", "12O"]]
    drop(tmp_path, "Budget.xlsx", rows)
    budget = read(place(tmp_path, "budget", "Budget.xlsx"))
    assert (budget.rows_in, budget.sum_in) == (2, Decimal("-12.5"))
    assert budget.refusals[0].message == (
        'Budget.xlsx, blad Blad1, rad 6, kolumn amount_sek (cell D6): "12O" är inte ett belopp (bokstaven O?). '
        "Väntat: ett tal som 1234,50 eller -12. Hela datamängden är avvisad. Rätta i källan och kör igen."
    )


def test_a_table_need_not_begin_in_the_corner(tmp_path):
    book = openpyxl.Workbook()
    for column, (head, value) in enumerate(zip(HEAD, ["2019-01", "bas", "cost", 7], strict=True), start=3):
        book.active.cell(5, column, head)
        book.active.cell(6, column, value)
        book.active.cell(7, column, value if head != "amount_sek" else "x")
    book.save(tmp_path / "b.xlsx")
    budget = read(place(tmp_path, "budget", "b.xlsx"))
    assert (budget.frame["amount_ore"].tolist(), budget.origins[0].number) == ([700], 6)
    assert "b.xlsx, blad Sheet, rad 7, kolumn amount_sek (cell F7): " in budget.refusals[0].message


def test_merged_cells_above_the_header(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Budget", None, None, None], HEAD, ["2019-01", "bas", "cost", 7]):
        book.active.append(row)
    book.active.merge_cells("A1:D1")
    book.save(tmp_path / "b.xlsx")
    assert read(place(tmp_path, "budget", "b.xlsx")).rows_in == 1


@pytest.mark.parametrize("epoch", [CALENDAR_WINDOWS_1900, CALENDAR_MAC_1904])
def test_both_of_excels_calendars_give_the_same_day(tmp_path, epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    for row in (["period", "status", "closed_on"], ["2019-01", "closed", dt.date(2019, 2, 10)]):
        book.active.append(row)
    book.save(tmp_path / "p.xlsx")
    frame = read(place(tmp_path, "period_status", "p.xlsx")).frame
    assert f"{frame['closed_on'][0]:%Y-%m-%d}" == "2019-02-10"


def test_the_sheet_is_the_only_one_or_the_one_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Läs mig"
    for row in (HEAD, ["2019-01", "bas", "cost", 7]):
        book.create_sheet("Drift") if "Drift" not in book.sheetnames else None
        book["Drift"].append(row)
    book.save(tmp_path / "b.xlsx")
    assert read(place(tmp_path, "budget", "b.xlsx", sheet="Drift")).origins[0].source == "b.xlsx, blad Drift"
    for sheet, words in (("", "b.xlsx: arbetsboken har 2 blad."), ("drift", "b.xlsx: bladet drift saknas.")):
        said = refused(place(tmp_path, "budget", "b.xlsx", sheet=sheet))
        assert said.startswith(f"{words} Finns: Läs mig, Drift. Ange ett av dem som sheet under [datasets.budget]")


def formulas(tmp_path, cells: dict[str, tuple[str, object]]):
    """A workbook of one row whose cells are formulas with a saved value, as Excel writes it (it has calculated)."""
    file = tmp_path / "raw.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Drift")
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["2019-01", "bas", "cost", 1])
        for cell, (formula, value) in cells.items():
            sheet.write_formula(cell, formula, None, value)
    return file


def calculated(file, tmp_path):
    """The same workbook as after a round through Excel, which no longer asks for a calculation."""
    saved = tmp_path / "saved.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b' fullCalcOnLoad="1"', b""))
    return saved


def test_a_saved_value_of_a_formula_is_used(tmp_path):
    file = formulas(tmp_path, {"D2": ("=3*4", 12), "B2": ('="b"&"as"', "bas")})
    budget = read(place(tmp_path, "budget", file.name))
    assert (budget.frame["amount_ore"].tolist(), budget.frame["line_id"].tolist()) == ([1200], ["bas"])


def test_a_nought_that_nobody_has_calculated_is_no_value(tmp_path):
    file = formulas(tmp_path, {"D2": ("=3*4", 0)})
    assert [r.rule for r in read(place(tmp_path, "budget", file.name)).refusals] == ["formula"]
    saved = calculated(file, tmp_path)
    assert read(place(tmp_path, "budget", saved.name)).frame["amount_ore"].tolist() == [0]


def test_formulas_without_a_value_are_told_even_where_a_row_is_nothing_else(tmp_path):
    drop(tmp_path, "b.xlsx", [HEAD, ["2019-01", "bas", "cost", 1], ["=A2", "=B2", "=C2", "=D2"]])
    budget = read(place(tmp_path, "budget", "b.xlsx"))
    assert budget.rows_in == 2
    assert [(r.row_number, r.column, r.value_shown, r.rule) for r in budget.refusals] == [
        (3, "period", "=A2", "formula"),
        (3, "line_id", "=B2", "formula"),
        (3, "account_class", "=C2", "formula"),
        (3, "amount_sek", "=D2", "formula"),
    ]


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!"])
def test_an_error_value_is_a_fault_not_an_empty_cell(tmp_path, error):
    header = HEADERS["activity"].split(";")
    row = ["2019-01", "a1", None, "Ett", "activity", None, "done", None, error, None]
    drop(tmp_path, "a.xlsx", [header, row])
    activity = read(place(tmp_path, "activity", "a.xlsx"))
    assert [(r.column, r.value_shown, r.rule) for r in activity.refusals] == [("end_date", error, "error_value")]


def test_a_small_workbook_that_unpacks_to_a_huge_one_is_not_unpacked(tmp_path):
    file = drop(tmp_path, "b.xlsx", [HEAD, ["2019-01", "bas", "cost", 7]])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/bomb.bin", bytes(UNPACKED_TIMES * 2**20 + 1))
    assert "MB uppackad. Tillåtet: 10 gånger max_file_mb = 1" in refused(
        place(tmp_path, "budget", "b.xlsx", max_file_mb=1)
    )


@pytest.mark.parametrize(("column", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")])
def test_letters_of_columns(column, letter):
    assert letter_of(column) == letter
    assert column_of(f"{letter}17") == column


# --- a ledger as files ---

LEDGER_ROWS = [
    "V1;2019-01-02;bas;3100;x;1 000,10",
    "V2;2019-01-31;bas;4100;x;-400,20",
    "V3;2019-01-31;bas;4200;x;−0,03",
]


def rows_of(into):
    with sqlite3.connect(into.place.source.url.removeprefix("sqlite:///")) as database:
        return database.execute("SELECT * FROM ledger ORDER BY voucher_id").fetchall()


def test_a_ledger_is_poured_in_the_contracts_names_dates_and_whole_ore(tmp_path):
    drop(tmp_path, "ledger.csv", "\n".join([HEADERS["ledger"].replace("account;", "konto;"), *LEDGER_ROWS]))
    words = {"line_id": {"bas": "line1"}}
    where = place(tmp_path, "ledger", columns={"account": "konto"}, words=words, factor=-100)
    into = poured(where, tmp_path)
    assert rows_of(into) == [
        ("V1", "2019-01-02", "line1", 3100, "x", -100010),
        ("V2", "2019-01-31", "line1", 4100, "x", 40020),
        ("V3", "2019-01-31", "line1", 4200, "x", 3),
    ]
    assert (into.rows_in, into.rows_refused, into.sum_in) == (3, 0, Decimal("-599.87"))
    assert (into.place.where, into.place.factor, into.place.columns, into.place.words) == ("ledger.csv", 1, {}, {})


def test_a_bad_row_of_a_ledger_is_told_and_does_not_reach_the_database(tmp_path):
    bad = ["V4;2019-02-30;bas;4100;x;-5", "V5;2019-02-01;bas;4100;x;-1,234", "V6;2019-02-01"]
    drop(tmp_path, "ledger.csv", "\n".join([HEADERS["ledger"], *LEDGER_ROWS, *bad]))
    into = poured(place(tmp_path, "ledger"), tmp_path)
    assert [(r.row_number, r.column, r.rule) for r in into.refusals] == [
        (5, "booking_date", "type"),
        (6, "amount_sek", "ambiguous"),
        (7, "voucher_id", "cells"),
    ]
    used = rows_of(into)
    assert into.rows_in == len(used) + into.rows_refused == 6
    assert into.ore_in == sum(row[-1] for row in used) + into.ore_refused == 100010 - 40020 - 3 - 500


def test_a_ledger_of_only_bad_rows_keeps_some_and_counts_all(tmp_path):
    bad = ["V4;2019-02-30;bas;4100;x;-5"] * (STORED_REFUSALS + 7)
    drop(tmp_path, "ledger.csv", "\n".join([HEADERS["ledger"], *bad]))
    into = poured(place(tmp_path, "ledger"), tmp_path)
    assert (len(into.refusals), into.cells_refused, into.rows_refused) == (
        STORED_REFUSALS,
        STORED_REFUSALS + 7,
        STORED_REFUSALS + 7,
    )


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=30))
def test_pouring_conserves_count_and_sum(tmp_path_factory, amounts):
    folder = tmp_path_factory.mktemp("poured")
    lines = [f"V{n};2019-01-02;bas;3100;x;{ore / 100:.2f}".replace(".", ",") for n, ore in enumerate(amounts)]
    drop(folder, "ledger.csv", "\n".join([HEADERS["ledger"], *lines]))
    into = poured(place(folder, "ledger"), folder)
    assert (into.rows_in, into.ore_in, sum(row[-1] for row in rows_of(into))) == (len(amounts), *[sum(amounts)] * 2)


def test_in_is_used_and_refused(tmp_path):
    budget = read_csv(tmp_path, "budget", ROW, ROW.replace("01", "13"), ROW.replace("bas", "drift"))
    assert (budget.rows_in, budget.rows_refused) == (3, 1)
    assert balances(budget)
    assert balances(budget.refused_whole())
