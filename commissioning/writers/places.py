"""Where everything of a Document stands in its workbook: the only home of a workbook's addresses."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from commissioning.model.document import Document, Number, Sheet, Table
from commissioning.model.quantity import Given
from commissioning.writers.amounts import given_of, in_words
from commissioning.writers.sheets import cell_name, pixels, quoted

CHART_ROWS = 13
"""How many rows of ordinary height the charts of a table take, side by side."""
NARROWEST = 330
"""How many pixels a chart must at least have."""
SPARE = 3
"""How many characters wider than its longest number a column is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of a sheet, by row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Its name, such as E16."""
        return cell_name(self.row + 1, self.column + 1)

    @property
    def absolute(self) -> str:
        """Its name as a formula on any sheet writes it."""
        return f"{quoted(self.sheet)}!{cell_name(self.row + 1, self.column + 1, absolute=True)}"


@dataclass(frozen=True)
class Places:
    """Where each named number stands and what stands there, and the sheets there are."""

    spots: Mapping[Hashable, Spot]
    given: Mapping[Hashable, Given]
    sheets: frozenset[str]

    def reference(self, key: Hashable) -> str:
        """A named number as formulas write it; nothing, for one that stands nowhere."""
        return self.spots[key].absolute if key in self.spots else ""

    def leads_to(self, to: Hashable) -> Spot:
        """Where a way through the document leads; a KeyError, for a place that is not there, is our fault."""
        return Spot(to, 0, 0) if isinstance(to, str) and to in self.sheets else self.spots[to]


def places_of(document: Document) -> Places:
    """Where everything of the document stands."""
    named = tuple(_named(document))
    return Places(
        {number.name: spot for number, spot in named},
        given_of(document),
        frozenset(sheet.name for sheet in document.sheets),
    )


def _named(document: Document) -> Iterable[tuple[Number, Spot]]:
    return (
        (piece, Spot(sheet.name, row, column))
        for sheet in document.sheets
        for top, table in tables_of(sheet)
        for row, pieces in enumerate(table.rows, top + first_row(table))
        for column, piece in enumerate(pieces)
        if isinstance(piece, Number) and piece.name is not None
    )


def widths_of(sheet: Sheet) -> tuple[int, ...]:
    """The widest that any table asks of each column, or that its numbers need; a short table's last one runs over."""
    return _widths(_ThisVery(sheet))


@dataclass(frozen=True, slots=True, eq=False)
class _ThisVery:
    """A sheet told by being this one: to compare all that is on it would take longer than to look at it again."""

    sheet: Sheet

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ThisVery) and other.sheet is self.sheet

    def __hash__(self) -> int:
        return id(self.sheet)


@lru_cache(maxsize=8)
def _widths(this: _ThisVery) -> tuple[int, ...]:
    sheet = this.sheet
    count = max((len(table.columns) for table in sheet.tables), default=1)
    asked = [
        (number, column.width)
        for table in sheet.tables
        for number, column in enumerate(table.columns)
        if number < len(table.columns) - 1 or len(table.columns) == count
    ]
    asked += [
        # As it was given: the whole document's numbers are not needed to see how wide a cell is.
        (at, _length(piece.kind, piece.given, provisional=piece.provisional) + SPARE)
        for table in sheet.tables
        for row in table.rows
        for at, piece in enumerate(row)
        if isinstance(piece, Number)
    ]
    widest: dict[int, int] = {}
    for at, width in asked:
        widest[at] = max(width, widest.get(at, width))
    return tuple(widest.get(column, 10) for column in range(count))


@lru_cache(maxsize=4096)
def _length(kind: str, given: Given, *, provisional: bool) -> int:
    return len(in_words(Number(given, kind, provisional=provisional), {}))


def tables_of(sheet: Sheet) -> Iterable[tuple[int, Table]]:
    """Each table with the row (from 0) of its title: under the sheet's title and lead, a row apart."""
    row = len(sheet.lead) + 2
    for table in sheet.tables:
        yield row, table
        row = last_row(row, table, sheet) + 2


def is_beside(table: Table, sheet: Sheet) -> bool:
    """Whether a table's charts stand to the right of it, since it leaves them room there, and not beneath it."""
    if not table.charts:
        return False
    room = sum(pixels(width) for width in widths_of(sheet)[len(table.columns) :])
    return room >= NARROWEST * len(table.charts)


def last_row(top: int, table: Table, sheet: Sheet) -> int:
    """The last row that a table, its notes and its charts take."""
    notes = notes_row(top, table) + len(table.notes) - 1
    if not table.charts:
        return notes
    return max(notes, top + CHART_ROWS) if is_beside(table, sheet) else notes + CHART_ROWS


def first_row(table: Table) -> int:
    """How far under its title a table's rows begin: under its headings, where it has some to head."""
    return 2 if table.rows and any(column.heading for column in table.columns) else 1


def notes_row(top: int, table: Table) -> int:
    """The row of a table's first note, or where it would stand: under its rows, or the words that there are none."""
    return top + first_row(table) + max(1, len(table.rows))


def charts_row(top: int, table: Table, sheet: Sheet) -> int:
    """The row on which a table's charts begin: that of its headings, or under its notes."""
    return top + 1 if is_beside(table, sheet) else notes_row(top, table) + len(table.notes)
