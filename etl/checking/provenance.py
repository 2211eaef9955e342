"""Where each figure comes from: a printed control total it ties to, else its source. No amount is touched."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from data.codes import PROVENANCES, TOTAL
from etl.checking.computed import Key

LINE_MONTH = ["period", "line_id"]


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


def mark_outlook(tables: dict[str, pd.DataFrame], ledger: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """`baselines` and `forecast_errors`, each with the weakest provenance of what it rests on.

    The budget remaining rests on its month's actual and budget, the seasonal share on the ledger's months; an error
    on the forecast and on December's outcome.
    """
    results = tables["results"].set_index(LINE_MONTH)
    both = weakest(results["actual_provenance"], results["budget_provenance"])
    months = pd.MultiIndex.from_frame(tables["baselines"][LINE_MONTH])
    by_method = pd.Series(both.reindex(months).to_numpy(), index=tables["baselines"].index, dtype="str")
    seasonal = tables["baselines"]["method"] == "seasonal_share"
    told = by_method.mask(seasonal, ledger).mask(tables["baselines"]["predicted_year_ore"].isna())
    baselines = tables["baselines"].assign(provenance=told)
    return baselines, _with_error_provenance(tables, baselines)


def _with_error_provenance(tables: dict[str, pd.DataFrame], baselines: pd.DataFrame) -> pd.DataFrame:
    reported = tables["forecasts"].rename(columns={"reported_period": "period"}).assign(method="forecast")
    predicted = pd.concat([frame[[*LINE_MONTH, "method", "provenance"]] for frame in (reported, baselines)])
    errors = tables["forecast_errors"].merge(predicted, on=[*LINE_MONTH, "method"], how="left", validate="1:1")
    december = pd.to_datetime(errors["period"].dt.year.astype("str") + "-12").astype("datetime64[ms]")
    outcome = tables["results"].set_index(LINE_MONTH)["actual_provenance"]
    keys = pd.MultiIndex.from_arrays([december, errors["line_id"]])
    actual = pd.Series(outcome.reindex(keys).to_numpy(), index=errors.index, dtype="str")
    return errors.assign(provenance=weakest(errors["provenance"], actual))


def weakest(first: pd.Series, second: pd.Series) -> pd.Series:
    """Row by row the less certain of two provenances; missing where either is."""
    rank = {name: place for place, name in enumerate(PROVENANCES)}
    return first.where(first.map(rank) >= second.map(rank), second).mask(first.isna() | second.isna())


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
