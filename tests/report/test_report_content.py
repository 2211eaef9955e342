"""What a rendering asks of the content model: the numbers of headings, and as much as a room can follow."""

from dashboard.report.content import Cell, Column, Document, Row, Section, Table, numbers


def heading(depth: int, numbered: bool = True) -> Section:
    return Section("a", "A", depth, numbered=numbered)


def listed(rows: int, mark: str = "", notes: tuple[str, ...] = ()) -> Table:
    cells = [Row((Cell(f"Rad {number}"), Cell("1,0", 1e6, mark=mark))) for number in range(rows)]
    return Table("Tabell", (Column("Uppdrag"), Column("Resultat", "sek")), tuple(cells), notes)


def on_slides(table: Table, *notes: str) -> tuple[Table, Section]:
    section = Section("a", "A", parts=(table,), notes=notes).on_slides()
    (part,) = section.parts
    assert isinstance(part, Table)
    return part, section


def test_a_chapter_starts_its_sections_anew_and_a_section_its_own() -> None:
    depths = [1, 2, 2, 3, 3, 2, 3, 1, 2]
    assert list(numbers([heading(depth) for depth in depths])) == [
        *("1", "1.1", "1.2", "1.2.1", "1.2.2", "1.3", "1.3.1"),
        *("2", "2.1"),
    ]


def test_an_appendix_has_no_number_and_takes_none_from_others() -> None:
    sections = [heading(1), heading(1, numbered=False), heading(2, numbered=False), heading(1)]
    assert list(numbers(sections)) == ["1", "", "", "2"]


def test_a_slide_shows_fourteen_rows_and_counts_the_rest() -> None:
    assert on_slides(listed(14))[0].notes == ()  # all of them are there: nothing is counted away
    one, _ = on_slides(listed(15))
    assert (len(one.rows), one.notes) == (14, ("Därtill 1 rad, se rapporten.",))
    six, _ = on_slides(listed(20))
    assert (len(six.rows), six.notes) == (14, ("Därtill 6 rader, se rapporten.",))


def test_the_notes_below_a_table_are_told_to_whoever_presents_and_a_sign_stays_explained() -> None:
    below = ("1) Tryckt 81,4, här 66,6.", "* Andelen visas i hela procent.", "Belopp är avrundade.")
    shown, section = on_slides(listed(2, notes=below), "Börja här.")
    assert shown.notes == ("* Andelen visas i hela procent.",)
    assert section.notes == ("Börja här.", *below)


def test_a_slide_has_no_numbers_of_notes_but_what_is_printed_and_rounded_is_marked() -> None:
    for mark, left in [("◆ 1)", "◆"), ("2)", ""), ("* 3)", "*"), ("◆", "◆")]:
        shown, _ = on_slides(listed(1, mark))
        assert [cell.mark for cell in shown.rows[0].cells] == ["", left]


def test_the_report_keeps_its_rows_numbers_and_notes_where_the_slides_lose_them() -> None:
    table = listed(20, "1)", ("1) Tryckt 81,4.",))
    sections = (
        Section("both", "Båda", parts=(table,)),
        Section("paper", "Papper", place="paper"),
        Section("slides", "Bild", place="slides"),
    )
    document = Document("Rapport", "HR", "rapport", (), "", "", sections)
    assert [section.key for section in document.paper] == ["both", "paper"]
    assert [section.key for section in document.slides] == ["both", "slides"]
    assert document.paper[0].parts == (table,)
    assert document.slides[0].parts != (table,)


def test_on_paper_a_title_does_not_repeat_its_chapters() -> None:
    sections = (
        Section("a", "Före: okänt"),
        Section("b", "Sedan sist", 1, place="paper"),
        Section("c", "Sedan sist: flaggorna"),
    )
    document = Document("Rapport", "HR", "rapport", (), "", "", sections)
    assert [section.title for section in document.paper] == ["Före: okänt", "Sedan sist", "Flaggorna"]
    assert [section.title for section in document.slides] == ["Före: okänt", "Sedan sist: flaggorna"]
