"""A check, a kind of measure, a reader and a writer are each added in one place: a file put into a copy of the package.

Each test copies the package, adds one file, and runs the command line of the copy.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worked import HARBOUR

HOUSE = Path(__file__).parent.parent
Q1 = f"returns/{HARBOUR}-2025-26-Q1"

CHECK = '''
"""Is the return what its provider usually sends?"""

from collections.abc import Iterator

from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.quantity import Quantity

HABIT_CHECKS = Checks(Given, "Is the return what its provider usually sends?")


@HABIT_CHECKS.declare("Z001", Severity.NOTE, "{about} is {figure}, a round number.", "Say if it is an estimate.")
def figure_is_round(given: Given) -> Iterator[Fault]:
    """Round numbers are often estimates."""
    for answer in given.returned.answers:
        if isinstance(answer.given, Quantity) and answer.given.value and answer.given.value % 10 == 0:
            yield Fault((answer.place,), {"about": answer.about, "figure": answer.typed})
'''

KIND = '''
"""Nights: a bed kept for one person for one night. Periods and services add up."""

from commissioning.measures.kind import WHOLE_NUMBER, Kind, Over

NIGHTS = Kind("nights", "bed nights", WHOLE_NUMBER, Over.SUM, Over.SUM)
'''

READER = '''
"""A list of cells, one a line, to Cells: `sheet, row, column, what is there`, parted by tabs, under a first line."""

from decimal import Decimal

from commissioning.model.returned import Cell, Cells, DefinedName, SheetCells, Typed
from commissioning.readers.reader import Reader

FIRST = b"cells of a return\\n"


def read_list(content: bytes) -> Cells:
    """The cells of each sheet, and the names of blocks."""
    sheets: dict[str, dict[tuple[int, int], Cell]] = {}
    names = []
    for line in content.removeprefix(FIRST).decode().splitlines():
        sheet, row, column, what, text = line.split("\\t")
        if what == "name":
            names.append(DefinedName(text, sheet, (int(row), int(column)), (99, 99)))
            continue
        percent = what == "percent"
        number = Decimal(text) if percent or what == "number" else None
        typed = Typed.NUMBER if percent else Typed(what)
        cell = Cell(typed, text.replace("\\\\n", "\\n"), number, percent=percent)
        sheets.setdefault(sheet, {})[int(row), int(column)] = cell
    shown = (SheetCells(name, not name.startswith("_"), cells) for name, cells in sheets.items())
    return Cells(tuple(shown), tuple(names))


READER = Reader("list", lambda content: content.startswith(FIRST), read_list)
'''

WRITER = '''
"""A Document to its titles, one a line."""

from commissioning.model.document import Document
from commissioning.writers.dress import Dress
from commissioning.writers.writer import Writer


def write_titles(document: Document, dress: Dress) -> bytes:
    """The title of every sheet and table."""
    lines = [title for sheet in document.sheets for title in (sheet.title, *(table.title for table in sheet.tables))]
    return "\\n".join(lines).encode()


WRITER = Writer("titles", "titles alone", write_titles)
'''


class Copy:
    """A copy of the package, with a workspace of worked examples beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        left_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(HOUSE / "commissioning", folder / "commissioning", ignore=left_out)
        for shipped in ("contracts", "returns", "templates"):
            shutil.copytree(HOUSE / shipped, folder / shipped)

    def add(self, file: str, text: str) -> None:
        """Put one new file into the package; none that is there is touched."""
        path = self.folder / "commissioning" / file
        assert not path.exists()
        path.write_text(text.lstrip(), encoding="utf-8")

    def says(self, *arguments: str, ends: int = 0) -> str:
        """What the copy's own command line prints."""
        env = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "commissioning", *arguments]
        ran = subprocess.run(command, cwd=self.folder, env=env, check=False, capture_output=True, text=True)
        assert ran.returncode == ends, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """One that was never added to."""
    return Copy(tmp_path / "copy")


def test_a_check_is_added_by_its_file(copy: Copy) -> None:
    """The return is checked by it, alone and on import; before, nobody asked."""
    assert "Z001" not in copy.says("check", f"{Q1}.xlsx")
    copy.add("checks/habits.py", CHECK)
    finding = "(Z001)"
    assert finding in copy.says("check", f"{Q1}.xlsx")
    assert finding in copy.says("import", f"{Q1}.xlsx")


def test_a_kind_of_measure_is_added_by_its_file(copy: Copy) -> None:
    """Contract text may use it, and the blank return guards it; before, it was a fault."""
    text = copy.folder / "contracts" / "worcestershire-daass.toml"
    text.write_text(text.read_text(encoding="utf-8").replace('kind = "flow"', 'kind = "nights"', 1), encoding="utf-8")
    assert "kind is 'nights'" in copy.says("contracts", ends=1)
    copy.add("measures/nights.py", KIND)
    assert "0 faults." in copy.says("contracts")
    assert "answers" in copy.says("template", "worcestershire-daass", "2021-22", "-o", "blank.xlsx")


def test_a_reader_is_added_by_its_file(copy: Copy) -> None:
    """A return in the new format is read as the workbook would be; before, it was some table."""
    (copy.folder / "q1.list").write_bytes(as_list(copy.folder / f"{Q1}.xlsx"))
    assert "This file does not say which return it is" in copy.says("import", "q1.list", ends=1)
    copy.add("readers/cell_list.py", READER)
    assert "47 entries posted" in copy.says("import", "q1.list")


def as_list(workbook: Path) -> bytes:
    """The cells of a workbook as lines."""
    from commissioning.readers import read

    cells = read(workbook.read_bytes())
    lines = [f"{name.sheet}\t{name.first[0]}\t{name.first[1]}\tname\t{name.name}" for name in cells.names]
    for sheet in cells.sheets:
        for (row, column), cell in sheet.cells.items():
            text = str(cell.number) if cell.number is not None else cell.text.replace("\n", "\\n")
            what = "percent" if cell.percent else cell.typed.value
            lines.append(f"{sheet.name}\t{row}\t{column}\t{what}\t{text}")
    return ("cells of a return\n" + "\n".join(lines)).encode()


def test_a_writer_is_added_by_its_file(copy: Copy) -> None:
    """The ending of the file asks for it; before, the endings that there are were named."""
    copy.says("import", f"{Q1}.xlsx")
    before = copy.says("workbook", "2025-26-Q1", "-o", "workbook.titles", ends=2)
    assert ".html (a page for a browser)" in before
    copy.add("writers/titles.py", WRITER)
    assert "2 contracts." in copy.says("workbook", "2025-26-Q1", "-o", "workbook.titles")
    assert "Monitoring workbook, 2025-26-Q1" in (copy.folder / "workbook.titles").read_text().splitlines()
