"""A click on a row of a picture: who is told, and how often."""

from typing import Any

import pytest
import streamlit as st

from dashboard import ui


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session's state."""
    empty: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", empty)
    return empty


def click(state: dict[str, Any], listening: dict[str, Any], *subjects: str) -> None:
    """What the browser sends, and Streamlit's call."""
    state[listening["key"]] = {"selection": {"picked": [{"subject": subject} for subject in subjects]}}
    listening["on_select"]()


def test_the_subject_of_the_row_is_told_and_the_same_row_can_be_clicked_again(state: dict[str, Any]) -> None:
    told: list[str] = []
    first = ui._listening("bridge", told.append)
    click(state, first, "lakemedel")
    second = ui._listening("bridge", told.append)
    click(state, second, "lakemedel")
    assert told == ["lakemedel", "lakemedel"]
    assert first["key"] != second["key"]  # a new chart in the browser, where nothing is chosen


def test_a_chart_of_an_earlier_pick_that_is_sent_again_is_not_heard(state: dict[str, Any]) -> None:
    told: list[str] = []
    first = ui._listening("bridge", told.append)
    click(state, first, "lakemedel")
    click(state, first, "lakemedel")
    assert told == ["lakemedel"]


def test_a_click_beside_the_rows_tells_nothing(state: dict[str, Any]) -> None:
    told: list[str] = []
    click(state, ui._listening("bridge", told.append))
    ui._listening("tiers", told.append)["on_select"]()
    assert told == []
