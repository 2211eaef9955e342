"""Where each figure comes from: a printed control total it ties to, else its source. No amount is touched."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data.codes import TOTAL
from etl.checking.computed import Key


@dataclass(frozen=True)
class Proof:
    """Which printed figure proves a row, and which dataset it otherwise comes from.

    `subject` names the columns with period, subject and breakdown; "total" stands for itself.
    """

    dataset: str
    value: str
    kind: str
    subject: tuple[str, str, str]
    measures: tuple[str, ...]


RESULTS = {
    "actual_provenance": Proof("ledger", "actual_ytd_ore", "line", ("period", "line_id", TOTAL), ("actual_ytd",)),
    "budget_provenance": Proof("budget", "budget_ytd_ore", "line", ("period", "line_id", TOTAL), ("budget_ytd",)),
    "forecast_provenance": Proof(
        "forecast", "forecast_year_ore", "line", ("period", "line_id", TOTAL), ("forecast_year", "forecast_deviation")
    ),
    "prev_year_provenance": Proof(
        "ledger", "actual_ytd_prev_year_ore", "line", ("period", "line_id", TOTAL), ("actual_ytd_prev_year",)
    ),
}

ROWS = {
    "forecasts": Proof(
        "forecast",
        "forecast_year_ore",
        "line",
        ("reported_period", "line_id", TOTAL),
        ("forecast_year", "forecast_deviation"),
    ),
    "activities": Proof("activity", "activity_id", "activity", ("period", "activity_id", TOTAL), ("listed",)),
    "assignments": Proof("assignment", "assignment_id", "assignment", ("period", "assignment_id", TOTAL), ("listed",)),
    "investments": Proof(
        "investment", "name", "investment", ("reported_period", "item_id", "breakdown"), ("actual_ytd",)
    ),
    "investment_plan": Proof(
        "investment_plan", "amount_ore", "investment_plan", ("plan_year", "item_id", "year"), ("amount",)
    ),
    "budget_frame": Proof("budget_frame", "amount_ore", "budget_frame", ("year", "component", "scope"), ("amount",)),
    "initiatives": Proof("initiative", "amount_ore", "initiative", ("year", "initiative_id", TOTAL), ("amount",)),
    "plan_budget": Proof(
        "plan_budget", "amount_ore", "plan_budget", ("year", "account_class", "scope"), ("cost_amount",)
    ),
}
"""Table -> the proof of its rows."""


def provenance(frame: pd.DataFrame, proof: Proof, source: str | None, tied: set[Key]) -> pd.Series:
    """Per row; missing where the value is."""
    proven = [any((*key, measure) in tied for measure in proof.measures) for key in _keys(frame, proof)]
    texts = ["published" if yes else source for yes in proven]
    return pd.Series(texts, index=frame.index, dtype="str").mask(frame[proof.value].isna())


def mark_results(results: pd.DataFrame, sources: dict[str, str | None], tied: set[Key]) -> pd.DataFrame:
    """Each measure has its own, since a row at a printed month mixes them."""
    return results.assign(
        **{name: provenance(results, proof, sources[proof.dataset], tied) for name, proof in RESULTS.items()}
    )


def mark_indicators(
    table: pd.DataFrame, root: str, staff: str | None, survey: str | None, tied: set[Key]
) -> pd.DataFrame:
    """Only the whole office's indicators are printed; surveys may come from another source than staff."""
    proof = Proof("hr_month", "value", "indicator", ("period", "indicator_id", "breakdown"), ("value",))
    own = provenance(table, proof, staff, tied if root else set())
    elsewhere = provenance(table, proof, staff, set())
    marked = own.where(table["department_id"] == root, elsewhere)
    surveyed = (table["unit"] == "index") & (marked != "published") & marked.notna()
    return table.assign(provenance=marked.mask(surveyed, survey))


def _keys(frame: pd.DataFrame, proof: Proof) -> Iterable[tuple[str, str, str, str]]:
    period, subject, breakdown = (frame[name] if name in frame else [name] * len(frame) for name in proof.subject)
    for at, who, part in zip(period, subject, breakdown, strict=True):
        yield _month(at), proof.kind, str(who), str(part)


def _month(period: object) -> str:
    """A month as it is; a plan's year stands at December."""
    return f"{period:%Y-%m}" if isinstance(period, pd.Timestamp) else f"{period}-12"
