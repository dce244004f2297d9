"""A kind of database in, new and empty ledgers on it out: every test that asks for one runs on each kind."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from commissioning.store import Store
from tests.clients.postgresql import Postgresql, why_not

ON_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.real_client)


@dataclass(frozen=True)
class Databases:
    """Where new ledgers are put: on a server, or, where there is none, in `ledger.db` in their own folders."""

    server: Postgresql | None = None

    def new(self) -> AbstractContextManager[str | None]:
        """The URL of an empty database; None for SQLite."""
        return self.server.database() if self.server else nullcontext()

    def like(self, url: str | None) -> AbstractContextManager[str | None]:
        """The URL of a copy of a database that nobody uses; on SQLite it is copied with its folder."""
        return self.server.database(url) if self.server else nullcontext()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    """One real PostgreSQL for the whole session, or a skip that says what is missing."""
    if reason := why_not():
        pytest.skip(reason)
    with Postgresql() as running:
        yield running


@pytest.fixture(scope="module", params=["sqlite", ON_POSTGRESQL])
def databases(request: pytest.FixtureRequest) -> Databases:
    """Each kind of database in turn."""
    return Databases(request.getfixturevalue("postgresql") if request.param == "postgresql" else None)


@pytest.fixture
def database(databases: Databases) -> Iterator[str | None]:
    """The URL of a new database of each kind; None for SQLite."""
    with databases.new() as url:
        yield url


@pytest.fixture
def store(tmp_path: Path, database: str | None) -> Iterator[Store]:
    """A new store on each kind of database."""
    with Store.open(tmp_path / "ledger", database) as opened:
        yield opened
