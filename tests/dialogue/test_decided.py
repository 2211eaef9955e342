"""What a page and the paper read of the decisions, and save: within the view, and told where they cannot be read."""

from pathlib import Path

import pandas as pd
import pytest

from dashboard import exposure
from dashboard.dialogue import decided
from dashboard.store import Scope
from dashboard.view import View
from data import database, decisions
from tests.activities import reported

MONTHS = """
period  activity_id
2019-08 a1
"""


@pytest.fixture(autouse=True)
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of this test's own database."""
    url = database.default_url(tmp_path)
    monkeypatch.setenv("FOLLOWUP_COMMENTS", url)
    monkeypatch.delenv("FOLLOWUP_CONFIG", raising=False)
    return url


def view(month: str = "2019-08", department: str | None = None, *allowed: str) -> View:
    seen = reported.view(month, MONTHS, department)
    return View(seen.snapshot, Scope(frozenset(allowed) if allowed else None), seen.period, department)


def texts(frame: pd.DataFrame) -> list[str]:
    return frame["text"].tolist()


def test_what_is_saved_stands_with_where_and_on_what_it_was_decided() -> None:
    decided.save(view(department="it"), "lines", "Drift får en plan", "Ordförande")
    (row,) = decided.of(view()).rows.to_dict("records")
    del row["written_at"]
    assert row == {
        "id": 1,
        "decision_id": 1,
        "period": pd.Timestamp(2019, 8, 1),
        "plan_year": 0,
        "department_id": "it",
        "slide": "lines",
        "text": "Drift får en plan",
        "state": "open",
        "author": "Ordförande",
        "verified": False,
        "seen": 0,
        "snapshot_id": reported.Edition.snapshot_id,
    }


def test_a_department_sees_its_own_and_those_below_and_a_scope_hides_the_rest() -> None:
    for department in (None, "stab", "it", "drift"):
        decided.save(view(department=department), "", department or "hela", "Ordförande")
    assert texts(decided.of(view()).rows) == ["hela", "stab", "it", "drift"]
    assert texts(decided.of(view(department="it")).rows) == ["it", "drift"]
    assert texts(decided.of(view("2019-08", None, "stab", "drift")).rows) == ["stab", "drift"]


def test_a_decision_is_open_at_the_next_dialogue_until_it_is_closed_there() -> None:
    decided.save(view("2019-05"), "lines", "Plan till hösten", "Ordförande")
    august = view()
    before = decided.of(august)
    (row,) = [row for _, row in before.open_at(august.period).iterrows()]
    assert (row["text"], row["period"]) == ("Plan till hösten", pd.Timestamp(2019, 5, 1))
    row["state"] = "done"
    decided.change(august, row, "Direktör", before.newest(row["decision_id"]))
    after = decided.of(august)
    assert texts(after.open_at(august.period)) == []
    (closed,) = after.taken_at(pd.Timestamp(2019, 5, 1)).to_dict("records")
    assert (closed["text"], closed["state"], closed["author"]) == ("Plan till hösten", "done", "Direktör")


def test_what_is_closed_can_be_opened_again_and_what_is_worded_anew_keeps_its_first_words() -> None:
    decided.save(view("2019-05"), "lines", "Plan till hösten", "Ordförande")
    august = view()
    for state, text in (("done", "Plan till hösten"), ("open", "Plan till jul")):
        now = decided.of(august)
        row = now.rows.iloc[0].copy()
        row["state"], row["text"] = state, text
        decided.change(august, row, "Direktör", now.newest(1))
    found = decided.of(august)
    assert found.open_at(august.period)[["text", "state", "author"]].to_numpy().tolist() == [
        ["Plan till jul", "open", "Direktör"]
    ]
    assert found.replaced(1)[["text", "state"]].to_numpy().tolist() == [
        ["Plan till hösten", "open"],
        ["Plan till hösten", "done"],
    ]


def test_what_was_closed_on_this_edition_is_there_to_be_opened_again() -> None:
    for words in ("Klart i augusti", "Fortfarande öppet"):
        decided.save(view("2019-05"), "", words, "Ordförande")
    august = view()
    before = decided.of(august)
    row = before.rows.iloc[0].copy()
    row["state"] = "done"
    decided.change(august, row, "Direktör", before.newest(1))
    after = decided.of(august)
    assert texts(after.closed_on(august.snapshot.snapshot_id, august.period)) == ["Klart i augusti"]
    assert texts(after.closed_on("2019-09-ffffffffffff", august.period)) == []


def test_two_who_change_at_once_both_stand_and_whoever_saw_both_replaces_both() -> None:
    decided.save(view(), "", "Plan", "Ordförande")
    row = decided.of(view()).rows.iloc[0].copy()
    for words in ("Plan till jul", "Plan till påsk"):
        row["text"] = words
        decided.change(view(), row, "Direktör", seen=1)
    both = decided.of(view())
    assert texts(both.rows) == ["Plan till jul", "Plan till påsk"]
    row["text"] = "Plan till nyår"
    decided.change(view(), row, "Direktör", both.newest(1))
    assert texts(decided.of(view()).rows) == ["Plan till nyår"]


def test_a_plan_has_decisions_of_its_own_that_are_open_at_the_next_plan() -> None:
    decided.save(view(), "satsningar", "Mer till vård", "Ordförande", plan_year=2024)
    decided.save(view(), "", "Om månaden", "Ordförande")
    found = decided.of(view())
    august = pd.Timestamp(2019, 8, 1)
    assert texts(found.taken_at(august, 2024)) == ["Mer till vård"]
    assert texts(found.taken_at(august)) == ["Om månaden"]
    assert texts(found.open_at(august, 2025)) == ["Mer till vård"]
    assert texts(found.open_at(pd.Timestamp(2019, 10, 1))) == ["Om månaden"]
    assert texts(found.taken_at(august, 2025)) == texts(found.open_at(august, 2024)) == []


def test_an_earlier_report_does_not_tell_what_was_decided_later() -> None:
    decided.save(view("2019-08"), "", "Senare", "Ordförande")
    assert texts(decided.of(view("2019-05")).rows) == []


def test_decisions_that_cannot_be_read_leave_a_sentence_and_an_empty_table(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "comments.sqlite").write_bytes(b"inte en databas " * 99)
    why = "Besluten kan inte läsas: databasfilen är skadad eller ingen databas."
    for found in (decided.of(view()), decided.read(view(), url)):
        assert found.problem.startswith(why)
        assert dict(found.open_at(view().period).dtypes.astype(str)) == decisions.TYPES
        assert found.rows.empty
    monkeypatch.setenv("FOLLOWUP_COMMENTS", "finnsinte://server/bok")
    assert "FOLLOWUP_COMMENTS" in decided.of(view()).problem


def test_what_closes_the_comments_closes_the_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exposure, "_served_on", ["0.0.0.0"])
    assert decided.closed_because().startswith("Beslut kan inte skrivas här: servern kan nås av andra")
    monkeypatch.setenv("FOLLOWUP_WRITING", "off")
    assert decided.closed_because() == "Systemägaren har stängt av beslut i inställningarna."
    monkeypatch.setenv("FOLLOWUP_WRITING", "on")
    assert decided.closed_because() == ""
