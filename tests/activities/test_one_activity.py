"""One activity: what it belongs to, every month as it was, and only the flags that still hold."""

import pandas as pd

from dashboard.activities import one
from data import comments
from tests.activities.reported import new, plain, seen

REPORTS = """
period  activity_id assignment_id department_id department_reported_period status    status_since end_date   comment comment_missing end_date_moved_count updated_period
2019-03 a1          u1            it            2019-03                    on_track  2019-03      2019-04-30 Börjat  -               0                    2019-03
2019-04 a1          u1            it            2019-03                    off_track 2019-04      2019-06-30 -       yes             1                    2019-04
2019-05 a1          u1            it            2019-03                    off_track 2019-04      2019-06-30 -       yes             1                    2019-04
2019-06 a1          u1            it            2019-03                    done      2019-06      2019-06-30 Klart   -               1                    2019-06
2019-05 a2          -             -             -                          unknown   2019-05      -          -       -               0                    2019-05
"""  # noqa: E501 - the table is one
OTHERS = {
    "assignments": """
        period  assignment_id title     focus_area goal_id outlook comment
        2019-05 u1            Resa_lätt Närhet     g1      partly  Beror_på_avtal
        """,
    "goals": "year goal_id title\n2019 g1 Nöjda_resenärer",
    "flags": """
        period  subject_type subject_id rule            severity since_period facts
        2019-05 activity     a1         comment_missing warning  2019-04      {"status":"off_track"}
        2019-05 activity     a1         off_track       serious  2019-04      {"status_previous":"off_track"}
        2019-05 assignment   u1         outlook_partly  warning  2019-05      {"outlook":"partly"}
        2019-05 assignment   u2         outlook_not     serious  2019-05      {"outlook":"not"}
        """,
}


def opened(activity: str = "a1") -> tuple[pd.Series, pd.DataFrame, list[str], pd.DataFrame]:
    """The row, its facts, its flags as they are read, and its months."""
    now = seen("2019-05", REPORTS, **OTHERS)
    row = now.rows.set_index("activity_id", drop=False).loc[activity]
    flags = [" ".join([each.bold, each.rest, *each.sentences]) for each in one.flags(now.view, row)]
    return row, one.facts(now.view, row).set_index("name")["value"], flags, one.history(now, row)


def test_it_says_what_it_belongs_to_and_since_when() -> None:
    _, facts, _, _ = opened()
    assert plain("; ".join(f"{name}: {value}" for name, value in facts.items())) == (
        "Status: ! följer inte planeringen, sedan april 2019; Startdatum: –; Slutdatum: 2019-06-30 (flyttat 1 gång); "
        "Senast uppdaterad: i rapporten för april 2019; Avdelning: IT (enligt rapporten för mars 2019); "
        "Ansvarig roll: –; Fokusområde: Närhet; Mål: Nöjda resenärer; Åtagande: Resa lätt; "
        "Åtagandets bedömning: ◐ uppfylls delvis; Åtagandets kommentar: Beror på avtal; Raden är: bokförd"
    )


def test_one_that_belongs_to_nothing_says_so() -> None:
    _, facts, flags, _ = opened("a2")
    missing = ["Slutdatum", "Avdelning", "Åtagande", "Åtagandets bedömning", "Åtagandets kommentar"]
    assert {facts[name] for name in missing} == {"–"}
    assert flags == []


def test_its_flags_and_its_assignments_have_their_reasons() -> None:
    _, _, flags, _ = opened()
    assert [flag.split(")")[0] + ")" for flag in flags] == [
        "Aktiviteten: följer inte planeringen (allvarlig)",
        "Aktiviteten: kommentar saknas (varning)",
        "Åtagandet: uppfylls delvis (varning)",
    ]
    assert flags[1].endswith("Status: följer inte planeringen. Flaggad sedan april 2019.")


def test_a_flag_that_a_comment_has_settled_is_gone(kept_in: str) -> None:
    comments.write(kept_in, new("a1"))
    _, _, flags, _ = opened()
    assert not [flag for flag in flags if "kommentar saknas" in flag]
    assert len(flags) == 1 + 1  # off track as before, and the assignment's


def test_every_month_up_to_the_chosen_one_stands_as_it_was_the_newest_first() -> None:
    _, _, _, months = opened()
    assert list(zip(months["month"], months["end_text"], months["comment"], strict=True)) == [
        ("maj 2019", "2019-06-30", "saknas"),
        ("april 2019", "2019-06-30 (flyttat)", "saknas"),
        ("mars 2019", "2019-04-30", "Börjat"),
    ]


def test_a_new_comment_stands_in_its_own_month_alone(kept_in: str) -> None:
    comments.write(kept_in, new("a1", "Överklagat."))
    _, _, _, months = opened()
    assert list(months["comment"]) == ["Överklagat. (ny, ej i källsystemet)", "saknas", "Börjat"]
