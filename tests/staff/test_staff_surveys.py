"""Vad säger enkäterna? One value a year, the change in index points, and no line between."""

from measured import plain, view

from dashboard.staff import survey_points, surveys

TWO_YEARS = """
period  indicator      value target limit
2017-12 hme            78.1  -      -
2018-12 hme            77.4  75     70
2017-12 hme_motivation 78.8  -      -
2018-12 hme_motivation 80.3  -      -
2018-12 osa            71.0  75     70
"""


def test_the_years_stand_beside_each_other_with_the_signed_change() -> None:
    table = surveys.table(view("2019-08", TWO_YEARS)).set_index("name")
    hme = table.loc["Hållbart medarbetarengagemang (HME)"]
    assert (hme["2017"], hme["2018"], hme["change"]) == ("78,1", "77,4", "−0,7")  # 77.4 - 78.1
    assert hme["stands"] == "✓ inom mål (mål minst 75, gräns minst 70)"
    assert table.loc["HME, motivation", "change"] == "+1,5"
    osa = table.loc["Organisatorisk och social arbetsmiljö (OSA)"]
    assert (osa["2017"], osa["change"]) == ("–", "–")
    assert osa["stands"] == "△ under mål (mål minst 75, gräns minst 70)"


def test_the_parts_stand_under_their_index() -> None:
    table = surveys.table(view("2019-08", TWO_YEARS))
    assert list(table["indent"]) == [0, 1, 0]


def test_the_sentence_tells_the_latest_year_and_that_this_years_is_not_there() -> None:
    assert plain(surveys.sentence(view("2019-08", TWO_YEARS))) == (
        "2018: HME 77,4 (−0,7 indexenheter mot 2017) och OSA 71,0. Ingen enkät är redovisad för 2019."
    )


def test_a_survey_is_not_known_before_its_december() -> None:
    assert surveys.years(view("2018-11", TWO_YEARS)) == [2017]
    assert surveys.years(view("2018-12", TWO_YEARS)) == [2017, 2018]


def test_without_surveys_there_is_a_sentence() -> None:
    text = "period indicator value\n2019-08 headcount 442"
    assert surveys.sentence(view("2019-08", text)) == "Ingen enkät är redovisad till och med augusti 2019."


def test_few_answers_are_withheld_with_their_words_and_no_change() -> None:
    text = "period indicator value reason\n2017-12 hme 78.1 -\n2018-12 hme - small"
    seen = view("2018-12", text)
    assert surveys.sentence(seen) == "2018: HME visas inte (färre än 7 svar)."
    assert list(surveys.table(seen).iloc[0][["2018", "change"]]) == ["färre än 7 svar", "–"]


def test_those_that_are_withheld_for_one_reason_are_told_together() -> None:
    text = "period indicator value reason\n2018-12 hme - protects\n2018-12 osa 70 -\n2018-12 workload - protects"
    expected = "2018: OSA 70,0; HME och arbetsbelastning visas inte (dold för att skydda en mindre grupp)."
    assert surveys.sentence(view("2018-12", text)) == expected


def test_a_gap_of_a_year_is_no_change_from_the_year_before() -> None:
    text = "period indicator value\n2016-12 hme 70\n2018-12 hme 80"
    seen = view("2018-12", text)
    assert surveys.change(seen, "hme") == "–"
    assert "change" not in [column.name for column in surveys.columns(seen)]


WITHHELD = """
period  indicator      value reason
2017-12 hme            -     small
2018-12 hme            77.4  -
2017-12 hme_motivation 78.8  -
2018-12 hme_motivation 80.3  -
2018-12 osa            -     small
"""


def test_the_picture_has_a_row_per_index_of_the_table_in_its_order() -> None:
    seen = view("2019-08", WITHHELD)
    assert list(survey_points.listed(seen)["name"]) == list(surveys.table(seen)["name"])
    assert list(survey_points.listed(seen)["indent"]) == [0, 1, 0]


def test_a_withheld_year_is_words_in_the_picture_and_never_a_point() -> None:
    seen = view("2019-08", WITHHELD)
    assert list(survey_points.listed(seen)["why"]) == [
        "2017: färre än 7 svar",
        "",
        "2017: inget värde; 2018: färre än 7 svar",
    ]
    points = survey_points.points(seen).set_index(["name", "year"])
    assert points["value"].dropna().to_list() == [77.4, 80.3, 78.8]
    assert points["text"].to_list() == ["77,4", "–", "80,3", "78,8", "–", "–"]


def test_the_picture_in_words_has_every_index_and_year() -> None:
    told = survey_points.in_words(view("2019-08", TWO_YEARS))
    assert "Hållbart medarbetarengagemang (HME) 77,4 (2017: 78,1); HME, motivation 80,3 (2017: 78,8)" in told
    assert survey_points.legend(view("2019-08", TWO_YEARS)) == [("baseline-point", "2018"), ("forecast-point", "2017")]


def test_only_years_with_a_point_are_in_the_legend_and_at_most_three_in_the_picture() -> None:
    small = "period indicator value reason\n2017-12 hme - small\n2018-12 hme 77.4 -"
    assert survey_points.legend(view("2019-08", small)) == [("baseline-point", "2018")]
    many = "period indicator value\n" + "\n".join(f"{year}-12 hme 7{year % 10}" for year in range(2014, 2019))
    assert survey_points.years(view("2019-08", many)) == [2018, 2017, 2016]
    assert surveys.years(view("2019-08", many)) == [2014, 2015, 2016, 2017, 2018]


def test_without_a_point_there_is_no_picture() -> None:
    assert survey_points.any_drawn(view("2019-08", WITHHELD))
    assert not survey_points.any_drawn(view("2019-08", "period indicator value reason\n2018-12 hme - protects"))
