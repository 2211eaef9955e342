"""Control totals of a month-end close, beyond in = out: would a controller sign these figures?"""

from collections.abc import Iterable

import pandas as pd

from etl.checking.checks import Check
from etl.errors import capped

PARTS_OF_HR = (
    ("sick_hours", "contracted_hours"),
    ("sick_hours_60_plus", "sick_hours"),
    ("sick_hours_day_1_14", "sick_hours"),
    ("leavers_retired", "leavers"),
    ("headcount_full_time", "headcount_all"),
)
"""A part and the whole that it cannot exceed."""


def none_of(check_id: str, table: str, severity: str, broken: Iterable[str], what: str) -> Check:
    """One rule over many rows: how many break it, and the first of them by name where they have one."""
    found = list(broken)
    names = capped([name for name in found if name], 3).replace("\n", "; ")
    message = f"{what}: {f'{len(found)} st' if found else 'inga'}{f' ({names})' if names else ''}."
    return Check(check_id, table, None, severity if found else "info", not found, False, str(len(found)), "0", message)


def months_are_the_year(lines: pd.DataFrame, budget: pd.DataFrame) -> Check:
    """Twelve budget months against the line's year budget, where the source gives one."""
    given = lines[(lines["kind"] == "item") & lines["budget_year_ore"].notna()]
    months = budget.assign(year=budget["period"].dt.year.astype("Int64"))
    whole = months.groupby("year")["period"].nunique().eq(12)
    summed = months.groupby(["year", "line_id"], as_index=False)["amount_ore"].sum()
    given = given.loc[given["year"].isin(whole.index[whole]), ["year", "line_id", "budget_year_ore"]]
    both = given.merge(summed, on=["year", "line_id"], how="left", validate="1:1")
    differ = both[both["amount_ore"].fillna(0) != both["budget_year_ore"]]
    broken = [f"{row.year} {row.line_id}" for row in differ.itertuples()]
    return none_of("sum/budget_year", "results", "serious", broken, "Uppdrag vars budgetmånader inte blir årsbudgeten")


def december_is_the_outcome(forecast: pd.DataFrame, results: pd.DataFrame) -> Check:
    """A forecast made when the year is over is the year's outcome."""
    made = forecast[forecast["reported_period"].dt.month == 12].rename(columns={"reported_period": "period"})
    both = made[["period", "line_id", "forecast_year_ore"]].merge(
        results[["period", "line_id", "actual_ytd_ore"]], on=["period", "line_id"], validate="1:1"
    )
    differ = both[both["actual_ytd_ore"].notna() & (both["actual_ytd_ore"] != both["forecast_year_ore"])]
    broken = [f"{row.period:%Y-%m} {row.line_id}" for row in differ.itertuples()]
    return none_of("sum/december", "forecasts", "warning", broken, "Decemberprognoser som inte är årets utfall")


def dates_in_order(activities: pd.DataFrame, periods: pd.DataFrame) -> list[Check]:
    """An end after its start; a month closed after it has ended, and approved after it was closed."""
    backwards = activities[activities["end_date"] < activities["start_date"]]
    early = periods[periods["closed_on"] <= periods["period"] + pd.offsets.MonthEnd(0) - pd.Timedelta(days=1)]
    unseen = periods[periods["approved_on"] < periods["closed_on"]]
    return [
        none_of(
            "dates/activities",
            "activities",
            "warning",
            [f"{row.period:%Y-%m} {row.activity_id}" for row in backwards.itertuples()],
            "Aktiviteter som slutar innan de börjar",
        ),
        none_of("dates/closed", "periods", "warning", _months(early), "Månader som stängdes innan de var slut"),
        none_of("dates/approved", "periods", "warning", _months(unseen), "Månader som godkändes innan de stängdes"),
    ]


def signs(finance: pd.DataFrame, lines: pd.DataFrame, income_classes: tuple[str, ...]) -> Check:
    """Over a year an income class is plus and a cost class minus, but for lines with a declared reversed sign."""
    years = finance.assign(year=finance["period"].dt.year.astype("Int64"))
    keys = ["year", "line_id", "account_class"]
    sums = years.groupby(keys, as_index=False)["actual_ore"].sum(min_count=1).dropna()
    declared = lines[lines["reversed_sign"].fillna(False).astype(bool)]
    excused = set(zip(declared["year"], declared["line_id"], strict=True))
    income = sums["account_class"].isin(income_classes)
    wrong = sums[(sums["actual_ore"].gt(0) & ~income) | (sums["actual_ore"].lt(0) & income)]
    broken = [
        f"{year} {line} {name}"
        for year, line, name in wrong[keys].itertuples(index=False, name=None)
        if (year, line) not in excused
    ]
    told = broken if income_classes else []
    return none_of("sign/finance_month", "finance_month", "warning", told, "Kontoklasser med omvänt tecken över året")


def complete_staff(hr: pd.DataFrame) -> Check:
    """A department that was there the month before and the month after is missing, not gone."""
    there = hr[["period", "department_id"]].drop_duplicates()
    months = sorted(there["period"].unique())
    present = set(there.itertuples(index=False, name=None))
    gaps = [
        f"{month:%Y-%m} {department}"
        for before, month, after in zip(months, months[1:], months[2:], strict=False)
        for department in sorted(there["department_id"].unique())
        if (month, department) not in present and {(before, department), (after, department)} <= present
    ]
    return none_of(
        "complete/hr_month", "hr_month", "warning", gaps, "Avdelningar utan personal mitt i en följd av månader"
    )


def complete_ledger(months: pd.DataFrame, periods: pd.DataFrame) -> Check:
    """A closed month between two booked ones has bookings."""
    booked = set(months["period"])
    first, last = (min(booked), max(booked)) if booked else (pd.NaT, pd.NaT)
    closed = periods[(periods["status"] == "closed") & (periods["period"] > first) & (periods["period"] < last)]
    empty = closed[~closed["period"].isin(booked)]
    return none_of("complete/ledger", "finance_month", "serious", _months(empty), "Stängda månader utan bokföring")


def parts_within_whole(hr: pd.DataFrame) -> list[Check]:
    """Sick hours within contracted hours, and so on. Only how many rows: which ones could point at a person."""
    return [
        none_of(
            f"within/{part}",
            "hr_month",
            "serious",
            [""] * int((hr[part].astype("float64") > hr[whole].astype("float64")).sum()),
            f"Personalrader där {part} är större än {whole}",
        )
        for part, whole in PARTS_OF_HR
    ]


def _months(periods: pd.DataFrame) -> list[str]:
    return [f"{period:%Y-%m}" for period in periods["period"]]
