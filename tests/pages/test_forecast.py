"""Prognos: the printed figures stand on it, every line answers every question, and no month leaves it speechless."""

import csv
import functools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.forecast import SECTIONS, ledger
from data.demo import __file__ as demo
from tests import seasoned
from tests.pages.screen import Screen

Open = Callable[..., Screen]
BELIEVED = "Är prognosen trovärdig?"
AUGUST, NOVEMBER = "augusti 2019", "november 2017"
TOPS = {AUGUST: "Totalt Regionstyrelsens verksamheter", NOVEMBER: "Totalt Regionstyrelsens ansvarsområde"}
LEDGER, PACE, VIEWS, PHASING, GROWTH, FLAGS, BASIS = SECTIONS


def show(screen: Screen, line: str = "", tab: str = "") -> Screen:
    """The reader's two choices: a line, and a tab."""
    if line:
        screen.app.selectbox(key="rad").select(line)
    if tab:
        screen.app.session_state["flik"] = tab
    screen.app.run()
    return screen


def headings(screen: Screen) -> list[str]:
    return [header.value.replace("\u00a0", " ") for header in screen.app.main.header]


def answer(screen: Screen) -> str:
    """The sentence of the open tab."""
    told = headings(screen)
    return told[told.index(BELIEVED) + 1]


def lines_of(screen: Screen) -> list[str]:
    return list(screen.app.selectbox(key="rad").options)


# The printed figures


def rows_of(name: str) -> list[dict[str, str]]:
    with Path(demo).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(month: str, *tables: str) -> list[dict[str, str]]:
    """The figures printed for the lines of a month in some tables, with the known misprints put right."""
    right = {row["check_id"]: row["expected"] for row in rows_of("known_errors.csv")}
    figures = [row for row in rows_of("printed_figures.csv") if row["subject_type"] == "line"]
    found = [row for row in figures if row["reported_period"] == month and row["table_name"] in tables]
    assert found
    keys = ["reported_period", "source_document", "table_name", "subject_type", "subject_id", "breakdown", "measure"]
    check_ids = ["value/" + "/".join(row[key] for key in keys) for row in found]
    return [
        {**row, "value": right.get(check, row["printed_value"])} for row, check in zip(found, check_ids, strict=True)
    ]


def names_in(year: str) -> dict[str, str]:
    return {row["line_id"]: row["name"] for row in rows_of("budget_lines.csv") if row["year"] == year}


def swedish(value: str, signed: bool = False) -> str:
    """7691.1 -> "7 691,1", -22.7 -> "−22,7"; a deviation has its plus too."""
    amount = Decimal(value)
    text = f"{abs(amount):,.1f}".replace(",", " ").replace(".", ",")
    if amount == 0:
        return "±" * signed + text
    return ("−" if amount < 0 else "+" if signed else "") + text


SIGNED = {"forecast_deviation", "forecast_change", "deviation_ytd"}
PLACES = {
    "budget_year": ("Årsbudget", ""),
    "forecast_year": ("Prognos", ""),
    "forecast_deviation": ("Mot budget", ""),
    "forecast_change": ("Sedan förra prognosen", ""),
    "actual_ytd": ("Hittills", PACE),
    "deviation_ytd": ("Avvikelse hittills", PHASING),
}
"""Measure -> the column it stands in, and the tab if it is in one."""
PRINTED_TABLES = {AUGUST: ("2019-08", "5.2", "5.3.1"), NOVEMBER: ("2017-11", "1.2.1", "1.2.2", "text 1.2.2")}


def column(screen: Screen, heading: str) -> dict[str, str]:
    """Line -> what stands in a column, in the first table that has it."""
    body = screen.rows
    start = next(place for place, (head, cells) in enumerate(body) if head == "Uppdrag" and heading in cells)
    at = body[start][1].index(heading)
    found = {}
    for head, cells in body[start + 1 :]:
        if len(cells) <= at or head in found:
            break
        found[head] = cells[at].replace("\u00a0", " ")
    return found


@pytest.mark.parametrize("month", [AUGUST, NOVEMBER])
def test_every_printed_line_and_measure_is_on_the_page_as_it_was_printed(open_page: Open, month: str) -> None:
    screen = open_page("forecast", period=month)
    shown = {measure: column(show(screen, tab=tab), heading) for measure, (heading, tab) in PLACES.items()}
    names, wrong, count = names_in(month[-4:]), [], 0
    for row in printed(*PRINTED_TABLES[month]):
        if row["measure"] in PLACES:
            count += 1
            expected = swedish(row["value"], row["measure"] in SIGNED)
            found = shown[row["measure"]][names[row["subject_id"]]]
            if found != expected:
                wrong.append((row["table_name"], row["subject_id"], row["measure"], expected, found))
    assert wrong == []
    assert count == {AUGUST: 13 * 6, NOVEMBER: (17 + 13) * 5 + 1}[month]  # one change is printed for November


@pytest.mark.parametrize("month", [AUGUST, NOVEMBER])
def test_the_four_figures_of_every_line_are_the_printed_ones(open_page: Open, month: str) -> None:
    screen, names, wrong = open_page("forecast", period=month), names_in(month[-4:]), []
    by_line: dict[str, list[dict[str, str]]] = {}
    for row in printed(*PRINTED_TABLES[month]):
        by_line.setdefault(names[row["subject_id"]], []).append(row)
    assert set(by_line) == set(lines_of(screen))
    for line, rows in by_line.items():
        cards = re.findall(r'<p class="figure">(.*?)</p>', show(screen, line).markup)
        shown = [re.sub(r"<.*?>|mnkr|◆", "", card).replace("\u00a0", " ").strip() for card in cards]
        at = dict(zip(["forecast_deviation", "forecast_change", "actual_ytd", "deviation_ytd"], shown, strict=True))
        for row in rows:
            if row["measure"] in at and at[row["measure"]] != swedish(row["value"], signed=True):
                wrong.append((line, row["measure"], row["value"], at[row["measure"]]))
    assert wrong == []


def test_the_forecasts_of_may_2019_are_those_that_august_implies(open_page: Open) -> None:
    screen, names, wrong = open_page("forecast", period=AUGUST), names_in("2019"), []
    for row in printed("2019-05", "härledd 5.2"):
        may = show(screen, names[row["subject_id"]], LEDGER).row("maj")[1]
        if abs(number(may) - Decimal(row["value"])) > Decimal("0.05"):
            wrong.append((row["subject_id"], row["value"], may))
    assert wrong == []


def number(text: str) -> Decimal:
    """The first number in a Swedish text."""
    found = re.search(r"[−+]?\d[\d  ]*(?:,\d+)?", text)
    assert found, text
    return Decimal(re.sub(r"[  ]", "", found.group()).replace("−", "-").replace(",", "."))


def test_the_printed_cost_growth_of_august_2019(open_page: Open) -> None:
    value = {row["measure"]: row["value"] for row in printed("2019-08", "5.3.2.1")}
    mnkr = [swedish(str(Decimal(value[each]) / 1000)) for each in ("cost_ytd", "cost_ytd_prev_year", "cost_budget_ytd")]
    shares = [swedish(value[each], signed=True) for each in ("cost_growth", "cost_growth_budgeted")]
    screen = show(open_page("forecast"), tab=GROWTH)
    last = [cells for head, cells in screen.rows if head == TOPS[AUGUST]][-1]
    assert [cell.replace("\u00a0", " ") for cell in last] == [
        *mnkr,
        *(f"{share} %" for share in shares),
        swedish(value["cost_growth_deviation"], signed=True),
    ]
    assert answer(screen) == (
        "Kostnaderna är 15,8 % högre än samma tid förra året; budgeten räknar med +10,7 %, en skillnad på "
        "−5,1 procentenheter"
    )


# Every line x every tab

TOLD = {
    LEDGER: r"Prognosen (har gått från .+ till .+|står kvar på .+) mnkr mot budget (i|sedan) \w+"
    r"(; den ligger utanför .+\?)?",
    PACE: r"Prognosen förutsätter att .+ (kostar|ger|ger ett resultat på) .+ mnkr (i månaden .+|i december).*",
    VIEWS: r"(Prognosen är .+ mnkr; .+ ger .+ mnkr(\. Prognosen ligger utanför intervallet för .+\?)?|"
    r"Ingen oberoende beräkning finns för .+)",
    PHASING: r"Avvikelsen januari–\w+ \d{4} är .+ mnkr.*",
    GROWTH: r"(Kostnaderna är .+|Kostnadsutvecklingen för .+ kan inte räknas: .+|"
    r".+ har inga kända kostnader januari–.+)",
    FLAGS: r"(.+ har inga flaggor på prognosen|\d+ (flagga|flaggor) på prognosen.*)",
    BASIS: r".+ per kontoklass",
}
AMISS = {
    "a missing figure": r"\b(nan|NaN|None|NaT|undefined|inf|True|False)\b|<NA>",
    "an English word": r"\b(the|and|with|from|this|that|month|year|missing|forecast|forecasts|seasonal|baseline|"
    r"remaining|simulated|booked|published|serious|warning|info|item|cost|income|actual|deviation|error|errors|period|"
    r"no_\w+|not_\w+|too_early|forecast_\w+)\b",
    "an ASCII minus": r"(?<![\d\w–])-\d",
    "a double sign": r"[+−±]{2}",
    "nothing better than something": r"(?<![\d,])0,0 mnkr (bättre|sämre)",
    "a unit twice": r"mnkr\W*mnkr|% ?%",
    "one of many": r"(?<!\d)(?<!\d )(?<!,)1 (flaggor|prognoser|aktiviteter|månader|rader)\b",
}
MEANT = re.compile(
    r"""[+−±]\d[\d ]*(,\d+)?                         # its sign
    | \d[\d ]*(,\d+)?\ (mnkr|%|procentenheter)       # its unit
    | \d+\ (flaggor|flagga|allvarlig|allvarliga|rader|rad|tidigare)\b
    | \b20\d\d\b                                      # a year
    """,
    re.VERBOSE,
)


@functools.cache
def printed_texts() -> list[str]:
    """The titles and comments of the printed activities, in the documents' own words, the longest first."""
    texts = {row[column] for row in rows_of("activities.csv") for column in ("title", "comment")}
    return [" ".join(text.split()) for text in sorted(texts - {""}, key=len, reverse=True)]


def faults(screen: Screen) -> Iterator[str]:
    """What no screen may show; English words only in those of a printed document."""
    yield from (error.message for error in screen.app.exception)
    pictures = " ".join(element.proto.alt for element in screen.app.main.get("vega_lite_chart"))
    whole = f"{screen.title} {screen.text} {pictures}".replace("\u00a0", " ")
    ours = whole
    for printed_text in printed_texts():
        ours = ours.replace(printed_text, "…")
    for what, pattern in AMISS.items():
        text = ours if what == "an English word" else whole
        found = re.search(pattern, text)
        if found:
            yield f"{what}: {text[max(found.start() - 30, 0) : found.end() + 30]}"
    for heading in headings(screen):
        if re.search(r"\d", MEANT.sub("", heading)):
            yield f"a number without unit or sign: {heading}"


@pytest.mark.parametrize("tab", SECTIONS)
@pytest.mark.parametrize("month", [AUGUST, NOVEMBER])
def test_every_line_answers_every_question_within_two_choices(open_page: Open, month: str, tab: str) -> None:
    screen, wrong = open_page("forecast", period=month), []
    lines = lines_of(screen)
    assert len(lines) == {AUGUST: 13, NOVEMBER: 28}[month]
    for line in lines[:: 1 if month == AUGUST else 4]:
        show(screen, line, tab)
        wrong += [(line, fault) for fault in faults(screen)]
        against_budget, since_last, *_ = headings(screen)
        for told, pattern in (
            (against_budget, r"Från budget till prognos: prognosen är .+ budget.*"),
            (since_last, r"Sedan förra prognosen: prognosen i \w+ är .+"),
            (answer(screen), TOLD[tab]),
        ):
            if not re.fullmatch(pattern, told):
                wrong.append((line, told))
    assert wrong == []


@pytest.mark.parametrize("month", ["januari 2017", "december 2017", "augusti 2018", "januari 2019", "april 2019"])
def test_every_question_is_answered_in_months_that_lack_something(open_page: Open, month: str) -> None:
    screen = open_page("forecast", period=month)
    for line in lines_of(screen)[:3]:
        for tab in SECTIONS:
            show(screen, line, tab)
            assert list(faults(screen)) == [], (line, tab)
            assert len(answer(screen)) > 20, (line, tab)


def test_what_moved_hides_opposites_and_they_are_told(open_page: Open) -> None:
    screen = open_page("forecast", period=NOVEMBER)
    assert headings(screen)[1] == (
        "Sedan förra prognosen: prognosen i november är 6,6 mnkr bättre än i oktober; bakom nettot finns per "
        "huvudgrupp +19,6 mnkr och −13,0 mnkr"
    )
    assert "197,0 mnkr bättre än budget" in headings(screen)[0]


# Years, months and departments


def test_2018_has_no_deviation_and_no_flags_and_says_why(open_page: Open) -> None:
    screen = show(open_page("forecast", period="augusti 2018"), tab=FLAGS)
    assert "Året har varken budget eller prognos, så ingen avvikelse kan räknas." in screen.text
    assert "Avvikelse januari–augusti 2018 – budget saknas för perioden" in screen.text
    assert headings(screen)[:2] == [
        "Från budget till prognos: ingen prognos är gjord för 2018",
        "Sedan förra prognosen: ingen prognos är gjord för 2018",
    ]
    assert answer(screen) == f"{TOPS[AUGUST]} har inga flaggor på prognosen"
    assert "Varför?" not in screen.text
    assert screen.row(TOPS[AUGUST]) == ["–", "–", "–", "–"]


def test_in_january_2019_no_forecast_is_made(open_page: Open) -> None:
    screen = open_page("forecast", period="januari 2019")
    assert "Ingen prognos är gjord för 2019" in screen.text
    assert headings(screen)[0] == "Från budget till prognos: ingen prognos är gjord för 2019"
    assert "saknar prognos eller resultat, så det går inte att säga" in answer(show(screen, tab=PACE))
    assert answer(show(screen, tab=VIEWS)).startswith("Ingen prognos är gjord; återstående budget ger ")


def test_in_april_2019_the_forecast_of_march_is_carried_and_says_so(open_page: Open) -> None:
    april, march = (open_page("forecast", period=f"{month} 2019") for month in ("april", "mars"))
    assert column(april, "Prognos") == column(march, "Prognos")
    assert "Årsprognosen från mars är −57,8 mnkr" in april.text
    assert "gjord i mars" in april.text
    assert "Prognosen är årets första" in april.text


def test_between_two_forecasts_the_change_is_that_of_the_latest_one(open_page: Open) -> None:
    june, may = (open_page("forecast", period=f"{month} 2019") for month in ("juni", "maj"))
    assert column(june, "Sedan förra prognosen") == column(may, "Sedan förra prognosen")
    assert "Förändring, maj mot mars" in june.text
    assert "ingen ny prognos i juni" in june.text


def test_december_2017_shows_the_outcome_beside_the_forecasts(open_page: Open) -> None:
    screen = show(open_page("forecast", period="december 2017"), tab=LEDGER)
    assert re.search(r"; utfallet blev [+−]\d+,\d mnkr$", answer(screen))
    assert "årets utfall" in screen.text
    assert answer(show(screen, tab=PACE)).startswith("Året är slut: inget återstår av prognosen")
    assert answer(show(screen, tab=VIEWS)) == "Året är slut: utfallet är känt och inget återstår att räkna fram"


def test_a_year_that_nothing_is_known_of_is_not_a_year_without_costs(open_page: Open) -> None:
    """There are no bookings before 2017; that is not to say that Region Halland had no costs in 2016."""
    screen = show(open_page("forecast", period=NOVEMBER), tab=GROWTH)
    assert "hade inga kostnader" not in screen.text
    assert "samma tid förra året är inte kända" in answer(screen)


def test_a_department_sees_its_own_line_and_a_part_of_the_sum(open_page: Open) -> None:
    screen = open_page("forecast", avdelning="Regionfastigheter")
    assert lines_of(screen) == [f"{TOPS[AUGUST]} (del av)", "Fastighetsförvaltning"]
    assert screen.row("Fastighetsförvaltning") == ["24,7", "38,3", "+13,6", "+3,8"]
    assert headings(screen)[0] == "Från budget till prognos: prognosen är 13,6 mnkr bättre än budget"
    assert "En summa över en del av sina rader har ingen egen prognoshistorik." in screen.text
    for tab in SECTIONS:
        assert list(faults(show(screen, tab=tab))) == []


def test_what_was_printed_of_a_whole_sum_is_not_shown_beside_a_part_of_it(open_page: Open) -> None:
    """The printed 24 487 tkr is the whole of Regionstyrelsen, of which Regionfastigheter owns one line."""
    screen = show(open_page("forecast", avdelning="Regionfastigheter"), tab=BASIS)
    assert "24 487" not in screen.text
    assert "24 487" in show(open_page("forecast"), tab=BASIS).text


def test_a_department_without_lines_gets_a_sentence(open_page: Open) -> None:
    screen = open_page("forecast", avdelning="Social hållbarhet")
    assert screen.title == "Social hållbarhet äger inget uppdrag 2019"
    assert not screen.app.exception


def test_a_line_that_the_month_does_not_have_gives_the_whole(open_page: Open) -> None:
    screen = show(open_page("forecast"), "ePlan drift")
    screen.app.sidebar.selectbox(key="period").select(NOVEMBER).run()
    assert not screen.app.exception
    assert screen.app.selectbox(key="rad").value == TOPS[NOVEMBER]


def test_nothing_published_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    screen = open_page("forecast")
    assert screen.title == "Inget publicerat ännu"
    assert not screen.app.exception


# What history can say


def test_one_earlier_year_is_too_little_and_that_it_is_simulated_is_said(open_page: Open) -> None:
    """Of the embedded data only 2017 has forecasts in a closed year."""
    screen = show(open_page("forecast"), "Regionbidrag", LEDGER)
    assert re.search(r"\(5 prognoser\), varav (alla|\d) vilar på simulerade belopp\.", screen.text)
    accuracy = [cells for head, cells in screen.rows if head in ("9", "7", "4", "2", "1")]
    assert len(accuracy) == 5  # March, May, August, October and November 2017
    assert all(cells[-3:] == ["för få prognoser"] * 3 for cells in accuracy)
    assert "band av radens tidigare prognosfel" not in screen.text
    show(screen, tab=VIEWS)
    assert "inget intervall, för få tidigare prognoser att pröva mot (1 av minst 5 tidigare fel är kända" in screen.text
    assert "på simulerade belopp" in screen.text
    assert "utanför intervallet" not in answer(screen)


def test_a_line_without_history_says_that_nothing_is_known(open_page: Open) -> None:
    screen = show(open_page("forecast"), "ePlan drift", LEDGER)
    assert "ePlan drift har inga prognoser från tidigare stängda år, så träffsäkerheten är okänd." in screen.text


# Eight closed years whose errors were decided beforehand: `tests.seasoned`

KONTOR, BIDRAG, DRIFT, UTVECKLING, FASTIGHETER = (
    seasoned.NAMES[line][0] for line in ("kontor", "bidrag", "drift", "utveckling", "fastigheter")
)
CLOSED = {line: [each / 10 for each in per_mille[:8]] for line, per_mille in seasoned.DEVIATIONS.items()}
"""(Outcome - budget) of 2016-2023, in per cent of the gross budget."""


@pytest.fixture
def region(seasoned_root: Path, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """August 2024 in the seasoned region."""
    monkeypatch.setenv("FOLLOWUP_DATA", str(seasoned_root))
    return Screen("forecast")


def accuracy_of(screen: Screen, line: str) -> dict[str, dict[str, str]]:
    """Months left -> heading -> what is shown."""
    body = show(screen, line, LEDGER).rows
    start = next(place for place, (head, _) in enumerate(body) if head == "Månader kvar")
    return {head: dict(zip(body[start][1], cells, strict=True)) for head, cells in body[start + 1 :]}


def is_shown(text: str, expected: float) -> None:
    """Rounded to one decimal, the half either way."""
    assert abs(float(number(text)) - expected) <= 0.05 + 1e-6, (text, expected)


@pytest.mark.parametrize(
    ("line", "bias", "size"),
    [
        (KONTOR, (-3, -2, -2, -1), (3, 2, 2, 1)),
        (BIDRAG, (0, 0, 0, 0), (0.5, 0.25, 0.25, 0.125)),
        (DRIFT, (-0.25,) * 4, (3.25,) * 4),
        (UTVECKLING, (0.125,) * 4, (3.625,) * 4),
        (FASTIGHETER, (-0.9375, -0.625, -0.3125, 0), (1.875, 1.25, 0.625, 0)),
    ],
)
def test_the_known_bias_and_mean_absolute_error(
    region: Screen, line: str, bias: tuple[float, ...], size: tuple[float, ...]
) -> None:
    found = accuracy_of(region, line)
    assert list(found) == ["9", "7", "4", "2"]  # March, May, August, October
    for row, mean, absolute in zip(found.values(), bias, size, strict=True):
        assert row["Prognoser"] == "8"
        is_shown(row["Medelfel"], mean)
        is_shown(row["Medelabsolutfel"], absolute)
    mean = sum(bias) / 4
    told = "som prognosen" if mean == 0 else f"{swedish(str(abs(mean)))} % av bruttobudgeten"
    assert f"Utfallet har i medeltal blivit {told}" in region.text
    assert "simulerade" not in region.text.partition("Hur rätt har tidigare")[0].partition("Utfallet har i medel")[2]


@pytest.mark.parametrize(
    ("line", "share"),
    [
        (FASTIGHETER, (0.75, 0.5, 0.25, 0)),  # error = so much of the year's deviation
        (UTVECKLING, (1, 1, 1, 1)),
    ],
)
def test_a_band_of_eight_errors_goes_from_the_smallest_to_the_largest(
    region: Screen, line: str, share: tuple[float, ...]
) -> None:
    key = next(name for name, (shown, _) in seasoned.NAMES.items() if shown == line)
    for row, part in zip(accuracy_of(region, line).values(), share, strict=True):
        low, high = row["Band"].split(" till ")
        is_shown(low, min(CLOSED[key]) * part)
        is_shown(high, max(CLOSED[key]) * part)
    assert "Bandet väntas rymma minst 7 av 10 utfall." in region.text  # (8 + 1 - 2) / (8 + 1)


def test_the_bands_of_this_years_forecasts_in_million_kronor(region: Screen) -> None:
    show(region, FASTIGHETER, LEDGER)
    gross = seasoned.gross_budget("fastigheter", 2024) / 1e6
    for month, name, part in ((3, "mars", 0.75), (5, "maj", 0.5), (8, "augusti", 0.25)):
        forecast, against_budget, _, low, high = region.row(name)
        is_shown(forecast, seasoned.forecast("fastigheter", 2024, month) / 1e6)
        is_shown(against_budget, -6.0 / 100 * (1 - part) * gross)
        is_shown(low, seasoned.forecast("fastigheter", 2024, month) / 1e6 + -5.0 / 100 * part * gross)
        is_shown(high, seasoned.forecast("fastigheter", 2024, month) / 1e6 + 2.0 / 100 * part * gross)
    assert "band av radens tidigare prognosfel" in region.text


SKILL = next(column.heading for column in ledger.ACCURACY_COLUMNS if column.name == "skill_budget_remaining")


@pytest.mark.parametrize(
    ("line", "months_left", "ours", "theirs"),
    [
        # what is left of the deviation when the year to date is known, in parts of the whole: the baseline's error
        (FASTIGHETER, "9", 3 / 4, 3 / 4),  # lands in February, May, August and November
        (FASTIGHETER, "4", 1 / 4, 1 / 4),
        (FASTIGHETER, "2", 0, 1 / 4),
        (UTVECKLING, "9", 1, 1),  # lands in May-December
        (UTVECKLING, "7", 1, 7 / 8),
        (DRIFT, "9", 32.5 / 35, 9 / 12),  # lands evenly; the forecast misses by 32.5 where the year deviates by 35
        (DRIFT, "7", 32.5 / 35, 7 / 12),
    ],
)
def test_the_known_skill(region: Screen, line: str, months_left: str, ours: float, theirs: float) -> None:
    shown = accuracy_of(region, line)[months_left][SKILL]
    assert abs(float(number(shown)) - 100 * (1 - ours / theirs)) <= 0.5 + 1e-6


@pytest.mark.parametrize("months_left", ["4", "2"])
def test_a_forecast_that_is_worse_than_twice_the_baseline_says_no_more(region: Screen, months_left: str) -> None:
    """Systemdrift: 1 - 32.5 / (35 x 4 / 12) = -179 % in August, and worse in October."""
    assert accuracy_of(region, DRIFT)[months_left][SKILL] == "under −100 %"


def test_a_baseline_without_any_error_is_not_too_few_forecasts(region: Screen) -> None:
    """All of Bidrag's deviation has landed by June, so that the budget remaining is right to the öre in August."""
    row = accuracy_of(region, BIDRAG)["4"]
    assert row["Prognoser"] == "8"
    assert row[SKILL] != "för få prognoser"


def test_the_intervals_rest_on_eight_errors(region: Screen) -> None:
    show(region, FASTIGHETER, VIEWS)
    assert "Återstående budget: intervallet väntas rymma minst 7 av 10 utfall, efter 8 fel." in region.text
    assert "Säsongsandel, bygger på 8 tidigare år: intervallet" in region.text
    assert "intervall efter tidigare års fel" in region.text


@pytest.mark.parametrize(
    ("line", "forecast", "remaining", "errors_low", "errors_high"),
    [
        # per cent of the gross budget: forecast, budget remaining, and what was left of each year's deviation
        (DRIFT, -1, 3 * 8 / 12, -5 * 4 / 12, 4 * 4 / 12),
        (UTVECKLING, 0, 4 * 4 / 8, -5 * 4 / 8, 5 * 4 / 8),
        (FASTIGHETER, -4.5, -6 * 3 / 4, -5 / 4, 2 / 4),
    ],
)
def test_a_forecast_outside_the_interval_is_asked_about_as_the_arithmetic_says(
    region: Screen, line: str, forecast: float, remaining: float, errors_low: float, errors_high: float
) -> None:
    told = answer(show(region, line, VIEWS))
    asked = told.partition("utanför intervallet för ")[2]
    outside = not remaining + errors_low <= forecast <= remaining + errors_high
    assert ("återstående budget" in asked) == outside
    if asked:
        assert told.endswith(": vad vet verksamheten som historiken inte visar?")


def test_only_fastigheter_deviates_for_the_third_year(region: Screen) -> None:
    show(region, seasoned_top(region), FLAGS)
    repeated = re.findall(r"(\w+): avviker minst tredje året i rad \(varning\) Varför\?", region.text)
    assert repeated == [FASTIGHETER]
    parts = []
    for year, per_cent in ((2022, -4.0), (2023, -5.0), (2024, -6.0 * 3 / 4)):
        mnkr = per_cent / 100 * seasoned.gross_budget("fastigheter", year) / 1e6
        word = "prognos " if year == 2024 else ""
        parts.append(
            f"{word}{year}: {swedish(str(round(mnkr, 1)), True)} mnkr ({swedish(str(per_cent), True)} % av det årets "
            "bruttobudget)"
        )
    assert f"{', '.join(parts)}." in region.text
    assert "Vart och ett av åren ska avvika minst 2,0 mnkr och minst 2,0 % av årets bruttobudget." in region.text


def seasoned_top(screen: Screen) -> str:
    return lines_of(screen)[0]


def test_every_line_of_the_seasoned_region_answers_every_question(region: Screen) -> None:
    for line in lines_of(region):
        for tab in SECTIONS:
            show(region, line, tab)
            assert list(faults(region)) == [], (line, tab)
            assert re.fullmatch(TOLD[tab], answer(region)), (line, tab, answer(region))
