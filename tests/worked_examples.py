"""The worked examples, imported into a workspace: what tests of the whole line stand on."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from commissioning.model.organisation import Actor
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.workspace import Workspace

ROOT = Path(__file__).parent.parent
RETURNS = ROOT / "returns"
HARBOUR = "illustrative-harbour-and-vale"
RECEIVED = {
    "cheshire-east-mycwa-2019-20-H1": date(2020, 3, 23),
    "worcestershire-daass-2021-22": date(2022, 11, 3),
    f"{HARBOUR}-2025-26-Q1": date(2025, 7, 18),
    f"{HARBOUR}-2025-26-Q2": date(2025, 10, 28),
    f"{HARBOUR}-2025-26-Q3": date(2026, 1, 20),
    f"{HARBOUR}-2025-26-Q4": date(2026, 4, 17),
}
ACTOR = Actor("Test")


def clock() -> datetime:
    """A fixed time, for jobs that record it."""
    return datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def lay_out(folder: Path) -> Workspace:
    """The committed contracts and returns in a workspace of their own."""
    for name in ("contracts", "returns"):
        shutil.copytree(ROOT / name, folder / name)
    return Workspace(folder)


def imported(folder: Path) -> tuple[Workspace, tuple[Outcome, ...]]:
    """A workspace with every committed return imported, each on the day it came."""
    workspace = lay_out(folder)
    outcomes = [
        outcome
        for name, day in RECEIVED.items()
        for outcome in import_returns(workspace, [folder / "returns" / f"{name}.xlsx"], ACTOR, clock, received=day)
    ]
    return workspace, tuple(outcomes)
