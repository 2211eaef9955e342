"""Investments and the plan tables: as the source, with a deviation where there is one."""

import pandas as pd


def investments(reported: pd.DataFrame) -> pd.DataFrame:
    """Deviation = forecast - year budget; expenditure is negative, so plus is less spent."""
    return reported.assign(deviation_ore=reported["forecast_year_ore"] - reported["budget_year_ore"])
