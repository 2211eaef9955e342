"""One cell: a value in its unit, or why there is none. A withheld value is never zero and never a bare dash."""

import pytest
from measured import plain, view

from dashboard.staff import cells, rows
from data.codes import NO_INDICATOR, WITHHELD
from data.indicators import STAFF

AUGUST = "2019-08"


def told(text: str, **manifest: int) -> str:
    """The cell of the one row that is written."""
    seen = view(AUGUST, text, **manifest)
    (row,) = rows.month_rows(seen).values()
    return plain(cells.cell(seen, row))


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("sick_leave_r12         0.02346 booked", "2,35 %"),
        ("sick_leave_r12         0.0235  published", "2,35 % ◆"),
        ("sick_leave_r12         0.03*   booked", "3 % *"),  # a small group: 3.0 would tell of its hours
        ("sick_leave_60_plus_r12 0.387   booked", "38,7 %"),
        ("headcount              442     booked", "442 personer"),
        ("full_time_equivalents  426.75  booked", "426,8 årsarbetare"),
        ("hme                    78.4    booked", "78,4"),
    ],
)
def test_a_value_has_its_unit_and_its_marks(row: str, cell: str) -> None:
    assert told(f"period indicator value from\n2019-08 {row}") == cell


REASONS = {
    "small": "10 eller färre",
    "protects": "dold för att skydda en mindre grupp",
    "middle": "grupp om 11–30",
    "unit_month": "visas bara för tolv månader",
    "coarser": "dold: nivån visas inte",
    "month_missing": "november 2017 saknas i underlaget",
    "short_history": "färre än tolv månader",
    "no_denominator": "inget att dela med",
}


def test_every_reason_of_the_contract_has_words() -> None:
    assert set(REASONS) == {*WITHHELD, *NO_INDICATOR}


@pytest.mark.parametrize(("reason", "cell"), REASONS.items())
def test_a_missing_value_says_why(reason: str, cell: str) -> None:
    assert told(f"period indicator reason missing\n2019-08 full_time_equivalents {reason} 2017-11") == cell


def test_the_number_of_employees_itself_is_told_as_its_interval() -> None:
    assert told("period indicator reason\n2019-08 headcount middle") == "11–30"


def test_a_survey_is_withheld_by_its_answers() -> None:
    assert told("period indicator reason\n2019-08 hme small") == "färre än 7 svar"


def test_the_limits_are_those_that_the_snapshot_was_made_with() -> None:
    stricter = {"withheld_limit": 20, "rounded_limit": 50, "answers_limit": 12}
    assert told("period indicator reason\n2019-08 sick_leave_r12 small", **stricter) == "20 eller färre"
    assert told("period indicator reason\n2019-08 headcount middle", **stricter) == "21–50"
    assert told("period indicator reason\n2019-08 osa small", **stricter) == "färre än 12 svar"


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        ("sick_leave_r12     0.0235 0.04 -   ", "inom mål (högst 4 %)"),
        ("staff_turnover_r12 0.1267 0.13 0.16", "inom mål (mål högst 13 %, gräns högst 16 %)"),
        ("staff_turnover_r12 0.14   0.13 0.16", "över mål (mål högst 13 %, gräns högst 16 %)"),
        ("staff_turnover_r12 0.17   0.13 0.16", "över gräns (mål högst 13 %, gräns högst 16 %)"),
        ("hme                74.9   75   70  ", "under mål (mål minst 75, gräns minst 70)"),
        ("hme                69.9   75   70  ", "under gräns (mål minst 75, gräns minst 70)"),
        ("hme                70     -    70  ", "inom gräns (minst 70)"),
        ("sick_leave_r12     0.04*  0.04 -   ", "kan inte avgöras i hela procent (högst 4 %)"),
        ("sick_leave_r12     0.03*  0.04 -   ", "inom mål (högst 4 %)"),
        ("sick_leave_r12     0.0235 -    -   ", ""),
        ("sick_leave_r12     -      0.04 -   ", ""),
        ("headcount          442    400  -   ", ""),  # neither way is better
    ],
)
def test_a_value_stands_by_the_way_that_is_better(row: str, stands: str) -> None:
    seen = view(AUGUST, f"period indicator value target limit\n2019-08 {row}")
    (found,) = rows.month_rows(seen).values()
    assert plain(rows.stands(found)) == stands


@pytest.mark.parametrize("indicator", STAFF, ids=lambda each: each.indicator_id)
def test_a_short_name_is_short(indicator) -> None:
    assert "rullande" not in rows.short_name(indicator.indicator_id)


def test_days_are_not_broken_at_the_dash() -> None:
    assert "(dag\u00a01\u2060–\u206014)" in rows.short_name("sick_leave_short_r12")
    assert "dag\u00a060" in rows.name("sick_leave_60_plus_r12")
