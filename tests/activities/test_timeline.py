"""The timeline: bars stand where their dates are, a late one goes on to today, and every date is said in words."""

import re

import pandas as pd
import pytest

from dashboard.activities import months, rows, timeline
from dashboard.activities.scale import Scale, scale
from dashboard.activities.timeline import MOST_ROWS
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


def drawn(text: str = REPORTS, deadline: pd.Timestamp | None = DUE) -> str:
    month = view("2019-05", text)
    shown = timeline.ordered(rows.published(month)).head(MOST_ROWS)
    ends = months.ends_told(months.history(month, shown))
    return plain(timeline.timeline(month, shown, ends, TODAY, deadline))


def bars(html: str, title: str) -> dict[str, list[float]]:
    """Kind -> left end, and width where it has one, in per cent."""
    item = next(item for item in re.findall(r"<li>(.*?)</li>", html) if f">{title}</a>" in item)
    found = re.findall(r'<span class="([\w ]+)" style="left:([\d.]+)%(?:;width:([\d.]+)%)?"', item)
    return {kind: [float(number) for number in numbers if number] for kind, *numbers in found}


DAYS = 31 + 30 + 31 + 30 + 31
"""From March, when the first one begins, to July: June's last bar ends the scale without room for its words."""


def test_the_scale_is_whole_months_around_every_date_and_room_for_the_last_words() -> None:
    shown = rows.published(view("2019-05", REPORTS))
    across = scale(shown, {}, TODAY, DUE)
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
    across = scale(shown, {}, pd.Timestamp(today), pd.Timestamp(deadline) if deadline else None)
    assert (f"{across.first:%Y-%m-%d}", f"{across.last:%Y-%m-%d}") == (first, last)


def test_an_earlier_end_date_is_on_it_too() -> None:
    """Else its mark would stand at the edge, as if it had been another day."""
    shown = rows.published(view("2019-05", REPORTS))
    across = scale(shown, {"late": [pd.Timestamp(2018, 12, 31), pd.Timestamp(2019, 4, 30)]}, TODAY, DUE)
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


def words_at(html: str, title: str) -> float:
    return bars(html, title)["date"][0]


def at(date: str, days: int = DAYS) -> object:
    """Where this day ends on a scale that begins in March."""
    return pytest.approx(100 * ((pd.Timestamp(date) - pd.Timestamp(2019, 3, 1)).days + 1) / days, abs=0.002)


def test_the_deadlines_line_does_not_cross_the_words() -> None:
    """Between the month's end and the deadline there is no room for a date: it stands after both lines."""
    html = drawn(REPORTS + "2019-05 between on_track it 2019-03-01 2019-06-05 0")
    assert words_at(html, "late") == at("2019-06-12")  # its bar goes on to the month's end
    assert words_at(html, "between") == at("2019-06-12")
    assert words_at(html, "ready") == at("2019-04-30")  # ends before both
    assert words_at(html, "coming") == at("2019-06-30")  # and after both


@pytest.mark.parametrize("deadline", [None, TODAY, pd.Timestamp(2019, 5, 20)])
def test_without_a_later_deadline_the_words_stand_after_the_bar(deadline: pd.Timestamp | None) -> None:
    assert words_at(drawn(deadline=deadline), "late") == at("2019-05-31")


def test_past_its_end_with_an_unknown_status_it_is_not_called_late() -> None:
    html = drawn("period activity_id status end_date\n2019-05 a1 unknown 2019-04-30\n2019-05 a2 at_risk 2019-05-30")
    assert set(bars(html, "a1")) == {"planned faded", "unsure", "date"}
    assert set(bars(html, "a2")) == {"planned faded", "overdue", "date"}
    assert re.findall(r'class="date"[^>]*>(.*?)</span>', html) == ["30/4, 31 dagar sedan", "30/5, 1 dag sen"]
    assert "status okänd, slutdatum 2019-04-30, 31 dagar sedan" in html


def test_a_bar_without_a_start_date_fades_in() -> None:
    html = drawn(
        """
        period  activity_id status   start_date end_date
        2019-05 told        on_track 2019-05-01 2019-06-30
        2019-05 untold      done     -          2019-06-30
        """
    )
    assert set(bars(html, "told")) == {"planned", "date"}
    assert bars(html, "untold")["closed faded"][0] == 0  # from the left edge


def test_what_is_done_is_not_late() -> None:
    assert set(bars(drawn(), "ready")) == {"closed", "date"}


def test_an_earlier_end_date_is_a_ghost() -> None:
    assert bars(drawn(), "late")["ghost"] == [pytest.approx(100 * 31 / DAYS, abs=0.001)]


@pytest.mark.parametrize(
    ("status", "first", "now", "kind"),
    [
        ("done", "2019-04-15", "2019-05-31", "ghost within"),  # inside the filled bar
        ("done", "2019-05-31", "2019-04-30", "ghost"),  # after it: the date was moved forward in time
        ("on_track", "2019-05-15", "2019-04-30", "ghost within"),  # inside what is late
        ("unknown", "2019-05-15", "2019-04-30", "ghost"),  # that part is only an outline
        ("on_track", "2019-04-15", "2019-06-30", "ghost"),
    ],
)
def test_an_earlier_end_date_is_seen_inside_a_filled_bar_too(status: str, first: str, now: str, kind: str) -> None:
    html = drawn(
        f"""
        period  activity_id status   start_date end_date
        2019-04 a1          on_track 2019-03-01 {first}
        2019-05 a1          {status} 2019-03-01 {now}
        """
    )
    assert [name for name in bars(html, "a1") if name.startswith("ghost")] == [kind]


def test_the_whole_title_is_told_where_it_is_cut() -> None:
    html = drawn("period activity_id title end_date\n2019-05 a1 Köp_&_sälj 2019-06-30")
    assert re.findall(r'title="(.*?)"', html) == ["Köp &amp; sälj"]


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
        "31/12 2018, 151 dagar sen",
    ]


def test_the_months_of_another_year_carry_it_too() -> None:
    html = drawn("period activity_id end_date\n2019-05 a1 2020-02-29")
    ticks = re.findall(r'class="tick"[^>]*>(.*?)</span>', html)
    assert ticks[0] == "maj<br>2019"


def test_in_a_narrow_window_every_second_month_is_spared_but_none_with_a_year() -> None:
    """Swedes write mars, juni and juli whole."""
    html = drawn("period activity_id start_date end_date\n2019-05 a1 2019-04-01 2020-01-10")
    ticks = re.findall(r'class="(tick[ \w]*)"[^>]*>(.*?)</span>', html)
    words = "apr<br>2019 maj juni juli aug sep okt nov dec jan<br>2020 feb mars"
    assert [name for _, name in ticks] == words.split()
    assert [name for kind, name in ticks if kind == "tick spare"] == ["maj", "juli", "sep", "nov", "feb"]


def labels(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="([\w ]+)" style="left:[\d.]+%"><b>(.*?)</b>', html)


def test_the_months_end_and_the_deadline_are_lines_with_their_dates_in_the_axis() -> None:
    """The one that comes first has its words to the left, so that they never meet."""
    html = drawn()
    axis = html[: html.index('</div><div class="lines" aria-hidden')]
    assert labels(axis) == [("today first", "månadens slut 31/5"), ("due", "rapportdag 12/6")]
    assert labels(html) == labels(axis)  # the long lines have none
    early = drawn(deadline=pd.Timestamp(2019, 5, 20))
    assert labels(early) == [("today", "månadens slut 31/5"), ("due first", "rapportdag 20/5")]
    assert labels(drawn(deadline=None)) == [("today first", "månadens slut 31/5")]


def test_no_more_than_three_hundred_are_drawn() -> None:
    many = "period activity_id end_date\n" + "\n".join(f"2019-05 a{number:03d} 2019-06-30" for number in range(301))
    assert drawn(many).count("<li>") == 300


def test_the_title_counts_what_is_late_moved_and_undated() -> None:
    shown = seen("2019-05", REPORTS).rows
    assert plain(timeline.headline(shown, TODAY)) == (
        "Månadens slut är 2019-05-31. 1 har passerat slutdatum, 1 har fått det flyttat. "
        "1 har inget slutdatum i rapporten."
    )


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["unknown", "unknown", "at_risk"], "3 har passerat slutdatum; för 2 av dem är status okänd. 0 har fått det"),
        (["unknown"], "1 har passerat slutdatum; för den är status okänd. 0 har fått det"),
        (["at_risk", "done"], "1 har passerat slutdatum, 0 har fått det"),
    ],
)
def test_the_title_says_for_how_many_lateness_is_not_known(statuses: list[str], expected: str) -> None:
    lines = [f"2019-05 a{number} {status} 2019-04-30" for number, status in enumerate(statuses)]
    shown = seen("2019-05", "\n".join(["period activity_id status end_date", *lines])).rows
    assert expected in plain(timeline.headline(shown, TODAY))


def test_the_legend_has_the_statuses_that_are_shown_and_the_unsure_only_where_some_are() -> None:
    known = rows.published(view("2019-05", REPORTS))
    assert timeline.status_keys(known) == [("?", "status okänd"), ("▶", "följer planeringen"), ("✓", "klar")]
    assert "unsure" not in dict(timeline.bar_keys(known))
    assert dict(timeline.bar_keys(known))["overdue"] == "sen, till månadens slut"
    unsure = rows.published(view("2019-05", "period activity_id status end_date\n2019-05 a1 unknown 2019-04-30"))
    assert dict(timeline.bar_keys(unsure))["unsure"] == "slutdatum har passerat, status okänd"


def test_it_says_why_there_is_no_timeline() -> None:
    month = seen("2019-05", REPORTS)
    undated = month.rows[month.rows["activity_id"] == "undated"]
    assert timeline.why_none(month, month.rows) == ""
    assert timeline.why_none(month, month.rows.head(0)) == rows.NO_HITS
    assert timeline.why_none(month, undated) == "Ingen av de valda aktiviteterna har ett slutdatum i rapporten."
    none = seen("2019-05", "period activity_id end_date\n2019-05 a1 -")
    assert "Rapporten för maj 2019 anger inga slutdatum" in timeline.why_none(none, none.rows)
    assert timeline.why_none(none, none.rows.head(0)) == rows.NO_HITS  # the filter's fault comes first
