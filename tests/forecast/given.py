"""Published tables written by hand, amounts in million kronor, and a view of one month of them."""

from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard import metrics
from dashboard.forecast import subject
from dashboard.forecast.subject import Subject
from dashboard.store import ALL_DEPARTMENTS
from dashboard.view import View

MNKR = 1_000_000
_numbers = count()

LINES = """
year line_id parent_id kind sort_order department_id
2018 totalt  -         sum  9          -
2018 bidrag  totalt    item 1          stab
2018 drift   totalt    item 2          it
2018 bas     totalt    item 3          stab
2019 totalt  -         sum  9          -
2019 bidrag  totalt    item 1          stab
2019 drift   totalt    item 2          it
2019 bas     totalt    item 3          stab
"""
NAMES = {"totalt": "Totalt kontoret", "bidrag": "Bidrag", "drift": "Drift", "bas": "Kontoret Bas"}
DEPARTMENTS = """
department_id parent_id name
kontoret      -         Kontoret
stab          kontoret  Stab
it            kontoret  IT
"""

AMOUNTS = {
    "actual": "actual_ytd_sek",
    "budget": "budget_ytd_sek",
    "phased": "deviation_phasing_sek",
    "last_year": "actual_ytd_prev_year_sek",
    "year_budget": "budget_year_sek",
    "gross": "gross_budget_year_sek",
    "forecast": "forecast_year_sek",
    "change": "forecast_change_sek",
    "cost": "actual_sek",
    "cost_budget": "budget_sek",
    "predicted": "predicted_year_sek",
}
"""Short heading, in million kronor -> column, in kronor."""
PROVENANCES = ["actual_provenance", "budget_provenance", "forecast_provenance", "prev_year_provenance"]


class Written:
    """A snapshot that holds what a test wrote."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables = tables
        self.path = Path(f"written-{next(_numbers)}")
        self.manifest: dict[str, Any] = {}

    def read(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def rows(text: str) -> pd.DataFrame:
    """Aligned text -> a frame; "-" is missing, months are written 2019-08, amounts in million kronor."""
    frame = pd.read_csv(StringIO(text), sep=r"\s+", na_values=["-"])
    months = {name: pd.to_datetime(frame[name]) for name in frame if name in ("period", "made", "reported_period")}
    money = {column: (frame[name] * MNKR).round(2) for name, column in AMOUNTS.items() if name in frame}
    return frame.assign(**months).drop(columns=[name for name in AMOUNTS if name in frame]).assign(**money)


def months_of(text: str) -> pd.Series:
    """A year per row, a month per column, in million kronor -> month -> kronor."""
    years = pd.read_csv(StringIO(text), sep=r"\s+", na_values=["-"], index_col=0)
    found = {
        pd.Timestamp(year, month, 1): amount * MNKR
        for year, amounts in years.iterrows()
        for month, amount in enumerate(amounts, start=1)
    }
    return pd.Series(found, dtype=float)


def view(month: str, department: str | None = None, lines: str = LINES, **tables: str) -> View:
    """One month of what is written; `results`, `forecasts`, `finance_month`, `forecast_errors`, `baselines`."""
    tree = rows(lines)
    tree = tree.assign(
        name=tree["line_id"].map(NAMES).fillna(tree["line_id"]), depth=tree["parent_id"].notna().astype(int)
    )
    tree = tree.assign(budget_year_sek=float("nan"))
    written = {name: rows(text) for name, text in tables.items()}
    forecasts = written.get("forecasts", rows("reported_period line_id forecast\n"))
    written |= {
        "results": _results(written.get("results", rows("period line_id actual\n")), tree),
        "budget_lines": tree,
        "departments": rows(DEPARTMENTS),
        "forecasts": pd.DataFrame({"comment": None, "provenance": "booked"}, index=forecasts.index).assign(
            **{name: forecasts[name] for name in forecasts}
        ),
    }
    if "baselines" in written:
        written["baselines"] = written["baselines"].assign(provenance="booked")
    return View(Written(written), ALL_DEPARTMENTS, pd.Timestamp(month), department)  # type: ignore[arg-type]


def _results(found: pd.DataFrame, tree: pd.DataFrame) -> pd.DataFrame:
    """With the columns that follow from others, and those that nothing was written in missing."""
    owners = tree.set_index(["year", "line_id"])["department_id"]
    keys = pd.MultiIndex.from_arrays([found["period"].dt.year, found["line_id"]])
    unwritten = [name for name in (*metrics.MONEY, *metrics.OF_THE_WHOLE) if name not in found]
    table = found.assign(**dict.fromkeys(unwritten, float("nan")), **dict.fromkeys(PROVENANCES, "booked"))
    made = table["made"] if "made" in table else pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    deviation = table["actual_ytd_sek"] - table["budget_ytd_sek"]
    return table.assign(
        department_id=owners.reindex(keys).to_numpy(),
        deviation_ytd_sek=deviation,
        deviation_real_sek=deviation - table["deviation_phasing_sek"],
        forecast_deviation_sek=table["forecast_year_sek"] - table["budget_year_sek"],
        forecast_reported_period=made,
    )


def about(seen: View, line_id: str) -> Subject:
    """The row that a reader has opened."""
    return next(each for each in subject.subjects(seen).values() if each.line_id == line_id)


def plain(text: str) -> str:
    """With no-break spaces as spaces."""
    return text.replace("\u00a0", " ")
