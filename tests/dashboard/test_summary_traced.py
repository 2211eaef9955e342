"""In every month and department, with `--prove` in all pairs: each figure stands in the tables, no other is said."""

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard.messages import Figure, Sentence
from dashboard.summary import Summary, summary
from dashboard.view import View
from data.snapshot import Snapshot
from tests.dashboard.told import MINUS, NBSP, of, opened, plain, say, sentences_of, summaries


@pytest.fixture(scope="module")
def current(published: Path) -> Snapshot:
    return opened(published)


@pytest.fixture(scope="module")
def all_told(published: Path, prove: bool) -> list[tuple[View, Summary]]:
    return summaries(published, every=prove)


def published(current: Snapshot, figure: Figure) -> int:
    """The figure's amount in öre, read from the Parquet files alone."""
    rows = at(current.path / f"{figure.table}.parquet", figure.period)
    if figure.table == "flags":
        (line,) = figure.line_ids
        facts = [json.loads(text) for text in rows.loc[rows["subject_id"] == line, "facts"]]
        (value,) = {each[figure.column] for each in facts if figure.column in each}
        return round(value * 100)
    found = rows.set_index("line_id").loc[list(figure.line_ids), figure.column]
    return sum(round(value * 100) for value in found)


@cache
def at(file: Path, period: pd.Timestamp) -> pd.DataFrame:
    """The rows of a month in a Parquet file."""
    table = pd.read_parquet(file)
    return table[table["period"] == period]


def as_text(ore: int) -> str:
    """Million kronor with one decimal, as Swedes write it, without the sign."""
    tenths = (Decimal(abs(ore)) / 10_000_000).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return f"{tenths / 10:,.1f}{NBSP}mnkr".replace(",", NBSP).replace(".", ",")


def sign_of(ore: int) -> str:
    if as_text(ore) == as_text(0):
        return "±"
    return "+" if ore > 0 else MINUS


def test_every_figure_is_in_the_tables(current: Snapshot, all_told: list[tuple[View, Summary]]) -> None:
    wrong, seen = [], 0
    for view, words in all_told:
        for sentence in sentences_of(words):
            for figure, after in followed(sentence):
                ore, seen = published(current, figure), seen + 1
                right = figure.text == (sign_of(ore) if figure.text[0] in f"+±{MINUS}" else "") + as_text(ore)
                if not right or round(figure.value_sek * 100) != ore or way(after) * ore < 0:
                    wrong.append((of(view), figure, ore))
    assert wrong == []
    assert seen > 500


def way(words: str) -> int:
    """The sign that the words after a figure give it."""
    return words.startswith(" bättre") - words.startswith(" sämre")


def followed(sentence: Sentence) -> Iterator[tuple[Figure, str]]:
    """Each figure and the words after it."""
    for part, after in zip(sentence.parts, (*sentence.parts[1:], ""), strict=True):
        if isinstance(part, Figure):
            yield part, after if isinstance(after, str) else ""


def test_no_amount_is_said_but_by_a_figure(all_told: list[tuple[View, Summary]]) -> None:
    loose = []
    for view, words in all_told:
        for sentence in sentences_of(words):
            text = sentence.text
            for figure in sentence.figures:
                text = text.replace(figure.text, "", 1)
            if re.search(r"\d", re.sub(r"\b20\d\d\b", "", text)):
                loose.append((of(view), text))
    assert loose == []


def items(current: Snapshot, period: pd.Timestamp, measure: str) -> pd.Series:
    """Name of each item of a month -> an amount, the lowest first; what reads as zero left out."""
    results = pd.read_parquet(current.path / "results.parquet")
    lines = pd.read_parquet(current.path / "budget_lines.parquet")
    lines = lines[(lines["year"] == period.year) & (lines["kind"] == "item")]
    month = results[results["period"] == period].merge(lines[["line_id", "name"]], on="line_id")
    amounts = month.set_index("name")[measure].dropna().sort_values()
    return amounts[amounts.abs() > 50_000]


def told(words: Summary, start: str) -> str:
    return plain(next((sentence.text for sentence in words.sentences if start in sentence.text), ""))


def test_the_lines_named_are_the_furthest_from_budget_each_way(current: Snapshot) -> None:
    checked = 0
    for period in current.read("periods")["period"]:
        measure = "forecast_deviation_sek"
        amounts = items(current, period, measure)
        if amounts.empty:
            measure, amounts = "deviation_ytd_sek", items(current, period, "deviation_ytd_sek")
        if amounts.empty:
            continue
        text = told(summary(View(current, store.ALL_DEPARTMENTS, period, None)), "nderskott mot")
        worst, best = text.split(", störst överskott har" if ", störst" in text else ", överskott har bara")
        for half, names in ((worst, amounts[amounts < 0].index[:2]), (best, amounts[amounts > 0].index[::-1][:2])):
            places = [half.find(name + " (") for name in names]
            assert -1 not in places, (period, names)
            assert places == sorted(places)
            checked += 1
    assert checked > 30


def test_the_movements_named_are_the_largest_of_the_change(current: Snapshot) -> None:
    for month, way in ((5, -1), (8, 1)):
        period = pd.Timestamp(2019, month, 1)
        amounts = items(current, period, "forecast_change_sek") * way
        text = told(summary(View(current, store.ALL_DEPARTMENTS, period, None)), "kommer främst från")
        assert re.findall(r"(?:från |, | och )([^,(]+) \(", text.split(";")[0]) == list(amounts.nlargest(3).index)


def test_the_groups_of_2017_are_told_by_size(current: Snapshot) -> None:
    assert "Nettot +18,6 mnkr döljer rörelser åt båda håll: −22,9 mnkr i Hälso-" in plain(say(current, 2017, 8).text)
    assert told(say(current, 2017, 10), "Förbättringen").startswith(
        "Förbättringen kommer från Regiongemensamma kostnader och finansiering (+37,9 mnkr), Hälso- och "
    )


def test_the_lines_to_watch_are_among_the_gravest_and_never_the_top_row(current: Snapshot) -> None:
    flags = pd.read_parquet(current.path / "flags.parquet")
    flags = flags[(flags["period"] == pd.Timestamp(2019, 5, 1)) & (flags["subject_type"] == "line")]
    assert "rs_verksamheter" in set(flags["subject_id"])
    assert set(flags.loc[flags["severity"] == "serious", "subject_id"]) == {"effektivisering", "eplan_drift"}
    text = told(say(current, 2019, 5), "Värt att bevaka")
    assert text.startswith("Värt att bevaka är Effektivisering Region Halland och ePlan drift, där")
