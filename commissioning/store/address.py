"""A folder or a database's URL, as a person writes it, in; SQLAlchemy's URL, or why it cannot be one, out.

Nothing that is said of a URL repeats its password, nor any part of it that may be a piece of one.
"""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from commissioning.errors import CommissioningError

LEDGER = "ledger.db"
"""The ledger's name in its folder, where no database is named."""

SPELLINGS = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
"""What people write before `://` for PostgreSQL."""


def address(folder: Path, url: str | None) -> URL:
    """The ledger in the folder, or the PostgreSQL database that the URL names; a CommissioningError for any other."""
    if not url:
        return URL.create("sqlite", database=str(folder / LEDGER))
    read = _read(url)
    if read.drivername not in SPELLINGS:
        raise CommissioningError(
            "The ledger is kept on SQLite, in the workspace's folder, or on PostgreSQL;"
            " name a database as postgresql://USER@HOST/DATABASE, or none for SQLite."
        )
    if not read.database:
        raise CommissioningError(f"{shown(read)} names no database; write postgresql://USER@HOST/DATABASE.")
    return read.set(drivername="postgresql+psycopg")


def shown(url: URL) -> str:
    """An address fit to be printed: the file, or the server and its database, without user, password or options."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or ''}{port}/{url.database or ''}"


def refuse_two_ledgers(folder: Path, url: str | None, *, has_files: bool) -> None:
    """A CommissioningError where a folder's returns are recorded in one ledger and another is asked for."""
    here = (folder / LEDGER).is_file()
    if url and here:
        raise CommissioningError(
            f"{folder} has a ledger of its own, {LEDGER}, so its returns would be in two; name no other database,"
            f" or move {LEDGER} away and import the returns again."
        )
    if not url and not here and has_files:
        raise CommissioningError(
            f"The files in {folder / 'originals'} are recorded in a ledger that is not in that folder; name its"
            f" database with --database or DATABASE_URL, or put {LEDGER} back."
        )


def folder_of(url: URL) -> Path:
    """The folder that an SQLite ledger is in."""
    return Path(str(url.database)).parent


def _read(url: str) -> URL:
    try:
        read = make_url(url)
    except (ArgumentError, ValueError):
        raise _unreadable() from None
    # A sign that has to be written otherwise puts a piece of the password where a host or a database stands.
    if url.count("@") > (read.username is not None):
        raise _unreadable()
    return read


def _unreadable() -> CommissioningError:
    return CommissioningError(
        "The database's URL cannot be read; write postgresql://USER:PASSWORD@HOST/DATABASE,"
        " and in a password %40 for @ and %25 for %."
    )
