"""How right forecasts and baselines have been: in the region's own closed years, and on a series that is known."""

from collections.abc import Iterable

import pandas as pd

from dashboard import format as sv
from dashboard.forecast import history
from dashboard.forecast.views import NAMES as BASELINES
from dashboard.forecast.views import WHY_MISSING
from dashboard.markup import Shown
from dashboard.view import View, per_view
from dashboard.words import PROVENANCE
from data.accuracy import LEAST_ERRORS, bias_and_mae, skill

TAB = "Prognosmetoder"
NAMES = {"forecast": "Rapporterad prognos", **BASELINES}
IN_SENTENCE = {
    "forecast": "den rapporterade prognosen",
    "budget_remaining": "återstående budget",
    "seasonal_share": "säsongsandelen",
}
GROUPS = {"1–3": range(1, 4), "4–6": range(4, 7), "7–11": range(7, 12)}
"""Months left of the year, as the table takes them together."""

EXACT = 1e-9
"""A smaller difference from a known answer is the rounding to öre."""

_WHY = {**WHY_MISSING, "no_gross": "året har ingen budget att mäta mot", "none_made": "inga prognoser är rapporterade"}


@per_view
def errors(view: View) -> pd.DataFrame:
    """The rows of `forecast_errors` on item lines, with year, name of the line, method in words and months together."""
    lines = view.read("budget_lines")[["year", "line_id", "name", "kind"]]
    rows = view.read("forecast_errors").assign(year=lambda table: table["period"].dt.year)
    items = rows.merge(lines, on=["year", "line_id"], validate="m:1").query("kind == 'item'")
    together = {months: name for name, group in GROUPS.items() for months in group}
    return items.assign(
        method_text=items["method"].map(NAMES),
        origin=items["provenance"].map(PROVENANCE).fillna(sv.MISSING),
        group=items["months_left"].map(together),
    )


@per_view
def known(view: View) -> pd.DataFrame:
    """The errors that could be computed."""
    return errors(view).dropna(subset=["error"])


@per_view
def headline(view: View) -> str:
    """How much each has missed by, with as many months left as the newest month has where that was ever tried."""
    rows = known(view)
    if rows.empty:
        return "Inga prognosfel kan räknas ännu"
    tried = rows.loc[rows["method"] == "forecast", "months_left"]
    months = _nearest(12 - view.period.month, tried if len(tried) else rows["months_left"])
    missed = bias_and_mae(rows[rows["months_left"] == months], ["method"]).set_index("method")["mean_absolute_error"]
    who, *others = [method for method in NAMES if method in missed]
    first = f"{IN_SENTENCE[who]} i medeltal missat utfallet med {sv.percent(missed[who])}"
    texts = [first, *(f"{IN_SENTENCE[method]} med {sv.percent(missed[method])}" for method in others)]
    return f"Med {sv.plural(months, 'månad', 'månader')} kvar har {sv.listing(texts)} av bruttobudgeten"


def _nearest(months: int, tried: pd.Series) -> int:
    return min(tried.unique(), key=lambda each: (abs(each - months), each))


@per_view
def basis(view: View) -> str:
    """How many errors, from which years, and how many of them rest on simulated figures."""
    rows = known(view)
    if rows.empty:
        return "Ett prognosfel kan räknas när ett år är stängt till och med december och har en budget."
    simulated = int((rows["provenance"] == "simulated").sum())
    told = {0: "inget av dem vilar", len(rows): "alla vilar"}.get(simulated, f"{sv.number(simulated)} av dem vilar")
    count, years = sv.plural(len(rows), "prognosfel", "prognosfel"), _spans(rows["year"])
    return f"{count} från stängda år ({years}); {told} på simulerade belopp."


@per_view
def summary(view: View) -> pd.DataFrame:
    """Months left together x method: errors, simulated, bias and mean_absolute_error, and at which months left."""
    rows, keys = known(view), ["group", "method"]
    simulated = rows[rows["provenance"] == "simulated"].groupby(keys, as_index=False).size()
    months = rows.groupby(keys, as_index=False).agg(months=("months_left", _spans))
    table = bias_and_mae(rows, keys).merge(months, on=keys, validate="1:1")
    table = table.merge(simulated.rename(columns={"size": "simulated"}), on=keys, how="left", validate="1:1")
    return _in_order(table.assign(simulated=table["simulated"].fillna(0).astype(int)))


def _spans(numbers: pd.Series) -> str:
    """ "4", "7 och 9", "7–11"."""
    found = sorted(int(each) for each in numbers.unique())
    unbroken = len(found) > 2 and found == list(range(found[0], found[-1] + 1))
    return f"{found[0]}–{found[-1]}" if unbroken else sv.listing([str(each) for each in found])


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Fewest months left first, the reported forecast before the baselines."""
    places = {name: place for place, name in enumerate([*GROUPS, *NAMES])}
    worded = table.assign(method_text=table["method"].map(NAMES))
    return worded.sort_values(["group", "method"], key=lambda names: names.map(places), ignore_index=True)


@per_view
def compared(view: View) -> pd.DataFrame:
    """Months left together x baseline: the reported forecast against it, where both were made the same month."""
    by_key = known(view).pivot_table(index=["group", "period", "line_id"], columns="method", values="error")
    rows = [
        {"group": group, "method": method, "pairs": len(pairs), **pairs.abs().mean().rename(_AGAINST).to_dict()}
        | {"skill": skill(pairs["forecast"], pairs[method])}
        for group, table in by_key.groupby(level="group")
        for method, pairs in _pairs(table)
    ]
    columns = ["group", "method", "pairs", "forecast_size", "baseline_size", "skill"]
    return _in_order(pd.DataFrame(rows, columns=columns))


_AGAINST = {"forecast": "forecast_size", **dict.fromkeys(BASELINES, "baseline_size")}


def _pairs(table: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    """Baseline -> the months and lines where it and the reported forecast both have an error."""
    found = {method: table[["forecast", method]].dropna() for method in BASELINES if {"forecast", method} <= {*table}}
    return [(method, pairs) for method, pairs in found.items() if len(pairs)]


@per_view
def not_computed(view: View) -> pd.DataFrame:
    """Closed year x method x reason: how many forecasts have no error, and why."""
    rows = errors(view)
    unmeasured = rows.loc[rows["error"].isna(), ["year", "method"]].assign(reason="no_gross")
    found = pd.concat([unmeasured, _unsaid(view), _never_made(view)], ignore_index=True)
    counted = found.groupby(["year", "method", "reason"], as_index=False).size()
    counted = counted.assign(
        year=counted["year"].astype(int), size=counted["size"].mask(counted["reason"] == "none_made", 0)
    )
    places = {name: place for place, name in enumerate(NAMES)}
    order = counted.assign(place=counted["method"].map(places)).sort_values(["place", "year", "reason"])
    return order.assign(method_text=order["method"].map(NAMES), why=order["reason"].map(_WHY))


def _unsaid(view: View) -> pd.DataFrame:
    """The baselines that said nothing about an item in a closed year."""
    lines = view.read("budget_lines").query("kind == 'item'")[["year", "line_id"]]
    rows = view.read("baselines").assign(year=lambda table: table["period"].dt.year)
    silent = rows[rows["missing_reason"].notna() & rows["year"].isin(_closed_years(view))]
    silent = silent.merge(lines, on=["year", "line_id"], validate="m:1")
    return silent.rename(columns={"missing_reason": "reason"})[["year", "method", "reason"]]


def _never_made(view: View) -> pd.DataFrame:
    made = errors(view).query("method == 'forecast'")["year"]
    years = [year for year in _closed_years(view) if year not in set(made)]
    return pd.DataFrame({"year": years, "method": "forecast", "reason": "none_made"})


def _closed_years(view: View) -> list[int]:
    periods = view.read("periods")
    ended = periods[(periods["status"] == "closed") & (periods["period"].dt.month == 12)]
    return sorted(ended["period"].dt.year)


@per_view
def tests(view: View) -> pd.DataFrame:
    """`method_tests` in words, with the larger difference from what is known; the methods in their order."""
    rows = view.read("method_tests")
    bias = (rows["bias"] - rows["known_bias"]).abs()
    size = (rows["mean_absolute_error"] - rows["known_mean_absolute_error"]).abs()
    places = {name: place for place, name in enumerate(NAMES)}
    worded = rows.assign(method_text=rows["method"].map(NAMES), difference=bias.where(bias > size, size))
    return worded.assign(place=worded["method"].map(places)).sort_values(
        ["place", "months_left"], ascending=[True, False], ignore_index=True
    )


@per_view
def tests_headline(view: View) -> str:
    """Do the methods find the known answer?"""
    rows = tests(view)
    if rows.empty:
        return "Metoderna är inte prövade på en serie med känt svar"
    wrong = rows.loc[rows["difference"] > EXACT, "method_text"].unique()
    if len(wrong):
        return f"{sv.listing(list(wrong))} ger inte det kända svaret: räkningen är fel"
    found = sv.plural(rows["method"].nunique(), "metod", "metoder")
    return f"Prövade på en serie med känt svar: alla {found} ger svaret"


@per_view
def largest_difference(view: View) -> str:
    """The largest difference between found and known, and between what."""
    largest = tests(view)["difference"].max()
    if pd.isna(largest):
        return ""
    told = "mindre än en miljarddel" if largest < EXACT else sv.percent(largest, 4)
    return f"{SERIES} Den största skillnaden mellan räknat och känt är {told} av bruttobudgeten."


SERIES = (
    "Serien är gjord för prövningen: åtta år, kostnader på 100 mnkr med dipp i juli och topp i december, intäkter på "
    "40 mnkr i tolftedelar, båda växer 3 procent om året. Budgeten är årets utfall i tolftedelar, så återstående "
    "budget missar med skillnaden mellan profil och tolftedelar. Säsongsandelen träffar rätt. Prognoserna är gjorda "
    "med bestämda fel. Svaren följer av hur serien är gjord och räknas inte med samma kod."
)
NOTE = (
    "Bara uppdrag räknas, inte summor. Plus i medelfelet är att utfallet blev bättre än prognosen. Prognoser "
    "rapporteras bara vissa månader; skickligheten jämför därför bara månader och uppdrag där båda finns."
)
DEFINITIONS = pd.DataFrame(
    [
        ("Rapporterad prognos", "Helårets resultat som regionen själv har rapporterat det."),
        ("Återstående budget", "Resultatet hittills + budgeten för månaderna som är kvar."),
        (
            "Säsongsandel",
            "Resultatet hittills delat med den andel av året som var bokförd samma månad tidigare år: medelvärdet av "
            "årens andelar, intäkter och kostnader var för sig.",
        ),
        ("Bruttobudget", "Summan av årsbudgetens kontoklasser utan tecken. Ett netto kan vara nära noll."),
        ("Prognosfel", "(årets utfall − prognosen) / bruttobudgeten. Räknas när årets december är stängd."),
        ("Medelfel", "Medelvärdet av felen med tecken: är prognoserna systematiskt för höga eller för låga?"),
        ("Medelabsolutfel", "Medelvärdet av felen utan tecken: hur långt från utfallet låg prognoserna?"),
        (
            "Skicklighet",
            "1 − prognosens medelabsolutfel / metodens. 100 % är felfritt, 0 % är inte bättre än metoden, minus är "
            f"sämre. Visas från {LEAST_ERRORS} par.",
        ),
        (
            "Band",
            "Från det minsta till det största tidigare felet vid lika många månader kvar; vid 19 fel och fler stryks "
            f"de yttersta. Visas från {LEAST_ERRORS} fel. Från 9 fel väntas minst 8 av 10 nya fel hamna i bandet.",
        ),
    ],
    columns=["term", "meaning"],
)


def fine(value: float) -> str:
    """A share of the gross budget, with the decimals that tell found from known."""
    return sv.percent(value, 3, signed=True)


SUMMARY_COLUMNS = [
    Shown("group", "Månader kvar", str, fixed=True),
    Shown("method_text", "Metod", str),
    Shown("months", "Gjorda med så många kvar", str, numeric=True, fixed=True),
    Shown("errors", "Antal fel", sv.number, numeric=True),
    Shown("simulated", "Varav på simulerade belopp", sv.number, numeric=True),
    Shown("bias", "Medelfel", history.share, numeric=True),
    Shown("mean_absolute_error", "Medelabsolutfel", sv.percent, numeric=True),
]
COMPARED_COLUMNS = [
    Shown("group", "Månader kvar", str, fixed=True),
    Shown("method_text", "Jämförd med", str),
    Shown("pairs", "Antal par", sv.number, numeric=True),
    Shown("forecast_size", "Prognosens medelabsolutfel", sv.percent, numeric=True),
    Shown("baseline_size", "Metodens medelabsolutfel", sv.percent, numeric=True),
    Shown("skill", "Prognosens skicklighet", history.skill_text, numeric=True),
]
MISSING_COLUMNS = [
    Shown("method_text", "Metod", str),
    Shown("year", "År", str, fixed=True),
    Shown("size", "Antal", sv.number, numeric=True),
    Shown("why", "Varför inget fel kan räknas", str),
]
TEST_COLUMNS = [
    Shown("method_text", "Metod", str),
    Shown("months_left", "Månader kvar", sv.number, numeric=True),
    Shown("errors", "Antal fel", sv.number, numeric=True),
    Shown("bias", "Medelfel, räknat", fine, numeric=True),
    Shown("known_bias", "Medelfel, känt", fine, numeric=True),
    Shown("mean_absolute_error", "Medelabsolutfel, räknat", lambda value: sv.percent(value, 3), numeric=True),
    Shown("known_mean_absolute_error", "Medelabsolutfel, känt", lambda value: sv.percent(value, 3), numeric=True),
]
DEFINITION_COLUMNS = [Shown("term", "Begrepp", str, fixed=True), Shown("meaning", "Betydelse", str)]
EXPORTED = [
    ("period", "Månad då prognosen gjordes"),
    ("months_left", "Månader kvar"),
    ("line_id", "Uppdragets id"),
    ("name", "Uppdrag"),
    ("method_text", "Metod"),
    ("predicted_year_sek", "Prognos för helåret, kr"),
    ("actual_year_sek", "Årets utfall, kr"),
    ("gross_budget_year_sek", "Bruttobudget, kr"),
    ("error", "Prognosfel, andel av bruttobudgeten"),
    ("origin", "Uppgifterna är"),
]
