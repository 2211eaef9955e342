"""Aktiviteter: what was printed stands on it, what is written is never lost, and no month leaves it speechless."""

import csv
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st

from dashboard import exposure
from dashboard import format as sv
from dashboard.activities import SECTIONS, choices
from dashboard.words import OUTLOOK, with_glyph
from data import comments, snapshot
from data.demo import __file__ as demo
from tests.pages.screen import Screen

Open = Callable[..., Screen]
NOVEMBER, AUGUST = "november 2017", "augusti 2019"
TODO, LIST, MONTHS, TIMELINE, *_ = SECTIONS
STATUS = {
    "": "? status okänd",
    "unknown": "? status okänd",
    "on_track": "▶ följer planeringen",
    "at_risk": "● farhåga finns",
    "done": "✓ klar",
}
PROGRAM = re.compile(r"\b(None|nan|NaN|NaT|undefined|True|False)\b|<NA>|Timestamp\(|dtype|Period\(")


def show(screen: Screen, tab: str) -> Screen:
    screen.app.session_state["flik"] = tab
    screen.app.run()
    return screen


def open_one(screen: Screen, activity: str) -> Screen:
    """As a link to it does."""
    screen.app.query_params["aktivitet"] = activity
    screen.app.run()
    return screen


def one_line(text: str) -> str:
    return " ".join(text.split())


def headings(screen: Screen) -> list[str]:
    return [one_line(header.value) for header in screen.app.main.header]


# What was printed


def printed(name: str, month: str) -> list[dict[str, str]]:
    """The rows of a file that were printed in the report for a month."""
    with Path(demo).with_name(name).open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["year"] == month[-4:]]
    assert found
    return found


def listed(screen: Screen) -> dict[str, dict[str, str]]:
    """Title -> heading -> cell, of the whole list."""
    show(screen, LIST)
    if screen.app.toggle:
        screen.app.toggle(key="alla").set_value(True).run()
    place = next(place for place, (head, _) in enumerate(screen.rows) if head == "Aktivitet")
    names = screen.rows[place][1]
    return {head: dict(zip(names, cells, strict=True)) for head, cells in screen.rows[place + 1 :]}


@pytest.mark.parametrize(("month", "count"), [(NOVEMBER, 52), (AUGUST, 195)])
def test_every_printed_activity_is_in_the_list_as_it_was_printed(open_page: Open, month: str, count: int) -> None:
    found, wrong = listed(open_page("activities", period=month)), []
    for row in printed("activities.csv", month):
        expected = {
            "Status": STATUS[row["status"]],
            "Slutdatum": row["end_date"] or "–",
            "Kommentar": one_line(row["comment"]) or "–",
        }
        cells = {"Slutdatum": "–", **found[one_line(row["title"])]}  # a column without a single value is left out
        if {name: cells[name] for name in expected} != expected:
            wrong.append((row["title"], expected, cells))
    assert wrong == []
    assert len(found) == len(printed("activities.csv", month)) == count


@pytest.mark.parametrize(("month", "count"), [(NOVEMBER, 30), (AUGUST, 94)])
def test_every_printed_assignment_may_be_chosen(open_page: Open, month: str, count: int) -> None:
    screen = show(open_page("activities", period=month), LIST)
    assert "filter_uppdrag" not in drawn(screen)  # not sent until it is opened
    screen.app.session_state[choices.MORE] = True
    screen.app.run()
    words = {re.sub(r" \(\d+\)$", "", one_line(word)) for word in screen.app.multiselect(key="filter_uppdrag").options}
    rows = printed("assignments.csv", month)
    assert [row["title"] for row in rows if not any(word.startswith(one_line(row["title"])) for word in words)] == []
    assert len(rows) == count == len(words - {"anges inte"})


def test_the_folded_filters_open_once_one_is_chosen_and_may_be_folded_again(open_page: Open) -> None:
    screen = show(open_page("activities", period=AUGUST), LIST)
    folded = [not screen.app.session_state[choices.MORE]]
    screen.app.query_params["slag"] = "aktivitet"  # as Back in the browser does
    screen.app.run()
    folded.append("filter_slag" not in drawn(screen))
    screen.app.session_state[choices.MORE] = False
    screen.app.run()
    folded.append("filter_slag" not in drawn(screen))
    show(show(screen, TODO), LIST)
    folded.append("filter_slag" not in drawn(screen))
    assert folded == [True, False, True, False]


def drawn(screen: Screen) -> set[str | None]:
    return {choice.key for choice in screen.app.multiselect}


def comment_of(row: dict[str, str]) -> str:
    """A field that was printed empty is a comment that is missing; where there was no field none was awaited."""
    return one_line(row["comment"]) or ("saknas" if row["comment_expected"] == "true" else "–")


@pytest.mark.parametrize("month", [NOVEMBER, AUGUST])
def test_every_printed_assignment_stands_with_its_outlook_and_its_comment(open_page: Open, month: str) -> None:
    screen = show(open_page("activities", period=month), "Åtaganden")
    expected = [
        (one_line(row["title"]), with_glyph(row["outlook"] or "unknown", OUTLOOK), comment_of(row))
        for row in printed("assignments.csv", month)
    ]
    found = [(head, cells[0], cells[-1]) for head, cells in screen.rows if head != "Åtagande"]
    assert sorted(found) == sorted(expected)


def under(screen: Screen, title: str) -> list[str]:
    """The activities that stand under a group of "Att göra"."""
    lists = [element.proto.body for element in screen.app.main.get("html") if "mu-todo" in element.proto.body]
    groups = [heading.rpartition(" · ")[0] for heading in headings(screen)]
    body = lists[groups.index(title)]
    return [one_line(re.sub("&quot;", '"', name)) for name in re.findall(r"<a [^>]*>(.*?)</a>", body)]


def test_the_fourteen_comments_that_november_2017_lacks_are_to_be_written(open_page: Open) -> None:
    screen = open_page("activities", period=NOVEMBER)
    lacking = [
        row for row in printed("activities.csv", NOVEMBER) if not row["comment"] and row["comment_expected"] == "true"
    ]
    assert sorted(under(screen, "Skriv en kommentar")) == sorted(one_line(row["title"]) for row in lacking)
    assert "Skriv en kommentar · 14" in headings(screen)
    assert len(lacking) == 14


def test_the_progress_of_november_2017_is_what_the_printed_rows_give(open_page: Open) -> None:
    """No status was printed, so none is ready: who needs nothing is unknown."""
    rows = printed("activities.csv", NOVEMBER)
    lacking = {row["title"] for row in rows if not row["comment"] and row["comment_expected"] == "true"}
    passed = {row["title"] for row in rows if row["end_date"] < "2017-11-30"}
    screen = open_page("activities", period=NOVEMBER)
    needing = len(lacking | passed)
    expected = f"0 av 52 klara inför rapporten, {needing} behöver något, {52 - needing} av de övriga har okänd status."
    assert expected in screen.text
    assert screen.title == f"{needing} av 52 aktiviteter behöver något inför rapporten"
    assert "Senast 2017-12-15: Underlag till månadsrapport 2017-11" in screen.text
    assert sorted(under(screen, "Slutdatum har passerat")) == sorted(map(one_line, passed))


# Where there is nothing


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"period": "juli 2019"}, "Inga aktiviteter rapporterades för juli 2019"),
        ({"period": "januari 2017"}, "Inga aktiviteter rapporterades för januari 2017"),
        ({"period": NOVEMBER, "avdelning": "HR"}, "HR har inga aktiviteter i november 2017"),
    ],
)
def test_a_month_or_a_department_without_activities_says_so(
    open_page: Open, chosen: dict[str, str], sentence: str
) -> None:
    screen = open_page("activities", **chosen)
    assert screen.title == sentence
    assert "Välj en annan period eller avdelning till vänster." in screen.text
    assert_calm(screen)


def test_a_source_without_activities_says_what_to_do(
    changed: Callable[[str, pd.DataFrame], None], published: Path, open_page: Open
) -> None:
    current = snapshot.current(published)
    assert current is not None
    changed("activities", current.read("activities").head(0))
    screen = open_page("activities")
    assert screen.title == "Ingen källa med aktiviteter är ansluten"
    assert_calm(screen)


def test_nothing_published_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    assert open_page("activities").title == "Inget publicerat ännu"


# One activity


@pytest.mark.parametrize(
    ("chosen", "activity", "sentence"),
    [
        (
            {},
            "finns-inte",
            "Ingen rapport har någon aktivitet med id finns-inte. Gå till listorna och sök på rubriken.",
        ),
        ({"period": "juli 2019"}, "finns-inte", "Ingen rapport har någon aktivitet med id finns-inte."),
        (
            {},
            "2017-1-05",
            "Den är med i rapporterna för februari 2017, mars 2017, april 2017, maj 2017, juni 2017, augusti 2017,",
        ),
        ({"period": NOVEMBER, "avdelning": "Ekonomi"}, "2017-1-05", "Den hör inte till Ekonomi."),
    ],
)
def test_an_activity_that_is_not_here_gives_a_calm_sentence(
    open_page: Open, chosen: dict[str, str], activity: str, sentence: str
) -> None:
    screen = open_one(open_page("activities", **chosen), activity)
    assert sentence in screen.text
    assert_calm(screen)
    screen.app.button(key="close_activity").click().run()
    assert "Aktiviteten finns inte här" not in screen.text


def test_an_opened_activity_shows_its_months_comments_flags_and_assignment(open_page: Open, published: Path) -> None:
    current = snapshot.current(published)
    assert current is not None
    known = current.read("activities")
    known = known[(known["activity_id"] == "2017-1-13") & (known["period"] <= "2017-11-01")]
    screen = open_one(open_page("activities", period=NOVEMBER), "2017-1-13")
    assert screen.title == "Arbeta fram indikatorer för integrationsarbetet i Halland"
    months = ["november", "oktober", "september", "augusti", "juni", "maj", "april", "mars", "februari"]
    shown = [(head, cells) for head, cells in screen.rows if head.endswith(" 2017")]
    assert [head for head, _ in shown] == [f"{month} 2017" for month in months]  # July and January have no report
    told = [
        "saknas" if missing else text for text, missing in zip(known["comment"], known["comment_missing"], strict=True)
    ]
    expected = [text if isinstance(text, str) else "–" for text in told]
    assert [cells[3] for _, cells in reversed(shown)] == expected
    assert dict(shown)["november 2017"][:3] == ["? status okänd", "2017-06-30", "153"]  # 30 June to 30 November
    assert "Aktiviteten: kommentar saknas (varning)" in screen.text
    assert "Aktiviteten: slutdatum har passerat (varning)" in screen.text
    assert screen.text.count("Varför?") == 3  # and that the status is unknown
    assert "Slutdatum var 2017-06-30; 153 dagar har gått vid månadens slut." in screen.text
    (row,) = [row for row in printed("activities.csv", NOVEMBER) if row["activity_id"] == "2017-1-13"]
    titles = {each["assignment_id"]: each["title"] for each in printed("assignments.csv", NOVEMBER)}
    assert screen.row("Åtagande") == [one_line(titles[row["assignment_id"]])]
    assert_calm(screen)


def test_every_activity_of_november_2017_opens_with_its_assignment(open_page: Open) -> None:
    screen = open_page("activities", period=NOVEMBER)
    titles = {row["assignment_id"]: one_line(row["title"]) for row in printed("assignments.csv", NOVEMBER)}
    for row in printed("activities.csv", NOVEMBER):
        open_one(screen, row["activity_id"])
        assert one_line(screen.title) == one_line(row["title"])
        assert screen.row("Åtagande") == [titles[row["assignment_id"]]]
        assert_calm(screen)


def test_the_next_to_do_is_one_click_away_and_so_are_the_lists(open_page: Open) -> None:
    screen = open_page("activities", period=NOVEMBER)
    first, second, *_ = under(screen, "Skriv en kommentar")
    ids = {one_line(row["title"]): row["activity_id"] for row in printed("activities.csv", NOVEMBER)}
    open_one(screen, ids[first])
    screen.app.button(key="next_activity").click().run()
    assert one_line(screen.title) == second
    screen.app.button(key="close_activity").click().run()
    assert "behöver något inför rapporten" in screen.title


# Filters


def test_a_filter_lives_in_the_address_and_is_cleared(open_page: Open) -> None:
    assignments = {row["assignment_id"]: row["title"] for row in printed("assignments.csv", NOVEMBER)}
    texts = [
        f"{row['title']} {row['comment']} {assignments[row['assignment_id']]}"
        for row in printed("activities.csv", NOVEMBER)
    ]
    count = sum("timbank" in text.casefold() for text in texts)
    assert 0 < count < len(texts)
    screen = show(open_page("activities", period=NOVEMBER), LIST)
    screen.app.text_input(key="filter_sok").set_value("TIMBANK").run()
    assert f"{count} av 52 aktiviteter visas med valt filter." in screen.text
    assert screen.app.query_params["sok"] == "TIMBANK"
    screen.app.text_input(key="filter_sok").set_value("timbank finnsinte").run()
    assert "Inga aktiviteter passar filtret" in screen.text
    screen.app.button(key="clear_filter").click().run()
    assert "52 av 52 aktiviteter visas." in screen.text
    assert "sok" not in screen.app.query_params
    assert_calm(screen)


def test_a_saved_link_with_a_choice_that_the_month_lacks_shows_nothing_and_not_all(open_page: Open) -> None:
    screen = open_page("activities", period=NOVEMBER)
    screen.app.query_params["status"] = "✓ klar"  # no status was printed
    assert "0 av 52 aktiviteter visas med valt filter." in show(screen, LIST).text
    assert screen.app.multiselect(key="filter_status").value == ["✓ klar"]
    assert_calm(screen)


def test_the_filter_holds_on_the_other_tabs(open_page: Open) -> None:
    screen = open_page("activities", period=NOVEMBER)
    screen.app.query_params["sok"] = "timbanksforumet"
    assert "1 av 1 aktiviteter" in show(screen, MONTHS).text
    assert "Näringsliv · 1" in show(screen, TIMELINE).text


# Writing

SILENT, SILENT_TITLE = "2017-1-03", "Doula och kulturtolk"
FIELD = f"comment_{SILENT}_2017-11"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server that only this machine can reach, and its database where nobody has written."""
    file = tmp_path / "comments.sqlite"
    monkeypatch.setenv("FOLLOWUP_COMMENTS", f"sqlite:///{file}")
    monkeypatch.delenv("FOLLOWUP_WRITING", raising=False)
    monkeypatch.setattr(exposure, "_served_on", [])
    exposure.served_on("127.0.0.1")
    st.cache_resource.clear()  # another test's comments have the same ids
    yield file
    st.cache_resource.clear()


def silent(open_page: Open) -> Screen:
    return open_one(open_page("activities", period=NOVEMBER), SILENT)


def typed(screen: Screen, text: str, role: str = "Enhetschef") -> Screen:
    """Writes in the field and saves."""
    screen.app.text_area(key=FIELD).set_value(text)
    screen.app.text_input(key="comment_role").set_value(role)
    screen.app.button(key=f"save_{FIELD}").click().run()
    return screen


def saved(file: Path) -> list[str]:
    return comments.read(f"sqlite:///{file}")["text"].tolist()


def test_a_comment_is_saved_shown_as_new_and_the_field_is_emptied(here: Path, open_page: Open) -> None:
    screen = typed(silent(open_page), "Upphandlingen är klar.\nStart i januari.")
    assert saved(here) == ["Upphandlingen är klar.\nStart i januari."]
    assert "Ny, ej i källsystemet · Enhetschef (ej verifierad)" in screen.text
    assert "Kommentaren är sparad och följer med i nästa nattkörning." in screen.text
    assert screen.app.text_area(key=FIELD).value == ""
    assert screen.app.text_input(key="comment_role").value == "Enhetschef"  # the next one needs it too
    assert screen.row("november 2017")[3] == "Upphandlingen är klar. Start i januari. (ny, ej i källsystemet)"
    assert_calm(screen)


def test_a_new_comment_leaves_one_less_to_do_everywhere(here: Path, open_page: Open) -> None:
    screen = typed(silent(open_page), "Upphandlingen är klar.")
    assert "kommentar saknas" not in screen.text
    screen.app.button(key="close_activity").click().run()
    show(screen, TODO)
    assert "Skriv en kommentar · 13" in headings(screen)
    assert SILENT_TITLE not in under(screen, "Skriv en kommentar")
    assert "Nya kommentarer, ej i källsystemet · 1" in headings(screen)
    assert listed(screen)[SILENT_TITLE]["Kommentar"] == "Upphandlingen är klar. (ny, ej i källsystemet)"
    assert "13 saknar kommentar" in open_page("overview", period=NOVEMBER).text


def test_an_older_version_is_kept_below_the_one_that_replaced_it(here: Path, open_page: Open) -> None:
    screen = typed(typed(silent(open_page), "Först."), "Sedan.", "Processledare")
    assert saved(here) == ["Först.", "Sedan."]
    (older,) = screen.app.expander
    assert older.label.replace("\u00a0", " ") == "1 äldre version"
    inside = " ".join(element.proto.body for element in older.get("html"))
    assert "Först." in inside
    assert "Sedan." not in inside
    assert screen.row("november 2017")[3] == "Sedan. (ny, ej i källsystemet)"


def test_two_who_write_at_once_both_keep_and_see_their_text(here: Path, open_page: Open) -> None:
    one, other = silent(open_page), silent(open_page)  # neither has seen the other's
    typed(one, "Den ena.")
    typed(other, "Den andra.", "Controller")
    one.app.run()
    for screen in (one, other):
        assert "Den ena." in screen.text
        assert "Den andra." in screen.text
        assert "2 kommentarer skrevs samtidigt. Alla gäller" in screen.text
    assert saved(here) == ["Den ena.", "Den andra."]
    typed(one, "Båda tillsammans.")
    assert not [text for text in ("skrevs samtidigt", "Ny, ej i källsystemet · Controller") if text in one.text]
    assert saved(here) == ["Den ena.", "Den andra.", "Båda tillsammans."]


@pytest.mark.parametrize(
    ("text", "role", "sentence"),
    [
        ("  ", "Enhetschef", "Kommentaren är tom. Skriv något och spara igen."),
        ("Klart.", "", "Rollen är tom. Skriv vem du är"),
    ],
)
def test_what_is_not_allowed_is_told_and_the_text_stays(
    here: Path, open_page: Open, text: str, role: str, sentence: str
) -> None:
    screen = typed(silent(open_page), text, role)
    assert sentence in screen.text
    assert screen.app.text_area(key=FIELD).value == text
    assert not here.exists()


def test_a_locked_database_leaves_the_text_in_the_field_until_it_can_be_saved(
    here: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.setenv("FOLLOWUP_COMMENTS", f"sqlite:///{here}?timeout=0.5")
    screen = typed(silent(open_page), "Först.")
    with closing(sqlite3.connect(here, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        typed(screen, "Sedan.")
        assert "Kommentaren kan inte sparas: databasen är låst av någon annan." in screen.text
        assert "Texten finns kvar i fältet." in screen.text
        assert screen.app.text_area(key=FIELD).value == "Sedan."
        assert_calm(screen)
    screen.app.button(key=f"save_{FIELD}").click().run()
    assert saved(here) == ["Först.", "Sedan."]
    assert screen.app.text_area(key=FIELD).value == ""


def test_a_database_that_cannot_be_reached_is_told_and_the_report_still_shows(
    here: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    here.write_text("a file where a folder should be")
    monkeypatch.setenv("FOLLOWUP_COMMENTS", f"sqlite:///{here}/comments.sqlite")
    screen = typed(silent(open_page), "Klart.")
    assert "Kommentaren kan inte sparas: " in screen.text
    assert screen.app.text_area(key=FIELD).value == "Klart."
    assert screen.title == SILENT_TITLE
    assert_calm(screen)


def test_the_text_stays_while_another_activity_is_opened(here: Path, open_page: Open) -> None:
    screen = silent(open_page)
    screen.app.text_area(key=FIELD).set_value("Halvfärdigt").run()
    open_one(open_one(screen, "2017-1-01"), SILENT)
    assert screen.app.text_area(key=FIELD).value == "Halvfärdigt"


def test_a_comment_of_the_source_is_changed_there(here: Path, open_page: Open) -> None:
    screen = open_one(open_page("activities", period=NOVEMBER), "2017-1-05")
    assert "Skriven i källsystemet, där den också ändras." in screen.text
    assert not screen.app.text_area


@pytest.mark.parametrize(
    ("address", "switch", "open_", "sentence"),
    [
        ("127.0.0.1", "", True, ""),
        ("0.0.0.0", "", False, "servern kan nås av andra och inloggning saknas"),
        ("0.0.0.0", "on", True, ""),
        ("127.0.0.1", "off", False, "Systemägaren har stängt av kommentarer i inställningarna."),
        ("0.0.0.0", "off", False, "Systemägaren har stängt av kommentarer i inställningarna."),
    ],
)
def test_where_others_can_come_only_the_owner_opens_for_writing(
    here: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open, address: str, switch: str, open_: bool, sentence: str
) -> None:
    exposure.served_on(address)
    monkeypatch.setenv("FOLLOWUP_WRITING", switch)
    screen = silent(open_page)
    assert bool(screen.app.text_area) is open_
    assert sentence in screen.text
    assert_calm(screen)


def test_a_field_that_was_open_saves_nothing_once_writing_is_closed(
    here: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    screen = silent(open_page)
    monkeypatch.setenv("FOLLOWUP_WRITING", "off")
    typed(screen, "Klart.")
    assert not here.exists()
    assert "Systemägaren har stängt av kommentarer" in screen.text


def test_wrong_settings_close_the_comments_and_not_the_pages(
    here: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.setenv("FOLLOWUP_WRITING", "kanske")
    screen = silent(open_page)
    assert screen.title == SILENT_TITLE
    assert "FOLLOWUP_WRITING är 'kanske'. Tillåtet: on eller off." in screen.text
    assert not screen.app.text_area
    assert_calm(screen)
    assert_calm(open_page("overview", period=NOVEMBER))


# No month leaves it speechless

ENGLISH = """
the and of is not no yes with without from for this that activity activities project comment comments department
departments overdue done unknown paused on_track off_track at_risk not_started activity_id department_id missing
source screen published booked simulated select choose options download search all none empty error date
title end start week month year day days open close save cancel press apply clear
"""
EVERY_MONTH = [sv.month(month) for month in pd.date_range("2017-01-01", "2019-08-01", freq="MS")]


def seen_words(screen: Screen) -> str:
    """All words on the page, also those of its choices and buttons."""
    main = screen.app.main
    widgets = [*main.multiselect, *main.selectbox, *main.text_input, *main.text_area, *main.button, *main.toggle]
    labels = [widget.label for widget in widgets]
    options = [str(option) for widget in (*main.multiselect, *main.selectbox) for option in widget.options]
    placeholders = [widget.placeholder or "" for widget in (*main.multiselect, *main.selectbox)]
    expanders = [expander.label for expander in main.expander]
    return " ".join([screen.text, *labels, *options, *placeholders, *expanders, *(tab.label for tab in main.tabs)])


def assert_calm(screen: Screen) -> None:
    """No exception, and no word of a program in what is shown or read aloud."""
    assert not screen.app.exception
    for text in (seen_words(screen), re.sub(r"<style.*?</style>", "", screen.markup, flags=re.DOTALL)):
        assert not PROGRAM.search(text), text[max(PROGRAM.search(text).start() - 80, 0) :][:200]


@pytest.fixture(scope="module")
def source_words() -> set[str]:
    """Words of the printed titles and names, which may be English."""
    files = ("activities.csv", "assignments.csv", "goals.csv", "departments.csv", "budget_lines.csv")
    texts = [Path(demo).with_name(name).read_text(encoding="utf-8") for name in files]
    return {word for row in texts for word in re.findall(r"\w+", row.partition("\n")[2].casefold())} - {"comment"}


@pytest.mark.parametrize("month", [*EVERY_MONTH[::4], NOVEMBER, AUGUST, "juli 2019"])
def test_every_tab_is_in_swedish_all_through_the_years(open_page: Open, source_words: set[str], month: str) -> None:
    screen = open_page("activities", period=month)
    for tab in SECTIONS:
        show(screen, tab)
        assert_calm(screen)
        words = set(re.findall(r"\w+", seen_words(screen).casefold()))
        assert words & (set(ENGLISH.split()) - source_words) == set()
        assert len(screen.title) > 10
