"""The rules that flag a row, and how long it has been flagged. Pure; thresholds stand in `flags.toml`.

A flag's `facts` are the numbers behind it, so that a screen can say why without computing anything.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.codes import TOTAL
from data.indicators import BY_ID

Thresholds = Mapping[str, Mapping[str, float]]
ORE_PER_MNKR = 100_000_000
THRESHOLDS_FILE = Path(__file__).with_name("flags.toml")

COLUMNS = ["period", "subject_type", "subject_id", "department_id", "rule", "severity", "since_period", "facts"]


def read_thresholds(path: Path = THRESHOLDS_FILE) -> Thresholds:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Subjects:
    """All rows a rule judges, so that an unbroken run is counted over the months that were judged at all.

    `who` names the column that tells one run from another, where the key alone does not.
    """

    kind: str
    key: str
    rows: pd.DataFrame
    who: str = ""

    def where(self, mask: pd.Series) -> "Subjects":
        return Subjects(self.kind, self.key, self.rows[mask.fillna(False).astype(bool)], self.who)

    def raised(self, rule: str, severity: pd.Series | str, mask: pd.Series, *facts: str) -> pd.DataFrame:
        """One flag per row of the mask."""
        hit = mask.fillna(False).astype(bool)
        rows = self.rows[hit]
        return pd.DataFrame(
            {
                "period": rows["period"],
                "subject_type": self.kind,
                "subject_id": rows[self.key],
                "department_id": rows["department_id"],
                "rule": rule,
                "severity": severity[hit] if isinstance(severity, pd.Series) else severity,
                "since_period": since(rows["period"], rows[self.who or self.key], self.rows["period"]),
                "facts": [compact(row) for row in rows[list(facts)].to_dict("records")],
            }
        )


def flags(tables: Mapping[str, pd.DataFrame], limits: Thresholds) -> pd.DataFrame:
    """period x subject x rule."""
    raised = [
        *line_flags(tables, limits["line"]),
        *activity_flags(tables["activities"], limits["activity"]),
        *assignment_flags(tables["assignments"]),
        *indicator_flags(tables["indicators"]),
        *investment_flags(tables["investments"], limits["investment"]),
    ]
    found = pd.concat([frame for frame in raised if len(frame)] or raised[:1], ignore_index=True)
    return found[COLUMNS].astype({name: "datetime64[ms]" for name in ("period", "since_period")})


def line_flags(tables: Mapping[str, pd.DataFrame], limits: Mapping[str, float]) -> list[pd.DataFrame]:
    """Items and the top row; the sums between would only repeat them."""
    rows = _flagged_lines(tables)
    lines = Subjects("line", "line_id", rows)
    loss = -rows["forecast_deviation_ore"]
    mnkr = loss / (limits["forecast_below_budget_mnkr"] * ORE_PER_MNKR)
    percent = loss / (limits["forecast_below_budget_percent"] / 100 * rows["gross_budget_year_ore"].replace(0, pd.NA))
    how_far = mnkr.astype("float64").clip(upper=percent.astype("float64").fillna(np.inf))
    severity = pd.Series(np.where(how_far >= 2, "serious", "warning"), index=rows.index)
    made = rows["forecast_change_ore"].notna()
    worse = rows["forecast_change_ore"] <= -limits["forecast_worsened_mnkr"] * ORE_PER_MNKR
    below = ("forecast_deviation_ore", "forecast_year_ore", "budget_year_ore", "gross_budget_year_ore")
    change = ("forecast_change_ore", "forecast_year_ore")
    return [
        lines.raised("forecast_below_budget", severity, how_far >= 1, *below),
        lines.where(made).raised("forecast_worsened", "warning", worse[made], *change),
    ]


def activity_flags(table: pd.DataFrame, limits: Mapping[str, float]) -> list[pd.DataFrame]:
    rows = Subjects("activity", "activity_id", table)
    status, late, moves = table["status"], table["days_overdue"], table["end_date_moved_count"]
    moved = table["end_date"].notna() & (moves >= limits["end_date_moves"])
    return [
        rows.raised("off_track", "serious", status == "off_track", "status", "status_previous"),
        rows.raised("at_risk", "warning", status == "at_risk", "status", "status_previous"),
        rows.raised("status_unknown", "info", status == "unknown", "status_previous"),
        rows.raised("overdue", "warning", late > limits["overdue_days"], "days_overdue", "end_date"),
        rows.raised("comment_missing", "warning", table["comment_missing"], "status"),
        rows.raised("end_date_moved", "info", moved, "end_date_moved_count", "end_date"),
    ]


def assignment_flags(table: pd.DataFrame) -> list[pd.DataFrame]:
    rows = Subjects("assignment", "assignment_id", table)
    return [
        rows.raised("outlook_not", "serious", table["outlook"] == "not", "outlook"),
        rows.raised("outlook_partly", "warning", table["outlook"] == "partly", "outlook"),
        rows.raised("comment_missing", "warning", table["comment_missing"], "outlook"),
    ]


def indicator_flags(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Beyond the limit is serious, beyond the target a warning; judged per department, never on a withheld value."""
    rows = table[(table["breakdown"] == TOTAL) & table["value"].notna() & ~table["suppressed"]]
    rows = rows.assign(who=rows["indicator_id"] + "/" + rows["department_id"])
    sign = rows["indicator_id"].map(lambda name: 1 if BY_ID[name].direction == "lower" else -1).astype("int64")
    over_limit = (rows["value"] - rows["limit"]) * sign > 0
    over_target = ((rows["value"] - rows["target"]) * sign > 0) & ~over_limit
    facts = ("value", "target", "limit")
    subjects = Subjects("indicator", "indicator_id", rows, "who")
    return [
        subjects.raised("beyond_limit", "serious", over_limit, *facts),
        subjects.raised("beyond_target", "warning", over_target, *facts),
    ]


def investment_flags(table: pd.DataFrame, limits: Mapping[str, float]) -> list[pd.DataFrame]:
    rows = table.rename(columns={"reported_period": "period"}).assign(department_id=None)
    size = rows["deviation_ore"].abs()
    large = (size >= limits["deviation_mnkr"] * ORE_PER_MNKR) & (
        size >= limits["deviation_percent"] / 100 * rows["budget_year_ore"].abs()
    )
    over = (rows["deviation_ore"] < 0).fillna(False).astype(bool)
    severity = pd.Series(np.where(over, "warning", "info"), index=rows.index)
    facts = ("deviation_ore", "forecast_year_ore", "budget_year_ore", "actual_ytd_ore")
    return [Subjects("investment", "item_id", rows).raised("investment_deviation", severity, large, *facts)]


def since(periods: pd.Series, subjects: pd.Series, judged: pd.Series) -> pd.Series:
    """First month of the unbroken run each flag is part of, over the months that were judged."""
    order = {month: place for place, month in enumerate(sorted(judged.unique()))}
    rows = pd.DataFrame({"subject": subjects, "period": periods, "place": periods.map(order)})
    rows = rows.sort_values(["subject", "place"])
    starts = rows.groupby("subject")["place"].diff() != 1
    return rows["period"].groupby(starts.cumsum()).transform("first").reindex(periods.index)


def compact(facts: Mapping[Any, Any]) -> str:
    """Facts as JSON; öre become kronor, dates ISO text, missing null."""
    plain = {name.removesuffix("_ore") + "_sek" * name.endswith("_ore"): _plain(name, v) for name, v in facts.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(name: str, value: Any) -> Any:
    if pd.isna(value):
        return None
    if name.endswith("_ore"):
        return int(value) / 100
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value


def _flagged_lines(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    lines = tables["budget_lines"]
    flagged = lines.loc[(lines["kind"] == "item") | lines["parent_id"].isna(), ["year", "line_id"]]
    results = tables["results"].assign(year=lambda t: t["period"].dt.year.astype("Int64"))
    rows = results.merge(flagged, on=["year", "line_id"], validate="m:1")
    return rows[rows["forecast_deviation_ore"].notna()].reset_index(drop=True)
