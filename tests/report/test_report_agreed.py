"""Decisions in the report: taken now, left open from before and done are told apart."""

import pandas as pd

from dashboard.dialogue.decided import Decided
from dashboard.report import agreed
from data import decisions
from tests.etl.worked import rows
from tests.report.parts import cell, paragraphs, read, section, table

WRITTEN = """
id period     state verified author     text
1  2019-03-01 done  yes      Direktör   Sedan_länge_klart
2  2019-05-01 open  no       Ordförande Plan_till_hösten
3  2019-05-01 done  yes      Direktör   Avslutat_i_maj
4  2019-08-01 open  yes      Direktör   Drift_får_en_plan
5  2019-08-01 done  no       Ordförande Klart_samma_dag
"""
STANDING = Decided(
    decisions.DECISIONS.nothing()
    .reindex(range(5))
    .assign(
        **{
            name: [row[name].replace("_", " ") for row in rows(WRITTEN)]
            for name in ("id", "state", "author", "text", "period")
        },
        decision_id=range(1, 6),
        verified=[row["verified"] == "yes" for row in rows(WRITTEN)],
        written_at=pd.Timestamp(2019, 9, 12, 8, 30, tz="UTC"),
    )
    .astype({"period": "datetime64[ms]", "id": "int64"})
)


def test_what_was_decided_now_is_apart_from_what_is_open_and_what_is_done_is_gone(look) -> None:
    sections = agreed.sections(look("2019-08"), STANDING)
    assert [row[:2] for row in read(table(sections, "beslut"))] == [
        ["Drift får en plan", "○ öppet"],
        ["Klart samma dag", "✓ klart"],
    ]
    assert section(sections, "beslut").message == "2\u00a0beslut är nedskrivna för augusti 2019"
    (left,) = read(table(sections, "oppna-beslut"))
    assert (left[0], left[1], left[4]) == ("Plan till hösten", "○ öppet", "maj 2019")


def test_the_slides_have_what_is_open_and_only_the_paper_what_was_just_decided(look) -> None:
    sections = agreed.sections(look("2019-08"), STANDING)
    assert [(each.key, each.place) for each in sections] == [("beslut", "paper"), ("oppna-beslut", "both")]


def test_at_the_dialogue_in_may_its_own_are_taken_and_nothing_was_left_open(look) -> None:
    sections = agreed.sections(look("2019-05"), STANDING)
    assert [each.key for each in sections] == ["beslut"]
    assert [row[0] for row in read(table(sections, "beslut"))] == ["Plan till hösten", "Avslutat i maj"]


def test_a_role_that_nobody_has_checked_is_marked_so(look) -> None:
    found = table(agreed.sections(look("2019-08"), STANDING), "beslut")
    assert cell(found, "Drift får en plan", "Skrivet av").text == "Direktör"
    assert cell(found, "Klart samma dag", "Skrivet av").text == "Ordförande (ej verifierad)"


def test_nothing_decided_is_said_and_decisions_that_cannot_be_read_are_not_nothing(look) -> None:
    (none,) = agreed.sections(look("2019-08"), Decided(decisions.DECISIONS.nothing()))
    assert (none.message, none.parts) == ("Inga beslut är nedskrivna för augusti 2019", ())
    (closed,) = agreed.sections(
        look("2019-08"), Decided(decisions.DECISIONS.nothing(), "Besluten kan inte läsas: databasen.")
    )
    assert paragraphs(closed) == ["Besluten kan inte läsas: databasen."]
    assert "Inga beslut" not in closed.message
