"""Checks that do not need a printed figure: the tables fit the contract, and nothing was lost on the way."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

import pandas as pd

from data.contract import Column, Table
from data.tables import BY_NAME
from etl.errors import RunFailed
from etl.finance import add_sum_rows
from etl.sources.extract import Extract
from etl.sources.refusals import PRIVATE


@dataclass(frozen=True)
class Check:
    """One row of the published table `checks`."""

    check_id: str
    table: str
    period: pd.Timestamp | None
    severity: str
    passed: bool
    known: bool
    found: str | None
    expected: str | None
    message: str

    @property
    def unexpected(self) -> bool:
        return not self.passed and not self.known


def as_table(checks: Iterable[Check]) -> pd.DataFrame:
    names = BY_NAME["checks"].names
    frame = pd.DataFrame([asdict(check) for check in checks], columns=names)
    return frame.assign(period=pd.to_datetime(frame["period"]).astype("datetime64[ms]"))


def equal(check_id: str, table: str, found: int | Decimal, expected: int | Decimal, what: str) -> Check:
    """Two exact numbers that must be the same."""
    passed = found == expected
    verdict = "stämmer" if passed else f"ger {found}, väntat {expected}"
    severity = "info" if passed else "serious"
    return Check(check_id, table, None, severity, passed, False, str(found), str(expected), f"{what}: {verdict}.")


def accounted(extracts: Mapping[str, Extract]) -> list[Check]:
    """In = used + refused, per dataset: the number of rows, and the sum of the control column.

    A staff sum could give a small group away, so only the difference is told.
    """
    read = [(name, each) for name, each in sorted(extracts.items()) if each.status != "absent"]
    rows = [
        equal(f"rows/{name}", "sources", e.rows_used + e.rows_refused, e.rows_in, f"{IN_USED_REFUSED} rader i {name}")
        for name, e in read
    ]
    sums = [
        equal(f"control/{name}", "sources", *_told(name, e), f"{IN_USED_REFUSED} summa i {name}")
        for name, e in read
        if e.dataset.control
    ]
    return rows + sums


def _told(name: str, extract: Extract) -> tuple[Decimal, Decimal]:
    found = extract.sum_used + extract.sum_refused
    return (found - extract.sum_in, Decimal(0)) if name in PRIVATE else (found, extract.sum_in)


IN_USED_REFUSED = "In = använt + avvisat,"


def known_words(extracts: Mapping[str, Extract]) -> list[Check]:
    """A status that no code stands for counts as unknown; how many, and which words, is a finding."""
    return [
        Check(
            f"words/{name}/{column}",
            name,
            None,
            "warning",
            False,
            False,
            str(words.total()),
            "0",
            f"{extract.source}, kolumn {column}: {words.total()} värden är inget känt ord och räknas som okända "
            f"({_counted(words)}). Ange vad de betyder under [datasets.{name}.words.{column}].",
        )
        for name, extract in sorted(extracts.items())
        for column, words in sorted(extract.unknown.items())
    ]


def _counted(words: Counter[str]) -> str:
    return ", ".join(f'"{word}" {count} st' if word else f"tom cell {count} st" for word, count in words.most_common(5))


def balanced(checks: Iterable[Check]) -> None:
    """Raises `RunFailed` where a row or a krona is neither used nor refused: that is our fault, never the source's."""
    lost = [check.message for check in checks if check.check_id.startswith(("rows/", "control/")) and not check.passed]
    if lost:
        raise RunFailed(*lost)


def not_refused(extracts: Mapping[str, Extract]) -> list[Check]:
    """A refused money dataset or row is a finding in itself."""
    return [
        Check(
            f"refused/{name}",
            "refused",
            None,
            "serious" if extract.status == "refused" else "warning",
            False,
            False,
            str(extract.rows_refused),
            "0",
            f"{extract.source}: {extract.rows_refused} av {extract.rows_in} rader är avvisade, se tabellen refused."
            + (f" Siffrorna från utgåva {extract.kept_from} ligger kvar." if extract.kept_from else ""),
        )
        for name, extract in sorted(extracts.items())
        if extract.refusals
    ]


def ledger_is_finance_month(ledger_ore: int, finance: pd.DataFrame) -> Check:
    total = int(finance["actual_ore"].sum())
    return equal("sum/ledger", "finance_month", total, ledger_ore, "Huvudbokens summa = månadsbeloppens, i öre")


def ledger_is_results(finance: pd.DataFrame, results: pd.DataFrame, lines: pd.DataFrame) -> list[Check]:
    """Per published month: the item lines' running sums are the ledger's bookings since January."""
    items = lines.loc[lines["kind"] == "item", ["year", "line_id"]]
    year = results["period"].dt.year.astype("Int64")
    own = results.assign(year=year).merge(items, on=["year", "line_id"], validate="m:1")
    to_date = own.dropna(subset=["actual_ytd_ore"]).groupby("period")["actual_ytd_ore"].sum()
    booked = finance.groupby("period")["actual_ore"].sum(min_count=1).dropna()
    running = booked.groupby(pd.DatetimeIndex(booked.index).year).cumsum()
    return [
        equal(
            f"sum/results/{period:%Y-%m}",
            "results",
            int(to_date[period]),
            int(running[period]),
            f"Uppdragens resultat {period:%Y-%m} = huvudboken sedan januari, i öre",
        )
        for period in to_date.index
    ]


def sum_rows(results: pd.DataFrame, lines: pd.DataFrame) -> list[Check]:
    """Each sum row's actual is the sum of the items under it, in every published month."""
    keyed = results.assign(year=results["period"].dt.year.astype("Int64"))
    expected = add_sum_rows(
        keyed.merge(lines.loc[lines["kind"] == "item", ["year", "line_id"]], on=["year", "line_id"], validate="m:1"),
        lines,
        ["period"],
        ["actual_ytd_ore"],
    )
    both = keyed.merge(expected, on=["period", "line_id"], suffixes=("", "_parts"), validate="1:1")
    differ = both["actual_ytd_ore"].fillna(0) != both["actual_ytd_ore_parts"].fillna(0)
    return [equal("sum/tree", "results", int(differ.sum()), 0, "Summarader som avviker från summan av sina rader")]


def broken(table: Table, frame: pd.DataFrame) -> list[str]:
    """Why a table does not fit its contract: a broken table stops the run."""
    missing = [name for name in table.names if name not in frame]
    if missing:
        return [f"{table.name}: kolumnen {name} saknas." for name in missing]
    doubled = frame.loc[frame.duplicated(table.key), table.key].to_numpy()
    twice = [f"{table.name}: nyckeln {', '.join(map(str, row))} finns två gånger." for row in doubled]
    return twice + [fault for column in table.columns for fault in _broken_column(table, column, frame[column.name])]


def _broken_column(table: Table, column: Column, values: pd.Series) -> list[str]:
    where = f"{table.name}.{column.name}"
    present = values.dropna()
    faults = [f"{where}: {values.isna().sum()} tomma värden."] if not column.optional and values.isna().any() else []
    if column.allowed and not present.isin(column.allowed).all():
        strange = sorted(set(present) - set(column.allowed))
        faults.append(f"{where}: {strange[0]!r} är inte tillåtet. Väntat: {', '.join(column.allowed)}.")
    if column.minimum is not None and (present < column.minimum).any():
        faults.append(f"{where}: {present.min()} är mindre än {column.minimum:g}.")
    return faults
