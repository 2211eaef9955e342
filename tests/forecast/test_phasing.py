"""Phasing or real: how a deviation to date is told and drawn."""

import pytest
from given import about, plain, view

from dashboard.forecast import phasing

RESULTS = """
period  line_id actual budget phased
2019-08 bidrag  201    200    0
2019-08 drift   -84    -88    -
2019-08 bas     -95    -104   6.5
2019-08 totalt  22     8      5.5
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("bas", "Avvikelsen januari–augusti 2019 är +9,0 mnkr: +6,5 av periodiseringen och +2,5 därutöver"),
        # a sum is divided by its own incomes and costs, so 5.5 need not be 0 + 6.5
        ("totalt", "Avvikelsen januari–augusti 2019 är +14,0 mnkr: +5,5 av periodiseringen och +8,5 därutöver"),
        ("bidrag", "Avvikelsen januari–augusti 2019 är +1,0 mnkr, och inget av den kommer av periodiseringen"),
        (
            "drift",
            "Avvikelsen januari–augusti 2019 är +4,0 mnkr; den går inte att dela upp, för inget tidigare år är "
            "jämförbart",
        ),
    ],
)
def test_the_sentence(line: str, expected: str) -> None:
    seen = view("2019-08", results=RESULTS)
    assert plain(phasing.sentence(about(seen, line), seen.period)) == expected


def test_a_part_of_a_sum_is_not_divided() -> None:
    seen = view("2019-08", results=RESULTS, department="stab")
    told = plain(phasing.sentence(about(seen, "totalt"), seen.period))
    assert told == "Avvikelsen januari–augusti 2019 är +10,0 mnkr; en del av en summa delas inte upp"


def test_without_a_budget_there_is_nothing_to_divide() -> None:
    seen = view("2018-08", results="period line_id actual\n2018-08 drift -84\n")
    assert phasing.sentence(about(seen, "drift"), seen.period) == "Drift har ingen avvikelse att dela upp"


def test_the_rows_of_the_picture_are_those_that_can_be_divided_and_the_sum_is_last() -> None:
    seen = view("2019-08", results=RESULTS)
    found = phasing.bars(seen, about(seen, "totalt"))
    assert list(found["label"]) == ["Kontoret Bas", "Bidrag", "Totalt kontoret"]
    parts = found["deviation_phasing_sek"] + found["deviation_real_sek"]
    assert parts.tolist() == found["deviation_ytd_sek"].tolist() == [9, 1, 14]
