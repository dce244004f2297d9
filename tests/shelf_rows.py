"""A workspace goes in; the rows and files that its ledger keeps come out, read without the engine."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import Any

from commissioning.work.workspace import Workspace
from tests.clients.postgresql import connected

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def rows(workspace: Workspace) -> Tables:
    """Every row of every table."""
    return _on_postgresql(workspace.database) if workspace.database else _on_sqlite(workspace)


def _on_sqlite(workspace: Workspace) -> Tables:
    """Once SQLite itself finds nothing wrong with the ledger."""
    with closing(sqlite3.connect(workspace.folder / "ledger" / "ledger.db")) as ledger:
        ledger.row_factory = sqlite3.Row
        assert [tuple(row) for row in ledger.execute("PRAGMA integrity_check")] == [("ok",)]
        tables = [row["name"] for row in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in ledger.execute(f"SELECT * FROM {name} ORDER BY 1")] for name in tables}  # noqa: S608  # its own names


def _on_postgresql(url: str) -> Tables:
    """Numbered without the gaps that PostgreSQL leaves where something was not recorded after all."""
    from psycopg.rows import dict_row

    with connected(url) as ledger:
        ledger.row_factory = dict_row
        named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = [row["tablename"] for row in ledger.execute(named)]
        found = {name: list(ledger.execute(f"SELECT * FROM {name} ORDER BY 1")) for name in tables}  # noqa: S608  # its own names
    verdicts = {row["number"]: place for place, row in enumerate(found["verdicts"], 1)}
    return {name: [_renumbered(*row, verdicts) for row in enumerate(rows, 1)] for name, rows in found.items()}


def _renumbered(place: int, row: Row, verdicts: dict[int, int]) -> Row:
    renumbered = {"number": place, **{name: verdicts.get(row.get(name, 0)) for name in ("judgement", "rests_on")}}
    return row | {name: number for name, number in renumbered.items() if name in row}


def replies(workspace: Workspace) -> dict[str, bytes]:
    """The replies on the shelf, each as it is kept, by the sha256 of its return."""
    folder = workspace.folder / "ledger" / "replies"
    return {place.name: place.read_bytes() for place in folder.glob("??/*") if place.suffix != ".part"}


def originals(workspace: Workspace) -> set[str]:
    """The files kept, each found to be what its name says; what a killed writer left beside them is none."""
    folder = workspace.folder / "ledger" / "originals"
    kept = {path.name: path.read_bytes() for path in folder.glob("*/*") if not path.suffix}
    assert [name for name, content in kept.items() if sha256(content).hexdigest() != name] == []
    return set(kept)


def contents(workspace: Workspace) -> dict[str, bytes]:
    """Every byte under the ledger's folder, by path, and every row of a database that is elsewhere."""
    ledger = workspace.folder / "ledger"
    files = {str(path.relative_to(ledger)): path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    return files | ({"database": repr(rows(workspace)).encode()} if workspace.database else {})
