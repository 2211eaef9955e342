"""The filters: each choice shows what it says, counts what it would show, and never more than is asked for."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.activities import choices, filters, month
from dashboard.activities.filters import FACETS, Faceted, Filter
from dashboard.activities.month import Month
from dashboard.activities.rows import published
from dashboard.activities.todo import published as to_do
from dashboard.written import Written
from data import comments
from tests.activities.reported import new, seen, view

APRIL, MAY = pd.Timestamp(2019, 4, 1), pd.Timestamp(2019, 5, 1)

FOUR = """
period  activity_id title                   kind     status    department_id assignment_id end_date    comment
2019-05 a1          Åka_kollektivt_i_Örebro project  on_track  it            u1            2019-04-01  -
2019-05 a2          Bredband_på_ön          activity done      drift         u1            2019-04-30  Väntar_på_AVTAL
2019-05 a3          Klimatmål               activity on_track  stab          u2            2019-05-01  -
2019-05 a4          Samverkan               activity unknown   -             -             -           Vilar
"""
UNDER = {
    "flags": """
        period  subject_id rule
        2019-05 a1         overdue
        2019-05 a1         on_track_overdue
        2019-05 a2         end_date_moved
        """,
    "assignments": """
        period  assignment_id title      focus_area goal_id department_id
        2019-05 u1            Resa_lätt  Närhet     g1      it
        2019-05 u2            Miljö      Framtid    -       stab
        2019-05 u3            Ensamt     Framtid    -       it
        2019-04 u4            I_april    Framtid    -       it
        """,
    "goals": "year goal_id title\n2019 g1 Nöjda_resenärer",
}


def shown(now: Month, **chosen: str | list[str]) -> list[str]:
    """The ids that pass: words per facet, `search`, `first` and `last` (months)."""
    facets = {key: [words] if isinstance(words, str) else words for key, words in chosen.items() if key in KEYS}
    rest = {key: pd.Timestamp(text) for key, text in chosen.items() if key in ("first", "last")}
    return sorted(Faceted(now, Filter(facets, str(chosen.get("search", "")), **rest)).found["activity_id"])


KEYS = [facet.key for facet in FACETS]


@pytest.fixture
def four() -> Month:
    return seen("2019-05", FOUR, **UNDER)


@pytest.mark.parametrize(
    ("facet", "word", "found"),
    [
        ("status", "▶ följer planeringen", "a1 a3"),
        ("status", "? status okänd", "a4"),
        ("flagga", "slutdatum har passerat", "a1"),
        ("flagga", "följer planeringen fast slutdatum har passerat", "a1"),  # a row may have several
        ("flagga", "ingen flagga", "a3 a4"),
        ("slag", "projekt", "a1"),
        ("enhet", "IT", "a1 a2"),  # with Drift, which is below it
        ("enhet", "Drift", "a2"),
        ("enhet", "Kontoret", "a1 a2 a3"),  # everything that has a department
        ("enhet", "anges inte", "a4"),
        ("fokusomrade", "Närhet", "a1 a2"),
        ("fokusomrade", "anges inte", "a4"),
        ("mal", "Nöjda resenärer", "a1 a2"),
        ("mal", "anges inte", "a3 a4"),
        ("uppdrag", "Miljö", "a3"),
    ],
)
def test_a_choice_shows_the_rows_that_have_its_word(four: Month, facet: str, word: str, found: str) -> None:
    assert shown(four, **{facet: word}) == found.split()


def test_every_facet_is_tried() -> None:
    assert KEYS == ["behover", "status", "flagga", "slag", "enhet", "fokusomrade", "mal", "uppdrag"]


def test_two_words_of_a_facet_widen_it_and_two_facets_narrow_each_other(four: Month) -> None:
    assert shown(four, status=["▶ följer planeringen", "✓ klar"]) == ["a1", "a2", "a3"]
    assert shown(four, status=["▶ följer planeringen", "✓ klar"], uppdrag="Resa lätt", slag="aktivitet") == ["a2"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("klimatmål", "a3"),
        ("klima", "a3"),  # a part of a word
        ("avtal", "a2"),  # in the comment, whatever the case
        ("bredband avtal", "a2"),  # every word, wherever each stands
        ("bredband klimatmål", ""),  # both are known, no row has both
        ("miljö", "a3"),  # the assignment's title
        ("nöjda", "a1 a2"),  # the goal's
        ("närhet", "a1 a2"),  # the focus area's
        ("drift", "a2"),  # the department's
        ("ÖREBRO", "a1"),
        ("åka", "a1"),
        ("VÄNTAR", "a2"),
        ("on", ""),  # ö is a letter of its own, not an o
        ("ön", "a2"),
        (".*", ""),  # not a pattern
    ],
)
def test_a_search_finds_the_rows_that_mention_every_word(four: Month, search: str, found: str) -> None:
    assert shown(four, search=search) == found.split()
    assert shown(four, search=unicodedata.normalize("NFD", search)) == found.split()


def test_a_text_that_the_source_wrote_with_loose_dots_is_found() -> None:
    loose = seen("2019-05", unicodedata.normalize("NFD", FOUR), **UNDER)
    assert shown(loose, search="örebro") == ["a1"]


@pytest.mark.parametrize(
    ("window", "found"),
    [
        ({"first": "2019-04"}, "a1 a2 a3"),  # a1 ends on the first day of April; a4 has no end date
        ({"first": "2019-05"}, "a3"),
        ({"last": "2019-04"}, "a1 a2"),  # a2 ends on the last day of April
        ({"last": "2019-05"}, "a1 a2 a3"),
        ({"first": "2019-04", "last": "2019-04"}, "a1 a2"),
        ({"first": "2019-05", "last": "2019-04"}, ""),
    ],
)
def test_the_window_of_end_dates_has_both_its_months_and_none_without_a_date(
    four: Month, window: dict[str, str], found: str
) -> None:
    assert shown(four, **window) == found.split()


def test_a_month_to_choose_says_how_many_end_from_it_on_or_up_to_it(four: Month) -> None:
    assert Faceted(four, Filter()).end_months(filters.FROM) == {APRIL: 2 + 1, MAY: 1}
    assert Faceted(four, Filter()).end_months(filters.TO) == {APRIL: 2, MAY: 2 + 1}
    assert Faceted(four, Filter({"slag": ["projekt"]})).end_months(filters.FROM) == {APRIL: 1, MAY: 0}


def test_an_unknown_choice_gives_no_hits_and_stays_chosen(four: Month) -> None:
    unknown = Faceted(four, Filter({"status": ["finns inte"]}))
    assert unknown.found.empty
    assert unknown.hits("status")["finns inte"] == 0
    assert shown(four, status=["finns inte", "✓ klar"]) == ["a2"]  # beside a known one it adds nothing
    assert shown(four, first="2031-01") == []


def test_an_assignment_without_activities_may_be_chosen_and_has_none(four: Month) -> None:
    assert Faceted(four, Filter()).hits("uppdrag") == {"Resa lätt": 2, "Miljö": 1, "anges inte": 1, "Ensamt": 0}
    of_stab = seen("2019-05", FOUR, "stab", **UNDER)
    assert Faceted(of_stab, Filter()).hits("uppdrag") == {"Miljö": 1}  # another department's are not its own


def test_a_choice_counts_with_the_other_filters_and_without_its_own(four: Month) -> None:
    hits = Faceted(four, Filter({"status": ["✓ klar"], "uppdrag": ["Resa lätt"]})).hits("status")
    assert {word: hit for word, hit in hits.items() if hit} == {"▶ följer planeringen": 1, "✓ klar": 1}


def test_a_new_comment_is_searched_at_once(four: Month, kept_in: str) -> None:
    assert shown(four, search="underskrivet") == []
    comments.write(kept_in, new("a1", "Nu är avtalet underskrivet."))
    assert shown(seen("2019-05", FOUR, **UNDER), search="underskrivet") == ["a1"]


def test_what_is_chosen_is_told_on_paper() -> None:
    chosen = Filter({"status": ["✓ klar", "‖ pausad"], "slag": []}, "avtal", APRIL, MAY)
    assert chosen.in_words() == [
        ("Status", "✓ klar och ‖ pausad"),
        ("Slutdatum från", "april 2019"),
        ("Slutdatum till och med", "maj 2019"),
        ("Sökord", "avtal"),
    ]
    assert chosen
    assert not Filter({"status": []})


SAME_NAME = """
department_id parent_id name
kontoret      -         Kontoret
it            kontoret  Kontoret  # a unit that is called as the one above it
stab          kontoret  Stab
drift         it        Drift
"""
RULES = ["overdue", "at_risk", "comment_missing"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["on_track", "done", "unknown"]),
        st.sampled_from(["activity", "project"]),
        st.sampled_from(["kontoret", "it", "stab", "drift", "-"]),
        st.sampled_from(["u1", "u2", "-"]),
        st.sampled_from(["2019-04-30", "2019-05-31", "-"]),
        st.sets(st.sampled_from(RULES)),
    ),
    min_size=1,
    max_size=8,
)
CHOSEN = st.tuples(
    st.sampled_from([None, "status", "enhet", "flagga", "uppdrag"]), st.integers(0, 5), st.booleans(), st.booleans()
)


@given(rows=ROWS, other=CHOSEN)
def test_a_choice_counts_as_many_as_it_would_show(rows: list[tuple], other: tuple) -> None:
    """For every word of every facet, beside another filter."""
    drawn = generated(rows)
    facet, place, searched, dated = other
    base = {facet: [sorted(Faceted(drawn, Filter()).hits(facet))[0]]} if facet else {}
    rest = {"search": "a" + str(place) if searched else "", "first": MAY if dated else None}
    for key in KEYS:
        hits = Faceted(drawn, Filter(base, **rest)).hits(key)
        expected = {word: len(Faceted(drawn, Filter(base | {key: [word]}, **rest)).found) for word in hits}
        assert hits == expected
        assert hits


def generated(rows: list[tuple]) -> Month:
    """A month of these rows; the comments' database of the test is left alone."""
    lines = ["period activity_id status kind department_id assignment_id end_date"]
    flags = ["period subject_id rule"]
    for number, (status, kind, department, assignment, end, rules) in enumerate(rows):
        lines.append(f"2019-05 a{number} {status} {kind} {department} {assignment} {end}")
        flags += [f"2019-05 a{number} {rule}" for rule in sorted(rules)]
    looked_at = view("2019-05", "\n".join(lines), flags="\n".join(flags), tree=SAME_NAME, **WITHOUT_FLAGS)
    left = to_do(looked_at)
    return Month(looked_at, month.needing_first(published(looked_at), left), left, Written(pd.DataFrame()))


WITHOUT_FLAGS = {name: text for name, text in UNDER.items() if name != "flags"}


def test_a_month_that_cannot_be_read_shows_nothing_rather_than_everything(four: Month) -> None:
    unreadable = Filter(first=choices.month_asked("2019-13"))
    assert Faceted(four, unreadable).found.empty
    assert unreadable.in_words() == [("Slutdatum från", "oläslig månad")]
