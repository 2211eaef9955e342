"""The month in words: whole texts as worked examples, and what a missing amount does to them."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data import snapshot
from data.snapshot import Snapshot
from data.tables import TABLES
from tests.dashboard.told import opened, plain, say

AUGUST = pd.Timestamp(2019, 8, 1)
Change = Callable[[str, Callable[[pd.DataFrame], pd.DataFrame]], Snapshot]


@pytest.fixture(scope="module")
def current(published: Path) -> Snapshot:
    return opened(published)


def test_august_2019_in_words(current: Snapshot) -> None:
    words = say(current, 2019, 8)
    assert plain(words.headline.text) == "Prognosen når budgeten: 88,5 mnkr bättre än i maj"
    assert plain(words.text) == (
        "Resultatet januari–augusti 2019 är +24,5 mnkr, 23,0 mnkr bättre än budget; samma månader förra året var det "
        "+17,5 mnkr. Årsprognosen är ±0,0 mnkr, lika med årsbudgeten och 88,5 mnkr bättre än i maj. Förbättringen "
        "kommer främst från Effektivisering Region Halland (+60,0 mnkr), Regionkontoret Bas (+17,4 mnkr) och ePlan "
        "drift (+4,0 mnkr). Störst underskott mot årsbudgeten har Effektivisering Region Halland (−20,0 mnkr) och "
        "ePlan drift (−11,0 mnkr), störst överskott har Regionkontoret Bas (+16,1 mnkr) och Fastighetsförvaltning "
        "(+13,6 mnkr). Värt att bevaka är Effektivisering Region Halland och ePlan drift, där prognosen har varit "
        "klart sämre än budget sedan mars."
    )


def test_november_2017_tells_what_the_net_hides(current: Snapshot) -> None:
    words = say(current, 2017, 11)
    assert plain(words.headline.text) == "Prognosen är 197,0 mnkr bättre än budget: 6,6 mnkr bättre än i oktober"
    assert plain(words.text) == (
        "Resultatet januari–november 2017 är +201,3 mnkr, 203,3 mnkr bättre än budget. Årsprognosen är +214,5 mnkr, "
        "197,0 mnkr bättre än årsbudgeten och 6,6 mnkr bättre än i oktober. Nettot +6,6 mnkr döljer rörelser åt båda "
        "håll: −13,0 mnkr i Hälso- och sjukvårdsfinansiering och +19,6 mnkr i Regiongemensamma kostnader och "
        "finansiering samt Regionstyrelsens verksamheter. Störst underskott mot årsbudgeten har Läkemedel "
        "(−125,0 mnkr) och Övriga regiongemensamma kostnader (−73,1 mnkr), störst överskott har Finansiering "
        "(+258,7 mnkr) och Gemensam verksamhetsutveckling (+72,0 mnkr). Värt att bevaka är Läkemedel och "
        "Valfrihetsvård, där prognosen har varit klart sämre än budget sedan mars."
    )


def test_2018_without_budget_and_forecast_says_that_no_deviation_can_be_computed(current: Snapshot) -> None:
    words = say(current, 2018, 8)
    assert plain(words.headline.text) == "Resultatet till och med augusti 2018 är +17,5 mnkr"
    assert plain(words.text) == (
        "Resultatet januari–augusti 2018 är +17,5 mnkr. Året har varken budget eller prognos, så ingen avvikelse kan "
        "räknas. Störst belopp har Regionbidrag (+254,7 mnkr) och Regionkontoret Bas (−130,1 mnkr)."
    )


def test_before_the_first_forecast_of_the_year_that_is_said(current: Snapshot) -> None:
    text = plain(say(current, 2019, 1).text)
    assert text.startswith("Resultatet i januari 2019 är +")
    assert "samma månad förra året var det +0,7 mnkr." in text
    assert "Ingen prognos är gjord för 2019 ännu." in text
    assert "Störst underskott mot periodens budget har Effektivisering Region Halland" in text


def test_the_first_forecast_of_a_year_has_nothing_to_be_compared_with(current: Snapshot) -> None:
    text = plain(say(current, 2019, 3).text)
    assert "57,8 mnkr sämre än årsbudgeten. Det är årets första prognos." in text
    assert "där redan årets första prognos är klart sämre än budget." in text


def test_a_forecast_from_an_earlier_month_says_so_and_has_no_change(current: Snapshot) -> None:
    text = plain(say(current, 2019, 4).text)
    assert "Årsprognosen från mars är −57,8 mnkr, 57,8 mnkr sämre än årsbudgeten. Störst underskott" in text


def test_a_department_speaks_of_its_own_lines(current: Snapshot) -> None:
    assert plain(say(current, 2019, 8, "kansli").text) == (
        "Siffrorna gäller de uppdrag som Politisk ledning och kansli äger: Förtroendevalda och Oförutsett "
        "Regionstyrelsen. Resultatet januari–augusti 2019 är −27,3 mnkr, 0,8 mnkr bättre än budget; samma månader "
        "förra året var det −22,6 mnkr. Årsprognosen är −44,6 mnkr, 2,2 mnkr sämre än årsbudgeten och 0,3 mnkr sämre "
        "än i maj. Försämringen kommer från Förtroendevalda (−0,2 mnkr). Underskott mot årsbudgeten har bara "
        "Förtroendevalda (−2,2 mnkr). Värt att bevaka är Förtroendevalda, där prognosen nu är klart sämre än budget, "
        "och Oförutsett Regionstyrelsen, där prognosen är lika med budget trots att resultatet hittills är 2,8 mnkr "
        "bättre än budget."
    )


def test_a_department_with_one_line_is_not_told_which_lines_explain_it(current: Snapshot) -> None:
    assert plain(say(current, 2019, 8, "regionfastigheter").text) == (
        "Siffrorna gäller det uppdrag som Regionfastigheter äger: Fastighetsförvaltning. Resultatet januari–augusti "
        "2019 är +29,9 mnkr, 12,5 mnkr bättre än budget; samma månader förra året var det +11,7 mnkr. Årsprognosen är "
        "+38,3 mnkr, 13,6 mnkr bättre än årsbudgeten och 3,8 mnkr bättre än i maj."
    )


def test_a_department_without_lines_gets_one_calm_sentence(current: Snapshot) -> None:
    words = say(current, 2019, 8, "social_hallbarhet")
    assert words.headline.text == "Social hållbarhet äger inget uppdrag 2019"
    assert words.text == "Det finns inga belopp att sammanfatta."


@pytest.fixture
def with_changed(current: Snapshot, tmp_path: Path) -> Change:
    """The published snapshot with one table changed."""

    def write(name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Snapshot:
        tables = {table.name: current.read(table.name) for table in TABLES}
        facts = {key: value for key, value in current.manifest.items() if key not in ("tables", "contract_version")}
        written, digest = snapshot.write_snapshot(tmp_path, {**tables, name: change(tables[name])}, facts)
        snapshot.commit(tmp_path, written, digest, current.commit.published_at, "test")
        return opened(tmp_path)

    return write


def blank(column: str, *lines: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Makes an amount of August 2019 missing."""

    def change(results: pd.DataFrame) -> pd.DataFrame:
        hit = (results["period"] == AUGUST) & results["line_id"].isin(lines)
        return results.assign(**{column: results[column].mask(hit)})

    return change


def test_an_open_month_is_preliminary(with_changed: Change) -> None:
    changed = with_changed("periods", lambda months: months.assign(status="open"))
    assert say(changed, 2019, 8).text.startswith("Det preliminära resultatet januari–augusti 2019 är +24,5")


def test_a_missing_amount_leaves_its_clause_out(with_changed: Change) -> None:
    words = say(with_changed("results", blank("deviation_ytd_sek", "rs_verksamheter")), 2019, 8)
    assert plain(words.text).startswith(
        "Resultatet januari–augusti 2019 är +24,5 mnkr; samma månader förra året var det +17,5 mnkr. Årsprognosen"
    )


def test_a_movement_that_is_not_known_for_every_line_is_not_told(with_changed: Change) -> None:
    text = say(with_changed("results", blank("forecast_change_sek", "eplan_drift")), 2019, 8).text
    assert "Förbättringen" not in text
    assert "bättre än i maj" in text


def test_a_part_of_a_forecast_is_not_summed(with_changed: Change) -> None:
    changed = with_changed("results", blank("forecast_year_sek", "oforutsett"))
    assert "Årsprognos saknas för minst ett uppdrag, så ingen summa kan räknas." in say(changed, 2019, 8, "kansli").text


def test_a_month_without_a_result_says_so(with_changed: Change) -> None:
    words = say(with_changed("results", blank("actual_ytd_sek", "rs_verksamheter")), 2019, 8)
    assert words.headline.text == "Inget resultat finns för augusti 2019"
    assert words.text == "Månaden har inga bokförda belopp."
