"""What was decided in a dialogue: versions of decisions, in the database of the comments and by the same rules."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pandas as pd

from data.versions import Told, Versions

State = Literal["open", "done"]

TYPES = {
    "id": "int64",
    "decision_id": "int64",
    "period": "datetime64[ms]",
    "plan_year": "int64",
    "department_id": "str",
    "slide": "str",
    "text": "str",
    "state": "str",
    "author": "str",
    "verified": "bool",
    "written_at": "datetime64[us, UTC]",
    "seen": "int64",
    "snapshot_id": "str",
}
DECISIONS = Versions(
    "dialogue_decisions",
    TYPES,
    ["decision_id"],
    Told("Besluten kan inte läsas", "Beslutet kan inte sparas", "Beslutet", "Beslutet är tomt. Skriv något"),
)


@dataclass(frozen=True)
class NewDecision:
    """What someone wrote down as decided on the report of `period`, in a role of their own telling.

    In a plan dialogue `plan_year` is the year it was about, and `period` the newest report then; else it is 0.
    `department_id` is empty for the whole organisation and `slide`, the section it is about, for none. A later version
    names the `decision_id` it is of; 0 is a new decision. `written_at` has an offset.
    """

    period: pd.Timestamp
    department_id: str
    slide: str
    text: str
    author: str
    snapshot_id: str
    written_at: datetime
    plan_year: int = 0
    decision_id: int = 0
    seen: int = 0
    state: State = "open"
    verified: bool = False


def read(url: str) -> pd.DataFrame:
    """All versions of all decisions, oldest first; columns as in `TYPES`. `decision_id` is the id of the first version.

    Empty where nothing has been written yet; reading creates nothing. Raises `DatabaseUnavailable`.
    """
    found = DECISIONS.read(url)
    return found.assign(decision_id=found["decision_id"].where(found["decision_id"] > 0, found["id"]))


def write(url: str, decision: NewDecision) -> int:
    """Add a version; its id once it will last. Raises `ValueError` and `DatabaseUnavailable`, see `Versions.write`."""
    return DECISIONS.write(url, decision)


def standing(versions: pd.DataFrame) -> pd.DataFrame:
    """The versions that no later one of the same decision has had in view, oldest first."""
    return DECISIONS.standing(versions)


def about(standing: pd.DataFrame, departments: Collection[str] | None) -> pd.DataFrame:
    """Those of the departments; None is all, those of the whole organisation among them."""
    return standing if departments is None else standing[standing["department_id"].isin(departments)]


def taken_at(standing: pd.DataFrame, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
    """What was decided on the report of that month, or on the plan of a year."""
    same_kind = _same_kind(standing, plan_year)
    return same_kind[(same_kind["plan_year"] == plan_year) if plan_year else (same_kind["period"] == period)]


def open_at(standing: pd.DataFrame, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
    """Those of an earlier report, or plan, that are open; also where one of two who wrote at once has closed it."""
    earlier = before(standing, period, plan_year)
    return earlier[earlier["decision_id"].isin(earlier.loc[earlier["state"] == "open", "decision_id"])]


def before(standing: pd.DataFrame, period: pd.Timestamp, plan_year: int = 0) -> pd.DataFrame:
    """What was decided on an earlier report, or on the plan of an earlier year."""
    same_kind = _same_kind(standing, plan_year)
    return same_kind[(same_kind["plan_year"] < plan_year) if plan_year else (same_kind["period"] < period)]


def _same_kind(standing: pd.DataFrame, plan_year: int) -> pd.DataFrame:
    """Dialogues on plans leave nothing open for those on months, nor the other way round."""
    return standing[(standing["plan_year"] > 0) == (plan_year > 0)]
