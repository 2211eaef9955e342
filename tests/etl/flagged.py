"""Budget lines written as a table in mnkr and the flags they raise, and small tables that raise every rule."""

import json
from decimal import Decimal
from typing import Any

import pandas as pd

from data.indicators import BY_ID
from etl import activities
from etl.flagging.flags import flags
from etl.flagging.limits import house_limits
from etl.flagging.lines import line_flags
from tests.etl.worked import dataset, rows

MNKR = 100_000_000
AMOUNTS = ("forecast", "budget", "gross", "outcome", "change")
Tables = dict[str, pd.DataFrame]


def tables(text: str, open_months: tuple[str, ...] = ()) -> Tables:
    """The tables a rule on budget lines reads, every line an item.

    Columns of the text: period, line, `made` (the month of the forecast), forecast and budget of the year, its
    gross budget, `outcome` (the deviation so far) and `change` of the forecast; those left out are missing.
    """
    found = pd.DataFrame(rows(text), dtype="object")
    period = _months(found["period"])
    made = _months(found["made"]) if "made" in found else period
    ore = {name: _ore(found[name] if name in found else [None] * len(found)) for name in AMOUNTS}
    results = pd.DataFrame(
        {
            "period": period,
            "line_id": found["line"],
            "department_id": None,
            "budget_year_ore": ore["budget"],
            "gross_budget_year_ore": ore["gross"],
            "forecast_year_ore": ore["forecast"],
            "forecast_deviation_ore": ore["forecast"] - ore["budget"],
            "forecast_change_ore": ore["change"],
            "forecast_reported_period": made,
            "deviation_ytd_ore": ore["outcome"],
        }
    )
    reported = results[(results["period"] == made) & results["forecast_year_ore"].notna()]
    years = results.assign(year=period.dt.year.astype("Int64"))[["year", "line_id"]].drop_duplicates()
    status = pd.Series("closed", index=found.index).mask(found["period"].isin(open_months), "open")
    return {
        "results": results,
        "budget_lines": years.assign(kind="item", parent_id="total"),
        "forecasts": reported[["forecast_reported_period", "line_id", "forecast_year_ore"]].rename(
            columns={"forecast_reported_period": "reported_period"}
        ),
        "periods": pd.DataFrame({"period": period, "status": status}).drop_duplicates("period"),
    }


def found(rule: str, source: Tables, **limits: float) -> pd.DataFrame:
    """The flags of one rule on budget lines; `limits` replace those of the house."""
    raised = pd.concat(line_flags(source, {**house_limits()["line"], **limits}))
    return raised[raised["rule"] == rule]


def surprises(rule: str, text: str, open_months: tuple[str, ...] = (), **limits: float) -> list[str]:
    """The rows of the table whose severity is not the one in its column `flag`; `-` is not flagged."""
    raised = found(rule, tables(text, open_months), **limits)
    got = {(f"{row.period:%Y-%m}", row.subject_id): row.severity for row in raised.itertuples()}
    written = {(row["period"], row["line"]): row["flag"] for row in rows(text)}
    assert set(got) <= set(written)
    return [f"{key}: {got.get(key)}, not {flag}" for key, flag in written.items() if got.get(key) != flag]


def facts(raised: pd.DataFrame) -> dict[str, Any]:
    """The facts of the only flag."""
    return json.loads(raised["facts"].item())


def every_flag() -> pd.DataFrame:
    """Flags of every rule that there is."""
    source = tables(
        """
        period  line  made    forecast budget gross outcome change
        2017-12 again -       -        -100   100   -2      -
        2018-12 again -       -        -100   100   -2      -
        2019-03 still 2019-03 -100     -100   100   0       -
        2019-05 still 2019-05 -100     -100   100   0       0
        2019-08 still 2019-08 -100     -100   100   -2      0         # unchanged, equal to budget
        2019-08 again 2019-08 -102     -100   100   2       -1        # below, worsened, opposite, repeated
        2019-08 above 2019-08 -98      -100   100   0       -
        """
    )
    return flags(source | _others(), house_limits())


WORK = """
    reported_period activity_id assignment_id title kind     status      start_date end_date   comment comment_expected
    2019-03         moved       b             A     activity on_track    -          2019-04-30 -       0
    2019-05         moved       b             A     activity on_track    -          2019-06-30 -       0
    2019-08         moved       b             A     activity on_track    -          2019-08-28 -       1 # 2 moves, late
    2019-03         vague       b             B     activity paused      -          -          vilar   1
    2019-05         vague       b             B     activity paused      -          -          vilar   1
    2019-08         vague       b             B     activity paused      -          -          vilar   1 # thrice, long
    2019-05         worse       a             C     activity on_track    2019-04-01 -          -       0
    2019-08         worse       a             C     activity off_track   2019-04-01 -          -       0 # and silent
    2019-05         skipped     a             D     activity not_started -          -          -       0
    2019-08         skipped     a             D     activity done        -          -          -       0
    2019-08         risk        b             E     activity at_risk     -          -          ny      1
    2019-08         unknown     b             F     activity unknown     -          -          ny      1
"""
"""Raises every rule on activities."""


def _others() -> Tables:
    month = pd.Timestamp(2019, 8, 1)
    assigned = """
        reported_period assignment_id title outlook   comment comment_expected
        2019-08         a             Ett   fulfilled ny      1
        2019-08         c             Tre   not       -       1
        2019-08         d             Fyra  partly    -       1
    """
    indicators = pd.DataFrame(
        {"indicator_id": ["sick_leave_r12", "hme"], "value": [0.061, 70.0], "numerator": [61, None]}
    )
    targets = {"target": [0.055, 75.0], "limit": [0.06, None], "breakdown": "total", "suppressed": False}
    investments = pd.DataFrame({"item_id": ["bygge"], "reported_period": [month]})
    assert BY_ID["hme"].direction == "higher"
    return {
        "activities": activities.activities(dataset("activity", WORK)),
        "assignments": activities.assignments(dataset("assignment", assigned)),
        "indicators": indicators.assign(period=month, department_id="office", **targets),
        "investments": investments.assign(
            deviation_ore=_ore([-20]), forecast_year_ore=_ore([-120]), budget_year_ore=_ore([-100]), actual_ytd_ore=0
        ),
    }


def _months(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="%Y-%m").astype("datetime64[ms]")


def _ore(mnkr: Any) -> pd.Series:
    """Exact: 1.995 mnkr is 199 500 000 öre."""
    return pd.Series([None if pd.isna(m) else int(Decimal(str(m)) * MNKR) for m in mnkr], dtype="Int64")
