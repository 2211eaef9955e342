"""Assignments and activities: as printed in two months, with a simulated history in the months between.

A printed month keeps the document's gaps: what it did not print is missing or unknown. Simulated months carry
status, owner and dates. Nothing is reported for January, and July is skipped.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.demo.inputs import LAST_MONTH, read

REPORTING_MONTHS = (2, 3, 4, 5, 6, 8, 9, 10, 11, 12)
PRINTED_MONTH = {"2017": "2017-11", "2019": "2019-08"}

NEXT_STATUS: dict[str, dict[str, float]] = {
    "not_started": {"not_started": 0.45, "on_track": 0.55},
    "on_track": {"on_track": 0.88, "at_risk": 0.08, "paused": 0.025, "done": 0.015},
    "at_risk": {"at_risk": 0.5, "on_track": 0.3, "off_track": 0.15, "paused": 0.05},
    "off_track": {"off_track": 0.55, "at_risk": 0.3, "on_track": 0.1, "paused": 0.05},
    "paused": {"paused": 0.7, "on_track": 0.3},
    "done": {"done": 1.0},
}
NEXT_OUTLOOK: dict[str, dict[str, float]] = {
    "fulfilled": {"fulfilled": 0.94, "partly": 0.06},
    "partly": {"partly": 0.7, "fulfilled": 0.22, "not": 0.08},
    "not": {"not": 0.7, "partly": 0.3},
}
DONE_ONCE_DUE = 0.45
"""Chance a month that an activity whose end date has come is reported as done."""

COMMENTS: dict[str, tuple[str, ...]] = {
    "not_started": ("Starten är framflyttad.", "Väntar på beslut om start."),
    "on_track": ("Arbetet pågår men slutdatum har passerats.", "Avslutas så snart underlaget är klart."),
    "at_risk": ("Risk för försening, ny tidplan tas fram.", "Resurserna räcker inte till allt som planerats."),
    "off_track": ("Tidplanen håller inte, åtgärder diskuteras.", "Upphandlingen är försenad."),
    "paused": ("Vilar i väntan på beslut.", "Pausad till förmån för andra uppdrag."),
    "partly": ("Delar av åtagandet hinner inte bli klara i år.", "Beror på beslut hos andra parter."),
    "not": ("Åtagandet nås inte i år.", "Förutsättningarna har ändrats sedan planen beslutades."),
}
COMMENTED = 0.8
"""Share of the comments that simulated months expect and also have."""

UNSTARTED = "2018-125"
"""Planted: never reported as started until it is done. Chance gives no such activity, and a rule looks for them."""

UPDATED = 0.75
"""Chance that a row which says the same as the month before has been updated all the same."""

ROLES = ("avdelningschef", "enhetschef", "projektledare", "processledare", "strateg", "verksamhetsutvecklare")

OWNERS: dict[str, tuple[str, ...]] = {
    "Hög attraktivitet": ("social_hallbarhet", "regional_samhallsplanering", "analys_och_samordning"),
    "Stark konkurrenskraft": ("naringsliv", "naringsliv", "analys_och_samordning"),
    "Fler i arbete": ("social_hallbarhet", "naringsliv", "analys_och_samordning"),
    "Övergripande": ("kommunikation", "ekonomi", "kansli"),
    "Minska": ("ekonomi",),
    "Kontroll": ("ekonomi",),
    "Digitalisering": ("it_och_digitalisering",),
    "Arbetar": ("halso_och_sjukvard",),
    "Är trygg": ("halso_och_sjukvard",),
    "Har en tydlig": ("halso_och_sjukvard", "ekonomi"),
    "Möjliggör": ("halso_och_sjukvard",),
    "Möta fler": ("halso_och_sjukvard",),
    "Sammanhållen": ("halso_och_sjukvard",),
    "Kunskapsstyrning": ("halso_och_sjukvard",),
    "Kompetenta": ("hr",),
    "Följa": ("hr",),
    "Levandegöra": ("hr", "kommunikation"),
    "Utveckla nya": ("hr",),
    "": ("social_hallbarhet", "naringsliv", "halso_och_sjukvard", "analys_och_samordning"),
}
"""Departments that may own a simulated row, by how its focus area begins; "" where none is printed."""


@dataclass(frozen=True)
class Plan:
    """The dates of one activity: its start, and its end date as told from a given month on."""

    start: str
    ends: tuple[tuple[str, str], ...]

    def end(self, period: str) -> str:
        return [date for since, date in self.ends if since <= period][-1]


def goals() -> pd.DataFrame:
    """Dataset goal, as printed."""
    return _without_source(read("goals"))


def assignments(rng: np.random.Generator) -> pd.DataFrame:
    """Dataset assignment: one row per reporting month and assignment of its year."""
    rows: list[dict[Any, Any]] = []
    for printed in read("assignments").to_dict("records"):
        owner = rng.choice(_owners(printed["focus_area"]))
        outlook = "fulfilled"
        for period in reporting_months(printed["year"]):
            outlook = _step(NEXT_OUTLOOK, outlook, rng)
            if period == PRINTED_MONTH.get(printed["year"]):
                rows.append(printed | {"reported_period": period, "outlook": printed["outlook"] or "unknown"})
                continue
            expected = outlook != "fulfilled"
            rows.append(
                printed
                | {
                    "reported_period": period,
                    "department_id": owner,
                    "outlook": outlook,
                    "comment": _comment(outlook, rng) if expected else "",
                    "comment_expected": expected,
                }
            )
    return _table(rows)


def activities(rng: np.random.Generator, of_updates: np.random.Generator) -> pd.DataFrame:
    """Dataset activity: one row per reporting month and activity of its year.

    Dates of updates are drawn from a stream of their own, so that the rest is the same without them.
    """
    focus = read("assignments").set_index("assignment_id")["focus_area"]
    owners = {assignment: rng.choice(_owners(area)) for assignment, area in focus.items()}
    rows: list[dict[Any, Any]] = []
    for printed in read("activities").to_dict("records"):
        history = _history(printed, printed["department_id"] or owners[printed["assignment_id"]], rng)
        rows += _updated(history, of_updates)
    return _table(rows)


def reporting_months(year: str) -> list[str]:
    months = [f"{year}-{month:02d}" for month in REPORTING_MONTHS]
    return [month for month in months if month <= LAST_MONTH]


def _history(printed: dict[Any, Any], owner: str, rng: np.random.Generator) -> list[dict[Any, Any]]:
    year = printed["year"]
    plan = _plan(year, printed["end_date"], rng)
    role = rng.choice(ROLES)
    may_be_done = printed["status"] in ("", "unknown", "done")
    status = "not_started" if plan.start > f"{year}-02" else "on_track"
    rows: list[dict[Any, Any]] = []
    for period in reporting_months(year):
        overdue = plan.end(period) < last_day(period)
        due = plan.end(period) <= last_day(period)
        status = _next_status(status, plan.start <= last_day(period), due, may_be_done, rng)
        if period == PRINTED_MONTH.get(year):
            rows.append(printed | {"reported_period": period, "status": printed["status"] or "unknown"})
            continue
        expected = status in ("at_risk", "off_track", "paused") or (overdue and status != "done")
        unstarted = printed["activity_id"] == UNSTARTED and status == "on_track"
        rows.append(
            printed
            | {
                "reported_period": period,
                "department_id": owner,
                "status": "not_started" if unstarted else status,
                "start_date": plan.start,
                "end_date": plan.end(period),
                "comment": _comment(status, rng) if expected else "",
                "comment_expected": expected,
                "responsible_role": role,
            }
        )
    return rows


def _updated(history: list[dict[Any, Any]], rng: np.random.Generator) -> list[dict[Any, Any]]:
    """With the date of the latest update in each simulated month; printed months tell none.

    A row that differs from the simulated one before it has been updated in its own month.
    """
    rows, before, date = [], None, ""
    for row in history:
        if row["reported_period"] == PRINTED_MONTH.get(row["year"]):
            rows.append(row | {"updated_on": ""})
            continue
        by_chance, day = rng.random() < UPDATED, int(rng.integers(1, 29))
        said = [row[name] for name in ("status", "end_date", "comment")]
        if by_chance or said != before:
            date = f"{row['reported_period']}-{day:02d}"
        rows.append(row | {"updated_on": date})
        before = said
    return rows


def last_day(period: str) -> str:
    return str(pd.Period(period).end_time.date())


def _next_status(status: str, started: bool, due: bool, may_be_done: bool, rng: np.random.Generator) -> str:
    """One step on; an activity that the printed month shows as unfinished is never done before it."""
    if not started:
        return "not_started"
    if due and may_be_done and rng.random() < DONE_ONCE_DUE:
        return "done"
    following = _step(NEXT_STATUS, status, rng)
    return status if following == "done" and not may_be_done else following


def _step(chances: dict[str, dict[str, float]], state: str, rng: np.random.Generator) -> str:
    return str(rng.choice(list(chances[state]), p=list(chances[state].values())))


def _plan(year: str, printed_end: str, rng: np.random.Generator) -> Plan:
    """About a fourth of the end dates are moved, once or twice; the last one is the printed one."""
    final = printed_end or _month_end(f"{year}-12", rng.choice([-6, -3, 0, 0, 0, 0, 5]))
    moves = rng.choice([0, 1, 2], p=[0.74, 0.2, 0.06])
    since = sorted(rng.choice(reporting_months(year)[1:-1], moves, replace=False), reverse=True)
    ends = [(str(month), _month_end(final[:7], -3 * number)) for number, month in enumerate(since)]
    ends = [(month, final if number == 0 else end) for number, (month, end) in enumerate(ends)]
    first = _month_end(final[:7], -3 * moves) if moves else final
    latest_start = min(pd.Period(first[:7]), pd.Period(f"{year}-05"))
    start = (latest_start - int(rng.integers(2, 9))).start_time.date()
    return Plan(str(start), (("", first), *reversed(ends)))


def _month_end(period: str, months_later: int) -> str:
    return last_day(str(pd.Period(period) + int(months_later)))


def _comment(status: str, rng: np.random.Generator) -> str:
    return str(rng.choice(COMMENTS[status])) if rng.random() < COMMENTED else ""


def _owners(focus_area: str) -> tuple[str, ...]:
    return next((owners for start, owners in OWNERS.items() if start and focus_area.startswith(start)), OWNERS[""])


def _without_source(table: pd.DataFrame) -> pd.DataFrame:
    return table.drop(columns="source_document").replace("", None)


def _table(rows: list[dict[Any, Any]]) -> pd.DataFrame:
    """Flags as 0 or 1; what neither the document nor the simulation gave is missing."""
    table = _without_source(pd.DataFrame(rows).drop(columns="year"))
    return table.assign(comment_expected=table["comment_expected"].isin([True, "true"]).astype(int))
