"""A unit head on Aktiviteter: from a link in a mail to a written comment and a workbook, by pointer and by keyboard."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Locator, expect
from published_rows import Row, rows, snapshot_id
from serving import serving
from test_every_page import CONTRASTS, ENGLISH, LEAKED, TOO_WIDE, VISIBLE_TEXT
from test_forecast_visit import down_to, press, tab_named, tab_to
from visit import Visit

from dashboard.activities import SECTIONS
from etl import config
from etl.run import Run

JUNE = {"period": "juni 2019"}
REGIONAL = {"avdelning": "Regional utveckling"}
TODO, LIST, MONTHS, TIMELINE = "Att göra", "Lista", "Status över tid", "Tidslinje"
AT_RISK, WORSE, MISSING = "● farhåga finns", "sämre status än i förra rapporten", "kommentar saknas"
WORDS = "UTVECKLING styrkeområdet"
SEARCH = "Sök i rubrik, kommentar och åtagande"
NEW = "ny, ej i källsystemet"
ROLE, SAVE = "Din roll (ej verifierad)", "Spara kommentaren"
FIELD = "Kommentar för juni 2019"
CAN_DO = {
    "off_track_uncommented",
    "comment_missing",
    "on_track_overdue",
    "overdue",
    "status_worsened",
    "not_updated",
    "paused_long",
    "done_unstarted",
    "comment_copied",
}
"""Flags that put an activity among those that need something, but for a worse status that a new comment explains."""
ANSWERED = {"off_track_uncommented", "comment_missing", "status_worsened", "comment_copied"}
"""Those that a comment settles."""


# What the published files say


def below(published: Path, department: str) -> set[str]:
    """A department, named, and all below it."""
    tree = rows(published, "departments")
    found = {row["department_id"] for row in tree if row["name"] == department}
    while more := {row["department_id"] for row in tree if row["parent_id"] in found} - found:
        found |= more
    return found


def reported(published: Path, month: str, department: str = "") -> list[Row]:
    """A month's activities with `rules`, the flags on them, and `assignment`, the row they belong to."""
    rules: dict[str, set[str]] = {}
    for flag in rows(published, "flags", month):
        if flag["subject_type"] == "activity":
            rules.setdefault(flag["subject_id"], set()).add(flag["rule"])
    above = {row["assignment_id"]: row for row in rows(published, "assignments", month)}
    owners = below(published, department) if department else None
    return [
        {**row, "rules": rules.get(row["activity_id"], set()), "assignment": above.get(row["assignment_id"], {})}
        for row in rows(published, "activities", month)
        if owners is None or row["department_id"] in owners
    ]


def needs(row: Row) -> set[str]:
    """The flags that ask for something."""
    explained = {"status_worsened"} if row["comment_reports"] == 1 else set()
    return (row["rules"] & CAN_DO) - explained


def searchable(published: Path, row: Row) -> str:
    """All the text of a row that is searched in."""
    goals = {(goal["year"], goal["goal_id"]): goal["title"] for goal in rows(published, "goals")}
    above = row["assignment"]
    texts = [row["title"], row["comment"], row["responsible_role"], names(published)[row["department_id"]]]
    texts += [above.get("title"), above.get("focus_area"), goals.get((row["period"].year, above.get("goal_id")))]
    return "\n".join(text for text in texts if text).casefold()


def mentions(text: str, words: str) -> bool:
    return all(word in text for word in words.casefold().split())


def names(published: Path) -> dict[str, str]:
    return {row["department_id"]: row["name"] for row in rows(published, "departments")}


def at_risk_and_worse(published: Path) -> list[Row]:
    mine = reported(published, "2019-06", "Regional utveckling")
    return [row for row in mine if row["status"] == "at_risk" and "status_worsened" in row["rules"]]


# What a person does and sees


def note(seen: Visit, words: str | re.Pattern[str]) -> Locator:
    return seen.page.get_by_role("main").get_by_text(words)


def count_in_title(seen: Visit) -> int:
    """So many activities need something."""
    found = re.match(r"(\d+) av \d+\saktiviteter behöver något", seen.title.inner_text())
    assert found, seen.title.inner_text()
    return int(found[1])


def titles(seen: Visit) -> list[str]:
    """The activities in the list, from above."""
    return seen.page.get_by_role("tabpanel").get_by_role("table").get_by_role("rowheader").all_inner_texts()


def shows(seen: Visit, expected: list[Row]) -> None:
    """Wait until the list has exactly these rows."""
    wanted = sorted(row["title"] for row in expected)
    summary = re.compile(rf"^{len(expected)} av \d+\saktiviteter visas med valt filter\.$")
    expect(seen.page.get_by_role("status").filter(has_text=summary)).to_be_visible()
    seen.settle()
    assert sorted(titles(seen)) == wanted


def pick(seen: Visit, label: str, word: str) -> int:
    """Choose a word of a filter; the count that stands beside it."""
    seen.filter(label).click()
    option = seen.page.get_by_role("option").filter(has_text=re.compile(rf"^{re.escape(word)} \(\d+\)$"))
    count = int(option.inner_text().rpartition("(")[2].rstrip(")"))
    option.click()
    seen.page.keyboard.press("Escape")
    return count


def open_tab(seen: Visit, tab: str) -> None:
    tab_named(seen, tab).click()
    expect(tab_named(seen, tab)).to_have_attribute("aria-selected", "true")
    seen.page.wait_for_url(lambda url: "flik=" in url) if tab != TODO else seen.page.wait_for_url(
        lambda url: "flik=" not in url
    )
    seen.settle()


def follow(seen: Visit, title: str) -> None:
    """Open an activity by its link."""
    seen.page.get_by_role("tabpanel").get_by_role("link", name=title, exact=True).first.click()
    expect(heading(seen, title)).to_be_visible()
    seen.settle()


def heading(seen: Visit, title: str) -> Locator:
    """The page's heading, which is the activity's title."""
    return seen.page.get_by_role("heading", level=1, name=title, exact=True)


def field(seen: Visit) -> Locator:
    return seen.page.get_by_role("textbox", name=FIELD)


def write(seen: Visit, text: str, role: str) -> None:
    """Fill in the fields, and leave them."""
    field(seen).fill(text)
    seen.page.get_by_role("textbox", name=ROLE).fill(role)
    press(seen, "Tab")
    seen.page.wait_for_timeout(300)  # what was written goes to the server when the field is left
    seen.settle()


def save(seen: Visit) -> None:
    seen.page.get_by_role("button", name=SAVE).click()


def back_to_lists(seen: Visit) -> None:
    seen.page.get_by_role("button", name="Till listorna").click()
    expect(seen.page.get_by_role("tablist")).to_be_visible()
    seen.settle()


def book_of(seen: Visit, folder: Path, fetch: Callable[[], None]) -> Workbook:
    with seen.page.expect_download() as waiting:
        fetch()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return load_workbook(path)


def body(book: Workbook) -> list[Row]:
    """The rows of the first sheet by their headings."""
    headings, *found = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in found]


# The whole way


def test_from_a_link_to_a_filter_an_activity_a_comment_and_a_workbook(
    visit: Callable[..., Visit], published: Path, office: str, tmp_path: Path
) -> None:
    department = reported(published, "2019-06", "Regional utveckling")
    filtered = at_risk_and_worse(published)
    expected = [row for row in filtered if mentions(searchable(published, row), WORDS)]
    written_for = next(row for row in expected if "comment_missing" in row["rules"] and needs(row) <= ANSWERED)
    assert 1 < len(expected) < len(filtered)  # else the search tests nothing
    before = sum(bool(needs(row)) for row in department)

    seen = visit("aktiviteter", at=office, **JUNE, **REGIONAL)
    expect(seen.filter("Period")).to_have_value("juni 2019")
    expect(seen.filter("Avdelning")).to_have_value("Regional utveckling")
    assert count_in_title(seen) == before
    open_tab(seen, LIST)

    at_risk = [row for row in department if row["status"] == "at_risk"]
    assert pick(seen, "Status", AT_RISK) == len(at_risk)
    shows(seen, at_risk)
    assert pick(seen, "Flagga", WORSE) == len(filtered)
    shows(seen, filtered)
    seen.page.get_by_role("textbox", name=SEARCH).fill(WORDS)
    seen.holds("sok", WORDS)
    shows(seen, expected)
    choices = {**JUNE, **REGIONAL, "flik": LIST, "status": AT_RISK, "flagga": WORSE, "sok": WORDS}
    assert seen.address == choices

    other = visit("aktiviteter", at=office, **choices)
    shows(other, expected)
    assert titles(other) == titles(seen)
    assert other.address == choices

    follow(seen, written_for["title"])
    assert seen.address == {**choices, "aktivitet": written_for["activity_id"]}
    text = "=1+1 förseningar.\nNy tidplan i augusti."
    write(seen, text, "Enhetschef")
    save(seen)
    expect(note(seen, "Kommentaren är sparad")).to_be_visible()
    expect(note(seen, re.compile(rf"^N{NEW[1:]} · Enhetschef \(ej verifierad\), "))).to_be_visible()
    expect(seen.page.locator("blockquote")).to_have_text(
        "=1+1 förseningar.\nNy tidplan i augusti.", use_inner_text=True
    )
    expect(field(seen)).to_have_value("")
    expect(note(seen, "En kommentar väntas men saknas.")).to_have_count(0)

    back_to_lists(seen)
    assert seen.address == choices
    expect(tab_named(seen, LIST)).to_have_attribute("aria-selected", "true")
    shows(seen, expected)
    assert count_in_title(seen) == before - 1
    assert seen.cells(written_for["title"])[-1].endswith(f"({NEW})")

    fetch = seen.page.get_by_role("button", name="Hämta som Excel").click
    book = book_of(seen, tmp_path, fetch)
    found = {row["Id"]: row for row in body(book)}
    assert list(found) == [row["activity_id"] for title in titles(seen) for row in expected if row["title"] == title]
    for row in expected:
        mine = found[row["activity_id"]]
        new = row is written_for
        assert mine["Aktivitet"] == row["title"]
        assert mine["Status"] == AT_RISK
        assert mine["Startdatum"] == row["start_date"]
        assert mine["Slutdatum"] == row["end_date"]
        assert isinstance(mine["Slutdatum"], datetime)
        assert mine["Avdelning"] == names(published)[row["department_id"]]
        assert mine["Kommentar"] == (text if new else row["comment"])
        state = "saknas" if row["comment_missing"] else "i källsystemet"
        assert mine["Kommentarens läge"] == (NEW if new else state)
        assert bool(mine["Behöver"]) == bool(needs(row) and not new)
        assert (MISSING in mine["Flaggor"]) == ("comment_missing" in row["rules"] and not new)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    about = dict(line[:2] for line in book["Om"].iter_rows(values_only=True))
    assert about["Period"] == "juni 2019"
    assert about["Avdelning"] == "Regional utveckling"
    assert (about["Status"], about["Flagga"], about["Sökord"]) == (AT_RISK, WORSE, WORDS)
    assert about["Utgåva"] == snapshot_id(published)
    assert about["Rader"] == str(len(expected))


def test_the_new_comments_are_a_workbook_for_whoever_enters_them(
    visit: Callable[..., Visit], published: Path, office: str, tmp_path: Path
) -> None:
    missing = [row for row in reported(published, "2019-06") if "comment_missing" in row["rules"]]
    one = missing[0]
    seen = visit("aktiviteter", at=office, **JUNE, aktivitet=one["activity_id"])
    write(seen, "Tidplanen ses över.", "Enhetschef")
    save(seen)
    expect(note(seen, "Kommentaren är sparad")).to_be_visible()
    back_to_lists(seen)
    expect(seen.page.get_by_role("heading", name="Nya kommentarer, ej i källsystemet · 1")).to_be_visible()
    (row,) = body(book_of(seen, tmp_path, seen.page.get_by_role("button", name="Hämta som Excel").click))
    assert row["Id"] == one["activity_id"]
    assert row["Aktivitet"] == one["title"]
    assert row["Kommentar"] == "Tidplanen ses över."
    assert row["Skriven av (roll, ej verifierad)"] == "Enhetschef"
    assert isinstance(row["Skriven"], datetime)


def test_the_whole_way_by_keyboard_alone(
    visit: Callable[..., Visit], published: Path, office: str, tmp_path: Path
) -> None:
    department = reported(published, "2019-06", "Regional utveckling")
    before = sum(bool(needs(row)) for row in department)
    expected = [row for row in department if "status_worsened" in row["rules"]]
    written_for = next(row for row in expected if "comment_missing" in row["rules"] and needs(row) <= ANSWERED)

    seen = visit("aktiviteter", at=office, **JUNE, **REGIONAL)
    tab_to(seen, tab_named(seen, TODO))
    press(seen, "ArrowRight", "Enter")
    seen.holds("flik", LIST)
    expect(tab_named(seen, LIST)).to_have_attribute("aria-selected", "true")
    seen.settle()
    tab_to(seen, seen.filter("Flagga"))
    down_to(seen, f"{WORSE} ({len(expected)})")
    press(seen, "Enter", "Escape")
    seen.holds("flagga", WORSE)
    shows(seen, expected)
    choices = seen.address

    tab_to(seen, seen.page.get_by_role("link", name=written_for["title"], exact=True), most=60)
    press(seen, "Enter")
    expect(heading(seen, written_for["title"])).to_be_visible()
    seen.settle()
    tab_to(seen, field(seen))
    seen.page.keyboard.type("Ny tidplan i augusti.")
    tab_to(seen, seen.page.get_by_role("textbox", name=ROLE), most=1)
    seen.page.keyboard.type("Enhetschef")
    tab_to(seen, seen.page.get_by_role("button", name=SAVE), most=1)
    press(seen, "Space")
    expect(note(seen, "Kommentaren är sparad")).to_be_visible()
    expect(note(seen, re.compile(rf"^N{NEW[1:]} · Enhetschef"))).to_be_visible()
    seen.settle()

    tab_to(seen, seen.page.get_by_role("button", name="Till listorna"))
    press(seen, "Enter")
    shows(seen, expected)
    assert seen.address == choices
    assert count_in_title(seen) == before - 1
    button = seen.page.get_by_role("button", name="Hämta som Excel")
    tab_to(seen, button)
    found = body(book_of(seen, tmp_path, lambda: press(seen, "Enter")))
    assert [row["Aktivitet"] for row in found] == titles(seen)
    assert {row["Kommentar"] for row in found if row["Id"] == written_for["activity_id"]} == {"Ny tidplan i augusti."}


# Addresses


def test_back_from_an_opened_activity_leads_to_the_list_with_its_filter(
    visit: Callable[..., Visit], published: Path
) -> None:
    expected = at_risk_and_worse(published)
    choices = {**JUNE, **REGIONAL, "flik": LIST, "status": AT_RISK, "flagga": WORSE}
    seen = visit("aktiviteter", **choices)
    shows(seen, expected)
    listed = titles(seen)
    follow(seen, listed[0])
    seen.page.go_back()
    expect(seen.page.get_by_role("tablist")).to_be_visible()
    shows(seen, expected)
    assert titles(seen) == listed
    assert seen.address == choices
    seen.page.go_forward()
    expect(heading(seen, listed[0])).to_be_visible()


def test_an_activity_in_the_address_is_shown_cold_and_the_next_ones_follow(
    visit: Callable[..., Visit], published: Path
) -> None:
    mine = {row["activity_id"]: row for row in reported(published, "2019-06", "Näringsliv")}
    needing = {activity for activity, row in mine.items() if needs(row)}
    assert len(needing) > 1
    first = next(iter(sorted(needing)))
    seen = visit("aktiviteter", **JUNE, avdelning="Näringsliv", aktivitet=first)
    expect(heading(seen, mine[first]["title"])).to_be_visible()
    passed = {first}
    for _ in range(len(needing) - 1):
        here = seen.address["aktivitet"]
        seen.page.get_by_role("button", name="Nästa att göra").click()
        seen.page.wait_for_url(lambda url, here=here: f"aktivitet={here}&" not in f"{url}&")
        expect(heading(seen, mine[seen.address["aktivitet"]]["title"])).to_be_visible()
        seen.settle()
        passed.add(seen.address["aktivitet"])
    assert passed == needing  # each once, none left out


@pytest.mark.parametrize("activity", ["2019-001", "påhittad", '"><img src=x onerror=window.ran=1>'])
def test_an_activity_that_is_not_here_is_told_of(visit: Callable[..., Visit], activity: str) -> None:
    seen = visit("aktiviteter", **JUNE, avdelning="Näringsliv", aktivitet=activity)
    expect(note(seen, "Aktiviteten finns inte här")).to_be_visible()
    back_to_lists(seen)
    assert seen.measure("() => window.ran") is None
    assert seen.address == {**JUNE, "avdelning": "Näringsliv"}


# Writing


def test_two_who_write_at_once_both_stand(visit: Callable[..., Visit], published: Path, office: str) -> None:
    one = next(row for row in reported(published, "2019-06") if "comment_missing" in row["rules"])
    where = {**JUNE, "aktivitet": one["activity_id"]}
    texts = {"Enhetschef": "Upphandlingen är överklagad.", "Controller": "Medlen räcker till oktober."}
    people = {role: visit("aktiviteter", at=office, **where) for role in texts}
    for role, seen in people.items():
        write(seen, texts[role], role)
    for seen in people.values():
        save(seen)
        expect(note(seen, "Kommentaren är sparad")).to_be_visible()
    for seen in people.values():
        seen.page.reload()
        seen.settle()
        expect(note(seen, "2 kommentarer skrevs samtidigt. Alla gäller")).to_be_visible()
        expect(seen.page.locator("blockquote")).to_have_text(list(texts.values()))

    last = people["Controller"]
    write(last, "Överklagad; medlen räcker till oktober.", "Controller")
    save(last)
    expect(note(last, "Kommentaren är sparad")).to_be_visible()
    expect(note(last, "skrevs samtidigt")).to_have_count(0)
    last.page.get_by_text("2 äldre versioner").click()
    older = last.page.locator("details blockquote")
    expect(older).to_have_text(list(reversed(texts.values())))
    expect(older.last).to_be_visible()


@pytest.mark.parametrize("held_down", [False, True])
def test_who_was_writing_when_another_saved_replaces_nothing_unseen(
    visit: Callable[..., Visit], published: Path, office: str, held_down: bool
) -> None:
    """The text goes to the server when the finger comes down on the button, and the click when it is lifted."""
    mine = [row for row in reported(published, "2019-06") if "comment_missing" in row["rules"]]
    where = {**JUNE, "aktivitet": mine[held_down]["activity_id"]}
    slow, quick = (visit("aktiviteter", at=office, **where) for _ in range(2))
    write(slow, "", "Controller")
    write(quick, "Upphandlingen är överklagad.", "Enhetschef")
    field(slow).fill("Medlen räcker till oktober.")  # still in the field when the other one saves
    save(quick)
    expect(note(quick, "Kommentaren är sparad")).to_be_visible()
    slow.page.get_by_role("button", name=SAVE).hover()
    slow.page.mouse.down()
    if held_down:  # until the other one's text is there, which must not move the button away
        expect(note(slow, "Sparad medan du skriver · Enhetschef")).to_be_visible()
    slow.page.mouse.up()
    expect(note(slow, "Kommentaren är sparad")).to_be_visible()
    expect(slow.page.locator("blockquote:visible")).to_have_text(
        ["Upphandlingen är överklagad.", "Medlen räcker till oktober."]
    )
    expect(note(slow, "2 kommentarer skrevs samtidigt")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "role", "why"), [("", "Enhetschef", "Kommentaren är tom"), ("Klart.", "", "Rollen är tom")]
)
def test_what_is_not_whole_is_not_saved_and_stays(
    visit: Callable[..., Visit], published: Path, office: str, text: str, role: str, why: str
) -> None:
    one = next(row for row in reported(published, "2019-06") if "comment_missing" in row["rules"])
    seen = visit("aktiviteter", at=office, **JUNE, aktivitet=one["activity_id"])
    write(seen, text, role)
    save(seen)
    expect(note(seen, why)).to_be_visible()
    expect(field(seen)).to_have_value(text)
    expect(note(seen, "En kommentar väntas men saknas.")).to_be_visible()


@pytest.fixture
def in_the_way(office: str, desk: Path) -> Iterator[Path]:
    """A file where the shared server's database has its folder."""
    desk.rmdir()
    desk.write_text("no folder", encoding="utf-8")
    yield desk
    desk.unlink()
    desk.mkdir()


def test_a_failing_database_leaves_the_text_and_the_rest_of_the_page(
    visit: Callable[..., Visit], published: Path, in_the_way: Path
) -> None:
    one = next(row for row in reported(published, "2019-06") if "comment_missing" in row["rules"])
    seen = visit("aktiviteter", **JUNE, aktivitet=one["activity_id"])
    write(seen, "Tidplanen ses över.", "Enhetschef")
    save(seen)
    expect(note(seen, "Kommentaren kan inte sparas: ")).to_be_visible()
    expect(note(seen, "Texten finns kvar i fältet.")).to_be_visible()
    expect(field(seen)).to_have_value("Tidplanen ses över.")
    assert str(in_the_way) not in seen.measure(VISIBLE_TEXT)
    back_to_lists(seen)
    for tab in SECTIONS:
        open_tab(seen, tab)
        expect(note(seen, "Kommentarerna kan inte läsas: ").first).to_be_visible()
        assert note(seen, "Sidan kunde inte visas").count() == 0
    open_tab(seen, LIST)
    assert pick(seen, "Flagga", MISSING) == 10
    follow(seen, one["title"])
    expect(field(seen)).to_have_value("Tidplanen ses över.")


NOBODY_HERE = "Kommentarer kan inte skrivas här: servern kan nås av andra och inloggning saknas."


def test_nobody_writes_on_a_server_that_others_reach(
    visit: Callable[..., Visit], serve: Callable[..., str], published: Path, tmp_path: Path
) -> None:
    """What the settings change in this is the page's own test."""
    kept = f"sqlite:///{tmp_path / 'comments.sqlite'}"
    nobody_writes(visit, published, at=serve(published, host="0.0.0.0", FOLLOWUP_COMMENTS=kept))


def test_nobody_writes_through_a_proxy(visit: Callable[..., Visit], published: Path, office: str) -> None:
    nobody_writes(visit, published, at=office, headers={"X-Forwarded-For": "192.0.2.7"})


def nobody_writes(visit: Callable[..., Visit], published: Path, **how: object) -> None:
    """There is nothing to write in, and the page says why."""
    one = next(row for row in reported(published, "2019-06") if "comment_missing" in row["rules"])
    seen = visit("aktiviteter", **how, **JUNE, aktivitet=one["activity_id"])
    expect(heading(seen, one["title"])).to_be_visible()
    expect(note(seen, "En kommentar väntas men saknas.")).to_be_visible()
    expect(note(seen, NOBODY_HERE)).to_be_visible()
    seen.settle()
    expect(field(seen)).to_have_count(0)
    expect(seen.page.get_by_role("button", name=SAVE)).to_have_count(0)


# The look


OWN_CONTRASTS = CONTRASTS.replace(
    ".mu-title,",
    ".mu-title, .mu-progress p, .mu-todo :is(a, li > span), .mu-more summary, .mu-states :is(a, .state), "
    ".mu-timeline :is(h3, a, .tick, .date, .none, b), .mu-legend span,",
)


@pytest.mark.parametrize(
    ("month", "department", "theme"),
    [("juni 2019", "", "light"), ("november 2017", "", "dark"), ("juni 2019", "Näringsliv", "dark")],
)
def test_every_tab_is_whole_on_both_screens(
    visit: Callable[..., Visit], month: str, department: str, theme: str
) -> None:
    chosen = {"period": month} | ({"avdelning": department} if department else {})
    seen = visit("aktiviteter", theme=theme, **chosen)
    expect(seen.page.get_by_role("tab")).to_have_count(len(SECTIONS))
    wrong: list[object] = []
    for tab in SECTIONS:
        open_tab(seen, tab)
        expect(seen.page.get_by_role("heading", level=1)).to_have_count(1)
        seen.settle()
        seen.page.locator("details.mu-more").evaluate_all("all => all.forEach(each => { each.open = true; })")
        for width, height in ((1440, 900), (1920, 1080)):
            seen.page.set_viewport_size({"width": width, "height": height})
            wrong += [(tab, width, found) for found in seen.measure(TOO_WIDE)]
        text = seen.measure(VISIBLE_TEXT)
        wrong += [(tab, found) for found in LEAKED.findall(text) + ENGLISH.findall(text)]
        contrasts = seen.measure(OWN_CONTRASTS)
        wrong += [(tab, words, round(ratio, 1)) for words, ratio, _ in contrasts if ratio < 4.5]
        assert {drawn_in for *_, drawn_in in contrasts} == {theme}
    assert wrong == []


PLACES = """() => {
  const box = document.querySelector(".mu-timeline .axis").getBoundingClientRect();
  const [tick, name] = [...document.querySelectorAll(".mu-timeline .axis .tick, .mu-timeline li a")]
    .reduce(([tick, name], e) => e.matches(".tick") ? [tick || e, name] : [tick, e], []);
  const at = tick.getBoundingClientRect();
  const seen = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
  const words = [...document.querySelectorAll(".mu-timeline .lines b")].map(e => e.getBoundingClientRect())
    .map(b => [b.top, b.bottom]);
  const header = document.querySelector("[data-testid=stHeader]").getBoundingClientRect().bottom;
  return {top: box.top, bottom: box.bottom, clear: !!seen && !!seen.closest(".axis, .lines"), words, header,
    last: name.getBoundingClientRect().bottom, height: innerHeight};
}"""


@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_the_timelines_dates_stay_in_sight(visit: Callable[..., Visit], published: Path, size: tuple[int, int]) -> None:
    seen = visit("aktiviteter", size=size, period="november 2018", flik=TIMELINE)
    count = len(rows(published, "activities", "2018-11"))
    items = seen.page.locator(".mu-timeline li")
    expect(items).to_have_count(count)
    assert count == 172
    for place in (20, count // 2, count - 2):
        items.nth(place).evaluate("item => item.scrollIntoView({block: 'center'})")
        seen.page.wait_for_timeout(100)
        found = seen.measure(PLACES)
        assert found["header"] - 1 <= found["top"] < 80, (place, found)  # right under the page's own bar
        assert found["clear"], (place, found)
        for top, bottom in found["words"]:
            assert found["top"] - 1 <= top < bottom <= found["bottom"] + 1, (place, found)


# Texts from a source


IMAGE = '<img src=x onerror="window.ran = 1">'
SCRIPT = "<script>window.ran = 1</script>"
REMOTE = "![x](http://utanfor.example/x.png) [y](javascript:window.ran=1) :red[z] $w$"
INBOX = {
    "Avdelningar": f"department_id;name;parent_id\nkontor;Kontoret {IMAGE};\nenhet;Enheten {REMOTE};kontor\n",
    "Uppdrag": (
        "year;line_id;name;parent_id;kind;sort_order;department_id\n"
        f"2026;total;Totalt;;sum;1;\n2026;bas;Bas {REMOTE};total;item;2;enhet\n"
    ),
    "Huvudbok": "voucher_id;booking_date;line_id;account;cost_centre;amount_sek\nA1;2026-02-15;bas;4010;100;-1250,50\n",
    "Budget": "period;line_id;account_class;amount_sek\n2026-01;bas;Alla konton;-1300\n2026-02;bas;Alla konton;-1300\n",
    "Perioder": "period;status;closed_on\n2026-01;closed;2026-02-10\n2026-02;closed;2026-03-10\n",
    "Atagande": (
        "reported_period;assignment_id;title;focus_area;outlook;department_id;comment\n"
        f"2026-02;u1;Åtagande {REMOTE};Fokus {SCRIPT};partly;enhet;{SCRIPT}\n"
    ),
}
ACTIVITY = "reported_period;activity_id;assignment_id;title;kind;department_id;status;start_date;end_date;comment\n"
INERT_ID = "a1'><img src=x onerror=window.ran=1>"


def publish_hostile(folder: Path) -> Path:
    """Publishes a region whose texts want to run; the root of what it published."""
    inbox = folder / "inkorg"
    inbox.mkdir()
    quoted = '"' + IMAGE.replace('"', '""') + '"'
    late = f"{INERT_ID};u1;{quoted};activity;enhet"
    activities = (
        f"{ACTIVITY}2026-01;{late};on_track;2025-11-01;2026-01-20;{SCRIPT}\n"
        f"2026-02;{late};off_track;2025-11-01;2026-02-10;{SCRIPT}\n"
        f"2026-02;a2;u1;{REMOTE};activity;enhet;at_risk;;2026-01-20;\n"
    )
    files = {**INBOX, "Aktiviteter": activities}
    for name, text in files.items():
        (inbox / f"{name}.csv").write_text(text, encoding="utf-8")
    datasets = {
        "department": "Avdelningar",
        "budget_line": "Uppdrag",
        "ledger": "Huvudbok",
        "budget": "Budget",
        "period_status": "Perioder",
        "assignment": "Atagande",
        "activity": "Aktiviteter",
    }
    settings = folder / "hostile.toml"
    places = "".join(f'\n[datasets.{name}]\nfile = "{file}.csv"\n' for name, file in datasets.items())
    settings.write_text(f'[sources.inkorg]\nfolder = "inkorg"\nquiet_seconds = 0\n{places}', encoding="utf-8")
    run = Run(config.load(settings, {}), folder / "published", say=lambda line: None)
    run.execute(run.record())
    return folder / "published"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over that region."""
    folder = tmp_path_factory.mktemp("hostile")
    with serving(publish_hostile(folder)) as address:
        yield address


def test_a_text_from_a_source_never_runs(visit: Callable[..., Visit], hostile: str) -> None:
    seen = visit("aktiviteter", at=hostile, period="februari 2026")
    for tab in SECTIONS:
        open_tab(seen, tab)
        if tab in (TODO, LIST, MONTHS, TIMELINE):
            expect(seen.page.get_by_role("tabpanel").get_by_text(IMAGE, exact=True).first).to_be_visible()
        nothing_ran(seen, tab)
    open_tab(seen, LIST)
    seen.page.get_by_text("Fler filter").click()
    expect(seen.filter("Mål")).to_be_visible()
    seen.settle()
    for label in ("Flagga", "Fokusområde", "Mål", "Åtagande"):
        seen.filter(label).click()
        expect(seen.page.get_by_role("option").first).to_be_visible()
        nothing_ran(seen, label)
        press(seen, "Escape")
    follow(seen, IMAGE)
    assert seen.address["aktivitet"] == INERT_ID
    expect(note(seen, SCRIPT).first).to_be_visible()
    nothing_ran(seen, "the opened activity")
    seen.open("aktiviteter", period="februari 2026", aktivitet="a2")
    seen.page.get_by_role("textbox", name="Kommentar för februari 2026").fill(f"{SCRIPT}{IMAGE}{REMOTE}")
    seen.page.get_by_role("textbox", name=ROLE).fill(IMAGE)
    press(seen, "Tab")
    seen.settle()
    save(seen)
    expect(note(seen, "Kommentaren är sparad")).to_be_visible()
    expect(seen.page.locator("blockquote")).to_have_text(f"{SCRIPT}{IMAGE}{REMOTE}")
    nothing_ran(seen, "the written comment")
    back_to_lists(seen)
    for tab in (TODO, LIST):
        open_tab(seen, tab)
        nothing_ran(seen, tab)


def test_the_name_of_a_budget_line_is_no_markdown(visit: Callable[..., Visit], hostile: str) -> None:
    seen = visit("aktiviteter", at=hostile, period="februari 2026", aktivitet="a2")
    expect(seen.page.get_by_role("link", name=f"Prognosen för Bas {REMOTE}")).to_be_visible()
    nothing_ran(seen, "the links to the forecast")


def nothing_ran(seen: Visit, where: str) -> None:
    """No script has run, and no text of a source has become an element."""
    assert seen.measure("() => window.ran") is None, where
    made = "main img, main script, main [onerror], main a[href^='javascript']"
    assert seen.measure(f'() => [...document.querySelectorAll("{made}")].map(e => e.outerHTML)') == [], where
