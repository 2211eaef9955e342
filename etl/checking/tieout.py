"""Printed figures against ours, and against each other. Fractions only; a printed figure is never corrected.

Five kinds: `value` computed against printed, `row` printed arithmetic along a row, `sum` printed parts against
their printed total, `between` a printed share against those of women and men, `unit` a per cent sign where the measure
is percentage points.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd

from data.codes import GENDERS, TOTAL
from data.indicators import STAFF
from etl.checking.checks import Check
from etl.checking.computed import Key, Values

KRONOR = {"mnkr": 1_000_000, "tkr": 1_000, "percent": 1, "count": 1}
UNIT_TEXT = {"mnkr": "mnkr", "tkr": "tkr", "percent": "%", "count": "st"}
TOTALS = {"plan_budget": "net"}
SUMMED = ("investment", "investment_plan", "budget_frame", "initiative", "plan_budget")
MEASURES = {
    "actual_ytd": "resultat",
    "budget_ytd": "budget",
    "deviation_ytd": "avvikelse",
    "actual_ytd_prev_year": "förra årets resultat",
    "budget_year": "årsbudget",
    "forecast_year": "prognos",
    "forecast_deviation": "prognosavvikelse",
    "forecast_change": "förändring av prognos",
    "cost_ytd": "kostnader",
    "cost_ytd_prev_year": "förra årets kostnader",
    "cost_change": "kostnadsförändring",
    "cost_budget_ytd": "budgeterade kostnader",
    "cost_deviation_ytd": "kostnadsavvikelse",
    "income_deviation_ytd": "intäktsavvikelse",
    "cost_growth": "kostnadsutveckling",
    "cost_growth_budgeted": "budgeterad kostnadsutveckling",
    "cost_growth_deviation": "kostnadsutveckling mot budget",
    "deviation": "avvikelse",
    "amount": "belopp",
    "total_budget": "total budget",
    "cost_amount": "kostnad",
    "value": "värde",
    "target": "mål",
    "change_since_year_end": "förändring sedan årsskiftet",
    "listed": "finns med",
    "count": "antal",
    "comment_missing": "kommentar saknas",
}
PARTS = {TOTAL: "", "K": ", kvinnor", "M": ", män"}
PERCENTAGE_POINTS = {"cost_growth_deviation"}
SHARES = {indicator.indicator_id for indicator in STAFF if indicator.unit == "share"}

ROW_RULES: dict[str, dict[str, tuple[str, str]]] = {
    "line": {
        "deviation_ytd": ("actual_ytd", "budget_ytd"),
        "forecast_deviation": ("forecast_year", "budget_year"),
        "cost_change": ("cost_ytd", "cost_ytd_prev_year"),
        "cost_deviation_ytd": ("cost_ytd", "cost_budget_ytd"),
        "cost_growth_deviation": ("cost_growth_budgeted", "cost_growth"),
    },
    "investment": {"deviation": ("forecast_year", "budget_year")},
}
"""Measure = first - second, within one printed row."""

TABLES = {
    "line": "results",
    "activity": "activities",
    "assignment": "assignments",
    "indicator": "indicators",
    "investment": "investments",
    "initiative": "initiatives",
}


@dataclass(frozen=True)
class Printed:
    """One printed figure, exactly as printed."""

    period: str
    document: str
    table: str
    subject_type: str
    subject_id: str
    breakdown: str
    measure: str
    value: Fraction
    unit: str
    decimals: int
    name: str

    @property
    def words(self) -> str:
        """Subject, part and measure as a person says them."""
        part = PARTS.get(self.breakdown, f", {self.breakdown}")
        return f"{self.name}{part}, {MEASURES.get(self.measure, self.measure)}"

    @property
    def key(self) -> Key:
        return (self.period, self.subject_type, self.subject_id, self.breakdown, self.measure)

    @property
    def step(self) -> Fraction:
        """One unit of the last printed decimal."""
        return Fraction(1, 10**self.decimals)

    def check_id(self, kind: str) -> str:
        place = (self.period, self.document, self.table, self.subject_type, self.subject_id, self.breakdown)
        return "/".join((kind, *place, self.measure))


Figures = Mapping[tuple[str, ...], Printed]
"""Printed figures of one table in one document, by (subject_type, subject_id, breakdown, measure)."""

Children = Mapping[tuple[str, str], list[str]]
"""(YYYY, sum line) -> the lines right under it."""


Names = Mapping[tuple[str, str], str]
"""(subject_type, subject_id) -> its name; the id itself where there is none."""


def printed_figures(dataset: pd.DataFrame, names: Names) -> list[Printed]:
    return [
        Printed(
            f"{period:%Y-%m}",
            document,
            table,
            kind,
            subject,
            part,
            measure,
            _exact(value),
            unit,
            int(decimals),
            names.get((kind, subject), "Totalt" if subject == TOTAL else subject),
        )
        for period, document, table, kind, subject, part, measure, value, unit, decimals in dataset.itertuples(
            index=False, name=None
        )
    ]


def children_of(lines: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """The year's tree, downwards."""
    below: dict[tuple[str, str], list[str]] = {}
    for year, line, parent in lines[["year", "line_id", "parent_id"]].dropna().itertuples(index=False, name=None):
        below.setdefault((str(year), parent), []).append(line)
    return below


def tie_out(figures: list[Printed], ours: Values, children: Children) -> list[Check]:
    """Every check the printed figures allow, in the order they are printed."""
    by_table: dict[tuple[str, str, str], dict[tuple[str, ...], Printed]] = {}
    for figure in figures:
        by_table.setdefault((figure.period, figure.document, figure.table), {})[figure.key[1:]] = figure
    checks = [value_check(figure, ours.get(figure.key)) for figure in figures]
    for table in by_table.values():
        for figure in table.values():
            checks += [*row_checks(figure, table), *sum_checks(figure, table, children)]
            checks += [*between_checks(figure, table), *unit_checks(figure)]
    return checks


def value_check(figure: Printed, ours: Fraction | None) -> Check:
    """Half a unit of the last printed decimal. A figure we do not have is a failed check, never a skipped one."""
    if ours is None:
        return _check("value", figure, None, False, "saknas hos oss")
    own = ours / KRONOR[figure.unit]
    return _check("value", figure, own, abs(own - figure.value) <= figure.step / 2, "våra siffror ger")


def row_checks(figure: Printed, table: Figures) -> Iterator[Check]:
    """Printed difference against its two printed terms: one and a half units, as all three are rounded."""
    terms = ROW_RULES.get(figure.subject_type, {}).get(figure.measure)
    if terms is None:
        return
    first, second = (table.get((*figure.key[1:4], term)) for term in terms)
    if first and second:
        implied = first.value - second.value
        step = max(part.step for part in (figure, first, second))
        yield _check("row", figure, implied, abs(implied - figure.value) <= step * 3 / 2, "raden själv ger")


def sum_checks(figure: Printed, table: Figures, children: Children) -> Iterator[Check]:
    """Printed parts against their printed total: more parts, more rounding."""
    parts = _parts(figure, table, children)
    if parts:
        total = sum((part.value for part in parts), Fraction(0))
        passed = abs(total - figure.value) <= sum_tolerance(figure, parts)
        yield _check("sum", figure, total, passed, f"{len(parts)} tryckta delar ger")


def sum_tolerance(figure: Printed, parts: list[Printed]) -> Fraction:
    """max(1.5, 0.5 (n + 1)) units of the last decimal for n parts that are not zero."""
    n = sum(part.value != 0 for part in parts)
    return max(Fraction(3, 2), Fraction(n + 1, 2)) * max(part.step for part in (figure, *parts))


def between_checks(figure: Printed, table: Figures) -> Iterator[Check]:
    """A share lies between those of women and of men, as it is their weighted mean; one unit, as all are rounded."""
    if figure.breakdown != TOTAL or figure.measure != "value" or figure.subject_id not in SHARES:
        return
    women, men = (table.get((*figure.key[1:3], gender, figure.measure)) for gender in GENDERS)
    if women and men:
        low, high = sorted((women.value, men.value))
        step = max(part.step for part in (figure, women, men))
        nearest = min(max(figure.value, low), high)
        yield _between(figure, women, men, nearest, abs(figure.value - nearest) <= step)


def unit_checks(figure: Printed) -> Iterator[Check]:
    if figure.measure in PERCENTAGE_POINTS and figure.unit == "percent":
        yield _check("unit", figure, figure.value, False, "men måttet är", "procentenheter")


def tied(figures: list[Printed], ours: Values) -> set[Key]:
    """Keys of which at least one printed value is ours; the published tables call them "published".

    A printed last year proves the same month of the year before, too.
    """
    keys = {figure.key for figure in figures if value_check(figure, ours.get(figure.key)).passed}
    return keys | {_a_year_before(key) for key in keys if key[-1] == "actual_ytd_prev_year"}


def _a_year_before(key: Key) -> Key:
    period, kind, subject, part, _ = key
    return f"{int(period[:4]) - 1}{period[4:]}", kind, subject, part, "actual_ytd"


def _exact(value: float) -> Fraction:
    return Fraction(str(value))


def rounded(value: Fraction, decimals: int) -> Decimal:
    """To the printed decimals, half away from zero as the reports round."""
    quotient = Decimal(value.numerator) / Decimal(value.denominator)
    return quotient.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def _parts(figure: Printed, table: Figures, children: Children) -> list[Printed]:
    kind, subject, breakdown, measure = figure.key[1:]
    if kind == "line":
        return _nearest(figure.subject_id, figure, table, children)
    if kind not in SUMMED or subject != TOTALS.get(kind, TOTAL):
        return []
    return [p for key, p in table.items() if key[0] == kind and key[2:] == (breakdown, measure) and key[1] != subject]


def _nearest(line: str, total: Printed, table: Figures, children: Children) -> list[Printed]:
    """The nearest lines below that are printed in the same table."""
    found: list[Printed] = []
    for child in children.get((total.period[:4], line), []):
        part = table.get(("line", child, total.breakdown, total.measure))
        found += [part] if part else _nearest(child, total, table, children)
    return found


def _between(figure: Printed, women: Printed, men: Printed, nearest: Fraction, passed: bool) -> Check:
    """Says which way the pair misses the total; `expected` is the nearest that the pair allows."""
    above = "över" if nearest > figure.value else "under"
    how = "omger" if passed else f"ligger båda {above}"
    why = "" if passed else ", vilket är omöjligt: totalen är ett vägt medelvärde av de två"
    message = (
        f"{figure.name} ({figure.document}, {figure.table}): kvinnor {_per_cent(women)} och män {_per_cent(men)} "
        f"{how} totalen {_per_cent(figure)}{why}."
    )
    return replace(_check("between", figure, nearest, passed, ""), message=message)


def _per_cent(figure: Printed) -> str:
    return f"{swedish(str(rounded(figure.value, figure.decimals)))}\u00a0%"


def _check(kind: str, figure: Printed, ours: Fraction | None, passed: bool, how: str, own_unit: str = "") -> Check:
    printed = str(rounded(figure.value, figure.decimals))
    own = None if ours is None else str(rounded(ours, figure.decimals))
    far = ours is None or abs(ours - figure.value) > 10 * figure.step
    severity = "info" if passed else "serious" if far else "warning"
    unit = UNIT_TEXT[figure.unit]
    computed = f"{how} {swedish(own)} {own_unit or unit}" if own else how
    message = f"{figure.words}: tryckt {swedish(printed)} {unit}, {computed} ({figure.document}, {figure.table})"
    table = TABLES.get(figure.subject_type, figure.subject_type)
    period = pd.Timestamp(f"{figure.period}-01")
    return Check(figure.check_id(kind), table, period, severity, passed, False, printed, own, f"{message}.")


_SWEDISH = str.maketrans(",.-", "\u00a0,\N{MINUS SIGN}")


def swedish(number: str | None) -> str:
    """1234.5 -> 1 234,5 with no-break space and a real minus sign."""
    if number is None:
        return ""
    return f"{Decimal(number):,}".translate(_SWEDISH)
