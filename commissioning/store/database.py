"""A folder or a database's URL in, an engine with its tables at the newest migration out."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, column, inspect, select, table

from commissioning.errors import CommissioningError
from commissioning.store import postgresql, sqlite
from commissioning.store.address import address, shown
from commissioning.store.refusals import refuse_odd_letters, said_plainly
from commissioning.store.schema import HEAD

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}
"""How each database is told our rules: writers take turns before they read, and readers wait for nobody."""


def opened(folder: Path, url: str | None) -> Engine:
    """An engine on the database of that URL, or else on `ledger.db` in the folder, ready for use."""
    place = address(folder, url)
    engine: Engine = DIALECTS[place.get_backend_name()].engine(place)
    refuse_odd_letters(engine)
    try:
        with said_plainly(place):
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest migration, in one transaction and one writer's turn; a newer ledger is refused."""
    with reading(engine) as connection:
        if revision(connection) == HEAD:
            return
    with engine.begin() as connection:
        _upgrade(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.script import ScriptDirectory

    config, found = migrations(), revision(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise CommissioningError(
            f"The ledger {shown(connection.engine.url)} was made by a newer engine (its tables are at revision {found},"
            f" this engine's at {HEAD}); install the newer engine, or name another ledger."
        )
    DIALECTS[connection.dialect.name].refuse_unfit(connection)
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
    """A connection that only reads, of one moment, and so waits for no writer."""
    return engine.execution_options(**DIALECTS[engine.dialect.name].READING).connect()
