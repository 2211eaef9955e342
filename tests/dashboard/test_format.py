"""One value -> Swedish text: a table of pairs. "_" stands for the no-break space."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from dashboard import format as sv

NIGHT = datetime(2026, 11, 21, 2, 10, tzinfo=UTC)


def spaced(text: str) -> str:
    return text.replace("_", "\u00a0")


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "expected"),
    [
        (1234.5, 1, False, "1_234,5"),
        (1234567, 0, False, "1_234_567"),
        (-7040.9, 1, False, "−7_040,9"),
        (23.04, 1, True, "+23,0"),
        (-14.66, 1, True, "−14,7"),
        (0.0, 1, True, "±0,0"),
        (-0.04, 1, False, "0,0"),  # a rounded zero has no minus
        (-0.04, 1, True, "±0,0"),
        (None, 1, False, "–"),
        (float("nan"), 1, True, "–"),
    ],
)
def test_number(value: float | None, decimals: int, signed: bool, expected: str) -> None:
    assert sv.number(value, decimals, signed) == spaced(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (sv.mnkr(24_487_000), "24,5"),
        (sv.mnkr(24_487_000, signed=True, unit=True), "+24,5_mnkr"),
        (sv.mnkr(None, unit=True), "–"),  # a missing amount has no unit
        (sv.deviation(-14_700_000), "−14,7"),
        (sv.percent(0.0235, 2), "2,35_%"),
        (sv.percent(None), "–"),
        (sv.percentage_points(-0.005), "−0,5_procentenheter"),
        (sv.kronor(-1_811_379.4, signed=True), "−1_811_379"),
        (sv.kronor(-147_502_344.0), "−147_502_344"),
        (sv.kronor(0.4, signed=True), "+0,40"),  # a small difference does not read as none
        (sv.kronor(-999.5), "−999,50"),
        (sv.kronor(0.0), "0"),
        (sv.kronor(None), "–"),
        (sv.printed("-7040.9"), "−7_040,9"),
        (sv.printed("22"), "22"),
        (sv.printed(None), "–"),
        (sv.plural(1, "rad", "rader"), "1_rad"),
        (sv.plural(195, "aktivitet", "aktiviteter"), "195_aktiviteter"),
        (sv.listing([]), ""),
        (sv.listing(["a"]), "a"),
        (sv.listing(["a", "b", "c"]), "a, b och c"),
    ],
)
def test_amounts_shares_and_counts(text: str, expected: str) -> None:
    assert text == spaced(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (sv.month(pd.Timestamp(2019, 8, 1)), "augusti 2019"),
        (sv.month_short(pd.Timestamp(2019, 6, 1)), "jun"),
        (sv.month_name(pd.Timestamp(2019, 5, 1)), "maj"),
        (sv.year_to_date(pd.Timestamp(2019, 8, 1)), "januari–augusti 2019"),
        (sv.year_to_date(pd.Timestamp(2019, 1, 1)), "januari 2019"),
        (sv.date(pd.Timestamp(2019, 8, 31)), "2019-08-31"),
        (sv.date(pd.NaT), "–"),
        (sv.moment(datetime(2026, 7, 1, 23, 10, tzinfo=UTC)), "2\u00a0juli\u00a02026 kl.\u00a001.10"),  # summer time
        (sv.moment(datetime(2026, 11, 22, 2, 10, tzinfo=UTC)), "22\u00a0nov.\u00a02026 kl.\u00a003.10"),
        (sv.day(datetime(2026, 7, 1, 23, 10, tzinfo=UTC)), "2 juli 2026"),
        (sv.days_ago(NIGHT, datetime(2026, 11, 21, 22, 59, tzinfo=UTC)), "i dag"),
        (sv.days_ago(NIGHT, datetime(2026, 11, 21, 23, 1, tzinfo=UTC)), "i går"),  # past midnight in Stockholm
        (sv.days_ago(NIGHT, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)), "för 3 dagar sedan"),
        (sv.days_ago(NIGHT, datetime(2026, 11, 1, 0, 0, tzinfo=UTC)), ""),  # a clock that is wrong says nothing
        (sv.text(""), "–"),
        (sv.text("Kommentar"), "Kommentar"),
    ],
)
def test_dates_and_texts(text: str, expected: str) -> None:
    assert text == expected


def test_the_swedish_alphabet_ends_in_three_letters_of_its_own() -> None:
    words = ["Örkelljunga", "Ängelholm", "Åstorp", "zoo", "Alingsås"]
    assert sorted(words, key=sv.alphabetical) == ["Alingsås", "zoo", "Åstorp", "Ängelholm", "Örkelljunga"]
