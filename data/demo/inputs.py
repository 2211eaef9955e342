"""The CSV files of the embedded source, read as text; an empty cell is missing."""

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent

FIRST_MONTH, LAST_MONTH = "2017-01", "2019-08"


def read(name: str) -> pd.DataFrame:
    """One CSV file of this folder, every cell as text."""
    return pd.read_csv(FOLDER / f"{name}.csv", dtype="str", keep_default_na=False)


def months(first: str, last: str) -> list[str]:
    """Months from first to last, both inclusive, as 'YYYY-MM'."""
    return [str(period) for period in pd.period_range(first, last, freq="M")]


def year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"


@cache
def items_below(year: int) -> dict[str, tuple[str, ...]]:
    """The item lines under each budget line of that year's tree; an item stands for itself."""
    lines = read("budget_lines").query("year == @year_text", local_dict={"year_text": str(year)})
    children = lines.groupby("parent_id")["line_id"].agg(list).to_dict()
    kinds = dict(zip(lines["line_id"], lines["kind"], strict=True))

    def below(line_id: str) -> tuple[str, ...]:
        if kinds[line_id] == "item":
            return (line_id,)
        return tuple(item for child in children[line_id] for item in below(child))

    return {line_id: below(line_id) for line_id in kinds}


def items(year: int) -> list[str]:
    """The item lines of a year in table order."""
    return [line_id for line_id, below in items_below(year).items() if below == (line_id,)]
