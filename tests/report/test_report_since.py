"""What has changed since the last dialogue: between two months, and between two editions of one month."""

import pandas as pd
import pytest

from dashboard.report import since
from dashboard.report.content import Section
from dashboard.report.since import Since
from dashboard.view import View
from tests.report.parts import cell, edited, paragraphs, plain, read, section, table, tables

MAY = "2019-05"
UNSURE, POSTPONED, UNTOLD, NEW = "2019-006", "2019-004", "2019-005", "2019-007"
TITLES = {
    UNSURE: "Stödja arbetet med EU:s framtida sammanhållningspolitik",
    POSTPONED: "Med analysen som utgångspunkt genomföra dialoger i Halland, dels med syfte att få fler…",
}


def before(view: View) -> View:
    """May as an edition before told it: five activities and two flags were different."""
    activities, flags = view.read("activities"), view.read("flags")
    may = activities["period"] == view.period
    gone = activities[may & (activities["activity_id"] == NEW)].assign(activity_id="nedlagd", title="Nedlagd")
    kept = activities[~(may & (activities["activity_id"] == NEW))].copy()
    row = {each: (kept["period"] == view.period) & (kept["activity_id"] == each) for each in (*TITLES, UNTOLD)}
    kept.loc[row[UNSURE], "status"] = "on_track"
    kept.loc[row[POSTPONED], "end_date"] = pd.Timestamp(2019, 10, 31)
    kept.loc[row[UNTOLD], "status"] = "unknown"
    kept.loc[row[UNTOLD], "end_date"] = pd.NaT
    unsure = (flags["period"] == view.period) & (flags["subject_id"] == UNSURE) & (flags["rule"] == "at_risk")
    late = flags[unsure].assign(subject_id=POSTPONED, rule="off_track", severity="serious")
    return edited(
        view,
        "2019-05-earlier00000",
        activities=pd.concat([kept, gone], ignore_index=True),
        flags=pd.concat([flags[~unsure], late], ignore_index=True),
    )


@pytest.fixture(scope="module")
def editions(look) -> tuple[Section, ...]:
    may = look(MAY)
    return since.sections(may, Since(before(may)))


def test_from_may_to_august_the_forecast_goes_from_minus_88_5_to_zero(look) -> None:
    sections = since.sections(look("2019-08"), Since(look(MAY)))
    found = table(sections, "sedan-prognos")
    assert found.caption == "Prognos mot årsbudget, mnkr: då maj 2019 (samma utgåva), nu augusti 2019"
    assert read(found)[-1] == ["Totalt Regionstyrelsens verksamheter", "−88,5", "±0,0", "+88,5"]
    assert cell(found, "Effektivisering Region Halland", "Förändring").text == "+60,0"  # -20,0 - -80,0
    assert cell(found, "Regionkontoret Bas", "Då").text == "−1,3"  # 16,1 - 17,4
    assert plain(section(sections, "sedan-prognos").message) == (
        "Prognosen är 88,5 mnkr bättre än i dialogen om maj 2019"
    )


def test_a_line_that_has_not_moved_has_no_row_and_the_changes_make_up_that_of_the_total(look) -> None:
    *lines, total = table(since.sections(look("2019-08"), Since(look(MAY))), "sedan-prognos").rows
    assert "Regionbidrag" not in [row.cells[0].text for row in lines]
    assert sum(row.cells[3].value for row in lines) == pytest.approx(total.cells[3].value, abs=100_000)


def test_on_the_slides_the_bridge_from_that_forecast_stands_for_the_table_and_nothing_else_does(look) -> None:
    august = look("2019-08")
    places = [section(since.sections(august, Since(look(month))), "sedan-prognos").place for month in (MAY, "2019-06")]
    assert places == ["paper", "both"]
    other = edited(look(MAY), "2019-05-other0000000")
    assert section(since.sections(august, Since(other)), "sedan-prognos").place == "both"


def test_forecasts_of_two_years_are_not_compared(look) -> None:
    found = section(since.sections(look("2019-08"), Since(look("2017-11"))), "sedan-prognos")
    assert found.message == "Förra dialogen gällde november 2017"
    assert paragraphs(found) == ["Förra dialogen gällde 2017: prognoser för olika år jämförs inte."]
    assert tables([found]) == []


def test_another_edition_is_named_and_the_same_forecast_is_unchanged(editions) -> None:
    assert plain(section(editions, "sedan-prognos").message) == "Prognosen är oförändrad sedan dialogen om maj 2019"
    assert "då maj 2019 (utgåva 2019-05-earlier00000), nu maj 2019" in table(editions, "sedan-prognos").caption
    assert len(table(editions, "sedan-prognos").rows) == 1  # the sum, which tells that nothing has moved


def test_a_flag_is_new_and_another_solved(editions) -> None:
    assert plain(section(editions, "sedan-flaggor").message) == "1 flagga är ny och 1 är löst"
    assert read(table(editions, "sedan-flaggor")) == [
        [TITLES[UNSURE], "farhåga finns", "△ varning", "+ ny"],
        [TITLES[POSTPONED], "följer inte planeringen", "▲ allvarlig", "✓ löst"],
    ]
    opens = [row.opens for row in table(editions, "sedan-flaggor").rows]
    assert opens == ["aktivitet-2019-2d-006", ""]  # what is solved has nothing left to explain


def test_more_flags_than_a_room_can_follow_are_counted_per_rule_and_stand_one_by_one_on_paper(look) -> None:
    sections = since.sections(look("2019-08"), Since(look(MAY)))
    assert plain(section(sections, "sedan-flaggor").message) == "6 flaggor är nya och 73 är lösta"
    *rules, total = read(table(sections, "sedan-flaggor"))
    assert total == ["Summa", "6", "73"]
    assert [sum(int(row[place]) for row in rules) for place in (1, 2)] == [6, 73]
    each = section(sections, "sedan-flaggor-alla")
    assert (each.place, len(tables([each])[0].rows)) == ("paper", 6 + 73)


def test_a_status_and_an_end_date_have_moved_and_one_activity_has_come_and_one_gone(editions) -> None:
    assert plain(section(editions, "sedan-aktiviteter").message) == (
        "2 aktiviteter har ny status eller nytt slutdatum; 1 har börjat avvika från planen; 1 har tillkommit; "
        "1 finns inte längre"
    )
    assert read(table(editions, "sedan-aktiviteter")) == [
        [TITLES[UNSURE], "▶ följer planeringen → ● farhåga finns", "oförändrat"],  # the worst first
        [TITLES[POSTPONED], "oförändrat", "2019-10-31 → 2019-12-31"],
    ]


def test_what_was_not_told_has_not_moved_either_way(look, editions) -> None:
    may = look(MAY)
    back = since.sections(before(may), Since(may))
    for sections in (editions, back):
        assert len(table(sections, "sedan-aktiviteter").rows) == 2
    assert plain(section(back, "sedan-aktiviteter").message).endswith("; 1 har okänd status nu")


def test_a_dialogue_on_the_same_month_and_edition_says_that_nothing_is_different(look) -> None:
    may = look(MAY)
    sections = since.sections(may, Since(may))
    assert plain(section(sections, "sedan-flaggor").message) == "Samma flaggor gäller nu som i förra dialogen"
    assert section(sections, "sedan-flaggor").parts == ()
    assert section(sections, "sedan-aktiviteter").message.startswith("Ingen aktivitet har ny status")
    assert section(sections, "sedan-aktiviteter").parts == ()


def test_a_month_without_a_report_of_activities_is_said_to_be_so(look) -> None:
    found = section(since.sections(look("2019-08"), Since(look("2019-07"))), "sedan-aktiviteter")
    assert "juli 2019" in found.message
    assert found.parts == ()
