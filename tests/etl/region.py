"""A region small enough to read: one SQLite file and its settings, to be bent by a test."""

import sqlite3
from pathlib import Path

from worked import rows

TABLES = {
    "department": """
        department_id name parent_id
        office        Kontor -
    """,
    "account_class": """
        year account_from account_to account_class
        2019 3000         3999       income
        2019 4000         8999       cost
    """,
    "budget_line": """
        year line_id name   parent_id kind sort_order department_id
        2019 total   Totalt -         sum  1          -
        2019 bas     Bas    total     item 2          office
        2019 drift   Drift  total     item 3          office
    """,
    "ledger": """
        voucher_id booking_date line_id account cost_centre amount_sek
        1          2019-01-02   bas     3100    x           1000.10
        2          2019-01-31   bas     4100    x           -400.20
        3          2019-01-31   bas     4200    x           -0.03
        4          2019-02-01   drift   4999    x           -7.77
    """,
    "budget": """
        period  line_id account_class amount_sek
        2019-01 bas     income        1000
        2019-01 drift   cost          -10
        2019-02 bas     cost          -390
    """,
    "period_status": """
        period  status closed_on
        2019-01 closed 2019-02-10
        2019-02 closed 2019-03-10
    """,
    "activity": """
        reported_period activity_id assignment_id title kind     department_id status   start_date end_date   comment
        2019-02         a1          -             Ett   activity office        on_track -          2019-06-30 ok
        2019-02         a2          -             Två   activity office        at_risk  -          2019-01-31 -
    """,
}

NUMBERS = {"amount_sek": float, "account": int, "account_from": int, "account_to": int, "year": int}


def make_region(folder: Path, **changed: str) -> Path:
    """The settings file of a fresh region; `changed` replaces or adds tables."""
    tables = TABLES | changed
    connection = sqlite3.connect(folder / "region.sqlite")
    for name, text in tables.items():
        found = rows(text)
        names = text.strip().splitlines()[0].split()
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(f"CREATE TABLE {name} ({', '.join(names)})")
        values = [[_value(key, row[key]) for key in names] for row in found]
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", values)  # noqa: S608
    connection.commit()
    connection.close()
    datasets = "\n".join(f"[datasets.{name}]" for name in tables)
    text = f'[sources.region]\nurl = "sqlite:///{(folder / "region.sqlite").as_posix()}"\n{datasets}\n'
    settings = folder / "region.toml"
    text += '[finance]\nincome_classes = ["income"]\n[checks]\nrefused_percent = 50\n'
    settings.write_text(text, encoding="utf-8")
    return settings


def execute(folder: Path, statement: str, *values: object) -> None:
    """Change the region's database."""
    connection = sqlite3.connect(folder / "region.sqlite")
    connection.execute(statement, values)
    connection.commit()
    connection.close()


def _value(name: str, text: str | None) -> object:
    if text is None:
        return None
    try:
        return NUMBERS[name](text)
    except (KeyError, ValueError):
        return text
