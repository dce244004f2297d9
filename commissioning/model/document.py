"""A report before it is a file: sheets of tables of words and numbers, each number with its Sum."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from commissioning.model.expression import Sum
from commissioning.model.quantity import Given

LONGEST_NAME = 31
"""The most characters that the name of a sheet may have."""


class Look(StrEnum):
    """What a piece of words is, for the writer to dress."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    INDENTED = "indented"
    WARNING = "warning"
    RATING = "rating"
    GROUP = "group"
    """Heads the rows under it, across the whole table."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text, which is never anything else: not a formula, not an address, not a number.

    `to` makes it a way to another place of the document: a sheet by its name, or a named number.
    """

    text: str
    look: Look = Look.PLAIN
    to: Hashable = None


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a table.

    `name` is the key by which other Sums find this cell. With an `expression` the number is
    computed, and a writer that can prints the Sum itself. `to` is the named number, or the sheet, where a
    reader who asks where this one comes from is led.
    """

    given: Given
    kind: str
    expression: Sum | None = None
    name: Hashable = None
    provisional: bool = False
    strong: bool = False
    to: Hashable = None


@dataclass(frozen=True, slots=True)
class Trend:
    """The numbers in some columns of its own row, from the first to the last (from 0), drawn as a small line."""

    first: int
    last: int


Piece = Words | Number | Trend


class Shape(StrEnum):
    """How a chart draws its numbers."""

    COLUMNS = "columns"
    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Chart:
    """Some rows of its table drawn, from the first to the last (all counted from 0).

    Each of the `series` columns is drawn under its heading, with a point a row, named in the `labels` column.
    Drawn `across`, each row is a series, named in the `labels` column, with a point for each of the `series` columns.
    """

    title: str
    shape: Shape
    labels: int
    series: tuple[int, ...]
    first: int
    last: int
    across: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, with a title above, notes below, and charts of them beneath."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = "Nothing to show."
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a document: a name, a title, what must be known first, and tables.

    A `wide` one is a long list of many columns, which is printed small.
    """

    name: str
    title: str
    lead: tuple[Words, ...]
    tables: tuple[Table, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A report: its title, what it is about, and its sheets in order of reading."""

    title: str
    subject: str
    sheets: tuple[Sheet, ...]
