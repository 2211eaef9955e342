"""Each rule in three sentences. The facts are those that the ETL writes, name by name."""

import json
from typing import Any

import pytest

from dashboard import words
from dashboard.why import NO_FIGURES, NO_LIMIT, REASONS, Why, why
from tests.etl.flagged import every_flag

FORECAST = {
    "forecast_year_sek": -104e6,
    "budget_year_sek": -100e6,
    "gross_budget_year_sek": 100e6,
    "forecast_deviation_sek": -4e6,
    "forecast_deviation_share": -0.04,
}
OUTCOME = {"deviation_ytd_sek": 1.5e6, "deviation_ytd_share": 0.015, "forecast_reported_period": "2019-08-01"}
LIMIT = {"limit_mnkr": 2.0, "limit_percent": 2.5}
STATUS = {"status": "at_risk", "status_previous": "on_track"}
INDICATOR = {"value": 0.0612, "target": 0.055, "limit": 0.06, "unit": "share", "direction": "lower"}

EXAMPLES: dict[str, tuple[dict[str, Any], Why]] = {
    "forecast_below_budget": (
        FORECAST | LIMIT | {"serious_mnkr": 4.0, "serious_percent": 5.0},
        Why(
            "Prognosen för helåret är sämre än årsbudgeten.",
            "Prognosen flaggas när avvikelsen är minst 2,0 mnkr och minst 2,5 % av bruttobudgeten, allvarligt från "
            "4,0 mnkr och 5,0 %.",
            "Prognosen är −104,0 mnkr mot budget −100,0 mnkr: avvikelse −4,0 mnkr (−4,0 % av bruttobudgeten).",
        ),
    ),
    "forecast_above_budget": (
        FORECAST
        | LIMIT
        | {"forecast_year_sek": -97e6, "forecast_deviation_sek": 3e6, "forecast_deviation_share": 0.03},
        Why(
            "Prognosen för helåret är bättre än årsbudgeten.",
            "Prognosen flaggas när avvikelsen är minst 2,0 mnkr och minst 2,5 % av bruttobudgeten.",
            "Prognosen är −97,0 mnkr mot budget −100,0 mnkr: avvikelse +3,0 mnkr (+3,0 % av bruttobudgeten).",
        ),
    ),
    "forecast_worsened": (
        {"forecast_change_sek": -1.6e6, "forecast_year_sek": -104e6, "limit_mnkr": 1.0},
        Why(
            "Prognosen är sämre än årets förra prognos.",
            "Flaggas från 1,0 mnkr sämre.",
            "Prognosen är −104,0 mnkr, ändrad −1,6 mnkr sedan den förra.",
        ),
    ),
    "forecast_unchanged": (
        {
            "first_reported_period": "2019-03-01",
            "second_reported_period": "2019-05-01",
            "forecast_reported_period": "2019-08-01",
            "forecast_year_sek": -100e6,
            "gross_budget_year_sek": 100e6,
            "first_deviation_ytd_sek": 0.4e6,
            "deviation_ytd_sek": -1.2e6,
            "deviation_moved_sek": -1.6e6,
            "deviation_moved_share": -0.016,
            "unchanged_mnkr": 0.05,
            "limit_mnkr": 1.0,
            "limit_percent": 1.0,
        },
        Why(
            "Tre prognoser i rad är lika, fast avvikelsen hittills i år har rört sig.",
            "Lika är mindre än 0,05 mnkr isär; avvikelsen ska ha rört sig minst 1,0 mnkr och minst 1,0 % av "
            "bruttobudgeten.",
            "Prognosen var −100,0 mnkr i mars, maj och augusti 2019, medan årets avvikelse gick från +0,4 mnkr till "
            "−1,2 mnkr: −1,6 mnkr (−1,6 % av bruttobudgeten).",
        ),
    ),
    "forecast_equals_budget": (
        FORECAST
        | OUTCOME
        | LIMIT
        | {"forecast_year_sek": -100e6, "forecast_deviation_sek": 0.0, "equal_mnkr": 0.05, "limit_mnkr": 1.0},
        Why(
            "Prognosen är lika med budget, fast avvikelsen hittills i år är stor.",
            "Lika är mindre än 0,05 mnkr från budget; avvikelsen hittills ska vara minst 1,0 mnkr och minst 2,5 % av "
            "bruttobudgeten.",
            "Prognosen från augusti 2019 är −100,0 mnkr mot budget −100,0 mnkr, och hittills i år är avvikelsen "
            "+1,5 mnkr (+1,5 % av bruttobudgeten).",
        ),
    ),
    "forecast_opposite_sign": (
        FORECAST | OUTCOME | LIMIT,
        Why(
            "Prognosen och avvikelsen hittills i år ligger på var sin sida om budget.",
            "Båda ska vara minst 2,0 mnkr och minst 2,5 % av bruttobudgeten från budget.",
            "Prognosen från augusti 2019 avviker −4,0 mnkr (−4,0 % av bruttobudgeten) från budget, och hittills i år "
            "är avvikelsen +1,5 mnkr (+1,5 % av bruttobudgeten).",
        ),
    ),
    "deviation_repeated": (
        LIMIT
        | {
            "year": 2019,
            "year_before": 2018,
            "two_years_before": 2017,
            "forecast_deviation_sek": -4e6,
            "year_before_deviation_sek": -3e6,
            "two_years_before_deviation_sek": -2e6,
            "forecast_deviation_share": -0.04,
            "year_before_deviation_share": -0.03,
            "two_years_before_deviation_share": None,
        },
        Why(
            "Prognosen avviker åt samma håll som utfallet de två åren före.",
            "Vart och ett av åren ska avvika minst 2,0 mnkr och minst 2,5 % av årets bruttobudget.",
            "2017: −2,0 mnkr, 2018: −3,0 mnkr (−3,0 % av det årets bruttobudget), prognos 2019: −4,0 mnkr (−4,0 % av "
            "det årets bruttobudget).",
        ),
    ),
    "off_track": (
        STATUS | {"status": "off_track"},
        Why(
            "Aktiviteten följer inte planeringen.",
            "Ingen gräns: statusen i rapporten avgör.",
            "Status: följer inte planeringen; i förra rapporten: följer planeringen.",
        ),
    ),
    "at_risk": (
        STATUS | {"status_previous": None},
        Why(
            "Det finns en farhåga för aktiviteten.",
            "Ingen gräns: statusen i rapporten avgör.",
            "Status: farhåga finns; aktiviteten var inte med i förra rapporten.",
        ),
    ),
    "status_unknown": (
        {"status_previous": "done"},
        Why(
            "Aktivitetens status går inte att utläsa ur rapporten.",
            "Ingen gräns: statusen i rapporten avgör.",
            "Status: okänd; i förra rapporten: klar.",
        ),
    ),
    "overdue": (
        {"days_overdue": 30, "end_date": "2019-08-01", "limit_days": 0},
        Why(
            "Slutdatum har passerat och rapporten säger inte att aktiviteten är klar.",
            "Flaggas från första dagen efter slutdatum.",
            "Slutdatum var 2019-08-01; 30 dagar har gått vid månadens slut.",
        ),
    ),
    "comment_missing": (
        {"status": "on_track"},
        Why("En kommentar väntades men saknas.", "Ingen gräns: fältet är tomt.", "Status: följer planeringen."),
    ),
    "end_date_moved": (
        {"end_date_moved_count": 3, "end_date": "2019-12-31", "limit_moves": 2},
        Why(
            "Slutdatum har flyttats flera gånger.",
            "Flaggas från 2 flyttar av slutdatum.",
            "Slutdatum har flyttats 3 gånger och är nu 2019-12-31.",
        ),
    ),
    "status_worsened": (
        STATUS | {"comment_reports": 1},
        Why(
            "Statusen är sämre än i förra rapporten.",
            "Ingen gräns. Från bäst till sämst: klar, följer planeringen eller inte startad, farhåga finns, pausad, "
            "följer inte planeringen.",
            "Status: farhåga finns; i förra rapporten: följer planeringen. Kommentaren är ny.",
        ),
    ),
    "not_updated": (
        {"status": "on_track", "months_since_update": 3, "updated_period": "2019-05-01", "limit_months": 3},
        Why(
            "Inget i aktiviteten har uppdaterats på länge.",
            "Flaggas från 3 månader utan uppdatering, när startdatum har kommit eller saknas.",
            "Senast uppdaterad i maj 2019, 3 månader före rapporten. Status: följer planeringen.",
        ),
    ),
    "on_track_overdue": (
        {"days_overdue": 1, "end_date": "2019-08-30", "limit_days": 0},
        Why(
            "Aktiviteten sägs följa planeringen fast slutdatum har passerat.",
            "Flaggas från första dagen efter slutdatum.",
            "Slutdatum var 2019-08-30; 1 dag har gått vid månadens slut.",
        ),
    ),
    "comment_copied": (
        {"status": "at_risk", "comment_reports": 4, "limit_reports": 3},
        Why(
            "Kommentaren är ord för ord densamma som i rapporterna före.",
            "Flaggas från 3 rapporter i rad med samma kommentar, om aktiviteten inte är klar.",
            "Samma kommentar i 4 rapporter i rad. Status: farhåga finns.",
        ),
    ),
    "paused_long": (
        {"status_since": "2019-03-01", "months_in_status": 5, "limit_months": 2},
        Why(
            "Aktiviteten har varit pausad länge.",
            "Flaggas efter mer än 2 månader som pausad.",
            "Pausad sedan mars 2019: 5 månader.",
        ),
    ),
    "off_track_uncommented": (
        {"status": "off_track", "status_since": "2019-06-01"},
        Why(
            "Aktiviteten följer inte planeringen och ingen kommentar säger varför.",
            "Ingen gräns: kommentar saknas, vare sig den väntades eller inte.",
            "Status sedan juni 2019: följer inte planeringen.",
        ),
    ),
    "done_unstarted": (
        {"status_since": "2018-09-01", "unstarted_reports": 6},
        Why(
            "Aktiviteten är klar men har aldrig rapporterats som startad.",
            "Ingen gräns: varje rapport innan den blev klar säger inte startad.",
            "Klar sedan september 2018; i 6 rapporter innan dess var status inte startad.",
        ),
    ),
    "fulfilled_contradicted": (
        {
            "outlook": "fulfilled",
            "activity_count": 6,
            "off_track_count": 1,
            "not_started_count": 3,
            "contradicting": [
                {"status": "off_track", "title": "Buss"},
                {"status": "not_started", "title": "Cykel"},
                {"status": "not_started", "title": "Tåg"},
            ],
        },
        Why(
            "Åtagandet bedöms uppfyllas, men aktiviteter under det säger annat.",
            "Ingen gräns: det räcker med en som inte är startad; en som inte följer planeringen är en varning.",
            "6 aktiviteter, varav 1 inte följer planeringen och 3 inte är startade: bland andra ”Buss” (följer inte "
            "planeringen), ”Cykel” (inte startad) och ”Tåg” (inte startad).",
        ),
    ),
    "outlook_not": (
        {"outlook": "not"},
        Why(
            "Åtagandet bedöms inte uppfyllas.",
            "Ingen gräns: bedömningen i rapporten avgör.",
            "Bedömning: uppfylls inte.",
        ),
    ),
    "outlook_partly": (
        {"outlook": "partly"},
        Why(
            "Åtagandet bedöms bara delvis uppfyllas.",
            "Ingen gräns: bedömningen i rapporten avgör.",
            "Bedömning: uppfylls delvis.",
        ),
    ),
    "beyond_target": (
        INDICATOR,
        Why("Nyckeltalet når inte målet.", "Målet är högst 5,5 %.", "Värdet är 6,12 %."),
    ),
    "beyond_limit": (
        INDICATOR | {"value": 70.0, "limit": 75.0, "unit": "index", "direction": "higher"},
        Why("Nyckeltalet är utanför gränsvärdet.", "Gränsen är minst 75.", "Värdet är 70."),
    ),
    "investment_deviation": (
        {
            "deviation_sek": -20e6,
            "deviation_share": -0.2,
            "forecast_year_sek": -120e6,
            "budget_year_sek": -100e6,
            "actual_ytd_sek": -60e6,
            "limit_mnkr": 5.0,
            "limit_percent": 10.0,
        },
        Why(
            "Prognosen för året är långt från investeringsbudgeten.",
            "Posten flaggas när avvikelsen är minst 5,0 mnkr och minst 10,0 % av årets budget.",
            "Prognosen är −120,0 mnkr mot budget −100,0 mnkr: −20,0 mnkr (−20,0 % av budgeten), högre utgift än "
            "budgeterat.",
        ),
    ),
}


def plain(reason: Why) -> Why:
    """With ordinary spaces, as the examples are written."""
    return Why(*(text.replace("\u00a0", " ") for text in (reason.rule, reason.limit, reason.figures)))


@pytest.mark.parametrize("rule", EXAMPLES)
def test_a_flag_says_its_rule_its_limit_and_its_figures(rule: str) -> None:
    facts, expected = EXAMPLES[rule]
    assert plain(why(rule, facts)) == expected


def test_every_rule_that_the_etl_can_raise_has_words_and_a_why() -> None:
    raised = set(every_flag()["rule"])
    assert set(words.RULES) == raised
    assert set(REASONS) == raised
    assert set(EXAMPLES) == raised


def test_the_facts_of_every_flag_are_enough_for_its_sentences() -> None:
    for flag in every_flag().itertuples():
        facts = json.loads(flag.facts)
        reason = why(flag.rule, facts)
        assert reason.limit != NO_LIMIT, flag.rule
        assert reason.figures != NO_FIGURES, flag.rule
        assert "–" not in reason.limit + reason.figures, "a missing value"
        assert words.rule_sentence(flag.rule, facts)
        if flag.rule != "comment_missing" or flag.subject_type == "activity":
            assert set(facts) == set(EXAMPLES[flag.rule][0]), flag.rule


def test_an_assignment_without_a_comment_says_how_it_is_judged() -> None:
    assert why("comment_missing", {"outlook": "partly"}).figures == "Bedömning: uppfylls delvis."


def test_days_that_are_allowed_after_the_end_date() -> None:
    facts = EXAMPLES["overdue"][0] | {"limit_days": 14.0}
    assert plain(why("overdue", facts)).limit == "Flaggas efter mer än 14 dagar."


@pytest.mark.parametrize(
    ("reports", "comment"), [(0, "Kommentar saknas."), (1, "Kommentaren är ny."), (2, "Samma kommentar i 2 rapporter")]
)
def test_a_worse_status_says_whether_its_comment_is_new(reports: int, comment: str) -> None:
    facts = EXAMPLES["status_worsened"][0] | {"comment_reports": reports}
    assert f"följer planeringen. {comment}" in plain(why("status_worsened", facts)).figures


def test_a_single_contradicting_activity_is_named_and_no_other_is_hinted_at() -> None:
    one = {"off_track_count": 0, "not_started_count": 1, "contradicting": [{"status": "not_started", "title": "Tåg"}]}
    facts = EXAMPLES["fulfilled_contradicted"][0] | one
    figures = plain(why("fulfilled_contradicted", facts)).figures
    assert figures == "6 aktiviteter, varav 1 inte är startad: ”Tåg” (inte startad)."


def test_less_spent_than_budgeted() -> None:
    facts = EXAMPLES["investment_deviation"][0] | {"deviation_sek": 20e6, "deviation_share": 0.2}
    assert "+20,0 mnkr (+20,0 % av budgeten), lägre utgift" in plain(why("investment_deviation", facts)).figures


def test_a_line_without_a_gross_budget_is_judged_by_mnkr_alone_and_says_so() -> None:
    facts = EXAMPLES["forecast_above_budget"][0] | {"gross_budget_year_sek": 0.0, "forecast_deviation_share": None}
    reason = plain(why("forecast_above_budget", facts))
    assert reason.limit.endswith("av bruttobudgeten. Bruttobudgeten är noll, så bara gränsen i mnkr gäller.")
    assert reason.figures.endswith("avvikelse +3,0 mnkr.")


def test_an_edition_from_before_the_limits_were_kept_says_so_and_still_tells_its_figures() -> None:
    older = {"forecast_year_sek": -104e6, "budget_year_sek": -100e6, "forecast_deviation_sek": -4e6}
    reason = plain(why("forecast_below_budget", older))
    assert reason.limit == "Gränsen finns inte sparad i den här utgåvan."
    assert reason.figures == "Prognosen är −104,0 mnkr mot budget −100,0 mnkr: avvikelse −4,0 mnkr."
    target = plain(why("beyond_target", {"value": 0.0612, "target": 0.055, "limit": None}))
    assert (target.limit, target.figures) == ("Målet är högst 5,5 %.", "Värdet är 6,12 %.")


def test_a_rule_that_is_not_known_here_is_told_calmly() -> None:
    reason = why("new_rule", {"anything": 1})
    assert reason.rule == "Raden är flaggad av regeln new_rule."
    assert (reason.limit, reason.figures) == ("Regelns gräns är inte känd här.", NO_FIGURES)
