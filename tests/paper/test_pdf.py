"""The report as a PDF: its structure for those who listen to it, and its texts where nothing may be lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import page
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from dashboard.paper import pdf
from dashboard.report.content import Cell, Column, Document, Row, Section, Table, Text
from tests.paper import sample

MINUS, NBSP = "\u2212", "\u00a0"


def report_of(*parts, **changes) -> Document:
    return replace(sample.document(), sections=(Section("a", "Kapitel", 1, parts=parts),), **changes)


def long_table() -> Document:
    """60 rows of eight figures; a row's name stands on six lines."""
    columns = (Column("Uppdrag"), *(Column(f"Avv {place}", "sek") for place in range(8)))
    figures = tuple(Cell(f"{MINUS}12{NBSP}345,{place}", -12_345.0, mark="◆ 1)" * (place < 3)) for place in range(8))
    rows = [
        Row((Cell(f"Början {number}; på ett mycket långt namn{5 * chr(10)}slutet {number};"), *figures))
        for number in range(60)
    ]
    return report_of(Table("Alla uppdrag", columns, tuple(rows)))


def long_text() -> Document:
    """One row that no page has room for."""
    columns = (Column("Uppdrag"), Column("Kommentar", wide=True))
    comment = " ".join(f"ord{number}" for number in range(2_000))
    return report_of(Table("Kommentarer", columns, (Row((Cell("x" * 80), Cell(comment))),)))


def strange() -> Document:
    unseen = "\x00\x07\u00ad\u200b\ufeff\ufffe\u2028\r\n\t\u202e\u0378"
    text = f"före {unseen} 中文 😀 👨\u200d👩\u200d👧 \U0001f1f8\U0001f1ea efter"
    rows = sample.bridge().rows.replace(sample.NASTY, text)
    chart = replace(sample.bridge(), rows=rows, caption=text, alt=text, legend=(("中", text), ("◆", text)))
    table = Table(text, (Column(text), Column(text, "sek")), (Row((Cell(text, mark=text), Cell(text))),), (text,))
    return report_of(Text((text,)), table, chart, title=text, subject=text, facts=((text, text),), stamp=text)


def bare() -> Document:
    """Nothing where something is expected, and a heading two levels below the one before."""
    sections = (
        Section("a", "Kapitel", 1, parts=(Table("Tom", (Column("A"), Column("B", "sek")), ()), Text(("",)))),
        Section("b", "Djupt", 3, parts=(Text(()), replace(sample.years(), alt="", legend=()))),
    )
    return replace(sample.document(), facts=(), source="", sections=sections)


DOCUMENTS = {
    "sample": sample.document,
    "long_table": long_table,
    "long_text": long_text,
    "strange": strange,
    "bare": bare,
}


@cache
def written(name: str = "sample") -> bytes:
    return pdf.write(DOCUMENTS[name]())


@pytest.fixture
def file() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(written())) as opened:
        yield opened


def pages(name: str = "sample") -> list[str]:
    """What can be read on each page, a hyphenated word in one piece."""
    found = [sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(written(name))]
    return [text.replace("\ufffe\r\n", "").replace("\ufffe", "") for text in found]


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def elements(file: pikepdf.Pdf, tag: str) -> list[pikepdf.Object]:
    found = [item for item in file.objects if isinstance(item, pikepdf.Dictionary)]
    return [item for item in found if item.get(Name.S) == Name(f"/{tag}") and Name.K in item]


def headers(row: pikepdf.Object) -> list[tuple[str, str]]:
    """(tag, scope) of each cell."""
    return [(str(cell.S), str(next((a.Scope for a in cell.A if Name.Scope in a), ""))) for cell in row.K]


def lines_of(*parts) -> list[str]:
    """The lines of a report's pages after the first, a hyphen at a line's end as "-"."""
    sheets = list(pypdfium2.PdfDocument(pdf.write(report_of(*parts))))[1:]
    text = "\n".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    return [line.strip().replace("\ufffe", "-") for line in text.splitlines()]


class TestWordsAreWhole:
    def test_a_text_is_broken_between_its_words_where_they_have_room(self) -> None:
        columns = (Column("Uppdrag"), *(Column(f"Avvikelse {place}", "sek") for place in range(6)))
        figures = [Cell(f"{MINUS}12{NBSP}345,{place}", -12_345.0) for place in range(6)]
        name = "Utvecklingsmedel Regional utveckling Effektivisering Region Halland"
        lines = lines_of(Table("mnkr", columns, (Row((Cell(name), *figures)),)))
        words = [word for line in lines for word in line.split()]
        assert [word for word in name.split() if word not in words] == []

    def test_a_heading_is_parted_where_its_soft_hyphen_is(self) -> None:
        columns = [Column("Prognosavvikelse", "sek", hyphenated="Prognos\u00adavvikelse") for _ in range(8)]
        figures = [Cell(f"{MINUS}345,{place}", -345.0) for place in range(8)]
        lines = lines_of(Table("mnkr", (Column("Uppdrag"), *columns), (Row((Cell("Namn"), *figures)),)))
        assert sum(line.count("Prognos-") for line in lines) == 8

    def test_headings_of_all_levels_are_in_the_contents(self) -> None:
        sections = [Section(f"a{depth}", f"Rubrik på nivå {depth}", depth) for depth in (1, 2, 3)]
        document = replace(sample.document(), sections=tuple(sections))
        first = pypdfium2.PdfDocument(pdf.write(document))[0].get_textpage().get_text_bounded()
        assert [depth for depth in (1, 2, 3) if f"Rubrik på nivå {depth}" in first] == [1, 2, 3]


class TestItCanBeListenedTo:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_a_validator_of_pdf_ua_finds_nothing(self, name: str) -> None:
        report = page.validate_pdf_bytes(written(name), profile=page.ValidationProfile.PDF_UA_1)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
        assert report.rules.passed > 100

    def test_it_says_its_language_title_and_standard(self, file: pikepdf.Pdf) -> None:
        with file.open_metadata() as about:
            assert (about["dc:title"], about["pdfuaid:part"]) == ("Månadsrapport augusti 2019", "1")
        assert str(file.Root.Lang) == "sv-SE"
        assert file.Root.ViewerPreferences.DisplayDocTitle and file.Root.MarkInfo.Marked
        assert {sheet.get(Name.Tabs) for sheet in file.pages} == {Name.S}

    def test_every_picture_has_its_words(self, file: pikepdf.Pdf) -> None:
        on_paper = [sample.bridge(), sample.tiers(), sample.level()]
        assert {str(figure.Alt) for figure in elements(file, "Figure")} == {chart.alt for chart in on_paper}

    def test_the_bookmarks_are_the_numbered_headings(self, file: pikepdf.Pdf) -> None:
        with file.open_outline() as outline:
            found = {item.title: [child.title for child in item.children] for item in outline.root}
        numbered = ["1.1 Sammanfattning", "1.2 Ekonomi", "1.3 Från budget till prognos", "1.4 Personal"]
        assert {
            title.replace("\u2002", " "): [c.replace("\u2002", " ") for c in below] for title, below in found.items()
        } == {
            "1 Periodens resultat och prognos": numbered,
            "2 Aktiviteter": [],
            "Bilaga: avstämningar": [],
        }

    def test_no_level_of_heading_is_skipped(self) -> None:
        with pikepdf.open(BytesIO(written("bare"))) as file:
            assert [len(elements(file, tag)) for tag in ("H1", "H2", "H3")] == [2, 1, 0]

    def test_columns_and_rows_have_headers(self, file: pikepdf.Pdf) -> None:
        """Facts 3 x 2, economy 13 x 5, activities 2 x 4."""
        heads = [headers(row) for head in elements(file, "THead") for row in head.K]
        rows = [headers(row) for body in elements(file, "TBody") for row in body.K]
        column, row_head, cell = ("/TH", "/Column"), ("/TH", "/Row"), ("/TD", "")
        assert sorted(heads) == [[column] * 2, [column] * 4, [column] * 5]
        assert sorted(rows, key=len) == [[row_head, *[cell] * (wide - 1)] for wide in (2, 2, 2, 4, 4, *[5] * 13)]

    def test_fonts_are_inside_and_tell_their_characters(self, file: pikepdf.Pdf) -> None:
        fonts = [
            item for item in file.objects if isinstance(item, pikepdf.Dictionary) and item.get(Name.Type) == Name.Font
        ]
        drawn = [font for font in fonts if Name.DescendantFonts in font]
        assert drawn and all(Name.ToUnicode in font for font in drawn)
        descriptors = [font.DescendantFonts[0].FontDescriptor for font in drawn]
        assert all(Name.FontFile2 in found or Name.FontFile3 in found for found in descriptors)
        assert {str(found.FontName).partition("+")[2].partition("-")[0] for found in descriptors} == {
            "SourceSansPro",
            "DejaVuSansMono",
        }


class TestNothingIsLost:
    def test_every_text_is_there_as_it_stands(self) -> None:
        document, text = sample.document(), flat("".join(pages()))
        parts = [part for section in document.paper for part in section.parts]
        tables = [part for part in parts if isinstance(part, Table)]
        expected = [
            *(cell.text for table in tables for row in table.rows for cell in row.cells),
            *(column.heading for table in tables for column in table.columns),
            *(line for table in tables for line in table.notes),
            *(line for part in parts if isinstance(part, Text) for line in part.paragraphs),
            *(section.title + section.message for section in document.paper),
            *(what + value for what, value in document.facts),
            document.title + document.subject,
            document.source,
            "Tabell1." + tables[0].caption,
            "Figur3." + sample.level().caption,
        ]
        assert [wanted for wanted in expected if flat(wanted) not in text] == []

    def test_what_is_the_presenters_stays_there(self) -> None:
        assert not re.search("Säg detta|Visa rad 1|Investeringsplan", "".join(pages()))

    def test_each_page_says_where_it_is_from(self) -> None:
        found = pages()
        for number, text in enumerate(found, start=1):
            assert "augusti 2019 · Hela Regionkontoret · utgåva 2019-12-0123456789ab" in text
            assert f"Sida {number} av {len(found)}" in text

    def test_a_text_with_code_is_text(self) -> None:
        assert sample.NASTY in "".join(pages())

    def test_headings_are_repeated_and_rows_are_whole(self) -> None:
        found = [text for text in pages("long_table") if "Början" in text]
        assert len(found) > 1
        assert all(text.count("Avv") == 8 and "Uppdrag" in text for text in found)
        for number in range(60):
            assert [f"Början {number};" in text for text in found] == [f"slutet {number};" in text for text in found]

    def test_a_short_table_is_on_one_page_with_its_notes(self) -> None:
        names = [[f"T{table}rad{row}" for row in range(6)] for table in range(12)]
        tables = [
            Table(f"Tabell {at}", (Column("Uppdrag"),), tuple(Row((Cell(name),)) for name in rows), (f"T{at}not",))
            for at, rows in enumerate(names)
        ]
        found = [
            sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(pdf.write(report_of(*tables)))
        ]
        on_pages = [
            {at for at, text in enumerate(found) for each in rows + [f"T{t}not"] if each + "\r" in text + "\r"}
            for t, rows in enumerate(names)
        ]
        assert [len(each) for each in on_pages] == [1] * 12
        assert len(set().union(*on_pages)) > 2

    def test_eight_figures_stand_each_on_a_line_with_its_mark(self) -> None:
        lines = [line for text in pages("long_table") for line in text.splitlines()]
        assert sum(len(re.findall(rf"{MINUS}12\s345,\d", line)) for line in lines) == 60 * 8
        assert sum(len(re.findall(r"345,[012]\s?◆ 1\)", line)) for line in lines) == 60 * 3

    def test_a_row_taller_than_a_page_goes_on_upon_the_next(self) -> None:
        found = pages("long_text")
        words = re.findall(r"ord\d+", "".join(found))
        assert words == [f"ord{number}" for number in range(2_000)]
        assert flat("".join(found)).replace("\u200b", "").count("x" * 80) == 1

    def test_a_character_without_a_shape_is_told(self) -> None:
        found = "".join(pages("strange"))
        assert "□□ □ □" in found and "□ står där ett tecken saknas" in found
        assert "tecken saknas" not in "".join(pages())

    def test_the_signs_of_the_pages_are_drawn(self) -> None:
        signs = "◆ ▲ △ ● ◐ ▶ ► ✓ ✗ ‖ ○ × ± − – ≥"
        text = "".join(
            sheet.get_textpage().get_text_bounded()
            for sheet in pypdfium2.PdfDocument(pdf.write(report_of(Text((signs,)))))
        )
        assert signs in text and "□" not in text


def test_the_same_document_gives_the_same_bytes(file: pikepdf.Pdf) -> None:
    assert pdf.write(sample.document()) == written()
    assert b"Date" not in file.Root.Metadata.read_bytes()
