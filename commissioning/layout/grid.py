"""A sheet's cells as a layout looks at them: by text, through merged cells, and in which rows and columns."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from commissioning.layout.texts import At, fold, match
from commissioning.model.layout import Anchor, Noticed
from commissioning.model.returned import Cell, Cells, SheetCells, Typed

NUMBER_LIKE = re.compile(r"[\s£$€<>~+\-–(]*\d[\d\s.,%)]*")


@dataclass(frozen=True)
class Grid:
    """One sheet. Rows and columns count from 1."""

    sheet: SheetCells

    @property
    def name(self) -> str:
        """The sheet's own name."""
        return self.sheet.name

    @cached_property
    def texts(self) -> Mapping[str, tuple[At, ...]]:
        """Where each text of the sheet stands, folded, from the top."""
        found: dict[str, list[At]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if cell.typed not in (Typed.NUMBER, Typed.ERROR, Typed.UNCALCULATED):
                found.setdefault(fold(cell.text), []).append(At(self.name, row, column, cell.text))
        return {text: tuple(at) for text, at in found.items()}

    @cached_property
    def last_row(self) -> int:
        """The last row that holds anything."""
        return max((row for row, _ in self.sheet.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        """The last column that holds anything."""
        return max((column for _, column in self.sheet.cells), default=0)

    @cached_property
    def filled(self) -> Mapping[int, tuple[int, ...]]:
        """The columns that hold anything, row by row, from the left."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.sheet.cells):
            rows.setdefault(row, []).append(column)
        return {row: tuple(columns) for row, columns in rows.items()}

    @cached_property
    def _merged(self) -> tuple[tuple[int, int, int, int], ...]:
        """Each merged range as first and last row, first and last column."""
        corners = (re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", text) for text in self.sheet.merged)
        return tuple((int(c[2]), int(c[4]), _number(c[1]), _number(c[3])) for c in corners if c)

    @cached_property
    def _owners(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """The cell that speaks for each one under a merged range, no further than the sheet is filled."""
        return {
            (row, column): (top, left)
            for top, bottom, left, right in self._merged
            for row in range(top, min(bottom, self.last_row) + 1)
            for column in range(left, min(right, self.last_column) + 1)
        }

    def cell(self, row: int, column: int) -> Cell | None:
        """What stands in the cell itself, if anything does."""
        return self.sheet.cells.get((row, column))

    def text(self, row: int, column: int) -> str:
        """The text that stands in a cell or over it, in a merged one; empty where there is none."""
        cell = self.sheet.cells.get(self._owners.get((row, column), (row, column)))
        return cell.text.strip() if cell else ""

    def at(self, row: int, column: int) -> At:
        """The text that stands over a cell, and the cell."""
        return At(self.name, row, column, self.text(row, column))

    def beside(self, at: At, right: int, down: int) -> tuple[int, int]:
        """The cell so many columns to the right of a text and so many rows below, counted from its merged edges."""
        owned = [edges for edges in self._merged if edges[0] == at.row and edges[2] == at.column]
        _, bottom, _, last = owned[0] if owned else (0, at.row, 0, at.column)
        return (bottom if down else at.row) + down, (last if right else at.column) + right

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether a person who opens the file does not see the cell."""
        sheet = self.sheet
        return not sheet.visible or row in sheet.hidden_rows or column in sheet.hidden_columns


def is_figure(cell: Cell | None) -> bool:
    """Whether somebody would take what stands in a cell for a figure."""
    if cell is None:
        return False
    if cell.typed in (Typed.ERROR, Typed.UNCALCULATED) and cell.formula:
        return True
    return cell.typed is Typed.NUMBER or (cell.typed is Typed.TEXT and bool(NUMBER_LIKE.fullmatch(cell.text)))


@dataclass
class Page:
    """The sheets of a file, and what was looked at of them so far: what is left in the end is outside every table."""

    cells: Cells
    seen: set[tuple[str, int, int]] = field(default_factory=set)
    noticed: list[Noticed] = field(default_factory=list)

    @cached_property
    def grids(self) -> tuple[Grid, ...]:
        """Every sheet, in the file's order."""
        return tuple(Grid(sheet) for sheet in self.cells.sheets)

    def named(self, names: Iterable[str]) -> dict[str, Grid]:
        """The sheet of each expected name (folded), where there is one that is called that or almost."""
        at = [At(grid.name, 1, 1, grid.name) for grid in self.grids]
        taken = match(names, at).taken
        return {taken[fold(grid.name)]: grid for grid in self.grids if fold(grid.name) in taken}

    def on(self, sheet: str) -> tuple[Grid, ...]:
        """The sheet of that name; every sheet, where none is named."""
        return tuple(self.named((sheet,)).values()) if sheet else self.grids

    def find(self, anchor: Anchor, *, nearly: bool = False) -> Iterator[tuple[Grid, At]]:
        """Each place where an anchor's text stands; where it stands nowhere, and `nearly`, where almost it does."""
        grids = self.on(anchor.sheet)
        wanted = fold(anchor.text)
        found = [(grid, at) for grid in grids for at in grid.texts.get(wanted, ())]
        if not found and nearly:
            there = [at for grid in grids for places in grid.texts.values() for at in places]
            near = match((anchor.text,), there)
            self.noticed.extend(near.noticed)
            found = [(grid, at) for grid in grids for text in near.taken for at in grid.texts.get(text, ())]
        self.seen.update((at.sheet, at.row, at.column) for _, at in found)
        return iter(found)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
