"""Where everything of a Document stands in its workbook: the only home of a workbook's addresses."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from commissioning.measures import KINDS
from commissioning.model.document import Document, Number, Sheet, Table
from commissioning.model.quantity import Given
from commissioning.writers.sheets import cell_name, quoted

CHART_ROWS = 13
"""How many rows of ordinary height the charts beneath a table take, side by side."""


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
        {number.name: KINDS[number.kind].in_sums(number.given) for number, _ in named},
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


def tables_of(sheet: Sheet) -> Iterable[tuple[int, Table]]:
    """Each table with the row (from 0) of its title: under the sheet's title and lead, a row apart."""
    row = len(sheet.lead) + 2
    for table in sheet.tables:
        yield row, table
        row = charts_row(row, table) + (CHART_ROWS if table.charts else 0) + 1


def first_row(table: Table) -> int:
    """How far under its title a table's rows begin: under its headings, where it has some to head."""
    return 2 if table.rows and any(column.heading for column in table.columns) else 1


def notes_row(top: int, table: Table) -> int:
    """The row of a table's first note, or where it would stand: under its rows, or the words that there are none."""
    return top + first_row(table) + max(1, len(table.rows))


def charts_row(top: int, table: Table) -> int:
    """The row on which a table's charts begin: under its notes."""
    return notes_row(top, table) + len(table.notes)
