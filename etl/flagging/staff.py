"""The rules on indicators. The limits are the targets that the region delivers."""

import pandas as pd

from data.codes import TOTAL
from data.indicators import BY_ID
from etl.flagging.subjects import Subjects


def indicator_flags(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Beyond the limit is serious, beyond the target a warning; judged per department, never on a withheld value."""
    rows = with_catalogue(table[(table["breakdown"] == TOTAL) & table["value"].notna() & ~table["suppressed"]])
    sign = rows["direction"].map({"lower": 1, "higher": -1}).astype("int64")
    over_limit = (rows["value"] - rows["limit"]) * sign > 0
    over_target = ((rows["value"] - rows["target"]) * sign > 0) & ~over_limit
    facts = ("value", "target", "limit", "unit", "direction")
    subjects = Subjects("indicator", "indicator_id", rows, "who")
    return [
        subjects.raised("beyond_limit", "serious", over_limit, *facts),
        subjects.raised("beyond_target", "warning", over_target, *facts),
    ]


def with_catalogue(rows: pd.DataFrame) -> pd.DataFrame:
    """Adds unit and direction of the indicator, and `who` is judged: an indicator of a department."""
    return rows.assign(
        who=rows["indicator_id"] + "/" + rows["department_id"],
        unit=rows["indicator_id"].map(lambda name: BY_ID[name].unit),
        direction=rows["indicator_id"].map(lambda name: BY_ID[name].direction),
    )
