"""A sheet as those see it who look for people: its headings, and which cells stand under or beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import TypeVar

from commissioning.model.returned import Cell, Typed
from commissioning.privacy.dates import day_written
from commissioning.privacy.tidy import tidied

Found = TypeVar("Found")
Spot = tuple[int, int]
"""Row and column, both counted from 1."""

LONGEST_LABEL = 48
"""Headings of more letters than this are sentences."""
TEN = 10
"""Digits of an NHS number."""
BESIDE = 3
"""How many columns to the right of a label its answer may stand."""

_NOT_A_LETTER = re.compile(r"[^a-z0-9'/]+")


@dataclass(frozen=True, slots=True)
class Label:
    """A short text that may head a column or stand before an answer: in small letters, without punctuation."""

    spot: Spot
    words: str


@dataclass(frozen=True)
class Table:
    """A sheet's cells, and its labels with a word that could head personal data.

    `ended` is the last day that the file speaks of; `published` tells what anyone may know. `days` are the cells that
    are a whole day, as a date or as text; `tens`, those that are a number of ten digits.
    """

    cells: Mapping[Spot, Cell]
    labels: tuple[Label, ...] = ()
    ended: date | None = None
    published: Callable[[str], bool] = lambda _: False
    days: tuple[tuple[Spot, date], ...] = ()
    tens: tuple[tuple[Spot, str], ...] = ()

    @cached_property
    def columns(self) -> Mapping[int, tuple[tuple[int, Cell], ...]]:
        """The cells of each column, from the top down, with their rows."""
        found: dict[int, list[tuple[int, Cell]]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(column, []).append((row, self.cells[row, column]))
        return {column: tuple(cells) for column, cells in found.items()}

    def labelled(self, pattern: re.Pattern[str]) -> Iterator[Label]:
        """The labels that a pattern fits wholly."""
        fitting = set(filter(pattern.fullmatch, self._words))
        return (label for label in self.labels if label.words in fitting) if fitting else iter(())

    def under(self, label: Label) -> tuple[tuple[Spot, Cell], ...]:
        """The cells below a label, as far as the next label in its column."""
        top, column = label.spot
        cells, heads = self.columns.get(column, ()), self._label_rows.get(column, ())
        below = bisect_right(heads, top)
        begins = bisect_right(cells, top, key=itemgetter(0))
        ends = bisect_left(cells, heads[below], key=itemgetter(0)) if below < len(heads) else len(cells)
        return tuple(((row, column), cell) for row, cell in cells[begins:ends])

    def beside(self, label: Label) -> tuple[tuple[Spot, Cell], ...]:
        """The first cell to the right of a label, where that is not a label too."""
        row, column = label.spot
        right = ((row, column + step) for step in range(1, BESIDE + 1))
        first = next((spot for spot in right if spot in self.cells), None)
        return ((first, self.cells[first]),) if first and first not in self._label_spots else ()

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(label.words for label in self.labels)

    @cached_property
    def _label_spots(self) -> frozenset[Spot]:
        return frozenset(label.spot for label in self.labels)

    @cached_property
    def _label_rows(self) -> Mapping[int, tuple[int, ...]]:
        rows: dict[int, list[int]] = {}
        for label in self.labels:
            rows.setdefault(label.spot[1], []).append(label.spot[0])
        return {column: tuple(sorted(found)) for column, found in rows.items()}


def label_words(text: str) -> str:
    """A label in small letters and single spaces, without punctuation: `Client's name:` is `client's name`."""
    return _NOT_A_LETTER.sub(" ", tidied(text).lower()).strip()


def day_of(cell: Cell) -> date | None:
    """The day a cell holds, as a date or as text that is a date and no more."""
    if cell.typed is Typed.DATE:
        return cell.day
    return day_written(tidied(cell.text)) if cell.typed is Typed.TEXT else None


def digits_of(cell: Cell) -> str:
    """The digits of a cell that holds a number in groups or in one, and nothing else; empty for any other."""
    plain = re.sub(r"[ -]", "", tidied(cell.text)) if len(cell.text) <= LONGEST_LABEL else ""
    return plain if plain.isdecimal() and plain.isascii() else ""


def is_ten(digits: str) -> bool:
    """Whether digits could be an NHS number."""
    return len(digits) == TEN and digits[0] != "0"


def by_column(cells: Iterable[tuple[Spot, Found]]) -> Mapping[int, list[tuple[Spot, Found]]]:
    """What was found in cells, by their columns."""
    columns: dict[int, list[tuple[Spot, Found]]] = {}
    for spot, found in cells:
        columns.setdefault(spot[1], []).append((spot, found))
    return columns
