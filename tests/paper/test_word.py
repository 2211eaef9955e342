"""The Word file: what the content model says, as Word's own headings, tables, captions and fields."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from docx import Document as open_word
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from dashboard.paper import widths, word
from dashboard.paper.clean import clean
from dashboard.report.content import Cell, Column, Document, Row, Section, Table, Text
from tests.paper import sample

HEADINGS = [
    ("Heading 1", "1 Periodens resultat och prognos"),
    ("Heading 2", "1.1 Sammanfattning"),
    ("Heading 2", "1.2 Ekonomi"),
    ("Heading 2", "1.3 Från budget till prognos"),
    ("Heading 2", "1.4 Personal"),
    ("Heading 1", "2 Aktiviteter"),
    ("Heading 1", "Bilaga: avstämningar"),
]


@cache
def file() -> bytes:
    return word.write(sample.document())


def opened(content: bytes | None = None) -> Word:
    return open_word(BytesIO(content or file()))


def of_sections(*sections: Section) -> Document:
    return replace(sample.document(), sections=sections)


def texts(document: Word, style: str) -> list[str]:
    return [each.text for each in document.paragraphs if each.style.name == style]


def cells(table: WordTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def fields(document: Word) -> list[str]:
    return [each.text.strip() for each in document.element.body.iter(qn("w:instrText"))]


def template() -> bytes:
    """A region's own: large headings with numbers of Word's, a header, a wide margin, and a text that is not ours."""
    made = open_word()
    made.styles["Heading 1"].font.size = Pt(31)
    made.sections[0].header.paragraphs[0].text = "Region Exempel"
    made.sections[0].footer.paragraphs[0].text = "Diarienummer"
    made.add_paragraph("Mallens egen text")
    made.add_section()
    made.sections[-1].left_margin = Pt(117)
    made.styles.element.remove(made.styles["Caption"].element)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def test_the_first_page_says_what_it_is() -> None:
    found = opened()
    assert texts(found, "Title") == ["Månadsrapport augusti 2019"]
    assert texts(found, "Subtitle") == ["Hela Regionkontoret"]
    assert cells(found.tables[0]) == [["Uppgift", "Värde"], *(list(fact) for fact in sample.document().facts)]
    assert texts(found, "Källa") == [sample.document().source]


def test_headings_have_their_number_as_text_and_the_message_below() -> None:
    found = [(each.style.name, each.text) for each in opened().paragraphs]
    assert [each for each in found if each[0].startswith("Heading")] == HEADINGS
    place = found.index(("Heading 2", "1.2 Ekonomi"))
    assert found[place + 1] == ("Budskap", "ePlan drift är 2,0 mnkr sämre än budget")


def test_slides_and_what_the_presenter_says_are_not_there() -> None:
    everything = "".join(opened().element.body.itertext())
    assert "Säg detta." not in everything
    assert "Investeringsplan" not in everything


def test_the_contents_are_filled_in_and_lead_to_the_headings() -> None:
    body = opened().element.body
    links = list(body.iter(qn("w:hyperlink")))
    assert ["".join(t.text for t in link.iter(qn("w:t"))) for link in links] == [text for _, text in HEADINGS]
    at = {mark.get(qn("w:name")): mark.getparent() for mark in body.iter(qn("w:bookmarkStart"))}
    led = [at[link.get(qn("w:anchor"))] for link in links]
    assert ["".join(t.text for t in heading.iter(qn("w:t"))) for heading in led] == [text for _, text in HEADINGS]
    assert 'TOC \\o "1-3" \\h \\z \\u' in fields(opened())


def test_word_is_not_told_to_ask_about_fields() -> None:
    with ZipFile(BytesIO(file())) as parts:
        assert b"updateFields" not in parts.read("word/settings.xml")
        assert b"w:dirty" not in parts.read("word/document.xml")


def test_each_field_begins_is_parted_and_ends() -> None:
    depth, kinds = 0, {"begin": 1, "separate": 0, "end": -1}
    for mark in opened().element.body.iter(qn("w:fldChar")):
        depth += kinds[mark.get(qn("w:fldCharType"))]
        assert 0 <= depth <= 2, "the contents hold one field a line"
    assert depth == 0


@pytest.mark.parametrize(("place", "table"), [(1, sample.economy()), (2, sample.activities())])
def test_every_cell_stands_in_its_place(place: int, table: Table) -> None:
    expected = [[column.heading for column in table.columns]]
    expected += [[cell.text + cell.mark for cell in row.cells] for row in table.rows]
    assert cells(opened().tables[place]) == expected


def test_the_header_repeats_and_no_row_is_broken() -> None:
    for table in opened().tables:
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def kept(table: Table) -> list[bool]:
    """Which paragraphs of the table stay with what follows: its headings, each row's, and each note's."""
    found = opened(word.write(of_sections(Section("a", "A", 1, parts=(table,)))))
    rows = [row.cells[0].paragraphs[0] for row in found.tables[1].rows]
    notes = [each for each in found.paragraphs if each.style.name == "Tabellnot"]
    return [bool(each.paragraph_format.keep_with_next) for each in (*rows, *notes)]


def test_a_short_table_is_on_one_page_and_of_a_long_one_no_row_is_alone() -> None:
    def rows(count: int) -> tuple[Row, ...]:
        return tuple(Row((Cell(f"Rad {number}"),)) for number in range(count))

    short = Table("", (Column("Uppdrag"),), rows(4), ("1) En not.", "En till."))
    assert kept(short) == [True, *[True] * 4, True, False], "the notes stay with it and together"
    assert kept(Table("", (Column("Uppdrag"),), rows(20))) == [True, True, *[False] * 17, True, False]


def test_numbers_stand_to_the_right_marks_are_raised_and_sums_bold_under_a_line() -> None:
    rows = opened().tables[1].rows
    second, total = rows[2].cells, rows[-1].cells
    assert [cell.paragraphs[0].alignment for cell in second] == [None] + [WD_ALIGN_PARAGRAPH.RIGHT] * 4
    assert [(run.text, run.font.superscript) for run in second[1].paragraphs[0].runs] == [
        ("−12,5", None),
        ("◆ 1)", True),
    ]
    assert str(second[2].paragraphs[0].runs[0].font.color.rgb) == "2E7D32"
    assert second[0].paragraphs[0].paragraph_format.left_indent > 0
    assert all(run.bold for cell in total for run in cell.paragraphs[0].runs)
    assert total[0]._tc.tcPr.find(f".//{qn('w:tcBorders')}/{qn('w:top')}") is not None
    assert not any(run.bold for run in second[0].paragraphs[0].runs)


def test_captions_are_counted_and_stay_with_what_they_are_of() -> None:
    found = [each for each in opened().paragraphs if each.style.name == "Caption"]
    assert [each.text for each in found] == [
        "Tabell 1. mnkr, januari–augusti 2019",
        "Figur 1. Hela regionkontoret, mnkr, från årsbudget till prognos",
        "Figur 2. Resultat mot budget, mnkr",
        "Figur 3. Sjukfrånvaro, R12, procent",
        "Tabell 2. Aktiviteter som inte eller delvis följer plan",
    ]
    assert all(each.paragraph_format.keep_with_next for each in found)
    assert [each for each in fields(opened()) if each.startswith("SEQ")] == [
        f"SEQ {each.text.split()[0]} \\* ARABIC" for each in found
    ]


def test_notes_stand_below_their_table() -> None:
    assert texts(opened(), "Tabellnot") == ["1) Den tryckta rapporten anger −14,7.", "Avrundat."]


def test_pictures_are_told_in_words_and_fill_the_text() -> None:
    found = opened()
    page = found.sections[0]
    assert [shape._inline.docPr.get("descr") for shape in found.inline_shapes] == [
        "Prognosen är 9,5 mnkr bättre än budget.",
        "ePlan drift är 2,0 mnkr sämre.",
        "Sjukfrånvaron är 2,35 %.",
    ]
    room = page.page_width - page.left_margin - page.right_margin
    assert all(abs(shape.width - room) < Mm(1) for shape in found.inline_shapes)
    assert texts(found, "Teckenförklaring")[0].replace("\u00a0", " ") == "□ budget   ▨ prognos   ■ bättre   ■ sämre"


def test_the_language_and_the_properties() -> None:
    found = opened()
    languages = {each.get(qn("w:val")) for each in found.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    properties = found.core_properties
    assert (properties.title, properties.subject) == ("Månadsrapport augusti 2019", "Hela Regionkontoret")
    assert (properties.language, properties.author, properties.comments) == ("sv-SE", "", "")


def test_the_foot_has_the_stamp_and_the_page() -> None:
    paragraph = opened().sections[0].footer.paragraphs[-1]
    assert paragraph.text.replace("\t", "|") == f"{sample.document().stamp}|Sida 1 av 1"
    assert [each.text.strip() for each in paragraph._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]


def test_what_xml_forbids_is_left_out_and_lines_are_broken() -> None:
    odd = "a\x00b\x1bc\ufffed\ud800e\r\nf\vg\th"
    assert clean(odd) == "abcde\nf\ng\th"
    table = Table(odd, (Column(odd),), (Row((Cell(odd, mark=odd),)),), (odd,))
    document = of_sections(Section("a", odd, 1, odd, (Text((odd,)), table)))
    document = replace(document, title=odd, subject=odd, facts=((odd, odd),), stamp=odd, source=odd)
    made = word.write(document)
    assert texts(opened(made), "Normal") == ["abcde\nf\ng\th"]
    with ZipFile(BytesIO(made)) as parts:
        for name in parts.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(parts.read(name))


def test_a_template_keeps_its_look_and_loses_its_text() -> None:
    found = opened(word.write(sample.document(), template()))
    assert found.styles["Heading 1"].font.size == Pt(31)
    assert found.sections[0].header.paragraphs[0].text == "Region Exempel"
    assert [each.text.split("\t")[0] for each in found.sections[0].footer.paragraphs] == [
        "Diarienummer",
        sample.document().stamp,
    ]
    assert (len(found.sections), found.sections[0].left_margin) == (1, Pt(117))
    assert "Mallens egen text" not in "".join(found.element.body.itertext())
    assert len(texts(found, "Caption")) == 5
    assert [each.text for each in found.paragraphs if each.style.name.startswith("Heading")] == [t for _, t in HEADINGS]


def test_without_a_template_the_page_and_the_look_are_ours() -> None:
    found = opened()
    assert (round(found.sections[0].page_width.mm), round(found.sections[0].page_height.mm)) == (210, 297)
    assert found.styles["Heading 1"].font.size == Pt(18)
    with ZipFile(BytesIO(file())) as parts:
        assert parts.read("word/theme/theme1.xml").count(b'<a:latin typeface="Arial"') == 2
        assert b"Source Sans" not in b"".join(parts.read(name) for name in parts.namelist())


def test_a_document_without_sections_is_a_first_page() -> None:
    found = opened(word.write(of_sections()))
    assert texts(found, "Title") == ["Månadsrapport augusti 2019"]
    assert "Innehåll" not in [each.text for each in found.paragraphs]


def test_a_table_without_rows_has_its_header() -> None:
    table = Table("Inget", (Column("Uppdrag"), Column("Resultat", "sek")), ())
    found = opened(word.write(of_sections(Section("a", "A", 1, parts=(table,)))))
    assert cells(found.tables[1]) == [["Uppdrag", "Resultat"]]


def amounts(count: int) -> Table:
    columns = (Column("Uppdrag"), *(Column(f"Avvikelse {place}", "sek") for place in range(count)))
    row = Row((Cell("Fastighetsförvaltning"), *(Cell("−7\u00a0040,9", -7040.9e6) for _ in range(count))))
    return Table("mnkr", columns, (row,))


def test_eight_amounts_are_whole_on_a4_in_smaller_type() -> None:
    size, columns = widths.fitted(amounts(8), 482)
    assert size < widths.fitted(amounts(3), 482)[0] == 9.0
    assert sum(columns) == pytest.approx(482)
    assert min(columns[1:]) >= widths.measured("Avvikelse", size) + widths.PADDING
    assert columns[0] >= widths.measured("Fastighetsförvaltning", size) + widths.PADDING


def test_a_long_heading_is_parted_where_its_soft_hyphen_is() -> None:
    plain = Table("", (Column("Uppdrag"), Column("Prognosavvikelse", "sek")), ())
    parted = Table("", (Column("Uppdrag"), Column("Prognosavvikelse", "sek", hyphenated="Prognos\u00adavvikelse")), ())
    needs = [widths._needs(table, 9, 482)[1] - widths.PADDING for table in (plain, parted)]
    assert needs == [widths.measured("Prognosavvikelse", 9), widths.measured("avvikelse", 9)]
    found = opened(word.write(of_sections(Section("a", "A", 1, parts=(parted,)))))
    assert cells(found.tables[1]) == [["Uppdrag", "Prognos\u00adavvikelse"]]


def test_a_status_stands_on_one_line_beside_long_texts() -> None:
    columns = (Column("Aktivitet", wide=True), Column("Status"), Column("Kommentar", wide=True))
    long = "Kunskapsunderlag om kompetensbehov " * 9
    rows = tuple(Row((Cell(long), Cell("! följer inte planeringen"), Cell(long))) for _ in range(3))
    size, found = widths.fitted(Table("", columns, rows), 482, widths.ARIAL)
    assert found[1] >= widths.ARIAL * widths.measured("! följer inte planeringen", size) + widths.PADDING


def test_short_texts_leave_room_for_the_long_ones_beside() -> None:
    columns = (Column("Vad", wide=True), Column("Flagga"), Column("Allvar"))
    long, flag = "Kunskapsunderlag om behov " * 3, "följer planeringen fast slutdatum har passerat"
    found = widths.fitted(Table("", columns, (Row((Cell(long), Cell(flag), Cell("△ varning"))),)), 482, widths.ARIAL)[1]
    assert found[1] <= 482 / 3 + 1 < found[0]


def test_figures_and_days_are_not_to_be_broken() -> None:
    row = opened().tables[2].rows[1]
    assert [cell._tc.tcPr.find(qn("w:noWrap")) is not None for cell in row.cells] == [False, False, True, False]


def test_our_measure_has_room_for_arial() -> None:
    """Widths of Arial Bold in its own units, 2048 to the em: digits 1139, signs 1196, comma and space 569."""
    arial = {"−7\u00a0040,9": 1196 + 5 * 1139 + 2 * 569, "+1\u00a0000\u00a0%": 1196 + 4 * 1139 + 2 * 569 + 1821}
    for text, width in arial.items():
        assert 1.05 < widths.ARIAL * widths.measured(text, 9) / (width * 9 / 2048) < 1.25


@pytest.mark.parametrize("template", [b"", b"inte en zip", file()[:5000]])
def test_what_is_no_template_is_refused_in_swedish_with_what_to_do(template: bytes) -> None:
    with pytest.raises(ValueError, match="Mallen kan inte läsas.*Väntat: .docx.*försök igen"):
        word.write(sample.document(), template)


def test_a_templates_wider_font_gets_wider_columns() -> None:
    size, columns = widths.fitted(amounts(3), 482, room=1.25)
    assert sum(columns) == pytest.approx(482)
    assert min(columns[1:]) >= 1.25 * widths.measured("−7\u00a0040,9", size)
    assert widths.fitted(amounts(7), 482, room=1.25)[0] < widths.fitted(amounts(7), 482)[0]


def test_where_nothing_fits_the_numbers_stay_whole_and_the_texts_give_way() -> None:
    size, columns = widths.fitted(amounts(8), 380)
    assert size == widths.SIZES[-1]
    assert sum(columns) == pytest.approx(380)
    assert min(columns[1:]) >= widths.measured("−7\u00a0040,9", size) + widths.PADDING
    assert columns[0] < widths.measured("Fastighetsförvaltning", size)


def test_a_long_text_gets_the_room_that_is_left() -> None:
    columns = widths.fitted(sample.activities(), 482)[1]
    assert max(columns) == columns[3]
    assert columns[2] >= widths.measured("2019-06-30", 9) + widths.PADDING
