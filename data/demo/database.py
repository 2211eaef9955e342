"""Builds the embedded source as one SQLite file: a table for each dataset of the contract, columns as declared.

The file is a function of the CSV files and the code of this folder; a digest of both is kept inside it.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Column, Float, Integer, MetaData, Table, Text, create_engine, insert, select
from sqlalchemy.exc import DatabaseError

from data import codes, contract, datasets, indicators
from data.contract import Dataset
from data.demo import assumed, finance, ledger, plans, staff, work
from data.demo.inputs import FOLDER, read
from data.demo.truth import Key, line_amounts

DEFAULT_PATH = FOLDER / "generated" / "demo.sqlite"

SQL_TYPES = {"count": Integer, "flag": Integer, "sek": Float, "number": Float, "share": Float}
"""A month or a date is ISO text, as everything else."""

BUILT_FROM = Table("built_from", MetaData(), Column("inputs_digest", Text, nullable=False))

SEED = 2017


def ensure_database(path: Path = DEFAULT_PATH) -> Path:
    """The path of an up-to-date database, built when it is missing or when its inputs have changed."""
    wanted = inputs_digest()
    if built_from(path) != wanted:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
        try:
            _write(unfinished, tables(), wanted)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def inputs_digest() -> str:
    """SHA-256 of every file that the content depends on."""
    declared = [Path(module.__file__ or "") for module in (codes, contract, datasets, indicators)]
    files = sorted([*FOLDER.glob("*.csv"), *FOLDER.glob("*.py")]) + declared
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def built_from(path: Path) -> str | None:
    """The digest that a database was built from; None where there is no readable one."""
    if not path.exists():
        return None
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            return connection.scalar(select(BUILT_FROM.c.inputs_digest))
    except DatabaseError:
        return None
    finally:
        engine.dispose()


def tables() -> dict[str, pd.DataFrame]:
    """Every dataset of the contract; each simulated part draws from a random stream of its own."""
    amounts = line_amounts()
    actuals = finance.as_frame(finance.monthly_actuals(amounts, _stream(0)))
    return {
        "department": assumed.departments(),
        "budget_line": _budget_lines(amounts),
        "account_class": assumed.account_classes(),
        "ledger": ledger.transactions(actuals, _stream(1)),
        "budget": _in_kronor(finance.as_frame(finance.monthly_budgets(amounts)), "amount_sek"),
        "forecast": _in_kronor(finance.forecasts(amounts, _stream(2)), "forecast_year_sek"),
        "period_status": plans.period_status(),
        "goal": work.goals(),
        "assignment": work.assignments(_stream(3)),
        "activity": work.activities(_stream(4), _stream(7)),
        "hr_month": staff.staff_months(_stream(5)),
        "survey": staff.surveys(_stream(6)),
        "target": staff.targets(),
        "series_break": staff.breaks(),
        "investment": plans.investments(),
        "investment_plan": plans.investment_plan(),
        "budget_frame": plans.budget_frame(),
        "initiative": plans.initiatives(),
        "plan_budget": plans.plan_budget(),
        "calendar": plans.calendar(),
        "published_figure": read("printed_figures"),
    }


def _stream(number: int) -> np.random.Generator:
    return np.random.default_rng([SEED, number])


def _in_kronor(table: pd.DataFrame, name: str) -> pd.DataFrame:
    return table.assign(**{name: table["ore"] / 100})


def _budget_lines(amounts: dict[Key, int]) -> pd.DataFrame:
    lines = read("budget_lines")
    budgets = finance.year_budgets(amounts)
    ore = pd.Series([budgets.get(key) for key in zip(lines["year"], lines["line_id"], strict=True)], dtype="Int64")
    owners = [assumed.owner(line, kind) for line, kind in zip(lines["line_id"], lines["kind"], strict=True)]
    return lines.assign(budget_year_sek=ore / 100, department_id=owners)


def _write(path: Path, content: dict[str, pd.DataFrame], digest: str) -> None:
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            for name, rows in content.items():
                table = _declared(datasets.BY_NAME[name])
                table.create(connection)
                connection.execute(insert(table), _records(rows[datasets.BY_NAME[name].names]))
            BUILT_FROM.create(connection)
            connection.execute(insert(BUILT_FROM), {"inputs_digest": digest})
    finally:
        engine.dispose()


def _declared(dataset: Dataset) -> Table:
    """The contract's declaration as a SQL table."""
    columns: list[Column[Any]] = [Column(c.name, SQL_TYPES.get(c.type, Text)) for c in dataset.columns]
    return Table(dataset.name, MetaData(), *columns)


def _records(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Plain Python values; empty text is missing."""
    values = rows.astype(object)
    return values.where(values.notna() & (values != ""), None).to_dict("records")
