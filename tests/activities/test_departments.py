"""The overview for a manager of managers: a department counts all below it, and what nobody told is not zero."""

import pandas as pd
import pytest

from dashboard.activities import departments
from data import comments
from tests.activities.reported import new, seen, view

REPORTS = """
period  activity_id department_id status    end_date   end_date_moved_count comment comment_reports comment_missing
2019-04 i1          it            on_track  2019-06-30 0                    Gammal  1               -
2019-04 s1          stab          on_track  2019-06-30 0                    -       0               -
2019-05 i1          it            on_track  2019-04-30 1                    Gammal  2               -    # as last month
2019-05 i2          it            off_track 2019-06-30 0                    Ny      1               -    # fresh
2019-05 d1          drift         off_track 2019-06-30 0                    -       0               yes  # none
2019-05 d2          drift         done      2019-04-30 2                    Ny      1               -    # done: no part
2019-05 s1          stab          unknown   2019-06-30 0                    Ny      1               -    # fresh
2019-05 k1          kontoret      done      2019-04-30 0                    -       0               -
2019-05 n1          -             on_track  -          0                    -       0               -    # none expected
"""
FLAGS = """
period  subject_id rule
2019-05 i1         overdue
2019-05 d1         off_track_uncommented
2019-05 n1         not_updated
"""


def table(
    text: str = REPORTS, department: str | None = None, flags: str = FLAGS, month: str = "2019-05"
) -> pd.DataFrame:
    now = seen(month, text, department, flags)
    return departments.overview(now.view, now).set_index("name")


def test_a_department_counts_its_own_and_all_below_it() -> None:
    found = table()
    it = found.loc["IT"]
    assert it["activities"] == 2 + 2  # IT's own and Drift's
    assert it["left"] == 1 + 1
    assert it["overdue"] == 1  # d2's date has passed too, but it is done
    assert it["off_track"] == 1 + 1
    assert it["moved"] == 1 + 1
    assert "Drift" not in found.index


def test_fresh_is_of_the_unfinished_ones_that_have_a_comment_or_lack_an_expected_one() -> None:
    found = table()
    assert found.loc["IT", "fresh"] == pytest.approx(1 / (2 + 1))  # i2 of i1, i2 and d1
    assert found.loc["Stab", "fresh"] == 1 / 1
    for nothing_to_share in ("Kontoret, egna", "Avdelning anges inte"):  # all are done; none is expected
        assert pd.isna(found.loc[nothing_to_share, "fresh"])


def test_the_last_row_is_all_of_them() -> None:
    found = table()
    everyone = found.loc["Summa"]
    assert list(found.index)[-1] == "Summa"
    assert everyone["kind"] == "sum"
    parts = found.drop(index="Summa")
    for measure in ("left", "activities", "overdue", "off_track", "moved"):
        assert everyone[measure] == parts[measure].sum()
    assert (everyone["left"], everyone["activities"]) == (3, 7)
    assert everyone["fresh"] == (1 + 1) / (3 + 1)  # i2 and s1, of them and i1 and d1


def test_where_most_is_needed_stands_first() -> None:
    assert list(table().index) == ["IT", "Avdelning anges inte", "Kontoret, egna", "Stab", "Summa"]


def test_a_department_with_units_shows_them_and_its_own() -> None:
    assert list(table(department="it").index) == ["IT, egna", "Drift", "Summa"]  # one of IT's own is overdue
    assert list(table(department="drift").index) == ["Drift"]
    assert table(department="it").loc["Summa", "activities"] == 4


def test_the_trend_goes_back_to_the_first_report_and_has_a_figure_for_each() -> None:
    found = table()
    assert found.loc["IT", "activities_trend"] == [("apr", "1", 1.0), ("maj", "4", 4.0)]
    assert found.loc["IT", "fresh_trend"] == [("apr", "100\u00a0%", 1.0), ("maj", "33\u00a0%", pytest.approx(1 / 3))]
    assert [text for _, text, _ in found.loc["Kontoret, egna", "overdue_trend"]] == ["–", "0"]  # none in April


def test_what_was_left_in_an_earlier_month_is_what_that_month_itself_says() -> None:
    flags = """
    period  subject_id rule
    2019-04 i1         status_worsened  # its comment is fresh in April: nothing to do
    2019-04 s1         status_worsened
    2019-04 s1         overdue
    2019-04 n1         overdue          # not in April's report
    2019-05 s1         end_date_moved   # a flag only
    """
    then, now = table(flags=flags, month="2019-04"), table(flags=flags)
    assert then["left"].to_dict() == {"Stab": 1, "IT": 0, "Summa": 1}
    for name, count in then["left"].items():
        assert now.loc[name, "left_trend"][0] == ("apr", str(int(count)), count)


def test_no_more_than_six_reports_and_none_later_than_the_month_are_a_trend() -> None:
    every = "period activity_id department_id\n" + "\n".join(f"2019-{month:02d} a1 it" for month in range(1, 12))
    now = view("2019-09", every)
    assert departments.reports(now) == list(pd.date_range("2019-04-01", "2019-09-01", freq="MS"))
    assert departments.caption(now) == "September 2019, trend från april 2019"


SAYS_NOTHING = """
period  activity_id department_id status
2019-05 a1          it            unknown
2019-05 a2          stab          unknown
"""


def test_a_report_without_a_comment_or_a_date_says_nothing_and_not_zero() -> None:
    found = table(SAYS_NOTHING, flags="")
    for measure in ("fresh", "overdue", "moved", "off_track"):
        assert found[measure].isna().all(), measure
    assert found["activities"].to_dict() == {"IT": 1, "Stab": 1, "Summa": 2}


def test_a_report_that_only_lacks_comments_says_that_none_is_fresh() -> None:
    """An expected comment that is missing is told; a zero is then a zero."""
    text = "period activity_id department_id comment_missing\n2019-05 a1 it yes\n2019-05 a2 it -"
    assert table(text, flags="").loc["IT", "fresh"] == 0 / 2


def test_a_department_without_a_single_date_is_not_said_to_have_none_late() -> None:
    text = """
    period  activity_id department_id end_date
    2019-05 a1          it            2019-04-30
    2019-05 a2          stab          -           # nothing is told of Stab
    2019-05 a3          drift         -           # IT and below: a1 tells
    2019-05 a4          kontoret      2019-06-30  # told, and none is late
    """
    overdue = table(text, flags="")["overdue"]
    assert overdue.drop(index="Stab").to_dict() == {"IT": 1, "Kontoret, egna": 0, "Summa": 1}
    assert pd.isna(overdue["Stab"])


def test_a_comment_written_today_leaves_one_less_to_do(kept_in: str) -> None:
    assert table().loc["IT", "left_trend"][-1] == ("maj", "2", 2.0)
    comments.write(kept_in, new("d1"))
    found = table()
    assert found.loc["IT", "left_trend"][-1] == ("maj", "1", 1.0)
    assert found.loc["Summa", "left"] == 3 - 1


def test_every_column_becomes_words() -> None:
    found = table().reset_index()
    words = {column.heading: column.as_text(found.loc[0, column.name]) for column in departments.COLUMNS}
    assert words == {
        "Avdelning": "IT",
        "Behöver något": "2",
        "Aktiviteter": "4",
        "Ny kommentar": "33\u00a0%",
        "Passerat slutdatum": "1",
        "Följer inte planeringen": "2",
        "Flyttat slutdatum": "2",
    }
