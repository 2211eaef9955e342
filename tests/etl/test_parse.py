"""Cells: what is read, exactly, and what is refused rather than guessed."""

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inbox import place

from etl.errors import BadCell
from etl.sources.numbers import written
from etl.sources.parse import RowParser, SourceRow, row_refusals

MIDNIGHT = dt.datetime(2019, 2, 1)  # noqa: DTZ001  a cell has no time zone
NBSP, NARROW, THIN, MINUS = "\u00a0", "\u202f", "\u2009", "\u2212"


def cell(dataset, column, value, folder=None, **settings):
    """(value, rule) of one cell."""
    parsed = RowParser(place(folder, dataset, **settings)).parse(SourceRow("fil", 1, {column: value}))
    return parsed.cells.get(column), parsed.broken.get(column, (None, ""))[1]


AMOUNTS = [
    ("1234,50", "1234.50"),
    ("1234.5", "1234.5"),
    ("-12", "-12"),
    (f"{MINUS}12", "-12"),
    ("(1 234,50)", "-1234.50"),
    ("( 12 )", "-12"),
    ("1 234 567", "1234567"),
    (f"1{NBSP}234,5", "1234.5"),
    (f"-1{NARROW}234.5", "-1234.5"),
    (f"1{THIN}234", "1234"),
    ("1.234,5", "1234.5"),
    ("1,234.5", "1234.5"),
    ("1.234.567", "1234567"),  # twice, so thousands
    ("1,234,567.89", "1234567.89"),
    ("1 234,567", "1234.567"),  # the space is the thousands', so the comma is not
    ("1234,567", "1234.567"),  # four digits are no group
    ("0,125", "0.125"),  # nor is a nought
    ("0", "0"),
    ("007", "7"),
]


@pytest.mark.parametrize(("text", "number"), AMOUNTS)
def test_a_number_is_read_exactly(text, number):
    assert written(text)[0] == Decimal(number)


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12,345", "(999.999)"])
def test_thousands_or_decimals_is_not_guessed_but_a_setting_decides(text):
    with pytest.raises(BadCell, match="ambiguous"):
        written(text)
    digits = text.strip("()").replace(",", "").replace(".", "")
    minus = "-" if text.startswith("(") else ""
    as_thousands, as_decimals = Decimal(minus + digits), Decimal(minus + digits) / 1000
    other = {",": ".", ".": ","}
    mark = "," if "," in text else "."
    assert written(text, mark)[0] == as_decimals
    assert written(text, other[mark])[0] == as_thousands


@pytest.mark.parametrize(
    "text",
    [
        "12O0",
        "--1",
        "-(1)",
        "(-1)",
        f"-{MINUS}1",
        "+1",
        "1-",
        "1 23",
        "12 34",
        "1 2345",
        "1 234 56",
        "1,23,456",
        "1.2.3",
    ]
    + ["1,234,5", "1 234.567,8", f"1 234{NBSP}567", "0 123", "12 kr", "5%", "1e3", "1E+03", "nan", "inf", "", "-", "()"]
    + [",5", "5,", "1'000", "١٢", "1_000", "0x10", "1" * 61],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        written(text)


@pytest.mark.parametrize(("text", "decimal"), [("1.5", ","), ("1,5", "."), ("1.234.5", ","), ("1,234.5", ",")])
def test_with_decimal_set_the_other_mark_only_parts_thousands(text, decimal):
    with pytest.raises(ValueError, match=r".*"):
        written(text, decimal)


def grouped(whole: int, gap: str) -> str:
    return f"{whole:,}".replace(",", gap)


@given(
    st.integers(-(10**13), 10**13),
    st.sampled_from(["", " ", NBSP, NARROW, THIN, ".", ","]),
    st.sampled_from([",", "."]),
    st.sampled_from(["-{}", MINUS + "{}", "({})", "( {} )"]),
    st.booleans(),
)
def test_any_amount_in_any_accepted_notation_comes_back_exactly(ore, gap, mark, minus, decimal_is_set):
    if gap == mark:
        return
    text = f"{grouped(abs(ore) // 100, gap)}{mark}{abs(ore) % 100:02d}"
    text = minus.format(text) if ore < 0 else text
    assert cell("budget", "amount_sek", text, decimal=mark if decimal_is_set else "") == (ore, "")


@given(st.text("0123456789., -()", min_size=1, max_size=14))
def test_nothing_that_can_be_read_in_two_ways_is_accepted(text):
    readings = set()
    for decimal in (",", "."):
        try:
            readings.add(written(text, decimal)[0])
        except (ValueError, BadCell):
            continue
    try:
        number = written(text)[0]
    except (ValueError, BadCell):
        return
    assert readings == {number}


@pytest.mark.parametrize(
    ("value", "ore"),
    [(12, 1200), (0.1, 10), (-0.03, -3), (3100.0, 310000), (Decimal("1.005"), 101), (1234.567, 123457)],
)
def test_a_number_of_the_source_is_taken_as_it_is(value, ore):
    assert cell("budget", "amount_sek", value) == (ore, "")


@pytest.mark.parametrize("value", [True, float("inf"), Decimal("NaN"), dt.date(2019, 1, 1)])
def test_a_native_value_that_is_no_number_is_refused(value):
    assert cell("budget", "amount_sek", value) == (None, "type")


@pytest.mark.parametrize("value", [10**30, "9" * 30, 2.0**60, "90 071 992 547 409,93"])
def test_an_amount_that_cannot_be_summed_exactly_is_refused(value):
    assert cell("budget", "amount_sek", value) == (None, "too_large")


def rules(dataset, column, *values, **settings):
    parser = RowParser(place(None, dataset, **settings))
    parsed = [parser.parse(SourceRow("fil", n, {column: value})) for n, value in enumerate(values)]
    return [each.broken.get(column, (None, ""))[1] for each in parsed]


def test_one_column_has_one_decimal_mark():
    assert rules("budget", "amount_sek", "12", "12,5", "1.234,5", "12.5", "1,234.5", "12,5") == [
        "",  # shows none
        "",
        "",
        "ambiguous",
        "ambiguous",
        "",
    ]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("year", "2019", 2019),
        ("year", 2019.0, 2019),
        ("year", "2 019", 2019),
        ("target", "0,125", 0.125),
        ("target", "  ", None),  # only spaces is empty
        ("target", NBSP, None),
        ("target", "\u200b", None),  # nor is what nobody can see a figure
    ],
)
def test_counts_and_shares_share_the_grammar(column, value, expected):
    assert cell("target", column, value) == (expected, "")


@pytest.mark.parametrize("value", ["2019,5", 2019.5, "2,019", "tjugo"])
def test_a_count_is_whole(value):
    assert cell("target", "year", value)[1] in ("type", "ambiguous")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), (1.0, True), ("JA", True), ("sant", True), ("yes", True), (False, False), ("nej", False)]
    + [("falskt", False), ("no", False)],
)
def test_flags(value, expected):
    assert cell("activity", "comment_expected", value) == (expected, "")


@pytest.mark.parametrize("value", ["", " ", NBSP, "\u200b", "\ufeff", f"{NBSP}\u2060 \u00ad", "\u2068\u2069"])
def test_a_comment_that_nobody_can_see_is_none(value):
    assert cell("activity", "comment", value) == (None, "")


def test_a_cross_is_no_flag():
    assert cell("activity", "comment_expected", "x") == (None, "type")


FEBRUARY = [
    ("2019-02", ""),
    ("2019-02-01", ""),
    ("2019-02-01 00:00:00", ""),
    (dt.date(2019, 2, 1), ""),
    (MIDNIGHT, ""),
    ("01/02/2019", "%d/%m/%Y"),
    ("201902", "%Y%m"),  # said by the settings, so not a guess
]


@pytest.mark.parametrize(("value", "date_format"), FEBRUARY)
def test_months(value, date_format):
    month, rule = cell("budget", "period", value, date_format=date_format)
    assert (f"{month:%Y-%m-%d}", rule) == ("2019-02-01", "")


@pytest.mark.parametrize("value", ["2019-13", "2019-02-15", "201902", 201902, 201902.0, 43497.0, "feb 2019", "٢٠١٩-٠٢"])
def test_what_is_no_month(value):
    assert cell("budget", "period", value) == (None, "type")


@pytest.mark.parametrize(
    ("value", "date_format"),
    [("2019-02-28", ""), (dt.date(2019, 2, 28), ""), (MIDNIGHT.replace(day=28), ""), ("28/2/2019", "%d/%m/%Y")]
    + [("2019-02-28T00:00:00", ""), ("2019-02-28", "%d/%m/%Y")],
)
def test_dates(value, date_format):
    assert f"{cell('activity', 'end_date', value, date_format=date_format)[0]:%Y-%m-%d}" == "2019-02-28"


@pytest.mark.parametrize("value", ["2019-02-30", "30/02/2019", "28/02/2019", 43500, 43500.0, "43500", "20190228"])
@pytest.mark.parametrize("date_format", ["", "%m/%d/%Y"])
def test_what_is_no_date(value, date_format):
    assert cell("activity", "end_date", value, date_format=date_format) == (None, "type")


def test_a_number_is_no_date_even_where_its_digits_fit_the_format():
    assert cell("activity", "end_date", 20190228, date_format="%Y%m%d") == (None, "type")


A_RING = "a\u030a"  # å as macOS writes it


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("line_id", " bas ", "bas"),
        ("line_id", 1010.0, "1010"),
        ("line_id", 1010, "1010"),
        ("line_id", f"v{A_RING}rd", "vård"),
        ("comment", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("comment", "rad\tett\nrad två", "rad\tett\nrad två"),
        ("comment", "Привет, αβγ och 👩\u200d⚕️", "Привет, αβγ och 👩\u200d⚕️"),
        ("comment", "x" * 20_000, "x" * 20_000),
    ],
)
def test_text_comes_through_as_text(column, value, expected):
    assert cell("forecast", column, value) == (expected, "")
    assert unicodedata.is_normalized("NFC", expected)


STRANGE_TEXT = [
    ("department_id", "ab\0c", "control_character"),
    ("department_id", "ab\tc", "control_character"),
    ("department_id", "ab\u200bc", "control_character"),  # an invisible space makes two ids of one
    ("department_id", "V\u0410RD", "lookalike"),  # Cyrillic A
    ("department_id", "ΑΒΓ", "lookalike"),
    ("department_id", 10.5, "type"),
    ("department_id", True, "type"),
    ("department_id", dt.date(2019, 1, 2), "type"),  # Excel's reading of 1-2
    ("name", "V\u0410RD", "lookalike"),
    ("name", "Vård i Αθήνα", ""),  # a whole word of another script is a name
    ("name", "µ-enheten, ﬁlial, Łódź", ""),
    ("name", "a\nb", "control_character"),
    ("name", "x" * 20_001, "too_long"),
]


@pytest.mark.parametrize(("column", "value", "rule"), STRANGE_TEXT)
def test_text_that_looks_like_other_text_is_refused(column, value, rule):
    assert cell("department", column, value)[1] == rule


@pytest.mark.parametrize("value", ["\u26a0", "\u26a0\ufe0f", " \u26a0\ufe0e ", "Försenad", f"Fo{chr(0x308)}rsenad"])
def test_the_settings_words_match_however_they_are_composed(value):
    words = {"status": {"\u26a0\ufe0f": "at_risk", "Försenad": "at_risk"}}
    assert cell("activity", "status", value, words=words) == ("at_risk", "")


def test_a_number_that_stands_for_a_code_matches_too():
    assert cell("activity", "status", 2.0, words={"status": {"2": "done"}}) == ("done", "")


def message(dataset, column, value, rule_settings=None, letters=None):
    parser = RowParser(place(None, dataset, **(rule_settings or {})))
    row = SourceRow("Budget_2026.xlsx, blad Drift", 17, {column: value}, letters=letters or {})
    [refusal] = row_refusals(parser.place.dataset, row, parser.parse(row))
    return refusal


SENTENCES = [
    ("budget", "amount_sek", "12 5OO", '"12 5OO" är inte ett belopp (bokstaven O?). Väntat: ett tal som 1234,50'),
    ("budget", "amount_sek", "l2", '"l2" är inte ett belopp (bokstaven l eller I?).'),
    ("budget", "amount_sek", "12 kr", "(valuta eller enhet hör inte hemma i cellen)"),
    ("budget", "amount_sek", "12 %", "(procenttecken)"),
    ("budget", "amount_sek", "1e3", "(grundpotensform; formatera cellen som tal)"),
    ("budget", "amount_sek", "Summa", "(en summarad? Ta bort den)"),
    ("budget", "amount_sek", "1,234", "kan läsas på flera sätt (1234 eller 1,234). Ange decimal = "),
    ("activity", "end_date", 43500.0, "Excels datumnummer för 2019-02-04; formatera cellen som datum"),
    ("activity", "end_date", "30/02/2019", '"30/02/2019" är inte ett datum. Väntat: ÅÅÅÅ-MM-DD.'),
    ("budget", "period", 201902, "(menas 2019-02?)"),
    ("department", "department_id", "V\u0410", "(tecken 2, \u0410, är CYRILLIC CAPITAL LETTER A)"),
    ("department", "department_id", "a\0b", '"a\\x00b" har styrtecken'),
]


@pytest.mark.parametrize(("dataset", "column", "value", "words"), SENTENCES)
def test_a_sentence_says_where_what_came_what_was_meant_and_what_to_do(dataset, column, value, words):
    said = message(dataset, column, value, letters={column: "C"}).message
    assert said.startswith(f"Budget_2026.xlsx, blad Drift, rad 17, kolumn {column} (cell C17): ")
    assert words in said
    assert said.endswith("Rätta i källan och kör igen.")


def test_the_other_decimal_mark_is_named():
    parser = RowParser(place(None, "budget"))
    parser.parse(SourceRow("fil", 1, {"amount_sek": "1,5"}))
    row = SourceRow("fil", 2, {"amount_sek": "1.5"})
    [refusal] = row_refusals(parser.place.dataset, row, parser.parse(row))
    assert "(kolumnens tidigare tal har komma som decimaltecken)" in refusal.message


@pytest.mark.parametrize(
    ("dataset", "column", "value"),
    [("hr_month", "sick_hours", "1,234"), ("hr_month", "department_id", "V\u0410"), ("forecast", "comment", "hej\0")],
)
def test_nothing_of_a_person_is_shown(dataset, column, value):
    refusal = message(dataset, column, value)
    assert refusal.value_shown is None
    assert value not in refusal.message
    assert "1234" not in refusal.message
    assert "CYRILLIC" not in refusal.message
