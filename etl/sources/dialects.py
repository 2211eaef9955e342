"""What databases write differently, as SQLAlchemy constructs: every query is built of these and of plain Core.

No value of a source or of the settings is ever written into the text; the constants below are the constructs' own.
"""

from typing import Any

from sqlalchemy import BigInteger, Double, Integer, String, cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class iso_date(FunctionElement[str]):
    """ÅÅÅÅ-MM-DD of a date column, or the first ten characters of a text that should be one.

    Oracle's text dates must be made dates by a `query` of the settings; its TO_CHAR takes dates only.
    """

    type = String()
    inherit_cache = True


class iso_month(FunctionElement[str]):
    """ÅÅÅÅ-MM, likewise."""

    type = String()
    inherit_cache = True


class whole_ore(FunctionElement[Any]):
    """An amount times öre per unit, to the nearest whole number.

    In eight bytes, since a column of whole kronor may be of four. DuckDB multiplies decimals by those in sixteen, at
    twice the time of the whole query; its doubles are exact up to 2**53 öre, too.
    """

    inherit_cache = True


class whole_number(FunctionElement[int]):
    """A column as integer. In SQLite missing where the value is no whole number; elsewhere the engine refuses it."""

    type = Integer()
    inherit_cache = True


class count_numbers(FunctionElement[int]):
    """How many values are numbers. Only SQLite lets text into a column of numbers, and then reads it as 0."""

    type = BigInteger()
    inherit_cache = True


class count_days(FunctionElement[int]):
    """In SQLite, which has no dates: how many values are days, one fewer where the last is a day like 2019-02-30.

    Elsewhere how many rows there are. Of a group within one month.
    """

    type = BigInteger()
    inherit_cache = True


@compiles(iso_date)
def _iso_date(element: iso_date, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(cast(_only(element), String(10)), **options)


@compiles(iso_date, "mssql")
def _iso_date_mssql(element: iso_date, compiler: SQLCompiler, **options: Any) -> str:
    return f"CONVERT(VARCHAR(10), {_inner(element, compiler, options)}, 23)"


@compiles(iso_date, "oracle")
def _iso_date_oracle(element: iso_date, compiler: SQLCompiler, **options: Any) -> str:
    return f"TO_CHAR({_inner(element, compiler, options)}, 'YYYY-MM-DD')"


@compiles(iso_month)
def _iso_month(element: iso_month, compiler: SQLCompiler, **options: Any) -> str:
    return f"SUBSTR({compiler.process(cast(_only(element), String(10)), **options)}, 1, 7)"


@compiles(iso_month, "sqlite")
def _iso_month_sqlite(element: iso_month, compiler: SQLCompiler, **options: Any) -> str:
    return f"SUBSTR({_inner(element, compiler, options)}, 1, 7)"


@compiles(iso_month, "mssql")
def _iso_month_mssql(element: iso_month, compiler: SQLCompiler, **options: Any) -> str:
    return f"CONVERT(VARCHAR(7), {_inner(element, compiler, options)}, 23)"


@compiles(iso_month, "oracle")
def _iso_month_oracle(element: iso_month, compiler: SQLCompiler, **options: Any) -> str:
    return f"TO_CHAR({_inner(element, compiler, options)}, 'YYYY-MM')"


@compiles(whole_ore)
def _whole_ore(element: whole_ore, compiler: SQLCompiler, **options: Any) -> str:
    return f"ROUND({_product(element, compiler, BigInteger, options)})"


@compiles(whole_ore, "postgresql")
def _whole_ore_postgresql(element: whole_ore, compiler: SQLCompiler, **options: Any) -> str:
    """This cast rounds, and integers are summed faster than decimals."""
    return f"CAST({_product(element, compiler, BigInteger, options)} AS BIGINT)"


@compiles(whole_ore, "mssql")
def _whole_ore_mssql(element: whole_ore, compiler: SQLCompiler, **options: Any) -> str:
    return f"ROUND({_product(element, compiler, BigInteger, options)}, 0)"


@compiles(whole_ore, "duckdb")
def _whole_ore_duckdb(element: whole_ore, compiler: SQLCompiler, **options: Any) -> str:
    return f"ROUND({_product(element, compiler, Double, options)})"


@compiles(whole_number)
def _whole_number(element: whole_number, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(cast(_only(element), Integer), **options)


@compiles(whole_number, "sqlite")
def _whole_number_sqlite(element: whole_number, compiler: SQLCompiler, **options: Any) -> str:
    value = _inner(element, compiler, options)
    return f"CASE WHEN {value} = CAST({value} AS INTEGER) THEN CAST({value} AS INTEGER) END"


@compiles(count_numbers)
def _count_numbers(element: count_numbers, compiler: SQLCompiler, **options: Any) -> str:
    return f"COUNT({_inner(element, compiler, options)})"


@compiles(count_numbers, "sqlite")
def _count_numbers_sqlite(element: count_numbers, compiler: SQLCompiler, **options: Any) -> str:
    """Every number comes before every text; this costs a third of asking for the type."""
    return f"TOTAL({_inner(element, compiler, options)} < '')"


@compiles(count_days)
def _count_days(element: count_days, compiler: SQLCompiler, **options: Any) -> str:
    return "COUNT(*)"


@compiles(count_days, "sqlite")
def _count_days_sqlite(element: count_days, compiler: SQLCompiler, **options: Any) -> str:
    """JULIANDAY takes up to 31 days in any month, and costs a third of DATE, which makes 2019-03-02 of 2019-02-30."""
    value = _inner(element, compiler, options)
    no_day = f"DATE(MAX({value}), '+0 days') <> SUBSTR(MAX({value}), 1, 10)"
    return f"COUNT(JULIANDAY({value})) - CASE WHEN {no_day} THEN 1 ELSE 0 END"


def _product(element: whole_ore, compiler: SQLCompiler, factor_type: Any, options: dict[str, Any]) -> str:
    amount, factor = element.clauses
    number = amount if factor_type is BigInteger else cast(amount, factor_type)
    return f"{compiler.process(number, **options)} * {compiler.process(cast(factor, factor_type), **options)}"


def _only(element: FunctionElement[Any]) -> Any:
    """The one argument."""
    (argument,) = element.clauses
    return argument


def _inner(element: FunctionElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> str:
    return compiler.process(_only(element), **options)
