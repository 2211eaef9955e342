"""Single transactions behind the monthly amounts: weekdays, accounts and cost centres, exact to the öre."""

import numpy as np
import pandas as pd

from data.demo.split import INCOME, OTHER, STAFF

TRANSACTIONS = 165_000
"""About this many in all; each cell gets at least a few, a large one more."""

ACCOUNTS = {
    INCOME: np.array([3010, 3110, 3210, 3450, 3510, 3610, 3740, 3910]),
    STAFF: np.array([4010, 4020, 4110, 4210, 4310, 4510, 4530, 4910]),
    OTHER: np.array([5010, 5110, 5230, 5410, 5610, 6010, 6310, 6540, 6830, 7010, 7210, 7550, 7690, 8410]),
}


def transactions(cells: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per transaction, in date order; each month, line and class adds up to its cell in öre."""
    cells = cells[cells["ore"] != 0].reset_index(drop=True)
    cell = np.repeat(cells.index.to_numpy(), _how_many(cells["ore"].to_numpy()))
    lines = pd.Series(sorted(cells["line_id"].unique())).reset_index().set_index(0)["index"]
    booked = pd.DataFrame(
        {
            "booking_date": _weekdays(cells["period"].to_numpy()[cell], rng),
            "line_id": cells["line_id"].to_numpy()[cell],
            "account": _accounts(cells["account_class"].to_numpy()[cell], rng),
            "ore": _parts(cells["ore"].to_numpy(), cell, rng),
        }
    )
    centre = 1000 + 10 * booked["line_id"].map(lines) + rng.integers(1, 6, len(booked))
    booked = booked.assign(cost_centre=centre.astype(str)).query("ore != 0").sort_values("booking_date", kind="stable")
    number = booked.groupby(booked["booking_date"].str[:4]).cumcount() + 1
    voucher = "V" + booked["booking_date"].str[:4] + "-" + number.astype(str).str.zfill(6)
    booked = booked.assign(voucher_id=voucher, amount_sek=booked["ore"] / 100)
    return booked[["voucher_id", "booking_date", "line_id", "account", "cost_centre", "amount_sek"]]


def _how_many(ore: np.ndarray) -> np.ndarray:
    """More transactions in a larger cell, but far from in proportion; none smaller than about a hundred kronor."""
    size = np.abs(ore) ** 0.25
    wanted = np.rint(size * TRANSACTIONS / size.sum())
    return np.asarray(np.clip(wanted, 1, np.maximum(np.abs(ore) // 10_000, 1)), dtype=np.int64)


def _parts(ore: np.ndarray, cell: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Skewed parts of each cell's amount, as differences of the rounded running share."""
    weight = rng.lognormal(0.0, 1.1, len(cell))
    first = np.flatnonzero(np.diff(cell, prepend=-1))
    total = np.add.reduceat(weight, first)
    running = weight.cumsum() - np.repeat(np.add.reduceat(weight, first).cumsum() - total, np.bincount(cell))
    share = running / total[cell]
    share[np.append(first[1:], len(cell)) - 1] = 1.0
    booked = np.rint(share * ore[cell]).astype(np.int64)
    parts: np.ndarray = np.diff(booked, prepend=0)
    parts[first] = booked[first]
    return parts


def _weekdays(periods: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A random weekday of each row's month, as ISO text."""
    chosen = np.empty(len(periods), dtype=object)
    for period in np.unique(periods):
        days = pd.bdate_range(f"{period}-01", pd.Period(period).end_time).strftime("%Y-%m-%d").to_numpy()
        rows = np.flatnonzero(periods == period)
        chosen[rows] = days[rng.integers(0, len(days), len(rows))]
    return chosen


def _accounts(classes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    chosen = np.zeros(len(classes), dtype=np.int64)
    for name, accounts in ACCOUNTS.items():
        rows = np.flatnonzero(classes == name)
        chosen[rows] = rng.choice(accounts, len(rows))
    return chosen
