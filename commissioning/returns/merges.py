"""A sheet's merged ranges to which cells lie under one: only the first cell of a range is seen."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.model.returned import SheetCells

TALL = 200
"""Ranges of more rows are looked through one by one, and there are few."""
MOST_TALL = 50

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The first and last row and column of a range."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is in it and is not its first."""
        inside = self.top <= row <= self.bottom and self.left <= column <= self.right
        return inside and (row, column) != (self.top, self.left)


@dataclass(frozen=True, slots=True)
class Merges:
    """The merged ranges by each row they reach over, and those that reach over many."""

    by_row: dict[int, tuple[Rectangle, ...]]
    tall: tuple[Rectangle, ...]

    @classmethod
    def of(cls, sheet: SheetCells) -> "Merges":
        """The merged ranges of a sheet."""
        all_of_them = [rectangle for text in sheet.merged for rectangle in _rectangles(text)]
        by_row: dict[int, list[Rectangle]] = {}
        for rectangle in all_of_them:
            if rectangle.bottom - rectangle.top < TALL:
                for row in range(rectangle.top, rectangle.bottom + 1):
                    by_row.setdefault(row, []).append(rectangle)
        tall = [rectangle for rectangle in all_of_them if rectangle.bottom - rectangle.top >= TALL]
        return cls({row: tuple(found) for row, found in by_row.items()}, tuple(tall[:MOST_TALL]))

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies under a merged range, where nobody sees it."""
        return self.seen_at(row, column) is not None

    def seen_at(self, row: int, column: int) -> tuple[int, int] | None:
        """The row and column of the one cell that is seen of the merged range a cell lies under; None under none."""
        if row not in self.by_row and not self.tall:
            return None
        over = (each for each in (*self.by_row.get(row, ()), *self.tall) if each.holds(row, column))
        return next(((each.top, each.left) for each in over), None)

    def begins(self, row: int, column: int) -> bool:
        """Whether a range over several columns begins in the cell."""
        return any((each.top, each.left) == (row, column) and each.right > column for each in self.by_row.get(row, ()))


def _rectangles(text: str) -> Iterator[Rectangle]:
    if found := _RANGE.fullmatch(text):
        yield Rectangle(int(found[2]), _column(found[1]), int(found[4]), _column(found[3]))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
