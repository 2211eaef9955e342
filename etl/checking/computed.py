"""Our counterpart of every printed figure, as exact fractions: money in kronor, shares in per cent, counts as they are.

The vocabulary (subject, breakdown, measure) is that of the dataset `published_figure`.
"""

from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import pandas as pd

from data.codes import ACTIVITY_STATUSES, TOTAL
from etl.finance import add_sum_rows

Key = tuple[str, str, str, str, str]
"""(YYYY-MM, subject_type, subject_id, breakdown, measure)"""

Values = dict[Key, Fraction]
Tables = Mapping[str, pd.DataFrame]

RESULTS = (
    "actual_ytd",
    "budget_ytd",
    "deviation_ytd",
    "actual_ytd_prev_year",
    "budget_year",
    "forecast_year",
    "forecast_deviation",
    "forecast_change",
)


def counterparts(tables: Tables, income_classes: tuple[str, ...], periods: set[str]) -> Values:
    """Everything that could be printed about the given months. What is missing or withheld has no entry."""
    parts = (
        line_results(tables["results"]),
        line_costs(tables, income_classes, periods),
        staff(tables["indicators"], tables["departments"]),
        activities(tables["activities"]),
        assignments(tables["assignments"]),
        investments(tables["investments"]),
        plans(tables),
    )
    return {key: value for part in parts for key, value in part if key[0] in periods}


def line_results(results: pd.DataFrame) -> Iterator[tuple[Key, Fraction]]:
    for measure in RESULTS:
        for period, line, ore in _rows(results, "period", "line_id", f"{measure}_ore"):
            yield (_month(period), "line", line, TOTAL, measure), _kronor(ore)


def line_costs(tables: Tables, income_classes: tuple[str, ...], periods: set[str]) -> Iterator[tuple[Key, Fraction]]:
    """Cost is every class but the income classes; growth is against the same months last year."""
    known = tables["results"].set_index(["period", "line_id"])
    for period in sorted(pd.Timestamp(f"{month}-01") for month in periods):
        now = _cost_to_date(tables, income_classes, period)
        before = _cost_to_date(tables, income_classes, period - pd.DateOffset(years=1))
        for line, row in now.items():
            if (period, line) in known.index:
                measures = cost_measures(row, before.get(line), known.loc[(period, line)])
                yield from (((_month(period), "line", line, TOTAL, name), value) for name, value in measures.items())


def cost_measures(
    now: Mapping[Hashable, Any], before: Mapping[Hashable, Any] | None, result: Any
) -> dict[str, Fraction]:
    """Cost and income of one line to date; only what is not missing in `results`."""
    found: dict[str, Fraction] = {}
    has_budget, has_last_year = pd.notna(result["budget_ytd_ore"]), pd.notna(result["actual_ytd_prev_year_ore"])
    if pd.isna(result["actual_ytd_ore"]):
        return found
    cost, income = _kronor(now["cost_actual"]), _kronor(now["income_actual"])
    found["cost_ytd"] = cost
    if has_budget:
        budgeted = _kronor(now["cost_budget"])
        found["cost_budget_ytd"], found["cost_deviation_ytd"] = budgeted, cost - budgeted
        found["income_deviation_ytd"] = income - _kronor(now["income_budget"])
    if has_last_year and before and before["cost_actual"]:
        last = _kronor(before["cost_actual"])
        found["cost_ytd_prev_year"], found["cost_change"] = last, cost - last
        found["cost_growth"] = 100 * (cost / last - 1)
        if has_budget:
            found["cost_growth_budgeted"] = 100 * (found["cost_budget_ytd"] / last - 1)
            found["cost_growth_deviation"] = found["cost_growth_budgeted"] - found["cost_growth"]
    return found


def staff(indicators: pd.DataFrame, departments: pd.DataFrame) -> Iterator[tuple[Key, Fraction]]:
    """The whole office's indicators, from their parts where those are shown."""
    own = indicators[indicators["department_id"] == whole_office(departments)].sort_values("period")
    values: dict[tuple[str, str, pd.Timestamp], Fraction] = {}
    rows: Iterator[Any] = own.itertuples(index=False)
    for row in rows:
        subject = (row.indicator_id, row.breakdown)
        if pd.notna(row.value):
            value = values[(*subject, row.period)] = _indicator_value(row)
            yield (_month(row.period), "indicator", *subject, "value"), value
            if december := values.get((*subject, pd.Timestamp(row.period.year - 1, 12, 1))):
                yield (_month(row.period), "indicator", *subject, "change_since_year_end"), value - december
        if pd.notna(row.target):
            yield (_month(row.period), "indicator", *subject, "target"), _scale(row.unit) * _exact(row.target)


def activities(table: pd.DataFrame) -> Iterator[tuple[Key, Fraction]]:
    for period, activity in _rows(table, "period", "activity_id"):
        yield (_month(period), "activity", activity, TOTAL, "listed"), Fraction(1)
    for period, rows in table.groupby("period"):
        counts = rows["status"].value_counts()
        for status in ACTIVITY_STATUSES:
            yield (_month(period), "activity", TOTAL, status, "count"), Fraction(int(counts.get(status, 0)))
        missing = int(rows["comment_missing"].sum())
        yield (_month(period), "activity", TOTAL, TOTAL, "comment_missing"), Fraction(missing)


def assignments(table: pd.DataFrame) -> Iterator[tuple[Key, Fraction]]:
    for period, assignment in _rows(table, "period", "assignment_id"):
        yield (_month(period), "assignment", assignment, TOTAL, "listed"), Fraction(1)
    for (period, goal), rows in table.groupby(["period", "goal_id"]):
        yield (_month(period), "assignment", str(goal), TOTAL, "count"), Fraction(len(rows))


def investments(table: pd.DataFrame) -> Iterator[tuple[Key, Fraction]]:
    columns = {
        "actual_ytd": "actual_ytd_ore",
        "forecast_year": "forecast_year_ore",
        "budget_year": "budget_year_ore",
        "deviation": "deviation_ore",
    }
    for measure, column in columns.items():
        long = table.assign(year_month=table["reported_period"].dt.strftime("%Y-%m"))
        yield from _with_total(long, "investment", "year_month", "item_id", "breakdown", column, measure)


def plans(tables: Tables) -> Iterator[tuple[Key, Fraction]]:
    """The plan tables, each at December of its year."""
    plan = tables["investment_plan"]
    plan = plan.assign(at=_december(plan["plan_year"]), in_year=plan["year"].astype("str"), whole=TOTAL)
    yield from _with_total(plan, "investment_plan", "at", "item_id", "in_year", "amount_ore", "amount")
    yield from _with_total(plan, "investment_plan", "at", "item_id", "whole", "amount_ore", "total_budget")
    frame = tables["budget_frame"].assign(at=_december(tables["budget_frame"]["year"]))
    yield from _with_total(frame, "budget_frame", "at", "component", "scope", "amount_ore", "amount")
    initiatives = tables["initiatives"].assign(at=_december(tables["initiatives"]["year"]), whole=TOTAL)
    yield from _with_total(initiatives, "initiative", "at", "initiative_id", "whole", "amount_ore", "amount")
    costs = tables["plan_budget"].assign(at=_december(tables["plan_budget"]["year"]))
    costs = costs.assign(cost_ore=-costs["amount_ore"])
    yield from _with_total(costs, "plan_budget", "at", "account_class", "scope", "cost_ore", "cost_amount", "net")


def _with_total(
    frame: pd.DataFrame, kind: str, at: str, subject: str, breakdown: str, ore: str, measure: str, total: str = TOTAL
) -> Iterator[tuple[Key, Fraction]]:
    """Each subject's amount and their sum per breakdown; an empty cell of a plan is not part of the sum."""
    present = frame.dropna(subset=[ore])
    summed = present.groupby([at, subject, breakdown], as_index=False)[[ore]].sum()
    whole = present.groupby([at, breakdown], as_index=False)[[ore]].sum().assign(**{subject: total})
    for rows in (summed, whole):
        for month, name, part, amount in _rows(rows, at, subject, breakdown, ore):
            yield (month, kind, name, part, measure), _kronor(amount)


def _cost_to_date(
    tables: Tables, income_classes: tuple[str, ...], period: pd.Timestamp
) -> dict[str, Mapping[Hashable, Any]]:
    """Line (sum rows too) -> cost and income, actual and budget, since January; öre."""
    months, lines = tables["finance_month"], tables["budget_lines"]
    rows = months[(months["period"].dt.year == period.year) & (months["period"] <= period)]
    income = rows["account_class"].isin(income_classes)
    split = pd.DataFrame(
        {
            "year": pd.array([period.year] * len(rows), dtype="Int64"),
            "line_id": rows["line_id"],
            "cost_actual": rows["actual_ore"].mask(income, 0).fillna(0),
            "cost_budget": rows["budget_ore"].mask(income, 0).fillna(0),
            "income_actual": rows["actual_ore"].where(income, 0).fillna(0),
            "income_budget": rows["budget_ore"].where(income, 0).fillna(0),
        }
    )
    measures = ["cost_actual", "cost_budget", "income_actual", "income_budget"]
    summed = add_sum_rows(split, lines[lines["year"] == period.year], [], measures)
    return {row["line_id"]: row for row in summed.to_dict("records")}


def whole_office(departments: pd.DataFrame) -> str:
    """The department above all others; the first, where there are several."""
    roots = departments.loc[departments["parent_id"].isna(), "department_id"].tolist()
    return roots[0] if roots else ""


def _indicator_value(row: Any) -> Fraction:
    if pd.notna(row.numerator) and pd.notna(row.denominator):
        return _scale(row.unit) * _exact(row.numerator) / _exact(row.denominator)
    return _scale(row.unit) * _exact(row.value)


def _scale(unit: str) -> int:
    """A share is printed in per cent; an index as it is."""
    return 100 if unit == "share" else 1


def _exact(number: float) -> Fraction:
    return Fraction(str(number))


def _kronor(ore: Any) -> Fraction:
    return Fraction(int(ore), 100)


def _month(period: Any) -> str:
    return f"{period:%Y-%m}"


def _december(years: pd.Series) -> pd.Series:
    return years.astype("str") + "-12"


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows where none of the columns is missing."""
    return frame.loc[:, list(columns)].dropna().itertuples(index=False, name=None)
