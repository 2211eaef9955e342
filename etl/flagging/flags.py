"""The table of flags: every rule on every subject."""

from collections.abc import Mapping

import pandas as pd

from etl.flagging.investments import investment_flags
from etl.flagging.limits import FlagLimits
from etl.flagging.lines import line_flags
from etl.flagging.staff import indicator_flags
from etl.flagging.work import activity_flags, assignment_flags

COLUMNS = ["period", "subject_type", "subject_id", "department_id", "rule", "severity", "since_period", "facts"]


def flags(tables: Mapping[str, pd.DataFrame], limits: FlagLimits) -> pd.DataFrame:
    """period x subject x rule."""
    raised = [
        *line_flags(tables, limits["line"]),
        *activity_flags(tables["activities"], limits["activity"]),
        *assignment_flags(tables["assignments"], tables["activities"]),
        *indicator_flags(tables["indicators"]),
        *investment_flags(tables["investments"], limits["investment"]),
    ]
    found = pd.concat([frame for frame in raised if len(frame)] or raised[:1], ignore_index=True)
    return found[COLUMNS].astype({name: "datetime64[ms]" for name in ("period", "since_period")})
