"""The rule on investments: a forecast far from the year's budget, over or under."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.flagging.limits import beyond, share
from etl.flagging.subjects import Subjects


def investment_flags(table: pd.DataFrame, limits: Mapping[str, float]) -> list[pd.DataFrame]:
    """Expenditure is negative, so a negative deviation is more spent than budgeted."""
    rows = table.rename(columns={"reported_period": "period"}).assign(
        department_id=None, deviation_share=share(table["deviation_ore"], table["budget_year_ore"])
    )
    mnkr, percent = limits["deviation_mnkr"], limits["deviation_percent"]
    large = beyond(rows["deviation_ore"], rows["budget_year_ore"], mnkr, percent)
    over = (rows["deviation_ore"] < 0).fillna(False).astype(bool)
    severity = pd.Series(np.where(over, "warning", "info"), index=rows.index)
    facts = ("deviation_ore", "deviation_share", "forecast_year_ore", "budget_year_ore", "actual_ytd_ore")
    return [
        Subjects("investment", "item_id", rows).raised(
            "investment_deviation", severity, large, *facts, limit_mnkr=mnkr, limit_percent=percent
        )
    ]
