"""What is told below a table where the printed document says otherwise: the region's own errors, one by one."""

from dashboard.report import economy, investments, misprints, staff
from tests.report.parts import cell, plain, table

AUGUST = "Uppföljningsrapport 2 2019"
NOVEMBER = "Månadsrapport november 2017"


def of(look, month: str, kind: str) -> dict[tuple[str, str], str]:
    return {key: plain(text) for key, text in misprints.noted(look(month), kind).items()}


def test_a_result_that_is_printed_too_high_is_told_beside_the_sum_that_it_breaks(look) -> None:
    noted = of(look, "2019-08", "line")
    assert noted["effektivisering", "actual_ytd_sek"] == (  # 81,3 - 14,7 = 66,6; 81,4 is 14,8 more than that
        f"{AUGUST}, 5.3.1: resultat tryckt 81,4, här 66,6 mnkr. "
        "Resultatcellen är fel: budgeten 81,3 och avvikelsen −14,7 ger 66,6."
    )
    total = noted["rs_verksamheter", "actual_ytd_sek"]
    assert total.startswith(f"{AUGUST}, 5.3.1: resultat tryckt 24,5, delarna ger 38,9 mnkr.")  # eleven rows and 81,4


def test_the_total_of_the_investments_is_noted_in_the_one_way_of_dividing_them_where_it_is_wrong(look) -> None:
    sections = investments.sections(look("2019-08"))
    wrong = cell(table(sections, "investeringar"), "Summa", "Utfall")
    assert (wrong.text, wrong.mark) == ("−104,2", "◆ 1)")  # -100,7 - 3,5 - 0,0 = -104,2
    assert plain(table(sections, "investeringar").notes[0]) == (
        f"1) {AUGUST}, 5.4: resultat tryckt −104,7, här −104,2 mnkr. "
        "Totalen per tillgångsslag är tryckt 0,5 för hög jämfört med raderna."
    )
    right = cell(table(sections, "investeringar-verksamhet"), "Summa", "Utfall")
    assert (right.text, right.mark) == ("−104,2", "◆")


def test_women_and_men_who_are_both_above_their_mean_are_told_to_be_impossible(look) -> None:
    found = table(staff.sections(look("2019-08")), "personal")
    everybody, women, men = (cell(found, "Sjukfrånvaro R12", heading) for heading in ("Alla", "Kvinnor", "Män"))
    assert [each.mark for each in (everybody, women, men)] == ["◆ 1)", "2)", "3)"]
    impossible, of_women, of_men, *_ = map(plain, found.notes)
    assert "kvinnor 5,06 % och män 2,90 % ligger båda över totalen 2,35 %, vilket är omöjligt" in impossible
    assert f"{AUGUST}, 4.2.1: värde tryckt 5,06, här {women.text[:4]}." in of_women
    assert f"{AUGUST}, 4.2.1: värde tryckt 2,90, här {men.text[:4]}." in of_men
    low, mean, high = sorted((women.value, everybody.value, men.value))
    assert (low, mean, high) == (men.value, everybody.value, women.value)  # what we show is possible


def test_rows_that_are_printed_under_each_others_name_have_one_note_each(look) -> None:
    noted = of(look, "2017-11", "line")
    contribution, costs = ({key[1]: noted[key] for key in noted if key[0] == line} for line in SWAPPED)
    assert (
        set(contribution)
        == set(costs)
        == {
            *("actual_ytd_sek", "budget_ytd_sek", "deviation_ytd_sek"),
            *("budget_year_sek", "forecast_year_sek", "forecast_deviation_sek"),
        }
    )
    (said,) = set(contribution.values())
    assert said.startswith(f"{NOVEMBER}, 1.2.1: resultat tryckt −7 040,9, här 7 051,9 mnkr, budget tryckt −7 057,0")
    assert said.endswith("Radernas namn är omkastade; specifikationen visar att värdet hör till Regionbidrag.")
    (said,) = set(costs.values())
    assert said.startswith(f"{NOVEMBER}, 1.2.1: resultat tryckt 7 051,9, här −7 040,9 mnkr, budget tryckt 7 048,6")


SWAPPED = ("hsf_regionbidrag", "hsf_kostnader")


def test_they_are_told_below_their_own_group_and_nowhere_else(look) -> None:
    sections = economy.sections(look("2017-11"))
    marks = {row.cells[0].text: {each.mark for each in row.cells[1:-1]} for row in table(sections, "ekonomi-hsf").rows}
    assert marks["Regionbidrag (hälso- och sjukvård)"] == {"◆ 1)"}  # printed, though under the other's name
    assert marks["Hälso- och sjukvårdsfinansiering"] == {"2)"}
    assert not any("omkastade" in note for note in table(sections, "ekonomi-regiongemensamt").notes)


def test_a_deviation_that_is_printed_twice_and_differently_is_the_one_that_holds(look) -> None:
    found = table(economy.sections(look("2017-11")), "ekonomi")
    deviation = cell(found, "Summa Hälso- och sjukvårdsfinansiering", "Avvikelse")
    assert (deviation.text, deviation.mark) == ("+19,4", "◆ 2)")
    assert plain(found.notes[1]) == (
        f"2) {NOVEMBER}, 1.2.2: avvikelse tryckt 19,6, här 19,4 mnkr. "
        "Tabell 1.2.1 trycker 19,4 för samma summa och gäller."
    )


def test_a_month_that_was_never_printed_has_nothing_to_note(look) -> None:
    assert [of(look, month, "line") for month in ("2018-12", "2019-05")] == [{}, {}]
