"""In every published month and every department, with `--prove` in all pairs: Swedish that can be read aloud."""

import re
from pathlib import Path

import pytest

from dashboard.summary import Summary
from dashboard.view import View
from data.snapshot import Snapshot
from tests.dashboard.told import of, opened, summaries


@pytest.fixture(scope="module")
def current(published: Path) -> Snapshot:
    return opened(published)


@pytest.fixture(scope="module")
def told(published: Path, prove: bool) -> list[tuple[View, Summary]]:
    return summaries(published, every=prove)


AMISS = {
    "a double space": r"  ",
    "a space before a comma": r" [,.;:)]",
    "an ASCII minus": r"-\d",
    "a missing figure": r"\b(nan|NaN|None|NaT)\b",
    "a unit that may be broken from its number": r"\d mnkr",
    "a unit twice": r"mnkr\W*mnkr",
    "nothing better than something": r"[±\W]0,0\W+mnkr (bättre|sämre)",
    "a link that leads nowhere": r"(\boch|\bsamt|\bi|\bfrån|\bhar|\bdär|,|:|;)\s*\.$|\boch (och|samt)\b|, ,",
    "a full stop inside or twice": r"\.\.|\.\S",
}


def test_every_sentence_is_well_formed(told: list[tuple[View, Summary]]) -> None:
    found = [
        (of(view), what, sentence.text)
        for view, words in told
        for sentence in words.sentences
        for what, pattern in AMISS.items()
        if re.search(pattern, sentence.text)
    ]
    assert found == []


def test_every_sentence_starts_with_a_capital_and_ends_with_one_full_stop(told: list[tuple[View, Summary]]) -> None:
    for view, words in told:
        for sentence in words.sentences:
            assert sentence.text[0].isupper(), of(view)
            assert sentence.text.count(".") == 1, (of(view), sentence.text)
            assert sentence.text.endswith("."), of(view)


def test_a_month_with_amounts_is_told_in_three_to_six_sentences(
    current: Snapshot, told: list[tuple[View, Summary]]
) -> None:
    for view, words in told:
        count = len(words.sentences)
        owns = view.department_id is None or owns_a_line(current, view)
        assert 3 <= count <= 6 if owns else count == 1, (of(view), words.text)


def owns_a_line(current: Snapshot, view: View) -> bool:
    lines = current.read("budget_lines")
    return bool(((lines["year"] == view.period.year) & lines["department_id"].isin(view.departments or ())).any())


def test_no_sentence_repeats_another(told: list[tuple[View, Summary]]) -> None:
    for view, words in told:
        texts = [sentence.text for sentence in words.sentences]
        assert len(set(texts)) == len(texts), of(view)
