"""Do the delivered targets fit the catalogue of indicators? One that does not is silently no target, or a wrong one."""

import pandas as pd

from data.indicators import BY_ID
from etl.checking.checks import Check
from etl.checking.closing import none_of


def fit_the_catalogue(targets: pd.DataFrame) -> list[Check]:
    """Every target is of an indicator that we have, in its direction, and of a share between 0 and 1."""
    known = targets[targets["indicator_id"].isin(BY_ID.keys())]
    ours = known["indicator_id"].map(lambda name: BY_ID[name].direction)
    other_way = known[(ours != "") & (ours != known["direction"])]
    unit = known["indicator_id"].map(lambda name: BY_ID[name].unit)
    per_cent = known[(unit == "share") & (known[["target", "limit"]].max(axis=1) > 1)]
    return [
        _check("indicator", targets.drop(known.index), "Målvärden för nyckeltal som inte finns"),
        _check("direction", other_way, "Målvärden med en annan riktning än nyckeltalets; nyckeltalets riktning gäller"),
        _check("scale", per_cent, "Målvärden för andelar som är större än 1 (skrivs 0,04 för 4 procent)"),
    ]


def _check(rule: str, broken: pd.DataFrame, what: str) -> Check:
    names = [f"{year} {name}" for year, name in zip(broken["year"], broken["indicator_id"], strict=True)]
    return none_of(f"target/{rule}", "indicators", "serious", names, what)
