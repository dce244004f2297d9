"""An empty folder in; the worked examples out, with the quarter's work done on them as `scripts/quarter` does it."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from commissioning.model.organisation import Actor
from commissioning.work.deciding import Matter, accept
from commissioning.work.importing import import_returns
from commissioning.work.publishing import write_workbook
from commissioning.work.starting import lay_out_workspace
from commissioning.work.workspace import Workspace

ACTOR = Actor("Worked examples")
HARBOUR, FUND = "illustrative-harbour-and-vale", "illustrative-three-rivers"
RETURNS = (
    ("cheshire-east-mycwa-2019-20-H1", None),
    ("worcestershire-daass-2021-22", None),
    (f"{HARBOUR}-2025-26-Q1", date(2025, 7, 18)),
    (f"{HARBOUR}-2025-26-Q2", date(2025, 10, 28)),
    (f"{HARBOUR}-2025-26-Q3", date(2026, 1, 20)),
    (f"{HARBOUR}-2025-26-Q4", date(2026, 4, 17)),
)
"""Each return as received, and the day it came where one is told."""
PERIODS = ("2019-20-H1", "2021-22", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
"""The periods that get a workbook."""


def clock() -> datetime:
    """A moment after the last return came, always the same."""
    return datetime(2026, 4, 17, 12, tzinfo=UTC)


def laid_out(folder: Path, database: str | None = None) -> Workspace:
    """The worked contracts and returns as shipped, with nothing imported yet."""
    lay_out_workspace(folder)
    return Workspace(folder, database)


def worked(folder: Path, database: str | None = None) -> Workspace:
    """The worked examples imported, and the second quarter's return accepted.

    The joint fund has a year of its own (tests/three_rivers.py), so its text is taken away first.
    """
    workspace = laid_out(folder, database)
    (folder / "contracts" / f"{FUND}.toml").unlink()
    for name, received in RETURNS:
        import_returns(workspace, [folder / "returns" / f"{name}.xlsx"], ACTOR, clock, received=received)
    accept(
        Matter(workspace, HARBOUR, "2025-26-Q2", ACTOR, clock),
        "The council made a move at night; agreed at the review.",
    )
    return workspace


@pytest.fixture(scope="session")
def worked_workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The worked examples with the quarter's work done; many tests look at it, so none may change it."""
    return worked(tmp_path_factory.mktemp("worked"))


@pytest.fixture(scope="session")
def worked_workbooks(worked_workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The monitoring workbook of each worked period."""
    folder = tmp_path_factory.mktemp("workbooks")
    paths = {period: folder / f"monitoring-{period}.xlsx" for period in PERIODS}
    for period, path in paths.items():
        path.write_bytes(write_workbook(worked_workspace, period, ACTOR)[0])
    return paths
