"""Investments, plan figures and the calendar: printed amounts under their names, and a few simulated months."""

from typing import Any

import pandas as pd

from data.demo.inputs import FIRST_MONTH, LAST_MONTH, months, read
from data.demo.truth import ORE, corrected_figures, frame_amounts
from data.demo.work import REPORTING_MONTHS

KRONOR = ORE["mnkr"] // 100

PRINTED_INVESTMENTS = "2019-08"
SHARE_SPENT = {"2019-03": 0.22, "2019-05": 0.5, "2019-06": 0.68}
"""Share of the printed outcome of August that a simulated month had reached."""
SHARE_SEEN = {"2019-03": 0.1, "2019-05": 0.5, "2019-06": 0.7}
"""Share of the printed forecast deviation that a simulated month's forecast had seen."""

INVESTMENT_MEASURES = ("actual_ytd", "forecast_year", "budget_year")

UPCOMING = "2019-12"
"""The calendar looks ahead to the reports of the rest of the year."""


def investments() -> pd.DataFrame:
    """Dataset investment; the two breakdowns of a month add up to the same totals, as the printed ones do."""
    printed = _amounts("investment", ["subject_id", "measure"])
    rows = []
    for period in (*SHARE_SPENT, PRINTED_INVESTMENTS):
        for item in read("investments").drop(columns="source_document").to_dict("records"):
            actual, forecast, budget = (printed[item["item_id"], measure] for measure in INVESTMENT_MEASURES)
            rows.append(
                item
                | {
                    "reported_period": period,
                    "actual_ytd_sek": round(actual * SHARE_SPENT.get(period, 1.0), -5),
                    "forecast_year_sek": budget + round((forecast - budget) * SHARE_SEEN.get(period, 1.0), -5),
                    "budget_year_sek": budget,
                }
            )
    return pd.DataFrame(rows)


def investment_plan() -> pd.DataFrame:
    """Dataset investment_plan; a cell that the plan leaves empty is missing."""
    printed = _amounts("investment_plan", ["reported_period", "subject_id", "breakdown"])
    rows = []
    for item in read("investment_plan").to_dict("records"):
        for year in range(int(item["first_year"]), int(item["last_year"]) + 1):
            amount = printed.get((f"{item['plan_year']}-12", item["item_id"], str(year)))
            rows.append(item | {"year": year, "amount_sek": amount})
    return pd.DataFrame(rows)


def budget_frame() -> pd.DataFrame:
    """Dataset budget_frame: steps that add up to the printed frame."""
    frame = read("budget_frame").drop(columns="source_document")
    ore = {(scope, component): amount for (scope, _, component), amount in frame_amounts().items()}
    amounts = [ore[key] / 100 for key in zip(frame["scope"], frame["component"], strict=True)]
    return frame.assign(amount_sek=amounts)


def initiatives() -> pd.DataFrame:
    """Dataset initiative."""
    printed = _amounts("initiative", ["subject_id"])
    table = read("initiatives").drop(columns="source_document")
    return table.assign(amount_sek=table["initiative_id"].map(printed))


def plan_budget() -> pd.DataFrame:
    """Dataset plan_budget with the sign of the plan: cost positive."""
    printed = corrected_figures().query("subject_type == 'plan_budget' and subject_id != 'net'")
    return pd.DataFrame(
        {
            "year": printed["reported_period"].str[:4],
            "scope": printed["breakdown"],
            "account_class": printed["subject_id"],
            "amount_sek": [_kronor(value) for value in printed["true_value"]],
        }
    )


def calendar() -> pd.DataFrame:
    """Dataset calendar: the printed plan dates, and simulated deadlines that say so."""
    reported = [month for month in months(FIRST_MONTH, UPCOMING) if int(month[5:]) in REPORTING_MONTHS]
    deadlines = [
        (_weekday(month, 15), f"Underlag till månadsrapport {month} (simulerat datum)", month) for month in reported
    ]
    simulated = pd.DataFrame(deadlines, columns=["date", "event", "reported_period"])
    simulated = simulated.assign(audience="Avdelnings- och enhetschefer")
    return pd.concat([simulated, read("calendar").drop(columns="source_document")], ignore_index=True)


def period_status() -> pd.DataFrame:
    """Dataset period_status: each month closed and approved the month after."""
    booked = months(FIRST_MONTH, LAST_MONTH)
    return pd.DataFrame(
        {
            "period": booked,
            "status": "closed",
            "closed_on": [_weekday(month, 10) for month in booked],
            "approved_on": [_weekday(month, 13) for month in booked],
        }
    )


def _amounts(subject_type: str, keys: list[str]) -> dict[Any, float]:
    """Kronor as printed, by one or more of the figure's keys."""
    figures = corrected_figures()
    figures = figures[(figures["subject_type"] == subject_type) & (figures["measure"] != "total_budget")]
    return figures.groupby(keys)["true_value"].first().map(_kronor).to_dict()


def _kronor(mnkr: str) -> float:
    return round(float(mnkr) * KRONOR, 2)


def _weekday(period: str, day: int) -> str:
    """The first weekday on or after that day of the following month."""
    date = (pd.Period(period) + 1).start_time + pd.Timedelta(days=day - 1)
    return str(pd.offsets.BDay().rollforward(date).date())
