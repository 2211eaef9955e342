"""Worked examples: tables as aligned text with the reason for a row beside it."""

import pandas as pd

from data.datasets import BY_NAME
from etl import money
from etl.sources.parse import DTYPES


def rows(text: str) -> list[dict[str, str | None]]:
    """Header, then rows; cells are divided by spaces, `-` is missing and what follows `#` is the reason."""
    lines = [line.split("#")[0].split() for line in text.strip().splitlines()]
    header, *body = [line for line in lines if line]
    return [dict(zip(header, (None if cell == "-" else cell for cell in line), strict=True)) for line in body]


def dataset(name: str, text: str) -> pd.DataFrame:
    """A typed source dataset; money is written in whole kronor. Columns that are not named are missing."""
    found, columns = rows(text), {}
    for column in BY_NAME[name].columns:
        values = [_cell(column.type, row.get(column.name)) for row in found]
        title = money.ore_name(column.name) if column.type == "sek" else column.name
        columns[title] = pd.Series(values, dtype="object").astype(DTYPES[column.type])
    return pd.DataFrame(columns)


def ledger(text: str) -> pd.DataFrame:
    """Monthly sums as the database returns them; `kr` is the amount."""
    frame = pd.DataFrame(rows(text))
    return pd.DataFrame(
        {
            "period": pd.to_datetime(frame["period"], format="%Y-%m").astype("datetime64[ms]"),
            "line_id": frame["line_id"].astype(DTYPES["text"]),
            "account_class": frame["account_class"].astype(DTYPES["text"]),
            "actual_ore": frame["kr"].astype("int64").mul(100).astype("Int64"),
        }
    )


def frame(text: str) -> pd.DataFrame:
    """Any table inside the ETL; a column's name tells its type."""
    found = pd.DataFrame(rows(text), dtype="object")
    return pd.DataFrame({name: _typed(name, found[name]) for name in found})


def _typed(name: str, values: pd.Series) -> pd.Series:
    if name.endswith(("period", "_date", "_on")):
        return pd.to_datetime(values).astype("datetime64[ms]")
    if name == "year" or name.endswith("_ore"):
        return values.astype("Int64")
    if name.startswith(("sick", "contracted", "headcount", "leavers")):
        return values.astype("float64")
    return values.eq("True") if name == "reversed_sign" else values.astype(DTYPES["text"])


def _cell(kind: str, text: str | None) -> object:
    if text is None:
        return None
    if kind in ("month", "date"):
        return pd.Timestamp(text)
    if kind == "flag":
        return text == "1"
    return int(text) * 100 if kind == "sek" else text if kind == "text" else float(text)
