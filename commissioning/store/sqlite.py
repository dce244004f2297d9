"""The URL of an SQLite file in; an engine whose writers take turns, and on which references hold, out."""

import time
from sqlite3 import OperationalError
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, create_engine, event

from commissioning.store.turns import PATIENCE

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

READING: dict[str, object] = {"reading": True}
"""Execution options of a connection that only reads."""


def engine(url: URL) -> Engine:
    """An engine that keeps our rules on every connection."""
    made = create_engine(url)
    event.listen(made, "connect", _set_pragmas)
    event.listen(made, "begin", _begin)
    return made


def refuse_unfit(_connection: Connection) -> None:
    """Every SQLite file can hold a ledger."""


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
