"""An empty folder in; out come the five papers' returns, each imported as if it had come on its paper's day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissioning.model.contract import Origin
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR, laid_out


def clock() -> datetime:
    """A moment long after the last paper, always the same."""
    return datetime(2026, 4, 17, 12, tzinfo=UTC)


def transcribed_returns(workspace: Workspace) -> dict[Path, str]:
    """Every committed return of a transcribed contract, and that contract's id."""
    contracts = [c for c in workspace.book.contracts.values() if c.latest.origin is Origin.TRANSCRIBED]
    by_length = sorted((contract.id for contract in contracts), key=len, reverse=True)
    files = sorted((workspace.folder / "returns").glob("*.xlsx"))
    found = {file: next((id for id in by_length if file.name.startswith(f"{id}-")), "") for file in files}
    return {file: id for file, id in found.items() if id}


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Outcome]]:
    """The papers' returns imported, and what became of each, by file name; no test may change it."""
    workspace = laid_out(tmp_path_factory.mktemp("papers"))
    outcomes: dict[str, Outcome] = {}
    for file, contract in transcribed_returns(workspace).items():
        source = workspace.contract(contract, ACTOR).latest.source
        received = source.dated if source else None
        outcomes[file.stem] = import_returns(workspace, [file], ACTOR, clock, received=received)[0]
    return workspace, outcomes
