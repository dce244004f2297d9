"""An import that is killed at any moment: ledger and originals agree, and importing again completes it."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from tests.killing import made
from tests.provider import a_return, a_workspace, sent
from tests.shelf_rows import Row, originals, rows

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="programs are killed this way on Unix alone")

KILLS = 200
SELF_INFLICTED = 140
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
Import = Callable[..., tuple[Path, Ended]]
Told = dict[str, list[tuple[str, Row]]]


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[Import]:
    """Imports the returns into a new copy of the workspace, killed where asked, and says how that ended."""
    before = a_workspace(tmp_path / "before").folder
    made(before, sent(tmp_path / "recorded", RECORDED))
    files = [str(path) for path in sent(tmp_path / "came", IMPORTED)]
    names = count()
    program = [sys.executable, "-m", "tests.killing"]
    with subprocess.Popen(program, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:

        def one(kill_at: int = 0, kill_after: float | None = None) -> tuple[Path, Ended]:
            assert killer.stdin
            assert killer.stdout
            folder = tmp_path / str(next(names))
            shutil.copytree(before, folder)
            plan = {"folder": str(folder), "files": files, "kill_at": kill_at, "kill_after": kill_after}
            killer.stdin.write(json.dumps(plan) + "\n")
            killer.stdin.flush()
            return folder, json.loads(killer.stdout.readline())

        yield one


def test_an_import_killed_at_any_moment_is_whole_or_not_there_and_a_second_one_completes_it(
    importing: Import, tmp_path: Path
) -> None:
    """200 times: each return is as it was before or as an import leaves it, and after a second import all are."""
    files = sent(tmp_path / "again", IMPORTED)
    before, (whole, unkilled) = told(tmp_path / "before"), importing()
    after, everything = told(whole), rows(whole)
    assert (len(before), len(after), unkilled["killed"], unkilled["commits"]) == (1, 3, False, 3)
    assert originals(whole) == set(after)
    outcomes: Counter[str] = Counter()
    for folder in killed_imports(importing, unkilled):
        there = told(folder)
        assert [sha for sha in there if there[sha] not in (before.get(sha), after[sha])] == []
        assert set(before) <= set(there) <= originals(folder) <= set(after)
        outcomes[", ".join(sorted(file_of(there[sha]) for sha in there if there[sha] != before.get(sha)))] += 1
        made(folder, files)
        assert rows(folder) == everything
        assert originals(folder) == set(after)
        shutil.rmtree(folder)
    print(dict(outcomes))  # shown by `pytest -rP`
    assert sum(outcomes.values()) == KILLS
    # Nothing, one return, that and the one judged again; and everything, where the kill left no time to say so.
    assert set(outcomes) == {"", "Q1.xlsx", "Q1.xlsx, Q2.xlsx", "Q1.xlsx, Q2.xlsx, Q3.xlsx"}


def file_of(told: list[tuple[str, Row]]) -> str:
    """The name of the file that a return came in."""
    return str(told[0][1]["file"])


def killed_imports(importing: Import, unkilled: Ended) -> Iterator[Path]:
    """Workspaces in which an import was killed between its first byte kept and its last commit."""
    for number in range(SELF_INFLICTED):
        folder, ended = importing(kill_at=1 + number * (unkilled["moments"] - 1) // (SELF_INFLICTED - 1))
        assert is_inside(ended, unkilled)
        yield folder
    # A kill that comes too late is tried again, so that a slow machine gets its number too.
    tries = (importing(kill_after=unkilled["seconds"] * (number % 50) / 50) for number in range(10 * KILLS))
    yield from islice((folder for folder, ended in tries if is_inside(ended, unkilled)), KILLS - SELF_INFLICTED)


def is_inside(ended: Ended, unkilled: Ended) -> bool:
    """Whether an import was killed after its first byte was kept and before it knew of its last commit."""
    return bool(ended["killed"] and ended["began"] and ended["commits"] < unkilled["commits"])


def told(folder: Path) -> Told:
    """What the ledger holds of each return: its receipt, its judgements with their findings, its entries."""
    there = rows(folder)
    judged = {row["number"]: row["sha256"] for row in there["verdicts"]}
    found: Told = {row["sha256"]: [] for row in there["receipts"]}
    for name in ("receipts", "verdicts", "findings", "entries"):
        for row in there[name]:
            found[row.get("sha256") or judged[row["judgement"]]].append((name, row))
    return found
