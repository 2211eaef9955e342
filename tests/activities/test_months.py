"""Status over time: a cell per report, the end dates that replaced each other, and sums that lose nobody."""

import re

import pandas as pd
import pytest

from dashboard.activities import months, rows
from dashboard.view import View
from tests.activities.reported import plain, view

FEB, MARCH, MAY = (pd.Timestamp(2019, month, 1) for month in (2, 3, 5))

REPORTS = """
period  activity_id status    department_id assignment_id end_date
2019-02 a1          on_track  it            u1            2019-03-31
2019-02 a2          on_track  stab          u2            2019-12-31
2019-03 a1          at_risk   it            u1            2019-06-30  # moved
2019-05 a1          off_track it            u1            2019-09-30  # moved again; April has no report
2019-05 a2          on_track  stab          u2            2019-12-31  # was not in March's report
2019-05 a3          unknown   -             -             -           # new in May
2019-06 a1          done      it            u1            2019-09-30  # later than the month that is looked at
2019-02 gone        paused    it            u1            -           # not in May's report
"""
ASSIGNMENTS = """
period  assignment_id title focus_area
2019-05 u1            Resa  Närhet
2019-05 u2            Miljö Framtid
"""


@pytest.fixture
def may() -> View:
    return view("2019-05", REPORTS, assignments=ASSIGNMENTS)


def told(seen: View) -> pd.DataFrame:
    return months.history(seen, rows.published(seen))


def table(seen: View) -> dict[str, list[str]]:
    """Title -> the words of its cells."""
    html = months.activity_table(seen, rows.published(seen), told(seen), "Status")
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", html)[1:]:
        head, *cells = [re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
        found[head] = cells
    return found


def test_a_cell_says_the_status_of_its_report(may: View) -> None:
    cells = table(may)
    assert cells["a1"][:3] == ["▶ följer", "● farhåga", "! följer ej"]
    assert cells["a2"][:3] == ["▶ följer", "ej med", "▶ följer"]
    assert cells["a3"][:3] == ["ej med", "ej med", "? okänd"]
    assert "gone" not in cells  # the month does not have it


def test_only_months_with_a_report_up_to_the_chosen_one_are_columns(may: View) -> None:
    html = months.activity_table(may, rows.published(may), told(may), "Status")
    assert re.findall(r'<th scope="col">(.*?)</th>', html) == [
        "Aktivitet",
        "feb<br>2019",
        "mars<br>2019",
        "maj<br>2019",
        "Slutdatum och flyttar",
    ]


def test_a_report_that_is_printed_is_marked_and_one_that_is_partly_so_is_not() -> None:
    mixed = view(
        "2019-05",
        """
        period  activity_id provenance
        2019-04 a1          published
        2019-04 a2          published
        2019-05 a1          published
        2019-05 a2          simulated
        """,
    )
    assert months.headings(told(mixed)) == ["apr<br>2019 ◆", "maj<br>2019"]


def test_months_are_shortened_as_swedes_do_it() -> None:
    every = view("2019-12", "period activity_id\n" + "\n".join(f"2019-{month:02d} a1" for month in range(1, 13)))
    words = "jan feb mars apr maj juni juli aug sep okt nov dec"
    assert months.headings(told(every)) == [f"{word}<br>2019" for word in words.split()]


def test_the_end_date_stands_after_those_it_replaced(may: View) -> None:
    cells = table(may)
    assert cells["a1"][-1] == "2019-03-31 → 2019-06-30 → 2019-09-30"
    assert cells["a2"][-1] == "2019-12-31"  # told twice, moved never
    assert cells["a3"][-1] == "–"
    html = months.activity_table(may, rows.published(may), told(may), "Status")
    assert "<s>2019-03-31</s>" in html
    assert "<s>2019-09-30</s>" not in html


def test_a_date_that_only_earlier_reports_have_is_not_the_months_own() -> None:
    """A printed month gives none: June's date is not August's, and no move is August's either."""
    printed = view(
        "2019-08",
        """
        period  activity_id end_date
        2018-11 older       2019-01-31
        2019-05 a1          2019-09-30
        2019-06 a1          2019-12-31
        2019-06 own         2019-10-31
        2019-08 a1          -
        2019-08 older       -
        2019-08 own         2019-12-31
        """,
    )
    cells = table(printed)
    assert cells["a1"][-1] == "– (senast känt 2019-12-31, juni)"
    assert cells["older"][-1] == "– (senast känt 2019-01-31, november 2018)"
    assert cells["own"][-1] == "2019-10-31 → 2019-12-31"


def test_a_report_without_the_date_does_not_make_it_move() -> None:
    gap = view(
        "2019-05",
        """
        period  activity_id end_date
        2019-03 a1          2019-09-30
        2019-04 a1          -
        2019-05 a1          2019-09-30
        """,
    )
    assert months.ends_told(told(gap)) == {"a1": [pd.Timestamp(2019, 9, 30)]}


def test_no_more_than_a_year_of_reports_stands_beside_each_other() -> None:
    every = [f"{year}-{month:02d} a1" for year in (2018, 2019) for month in range(1, 13)]
    long = view("2019-05", "period activity_id\n" + "\n".join(every))
    assert sorted(told(long)["period"]) == list(pd.date_range("2018-06-01", "2019-05-01", freq="MS"))


def test_the_sums_say_whom_they_count(may: View) -> None:
    """February had "gone" too."""
    assert plain(months.summed_caption(may, told(may), rows.published(may))) == (
        "Antal per status och rapport, februari 2019–maj 2019: de aktiviteter som är med i maj 2019 (3 aktiviteter)"
    )


@pytest.mark.parametrize("column", ["department", "focus_area"])
def test_the_sums_have_every_activity_of_every_report_once(may: View, column: str) -> None:
    groups = rows.published(may).set_index("activity_id")[column]
    counts = months.summed(told(may), groups)
    assert counts.groupby("period")["count"].sum().to_dict() == {FEB: 2, MARCH: 1, MAY: 3}


def test_who_has_no_department_is_summed_as_not_told(may: View) -> None:
    groups = rows.published(may).set_index("activity_id")["department"]
    html = plain(months.summed_table(months.summed(told(may), groups), "Avdelning", months.headings(told(may)), "S"))
    lines = {
        re.sub("<.*?>", "", head): re.findall(r"<td>(.*?)</td>", rest)
        for head, rest in re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
    }
    words = {head: [re.sub("<.*?>", "", cell) for cell in cells] for head, cells in lines.items()}
    assert words == {
        "IT": ["▶ 1 följer", "● 1 farhåga", "! 1 följer ej"],
        "Stab": ["▶ 1 följer", "–", "▶ 1 följer"],
        "anges inte": ["–", "–", "? 1 okänd"],
    }
