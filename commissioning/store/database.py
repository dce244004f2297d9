"""A folder or a database's URL in, an engine with its tables at the newest migration out."""

import time
from pathlib import Path
from sqlite3 import OperationalError
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, column, create_engine, event, inspect, select, table

from commissioning.errors import CommissioningError
from commissioning.store.schema import HEAD

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

PATIENCE = 10
"""Seconds to wait for another process that is writing."""


def opened(folder: Path, url: str | None) -> Engine:
    """An engine on the database of that URL, or else on `ledger.db` in the folder, ready for use."""
    engine = create_engine(url or URL.create("sqlite", database=str(folder / "ledger.db")))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest migration, in one transaction; a newer ledger is refused."""
    with reading(engine) as connection:
        found = revision(connection)
    if found == HEAD:
        return
    from alembic import command
    from alembic.script import ScriptDirectory

    config = migrations()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise CommissioningError(
            f"The ledger {engine.url.database} was made by a newer engine (its tables are at revision {found}, this "
            f"engine's at {HEAD}); install the newer engine, or name another ledger."
        )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def migrations() -> "Config":
    """What Alembic needs to find the migrations that this package carries."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def revision(connection: Connection) -> str | None:
    """The migration a database stands at; None where it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.scalar(select(column("version_num")).select_from(table("alembic_version")))


def reading(engine: Engine) -> Connection:
    """A connection that only reads, and so waits for no writer."""
    return engine.execution_options(reading=True).connect()


def _prepare_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)


def _set_pragmas(connection: "SqliteConnection", _record: object) -> None:
    for pragma in (f"busy_timeout = {PATIENCE * 1000}", "foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    write_ahead(connection, until=time.monotonic() + PATIENCE)


def write_ahead(connection: "SqliteConnection", until: float) -> None:
    """Let readers go on while one process writes; asked again until a moment of the monotonic clock."""
    # SQLite does not wait by itself while another process makes the same change to a new ledger.
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    # Python's driver would begin only at the first write, after what that rests on was read; and a writer
    # takes its turn before it reads, since one that has read already may no longer wait for another.
    only_reads = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
