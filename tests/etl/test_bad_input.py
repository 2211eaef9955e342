"""Bad input that must be tried: each a clear sentence, nothing or only the good rows through, nothing lost."""

import os

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inbox import HEADERS, balances, drop, place, read, read_csv

from etl.config import Alarms
from etl.errors import RunFailed
from etl.sources import files
from etl.sources.extract import settled
from etl.sources.folder import Clock

BUDGET = HEADERS["budget"]
GOOD = "2019-01;bas;cost;-12,50"
NEXT = "kör igen"
UTF_16 = f"{BUDGET}\n{GOOD}\n".encode("utf-16")
MIXED = f"{BUDGET}\n2019-01;vård;cost;1\n".encode() + "2019-01;hälsa;cost;1\n".encode("cp1252")


FILES = [
    # content, what the sentence says: where, got, allowed, next
    ("", "budget.csv: filen är tom. Väntat: en rubrikrad och rader. Lägg dit en ny och kör igen."),
    (f"{BUDGET}\n", "budget.csv: filen har rubriker men inga rader. Lägg dit en hel fil och kör igen."),
    (f"{BUDGET}\n;;;\n \n", "filen har rubriker men inga rader"),
    (
        f"{BUDGET}\n{GOOD}\n".replace(";", "#"),
        "alla kolumner (prövade skiljetecken: semikolon, komma, tabb, lodstreck). Väntat: period, line_id, "
        "account_class, amount_sek. Ange källans namn under [datasets.budget.columns]",
    ),
    (
        f"Budget\n{BUDGET.replace('amount_sek', 'amuont_sek')}\n{GOOD}\n",
        'Närmast är rad 2: där saknas amount_sek. Menas amount_sek = "amuont_sek"? Ange källans namn under',
    ),
    ("period;line_id\n2019-01;bas\n", "Närmast är rad 1: där saknas account_class, amount_sek. Ange"),
    (f"{BUDGET.upper()}\n{GOOD}\n", 'Menas period = "PERIOD", line_id = "LINE_ID"'),
    (f"{BUDGET};amount_sek\n{GOOD};1\n", "kolumnen amount_sek finns 2 gånger i rubrikraden. Väntat: en gång. Ta bort"),
    (f"{BUDGET}\n{BUDGET.replace(';', ',')}\n{GOOD}\n", "både med semikolon och med komma som skiljetecken"),
    (f'{BUDGET}\n2019-01;"bas;cost;1\n', "budget.csv, efter rad 0: ett citattecken saknas eller står fel"),
    (UTF_16, 'filen är skriven i UTF-16. Väntat: UTF-8 eller Windows-1252. Spara filen som "CSV UTF-8"'),
    (UTF_16[2:], "filen är skriven i UTF-16"),
    (f"{BUDGET}\n2019-01;vård;cost;1\n2019-02;v".encode() + b"\xc3", "blandar UTF-8"),  # cut in the middle of a letter
    (MIXED, "filens tecken blandar UTF-8 och Windows-1252"),
    (f"{BUDGET}\n{GOOD}".encode() + b"\x81\xff\n", "är varken UTF-8 eller Windows-1252"),
    (b"PK\x03\x04" + bytes(100), "budget.csv: filen är en Excelfil med fel ändelse. Döp om den till .xlsx"),
]


@pytest.mark.parametrize(("content", "words"), FILES)
def test_a_file_that_cannot_be_read_stops_with_a_sentence(tmp_path, content, words):
    drop(tmp_path, "budget.csv", content)
    with pytest.raises(RunFailed) as caught:
        read(place(tmp_path, "budget"))
    assert words in str(caught.value)
    assert str(caught.value).startswith("budget.csv")
    assert NEXT in str(caught.value)


def test_a_file_that_is_not_there_is_told_with_those_that_are(tmp_path):
    for number in range(7):
        drop(tmp_path, f"Ledger_{number}.csv", "x")
    with pytest.raises(RunFailed) as caught:
        read(place(tmp_path, "budget", "Budget_*.xlsx"))
    assert str(caught.value) == (
        f"Budget_*.xlsx: ingen fil med det namnet i mappen {tmp_path.name}. Finns: Ledger_0.csv, Ledger_1.csv, "
        "Ledger_2.csv, Ledger_3.csv, Ledger_4.csv och 2 till. "
        "Lägg dit filen eller rätta file under [datasets.budget], och kör igen."
    )


def test_a_folder_that_has_gone_is_told(tmp_path):
    with pytest.raises(RunFailed, match=r"borta: filen eller mappen kan inte läsas \(No such file or directory\)"):
        read(place(tmp_path / "borta", "budget"))


@pytest.mark.parametrize("name", ["budget.xls", "budget.ods", "budget"])
def test_a_kind_of_file_that_is_not_read_names_those_that_are(tmp_path, name):
    drop(tmp_path, name, "x")
    with pytest.raises(RunFailed, match=r"läses inte\. Tillåtet: \.csv, \.txt, \.xlsx, \.xlsm\. Spara om filen"):
        read(place(tmp_path, "budget", name))


def test_the_same_content_twice_would_count_twice(tmp_path):
    for name in ("Budget_1.csv", "Budget_2.csv"):
        drop(tmp_path, name, f"{BUDGET}\n{GOOD}\n")
    with pytest.raises(RunFailed) as caught:
        read(place(tmp_path, "budget", "Budget_*.csv"))
    assert "Budget_2.csv: filen har samma innehåll som Budget_1.csv och skulle räknas två gånger" in str(caught.value)
    assert NEXT in str(caught.value)


@pytest.mark.parametrize("name", ["budget.csv", "budget.xlsx"])
def test_two_gigabytes_by_mistake_are_never_opened(tmp_path, name, monkeypatch):
    file = tmp_path / name
    with file.open("wb") as opened:
        opened.truncate(2 * 2**30)
    monkeypatch.setattr(type(file), "open", lambda *_: pytest.fail("opened"))
    clock = Clock(sleep=lambda _: pytest.fail("waited for"))
    with pytest.raises(RunFailed, match=rf"{name}: filen är 2048 MB\. Tillåtet: max_file_mb = 200\. Är det rätt fil"):
        files.read(place(tmp_path, "budget", name, quiet_seconds=10), clock)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hej", "budget.xlsx: filen är skadad eller ingen Excelfil. Öppna den i Excel"),
        (b"PK\x03\x04" + bytes(100), "filen är skadad"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
            "lösenord eller är sparad i ett äldre format. Spara den utan",
        ),
        ([], "ingen rubrikrad"),
        ([["period", "line_id", "account_class", "summa"]], "Närmast är rad 1: där saknas amount_sek"),
        ([BUDGET.split(";")], "budget.xlsx, blad Blad1: filen har rubriker men inga rader"),
        ([[*BUDGET.split(";"), "period"]], "kolumnen period finns 2 gånger"),
    ],
)
def test_a_workbook_that_cannot_be_read_stops_with_a_sentence(tmp_path, content, words):
    drop(tmp_path, "budget.xlsx", content)
    with pytest.raises(RunFailed) as caught:
        read(place(tmp_path, "budget", "budget.xlsx"))
    assert words in str(caught.value)
    assert NEXT in str(caught.value)


BUDGET_ROWS = [
    ("2019-01;bas;cost;12O0", "amount_sek", '"12O0" är inte ett belopp (bokstaven O?). Väntat: ett tal'),
    ("2019-01;bas;cost;1,234", "amount_sek", '"1,234" kan läsas på flera sätt (1234 eller 1,234). Ange decimal'),
    ("2019-01;bas;cost;1.5", "amount_sek", "(kolumnens tidigare tal har komma som decimaltecken)"),
    ("2019-01;bas;cost;", "amount_sek", "cellen är tom. Väntat: ett belopp."),
    ("2019-01;bas;cost;nan", "amount_sek", '"nan" är inte ett belopp'),
    (f"2019-01;bas;cost;{'9' * 20}", "amount_sek", "är för stort för att räknas exakt"),
    ("2019-02-30;bas;cost;1", "period", '"2019-02-30" är inte en månad. Väntat: ÅÅÅÅ-MM.'),
    ("43500;bas;cost;1", "period", "(ser ut som Excels datumnummer för 2019-02-04; formatera cellen som datum)"),
    ("2019-01;b\0as;cost;1", "line_id", '"b\\x00as" har styrtecken eller osynliga tecken. Väntat: text.'),
    ("2019-01;b\u0430s;cost;1", "line_id", "har en bokstav som inte är latinsk (tecken 2, \u0430, är CYRILLIC SMALL"),
    ("2019-01;bas;cost;1;2", "period", "raden har 5 celler, rubriken har 4. Väntat: lika många. En cell med"),
    ("2019-01;bas;cost", "period", "raden har 3 celler, rubriken har 4"),
]


@pytest.mark.parametrize(("row", "column", "words"), BUDGET_ROWS)
def test_one_bad_cell_refuses_a_money_dataset_and_is_named(tmp_path, row, column, words):
    budget = read_csv(tmp_path, "budget", GOOD, row)
    [refusal] = budget.refusals
    assert refusal.message.startswith(f"budget.csv, rad 3, kolumn {column}: ")
    assert words in refusal.message
    assert refusal.message.endswith("Hela datamängden är avvisad. Rätta i källan och kör igen.")
    assert balances(budget)
    whole = settled({"budget": budget}, Alarms())["budget"]
    assert (whole.status, whole.rows_used, whole.rows_refused) == ("refused", 0, 2)
    assert balances(whole)


def test_a_decimal_comma_in_a_comma_separated_file_is_a_row_with_too_many_cells(tmp_path):
    drop(tmp_path, "budget.csv", f"{BUDGET}\n2019-01;bas;cost;-12,50\n".replace(";", ","))
    [refusal] = read(place(tmp_path, "budget")).refusals
    assert refusal.message == (
        "budget.csv, rad 2, kolumn period: raden har 5 celler, rubriken har 4. Väntat: lika många. En cell med "
        "skiljetecknet i, som ett decimalkomma, citeras. Hela datamängden är avvisad. Rätta i källan och kör igen."
    )


def activity(number, title="Ett", status="done", end="2019-06-30", comment=""):
    return f"2019-01;a{number};;{title};activity;;{status};;{end};{comment}"


ACTIVITIES = [
    (activity(2, end="2019-02-30"), "end_date", '"2019-02-30" är inte ett datum. Väntat: ÅÅÅÅ-MM-DD.'),
    (activity(2, end="30/02/2019"), "end_date", '"30/02/2019" är inte ett datum'),
    (activity(2, end="43500"), "end_date", "ser ut som Excels datumnummer för 2019-02-04"),
    (activity(2, comment="x" * 100_000), "comment", "värdet är längre än 20 000 tecken."),
    (activity(2, comment="a\0b"), "comment", "värdet har styrtecken"),
    (activity(2, title="\u0412\u0430rd"), "title", "har en bokstav som inte är latinsk (tecken 1, \u0412, är CYRILLIC"),
    (activity(2, title=""), "title", "cellen är tom."),
]


@pytest.mark.parametrize(("row", "column", "words"), ACTIVITIES)
def test_a_bad_activity_is_refused_alone_and_the_good_ones_stay(tmp_path, row, column, words):
    read_in = read_csv(tmp_path, "activity", activity(1), row, activity(3))
    [refusal] = read_in.refusals
    assert refusal.message.startswith(f"activity.csv, rad 3, kolumn {column}: ")
    assert words in refusal.message
    assert refusal.message.endswith("Raden är inte inläst. Rätta i källan och kör igen.")
    assert len(refusal.message) < 400
    assert read_in.frame["activity_id"].tolist() == ["a1", "a3"]
    assert balances(read_in)


def test_an_unknown_symbol_is_unknown_and_counted_not_refused(tmp_path):
    read_in = read_csv(tmp_path, "activity", activity(1, status="☼"), activity(2, status=""), activity(3, status="☼"))
    assert read_in.frame["status"].tolist() == ["unknown"] * 3
    assert read_in.unknown == {"status": {"☼": 2, "": 1}}


@pytest.mark.parametrize("comment", ["=cmd|' /C calc'!A0", '=HYPERLINK(""http://x"")', "@SUM(1)", "+1", "-1"])
def test_a_comment_that_looks_like_a_formula_comes_through_as_text(tmp_path, comment):
    read_in = read_csv(tmp_path, "activity", activity(1, comment=f'"{comment}"'))
    assert read_in.frame["comment"].tolist() == [comment.replace('""', '"')]


def test_a_comment_that_looks_like_a_formula_is_text_in_a_workbook_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADERS["activity"].split(";"))
    book.active.append(["2019-01", "a1", None, "Ett", "activity", None, "done", None, None, "=cmd|' /C calc'!A0"])
    book.active["J2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    assert read(place(tmp_path, "activity", "a.xlsx")).frame["comment"].tolist() == ["=cmd|' /C calc'!A0"]


TREES = [
    (["hk;Kontor;", "hk;Kontor;"], "duplicate", "ger samma nyckel som en tidigare rad."),
    (["hk;Kontor;", "hk;Annat;"], "two_names", "samma nyckel som en tidigare rad, men med ett annat namn"),
]


@pytest.mark.parametrize(("rows", "rule", "words"), TREES)
def test_a_broken_table_stops_the_run(tmp_path, rows, rule, words):
    department = read_csv(tmp_path, "department", *rows)
    assert [r.rule for r in department.refusals] == [rule]
    assert balances(department)
    with pytest.raises(RunFailed, match=f"department.csv, rad 3, .*{words}.*Körningen stannar"):
        settled({"department": department}, Alarms())


def valid_budget() -> str:
    rows = (f"2019-{n % 12 + 1:02d};line{n // 12};cost;{'-' if n % 2 else ''}{n},{n:02d}" for n in range(30))
    return "\r\n".join([f"Budget {BUDGET}", BUDGET, *rows, ""])


DAMAGES = ['"', ";", ",", "\n", "\0", "\ufeff", "Ä", "(", "1,234", ";;;;\n", "\r"]
DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 900),
        st.integers(0, 3),
        st.one_of(
            st.sampled_from(['"', ";", ",", "\n", "\0", "\ufeff", "Ä", "(", "1,234", ";;;;\n", "\r"]),
            st.text(max_size=5),
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(DAMAGE, st.sampled_from(["utf-8", "cp1252"]), st.binary(max_size=2))
def test_no_damage_gets_past_the_balance(tmp_path_factory, damage, encoding, tail):
    folder = tmp_path_factory.getbasetemp()
    text = valid_budget()
    for at, cut, new in damage:
        text = text[:at] + new + text[at + cut :]
    drop(folder, "budget.csv", text.encode(encoding, "replace") + tail)
    try:
        budget = read(place(folder, "budget"))
    except RunFailed as failed:
        assert str(failed).startswith("budget.csv")
        return
    assert balances(budget)
    assert balances(settled_or_same(budget))
    assert bool(budget.rows_refused) == bool(budget.refusals)


def settled_or_same(budget):
    try:
        return settled({"budget": budget}, Alarms())["budget"]
    except RunFailed:
        return budget


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 255)), min_size=1, max_size=8), st.integers(0, 3000))
def test_a_damaged_workbook_is_a_sentence_or_balances(tmp_path_factory, bits, cut):
    folder = tmp_path_factory.getbasetemp()
    file = drop(folder, "budget.xlsx", [BUDGET.split(";"), *(["2019-01", f"line{n}", "cost", n] for n in range(20))])
    data = bytearray(file.read_bytes())
    for at, byte in bits:
        data[at % len(data)] = byte
    file.write_bytes(data[: len(data) - cut] if cut % 3 == 0 else data)
    os.utime(file, (0, 0))
    try:
        assert balances(read(place(folder, "budget", "budget.xlsx")))
    except RunFailed as failed:
        assert NEXT in str(failed)
