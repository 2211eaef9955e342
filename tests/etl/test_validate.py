"""Rules that need more than one row, on datasets small enough to read."""

import pandas as pd
import pytest
from worked import dataset

from data.datasets import BY_NAME
from etl.checking import validate
from etl.config import Alarms
from etl.errors import RunFailed
from etl.sources.extract import Extract, Origin, settled

MAY = pd.Timestamp(2019, 5, 1)
RING = [(10, "parent_id", "cycle"), (11, "parent_id", "cycle")]
LINES = "year line_id name parent_id kind sort_order department_id\n"


def extract(name: str, text: str) -> Extract:
    frame = dataset(name, text)
    origins = tuple(Origin("källan", 10 + place) for place in range(len(frame)))
    return Extract(BY_NAME[name], frame, origins, "källan", "read", rows_in=len(frame))


def refused(found: Extract) -> list[tuple[int, str, str]]:
    return [(each.row_number, each.column, each.rule) for each in found.refusals]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("2019 a A - sum 1 -\n2019 b B a item 2 -", []),
        ("2019 a A a sum 1 -\n2019 b B a item 2 -", [(10, "parent_id", "own_parent")]),
        ("2019 a A x sum 1 -\n2019 b B a item 2 -", [(10, "parent_id", "unknown_parent")]),
        ("2019 a A - sum 1 -\n2018 b B a item 2 -", [(11, "parent_id", "unknown_parent")]),  # another year's tree
        ("2019 a A b sum 1 -\n2019 b B a sum 2 -", RING),
        ("2019 a A b sum 1 -\n2019 b B a sum 2 -\n2019 c C a item 3 -", RING),  # who hangs on it is told no fault
    ],
)
def test_a_tree_has_a_top_and_no_ring(rows, expected):
    found = validate.sound_tree(extract("budget_line", LINES + rows), "line_id", ("year",))
    assert refused(found) == expected
    assert found.rows_in == found.rows_used + found.rows_refused


def test_what_breaks_a_table_stops_the_run_with_all_of_it():
    rings = extract("budget_line", LINES + "2019 a A b sum 1 -\n2019 b B a sum 2 -\n2019 c C x item 3 -")
    with pytest.raises(RunFailed) as stopped:
        settled({"budget_line": validate.sound_tree(rings, "line_id", ("year",))}, Alarms())
    assert len(stopped.value.problems) == 3
    assert "källan, rad 12, kolumn parent_id: " in " ".join(stopped.value.problems)
    assert all("Körningen stannar." in problem for problem in stopped.value.problems)


def test_a_report_from_the_future_is_refused_and_this_months_is_not():
    made = "reported_period line_id forecast_year_sek comment\n2019-05 bas 1 -\n2019-06 bas 2 -"
    found = validate.not_ahead(extract("forecast", made), MAY)
    assert refused(found) == [(11, "reported_period", "future")]
    assert found.sum_refused == 2


def test_open_months_may_lie_ahead_but_not_closed_ones():
    months = "period status closed_on\n2019-05 closed -\n2019-06 open -\n2019-07 closed -"
    assert refused(validate.not_closed_ahead(extract("period_status", months), MAY)) == [(12, "period", "future")]


@pytest.mark.parametrize(("bad", "stops"), [(2, False), (3, True)])
def test_more_refused_rows_than_the_limit_break_the_table(bad, stops):
    activities = extract("calendar", "date event audience\n" + "\n".join(f"2019-01-{n + 10} e -" for n in range(10)))
    some = activities.without(list(range(bad)), "event", "type")
    if stops:
        with pytest.raises(RunFailed, match=r"3 av 10 rader är avvisade, fler än 20 procent \(checks.refused_percent"):
            settled({"calendar": some}, Alarms(refused_percent=20))
    else:
        assert settled({"calendar": some}, Alarms(refused_percent=20))["calendar"].rows_used == 8


HR = "period department_id gender age_band headcount_permanent leavers contracted_hours sick_hours sick_hours_60_plus\n"


def test_staff_of_a_unit_that_was_reorganised_is_not_refused():
    extracts = {name: extract(name, " ".join(each.names)) for name, each in BY_NAME.items()}
    extracts["department"] = extract("department", "department_id name parent_id\na A -")
    extracts["hr_month"] = extract("hr_month", HR + "2019-01 a K -29 9 0 9 0 0\n2019-01 old K -29 9 0 9 0 0")
    alone = [(11, "department_id", "unknown_department")]
    assert refused(validate.validated(extracts, MAY)["hr_month"]) == alone
    assert refused(validate.validated(extracts, MAY, {"old": "a"})["hr_month"]) == []
