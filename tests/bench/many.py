"""A generated region of 5 000 activities reported in 36 months: does the list answer within a blink?

What is measured is what a person waits for: from a choice in a filter, or the last letter of a word, to the last change
of the page, beside a choice on the stock hello page in the same round.
"""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page

from data.codes import ACTIVITY_STATUSES
from tests.bench import servers
from tests.bench.browser import Sample, choose, chromium, opened, timed
from tests.bench.servers import Server
from tests.bench.table import Row, compared

ACTIVITIES, MONTHS, FIRST_MONTH = 5_000, 36, "2017-01"
DEPARTMENTS, ASSIGNMENTS, FOCUS_AREAS = 40, 400, 12
LIST = "aktiviteter?flik=Lista"
ACTIONS = ("status", "search", "page")
_WORDS = ["Samordna", "Utveckla", "Följa upp", "Genomföra", "Förankra", "Införa", "Kartlägga", "Stödja"]
_WHAT = ["vårdval", "kollektivtrafik", "klimatmål", "bredband", "kompetensförsörjning", "e-hälsa", "upphandling"]
_SETTINGS = """
title = "Många aktiviteter"
[sources.genererad]
url = "sqlite:///{file}"
[datasets.department]
[datasets.period_status]
[datasets.assignment]
[datasets.activity]
[datasets.calendar]
"""


def publish(folder: Path) -> Path:
    """The data folder of the published region."""
    file, settings, data = folder / "many.sqlite", folder / "many.toml", folder / "many"
    with closing(sqlite3.connect(file)) as database:
        for name, table in tables().items():
            table.to_sql(name, database, index=False)
    settings.write_text(_SETTINGS.format(file=file), encoding="utf-8")
    command = [sys.executable, "-m", "etl", "run", "--config", str(settings), "--out", str(data)]
    subprocess.run(command, cwd=servers.ROOT, env=os.environ, check=True, stdout=subprocess.DEVNULL, timeout=600)
    return data


def tables() -> dict[str, pd.DataFrame]:
    """The datasets, the same each time."""
    draw = np.random.default_rng(5000)
    months = pd.period_range(FIRST_MONTH, periods=MONTHS, freq="M")
    departments = [f"d{n:02}" for n in range(DEPARTMENTS)]
    return {
        "department": pd.DataFrame(
            {
                "department_id": ["top", *departments],
                "name": ["Regionen", *(f"Enhet {n:02}" for n in range(DEPARTMENTS))],
                "parent_id": [None, *("top" if n < 8 else departments[n % 8] for n in range(DEPARTMENTS))],
            }
        ),
        "period_status": pd.DataFrame({"period": months.astype(str), "status": "closed", "closed_on": None}),
        "calendar": pd.DataFrame(
            {"date": ["2020-01-15"], "event": ["Underlag"], "audience": None, "reported_period": [str(months[-1])]}
        ),
        "assignment": _assignments(months),
        "activity": _activities(months, departments, draw),
    }


def _assignments(months: pd.PeriodIndex) -> pd.DataFrame:
    one = pd.DataFrame({"assignment_id": [f"u{n:03}" for n in range(ASSIGNMENTS)]})
    one["title"] = [f"Åtagande {n}" for n in range(ASSIGNMENTS)]
    one["focus_area"] = [f"Fokusområde {n % FOCUS_AREAS}" for n in range(ASSIGNMENTS)]
    one = one.assign(department_id=None, outlook="fulfilled", comment=None)
    return one.merge(pd.DataFrame({"reported_period": months.astype(str)}), how="cross")


def _activities(months: pd.PeriodIndex, departments: list[str], draw: np.random.Generator) -> pd.DataFrame:
    one = pd.DataFrame({"activity_id": [f"a{n:04}" for n in range(ACTIVITIES)]})
    one["assignment_id"] = [f"u{n % ASSIGNMENTS:03}" for n in range(ACTIVITIES)]
    one["title"] = [f"{_WORDS[n % 8]} {_WHAT[n % 7]} {n}" for n in range(ACTIVITIES)]
    one = one.assign(kind="activity", start_date="2017-01-01")
    one["department_id"] = draw.choice(departments, ACTIVITIES)
    one["end_date"] = draw.choice(pd.date_range("2019-01-31", "2021-12-31", freq="ME").strftime("%Y-%m-%d"), ACTIVITIES)
    rows = one.merge(pd.DataFrame({"reported_period": months.astype(str)}), how="cross")
    rows["status"] = draw.choice(ACTIVITY_STATUSES, len(rows), p=[0.05, 0.6, 0.12, 0.05, 0.05, 0.1, 0.03])
    worried = rows["status"].isin(["at_risk", "off_track", "paused"])
    comments = [f"Läget i {month}: underlaget bereds." for month in rows["reported_period"]]
    rows["comment"] = pd.Series(comments).where(worried & (draw.random(len(rows)) < 0.8))
    rows["comment_expected"] = worried.astype(int)
    return rows


def measure(elsewhere: Path, rounds: int) -> list[Row]:
    """Each action beside the hello page's choice, and the ETL's own time is not part of it."""
    data = publish(elsewhere)
    samples: list[tuple[Sample, Sample]] = []
    with servers.ours(data) as ours, servers.stock("hello.py", elsewhere) as hello, chromium() as browser:
        for number in range(rounds + 1):
            pair = _visit(browser, ours), _hello(browser, hello, number)
            if number:  # the first round warms the servers
                samples.append(pair)
    names = {"status": "a status chosen", "search": "a word searched for", "page": "an activity opened"}
    return [
        compared(
            f"{ACTIVITIES} activities x {MONTHS} months: {names[action]}",
            [mine[action].finished for mine, _ in samples],
            [stock["filter"].finished for _, stock in samples],
            "ms",
            None,
        )
        for action in ACTIONS
    ]


def _visit(browser: Browser, server: Server) -> Sample:
    with opened(browser, f"{server.url}/{LIST}", ".mu-eyebrow, .mu-title") as page:
        page.wait_for_function("bench.settled()")
        return {
            "status": _pick(page, "Status"),
            "search": timed(page, lambda: page.get_by_label("Sök i rubrik").press_sequentially("bredband", delay=30)),
            "page": timed(page, page.locator("a[data-open]").first.click),
        }


def _pick(page: Page, label: str) -> object:
    result = choose(page, label, 1)
    page.keyboard.press("Escape")
    return result


def _hello(browser: Browser, server: Server, number: int) -> Sample:
    with opened(browser, server.url, "[data-testid=stMarkdown] p") as page:
        page.wait_for_function("bench.settled()")
        return {"filter": choose(page, "How would you like to be contacted?", 1 + number % 2)}
