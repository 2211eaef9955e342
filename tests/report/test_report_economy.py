"""The report's economy: comments by exception, groups with their totals, and bridges that end where they say."""

import pytest

from dashboard.report import economy
from tests.report.parts import cell, chart, plain, read, section, table

COMMENTS = "kommentarer"


def keys(sections) -> list[str]:
    return [each.key for each in sections]


def test_only_a_line_whose_forecast_has_changed_has_a_row_and_one_without_a_comment_says_so(look) -> None:
    sections = economy.sections(look("2019-08"))
    rows = [(name, change, said == "Kommentar saknas") for name, change, said in read(table(sections, COMMENTS))]
    assert rows == [  # the six of the twelve that Uppföljningsrapport 2 2019 prints a change for
        ("Förtroendevalda", "−0,2", False),
        ("Regionkontoret Bas", "+17,4", False),
        ("ePlan drift", "+4,0", False),
        ("Fastighetsförvaltning", "+3,8", True),
        ("Utvecklingsmedel Regional utveckling", "+3,5", True),
        ("Effektivisering Region Halland", "+60,0", False),
    ]
    assert plain(section(sections, COMMENTS).message) == (
        "6 av 12 rader har ändrad prognos mot maj; 2 saknar kommentar"
    )


def test_a_comment_is_that_of_the_latest_forecast_as_it_was_written(look) -> None:
    found = table(economy.sections(look("2019-08")), COMMENTS)
    assert cell(found, "Effektivisering Region Halland", "Kommentar").text == (
        "60 mnkr bättre än i maj; 20 mnkr återstår att hitta."
    )


def test_a_line_without_its_sum_above_or_below_it_is_not_indented(look) -> None:
    sections = economy.sections(look("2017-11"))
    assert {row.indent for row in table(sections, COMMENTS).rows} == {0}
    assert {row.indent for row in table(sections, "ekonomi-hsf").rows} == {0, 1, 2}


def test_the_first_forecast_of_a_year_is_compared_with_the_budget(look) -> None:
    sections = economy.sections(look("2019-03"))
    found = table(sections, COMMENTS)
    against_budget = {row[0]: row[6] for row in read(table(sections, "ekonomi"))}
    assert found.columns[1].heading == "Prognosen mot årsbudgeten"
    rows = read(found)
    assert [change for _, change, _ in rows] == [against_budget[name] for name, _, _ in rows]
    assert {name for name, change in against_budget.items() if change != "±0,0"} - {name for name, *_ in rows} == {
        "Totalt Regionstyrelsens verksamheter"  # a sum is no line that anybody comments on
    }
    assert "bro-budget" in keys(sections)
    assert "bro-prognos" not in keys(sections)  # there is no forecast before it


def test_a_year_without_budget_has_its_results_and_no_forecast_to_speak_of(look) -> None:
    sections = economy.sections(look("2018-12"))
    assert keys(sections)[:2] == ["sammanfattning", "ekonomi"]
    assert {"bro-budget", "bro-prognos", COMMENTS}.isdisjoint(keys(sections))
    headings = [column.heading for column in table(sections, "ekonomi").columns]
    assert headings == ["Uppdrag", "Resultat", "Förra året"]


def test_november_2017_has_its_groups_in_order_each_with_its_own_total_last(look) -> None:
    sections = economy.sections(look("2017-11"))
    overall = table(sections, "ekonomi")
    assert [row.is_sum for row in overall.rows] == [True] * 5
    assert [(row[0], row[6]) for row in read(overall)] == [
        ("Totalt Regionstyrelsens verksamheter", "+30,6"),
        ("Summa Hälso- och sjukvårdsfinansiering", "−19,2"),
        ("Deltotal för RS verksamheter och Hälso- och sjukvårdsfinansiering", "+11,4"),  # 30,6 - 19,2
        ("Totalt Regiongemensamma kostnader och finansiering", "+185,6"),
        ("Totalt Regionstyrelsens ansvarsområde", "+197,0"),  # 11,4 + 185,6
    ]
    groups = [each for each in sections if each.key.startswith("ekonomi-")]
    assert [each.title for each in groups] == [
        "Regionstyrelsens verksamheter",
        "Hälso- och sjukvårdsfinansiering",
        "Regiongemensamma kostnader och finansiering",
    ]
    assert [each.depth for each in groups] == [3, 3, 3]
    totals = [read(table(sections, each.key))[-1] for each in groups]
    assert totals == [read(overall)[place] for place in (0, 1, 3)]
    assert all(row.indent == 0 for each in groups for row in table(sections, each.key).rows[-1:])


def test_a_line_is_as_far_from_budget_on_one_slide_as_on_the_next_and_stands_in_the_table_below(look) -> None:
    sections = economy.sections(look("2017-11"))
    messages = {each.key: plain(each.message) for each in sections if each.key.startswith("ekonomi")}
    assert messages == {  # every one of the deviation so far; the forecast's, -125,0, has a slide of its own
        "ekonomi": "Totalt Regiongemensamma kostnader och finansiering är 148,8 mnkr bättre än budget",
        "ekonomi-rs_verksamheter_2017": "Drift av egna utvecklingsprojekt är 0,4 mnkr sämre än budget och "
        "Regionkontoret Bas 22,2 mnkr bättre",
        "ekonomi-hsf": "Läkemedel är 115,8 mnkr sämre än budget och Gemensam verksamhetsutveckling 72,5 mnkr bättre",
        "ekonomi-regiongemensamt": "Övriga regiongemensamma kostnader är 110,9 mnkr sämre än budget och "
        "Finansiering 259,7 mnkr bättre",
    }
    for key, message in messages.items():
        assert message.split(" är ")[0] in [row[0] for row in read(table(sections, key))]


def test_a_bridge_without_a_step_takes_no_time_in_the_dialogue(look) -> None:
    sections = economy.sections(look("2019-08", "halso_och_sjukvard"))  # -52,5 in the budget, in May and in August
    assert section(sections, "bro-budget").place == "paper"
    assert section(sections, "bro-prognos").place == "paper"
    assert section(economy.sections(look("2019-08")), "bro-budget").place == "both"  # +33,2 and -33,2 make zero


@pytest.mark.parametrize(
    ("month", "bridge", "first", "last"),
    [
        ("2019-08", "bro-budget", 0.0, 0.0),
        ("2019-08", "bro-prognos", -88.5, 0.0),
        ("2017-11", "bro-budget", 17.5, 214.5),
        ("2017-11", "bro-prognos", 207.9, 214.5),  # 6,6 better than in October
    ],
)
def test_the_steps_of_a_bridge_end_on_the_forecast_that_the_table_has(look, month, bridge, first, last) -> None:
    sections = economy.sections(look(month))
    amounts = chart(sections, bridge).rows["amount"].tolist()
    assert (round(amounts[0], 1), round(amounts[-1], 1)) == (first, last)
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=1e-6)
    total = table(sections, "ekonomi").rows[-1].cells[5]
    assert amounts[-1] * 1e6 == pytest.approx(total.value, abs=0.01)


def test_a_step_leads_to_its_line_and_is_told_to_those_who_cannot_see_it(look) -> None:
    bridge = chart(economy.sections(look("2019-08")), "bro-prognos")
    steps = bridge.rows.set_index("label")["subject"]
    assert steps["Effektivisering Region Halland"] == "rad-effektivisering"
    assert steps["Prognos i maj"] == ""
    assert "Prognos i maj −88,5, Effektivisering Region Halland +60,0, Regionkontoret Bas +17,4" in plain(bridge.alt)


def test_a_line_with_two_flags_is_one_line_to_watch_and_the_gravest_are_first(look) -> None:
    sections = economy.sections(look("2019-08"))
    rows = read(table(sections, "bevaka"))
    assert len(rows) == 7
    assert plain(section(sections, "bevaka").message) == "5 rader är värda att bevaka; 2 är allvarliga"
    assert [row[1] for row in rows] == ["▲ allvarlig"] * 2 + ["△ varning"] * 5
