"""A table, view or query of a database as the settings name it, and its rows."""

from collections import Counter
from typing import Any

from sqlalchemy import Connection, FromClause, Result, TextClause, literal_column, select, table, text

from etl.config import Place
from etl.errors import RunFailed
from etl.sources.parse import Reading, SourceRow, missing_column


def source_table(place: Place) -> FromClause:
    """The table, view or query that a dataset is read from."""
    if place.query:
        return verbatim(place.query).columns().subquery("source")
    schema, _, name = place.table.rpartition(".")
    return table(name, schema=schema or None)


def rows(place: Place, connection: Connection) -> Reading:
    """Raises `RunFailed` where a column is missing or doubled."""
    result: Result[Any] = connection.execute(select(literal_column("*")).select_from(source_table(place)))
    found = tuple(result.keys())
    if problem := missing_column(place, place.where, found) or _doubled_column(place, found):
        raise RunFailed(problem)
    names = [name for name in place.dataset.names if place.theirs(name) in found]
    return Reading(
        found,
        [
            SourceRow(place.where, number, {name: row[place.theirs(name)] for name in names})
            for number, row in enumerate(result.mappings(), start=1)
        ],
    )


def named(place: Place) -> str:
    return f"{place.where}: datamängden {place.dataset.name}"


def verbatim(query: str) -> TextClause:
    """The settings' own SQL: a colon is no parameter, and a comment at its end hides nothing of ours."""
    return text(query.strip().rstrip(";").replace(":", r"\:") + "\n")


def _doubled_column(place: Place, found: tuple[str, ...]) -> str:
    theirs = {place.theirs(name) for name in place.dataset.names}
    doubled = sorted(name for name, times in Counter(found).items() if times > 1 and name in theirs)
    if not doubled:
        return ""
    return f"{place.where}: kolumnen {doubled[0]} finns flera gånger. Ge kolumnerna olika namn i query, och kör igen."
