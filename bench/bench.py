"""How long each step of the line takes, as a multiple of a floor measured in the same run.

The floor is the least anyone could do: open the same bytes with calamine and look at every cell. A ratio
says something about our code; seconds say something about the machine.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from commissioning.model.organisation import Actor
from commissioning.template import lay_out
from commissioning.work.checking import read_and_check
from commissioning.work.importing import import_returns
from commissioning.work.publishing import write_workbook
from commissioning.work.starting import lay_out_workspace
from commissioning.work.workspace import Workspace
from commissioning.writers.returns import write_return

HARBOUR = "illustrative-harbour-and-vale"
TIMES = 15


def median_seconds(job: Callable[[], object], times: int = TIMES) -> float:
    """The median of several runs, after one to warm up."""
    job()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        job()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def look_at_every_cell(content: bytes) -> int:
    """The floor: what reading a workbook costs at least."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return sum(1 for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for _ in row)


def import_all(folder: Path) -> None:
    """Every worked return into a new ledger."""
    workspace = Workspace(folder)
    import_returns(workspace, [folder / "returns"], Actor("Bench"), lambda: datetime.now(UTC))


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "bench"
        lay_out_workspace(folder)
        content = (folder / "returns" / f"{HARBOUR}-2025-26-Q4.xlsx").read_bytes()
        workspace = Workspace(folder)
        period = workspace.period("2025-26-Q4", Actor("Bench"), HARBOUR)
        terms = workspace.contract(HARBOUR, Actor("Bench")).terms_for(period)
        floor = median_seconds(lambda: look_at_every_cell(content))
        import_all(folder)
        steps: dict[str, Callable[[], object]] = {
            "look at every cell (floor)": lambda: look_at_every_cell(content),
            "openpyxl, load": lambda: openpyxl.load_workbook(io.BytesIO(content)),
            "read and check a return": lambda: read_and_check(content, "return.xlsx"),
            "lay out a blank return": lambda: lay_out(terms, period),
            "write a blank return": lambda: write_return(lay_out(terms, period), workspace.dress),
            f"import {len(list((folder / 'returns').glob('*.xlsx')))} returns again": lambda: import_all(folder),
            "write a workbook": lambda: write_workbook(workspace, "2025-26-Q4", Actor("Bench")),
            "the same as a page": lambda: write_workbook(workspace, "2025-26-Q4", Actor("Bench"), Path("page.html")),
            "a workbook of the papers": lambda: write_workbook(workspace, "2022-23", Actor("Bench")),
        }
        print(f"{'step':<28}{'median ms':>10}{'times the floor':>18}")  # what it is for
        for name, job in steps.items():
            seconds = median_seconds(job)
            print(f"{name:<28}{seconds * 1000:>10.1f}{seconds / floor:>18.1f}")


if __name__ == "__main__":
    main()
