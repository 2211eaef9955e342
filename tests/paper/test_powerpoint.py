"""The dialogue as PowerPoint: what is on the slides, and that the file is one that opens without repair."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as KIND
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from dashboard.paper import native_bars, native_lines, powerpoint, slide_text, widths
from dashboard.report.content import Document, Section, Table
from dashboard.words import ROUNDED_MARK
from tests.paper import sample


def presentation(document: Document, template: bytes | None = None):
    return Presentation(BytesIO(powerpoint.write(document, template)))


def of_section(deck, key_message: str):
    return [slide for slide in deck.slides if slide.shapes.title.text_frame.text == key_message]


def charts(slides):
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def tables(slides):
    return [shape.table for slide in slides for shape in slide.shapes if shape.has_table]


def texts(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def words(text: str) -> list[str]:
    return text.split()


def values(series) -> tuple[float | None, ...]:
    return tuple(series.values)  # noqa: PD011


def labels(series) -> list[str | None]:
    """The written label of each point; None where there is none."""
    found = {}
    for label in series._element.iter(qn("c:dLbl")):
        found[int(label.find(qn("c:idx")).get("val"))] = "".join(t.text for t in label.iter(qn("a:t")))
    return [found.get(place) for place in range(len(values(series)))]


def picture_texts(chart) -> set[str]:
    """What our own picture of the same rows has beside its marks."""
    rows = [row for layer in chart.spec()["layer"] for row in layer["data"]["values"]]
    return {row["text"] for row in rows if row.get("label") is not None and row.get("text") is not None}


@pytest.fixture(scope="module")
def deck():
    return presentation(sample.document())


@pytest.fixture(scope="module")
def content() -> bytes:
    return powerpoint.write(sample.document())


def bridge_rows(*amounts: tuple[str, float]) -> pd.DataFrame:
    return pd.DataFrame([(f"{role} {place}", role, amount) for place, (role, amount) in enumerate(amounts)]).set_axis(
        ["label", "role", "amount"], axis="columns"
    )


def test_each_message_is_a_title_and_chapters_without_parts_give_no_slide(deck):
    assert [slide.shapes.title.text_frame.text for slide in deck.slides] == [
        "Månadsrapport augusti 2019",
        "Prognosen är 9,5 mnkr bättre än budget",
        "ePlan drift är 2,0 mnkr sämre än budget",
        "ePlan drift är 2,0 mnkr sämre än budget",
        "Fastigheter bär hela överskottet",
        "Fastigheter bär hela överskottet",
        "Sjukfrånvaron är 2,35 %, inom mål",
        "Mest planeras 2025",
        "2 aktiviteter behöver något",
    ]


def test_the_title_slide_has_subject_facts_and_source(deck):
    told = "\n".join(texts(deck.slides[0]))
    for text in ("Hela Regionkontoret", "Utgåva: 2019-12-0123456789ab", sample.document().source):
        assert text in told


def test_every_slim_cell_is_there_with_its_heading_on_each_slide(deck):
    found = tables(of_section(deck, "ePlan drift är 2,0 mnkr sämre än budget"))
    read = [[[cell.text_frame.text for cell in row.cells] for row in table.rows] for table in found]
    assert [table[0] for table in read] == [["Uppdrag", "Resultat", "Avvikelse"]] * 2
    body = [row for table in read for row in table[1:]]
    expected = [[cell.text + cell.mark for cell in row.cells[:3]] for row in sample.economy().on_slides().rows]
    assert body == expected
    assert all(table.first_row for table in found)


def test_the_quiet_line_counts_the_slides_of_a_table(deck):
    slides = of_section(deck, "ePlan drift är 2,0 mnkr sämre än budget")
    for number, slide in enumerate(slides, 1):
        assert f"Ekonomi · mnkr, januari–augusti 2019 ({number} av 2)" in texts(slide)


def test_notes_stand_below_the_table_on_each_of_its_slides():
    note = f"{ROUNDED_MARK} Avrundat."
    _, *slides = presentation(only(replace(sample.economy(), notes=(note,)))).slides
    assert [note in texts(slide) for slide in slides] == [True, True]


def test_sums_are_bold_marks_raised_tones_coloured_and_figures_to_the_right(deck):
    *_, last = tables(of_section(deck, "ePlan drift är 2,0 mnkr sämre än budget"))
    total, before = list(last.rows)[-1], list(last.rows)[-2]
    assert [cell.text_frame.paragraphs[0].runs[0].font.bold for cell in total.cells] == [True] * 3
    figure, mark = before.cells[1].text_frame.paragraphs[0].runs
    assert (figure.font.bold, mark.text, mark._r.rPr.get("baseline")) == (None, "◆", "30000")
    toned = before.cells[2].text_frame.paragraphs[0]
    assert (str(toned.runs[0].font.color.rgb), toned._p.pPr.get("algn")) == ("2E7D32", "r")


def test_bridge_has_the_rows_in_order_and_the_labels_of_our_picture(deck):
    native, *_ = charts(of_section(deck, "Fastigheter bär hela överskottet"))
    rows = sample.bridge().rows
    assert [words(name) for name in native.plots[0].categories] == [words(name) for name in rows["label"]]
    assert native.category_axis.reverse_order
    written = [[text for text in found if text] for found in zip(*map(labels, native.plots[0].series), strict=True)]
    assert written == [["5,0"], ["−11,0"], ["−20,0"], ["+40,5"], ["14,5"]]
    assert {text for (text,) in written} == picture_texts(sample.bridge())


@pytest.mark.parametrize(
    ("amounts", "pieces"),
    [
        # base, above zero, below zero; a bar stacks from zero outwards
        ([("budget", 10.0), ("step", 4.0), ("step", -6.0)], [(0, 10, 0), (10, 4, 0), (8, 6, 0)]),
        ([("budget", 5.0), ("step", -11.0), ("step", 9.0)], [(0, 5, 0), (0, 5, -6), (0, 3, -6)]),
        ([("budget", -5.0), ("step", -3.0), ("step", 2.0)], [(0, 0, -5), (-5, 0, -3), (-6, 0, -2)]),
        ([("budget", 5.0), ("step", -5.0), ("step", -2.0)], [(0, 5, 0), (0, 5, 0), (0, 0, -2)]),
        ([("budget", 5.0), ("step", -9.0), ("forecast", -4.0)], [(0, 5, 0), (0, 5, -4), (0, 0, -4)]),
    ],
)
def test_bridge_geometry(amounts, pieces):
    bars = native_bars.stacked(bridge_rows(*amounts))
    assert list(bars[["base", "above", "below"]].itertuples(index=False, name=None)) == pieces


def test_the_pieces_of_a_bar_that_crosses_zero_are_one_step():
    bars = native_bars.stacked(bridge_rows(("budget", 5.0), ("step", -11.0), ("step", 2.0)))
    assert native_bars.bridge_series(bars, {"left": -1.0, "right": 1.0}) == [
        ("Bas, osynlig", [0, 0, -4]),
        ("Budget", [5, None, None]),
        ("Bättre", [None, None, -2]),
        ("Sämre", [None, 5, None]),
        ("Sämre, under noll", [None, -6, None]),
        ("Plats för siffra, osynlig", [1, -1, None]),  # the last one's figure stands over its base
    ]


def test_a_missing_step_is_no_bar_and_has_no_figure():
    chart = replace(sample.bridge(), rows=bridge_rows(("budget", 5.0), ("step", float("nan")), ("step", -2.0)))
    deck = presentation(only(chart))
    series = charts(deck.slides)[0].plots[0].series
    assert {values(each)[1] for each in series} == {None}
    assert {labels(each)[1] for each in series} == {None}
    assert [values(each)[2] for each in series if each.name == "Sämre"] == [2.0]


def test_a_figure_that_stands_towards_zero_is_written_over_the_base():
    rows = bridge_rows(("budget", 10.0), ("step", -4.0), ("step", -9.0), ("step", 1.0))
    (native,) = charts(presentation(only(replace(sample.bridge(), rows=rows))).slides)
    first, *_, last = native.plots[0].series
    assert labels(first) == [None, "−4,0", None, "+1,0"]
    assert labels(last) == ["10,0", None, "−9,0", None]


def test_bridge_is_in_the_house_notation(deck):
    native, *_ = charts(of_section(deck, "Fastigheter bär hela överskottet"))
    looks = {each.name: each._element.spPr for each in native.plots[0].series}
    assert looks["Budget"].find(qn("a:noFill")) is not None
    assert looks["Budget"].find(f"{qn('a:ln')}/{qn('a:solidFill')}/{qn('a:srgbClr')}").get("val") == "404040"
    assert looks["Prognos"].find(qn("a:pattFill")).get("prst") == "wdUpDiag"
    assert looks["Bättre"].find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}").get("val") == "2E7D32"
    assert looks["Sämre"].find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}").get("val") == "C62828"
    assert looks["Bas, osynlig"].find(qn("a:noFill")) is not None


def test_tiers_are_the_rows_in_two_charts(deck):
    _, first, second = charts(of_section(deck, "Fastigheter bär hela överskottet"))
    names = ["ePlan drift", "Fastighetsförvaltning", "Totalt"]
    assert [list(chart.plots[0].categories) for chart in (first, second)] == [names, names]
    assert [(each.name, values(each)) for each in first.plots[0].series] == [
        ("Budget", (-9.0, 10.0, 1.0)),
        ("Resultat", (-11.0, 12.0, 1.0)),
    ]
    assert values(second.plots[0].series[0]) == (-2.0, 2.0, 0.0)
    assert labels(first.plots[0].series[1]) == ["−11,0", "12,0", "1,0"]
    assert labels(second.plots[0].series[0]) == ["−2,0 (−22\u00a0%)", "+2,0 (+20\u00a0%)", "±0,0 (±0\u00a0%)"]
    assert {"−11,0", "12,0", "1,0", "−2,0", "+2,0", "±0,0", "−22", "+20", "±0"} == picture_texts(sample.tiers())


def test_a_tier_that_is_missing_is_missing():
    rows = sample.tiers().rows.assign(value=[-11.0, float("nan"), 1.0], deviation=[-2.0, float("nan"), 0.0])
    first, second = charts(presentation(only(replace(sample.tiers(), rows=rows))).slides)
    assert values(first.plots[0].series[1]) == (-11.0, None, 1.0)
    assert values(second.plots[0].series[0]) == (-2.0, None, 0.0)
    assert labels(second.plots[0].series[0])[1] is None


@pytest.mark.parametrize(("deviation", "magnified"), [(2.0, "×2"), (0.2, "×20"), (90.0, "")])
def test_deviations_have_the_scale_that_is_said(deviation, magnified):
    rows = sample.tiers().rows.assign(deviation=[deviation, -deviation, 0.0])
    deck = presentation(only(replace(sample.tiers(), rows=rows)))
    frames = [shape for shape in deck.slides[1].shapes if shape.has_chart]
    units = []
    for frame in frames:
        axis = frame.chart.value_axis
        part = float(next(frame.chart._chartSpace.iter(qn("c:w"))).get("val"))
        units.append((axis.maximum_scale - axis.minimum_scale) / (frame.width * part))
    told = next(text for text in texts(deck.slides[1]) if text.startswith("Avvikelse"))
    assert told == "Avvikelse, mnkr och %" + (f" (skala {magnified})" if magnified else "")
    assert units[0] / units[1] == pytest.approx(int(magnified[1:] or 1), rel=1e-3)


def test_level_has_gaps_aims_and_its_last_value(deck):
    (native,) = charts(of_section(deck, "Sjukfrånvaron är 2,35 %, inom mål"))
    lines = {each.name: each for each in native.plots[0].series}
    assert list(native.plots[0].categories)[0::11] == ["sep 2018", "aug 2019"]
    assert values(lines["Värde"]) == (4.0, 4.1, 3.9, None, 4.0, 3.8, 3.7, 3.6, 3.0, 2.8, 2.5, 2.35)
    assert native._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"
    assert (values(lines["Mål"]), values(lines["Gräns"])) == ((4.0,) * 12, (5.5,) * 12)
    assert labels(lines["Värde"]) == [None] * 11 + ["2,35\u00a0%\u00a0◆"]
    assert "× dec 2018: saknas" in "".join(texts(of_section(deck, "Sjukfrånvaron är 2,35 %, inom mål")[0]))


def test_values_in_whole_per_cent_are_points_of_their_own():
    rows = sample.level().rows.assign(rounded=[False] * 10 + [True] * 2, decimals=0)
    series = dict(native_lines.level_series(rows))
    assert (series["Värde"][-2:], series["Hela procent"][-2:]) == ([None, None], [2.5, 2.35])
    assert series["Hela procent"][:10] == [None] * 10


def test_years_are_outlined_columns_with_their_figures(deck):
    (native,) = charts(of_section(deck, "Mest planeras 2025"))
    (series,) = native.plots[0].series
    assert (list(native.plots[0].categories), values(series)) == (["2024", "2025", "2026"], (12.5, 20.0, 3.4))
    assert labels(series) == ["12,5", "20,0", "3,4"]


def test_every_picture_and_table_has_its_text(deck):
    told = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_chart or shape.has_table
    ]
    assert told[2] == "Prognosen är 9,5 mnkr bättre än budget."
    assert len(told) == 8
    assert all(told)


def test_notes_are_the_presenters(deck):
    noted = {slide.shapes.title.text_frame.text: slide for slide in deck.slides if slide.has_notes_slide}
    assert noted["Prognosen är 9,5 mnkr bättre än budget"].notes_slide.notes_text_frame.text == "Säg detta."
    assert "Säg detta." not in "".join(text for slide in deck.slides for text in texts(slide))


def test_each_slide_has_stamp_and_number_and_figures_their_source(deck):
    document = sample.document()
    for slide in deck.slides:
        assert document.stamp in texts(slide)
        assert [field.get("type") for field in slide._element.iter(qn("a:fld"))] == ["slidenum"]
        if any(shape.has_chart or shape.has_table for shape in slide.shapes):
            assert document.source in texts(slide)


def test_language_and_properties(deck):
    assert (deck.core_properties.title, deck.core_properties.language) == ("Månadsrapport augusti 2019", "sv-SE")
    assert deck.core_properties.author == ""
    runs = [look for slide in deck.slides for look in slide._element.iter(qn("a:rPr"))]
    assert {look.get("lang") for look in runs} == {"sv-SE"}


def test_all_stands_within_the_slide_and_nothing_on_anything_else(deck):
    for slide in deck.slides:
        boxes = [(each.top, each.top + each.height, each.left, each.left + each.width) for each in slide.shapes]
        assert all(top >= 0 and bottom <= deck.slide_height for top, bottom, _, _ in boxes)
        assert all(left >= 0 and right <= deck.slide_width + 1 for _, _, left, right in boxes)
        for place, (top, bottom, left, right) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                apart = min(bottom, other[1]) - max(top, other[0]), min(right, other[3]) - max(left, other[2])
                assert min(apart) <= Pt(1), (slide.shapes.title.text_frame.text, place)


def test_parts_have_names_of_their_own_and_workbooks_no_formulas(content):
    with ZipFile(BytesIO(content)) as file:
        assert len(set(file.namelist())) == len(file.namelist())
        books = [file.read(name) for name in file.namelist() if name.endswith(".xlsx")]
    assert len(books) == 5
    cells = [cell for book in books for row in openpyxl.load_workbook(BytesIO(book)).active.rows for cell in row]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s", "n"}


def test_forbidden_characters_and_long_texts_do_not_break_it():
    long = "Ord " * 900
    table = sample.activities()
    cells = (*table.rows[0].cells[:3], replace(table.rows[0].cells[3], text="a\x00b\x0b" + long))
    section = Section("x", "T\x01itel", message="M\x02eddelande " * 30, parts=(replace(table, rows=(replace(
        table.rows[0], cells=cells),)), replace(sample.bridge(), alt="a\x1fb")), notes=("\ud800x",))  # fmt: skip
    deck = presentation(replace(sample.document(), sections=(section,)))
    comment = " ".join(list(table.rows)[1].cells[3].text_frame.text for table in tables(deck.slides))
    assert comment.count("Ord") == 900
    assert deck.slides[1].shapes.title.text_frame.text.startswith("Meddelande")
    for slide in deck.slides:
        assert all(shape.top + shape.height <= deck.slide_height for shape in slide.shapes)


def only(part) -> Document:
    return replace(sample.document(), sections=(Section("x", "Titel", message="Meddelande", parts=(part,)),))


def test_a_table_without_rows_is_said_in_words():
    deck = presentation(only(Table("Inga aktiviteter", sample.activities().columns, ())))
    assert "Inga aktiviteter" in texts(deck.slides[1])


def test_a_section_without_parts_is_its_message():
    document = replace(sample.document(), sections=(Section("x", "Titel", message="Bara detta"),))
    assert [slide.shapes.title.text_frame.text for slide in presentation(document).slides][1:] == ["Bara detta"]


@pytest.fixture(scope="module")
def template() -> bytes:
    """A region's own: 4:3, two slides with notes, a show that names one of them, and a last view."""
    deck = Presentation()
    deck.slide_layouts[5].name = "Vår layout"
    for number in range(2):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Gammal sida {number}"
        slide.notes_slide.notes_text_frame.text = "Gammal anteckning"
    shows = OxmlElement("p:custShowLst")
    show, chosen, page = (OxmlElement(f"p:{name}") for name in ("custShow", "sldLst", "sld"))
    show.attrib.update({"name": "Bildspel", "id": "0"})
    page.set(qn("r:id"), deck.slides._sldIdLst[0].rId)
    chosen.append(page)
    show.append(chosen)
    shows.append(show)
    deck.part._element.append(shows)
    buffer = BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def test_a_template_gives_its_size_and_layouts_and_none_of_its_slides(template):
    content = powerpoint.write(sample.document(), template)
    deck = Presentation(BytesIO(content))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert {slide.slide_layout.name for slide in list(deck.slides)[1:]} == {"Vår layout"}
    assert KIND.CENTER_TITLE in [each.placeholder_format.type for each in deck.slides[0].slide_layout.placeholders]
    with ZipFile(BytesIO(content)) as file:
        names = file.namelist()
        everything = b"".join(file.read(name) for name in names)
    assert b"Gammal" not in everything
    assert b"custShow" not in everything
    assert len([name for name in names if name.startswith("ppt/slides/slide")]) == len(deck.slides)
    assert len(set(names)) == len(names)


def test_nothing_overlaps_in_a_template(template):
    test_all_stands_within_the_slide_and_nothing_on_anything_else(presentation(sample.document(), template))


def test_our_look_is_measured_for_arial_and_a_template_for_whatever_it_has():
    content = powerpoint.write(sample.document())
    with ZipFile(BytesIO(content)) as file:
        assert file.read("ppt/theme/theme1.xml").count(b'<a:latin typeface="Arial"') == 2
        assert b"Source Sans" not in b"".join(file.read(name) for name in file.namelist())
    with slide_text.in_font(widths.ARIAL):
        ours = slide_text.wide("−7\u00a0040,9", 14)
    assert slide_text.wide("−7\u00a0040,9", 14) / ours == pytest.approx(1.25 / 1.11)


def test_months_stand_upright_below_a_line(deck):
    (slide,) = of_section(deck, "Sjukfrånvaron är 2,35 %, inom mål")
    (drawn,) = charts([slide])
    assert drawn.category_axis._element.txPr.bodyPr.get("rot") == "-5400000"
    manual = drawn._chartSpace.chart.plotArea.find(f"{qn('c:layout')}/{qn('c:manualLayout')}")
    top, high = (float(manual.find(qn(f"c:{name}")).get("val")) for name in ("y", "h"))
    frame = next(each for each in slide.shapes if each.has_chart)
    below = (1 - top - high) * frame.height / 12700
    assert below > slide_text.wide("sep 2018", 14), "their whole length has room"


@pytest.mark.parametrize("rows", [3, 12])
def test_bars_are_thin_also_where_they_are_few(rows):
    """26 points at most: a hatch and an outline are told from each other by their ends."""
    labels = [f"Rad {number}" for number in range(rows)]
    frame = pd.DataFrame({"label": labels, "role": "step", "amount": 1.0, "subject": ""})
    slides = presentation(only(replace(sample.bridge(), rows=frame, legend=()))).slides
    (drawn,) = charts(slides)
    high = next(shape.height for slide in slides for shape in slide.shapes if shape.has_chart) / 12700
    assert 12 < high / rows / (1 + drawn.plots[0].gap_width / 100) < 26.5


def test_a_sum_of_a_few_kronor_has_its_figure_beside_the_axis_as_nought():
    rows = pd.DataFrame(
        {
            "label": ["Årsbudget", "Steg", "Prognos"],
            "role": ["budget", "step", "forecast"],
            "amount": [-0.0004, 5.0, 4.9996],
            "subject": "",
        }
    )
    (drawn,) = charts(presentation(only(replace(sample.bridge(), rows=rows))).slides)
    first, *_, last = drawn.plots[0].series
    written = [
        [label.find(qn("c:idx")).get("val") for label in each._element.iter(qn("c:dLbl"))] for each in (first, last)
    ]
    assert written == [[], ["0", "1", "2"]], "none stands over the base that is not seen"


def test_what_the_caption_says_itself_is_not_said_before_it():
    captioned = replace(sample.economy(), caption="Titel: mnkr, augusti")
    assert "Titel: mnkr, augusti (1 av 2)" in texts(presentation(only(captioned)).slides[1])


def test_a_potx_is_a_template(template):
    buffer = BytesIO()
    with ZipFile(BytesIO(template)) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"presentation.main+xml", b"template.main+xml"))
    assert len(presentation(sample.document(), buffer.getvalue()).slides) >= 9


def test_what_is_no_template_is_refused_in_swedish():
    with pytest.raises(ValueError, match="Mallen kan inte läsas"):
        powerpoint.write(sample.document(), b"inte en zip")
