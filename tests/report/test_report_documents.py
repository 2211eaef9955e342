"""The first page, the stamp and the file's name, and that every row that leads somewhere has something behind it."""

import pytest

from dashboard import format as sv
from dashboard.dialogue.decided import Decided
from dashboard.report import details, documents
from dashboard.report.content import Chart, Document, Table
from data import decisions
from tests.report.parts import edited, everything


@pytest.fixture(scope="module")
def august(report) -> Document:
    return report("2019-08", before="2019-05")


def opened(document: Document) -> set[str]:
    """The keys that rows of tables and bars of charts lead to on the slides."""
    parts = [part for section in document.slides for part in section.parts]
    rows = {row.opens for part in parts if isinstance(part, Table) for row in part.rows}
    bars = {key for part in parts if isinstance(part, Chart) and "subject" in part.rows for key in part.rows["subject"]}
    return (rows | bars) - {""}


def test_the_first_page_says_what_is_shown_from_which_snapshot_and_how_fresh(look, august) -> None:
    view = look("2019-08")
    assert (august.title, august.subject) == ("Månadsrapport augusti 2019", "Hela Regionkontoret")
    assert dict(august.facts) == {
        "Period": "augusti 2019",
        "Avdelning": "Hela Regionkontoret",
        "Källa": "Inbyggd källa",
        "Utgåva": view.snapshot.snapshot_id,
        "Inläst": sv.moment(view.snapshot.commit.published_at),
        "Data till och med": "augusti 2019",
        "Jämförs med": "dialogen om maj 2019 (samma utgåva)",
    }


def test_the_first_slide_does_not_say_again_what_its_title_says(august) -> None:
    assert [what for what, _ in august.facts_on_slides] == [
        *("Källa", "Utgåva", "Inläst", "Data till och med", "Jämförs med")
    ]


def test_a_month_that_is_not_closed_is_said_to_be_preliminary(look) -> None:
    view = look("2019-08")
    periods = view.read("periods")
    still_open = edited(view, "open", periods=periods.assign(status="open"))
    assert documents.facts(still_open)[-1] == ("Obs", "Augusti 2019 är preliminär")
    assert "Obs" not in dict(documents.facts(view))


def test_the_stamp_of_every_page_names_the_snapshot(look, report, august) -> None:
    snapshot = look("2019-08").snapshot.snapshot_id
    assert august.stamp == f"augusti 2019 · Hela Regionkontoret · utgåva {snapshot}"
    assert report("2019-08", "hr").stamp == f"augusti 2019 · HR · utgåva {snapshot}"


@pytest.mark.parametrize(
    ("department", "name"),
    [
        (None, "manadsrapport_2019-08"),
        ("hr", "manadsrapport_2019-08_hr"),
        ("halso_och_sjukvard", "manadsrapport_2019-08_halso-och-sjukvard"),
    ],
)
def test_a_file_is_named_by_month_and_department(report, department, name) -> None:
    assert report("2019-08", department).file_name == name


def test_a_department_whose_name_is_a_path_is_no_path_in_a_files_name(look) -> None:
    view = look("2019-08", "hr")
    named = view.read("departments").assign(name="../../Å b:c\\d\n.x")
    found = documents.month(edited(view, "named", departments=named), Decided(decisions.DECISIONS.nothing()), None)
    assert found.file_name == "manadsrapport_2019-08_a-b-c-d-x"


@pytest.mark.parametrize("department", [None, "hr"])
def test_every_row_and_bar_that_leads_somewhere_on_the_slides_has_something_behind_it(
    report, august, department
) -> None:
    document = report("2019-08", department, before="2019-05") if department else august
    assert "nyckeltal-sick_leave_r12" in opened(document)
    assert opened(document) - set(document.details) == set()
    assert all(each.key == key and each.parts for key, each in document.details.items())


def test_a_bar_leads_to_its_line_also_where_no_table_does(look, august) -> None:
    (bridge,) = [section for section in august.sections if section.key == "bro-prognos"]
    assert list(details.behind(look("2019-08"), [bridge]))[:2] == ["rad-effektivisering", "rad-regionkontoret_bas"]


def test_behind_a_line_stand_its_comment_its_flag_its_bridge_and_its_classes(august) -> None:
    detail = august.details["rad-effektivisering"]
    said = " ".join(everything([detail]))
    assert detail.title == "Effektivisering Region Halland"
    assert "60 mnkr bättre än i maj; 20 mnkr återstår att hitta." in said
    assert "från budget till prognos" in said
    assert [type(part).__name__ for part in detail.parts] == ["Text", "Chart", "Table"]


def test_only_the_embedded_source_is_told_to_be_simulated(look, august) -> None:
    assert august.source.startswith("Demonstrationsdata. Värden märkta ◆ är Region Hallands publicerade siffror")
    assert documents.source(edited(look("2019-08"), "theirs", {"embedded": False})) == ""


def test_the_chapters_come_in_the_order_of_the_regions_own_report(august) -> None:
    assert [section.title for section in august.paper if section.depth == 1] == [
        "Periodens resultat och prognos",
        "Aktiviteter som inte eller delvis följer planen",
        "Sedan förra dialogen",
        "Beslut i dialogen",
        "Bilaga",
    ]
    economy = ["sammanfattning", "ekonomi", "kommentarer", "kostnader", "personal", "investeringar", "aktiviteter"]
    keys = [section.key for section in august.paper]
    assert [key for key in keys if key in economy] == economy


def test_what_has_changed_comes_after_the_summary_in_the_dialogue_and_last_on_paper(august) -> None:
    slides, paper = ([section.key for section in sections] for sections in (august.slides, august.paper))
    assert slides[:4] == ["sammanfattning", "sedan-flaggor", "sedan-aktiviteter", "ekonomi"]
    assert paper.index("aktiviteter") < paper.index("sedan-prognos") < paper.index("sedan-flaggor-alla")


def test_the_presenter_is_told_why_the_largest_steps_are_there_and_where_nobody_has_said(august) -> None:
    bridge = next(section for section in august.slides if section.key == "bro-prognos")
    first, *_, last = bridge.notes
    assert first.startswith("Effektivisering Region Halland (+60,0 mnkr): 60 mnkr bättre än i maj")
    assert last == "Fastighetsförvaltning (+3,8 mnkr): Kommentar saknas"
    assert len(bridge.notes) == 4
