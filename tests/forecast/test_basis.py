"""What stands behind a line, on the published tables: comments, activities and printed documents."""

from pathlib import Path

import pandas as pd
import pytest
from given import about, plain, view

from dashboard.forecast import basis, flagged
from dashboard.store import ALL_DEPARTMENTS
from dashboard.view import View
from data import snapshot
from tests.activities import reported


@pytest.fixture
def august(published: Path) -> View:
    return seen_in(published, "2019-08")


@pytest.fixture
def june(published: Path) -> View:
    return seen_in(published, "2019-06")


def seen_in(published: Path, month: str, department: str | None = None) -> View:
    current = snapshot.current(published)
    assert current is not None
    return View(current, ALL_DEPARTMENTS, pd.Timestamp(month), department)


def test_a_sum_has_the_comments_of_its_rows_the_newest_first(august: View) -> None:
    found = basis.comments(august, about(august, "rs_verksamheter"))
    written = august.read("forecasts").dropna(subset=["comment"])
    year = written["reported_period"].dt.year == 2019
    assert len(found) == year.sum() > 0
    assert found["reported_period"].is_monotonic_decreasing
    line = found["line_id"].iloc[0]
    own = basis.comments(august, about(august, line))
    assert set(own["line_id"]) == {line}


def test_a_comment_of_a_later_month_is_not_known_yet(published: Path) -> None:
    may = seen_in(published, "2019-05")
    found = basis.comments(may, about(may, "rs_verksamheter"))
    assert len(found)
    assert (found["reported_period"] <= pd.Timestamp(2019, 5, 1)).all()


def test_a_line_without_an_owner_says_that_no_activities_can_be_shown() -> None:
    lines = "year line_id parent_id kind sort_order department_id\n2019 drift - item 1 -\n"
    seen = view("2019-06", lines=lines, results="period line_id actual\n2019-06 drift -10\n")
    found, words = basis.activities(seen, about(seen, "drift"))
    assert found.empty
    assert words == "Uppdraget har ingen ägande avdelning, så inga aktiviteter kan visas."


def owned(june: View) -> list[tuple[str, str]]:
    """Line and owning department of every line in June, a month whose activities have departments."""
    lines = june.read("budget_lines").query("year == 2019 and kind == 'item'")
    return list(zip(lines["line_id"], lines["department_id"], strict=True))


def test_the_activities_are_the_owners_and_at_most_a_dozen(june: View) -> None:
    shown = {line: basis.activities(june, about(june, line))[0] for line, _ in owned(june)}
    assert max(map(len, shown.values())) == basis.MOST_ACTIVITIES == 12
    for line, owner in owned(june):
        assert set(shown[line].get("department_id", [])) <= {owner}


def test_what_needs_something_is_among_the_dozen_though_its_status_is_better() -> None:
    many = "".join(f"2019-06 a{number:02} paused stab\n" for number in range(13))
    activities = "period activity_id status department_id\n2019-06 late on_track stab\n" + many
    flags = "period subject_type subject_id rule severity since_period\n"
    flags += "2019-06 activity late on_track_overdue warning 2019-06\n"
    seen = view("2019-06", results="period line_id actual\n2019-06 bas -10\n")
    seen.snapshot.tables.update(reported.view("2019-06", activities, flags=flags).snapshot.tables)
    found, _ = basis.activities(seen, about(seen, "bas"))
    assert list(found["activity_id"]) == ["late", *(f"a{number:02}" for number in range(11))]


def test_the_words_about_the_activities_keep_the_names_as_they_are_written(june: View) -> None:
    """Hälso- och sjukvård, IT och digitalisering: a name keeps its capitals also inside the sentence."""
    names = june.read("departments").set_index("department_id")["name"]
    told = {owner: basis.activities(june, about(june, line))[1] for line, owner in owned(june)}
    assert [names[owner] for owner, words in told.items() if names[owner] not in words] == []


def test_a_report_without_departments_has_those_of_the_report_before(august: View) -> None:
    found, words = basis.activities(august, about(august, "effektivisering"))
    assert set(found["department"]) == {"Ekonomi"}
    assert set(found["department_reported_period"]) == {pd.Timestamp(2019, 6, 1)}
    assert "hos Ekonomi, som äger uppdraget" in words


def test_the_printed_figures_of_a_line_and_month(august: View) -> None:
    """Effektivisering was printed 81.4 where its own row gives 66.6; only this month and line stand there."""
    found = basis.printed(august, about(august, "effektivisering"))
    assert set(found["document"].str.split(",").str[0]) == {"Uppföljningsrapport 2 2019"}
    assert "✗ stämmer inte" in set(found["result"])
    assert found["check_id"].str.contains("/2019-08/").all()
    assert found["check_id"].str.contains("/line/effektivisering/").all()


def test_what_was_printed_of_a_whole_sum_is_not_told_of_a_part_of_it(published: Path) -> None:
    properties = seen_in(published, "2019-08", "regionfastigheter")
    assert basis.printed(properties, about(properties, "rs_verksamheter")).empty
    assert len(basis.printed(properties, about(properties, "fastighetsforvaltning")))


def test_a_month_without_documents_has_no_printed_figures(june: View) -> None:
    assert basis.printed(june, about(june, "effektivisering")).empty


def test_the_flags_of_a_sum_are_its_own_and_its_rows_the_gravest_first(august: View) -> None:
    whole = about(august, "rs_verksamheter")
    found = flagged.flags(august, whole)
    rows = august.read("flags").query("subject_type == 'line'")
    assert len(found) == (rows["period"] == august.period).sum()
    assert found["rank"].is_monotonic_increasing
    grave = int((found["severity"] == "serious").sum())
    assert plain(flagged.sentence(found, whole)) == f"{len(found)} flaggor på prognosen, varav {grave} allvarliga"
    own = flagged.flags(august, about(august, "effektivisering"))
    assert set(own["subject_id"]) == {"effektivisering"}


def test_every_flag_tells_its_rule_limit_figures_and_since_when(august: View) -> None:
    for reasoned in flagged.reasons(august, about(august, "rs_verksamheter")):
        rule, limit, figures, since = reasoned.sentences
        assert "mnkr" in limit
        assert "mnkr" in figures
        assert rule.endswith(".")
        assert since.startswith("Flaggad sedan ")


def test_the_flags_of_a_department_are_its_own_lines_alone(published: Path) -> None:
    kansli = seen_in(published, "2019-08", "kansli")
    found = flagged.flags(kansli, about(kansli, "rs_verksamheter"))
    assert set(found["subject_id"]) == {"fortroendevalda", "oforutsett"}  # and not the flags of the whole sum
