"""A small region by whole years: a row per year, line and account class, with kronor for each month."""

from collections.abc import Sequence

import pandas as pd
from worked import dataset, rows

from etl.baselines import add_phasing, baselines, season
from etl.finance import Delivered, results

Year = tuple[int, str, str, Sequence[int | None]]
"""Year, line, account class, and twelve months; a month of None was not delivered."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def years(text: str) -> list[Year]:
    """Header `year line class jan ... dec`, then rows; what follows `#` is the reason."""
    return [
        (int(row["year"]), row["line"], row["class"], [None if row[m] is None else int(row[m]) for m in MONTHS])
        for row in rows(text)
    ]


def delivered(
    book: Sequence[Year], budget: Sequence[Year] = (), forecast: str = "", income: tuple[str, ...] = ("income",)
) -> Delivered:
    """Every line stands under `total` in each year it occurs; every month of every year is closed."""
    found = sorted({(year, line) for year, line, _, _ in (*book, *budget)})
    months = [f"{year}-{month:02d}" for year in sorted({year for year, _ in found}) for month in range(1, 13)]
    return Delivered(
        pd.DataFrame({"period": pd.to_datetime(months).astype("datetime64[ms]"), "status": "closed"}),
        _lines(found),
        _long(book, "actual_ore"),
        _long(budget, "amount_ore"),
        dataset("forecast", forecast or "reported_period line_id forecast_year_sek"),
        income,
    )


def outlook(source: Delivered) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The results with their phasing, and the baselines."""
    rhythm = season(source)
    table = add_phasing(results(source), rhythm)
    return table, baselines(table, rhythm)


def _lines(found: Sequence[tuple[int, str]]) -> pd.DataFrame:
    body = [f"{year} {line} total item" for year, line in found]
    tops = [f"{year} total - sum" for year in sorted({year for year, _ in found})]
    return dataset("budget_line", "\n".join(["year line_id parent_id kind", *tops, *body]))


def _long(table: Sequence[Year], amount: str) -> pd.DataFrame:
    found = [
        (f"{year}-{month:02d}", line, name, kronor * 100)
        for year, line, name, amounts in table
        for month, kronor in enumerate(amounts, start=1)
        if kronor is not None
    ]
    frame = pd.DataFrame(found, columns=["period", "line_id", "account_class", amount])
    return frame.assign(period=pd.to_datetime(frame["period"]).astype("datetime64[ms]")).astype(
        {"line_id": "str", "account_class": "str", amount: "Int64"}
    )
