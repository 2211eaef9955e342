"""The rules on indicators. The limits are the targets that the region delivers."""

import pandas as pd

from data.codes import TOTAL
from data.indicator import Standing
from data.indicators import BY_ID
from etl.flagging.subjects import Subjects


def indicator_flags(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Beyond the limit is serious, beyond the target a warning; judged per department, never on a withheld value."""
    rows = with_catalogue(table[(table["breakdown"] == TOTAL) & table["value"].notna() & ~table["suppressed"]])
    facts = ("value", "target", "limit", "unit", "direction")
    subjects, stands = Subjects("indicator", "indicator_id", rows, "who"), standings(rows)
    return [
        subjects.raised("beyond_limit", "serious", stands == "beyond_limit", *facts),
        subjects.raised("beyond_target", "warning", stands == "beyond_target", *facts),
    ]


def with_catalogue(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds unit and direction of the indicator, and `who` is judged: an indicator of a department."""
    return rows.assign(
        who=rows["indicator_id"] + "/" + rows["department_id"],
        unit=rows["indicator_id"].map(lambda name: BY_ID[name].unit),
        direction=rows["indicator_id"].map(lambda name: BY_ID[name].direction),
    )


def standings(rows: pd.DataFrame) -> pd.Series:
    """How each value stands; a share without its parts is published in whole per cent, too coarse near the line."""
    rounded = (rows["unit"] == "share") & rows["numerator"].isna()
    facts = zip(rows["indicator_id"], rows["value"], rows["target"], rows["limit"], rounded, strict=True)
    return pd.Series([_standing(*each) for each in facts], index=rows.index, dtype="object")


def _standing(name: str, value: float, target: float, limit: float, rounded: bool) -> Standing | None:
    return BY_ID[name].standing(value, target, limit, rounded)
