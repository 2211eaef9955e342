"""Medarbetare as a person sees it: the four questions, small groups, months that are missing, and poor sources."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data import snapshot
from data.indicators import STAFF
from tests.pages.screen import Screen
from tests.pages.test_pages import assert_calm

Open = Callable[..., Screen]
SURVEYS = [indicator.indicator_id for indicator in STAFF if indicator.survey_index]


def questions(screen: Screen) -> list[str]:
    return [element.value for element in screen.app.main.header]


def test_august_2019_as_it_was_published_with_the_four_questions_in_order(open_page: Open) -> None:
    screen = open_page("staff")
    assert screen.title == "Sjukfrånvaro R12 är 2,35 % ◆, inom mål (högst 4 %)"
    assert "Personalomsättning R12 är 12,67 % ◆, inom mål (högst 13 %)." in screen.text
    assert [question.split()[0] for question in questions(screen)] == ["Är", "Rör", "Var", "Vad"]
    assert "utan pensioner" in screen.text
    assert_calm(screen)


def test_the_printed_women_and_men_are_said_to_be_impossible_beside_their_total(open_page: Open) -> None:
    screen = open_page("staff")
    assert "kvinnor 5,06 % och män 2,90 %" in screen.text
    assert "Omöjligt" in screen.text


def test_november_2017_is_missing_and_the_report_said_so(open_page: Open) -> None:
    screen = open_page("staff", period="november 2017")
    assert screen.title == "Personaldata saknas för november 2017"
    assert "Månadsrapport november 2017, avsnitt 1.3: Personalredovisningen saknas" in screen.text
    assert [question.split()[0] for question in questions(screen)] == ["Rör", "Vad"]
    assert_calm(screen)


def test_a_rolling_year_over_the_missing_month_names_it(open_page: Open) -> None:
    screen = open_page("staff", period="maj 2018")
    assert screen.title == "Sjukfrånvaro R12 kan inte räknas för maj 2018: november 2017 saknas i underlaget"
    assert "Antal anställda" in screen.text
    assert_calm(screen)


def test_a_small_department_is_never_zero(open_page: Open) -> None:
    screen = open_page("staff", avdelning="Politisk ledning och kansli")
    assert screen.title == "Sjukfrånvaro R12 visas inte för augusti 2019: gruppen är 10 eller färre"
    assert "Inga nyckeltal visas: gruppen är 10 eller färre." in screen.text
    assert "mu-card" not in screen.markup
    assert_calm(screen)


def test_a_unit_is_shown_by_its_rolling_year_alone(open_page: Open) -> None:
    screen = open_page("staff", avdelning="Näringsliv")
    assert screen.text.count("Månader visas från avdelning och uppåt") == 1
    assert "ingen av 2 enheter skiljer sig" in screen.text
    assert "2 avdelningar" not in screen.text
    assert "Därför visas Regional utveckling i stället för Näringsliv." in screen.text
    assert_calm(screen)


def test_the_method_is_one_click_away_and_what_a_director_needs_is_beside_the_picture(open_page: Open) -> None:
    screen = open_page("staff")
    behind = [each for each in screen.app.main.get("expander") if each.label == "Så är det räknat"]
    assert len(behind) == 2  # the control chart, and the comparison by size
    told = " ".join(element.proto.body for each in behind for element in each.get("html"))
    for method in ("2,66 gånger", "simulerat brus", "Gränserna är vida", "Poisson", "halv procentenhet"):
        assert method in told
        assert screen.markup.count(method) == 1
    for beside in ("deras ordning säger inget", "Styrdiagram görs inte på rullande tolv", "Inget värde: Kommunikation"):
        assert beside in screen.markup
        assert beside not in told


def test_why_there_is_no_comparison_stands_once_under_the_cards(open_page: Open) -> None:
    screen = open_page("staff")
    assert screen.text.count("ingen jämförelse med augusti 2018") == 4
    assert screen.text.count("Ingen jämförelse med augusti 2018: november 2017 saknas i underlaget.") == 1


def test_the_definitions_are_one_click_away(open_page: Open) -> None:
    screen = open_page("staff")
    assert "Definitioner" in [element.label for element in screen.app.main.get("expander")]
    sick = screen.row("Sjukfrånvaro, rullande 12 månader")
    assert sick[1:3] == ["sjuktimmar", "avtalade timmar"]
    assert sick[-1] == "2019: mål högst 4 %"


def only(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["period"] == "2019-08-01"]


def without_surveys(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[~rows["indicator_id"].isin(SURVEYS)]


def without_targets(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(target=float("nan"), limit=float("nan"))


def without_optional(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["indicator_id"].isin(["sick_leave_r12", "sick_leave_month", "staff_turnover_r12"])]


def with_nothing_shown(rows: pd.DataFrame) -> pd.DataFrame:
    nothing = dict.fromkeys(["value", "numerator", "denominator"], float("nan"))
    return rows.assign(**nothing, suppressed=True, reason="coarser", provenance=None)


@pytest.mark.parametrize(
    ("poorer", "said"),
    [
        (only, "ingen jämförelse"),
        (without_surveys, "Ingen enkät är redovisad till och med augusti 2019."),
        (without_targets, "Inget mål är satt för året."),
        (without_optional, "Finns inte i underlaget: Kort sjukfrånvaro (dag 1–14) R12"),
        (with_nothing_shown, "dold: nivån visas inte"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_the_page_stands_on_poor_sources_and_says_what_is_missing(
    changed: Callable[[str, pd.DataFrame], None],
    published: Path,
    open_page: Open,
    poorer: Callable[[pd.DataFrame], pd.DataFrame],
    said: str,
) -> None:
    current = snapshot.current(published)
    assert current is not None
    changed("indicators", poorer(current.read("indicators")))
    screen = open_page("staff")
    assert said in screen.text.replace("\u2060", "")
    assert_calm(screen)
    assert_calm(open_page("overview"))
