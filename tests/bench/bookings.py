"""A generated ledger, the same in every engine: a year of 12 months, 20 lines and 120 accounts, no randomness."""

import sqlite3
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import URL

from data.datasets import BY_NAME
from etl.sources.parse import typed_frame
from tests.postgres import execute

MONTHS, LINES, ACCOUNTS, FIRST_ACCOUNT, YEAR = 12, 20, 120, 4000, 2019
PART = 1_000_000
"""Rows of a Parquet file."""

COLUMNS = "voucher_id, booking_date, line_id, account, cost_centre, amount_sek"

IN_SQLITE = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :rows - 1)
INSERT INTO ledger
SELECT 'v' || i, printf('2019-%02d-%02d', i % 12 + 1, i * 104729 % 28 + 1), 'line_' || (i / 12 % 20),
4000 + i / 240 % 120, 'cc', (i * 7907 % 2000003) / 100.0 - 10000 FROM n
"""
IN_POSTGRESQL = """
INSERT INTO ledger
SELECT 'v' || i, make_date(2019, (i % 12 + 1)::int, (i * 104729 % 28 + 1)::int), 'line_' || (i / 12 % 20),
(4000 + i / 240 % 120)::int, 'cc', (i * 7907 % 2000003) / 100.0 - 10000 FROM generate_series(0::bigint, {last}) AS s(i)
"""


def in_sqlite(folder: Path, rows: int) -> str:
    """The address of the database."""
    file = folder / f"ledger_{rows}.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute(
            "CREATE TABLE ledger (voucher_id TEXT, booking_date TEXT, line_id TEXT, account INTEGER, "
            "cost_centre TEXT, amount_sek FLOAT)"
        )
        database.execute(IN_SQLITE, {"rows": rows})
    return f"sqlite:///{file}"


def in_postgresql(url: URL, rows: int) -> str:
    """Likewise; dates are dates and amounts decimal."""
    execute(
        url,
        "CREATE UNLOGGED TABLE ledger (voucher_id text, booking_date date, line_id text, account integer, "
        "cost_centre text, amount_sek numeric(18, 2))",
        IN_POSTGRESQL.format(last=rows - 1),
        "VACUUM ANALYZE ledger",
    )
    return url.render_as_string(hide_password=False)


def in_parquet(folder: Path, rows: int) -> str:
    """The address of a DuckDB file with nothing in it but a view of the Parquet files."""
    parts, file = folder / f"ledger_{rows}", folder / f"ledger_{rows}.duckdb"
    parts.mkdir()
    for start in range(0, rows, PART):
        pq.write_table(_part(np.arange(start, min(start + PART, rows), dtype=np.int64)), parts / f"{start:09}.parquet")
    with closing(duckdb.connect(str(file))) as database:
        database.execute(f"CREATE VIEW ledger AS SELECT {COLUMNS} FROM read_parquet('{parts}/*.parquet')")  # noqa: S608
    return f"duckdb:///{file}"


def classes() -> pd.DataFrame:
    """Twelve account classes of ten accounts each."""
    first = range(FIRST_ACCOUNT, FIRST_ACCOUNT + ACCOUNTS, 10)
    named = [{"year": YEAR, "account_from": at, "account_to": at + 9, "account_class": f"class_{at}"} for at in first]
    return typed_frame(BY_NAME["account_class"], named)


def lines() -> pd.DataFrame:
    named = [{"year": YEAR, "line_id": f"line_{n}", "name": f"Line {n}", "kind": "item"} for n in range(LINES)]
    return typed_frame(BY_NAME["budget_line"], named)


def _part(i: np.ndarray) -> pa.Table:
    months = (np.datetime64(f"{YEAR}-01", "M") + i % MONTHS).astype("datetime64[D]")
    ids = pa.array([f"line_{n}" for n in range(LINES)])
    return pa.table(
        {
            "voucher_id": pc.binary_join_element_wise("v", pa.array(i).cast(pa.string()), ""),
            "booking_date": pa.array(months + i * 104729 % 28),
            "line_id": ids.take(pa.array(i // 12 % LINES)),
            "account": pa.array((FIRST_ACCOUNT + i // 240 % ACCOUNTS).astype(np.int32)),
            "cost_centre": pa.array(np.full(len(i), "cc")),
            "amount_sek": pa.array((i * 7907 % 2000003) / 100 - 10000).cast(pa.decimal128(18, 2)),
        }
    )
