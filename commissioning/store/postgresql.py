"""PostgreSQL's URL in; an engine whose writers take turns, as they do on SQLite, out."""

from sqlalchemy import URL, Connection, Engine, create_engine, event

from commissioning.errors import CommissioningError
from commissioning.store.address import shown
from commissioning.store.turns import PATIENCE

READING: dict[str, object] = {"reading": True, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Execution options of a connection that only reads: all that it is told is of one moment."""

WRITING = "READ COMMITTED"
"""The isolation of a writer, whatever the server's own: each question sees what was committed before it was asked.

While the turn is held nobody else commits, so all the answers are of one moment, and what is written rests on them.
A writer's single snapshot would be older than its turn.
"""

TURN = 0x6C6564676572
"""The number of the lock that is a writer's turn: `ledger`, in ASCII."""


def engine(url: URL) -> Engine:
    """An engine that keeps our rules on every connection; a CommissioningError where there is no driver."""
    try:
        import psycopg  # noqa: F401  # whether it is there, with the library it needs
    except ImportError:
        raise CommissioningError(
            "A ledger on PostgreSQL needs the driver psycopg; install it with: pip install 'commissioning[postgresql]'."
        ) from None
    options = {"connect_timeout": str(PATIENCE), **url.query, "client_encoding": "utf8"}
    made = create_engine(url.set(query=options), isolation_level=WRITING)
    event.listen(made, "begin", _begin)
    return made


def refuse_unfit(connection: Connection) -> None:
    """A CommissioningError where the database cannot hold every letter."""
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise CommissioningError(
            f"The database {shown(connection.engine.url)} keeps its text as {encoding}, which cannot hold every letter;"
            " make one with: createdb --encoding UTF8 --template template0 NAME."
        )


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("reading", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{PATIENCE}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")
