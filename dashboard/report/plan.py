"""The plan dialogue: the year's calendar, goals, the budget frame as a bridge, initiatives and investments."""

from dataclasses import replace
from typing import cast

import pandas as pd

from dashboard import format as sv
from dashboard import investments, metrics
from dashboard.markup import Shown
from dashboard.report import tables
from dashboard.report.content import Chart, Row, Section, Table
from dashboard.report.forecast import bridge_chart
from dashboard.report.tables import Layout
from dashboard.view import View, per_view

_LONGEST_ID = 20
"""Of a goal, padded to which "10" comes after "9"."""
_FRAME_LEGEND = [("budget", "budgetram"), ("good", "ökar ramen"), ("bad", "minskar ramen")]


@per_view
def years(view: View) -> list[int]:
    """The years that have a plan of any kind, oldest first."""
    found = set(view.read("budget_frame")["year"]) | set(view.read("initiatives")["year"])
    found |= set(view.read("investment_plan")["plan_year"]) | set(view.read("plan_budget")["year"])
    return sorted(int(year) for year in found)


@per_view
def sections(view: View, year: int) -> tuple[Section, ...]:
    """What the snapshot has of one year's plan; what it lacks is left out."""
    return (
        Section("plan", f"Planen för {year}", 1, place="paper"),
        *_calendar(view, year),
        *_goals(view, year),
        *_frame(view, year),
        *_initiatives(view, year),
        *_budget(view, year),
        *_investments(view, year),
    )


def _calendar(view: View, year: int) -> tuple[Section, ...]:
    """The steps towards the plan: the year before, up to the plan's own."""
    rows = view.read("calendar")
    steps = rows[
        rows["reported_period"].isna() & rows["date"].map(lambda day: pd.Timestamp(day).year).isin([year - 1, year])
    ]
    if steps.empty:
        return ()
    first, last = sv.date(pd.Timestamp(steps["date"].min())), sv.date(pd.Timestamp(steps["date"].max()))
    message = f"Planen tas fram i {sv.number(len(steps))} steg, från {first} till {last}"
    steps = steps.assign(date=pd.to_datetime(steps["date"]))
    columns = [Shown("date", "Datum", sv.date), Shown("event", "Steg", str), Shown("audience", "Forum", sv.text)]
    table = tables.table(steps.sort_values("date"), columns, f"Kalender för planen {year}", Layout(wide=("event",)))
    return (Section("kalender", "Årets kalender", message=message, parts=(table,)),)


def _goals(view: View, year: int) -> tuple[Section, ...]:
    """The top level of the year's goals in the plan's order, each with those below it."""
    goals = view.read("goals")
    rows = goals[goals["year"] == year].sort_values("goal_id", key=lambda ids: ids.str.zfill(_LONGEST_ID))
    if rows.empty:
        return ()
    tops, below = rows[rows["depth"] == 0], rows[rows["depth"] == 1]
    under = ("• " + below["title"]).groupby(below["parent_id"]).agg("\n".join)
    shown = tops.assign(below=tops["goal_id"].map(under).fillna(sv.MISSING))
    words = sv.listing(
        [f"{sv.number(len(group))} {_level(level, len(group))}" for level, group in tops.groupby("level", sort=False)]
    )
    message = f"Planen {year} har {words}" + (f" med {sv.plural(len(below), 'mål', 'mål')}" if len(below) else "")
    columns = [Shown("title", "Område", str), Shown("level", "Slag", str), Shown("below", "Mål", str)]
    layout = Layout(slim=("title", "below"), wide=("below",))
    table = tables.table(shown, columns, f"Fokusområden och mål {year}", layout)
    return (Section("mal", "Fokusområden och mål", message=message, parts=(table,), page="activities"),)


def _level(level: object, count: int) -> str:
    plural = {"Fokusområde": "fokusområden", "Förutsättning": "förutsättningar"}
    word = str(level)
    return plural.get(word, word.lower()) if count > 1 else word.lower()


def _frame(view: View, year: int) -> tuple[Section, ...]:
    """Last year's frame + steps = this year's, a section per scope."""
    rows = view.read("budget_frame")
    scopes = rows[rows["year"] == year].sort_values(["scope", "sort_order"])
    ordered = sorted(
        scopes["scope"].unique(), key=lambda scope: -scopes.loc[scopes["scope"] == scope, "amount_sek"].sum()
    )
    return tuple(_scope(str(scope), year, scopes[scopes["scope"] == scope]) for scope in ordered)


def _scope(scope: str, year: int, rows: pd.DataFrame) -> Section:
    opening, total = rows.iloc[0]["amount_sek"], rows["amount_sek"].sum(skipna=False)
    end = {
        "component": f"Budgetram {year}",
        "amount_sek": total,
        "kind": "sum",
        "provenance": metrics.weakest(rows["provenance"]),
    }
    shown = pd.concat([rows.assign(kind="item"), pd.DataFrame([end])], ignore_index=True)
    message = _frame_message(opening, total)
    columns = [
        Shown("component", "Steg", str),
        Shown("amount_sek", "Belopp", sv.mnkr, numeric=True, provenance="provenance"),
    ]
    table = tables.table(shown, columns, f"Budgetram {year}, {scope}, mnkr", Layout(wide=("component",)))
    table = replace(table, rows=(table.rows[0], *map(_as_step, table.rows[1:-1]), table.rows[-1]))
    parts: tuple[Table | Chart, ...] = (
        (_frame_chart(scope, year, shown, message), table) if pd.notna(total) else (table,)
    )
    return Section(tables.slug("ram", scope), f"Budgetram: {scope}", message=message, parts=parts)


def _as_step(row: Row) -> Row:
    """What is added to the frame or taken from it has its sign."""
    component, amount = row.cells
    return replace(row, cells=(component, replace(amount, text=sv.deviation(cast(float, amount.value)))))


def _frame_message(opening: float, total: float) -> str:
    if pd.isna(total):
        return "Ramen kan inte räknas: ett belopp saknas"
    change = sv.mnkr(total - opening, True, unit=True)
    return f"Ramen går från {sv.mnkr(opening)} till {sv.mnkr(total, unit=True)}, {change}"


def _frame_chart(scope: str, year: int, shown: pd.DataFrame, message: str) -> Chart:
    roles = ["budget", *["step"] * (len(shown) - 2), "budget"]
    rows = pd.DataFrame(
        {"label": shown["component"], "role": roles, "amount": shown["amount_sek"] / 1e6, "subject": ""}
    )
    return bridge_chart(scope, rows, year, "från förra årets ram till årets", message, _FRAME_LEGEND)


def _initiatives(view: View, year: int) -> tuple[Section, ...]:
    rows = view.read("initiatives")
    rows = rows[rows["year"] == year].sort_values("amount_sek", ascending=False)
    if rows.empty:
        return ()
    amount = rows["amount_sek"].sum(skipna=False)
    total = {"title": "Summa", "kind": "sum", "department": "", "amount_sek": amount, "provenance": ""}
    shown = pd.concat([rows.assign(kind="item"), pd.DataFrame([total])], ignore_index=True)
    message = f"{sv.plural(len(rows), 'satsning', 'satsningar')} om tillsammans {sv.mnkr(amount, unit=True)}"
    columns = [
        Shown("title", "Satsning", str),
        Shown("department", "Avdelning", sv.text),
        Shown("amount_sek", "Belopp", sv.mnkr, numeric=True, provenance="provenance"),
    ]
    table = tables.table(shown, columns, f"Satsningar {year}, mnkr", Layout(wide=("title",)))
    return (Section("satsningar", "Satsningar", message=message, parts=(table,)),)


def _budget(view: View, year: int) -> tuple[Section, ...]:
    """The plan's operating budget by scope and account class."""
    rows = view.read("plan_budget")
    rows = rows[rows["year"] == year]
    if rows.empty:
        return ()
    total = rows["amount_sek"].sum(skipna=False)
    columns = [
        Shown("scope", "Omfattning", str),
        Shown("account_class", "Kontoklass", str),
        Shown("amount_sek", "Belopp", sv.mnkr, numeric=True, provenance="provenance"),
    ]
    table = tables.table(rows, columns, f"Driftbudget {year}, mnkr; intäkt plus och kostnad minus")
    message = f"Driftbudgeten är {sv.mnkr(total, True, unit=True)} netto"
    return (Section("driftbudget", "Driftbudget", message=message, parts=(table,)),)


def _investments(view: View, year: int) -> tuple[Section, ...]:
    if year not in investments.plan_years(view):
        return ()
    rows = investments.plan(view, year)
    frame, columns, caption = investments.plan_table(view, year)
    totals, told = investments.plan_totals(rows), f"{investments.plan_in_words(rows, year)}."
    chart = Chart("years", f"Planerade investeringar per år, mnkr, plan {year}", told, totals, "mnkr",
                  (("budget", "planerat belopp"),))  # fmt: skip
    years = [column.name for column in columns[1:]]
    sizes = frame.assign(**{name: frame[name].abs() for name in years})
    shown = [columns[0], *(Shown(name, name, sv.mnkr, numeric=True) for name in years)]
    table = tables.table(sizes, shown, f"Investeringar i {caption[:1].lower()}{caption[1:]}", Layout(wide=("name",)))
    return (
        Section("investeringsplan", "Investeringsplan", message=_planned(totals), parts=(chart, table),
                page="investments", chosen={"plan": str(year)}),
    )  # fmt: skip


def _planned(totals: pd.DataFrame) -> str:
    """The first year's amount, and that of all years."""
    first, last = totals.iloc[0], totals.iloc[-1]
    message = f"{sv.number(first['amount'], 1)} mnkr planeras för {first['year']}"
    whole = totals["amount"].sum(skipna=False)
    return message + (f" och {sv.number(whole, 1)} mnkr till och med {last['year']}" if len(totals) > 1 else "")
