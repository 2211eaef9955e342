"""Om data, Prognosmetoder: how right forecasts and baselines have been, and why some cannot be judged."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from dashboard import export, methods, session, store
from dashboard.view import View
from tests import editions
from tests.pages.screen import Screen

Changed = Callable[[str, pd.DataFrame], None]
Open = Callable[..., Screen]


@pytest.fixture
def seasoned(seasoned_root: Path, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("FOLLOWUP_DATA", str(seasoned_root))
    return Screen("about")


def rows(screen: Screen, *heads: str) -> list[list[str]]:
    """The table rows whose first cells are these."""
    found = [[head, *cells] for head, cells in screen.rows]
    return [row[len(heads) :] for row in found if row[: len(heads)] == list(heads)]


def test_eight_closed_years_are_told_with_four_months_left_as_in_august(seasoned: Screen) -> None:
    kontor, bidrag, drift, utveckling, fastigheter = 2, 0.25, 3.25, 3.625, 0.625  # per cent: `tests.seasoned`
    assert (kontor + bidrag + drift + utveckling + fastigheter) / 5 == 1.95
    assert "Med 4 månader kvar har den rapporterade prognosen i medeltal missat utfallet med 2,0 %" in seasoned.text
    assert f"{40 * 4 + 40 * 11 + 35 * 11} prognosfel från stängda år (2016–2023)" in seasoned.text
    assert "inget av dem vilar på simulerade belopp" in seasoned.text


def test_a_row_tells_months_left_number_simulated_bias_and_mean_absolute_error(seasoned: Screen) -> None:
    bias = (-2 + 0 - 0.25 + 0.125 - 0.3125) / 5
    assert round(bias, 1) == -0.5
    assert rows(seasoned, "4–6", "Rapporterad prognos") == [["4", str(5 * 8), "0", "−0,5 %", "2,0 %"]]
    march_and_may = 2 * 5 * 8
    bias = ((-3 + 0 - 0.25 + 0.125 - 0.9375) + (-2 + 0 - 0.25 + 0.125 - 0.625)) / 10
    size = ((3 + 0.5 + 3.25 + 3.625 + 1.875) + (2 + 0.25 + 3.25 + 3.625 + 1.25)) / 10
    assert (round(bias, 1), round(size, 1)) == (-0.7, 2.3)
    assert rows(seasoned, "7–11", "Rapporterad prognos") == [["7 och 9", str(march_and_may), "0", "−0,7 %", "2,3 %"]]
    assert rows(seasoned, "7–11", "Säsongsandel")[0][:2] == ["7–11", str(5 * 7 * 5)]  # 2016 has no earlier year


def test_the_first_of_the_closed_years_has_no_season_and_says_so(seasoned: Screen) -> None:
    reason = "inget helt tidigare år finns för raden"
    assert rows(seasoned, "Säsongsandel", "2016") == [[str(5 * 11), reason]]


def test_skill_compares_only_where_both_were_made(seasoned: Screen) -> None:
    ((pairs, forecast, baseline, skill),) = [row for row in rows(seasoned, "4–6", "Säsongsandel") if len(row) == 4]
    assert (pairs, forecast) == (str(5 * 7), "2,0 %")
    assert skill == "under −100 %", f"the reported forecast ({forecast}) is worse than the season ({baseline})"


def test_the_embedded_years_rest_on_simulated_figures_and_2018_has_no_budget(open_page: Open) -> None:
    screen = open_page("about")
    assert "alla vilar på simulerade belopp" in screen.text
    assert rows(screen, "Säsongsandel", "2018", "44") == [["året har ingen budget att mäta mot"]]
    assert rows(screen, "Återstående budget", "2018")[0][1] == "året har ingen budget"
    assert rows(screen, "Rapporterad prognos", "2018") == [["0", "inga prognoser är rapporterade"]]


def test_found_and_known_stand_side_by_side_for_every_method(open_page: Open) -> None:
    screen = open_page("about")
    assert "Prövade på en serie med känt svar: alla 3 metoder ger svaret" in screen.text
    assert "Den största skillnaden mellan räknat och känt är mindre än en miljarddel av bruttobudgeten" in screen.text
    by_august = (0.64 - 8 / 12) * 100 / 140  # 64 per cent of the costs, and not twelfths of them
    assert round(by_august * 100, 3) == -1.905
    assert rows(screen, "Återstående budget", "4") == [["8", "−1,905 %", "−1,905 %", "1,905 %", "1,905 %"]]
    assert rows(screen, "Säsongsandel", "4") == [["7", "±0,000 %", "±0,000 %", "0,000 %", "0,000 %"]]
    assert rows(screen, "Rapporterad prognos", "4") == [["8", "±0,000 %", "±0,000 %", "1,500 %", "1,500 %"]]


def test_a_method_that_misses_the_known_answer_is_named(changed: Changed, published: Path) -> None:
    found = editions.read(published, "method_tests")
    wrong = found["bias"].mask(found["method"] == "seasonal_share", found["bias"] + 0.0125)
    changed("method_tests", found.assign(bias=wrong))
    text = Screen("about").text
    assert "Säsongsandel ger inte det kända svaret: räkningen är fel" in text
    assert "Den största skillnaden mellan räknat och känt är 1,2500 % av bruttobudgeten" in text


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("forecast_errors", "Inga prognosfel kan räknas ännu"),
        ("method_tests", "Metoderna är inte prövade på en serie med känt svar"),
        ("baselines", "352 prognosfel"),  # the errors are there, if not the reasons
    ],
)
def test_a_table_without_rows_gives_a_sentence(changed: Changed, published: Path, table: str, sentence: str) -> None:
    changed(table, editions.read(published, table).head(0))
    screen = Screen("about")
    assert not screen.app.exception
    assert sentence in screen.text


@pytest.mark.parametrize("term", [*methods.NAMES.values(), "Medelfel", "Medelabsolutfel", "Skicklighet", "Band"])
def test_every_method_and_measure_is_defined(term: str) -> None:
    meanings = methods.DEFINITIONS.set_index("term")["meaning"]
    assert len(meanings[term]) > 20


def test_the_workbook_holds_each_error_with_its_line_and_its_reason_to_be_doubted(open_page: Open) -> None:
    open_page("about")
    snapshot = session.newest()
    assert snapshot is not None
    view = View(snapshot, store.ALL_DEPARTMENTS, snapshot.latest_period, None)
    book = openpyxl.load_workbook(BytesIO(export.workbook(view, "x", methods.errors(view), methods.EXPORTED)))
    header, *body = book["Data"].iter_rows(values_only=True)
    assert header == tuple(heading for _, heading in methods.EXPORTED)
    assert len(body) == 352 + 44  # and those of 2018, without an error
    assert {row[-1] for row in body} == {"simulerad"}
