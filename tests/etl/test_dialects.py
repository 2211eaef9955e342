"""The ledger's queries as each kind of database is given them."""

import re

import pandas as pd
import pytest
from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.dialects import registry

from data.datasets import BY_NAME
from etl.config import Place, Source
from etl.sources.ledger_query import day_query, ledger_query, one_date

DIALECTS = ["sqlite", "postgresql.psycopg", "mssql.pyodbc", "oracle.oracledb", "trino", "duckdb"]
CLASSES = pd.DataFrame(
    {
        "year": [2017, 2018, 2019],
        "account_from": [3111, 3111, 4222],
        "account_to": [3999, 3999, 8888],
        "account_class": ["Intäkter", "Intäkter", "Kostnader"],
    }
).astype({"year": "Int64"})
VALUES = ("3111", "3999", "4222", "8888", "Intäkter", "Kostnader", "2017", "2019", "-100000")


def dialect(name: str) -> Dialect:
    return registry.load(name)()


def ledger_place(**own) -> Place:
    own = own or {"table": "bokföring.huvudbok"}
    return Place(BY_NAME["ledger"], Source("a"), columns={"booking_date": "datum"}, factor=-100_000, **own)


def sql(query: ClauseElement, name: str) -> str:
    return str(query.compile(dialect=dialect(name)))


@pytest.fixture(params=DIALECTS)
def name(request) -> str:
    return request.param


def test_only_bound_parameters_carry_values(name):
    written = sql(ledger_query(ledger_place(), CLASSES), name)
    assert not [value for value in VALUES if value in written]


def test_groups_are_plain_columns_of_a_subquery(name):
    """SQL Server takes no parameters there, and most take no alias of the same SELECT."""
    written = sql(ledger_query(ledger_place(), CLASSES), name)
    groups = re.findall(r"GROUP BY ([^)]*?)(?:\)|$)", written, re.DOTALL)
    assert len(groups) == 2
    for columns in groups:
        assert all(re.fullmatch(r"[`\"]?\w+[`\"]?\.[`\"]?\w+[`\"]?", column.strip()) for column in columns.split(","))


@pytest.mark.parametrize("build", [lambda p: ledger_query(p, CLASSES), day_query, one_date])
def test_a_query_of_the_settings_stands_in_parentheses(name, build):
    written = sql(build(ledger_place(query="SELECT * FROM bok WHERE a LIKE 'x%' AND b <> ':c'")), name)
    assert re.search(r"\(SELECT \* FROM bok WHERE a LIKE 'x%{1,2}' AND b <> ':c'\s*\)", written)


MONTHS = {
    "sqlite": "SUBSTR(datum, 1, 7)",
    "postgresql.psycopg": "SUBSTR(CAST(datum AS VARCHAR(10)), 1, 7)",
    "mssql.pyodbc": "CONVERT(VARCHAR(7), datum, 23)",
    "oracle.oracledb": "TO_CHAR(datum, 'YYYY-MM')",
    "trino": "SUBSTR(CAST(datum AS VARCHAR(10)), 1, 7)",
    "duckdb": "SUBSTR(CAST(datum AS VARCHAR(10)), 1, 7)",
}


def test_a_month_is_iso_text_whatever_the_engine_makes_of_a_date(name):
    assert MONTHS[name] in sql(ledger_query(ledger_place(), CLASSES), name)


def test_rounding_in_sql_server_takes_two_arguments(name):
    written = sql(ledger_query(ledger_place(), CLASSES), name)
    assert (re.search(r"ROUND\(.*, 0\) AS ore", written) is not None) == (name == "mssql.pyodbc")
    assert ("ROUND(" in written) == (name != "postgresql.psycopg")  # where a cast to integer rounds


def test_only_sqlite_needs_to_look_at_the_type_of_each_value(name):
    written = sql(ledger_query(ledger_place(), CLASSES), name)
    assert (" < ''" in written, "JULIANDAY" in written) == (name == "sqlite", name == "sqlite")
