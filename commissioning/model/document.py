"""A report before it is a file: sheets of tables of words and numbers, each number with its Sum."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum

from commissioning.model.expression import Sum
from commissioning.model.quantity import Given


class Look(StrEnum):
    """What a piece of words is, for the writer to dress."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    INDENTED = "indented"
    WARNING = "warning"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Words:
    """Text, which is never anything else: not a formula, not a link, not a number."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a table.

    `name` is the key by which other Sums find this cell. With an `expression` the number is
    computed, and a writer that can prints the Sum itself.
    """

    given: Given
    kind: str
    expression: Sum | None = None
    name: Hashable = None
    provisional: bool = False
    strong: bool = False


Piece = Words | Number


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading and its width in characters."""

    heading: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings, with a title above and notes below."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Piece, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = "Nothing to show."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a document: a name, a title, what must be known first, and tables.

    A `wide` one has more columns than a page of ordinary size can show legibly.
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
