"""Amounts in öre that reproduce every printed figure at its month, to the printed decimal.

A printed figure says that a sum of amounts lies within half a unit of its last decimal: a slab. Projecting
onto the slabs in turn (Kaczmarz' method) ends in a point that lies in all of them, where there is one.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from data.demo.inputs import items_below, read, year_before
from data.demo.split import ASSUMED_INCOME_MNKR, INCOME_ONLY, has_both

Key = tuple[str, str, str]
"""Quantity, month and item line; a yearly quantity stands at its year."""

ORE = {"mnkr": 100_000_000, "tkr": 100_000}
SHRINK = 0.95
"""Aim a little inside the rounding interval, so that rounding to öre stays within it."""

RELAXATION = 1.5
"""Step a little past each slab: fewer sweeps, the same limit (any value below 2 converges)."""

SWEEPS = 20_000

PREVIOUS_FORECAST = {"2017-11": "2017-10", "2019-08": "2019-05"}

TERMS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "actual_ytd": (("actual", "now", 1),),
    "actual_ytd_prev_year": (("actual", "year ago", 1),),
    "budget_ytd": (("budget", "now", 1),),
    "deviation_ytd": (("actual", "now", 1), ("budget", "now", -1)),
    "budget_year": (("budget_year", "year", 1),),
    "forecast_year": (("forecast", "now", 1),),
    "forecast_deviation": (("forecast", "now", 1), ("budget_year", "year", -1)),
    "forecast_change": (("forecast", "now", 1), ("forecast", "previous", -1)),
    "cost_ytd": (("cost", "now", 1),),
    "cost_ytd_prev_year": (("cost", "year ago", 1),),
    "cost_change": (("cost", "now", 1), ("cost", "year ago", -1)),
    "cost_budget_ytd": (("cost_budget", "now", 1),),
    "cost_deviation_ytd": (("cost", "now", 1), ("cost_budget", "now", -1)),
    "income_deviation_ytd": (
        ("actual", "now", 1),
        ("budget", "now", -1),
        ("cost", "now", -1),
        ("cost_budget", "now", 1),
    ),
}
"""What each printed measure of a budget line adds up; the percentages follow from the amounts."""

NET_OF_COST = {"cost": "actual", "cost_budget": "budget"}


@dataclass(frozen=True)
class Slab:
    """A sum of amounts that lies within `half` of `target`, in öre."""

    terms: tuple[tuple[Key, int], ...]
    target: float
    half: float
    label: str


def corrected_figures() -> pd.DataFrame:
    """The printed figures, with our value where a known error says that the printed one cannot hold."""
    printed = read("printed_figures")
    keys = ["reported_period", "source_document", "table_name", "subject_type", "subject_id", "breakdown", "measure"]
    check_ids = "value/" + printed[keys].agg("/".join, axis=1)
    ours = read("known_errors").set_index("check_id")["expected"]
    return printed.assign(true_value=check_ids.map(ours).fillna(printed["printed_value"]), check_id=check_ids)


def line_amounts() -> dict[Key, int]:
    """Öre per quantity, month and item line: year-to-date actual, budget and costs, year budget and forecasts."""
    figures = corrected_figures().query("subject_type == 'line'")
    slabs = [_line_slab(figure) for figure in figures.to_dict("records") if figure["measure"] in TERMS]
    return solve(slabs, *_start(slabs))


def frame_amounts() -> dict[Key, int]:
    """Öre per scope and component of the budget frame; the components add up to the printed frame."""
    figures = corrected_figures().query("subject_type == 'budget_frame'")
    components = read("budget_frame").groupby("scope")["component"].agg(list).to_dict()
    slabs = []
    for figure in figures.to_dict("records"):
        scope, subject = figure["breakdown"], figure["subject_id"]
        parts = components[scope] if subject == "total" else [subject]
        slabs.append(_slab(figure, [((scope, figure["reported_period"], part), 1) for part in parts]))
    return solve(slabs, _printed(slabs), {})


def solve(slabs: list[Slab], start: dict[Key, float], mobility: dict[Key, float]) -> dict[Key, int]:
    """A point inside every slab, near the start, in whole öre.

    An amount gives way in proportion to its mobility, 1 where none is given. Raises ValueError when the slabs
    have no point in common.
    """
    rows = _matrix(slabs, list(start))
    target = np.array([slab.target for slab in slabs])
    half = np.array([slab.half for slab in slabs])
    weights = np.array([mobility.get(key, 1.0) for key in start])
    ore = np.rint(_project(rows, target, half * SHRINK, weights, np.array(list(start.values()))))
    missed = np.abs(rows @ ore - target) >= half
    if missed.any():
        labels = [slab.label for slab, miss in zip(slabs, missed, strict=True) if miss]
        raise ValueError(f"{len(labels)} printed figures cannot hold together, among them: {'; '.join(labels[:5])}")
    return {key: int(amount) for key, amount in zip(start, ore, strict=True)}


def _matrix(slabs: list[Slab], keys: list[Key]) -> np.ndarray:
    """One row per slab, one column per amount."""
    position = {key: number for number, key in enumerate(keys)}
    rows = np.zeros((len(slabs), len(keys)))
    for number, slab in enumerate(slabs):
        for key, factor in slab.terms:
            rows[number, position[key]] += factor
    return rows


def _project(
    rows: np.ndarray, target: np.ndarray, half: np.ndarray, weights: np.ndarray, amounts: np.ndarray
) -> np.ndarray:
    steps = RELAXATION * rows * weights / (rows**2 @ weights)[:, None]
    for _ in range(SWEEPS):
        outside = np.flatnonzero(np.abs(rows @ amounts - target) > half)
        if not len(outside):
            break
        for row in outside:
            miss = rows[row] @ amounts - target[row]
            amounts = amounts - steps[row] * (miss - np.clip(miss, -half[row], half[row]))
    return amounts


def _line_slab(figure: dict[Any, str]) -> Slab:
    period = figure["reported_period"]
    when = {
        "now": period,
        "year": period[:4],
        "year ago": year_before(period),
        "previous": PREVIOUS_FORECAST.get(period, ""),
    }
    terms: list[tuple[Key, int]] = []
    for quantity, moment, factor in TERMS[figure["measure"]]:
        at = when[moment]
        for item in items_below(int(at[:4]))[figure["subject_id"]]:
            terms += [(key, factor) for key in _variable(quantity, at, item)]
    return _slab(figure, terms)


def _variable(quantity: str, period: str, item: str) -> list[Key]:
    """A cost is an amount of its own only where the line has income too; else it is the net, or nothing."""
    if quantity in NET_OF_COST and not has_both(item):
        return [] if item in INCOME_ONLY else [(NET_OF_COST[quantity], period, item)]
    return [(quantity, period, item)]


def _slab(figure: dict[Any, str], terms: list[tuple[Key, int]]) -> Slab:
    unit = ORE[figure["unit"]]
    half = unit / 2 / 10 ** int(figure["decimals"])
    return Slab(tuple(terms), float(Decimal(figure["true_value"]) * unit), half, figure["check_id"])


def _start(slabs: list[Slab]) -> tuple[dict[Key, float], dict[Key, float]]:
    """Where to start, and how far an amount may move: what is not printed gives way before what is.

    An unprinted forecast starts as the next printed one, a cost as the net without the assumed income.
    """
    printed = _printed(slabs)
    keys = dict.fromkeys(key for slab in slabs for key, _ in slab.terms)
    start = {key: printed.get(key, 0.0) for key in keys if key[0] not in NET_OF_COST}
    mobility: dict[Key, float] = {}
    for key in start.keys() - printed.keys():
        quantity, period, item = key
        later = min(month for name, month, line in printed if (name, line) == (quantity, item) and month > period)
        start[key] = printed[quantity, later, item]
        mobility[key] = abs(start[key]) / ORE["tkr"] if item not in INCOME_ONLY else 1.0
    for cost, net in NET_OF_COST.items():
        for period, item in [key[1:] for key in start if key[0] == net and has_both(key[2])]:
            income = assumed_income(period, item)
            start[cost, period, item] = start[net, period, item] - income
            mobility[cost, period, item] = income / ORE["tkr"]
    return start, mobility


def _printed(slabs: list[Slab]) -> dict[Key, float]:
    return {slab.terms[0][0]: slab.target for slab in slabs if len(slab.terms) == 1}


def assumed_income(period: str, item: str) -> float:
    """Öre from January to the month, were the yearly income even."""
    return ASSUMED_INCOME_MNKR[item] * ORE["mnkr"] * int(period[5:]) / 12
