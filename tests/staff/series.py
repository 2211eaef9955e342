"""A view with months of sick leave, known breaks and checks beside what is measured."""

from typing import Any

import numpy as np
import pandas as pd
from measured import view

from dashboard.view import View
from tests.etl.worked import rows as parsed

NO_BREAKS = "period title indicator department"
NO_CHECKS = "check_id period passed message"
UP_AND_DOWN = [0.020, 0.022] * 6


def months(values: list[float | None], start: str = "2016-01", department: str = "kontoret") -> str:
    """Rows of sick leave in the month; a None was never delivered."""
    lines = ["period indicator department value reason missing"]
    for place, value in enumerate(values):
        month = f"{pd.Timestamp(start) + pd.DateOffset(months=place):%Y-%m}"
        told = f"{value} - -" if value is not None else f"- month_missing {month}"
        lines.append(f"{month} sick_leave_month {department} {told}")
    return "\n".join(lines)


def noisy(count: int, seed: int = 1) -> list[float | None]:
    return [round(float(value), 4) for value in np.random.default_rng(seed).normal(0.03, 0.002, count)]


def seen(
    month: str,
    text: str,
    department: str | None = None,
    breaks: str = NO_BREAKS,
    checks: str = NO_CHECKS,
    **sizes: float,
) -> View:
    """`breaks` and `checks` as aligned text with _ for spaces; `sizes`: department -> mean permanent headcount."""
    found = view(month, text, department)
    tables: dict[str, pd.DataFrame] = found.snapshot.tables  # type: ignore[attr-defined]
    tables["breaks"] = _breaks(breaks)
    tables["checks"] = _checks(checks)
    tables["indicators"] = _sized(tables["indicators"], sizes)
    return found


def _breaks(text: str) -> pd.DataFrame:
    found = pd.DataFrame(parsed(text), columns=["period", "title", "indicator", "department"])
    found = found.assign(period=pd.to_datetime(found["period"]), title=_spaced(found["title"]))
    return found.rename(columns={"indicator": "indicator_id", "department": "department_id"})


def _checks(text: str) -> pd.DataFrame:
    found = pd.DataFrame(parsed(text), columns=["check_id", "period", "passed", "message"])
    passed = (found["passed"] == "1").astype(bool)
    return found.assign(period=pd.to_datetime(found["period"]), passed=passed, message=_spaced(found["message"]))


def _spaced(texts: Any) -> list[str]:
    return [text.replace("_", " ") for text in texts]


def _sized(indicators: pd.DataFrame, sizes: dict[str, float]) -> pd.DataFrame:
    of_turnover = indicators["indicator_id"] == "staff_turnover_r12"
    size = indicators["department_id"].map(sizes).where(of_turnover & indicators["numerator"].notna())
    return indicators.assign(denominator=size.fillna(indicators["denominator"]).where(indicators["numerator"].notna()))
