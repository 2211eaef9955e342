"""A document as slides, and the one file that they stand in: whole, inert and alone."""

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from dashboard.dialogue import deck, fitting, paging, slides
from dashboard.report.content import Cell, Column, Document, Row, Section, Table, Text
from tests.paper import sample

VOID = {"meta", "col", "br"}


class Read(HTMLParser):
    """Elements with their attributes, and the text of each slide as one reads it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: dict[str, str] = {}
        self.scripts: list[str] = []
        self.inside: list[tuple[str, str]] = []
        self.slide = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.elements.append((tag, named))
        if named.get("class") == "slide":
            self.slide = named["id"]
            self.texts[self.slide] = ""
        if tag not in VOID:
            self.inside.append((tag, named.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1][0] == "script":
            self.scripts.append(data)
        if self.slide and not any(css == "notes" for _, css in self.inside):
            self.texts[self.slide] += data


@cache
def page() -> str:
    return slides.write(sample.document()).decode()


@cache
def read() -> Read:
    return Read(page())


def addresses(document: Document) -> list[str]:
    return [slide.address for slide in deck.slides(document) if not slide.run]


def rows(count: int, long: str = "") -> tuple[Row, ...]:
    return tuple(Row((Cell(f"Rad {n}"), Cell("1,0", 1e6), Cell(long))) for n in range(1, count + 1))


def table(count: int, long: str = "", notes: tuple[str, ...] = ()) -> Table:
    return Table(
        "mnkr", (Column("Uppdrag"), Column("Utfall", "sek"), Column("Kommentar", wide=True)), rows(count, long), notes
    )


def with_sections(*sections: Section) -> Document:
    return replace(sample.document(), sections=sections)


def test_each_section_has_its_slides_in_order_and_a_chapter_without_words_has_none() -> None:
    assert addresses(sample.document()) == [
        "start",
        "sammanfattning",
        "ekonomi",
        "ekonomi-2",  # 13 rows
        "bro",
        "bro-2",  # two pictures
        "personal",
        "plan",
        "aktiviteter",
    ]


def test_a_continued_address_leaves_that_of_another_section_alone() -> None:
    document = with_sections(
        Section("a", "A", parts=(table(18),)), Section("a-2", "A 2", message="Själv"), Section("b", "B", message="Sist")
    )
    assert addresses(document) == ["start", "a", "a-3", "a-2", "b"]


def test_no_address_comes_twice() -> None:
    found = [slide.address for slide in deck.slides(sample.document())]
    assert len(found) == len(set(found)) > 20


@pytest.mark.parametrize(
    ("count", "expected"),
    [(9, [9]), (10, [5, 5]), (13, [6, 7]), (27, [9, 9, 9]), (0, [0])],
)
def test_a_table_of_more_than_nine_rows_goes_on_in_runs_of_about_the_same_length(
    count: int, expected: list[int]
) -> None:
    packed = paging.pages((table(count),), room=60)
    assert [len(part.rows) for page in packed for part in page.parts if isinstance(part, Table)] == expected


def test_a_note_stands_where_its_number_does_and_one_about_the_whole_at_the_end() -> None:
    marked = table(12, notes=("1) Tryckt fel.", "Avrundat."))
    first = replace(marked.rows[0], cells=(Cell("Rad 1"), Cell("1,0", 1e6, mark="◆ 1)"), Cell("")))
    packed = paging.pages((replace(marked, rows=(first, *marked.rows[1:])),), room=60)
    assert [page.parts[0].notes for page in packed] == [("1) Tryckt fel.",), ("Avrundat.",)]  # type: ignore[union-attr]


def test_a_word_is_not_broken_for_larger_type() -> None:
    name = "Utvecklingsmedel Hälso- och sjukvård"
    columns = (Column("Uppdrag"), *(Column(each, "sek") for each in ("Resultat", "Avvikelse", "Prognos", "Årsbudget")))
    amounts = tuple(Cell("−1 234,5", mark="◆") for _ in columns[1:])
    wide = Table("mnkr", columns, tuple(Row((Cell(name), *amounts), opens=f"rad-{n}", indent=2) for n in range(2)))
    (page,) = paging.pages((wide,), room=55)
    assert page.size == 2.6
    assert [fitting.breaks_words(wide, size) for size in fitting.SIZES] == [True, False, False, False]
    room = fitting.column_widths(wide, 2.6)[0] / 2.6 - 2 * fitting.CELL_SIDE - 2 * fitting.INDENT - fitting.DIGIT
    assert room >= fitting.width("Utvecklingsmedel")


def test_a_heading_is_parted_where_swedish_parts_it() -> None:
    whole, parted = (
        Table("mnkr", (Column("Uppdrag"), Column("Prognosavvikelse", "sek", hyphenated=text)), rows(0))
        for text in ("", "Prognos\u00adavvikelse")
    )
    assert fitting.column_widths(parted, 2)[1] < fitting.column_widths(whole, 2)[1] * 0.7
    assert "Prognos\u00adavvikelse</th>" in slides.write(with_sections(Section("a", "A", parts=(parted,)))).decode()


def test_the_type_is_as_large_as_the_number_of_slides_allows() -> None:
    few, many = paging.pages((table(3),), room=55), paging.pages((table(9),), room=44)
    assert [page.size for page in few] == [2.9]
    assert [page.size for page in many] == [2.0]


def test_a_row_higher_than_a_slide_goes_on_under_its_name_without_losing_a_word() -> None:
    words = " ".join(f"ord{n}" for n in range(900))
    packed = paging.pages((table(1, words),), room=50)
    assert len(packed) > 2
    pieces = [row for page in packed for part in page.parts if isinstance(part, Table) for row in part.rows]
    assert " ".join(row.cells[2].text for row in pieces) == words
    assert [row.cells[0].text for row in pieces[:2]] == ["Rad 1", "Rad 1 (forts.)"]
    assert [row.cells[1].text for row in pieces[:2]] == ["1,0", ""]


def test_a_long_paragraph_goes_on_without_losing_a_word() -> None:
    words = " ".join(f"ord{n}" for n in range(1500))
    packed = paging.pages((Text((words,)),), room=50)
    assert len(packed) > 1
    assert " ".join(text for page in packed for part in page.parts for text in part.paragraphs) == words  # type: ignore[union-attr]


def test_a_short_text_shares_its_slide_with_the_table_after_it() -> None:
    packed = paging.pages((Text(("Kort.",)), table(4)), room=55)
    assert [[type(part) for part in page.parts] for page in packed] == [[Text, Table]]


def test_a_text_is_broken_into_lines_that_fit() -> None:
    assert fitting.wrapped("ett två\ntre", 2.0, 90) == ["ett två", "tre"]
    lines = fitting.wrapped("Utvecklingsmedel " * 8, 2.0, 40)
    assert len(lines) > 1
    assert all(fitting.width(line) * 2.0 <= 40 for line in lines)


def test_numerals_lead_to_the_details_of_the_rows() -> None:
    found = {
        (named["data-digit"], named["href"])
        for tag, named in read().elements
        if tag == "a" and named.get("class") == "row"
    }
    assert found == {("1", "#fraga-rad-1"), ("2", "#fraga-rad-3"), ("3", "#fraga-rad-2")}  # as the bridge has them
    places = {named["id"] for tag, named in read().elements if tag == "section"}
    opened = [named["href"] for tag, named in read().elements if "data-digit" in named]
    assert len(opened) > 20
    assert {address.removeprefix("#") for address in opened} <= places


def test_a_row_whose_detail_is_not_there_leads_nowhere() -> None:
    bare = Read(slides.write(replace(sample.document(), details={})).decode())
    assert [named for tag, named in bare.elements if "data-digit" in named] == []


def test_a_detail_does_not_open_itself() -> None:
    first = next(slide for slide in deck.slides(sample.document()) if slide.address == "fraga-rad-1")
    assert list(first.digits.items())[:2] == [("rad-2", 1), ("rad-3", 2)]


def test_every_text_of_every_slim_cell_stands_on_its_slides() -> None:
    for section in sample.document().slides:
        told = " ".join(
            read().texts[slide.address]
            for slide in deck.slides(sample.document())
            if slide.section is not None and slide.section.key == section.key and not slide.run
        )
        for part in section.parts:
            if isinstance(part, Table):
                expected = {row.cells[n].text for row in part.rows for n, c in enumerate(part.columns) if c.slim}
                assert {text for text in expected if text not in told} == set()
                assert not any(column.heading in told for column in part.columns if not column.slim)


def test_stamp_number_and_source_stand_on_the_slides() -> None:
    document, told = sample.document(), read().texts
    assert all(document.stamp in text for text in told.values())
    assert "4 av 9" in told["ekonomi-2"]
    assert document.source in told["personal"]
    assert document.source not in told["sammanfattning"]  # no figures in tables or pictures


def test_no_text_becomes_an_element() -> None:
    assert "<b>&amp;</b>" not in page()
    assert sample.NASTY in read().texts["sammanfattning"]
    assert sample.NASTY in read().texts["ekonomi"]
    assert {named.get("href", "")[:1] for tag, named in read().elements if tag == "a"} == {"#"}


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert [named for tag, named in read().elements if {"src", "srcset", "action", "data"} & named.keys()] == []
    assert {tag for tag, _ in read().elements} & {"link", "img", "iframe", "object", "use", "image", "base"} == set()
    assert re.findall(r"url\((?!\"data:font/woff2;base64,)[^)]*\)|@import", page()) == []


def test_only_the_one_script_may_run() -> None:
    [script] = read().scripts
    digest = b64encode(sha256(script.encode()).digest()).decode()
    [policy] = [
        named["content"] for tag, named in read().elements if named.get("http-equiv") == "Content-Security-Policy"
    ]
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert [named for _, named in read().elements if any(name.startswith("on") for name in named)] == []


def test_pages_and_decisions_are_reached_only_where_they_are_given() -> None:
    served = slides.write(sample.document(), lambda at: f"/sida?a=1&b={at.address}", "/beslut?utgava=x").decode()
    links = [named["href"] for tag, named in Read(served).elements if tag == "a" and not named["href"].startswith("#")]
    assert {"/sida?a=1&b=start", "/sida?a=1&b=ekonomi", "/sida?a=1&b=ekonomi-2"} < set(links)
    assert links.count("/beslut?utgava=x&bild=ekonomi") == 2
    assert "/beslut?utgava=x&bild=rad-1" not in links


def test_only_slides_that_lead_to_pages_may_ask_the_server() -> None:
    assert "connect-src" not in page()
    assert "connect-src 'self';" in slides.write(sample.document(), lambda at: "/").decode()


def test_headings_captions_and_alternatives() -> None:
    elements = read().elements
    assert ("html", {"lang": "sv"}) in elements
    count = len(deck.slides(sample.document()))
    assert sum(tag == "h1" for tag, _ in elements) == 1
    assert sum(tag == "h2" for tag, _ in elements) == count - 1
    tables = sum(tag == "table" for tag, _ in elements)
    assert tables == sum(tag == "caption" for tag, _ in elements) > 0
    assert all(named.get("scope") in ("col", "row") for tag, named in elements if tag == "th")
    pictures = [named for tag, named in elements if tag == "svg"]
    assert {named["aria-label"] for named in pictures} == {chart.alt for chart in sample.document().charts}
    assert all(named["role"] == "img" for named in pictures)


def test_a_picture_has_a_link_over_each_row_that_opens_something() -> None:
    found = [named["style"] for tag, named in read().elements if tag == "a" and named.get("class") == "row"]
    tops = [float(re.search(r"top:([\d.]+)%", style).group(1)) for style in found]  # type: ignore[union-attr]
    assert len(tops) == 2 * 3  # in the drawing for each shape of window
    assert tops[:3] == sorted(tops[:3])
    assert all(0 < top < 100 for top in tops)


def test_a_section_may_be_only_a_message() -> None:
    document = with_sections(Section("ett", "Ett", message="Bara ord"))
    assert addresses(document) == ["start", "ett"]
    assert "Bara ord" in Read(slides.write(document).decode()).texts["ett"]
