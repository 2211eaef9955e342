"""What a rule judges, the flags it raises and the facts it leaves. Pure.

A flag's `facts` are the numbers behind it and the limits it passed, so that a screen can say why without computing
anything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Subjects:
    """All rows a rule judges, so that an unbroken run is counted over the months that were judged at all.

    `who` names the column that tells one run from another, where the key alone does not.
    """

    kind: str
    key: str
    rows: pd.DataFrame
    who: str = ""

    def where(self, mask: pd.Series) -> "Subjects":
        return Subjects(self.kind, self.key, self.rows[mask.fillna(False).astype(bool)], self.who)

    def raised(
        self, rule: str, severity: pd.Series | str, mask: pd.Series, *facts: str, **limits: float
    ) -> pd.DataFrame:
        """One flag per row of the mask; `facts` are columns, `limits` stand beside them under their own names."""
        hit = mask.fillna(False).astype(bool)
        rows = self.rows[hit]
        return pd.DataFrame(
            {
                "period": rows["period"],
                "subject_type": self.kind,
                "subject_id": rows[self.key],
                "department_id": rows["department_id"],
                "rule": rule,
                "severity": severity[hit] if isinstance(severity, pd.Series) else severity,
                "since_period": since(rows["period"], rows[self.who or self.key], self.rows["period"]),
                "facts": [compact({**row, **limits}) for row in rows[list(facts)].to_dict("records")],
            }
        )


def since(periods: pd.Series, subjects: pd.Series, judged: pd.Series) -> pd.Series:
    """First month of the unbroken run each flag is part of, over the months that were judged."""
    order = {month: place for place, month in enumerate(sorted(judged.unique()))}
    rows = pd.DataFrame({"subject": subjects, "period": periods, "place": periods.map(order)})
    rows = rows.sort_values(["subject", "place"])
    starts = rows.groupby("subject")["place"].diff() != 1
    return rows["period"].groupby(starts.cumsum()).transform("first").reindex(periods.index)


def compact(facts: Mapping[Any, Any]) -> str:
    """Facts as JSON; öre become kronor, dates ISO text, missing null; a list is text already."""
    plain = {name.removesuffix("_ore") + "_sek" * name.endswith("_ore"): _plain(name, v) for name, v in facts.items()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    if name.endswith("_ore"):
        return int(value) / 100
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value
