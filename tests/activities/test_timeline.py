"""The timeline: bars stand where their dates are, a late one goes on to today, and every date is said in words."""

import re

import pandas as pd
import pytest

from dashboard.activities import months, rows, timeline
from dashboard.activities.timeline import MOST_ROWS, Scale
from tests.activities.reported import plain, seen, view

TODAY, DUE = pd.Timestamp(2019, 5, 31), pd.Timestamp(2019, 6, 12)

REPORTS = """
period  activity_id status   department_id start_date end_date   end_date_moved_count
2019-03 late        on_track it            2019-03-01 2019-03-31 0
2019-05 late        on_track it            2019-03-01 2019-04-30 1  # moved once, and 31 days late
2019-05 coming      on_track it            2019-05-01 2019-06-30 0
2019-05 ready       done     it            2019-03-01 2019-04-30 0  # the same end, but done: not late
2019-05 undated     unknown  stab          -          -          0
"""


def drawn(text: str = REPORTS) -> str:
    month = view("2019-05", text)
    shown = timeline.ordered(rows.published(month)).head(MOST_ROWS)
    ends = months.ends_told(months.history(month, shown))
    return plain(timeline.timeline(month, shown, ends, TODAY, DUE))


def bars(html: str, title: str) -> dict[str, list[float]]:
    """Kind -> left end, and width where it has one, in per cent."""
    item = next(item for item in re.findall(r"<li>(.*?)</li>", html) if f">{title}</a>" in item)
    found = re.findall(r'<span class="(\w+)" style="left:([\d.]+)%(?:;width:([\d.]+)%)?"', item)
    return {kind: [float(number) for number in numbers if number] for kind, *numbers in found}


DAYS = 31 + 30 + 31 + 30 + 31
"""From March, when the first one begins, to July: June's last bar ends the scale without room for its words."""


def test_the_scale_is_whole_months_around_every_date_and_room_for_the_last_words() -> None:
    shown = rows.published(view("2019-05", REPORTS))
    across = timeline.scale(shown, {}, TODAY, DUE)
    assert (across.first, across.last) == (pd.Timestamp(2019, 3, 1), pd.Timestamp(2019, 7, 31))


@pytest.mark.parametrize(
    ("today", "deadline", "first", "last"),
    [
        ("2019-05-31", None, "2019-03-01", "2019-07-31"),
        ("2019-05-31", "2019-09-15", "2019-03-01", "2019-10-31"),  # 198 days and 18 % of them: 20 October
        ("2019-02-28", None, "2019-02-01", "2019-07-31"),
    ],
)
def test_today_and_the_deadline_are_always_on_it(today: str, deadline: str | None, first: str, last: str) -> None:
    shown = rows.published(view("2019-05", REPORTS))
    across = timeline.scale(shown, {}, pd.Timestamp(today), pd.Timestamp(deadline) if deadline else None)
    assert (f"{across.first:%Y-%m-%d}", f"{across.last:%Y-%m-%d}") == (first, last)


def test_an_earlier_end_date_is_on_it_too() -> None:
    """Else its mark would stand at the edge, as if it had been another day."""
    shown = rows.published(view("2019-05", REPORTS))
    across = timeline.scale(shown, {"late": [pd.Timestamp(2018, 12, 31), pd.Timestamp(2019, 4, 30)]}, TODAY, DUE)
    assert across.first == pd.Timestamp(2018, 12, 1)


def test_a_day_stands_where_it_ends_and_what_lies_outside_at_the_edge() -> None:
    april = Scale(pd.Timestamp(2019, 4, 1), pd.Timestamp(2019, 4, 30))
    days = ["2019-03-31", "2019-04-01", "2019-04-15", "2019-04-30", "2019-05-20"]
    assert [april.at(pd.Timestamp(day)) for day in days] == [0, round(100 / 30, 3), 50, 100, 100]


def test_a_bar_goes_from_its_start_to_its_end() -> None:
    left, width = bars(drawn(), "coming")["planned"]
    assert left == pytest.approx(100 * (31 + 30) / DAYS, abs=0.001)  # it begins as April ends
    assert width == pytest.approx(100 * (31 + 30) / DAYS, abs=0.002)  # May and June
    assert set(bars(drawn(), "coming")) == {"planned", "date"}


def test_a_late_one_goes_on_to_today() -> None:
    late = bars(drawn(), "late")
    left, width = late["overdue"]
    assert left == pytest.approx(100 * (31 + 30) / DAYS, abs=0.001)  # the end of April
    assert width == pytest.approx(100 * 31 / DAYS, abs=0.002)  # the whole of May
    assert late["date"][0] == pytest.approx(left + width, abs=0.002)  # the words stand after it


def test_what_is_done_is_not_late() -> None:
    assert set(bars(drawn(), "ready")) == {"closed", "date"}


def test_an_earlier_end_date_is_a_ghost() -> None:
    assert bars(drawn(), "late")["ghost"] == [pytest.approx(100 * 31 / DAYS, abs=0.001)]


def test_without_an_end_date_there_is_no_bar_but_a_word() -> None:
    assert bars(drawn(), "undated") == {}
    assert '<span class="none">inget slutdatum</span>' in drawn()


def test_the_dates_are_said_for_those_who_cannot_see_the_bars() -> None:
    words = re.findall(r'class="unseen">: (.*?)</span>', drawn())
    assert words == [
        "följer planeringen, slutdatum 2019-04-30, 31 dagar sen, tidigare 2019-03-31",
        "klar, slutdatum 2019-04-30",
        "följer planeringen, slutdatum 2019-06-30",
        "status okänd, inget slutdatum",
    ]


def test_each_department_has_its_list_and_counts_it() -> None:
    assert re.findall("<h3>(.*?)</h3>", drawn()) == ["IT · 3", "Stab · 1"]


def test_a_date_of_another_year_carries_its_year() -> None:
    html = drawn(
        """
        period  activity_id end_date
        2019-05 now         2019-06-30
        2019-05 before      2018-12-31
        2019-05 after       2020-01-31
        """
    )
    assert sorted(re.findall(r'class="date"[^>]*>(.*?)</span>', html)) == [
        "30/6",
        "31/1 2020",
        "31/12 2018, 151 dgr sen",
    ]


def test_the_months_of_another_year_carry_it_too() -> None:
    html = drawn("period activity_id end_date\n2019-05 a1 2020-02-29")
    ticks = re.findall(r'class="tick"[^>]*>(.*?)</span>', html)
    assert ticks[0] == "maj 2019"
    assert "jan 2020" in ticks
    assert "feb" in ticks


def test_today_and_the_deadline_are_lines_with_their_dates() -> None:
    assert re.findall(r"<b>(.*?)</b>", drawn()) == ["i dag 31/5", "rapportdag 12/6"]


def test_no_more_than_three_hundred_are_drawn() -> None:
    many = "period activity_id end_date\n" + "\n".join(f"2019-05 a{number:03d} 2019-06-30" for number in range(301))
    assert drawn(many).count("<li>") == 300


def test_the_title_counts_what_is_late_moved_and_undated() -> None:
    shown = seen("2019-05", REPORTS).rows
    assert plain(timeline.headline(shown, TODAY)) == (
        "I dag är månadens sista dag, 2019-05-31. 1 har passerat slutdatum, 1 har fått det flyttat. "
        "1 har inget slutdatum i rapporten."
    )
