"""One connection to a source, in one transaction."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from etl.config import Source
from etl.sources import address


@dataclass
class Session:
    """One connection and its transaction: every question is put to the same moment, where the database offers it."""

    engine: Engine
    connection: Connection
    answered: int = 0

    @property
    def holds_its_moment(self) -> bool:
        return self.answered > 0 and self.engine.dialect.name in ("sqlite", "postgresql")

    @classmethod
    def begin(cls, source: Source) -> "Session":
        engine = address.engine(source)
        return cls(engine, begun(engine))

    def close(self) -> None:
        self.connection.close()
        self.engine.dispose()


def begun(engine: Engine) -> Connection:
    """A connection in a transaction that sees one moment and writes nothing, where the database has such a thing."""
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    if engine.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    return connection
