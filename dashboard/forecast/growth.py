"""Cost growth against last year and against what the budget allows, per line and account class."""

import math

import pandas as pd

from dashboard import economy, metrics, ui
from dashboard import format as sv
from dashboard.charts import signed_tiers
from dashboard.forecast import subject
from dashboard.forecast.subject import Subject
from dashboard.markup import Shown
from dashboard.view import View, per_view

COSTS = ["cost_sek", "cost_prev_year_sek", "cost_budget_sek"]
MOST = 10.0
"""A growth beyond tenfold says that there was next to nothing to grow from."""

DRAWN_TO = 1.0
"""A cost that more than doubles would make all other bars invisible; it stands in the table alone."""

ROUNDING = 0.0005
"""Half of the last decimal shown."""

TIERS = [
    ("growth", "Kostnadsutveckling, %", False),
    ("budgeted_growth", "Budgeterad, %", False),
    ("difference", "Skillnad, procentenheter", True),
]
LEGEND = [("good", "lägre ökning än budgeterat"), ("bad", "högre ökning än budgeterat")]


def growth(costs: pd.DataFrame) -> pd.DataFrame:
    """`cost_sek`, `cost_prev_year_sek`, `cost_budget_sek` (year to date) -> growth, budgeted_growth, difference.

    growth = cost / last year's cost - 1; difference = budgeted - actual growth, plus is better. Missing where last
    year has no cost, and where either is an income: a cost cannot fall by more than all of it.
    """
    actual, budgeted = (_grown(costs[name], costs["cost_prev_year_sek"]) for name in ("cost_sek", "cost_budget_sek"))
    difference = budgeted - actual
    tones = ["" if pd.isna(value) or abs(value) < ROUNDING else _tone(value) for value in difference]
    return costs.assign(growth=actual, budgeted_growth=budgeted, difference=difference, difference_tone=tones)


def _grown(costs: pd.Series, before: pd.Series) -> pd.Series:
    return (costs / before - 1).where((before < 0) & (costs <= 0))


def _tone(difference: float) -> str:
    return "mu-good" if difference > 0 else "mu-bad"


def costs_to_date(finance_month: pd.DataFrame, items: list[str], last: pd.Timestamp) -> pd.DataFrame:
    """Account class -> cost_sek and cost_budget_sek of some lines, January to a month; classes of cost only."""
    rows = finance_month[
        finance_month["line_id"].isin(items)
        & (finance_month["side"] == "cost")
        & (finance_month["period"].dt.year == last.year)
        & (finance_month["period"] <= last)
    ]
    named = rows.rename(columns={"actual_sek": "cost_sek", "budget_sek": "cost_budget_sek"})
    return named.groupby("account_class")[["cost_sek", "cost_budget_sek"]].sum(min_count=1)


@per_view
def classes(view: View, line_id: str) -> pd.DataFrame:
    """The account classes of a row's costs, one each, with last year's; the row's own tree in each year.

    Missing where the row's year to date is: a cost without one of its months is not a smaller cost.
    """
    year_before = view.period - pd.DateOffset(years=1)
    now, before = _known_costs(view, line_id, view.period), _known_costs(view, line_id, year_before)["cost_sek"]
    joined = now.join(before.rename("cost_prev_year_sek"), how="outer")
    return growth(joined.reindex(columns=COSTS).astype(float)).reset_index()


def _known_costs(view: View, line_id: str, period: pd.Timestamp) -> pd.DataFrame:
    items, results = _items(view, line_id, period.year), view.read("results")
    rows = results[(results["period"] == period) & results["line_id"].isin(items)]
    found = costs_to_date(view.read("finance_month"), items, period)
    unknown = {"cost_sek": rows["actual_ytd_sek"].isna().any(), "cost_budget_sek": rows["budget_ytd_sek"].isna().any()}
    return found.assign(**{name: float("nan") for name, missing in unknown.items() if missing})


@per_view
def lines(view: View, about: Subject) -> pd.DataFrame:
    """The rows below a subject with their whole costs and growth; rows without costs are left out."""
    rows = subject.rows_below(view, about)
    totals = [_total(classes(view, line)) for line in rows["line_id"]]
    costs = pd.DataFrame(totals, columns=COSTS, index=rows.index)
    return growth(pd.concat([rows, costs], axis="columns")).dropna(subset=["cost_sek"])


def _total(rows: pd.DataFrame) -> dict[str, float]:
    """The sum over account classes; a class that is new or gone has no cost in the other year."""
    return {name: rows[name].sum(min_count=1) for name in COSTS}


def _items(view: View, line_id: str, year: int) -> list[str]:
    """The lines that a row sums in a year; none where the row was not in that year's tree.

    Under a department filter they are the lines that are visible now, whoever owned them last year.
    """
    tree = view.read("budget_lines")
    if view.departments is not None:
        visible = set(economy.month_table(view)["line_id"])
        return [item for item in metrics.items_below(tree, view.period.year, line_id) if item in visible]
    known = line_id in set(tree.loc[tree["year"] == year, "line_id"])
    return metrics.items_below(tree, year, line_id) if known else []


def sentence(about: Subject, rows: pd.DataFrame, period: pd.Timestamp) -> str:
    """How the costs have grown, and how much they were to grow."""
    found = rows[rows["line_id"] == about.line_id]
    if found.empty:
        return f"{about.name} har inga kända kostnader {sv.year_to_date(period)}"
    row = found.iloc[0]
    if pd.isna(row["growth"]):
        return f"Kostnadsutvecklingen för {about.name} kan inte räknas: {_why_none(row)}"
    text = f"Kostnaderna är {_compared(row['growth'])} samma tid förra året"
    if pd.isna(row["budgeted_growth"]):
        return f"{text}; året har ingen budget att jämföra ökningen med"
    over = f"{points(row['difference'])}{sv.NBSP}procentenheter"
    return f"{text}; budgeten räknar med {percent(row['budgeted_growth'], True)}, en skillnad på {over}"


def _compared(share: float) -> str:
    if abs(share) < ROUNDING:
        return "lika höga som"
    return f"{percent(abs(share))} {'högre' if share > 0 else 'lägre'} än"


def _why_none(row: pd.Series) -> str:
    if pd.isna(row["cost_prev_year_sek"]):
        return "kostnaderna samma tid förra året är inte kända"
    if row["cost_prev_year_sek"] == 0:
        return "det fanns inga kostnader samma tid förra året"
    return "raden står som en intäkt, nu eller förra året"


def percent(share: float | None, signed: bool = False) -> str:
    """A growth as per cent; beyond tenfold it says no more than that."""
    if share is not None and abs(share) > MOST:
        return f"{'mer än' if share > 0 else 'mindre än'} {sv.percent(math.copysign(MOST, share), 0, signed)}"
    return sv.percent(share, 1, signed)


def signed_percent(share: float | None) -> str:
    """The same with its sign."""
    return percent(share, True)


def points(share: float | None) -> str:
    """A difference between two growths in percentage points, without the unit; beyond a thousand no more than that."""
    if share is not None and abs(share) > MOST:
        return f"{'mer än' if share > 0 else 'mindre än'} {sv.number(math.copysign(100 * MOST, share), 0, signed=True)}"
    return sv.number(None if share is None else 100 * share, 1, signed=True)


@per_view
def bars(view: View, about: Subject) -> pd.DataFrame:
    """Rows of the picture in per cent: a sum's lines, a line's account classes; the greatest excess first."""
    if about.is_sum:
        rows = lines(view, about)
        named = rows.assign(label=rows["shown_name"], bold=rows["kind"] == "sum", subject=rows["line_id"])
    else:
        named = classes(view, about.line_id).assign(label=lambda t: t["account_class"], bold=False, subject="")
    drawn = [name for name, _, _ in TIERS]
    known = named[named["growth"].notna() & ~(named[drawn].abs() > DRAWN_TO).any(axis="columns")]
    ordered = known.sort_values(["bold", "difference"], ignore_index=True)
    percents = ordered[drawn].astype(float) * 100
    return pd.concat([ordered[["label", "bold", "subject"]], percents], axis="columns")


_COST_COLUMNS = [
    Shown("cost_sek", "Kostnad hittills", sv.mnkr, numeric=True),
    Shown("cost_prev_year_sek", "Förra året", sv.mnkr, numeric=True),
    Shown("cost_budget_sek", "Budget", sv.mnkr, numeric=True),
    Shown("growth", "Utveckling", signed_percent, numeric=True),
    Shown("budgeted_growth", "Budgeterad", signed_percent, numeric=True),
    Shown("difference", "Skillnad, procent\u00adenheter", points, numeric=True, tone="difference_tone"),
]
LINE_COLUMNS = [Shown("shown_name", "Uppdrag", str), *_COST_COLUMNS]
CLASS_COLUMNS = [Shown("account_class", "Kontoklass", str), *_COST_COLUMNS]
EXPLAINED = (
    "Kostnadsutveckling = kostnad hittills i år / kostnad samma tid förra året − 1; budgeterad utveckling är budgeten "
    "hittills i år mot samma jämförelse. Skillnaden är budgeterad minus verklig i procentenheter, så plus är bättre än "
    "budgeterat. Intäkter räknas inte in."
)


def draw(view: View, about: Subject) -> None:
    """The section: sentence, picture, lines, account classes."""
    rows = lines(view, about)
    message = sentence(about, rows, view.period)
    ui.section(message)
    shown = bars(view, about)
    if len(shown):
        ui.picture(
            view,
            f"forecast-growth-{about.line_id}",
            lambda: signed_tiers.signed_tiers(shown, TIERS, lambda value: sv.number(value, 1, signed=True)),
            f"{message}.",
            LEGEND,
            on_pick=lambda line: subject.opened(view, line),
        )
        if about.is_sum:
            ui.not_drawn(rows, shown["subject"])
    period = f"mnkr, {sv.year_to_date(view.period)}"
    if about.is_sum and len(rows):
        ui.table(view, f"growth-{about.line_id}", rows, LINE_COLUMNS, f"Per uppdrag, {period}")
    by_class = classes(view, about.line_id)
    if len(by_class):
        ui.table(
            view, f"growth-classes-{about.line_id}", by_class, CLASS_COLUMNS, f"{about.name} per kontoklass, {period}"
        )
    ui.note(f"{EXPLAINED} Fördelningen på kontoklass är {economy.class_provenance(view)}.")
