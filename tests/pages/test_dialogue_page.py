"""Rapport och dialog: the slides are listed, the report reads as its files, and decisions say why they are closed."""

import pytest

from tests.editions import read
from tests.pages.conftest import Open


def test_the_slides_of_the_month_are_listed_and_their_address_names_the_snapshot(open_page: Open):
    page = open_page("dialogue", period="augusti 2019")
    assert page.title == "Prognosen når budgeten: 88,5 mnkr bättre än i maj"
    addresses = [part.split('"')[0] for part in page.markup.split('href="')[1:]]
    slides = [address for address in addresses if address.startswith("/dialog/visa?")]
    assert len(slides) > 10
    assert all("utgava=2019-08-" in address and "mot=2019-05" in address for address in slides)
    for key in ("sammanfattning", "ekonomi", "bro-budget", "bevaka", "personal", "aktiviteter", "sedan-flaggor"):
        assert any(address.endswith(f"#{key}") for address in slides), key


def test_the_report_on_screen_shows_our_figure_with_a_note_where_the_printed_one_is_wrong(open_page: Open):
    page = open_page("dialogue", period="augusti 2019", flik="Rapport")
    found = [cells for head, cells in page.rows if head == "Effektivisering Region Halland"]
    assert found[0][0].startswith("66,6")
    assert "resultat tryckt 81,4, här 66,6" in page.text
    names = [button.label for button in page.app.button]
    assert [name for name in names if name in ("Word", "PDF", "PowerPoint", "Excel", "HTML för dialogen")] == [
        "Word",
        "PDF",
        "PowerPoint",
        "Excel",
        "HTML för dialogen",
    ]


def test_the_plan_dialogue_has_the_frame_as_a_bridge(open_page: Open):
    page = open_page("dialogue", slag="Plandialog")
    assert "Ramen går från 597,6 till 718,6 mnkr, +121,0 mnkr" in page.text


def test_decisions_say_why_nothing_can_be_written(open_page: Open):
    page = open_page("dialogue", flik="Beslut")
    assert "Beslut kan inte skrivas här: servern kan nås av andra" in page.text
    assert page.text.count("Inga beslut.") == 2


@pytest.mark.parametrize("table", ["activities", "indicators", "results"])
def test_a_region_without_a_part_has_a_calm_report(open_page: Open, changed, published, table):

    changed(table, read(published, table).head(0))
    page = open_page("dialogue", flik="Rapport")
    assert page.title
    assert "nan" not in page.text.lower().split()
    assert not page.app.exception


def test_the_first_month_has_nothing_before_it(open_page: Open):
    page = open_page("dialogue", period="januari 2017")
    assert "Det finns ingen tidigare dialog att jämföra med" in page.text
    assert "sedan-" not in page.markup


def test_a_unit_below_department_gets_the_staff_of_the_department_above(open_page: Open, published):

    departments = read(published, "departments")
    units = departments[departments["level"] == "unit"]
    names = departments.set_index("department_id")["name"]
    unit = units.iloc[0]
    page = open_page("dialogue", flik="Rapport", avdelning=unit["name"])
    assert f"Därför visas {names[unit['parent_id']]} i stället för {unit['name']}" in page.text


def test_a_look_at_another_month_does_not_change_what_the_first_is_compared_with(open_page: Open):
    page = open_page("dialogue", period="augusti 2019")
    for month, before in (("maj 2019", "2019-03"), ("augusti 2019", "2019-05")):
        page.app.selectbox(key="period").select(month).run()
        assert f"mot={before}" in page.markup, month
    page.app.selectbox(key="jamfor").select("Mars 2019 i samma utgåva").run()
    assert "mot=2019-03" in page.markup


def test_decisions_on_a_plan_are_not_those_on_the_month(open_page: Open, monkeypatch, tmp_path):
    monkeypatch.setenv("FOLLOWUP_COMMENTS", f"sqlite:///{tmp_path / 'beslut.sqlite'}")
    monkeypatch.setenv("FOLLOWUP_WRITING", "on")
    page = open_page("dialogue", slag="Plandialog", flik="Beslut")
    page.app.text_area(key="decision_text").input("Mer till kollektivtrafiken.")
    page.app.text_input(key="comment_role").input("Ordförande")
    page.app.button(key="save_decision").click().run()
    assert "Beslut i dialogen om plan 2024" in page.text
    assert "Mer till kollektivtrafiken." in page.text
    assert "Mer till kollektivtrafiken." in open_page("dialogue", slag="Plandialog", flik="Rapport").text
    for tab in ("Beslut", "Rapport"):
        assert "kollektivtrafiken." not in open_page("dialogue", period="augusti 2019", flik=tab).text, tab
