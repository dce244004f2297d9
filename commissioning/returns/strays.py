"""Cells and where their answers are to what else was typed: nothing is passed over that a person put there.

The rule is exact: it names every cell that an issued sheet has, and whatever else holds something is a stray.
Words of the issue that the file does not tell (last period's; definitions and targets, where its hidden sheet is older
or gone) may be any words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, SheetCells, Stray, StraySort
from commissioning.model.template import Specification
from commissioning.returns.cover import is_cover, on_cover
from commissioning.returns.identity import KEYS, VALUES
from commissioning.returns.locating import Located
from commissioning.returns.table import Table, is_figure
from commissioning.template import HIDDEN

MOST_PLACES = 40
"""So many places of one sort are named; the rest are counted."""


@dataclass(slots=True)
class _Gathered:
    """Strays of one sort as they are gathered."""

    places: list[Place] = field(default_factory=list)
    count: int = 0


def find_strays(
    cells: Cells, specification: Specification, located: tuple[Located, ...], printed: Mapping[str, tuple[str, str]]
) -> tuple[Stray, ...]:
    """Everything typed that no answer was read from, by sheet and sort, in the order of the sheets; `printed` are the
    definition and target of each row, as far as they are known."""
    at = {each.sheet.name: each for each in located}
    found: dict[tuple[str, StraySort, bool, bool, str], _Gathered] = {}
    for sheet in cells.sheets:
        if sheet.name in at:
            strays = _on_block(at[sheet.name], specification, printed)
        else:
            others = on_cover(sheet) if is_cover(sheet) else _elsewhere(sheet)
            strays = ((*other, "") for other in others)
        for sort, row, column, cell, was in strays:
            group = (sheet.name, sort, is_figure(cell), _is_hidden(sheet, row, column), was)
            whole = sort is StraySort.ADDED_SHEET
            gathered = found.setdefault(group, _Gathered())
            gathered.count += 1
            if len(gathered.places) < MOST_PLACES:
                gathered.places.append(Place(sheet.name) if whole else place_at(sheet.name, row, column))
    return tuple(
        Stray(sort, tuple(gathered.places), gathered.count, figures, hidden, was)
        for (_, sort, figures, hidden, was), gathered in found.items()
    )


Found = tuple[StraySort, int, int, Cell]


def _on_block(
    at: Located, specification: Specification, printed: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[StraySort, int, int, Cell, str]]:
    """What stands on the sheet of a table of answers and was neither issued nor asked for; and for other words than
    those that were printed, the printed ones."""
    table = Table.of(at, specification, printed)
    for (row, column), cell in sorted(at.sheet.cells.items()):
        if at.merges.covers(row, column) and not table.is_answer(row, column):
            yield StraySort.UNDER_MERGE, row, column, cell, ""
        elif sort := table.stray(row, column, cell):
            yield sort, row, column, cell, table.was(row, column) if sort is StraySort.REWORDED else ""


def _elsewhere(sheet: SheetCells) -> Iterator[Found]:
    """A sheet that was added is said once; the hidden sheet of the specification has two columns."""
    for (row, column), cell in sorted(sheet.cells.items()):
        if sheet.name != HIDDEN:
            yield StraySort.ADDED_SHEET, row, column, cell
            return
        if column > max(KEYS, VALUES):
            yield StraySort.ELSEWHERE, row, column, cell


def _is_hidden(sheet: SheetCells, row: int, column: int) -> bool:
    return not sheet.visible or row in sheet.hidden_rows or column in sheet.hidden_columns
