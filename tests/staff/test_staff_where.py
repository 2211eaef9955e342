"""Where? Departments beside the whole with what chance allows, never a ranking; women, men and ages."""

import pytest
from measured import plain
from series import seen

from dashboard.staff import compared, outside, where

AUGUST = "2019-08"
SIZES = {"kontoret": 400.0, "it": 77.0, "stab": 60.0}
INSIDE = """
period  indicator          department value  reason
2019-08 sick_leave_r12     kontoret   0.0300 -
2019-08 sick_leave_r12     it         0.0450 -
2019-08 sick_leave_r12     stab       0.0200 -
2019-08 sick_leave_r12     arkiv      0.03*  -
2019-08 sick_leave_r12     registratur -     small
2019-08 staff_turnover_r12 kontoret   0.1300 -
2019-08 staff_turnover_r12 it         0.1300 -
2019-08 staff_turnover_r12 stab       0.1300 -
2019-08 headcount          arkiv      -      middle
2019-08 headcount          registratur -     small
"""


def found(text: str = INSIDE, department: str | None = None, indicator_id: str = "sick_leave_r12") -> compared.Compared:
    result = compared.compared(seen(AUGUST, text, department, **SIZES), indicator_id)
    assert result is not None
    return result


def told(result: compared.Compared) -> dict[str, str]:
    return dict(zip(result.departments["name"], result.departments["told"], strict=True))


def test_departments_within_the_limits_do_not_differ_more_than_chance_allows():
    result = found()
    assert told(result) == {"IT": "innanför", "Stab": "innanför"}
    assert plain(result.sentence) == (
        "Sjukfrånvaro R12: ingen av 2 avdelningar skiljer sig från hela organisationen mer än slumpen tillåter."
    )
    assert result.chance == (
        "Slumpen ensam lägger i genomsnitt högst 0,1 avdelningar utanför i en sådan jämförelse."  # 5 % of 2
    )


def test_what_chance_gives_is_said_once_for_both_indicators():
    told = where.sentence(seen(AUGUST, INSIDE, **SIZES))
    assert told.count("ingen av") == 2
    assert told.count("Slumpen ensam") == 1


def test_units_are_called_units():
    seen_from = seen(AUGUST, INSIDE, "arkiv", **SIZES)
    result = compared.compared(seen_from, "sick_leave_r12")
    assert result is not None
    assert "ingen av 1 enhet skiljer" in plain(result.sentence)
    assert "enheter utanför" in result.chance
    assert "skiljer sig enheterna inte åt" in " ".join(where.notes(seen_from))
    assert ("interval", "enhet i ett storleksintervall") in result.legend
    assert not any("avdelning" in word for _, word in result.legend)


def test_a_share_in_whole_per_cent_is_marked_in_the_picture():
    result = found(department="stab")
    assert [plain(name) for name in result.drawn["name"]] == ["Arkiv *"]
    assert ("*", "andel i hela procent") in result.legend
    assert ("*", "andel i hela procent") not in found().legend


def test_the_method_stands_apart_from_what_the_pictures_do_not_show():
    view = seen(AUGUST, INSIDE, "stab", **SIZES)
    assert where.notes(view)[-1].startswith("Innanför gränserna")
    assert outside.WIDE in where.method(view)
    assert any("gränserna för 11 anställda" in note for note in where.method(view))
    assert not set(where.notes(view)) & set(where.method(view))


def test_groups_without_any_value_are_one_line():
    nothing = "period indicator department reason\n2019-08 sick_leave_r12 it small\n2019-08 staff_turnover_r12 it small"
    assert where.no_groups(seen(AUGUST, nothing, "it")) == "inget värde kan visas (10 eller färre)"
    assert where.no_groups(seen(AUGUST, GROUPS)) == ""


def test_one_outside_is_a_question():
    result = found(INSIDE.replace("it         0.0450", "it         0.0750"))
    assert told(result)["IT"] == "? över gränsen"
    assert "fråga om 1 av 2" in plain(result.sentence)
    assert "IT (över gränsen)" in result.sentence
    assert ("?", "fråga") in result.legend
    far = found(INSIDE.replace("it         0.0450", "it         0.1750"))
    assert told(far)["IT"] == "? långt över gränsen"


def test_departments_stand_in_the_order_of_the_tree_whatever_their_values():
    swapped = INSIDE.replace("0.0450", "0.0100")
    assert list(found().departments["name"]) == list(found(swapped).departments["name"]) == ["IT", "Stab"]


def test_under_a_department_stand_its_units_beside_the_whole():
    result = found(department="stab")
    assert list(result.departments["name"]) == ["Arkiv", "Registratur"]
    assert result.whole == 0.03
    assert not result.departments["own"].any()


def test_without_units_it_stands_beside_its_siblings_with_a_mark():
    result = found(department="it")
    assert result.departments.set_index("name")["own"].to_dict() == {"IT": True, "Stab": False}
    assert ("baseline-point", "den valda avdelningen") in result.legend


def test_a_group_in_whole_per_cent_is_a_bar_judged_at_its_smallest_size():
    arkiv = found(department="stab").departments.iloc[0]
    assert (arkiv["least"], arkiv["most"], arkiv["people"]) == (11, 30, "11–30")
    assert arkiv["hidden"] == pytest.approx(0.005, abs=1e-6)
    assert arkiv["high"] == pytest.approx(0.03 + 1.96 * (0.03 * 0.97 / 11) ** 0.5)


def test_a_group_of_no_published_size_is_told_in_words():
    result = found(INSIDE.replace("arkiv      -      middle", "arkiv      -      protects"), "stab")
    assert result.drawn.empty
    assert "Sjukfrånvaro R12: inte i bilden, för att storleken inte visas: Arkiv 3 % *." in map(plain, result.notes)


def test_withheld_departments_are_told_in_words_and_have_no_limits():
    result = found(department="stab")
    assert "Inget värde: Registratur (10 eller färre)." in result.notes
    registratur = result.departments.iloc[1]
    assert registratur["figure"] == "10 eller färre"
    assert registratur["limits"] == "–"
    assert registratur["name"] not in set(result.drawn["name"])


def test_the_size_is_the_smaller_of_the_mean_and_the_months_headcount():
    fewer = INSIDE + "2019-08 headcount it 70 -"
    more = INSIDE + "2019-08 headcount it 90 -"
    assert found(fewer).departments.iloc[0]["most"] == 70
    assert found(more).departments.iloc[0]["most"] == 77


def test_those_who_left_are_counted_as_events():
    result = found(indicator_id="staff_turnover_r12")
    assert outside.EVENTS_TOLD in result.method
    assert outside.EVENTS_TOLD not in found().method
    assert result.departments.iloc[0]["high"] == pytest.approx(0.13 + 1.96 * (0.13 / 77) ** 0.5)


def test_nothing_is_compared_where_the_whole_has_no_value():
    text = INSIDE.replace("kontoret   0.0300 -", "kontoret   -      month_missing")
    assert compared.compared(seen(AUGUST, text, **SIZES), "sick_leave_r12") is None
    assert where.sentence(seen("2019-07", INSIDE)) == where.NO_COMPARISON


GROUPS = """
period  indicator          breakdown value  reason
2019-08 sick_leave_r12     total     0.0235 -
2019-08 sick_leave_r12     K         0.0282 -
2019-08 sick_leave_r12     M         0.02*  -
2019-08 sick_leave_r12     -29       -      small
2019-08 staff_turnover_r12 K         -      protects
"""


def test_women_men_and_ages_have_a_value_or_why_there_is_none():
    rows = where.groups(seen(AUGUST, GROUPS)).set_index("group")
    assert [plain(text) for text in rows["sick_leave_r12"]] == ["2,35 %", "2,82 %", "2 % *", "10 eller färre", "–", "–"]
    assert rows.loc["Kvinnor", "staff_turnover_r12"] == "dold för att skydda en mindre grupp"


CHECKS = """
check_id          period  passed message
between/2019-08/x 2019-08 0      kvinnor_och_män_över_totalen
between/2019-08/y 2019-08 1      stämmer
between/2018-08/x 2018-08 0      ett_annat_år
tie/2019-08/x     2019-08 0      något_annat
"""


def test_an_impossible_printed_pair_is_told_beside_the_whole_of_its_month_alone():
    assert where.impossible(seen(AUGUST, GROUPS, checks=CHECKS)) == ["kvinnor och män över totalen"]
    assert where.impossible(seen(AUGUST, GROUPS, "it", checks=CHECKS)) == []
    assert where.impossible(seen("2019-07", GROUPS, checks=CHECKS)) == []
