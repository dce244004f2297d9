"""An import that is killed at any moment: ledger, originals and replies agree, and importing again completes it."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from commissioning.work.workspace import Workspace
from tests.clients.postgresql import settle
from tests.databases import Databases
from tests.killing import made
from tests.provider import a_return, a_workspace, sent
from tests.shelf_rows import Row, originals, replies, rows

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="programs are killed this way on Unix alone")

KILLS = {"sqlite": 200, "postgresql": 30}
SELF_INFLICTED = {"sqlite": 140, "postgresql": 21}
"""How many of them count to their moment; the rest are killed by another process, in the middle of whatever it is."""

HOUSE = Path(__file__).parent.parent

# The second quarter is recorded already. The first one closes with fewer than the second opened with, so the second
# is judged again: the import has something to record after it recorded the first, and before it records the third.
RECORDED = {"Q2.xlsx": a_return("2025-26-Q2", "open-at-start 9, moved-in 1, open-at-end 4, trained 20")}
IMPORTED = {
    "Q1.xlsx": a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 5, trained 10, notes A quiet spring"),
    "Q3.xlsx": a_return("2025-26-Q3", "open-at-start 4, moved-in 0, open-at-end 3, trained 15"),
}

Ended = dict[str, Any]
Told = dict[str, list[tuple[str, Row]]]


@dataclass
class Importing:
    """A workspace with the second quarter recorded, and copies of it into which the others are imported.

    `databases` lends a copy its own database, which is given back when the copy is left.
    """

    before: Workspace
    databases: Databases
    files: list[str]
    killer: "subprocess.Popen[str]"

    @property
    def kind(self) -> str:
        """The kind of database."""
        return "postgresql" if self.before.database else "sqlite"

    @contextmanager
    def once(self, kill_at: int = 0, kill_after: float | None = None) -> Iterator[tuple[Workspace, Ended]]:
        """A new copy with the returns imported, killed where asked, and how that ended."""
        assert self.killer.stdin
        assert self.killer.stdout
        with (
            TemporaryDirectory(dir=self.before.folder.parent) as folder,
            self.databases.like(self.before.database) as url,
        ):
            copy = Workspace(shutil.copytree(self.before.folder, Path(folder) / "copy"), url)
            plan = {"folder": str(copy.folder), "files": self.files, "kill_at": kill_at, "kill_after": kill_after}
            self.killer.stdin.write(json.dumps(plan | {"database": url}) + "\n")
            self.killer.stdin.flush()
            ended = json.loads(self.killer.stdout.readline())
            if url:
                settle(url)
            yield copy, ended


@pytest.fixture
def importing(tmp_path: Path, databases: Databases, database: str | None) -> Iterator[Importing]:
    """Imports on each kind of database, made by a process that can be told to kill them."""
    before = a_workspace(tmp_path / "before", database=database)
    made(before, sent(tmp_path / "recorded", RECORDED))
    files = [str(path) for path in sent(tmp_path / "came", IMPORTED)]
    program = [sys.executable, "-m", "tests.killing"]
    with subprocess.Popen(program, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        yield Importing(before, databases, files, killer)


def test_an_import_killed_at_any_moment_is_whole_or_not_there_and_a_second_one_completes_it(
    importing: Importing, tmp_path: Path
) -> None:
    """Many times: each return is as it was before or as an import leaves it, and after a second import all are."""
    files = sent(tmp_path / "again", IMPORTED)
    before = told(importing.before)
    with importing.once() as (whole, unkilled):
        after, everything, answered = told(whole), rows(whole), replies(whole)
        assert originals(whole) == set(answered) == set(after)
    assert (len(before), len(after), unkilled["killed"], unkilled["commits"]) == (1, 3, False, COMMITS)
    outcomes: Counter[str] = Counter()
    for workspace in killed_imports(importing, unkilled):
        there = told(workspace)
        assert [sha for sha in there if there[sha] not in (before.get(sha), after[sha])] == []
        assert set(before) <= set(there) <= originals(workspace) <= set(after)
        kept, sent_before = replies(workspace), replies(importing.before)
        assert [sha for sha in kept if kept[sha] not in (sent_before.get(sha), answered[sha])] == []
        assert set(there) <= set(kept)
        outcomes[", ".join(sorted(file_of(there[sha]) for sha in there if there[sha] != before.get(sha)))] += 1
        made(workspace, files)
        assert rows(workspace) == everything
        assert originals(workspace) == set(after)
        assert replies(workspace) == answered
    print(dict(outcomes))  # shown by `pytest -rP`
    assert sum(outcomes.values()) == KILLS[importing.kind]
    # Nothing, one return, that and the one judged again; and everything, where the kill left no time to say so.
    assert set(outcomes) == {"", "Q1.xlsx", "Q1.xlsx, Q2.xlsx", "Q1.xlsx, Q2.xlsx, Q3.xlsx"}


COMMITS = 3
"""The first quarter, the second judged again, and the third."""


def file_of(told: list[tuple[str, Row]]) -> str:
    """The name of the file that a return came in."""
    return str(told[0][1]["file"])


def killed_imports(importing: Importing, unkilled: Ended) -> Iterator[Workspace]:
    """Workspaces in which an import was killed between its first byte kept and its last commit."""
    kills, counted = KILLS[importing.kind], SELF_INFLICTED[importing.kind]
    for number in range(counted):
        with importing.once(kill_at=1 + number * (unkilled["moments"] - 1) // (counted - 1)) as (workspace, ended):
            assert is_inside(ended, unkilled)
            yield workspace
    for number in range(10 * kills):
        with importing.once(kill_after=unkilled["seconds"] * (number % 50) / 50) as (workspace, ended):
            # A kill that comes too late is tried again, so that a slow machine gets its number too.
            if is_inside(ended, unkilled):
                counted += 1
                yield workspace
        if counted == kills:
            return


def is_inside(ended: Ended, unkilled: Ended) -> bool:
    """Whether an import was killed after its first byte was kept and before it knew of its last commit."""
    return bool(ended["killed"] and ended["began"] and ended["commits"] < unkilled["commits"])


def told(workspace: Workspace) -> Told:
    """What the ledger holds of each return: its receipt, its judgements with their findings, its entries."""
    there = rows(workspace)
    judged = {row["number"]: row["sha256"] for row in there["verdicts"]}
    found: Told = {row["sha256"]: [] for row in there["receipts"]}
    for name in ("receipts", "verdicts", "findings", "entries"):
        for row in there[name]:
            found[row.get("sha256") or judged[row["judgement"]]].append((name, row))
    return found
