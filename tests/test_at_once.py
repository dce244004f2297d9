"""Two imports at the same moment, each by its own process: what the ledger holds is what one after the other leaves."""

import multiprocessing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commissioning.model.organisation import Actor
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace
from tests.provider import a_return, a_workspace, sent

RIVALS = {
    "one.xlsx": a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 5, trained 10"),
    "other.xlsx": a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 5, trained 11"),
}


def imported(folder: Path, database: str | None, file: Path, start: Any, told: Any) -> None:
    """Import one file as soon as everyone is ready, and say what became of it."""
    start.wait(60)
    now = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
    (outcome,) = import_returns(Workspace(folder, database), [file], Actor("Test"), lambda: now)
    told.put((outcome.file, outcome.posted > 0, [finding.code for finding in outcome.findings]))


@pytest.mark.parametrize("ledger", ["made before", "made by whoever comes first"])
def test_of_two_rivals_imported_at_once_exactly_one_posts(tmp_path: Path, database: str | None, ledger: str) -> None:
    """The other is stopped, is told which return stands, and is not kept."""
    workspace = a_workspace(tmp_path / "workspace", database=database)
    if ledger == "made before":
        workspace.store().close()
    spawn = multiprocessing.get_context("spawn")
    start, told = spawn.Barrier(2), spawn.Queue()
    running = [
        spawn.Process(target=imported, args=(workspace.folder, database, file, start, told))
        for file in sent(tmp_path / "came", RIVALS)
    ]
    for process in running:
        process.start()
    became = sorted((told.get(timeout=120) for _ in running), key=lambda outcome: not outcome[1])
    for process in running:
        process.join(60)
    assert [process.exitcode for process in running] == [0, 0]
    (first, posted, _), (_, rival_posted, codes) = became
    assert (posted, rival_posted, "R002" in codes) == (True, False, True)
    with workspace.store() as store:
        assert {entry.file for entry in store.entries()} == {first} == {receipt.file for receipt in store.receipts()}
