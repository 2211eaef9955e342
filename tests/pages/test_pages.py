"""Every page under full data, the first month, a year without budget, a department, and nothing at all."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data import snapshot
from tests.pages.screen import Screen

Open = Callable[..., Screen]
PAGES = ["overview", "economy", "activities", "staff", "investments", "about"]
NO_FIGURES = ("nan", "NaN", "None", "NaT", "undefined", "<NA>")


def assert_calm(screen: Screen) -> None:
    """No exception, and no word of a program on the screen."""
    assert not screen.app.exception
    assert not [word for word in NO_FIGURES if word in screen.text.split()]


def test_the_director_sees_august_2019_as_the_board_saw_it(open_page: Open) -> None:
    screen = open_page("overview")
    assert screen.title == "Prognosen når budgeten: 88,5 mnkr bättre än i maj"
    assert "Resultatet januari–augusti 2019 är +24,5 mnkr, 23,0 mnkr bättre än budget" in screen.text
    assert "Effektivisering Region Halland (−20,0 mnkr) och ePlan drift (−11,0 mnkr)" in screen.text
    assert "Aktiviteter som behöver något 20 av 195 89 av de övriga har okänd status" in screen.text
    assert "2,35 % ◆ ✓ inom mål (högst 4 %)" in screen.text
    assert "Personalomsättning R12 12,67 % ◆ ✓ inom mål (högst 13 %)" in screen.text
    assert_calm(screen)


def test_the_overview_opens_with_the_month_in_words(open_page: Open) -> None:
    screen = open_page("overview", period="november 2017")
    assert "6,6 mnkr bättre än i oktober" in screen.title
    assert "Nettot +6,6 mnkr döljer rörelser åt båda håll: −13,0 mnkr i Hälso- och sjukvårdsfinansiering" in screen.text
    alt = screen.app.main.get("vega_lite_chart")[0].proto.alt
    assert alt.startswith("De tre rader som mest flyttar årsprognosen från budget: Finansiering (+258,7)")
    assert_calm(screen)


def test_the_overview_of_a_department_without_lines_is_calm_and_says_where_to_go(open_page: Open) -> None:
    screen = open_page("overview", avdelning="Social hållbarhet")
    assert screen.title == "Social hållbarhet äger inget uppdrag 2019"
    assert "Det finns inga belopp att sammanfatta. Välj en annan avdelning till vänster." in screen.text
    assert_calm(screen)


def test_the_overview_leads_to_the_other_pages(open_page: Open) -> None:
    links = [element.proto.page for element in open_page("overview").app.main.get("page_link")]
    assert {"ekonomi", "aktiviteter", "medarbetare", "om-data"} <= set(links)


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Regionbidrag", "196,9 196,9 ±0,0 297,5 297,5 ±0,0 ±0,0 254,7"),
        ("Regionkontoret Bas", "−145,4 −168,6 +23,2 −256,6 −240,5 +16,1 +17,4 −130,1"),
        # the printed 81,4 is an error: budget 81,3 and deviation −14,7 give 66,6
        ("Effektivisering Region Halland", "66,6 81,3 −14,7 122,0 102,0 −20,0 +60,0 0,0"),
        ("Totalt Regionstyrelsens verksamheter", "24,5 1,5 +23,0 0,0 0,0 ±0,0 +88,5 17,5"),
    ],
)
def test_the_economy_table_of_august_2019_is_the_printed_one(open_page: Open, line: str, cells: str) -> None:
    assert open_page("economy").row(line) == cells.split()


def test_november_2017_stands_in_its_own_tree_with_the_labels_the_right_way_round(open_page: Open) -> None:
    screen = open_page("economy", period="november 2017")
    assert screen.row("Hälso- och sjukvårdsfinansiering")[:3] == ["−7 040,9", "−7 057,0", "+16,1"]
    assert screen.row("Totalt Regionstyrelsens ansvarsområde")[:3] == ["201,3", "−2,0", "+203,3"]
    assert_calm(screen)


def test_a_year_without_budget_says_so_and_shows_no_deviation(open_page: Open) -> None:
    screen = open_page("economy", period="augusti 2018")
    assert "Året har ingen budget" in screen.text
    assert screen.row("Totalt Regionstyrelsens verksamheter") == ["17,5", "–"]  # the sum of last year had other parts
    assert_calm(screen)


def test_a_department_sees_its_lines_and_a_part_of_the_sum(open_page: Open) -> None:
    screen = open_page("economy", avdelning="Regionfastigheter")
    assert screen.row("Fastighetsförvaltning")[:3] == ["29,9", "17,4", "+12,5"]
    assert screen.row("Totalt Regionstyrelsens verksamheter (del av)")[:3] == ["29,9", "17,4", "+12,5"]
    with pytest.raises(AssertionError, match="Regionbidrag"):
        screen.row("Regionbidrag")


def test_a_department_without_lines_gets_a_sentence(open_page: Open) -> None:
    screen = open_page("economy", avdelning="Social hållbarhet")
    assert "Social hållbarhet äger inget uppdrag 2019" in screen.text
    assert_calm(screen)


def test_activities_come_with_the_most_pressing_first_and_unknown_is_not_green(open_page: Open) -> None:
    screen = open_page("activities", period="november 2017", flik="Lista")
    assert "0 av 52 klara inför rapporten" in screen.text  # no status was printed
    assert screen.row("Exportklubben")[:5] == [
        "? status okänd",
        "nytt slutdatum eller status",
        "slutdatum har passerat",
        "2017-05-30",
        "184",
    ]
    assert screen.row("Timbanksforumet")[:5] == ["? status okänd", "–", "–", "2017-12-31", "–"]
    names = [head for head, _ in screen.rows]
    assert names.index("Exportklubben") < names.index("Timbanksforumet")  # which needs no action
    assert_calm(screen)


def test_activities_are_filtered_by_status_and_text(open_page: Open) -> None:
    screen = open_page("activities", flik="Lista")
    screen.app.multiselect(key="filter_status").set_value(["✓ klar"]).run()
    assert "5 av 195 aktiviteter visas" in screen.text
    screen.app.text_input(key="filter_sok").set_value("finns inte i någon rubrik").run()
    assert "Inga aktiviteter passar filtret" in screen.text
    assert_calm(screen)


def test_a_month_without_activity_report_says_so(open_page: Open) -> None:
    screen = open_page("activities", period="juli 2019")
    assert "Inga aktiviteter rapporterades för juli 2019" in screen.text
    assert_calm(screen)


def test_women_and_men_lie_on_each_side_of_all(open_page: Open) -> None:
    screen = open_page("staff")
    assert screen.row("Alla")[0] == "2,35 %"
    women, men = (float(screen.row(name)[0].split()[0].replace(",", ".")) for name in ("Kvinnor", "Män"))
    assert men < 2.35 < women
    assert_calm(screen)


def test_investments_sum_to_the_rows_not_to_the_misprinted_total(open_page: Open) -> None:
    screen = open_page("investments")
    assert screen.row("Summa") == ["−104,2", "−227,1", "−288,0", "+60,9"]
    screen.app.segmented_control(key="plan").set_value(2024).run()
    assert "Plan 2024, mnkr; alla belopp är publicerade ◆" in screen.text
    assert screen.row("IT-utrustning") == ["95,4", "52,9", "66,0", "52,2", "38,7"]
    assert_calm(screen)


def test_about_lists_every_known_error_with_both_numbers(open_page: Open) -> None:
    screen = open_page("about")
    assert "utom 31 kända fel i källan" in screen.title
    assert "81,4" in screen.text
    assert "66,6" in screen.text
    assert "Sjuktimmar delat med avtalad arbetstid" in screen.text
    assert_calm(screen)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("period", ["januari 2017", "december 2018", "augusti 2019"])
def test_every_page_is_calm_in_the_first_a_middle_and_the_last_month(open_page: Open, page: str, period: str) -> None:
    screen = open_page(page, period=period)
    assert_calm(screen)
    assert len(screen.title) > 10
    assert "Demonstrationsdata" in screen.text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_calm_for_a_small_department(open_page: Open, page: str) -> None:
    screen = open_page(page, avdelning="Regional samhällsplanering", period="juni 2019")
    assert_calm(screen)
    assert len(screen.title) > 10


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_that_nothing_is_published(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open
) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    screen = open_page(page)
    assert screen.title == "Inget publicerat ännu"
    assert "python -m etl run" in screen.text
    assert_calm(screen)


def test_an_unreadable_snapshot_is_named_and_what_to_do_is_said(
    changed: Callable[[str, pd.DataFrame], None], tmp_path: Path, published: Path, open_page: Open
) -> None:
    current = snapshot.current(published)
    assert current is not None
    changed("calendar", current.read("calendar").head(1))
    (table,) = tmp_path.glob("snapshots/*/results.parquet")
    table.write_bytes(table.read_bytes()[:-1])
    screen = open_page("overview")
    assert screen.title == "Siffrorna kan inte läsas"
    assert "results.parquet är ändrad eller skadad" in screen.text
    assert_calm(screen)


@pytest.mark.parametrize(
    ("table", "page", "sentence"),
    [
        ("indicators", "staff", "Inga personaldata är anslutna"),
        ("investments", "investments", "Inga investeringar rapporterades"),
        ("activities", "activities", "Ingen källa med aktiviteter är ansluten"),
        ("results", "economy", "Inga belopp finns för augusti 2019"),
    ],
)
def test_a_missing_dataset_gives_a_sentence_and_the_rest_still_works(
    changed: Callable[[str, pd.DataFrame], None], published: Path, open_page: Open, table: str, page: str, sentence: str
) -> None:
    current = snapshot.current(published)
    assert current is not None
    changed(table, current.read(table).head(0))
    assert sentence in open_page(page).text
    for other in PAGES:
        assert_calm(open_page(other))


def test_the_frame_tells_month_time_and_snapshot(open_page: Open, published: Path) -> None:
    screen = open_page("overview")
    current = snapshot.current(published)
    assert current is not None
    assert "Data till och med augusti 2019" in screen.sidebar
    assert f"Utgåva {current.snapshot_id}" in screen.sidebar


def test_a_new_snapshot_is_offered_and_not_swapped_in(
    changed: Callable[[str, pd.DataFrame], None], published: Path, open_page: Open, tmp_path: Path
) -> None:
    current = snapshot.current(published)
    assert current is not None
    changed("calendar", current.read("calendar").head(1))
    screen = open_page("overview")
    held = screen.sidebar
    changed("calendar", current.read("calendar").head(2))
    screen.app.run()
    assert screen.sidebar == held
    screen.app.button[0].click().run()
    newest = snapshot.current(tmp_path)
    assert newest is not None
    assert f"Utgåva {newest.snapshot_id}" in screen.sidebar
