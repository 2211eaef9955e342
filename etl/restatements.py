"""What has changed in closed months since they were first published."""

import pandas as pd

from data.snapshot import Snapshot
from data.tables import BY_NAME

MEASURES = ("actual_ytd", "budget_ytd", "forecast_year")
KEYS = ["period", "line_id", "measure"]


def restatements(now: pd.DataFrame, closed: pd.Series, before: Snapshot | None) -> pd.DataFrame:
    """Closed in both snapshots and another amount now. `now` is `results` in kronor.

    What was first reported is carried from snapshot to snapshot, so a second change keeps the first figure; so is
    the last snapshot with another amount than now, which tells when the change came.
    """
    if before is None:
        return _empty()
    closed_then = before.read("periods").query("status == 'closed'")["period"]
    current = _long(now[now["period"].isin(closed) & now["period"].isin(closed_then)], "now_sek")
    merged = current.merge(_first_reported(before), on=KEYS, validate="1:1")
    changed = merged[~_same(merged["now_sek"], merged["first_reported_sek"])]
    return _dated(changed, before)[BY_NAME["restatements"].names]


def _dated(changed: pd.DataFrame, before: Snapshot) -> pd.DataFrame:
    """The amount is as it was in `before`: the date is carried; else `before` is the last one with another amount."""
    carried = before.read("restatements")[[*KEYS, "now_sek", "last_snapshot_before"]]
    both = changed.merge(carried, on=KEYS, how="left", suffixes=("", "_then"), validate="1:1")
    unmoved = _same(both["now_sek"], both["now_sek_then"]) & both["last_snapshot_before"].notna()
    return both.assign(last_snapshot_before=both["last_snapshot_before"].where(unmoved, before.snapshot_id))


def _first_reported(before: Snapshot) -> pd.DataFrame:
    reported = _long(before.read("results"), "first_reported_sek").assign(first_snapshot=before.snapshot_id)
    carried = before.read("restatements")[[*KEYS, "first_reported_sek", "first_snapshot"]]
    both = pd.concat([carried, reported], ignore_index=True) if len(carried) else reported
    return both.drop_duplicates(KEYS, keep="first")


def _same(one: pd.Series, other: pd.Series) -> pd.Series:
    return (one == other) | (one.isna() & other.isna())


def _long(results: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = {f"{measure}_sek": measure for measure in MEASURES}
    wide = results[["period", "line_id", *columns]].rename(columns=columns)
    return wide.melt(["period", "line_id"], var_name="measure", value_name=name).astype({"measure": "str"})


def _empty() -> pd.DataFrame:
    columns = BY_NAME["restatements"].columns
    texts = dict.fromkeys((column.name for column in columns if column.type == "text"), "str")
    return pd.DataFrame({column.name: [] for column in columns}).astype({"period": "datetime64[ms]", **texts})
