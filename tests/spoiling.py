"""The cells of a good return, as they are read from its workbook, and small ways to change them."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache

from commissioning.checks import Given, check_return
from commissioning.model.finding import Finding
from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.model.template import Specification
from commissioning.readers import read
from commissioning.returns import read_identity, read_return
from tests.provider import REFUGE, a_return, template_of

PERIOD = "2025-26-Q1"
ANSWERS = "open-at-start 4, moved-in 3, open-at-end 6, trained 12"
Places = Mapping[str, str | None]
"""What is typed, by address such as `G6`; None clears a cell."""


@cache
def specification() -> Specification:
    """What the return asks."""
    return template_of(REFUGE, PERIOD).specification


@cache
def good() -> Cells:
    """The return as its workbook is read: nothing is wrong with it."""
    return read(a_return(PERIOD, ANSWERS))


def a_cell(typed: str) -> Cell:
    """What a reader finds: `9`, words, `=G6+G7 -> 9` for a formula with its result, `=G6` for one without."""
    if typed.startswith("="):
        words, _, result = typed.partition(" -> ")
        cell = a_cell(result) if result else Cell(Typed.UNCALCULATED, words)
        return replace(cell, formula=words)
    if typed.replace(".", "", 1).isdigit():
        return Cell(Typed.NUMBER, typed, Decimal(typed))
    return Cell(Typed.TEXT, typed)


def place(address: str) -> tuple[int, int]:
    """The row and column of `G6`."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address.removeprefix(letters)), column


def typed(places: Places, cells: Cells | None = None, sheet: str = "Refuge") -> Cells:
    """The return with something else in some cells of one sheet."""
    cells = cells or good()
    found = of(cells, sheet)
    changed = {place(address): text for address, text in places.items()}
    kept = {at: cell for at, cell in found.cells.items() if at not in changed}
    added = {at: a_cell(text) for at, text in changed.items() if text is not None}
    return with_sheet(cells, replace(found, cells={**kept, **added}))


def of(cells: Cells, sheet: str) -> SheetCells:
    """The sheet of that name."""
    found = cells.sheet(sheet)
    assert found
    return found


def with_sheet(cells: Cells, sheet: SheetCells, name: str = "") -> Cells:
    """The cells with a sheet in place of the one of its name, or of another; with one more where there is none."""
    name = name or sheet.name
    others = tuple(sheet if each.name == name else each for each in cells.sheets)
    return replace(cells, sheets=others if sheet in others else (*others, sheet))


def findings(cells: Cells) -> tuple[Finding, ...]:
    """What is wrong with the return."""
    identity = read_identity(cells)
    printed = identity.printed if identity else ""
    return check_return(Given(read_return(cells, specification(), printed), specification()))


def found(cells: Cells) -> list[str]:
    """The same as `L001 Refuge!G6`, every place of each."""
    return [f"{finding.code} {' '.join(map(str, finding.places))}".strip() for finding in findings(cells)]
