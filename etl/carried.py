"""What an earlier snapshot still has: a refused money dataset keeps its figures, a single month is read anew.

A published table is turned back into its dataset, so that whatever is computed from it is computed the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

import pandas as pd

from data.contract import Dataset
from data.snapshot import Snapshot
from etl.money import ORE, SEK
from etl.sources.extract import Extract, control_sum
from etl.sources.ledger import COLUMNS as LEDGER_COLUMNS
from etl.sources.ledger import Ledger
from etl.sources.parse import typed_frame

Read = Callable[[str], pd.DataFrame]


def kept(extracts: Mapping[str, Extract], before: Snapshot | None) -> dict[str, Extract]:
    """Every refused dataset with the figures that `before` has of it; empty where it has none."""
    return {name: _kept(each, before) if each.status == "refused" else each for name, each in extracts.items()}


def kept_ledger(ledger: Ledger, before: Snapshot | None) -> Ledger:
    """The same for the ledger, whose figures are sums per month."""
    source = kept_from("ledger", before) if ledger.status == "refused" else ""
    if not source or before is None:
        return ledger
    months = months_of(before)
    return replace(ledger, kept_from=source, months=months, kept_ore=int(months["actual_ore"].sum()))


def one_month(extracts: Mapping[str, Extract], before: Snapshot, month: pd.Timestamp) -> dict[str, Extract]:
    """The chosen month as just read, the other months as `before` has them."""
    return {name: _one_month(each, before, month) if name in MONTHLY else each for name, each in extracts.items()}


def one_ledger_month(ledger: Ledger, before: Snapshot, month: pd.Timestamp) -> Ledger:
    """The same for the ledger."""
    if ledger.status != "read":
        return ledger
    anew = ledger.months[ledger.months["period"] == month]
    others = months_of(before).query("period != @month")
    return replace(
        ledger,
        months=pd.concat([others, anew], ignore_index=True),
        kept_ore=int(others["actual_ore"].sum()),
        rows_in=int(anew["rows"].sum()),
        sum_in=Decimal(int(anew["actual_ore"].sum())) / 100,
    )


def kept_from(name: str, before: Snapshot | None) -> str:
    """The snapshot that a dataset was last read for; empty where there is none."""
    if before is None:
        return ""
    row = before.read("sources").set_index("dataset").loc[name]
    if isinstance(row["kept_from"], str):
        return row["kept_from"]
    return before.snapshot_id if row["status"] == "read" else ""


def months_of(before: Snapshot) -> pd.DataFrame:
    """The ledger's sums as published; how many transactions were behind them is not told there."""
    months = before.read("finance_month")
    booked = _in_ore(months[months["actual_sek"].notna()].assign(rows=0))
    return booked[list(LEDGER_COLUMNS)].astype(LEDGER_COLUMNS).reset_index(drop=True)


def _kept(refused: Extract, before: Snapshot | None) -> Extract:
    source = kept_from(refused.dataset.name, before)
    if not source or before is None:
        return refused
    frame = _as_dataset(refused.dataset, before.read)
    return replace(refused, frame=frame, kept_from=source, kept_rows=len(frame), kept_sum=_sum(refused, frame))


def _one_month(read: Extract, before: Snapshot, month: pd.Timestamp) -> Extract:
    if read.status != "read":
        return read
    name = read.dataset.month
    anew = read.frame[read.frame[name] == month]
    published = _as_dataset(read.dataset, before.read)
    others = published[published[name] != month]
    return replace(
        read,
        frame=pd.concat([others, anew], ignore_index=True),
        kept_rows=len(others),
        kept_sum=_sum(read, others),
        rows_in=len(anew) + read.rows_refused,
        sum_in=_sum(read, anew) + read.sum_refused,
    )


def _sum(extract: Extract, frame: pd.DataFrame) -> Decimal:
    return control_sum(extract.dataset, frame)


def _as_dataset(dataset: Dataset, read: Read) -> pd.DataFrame:
    """The published rows in the dataset's columns and types, amounts in öre."""
    published = _in_ore(PUBLISHED[dataset.name](read))
    wanted = typed_frame(dataset, [])
    types = {money_or_plain: wanted[money_or_plain].dtype for money_or_plain in wanted.columns}
    return published.reindex(columns=wanted.columns).astype(types).reset_index(drop=True)


def _in_ore(frame: pd.DataFrame) -> pd.DataFrame:
    """Published kronor back to whole öre; two decimals of a float64 are exact up to 2**53 öre."""
    ore = {name.removesuffix(SEK) + ORE: frame[name].mul(100).round().astype("Int64") for name in _amounts(frame)}
    return frame.assign(**ore)


def _amounts(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if name.endswith(SEK)]


def _budget(read: Read) -> pd.DataFrame:
    months = read("finance_month")
    return months[months["budget_sek"].notna()].rename(columns={"budget_sek": "amount_sek"})


def _forecast(read: Read) -> pd.DataFrame:
    """A sum row's forecast is computed from its items', so only the items come back."""
    made = read("forecasts")
    items = read("budget_lines").query("kind == 'item'")[["year", "line_id"]]
    years = made.assign(year=made["reported_period"].dt.year)
    return years.merge(items, on=["year", "line_id"], validate="m:1")


def _reported(table: str) -> Callable[[Read], pd.DataFrame]:
    """Activities and assignments as their reports told them: without a department that an earlier report told.

    Whether a comment was expected can be told from whether it is missing.
    """

    def rows(read: Read) -> pd.DataFrame:
        published = read(table).rename(columns={"period": "reported_period"})
        own = published["department_reported_period"] == published["reported_period"]
        return published.assign(
            comment_expected=published["comment_missing"] | published["comment"].notna(),
            department_id=published["department_id"].where(own),
            updated_on=published.get("updated_period"),
        )

    return rows


def _as_published(table: str) -> Callable[[Read], pd.DataFrame]:
    return lambda read: read(table)


PUBLISHED: dict[str, Callable[[Read], pd.DataFrame]] = {
    "budget": _budget,
    "forecast": _forecast,
    "investment": _as_published("investments"),
    "investment_plan": _as_published("investment_plan"),
    "budget_frame": _as_published("budget_frame"),
    "initiative": _as_published("initiatives"),
    "plan_budget": _as_published("plan_budget"),
    "activity": _reported("activities"),
    "assignment": _reported("assignments"),
    "period_status": _as_published("periods"),
}
"""Dataset -> its rows in the published tables. Staff is not here: exact figures of small groups are never published."""

MONTHLY = ("budget", "forecast", "investment", "activity", "assignment", "period_status")
"""What `--period` reads for one month; the rest has no months, or (staff, printed figures) is always read whole."""
