"""What has changed in closed months since they were first published."""

import pandas as pd

from data.snapshot import Snapshot
from data.tables import BY_NAME

MEASURES = ("actual_ytd", "budget_ytd")
KEYS = ["period", "line_id", "measure"]


def restatements(now: pd.DataFrame, closed: pd.Series, before: Snapshot | None) -> pd.DataFrame:
    """Closed in both snapshots and another amount now. `now` is `results` in kronor.

    What was first reported is carried from snapshot to snapshot, so a second change keeps the first figure.
    """
    if before is None:
        return _empty()
    closed_then = before.read("periods").query("status == 'closed'")["period"]
    current = _long(now[now["period"].isin(closed) & now["period"].isin(closed_then)], "now_sek")
    merged = current.merge(_first_reported(before), on=KEYS, validate="1:1")
    same = (merged["now_sek"] == merged["first_reported_sek"]) | (
        merged["now_sek"].isna() & merged["first_reported_sek"].isna()
    )
    return merged.loc[~same, BY_NAME["restatements"].names]


def _first_reported(before: Snapshot) -> pd.DataFrame:
    reported = _long(before.read("results"), "first_reported_sek").assign(first_snapshot=before.snapshot_id)
    carried = before.read("restatements")[[*KEYS, "first_reported_sek", "first_snapshot"]]
    both = pd.concat([carried, reported], ignore_index=True) if len(carried) else reported
    return both.drop_duplicates(KEYS, keep="first")


def _long(results: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = {f"{measure}_sek": measure for measure in MEASURES}
    wide = results[["period", "line_id", *columns]].rename(columns=columns)
    return wide.melt(["period", "line_id"], var_name="measure", value_name=name).astype({"measure": "str"})


def _empty() -> pd.DataFrame:
    return pd.DataFrame({column.name: [] for column in BY_NAME["restatements"].columns}).astype(
        {"period": "datetime64[ms]", "line_id": "str", "measure": "str", "first_snapshot": "str"}
    )
