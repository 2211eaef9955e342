"""Decisions in the report: taken now, left open from before and done are told apart."""

import pandas as pd

from dashboard.dialogue.decided import Decided
from dashboard.report import agreed
from dashboard.report.content import Section
from data import decisions
from tests.etl.worked import rows
from tests.report.parts import cell, paragraphs, read, section, table

WRITTEN = """
id period     plan_year slide   state verified author     text
1  2019-03-01 0         ekonomi done  yes      Direktör   Sedan_länge_klart
2  2019-05-01 0         ekonomi open  no       Ordförande Plan_till_hösten
3  2019-05-01 0         ekonomi done  yes      Direktör   Avslutat_i_maj
4  2019-08-01 0         annat   open  yes      Direktör   Drift_får_en_plan
5  2019-08-01 0         -       done  no       Ordförande Klart_samma_dag
6  2019-08-01 2024      mal     open  yes      Direktör   Mer_till_vård
"""
STANDING = Decided(
    decisions.DECISIONS.nothing()
    .reindex(range(6))
    .assign(
        **{
            name: [row[name].replace("_", " ") for row in rows(WRITTEN)]
            for name in ("id", "state", "author", "text", "period", "plan_year")
        },
        slide=[row["slide"] or "" for row in rows(WRITTEN)],
        decision_id=range(1, 7),
        verified=[row["verified"] == "yes" for row in rows(WRITTEN)],
        written_at=pd.Timestamp(2019, 9, 12, 8, 30, tz="UTC"),
    )
    .astype({"period": "datetime64[ms]", "id": "int64", "plan_year": "int64"})
)


BODY = (Section("ekonomi", "Ekonomi per grupp"), Section("plan", "Planen för 2024", 1, place="paper"))


def test_what_was_decided_now_is_apart_from_what_is_open_and_what_is_done_is_gone(look) -> None:
    sections = agreed.around(look("2019-08"), STANDING, BODY)
    assert [row[:3] for row in read(table(sections, "beslut"))] == [
        ["Drift får en plan", "–", "○ öppet"],
        ["Klart samma dag", "Hela dialogen", "✓ klart"],
    ]
    assert section(sections, "beslut").message == "2\u00a0beslut är nedskrivna för augusti 2019"
    (left,) = read(table(sections, "oppna-beslut"))
    assert (*left[:3], left[5]) == ("Plan till hösten", "Ekonomi per grupp", "○ öppet", "maj 2019")


def test_the_slides_begin_with_what_is_open_and_the_paper_ends_with_what_was_decided(look) -> None:
    sections = agreed.around(look("2019-08"), STANDING, BODY)
    shown = [(each.key, each.place) for each in sections]
    assert shown == [
        ("att-ga-igenom", "slides"),
        ("ekonomi", "both"),
        ("plan", "paper"),
        ("beslut", "paper"),
        ("oppna-beslut", "paper"),
    ]
    assert section(sections, "att-ga-igenom").parts == section(sections, "oppna-beslut").parts


def test_at_the_dialogue_in_may_its_own_are_taken_and_nothing_was_left_open(look) -> None:
    sections = agreed.around(look("2019-05"), STANDING, ())
    assert [each.key for each in sections] == ["beslut"]
    assert [row[0] for row in read(table(sections, "beslut"))] == ["Plan till hösten", "Avslutat i maj"]


def test_a_plan_has_its_own_decisions_and_the_next_one_what_it_left_open(look) -> None:
    sections = agreed.around(look("2019-08"), STANDING, (Section("mal", "Mål"),), 2024)
    assert [each.key for each in sections] == ["mal", "beslut"]
    assert [[row[0], row[1], row[5]] for row in read(table(sections, "beslut"))] == [
        ["Mer till vård", "Mål", "plan 2024"]
    ]
    (left,) = read(table(agreed.around(look("2019-08"), STANDING, (), 2025), "oppna-beslut"))
    assert left[0] == "Mer till vård"


def test_a_role_that_nobody_has_checked_is_marked_so(look) -> None:
    found = table(agreed.around(look("2019-08"), STANDING, ()), "beslut")
    assert cell(found, "Drift får en plan", "Skrivet av").text == "Direktör"
    assert cell(found, "Klart samma dag", "Skrivet av").text == "Ordförande (ej verifierad)"


def test_nothing_decided_is_said_and_decisions_that_cannot_be_read_are_not_nothing(look) -> None:
    (none,) = agreed.around(look("2019-08"), Decided(decisions.DECISIONS.nothing()), ())
    assert (none.message, none.parts) == ("Inga beslut är nedskrivna för augusti 2019", ())
    unread = Decided(decisions.DECISIONS.nothing(), "Besluten kan inte läsas: databasen.")
    (closed,) = agreed.around(look("2019-08"), unread, ())
    assert paragraphs(closed) == ["Besluten kan inte läsas: databasen."]
    assert "Inga beslut" not in closed.message
