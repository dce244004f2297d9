"""A workspace's folder goes in; the rows and files that its ledger keeps come out, read without the engine."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def rows(folder: Path) -> dict[str, list[Row]]:
    """Every row of every table, once SQLite itself finds nothing wrong with the ledger."""
    with closing(sqlite3.connect(folder / "ledger" / "ledger.db")) as ledger:
        ledger.row_factory = sqlite3.Row
        assert [tuple(row) for row in ledger.execute("PRAGMA integrity_check")] == [("ok",)]
        tables = [row["name"] for row in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [dict(row) for row in ledger.execute(f"SELECT * FROM {name} ORDER BY 1")] for name in tables}  # noqa: S608  # its own names


def originals(folder: Path) -> set[str]:
    """The files kept, each found to be what its name says; what a killed writer left beside them is none."""
    kept = {path.name: path.read_bytes() for path in (folder / "ledger" / "originals").glob("*/*") if not path.suffix}
    assert [name for name, content in kept.items() if sha256(content).hexdigest() != name] == []
    return set(kept)


def contents(folder: Path) -> dict[str, bytes]:
    """Every byte under the ledger, by path."""
    ledger = folder / "ledger"
    return {str(path.relative_to(ledger)): path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
