"""A Document to plain text: what a command prints where no file was asked for. No line is over 100 characters."""

import textwrap
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import TYPE_CHECKING

from commissioning.model.document import Document, Number, Piece, Sheet, Table, Words
from commissioning.writers.amounts import given_of, in_words
from commissioning.writers.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Hashable

    from commissioning.model.quantity import Given
    from commissioning.writers.dress import Dress

WIDEST = 100
BETWEEN = "  "
MOST_COLUMNS = 6
"""Of a table with more, each row is said in sentences, since no line could hold it."""


def write_text(document: Document, _dress: "Dress | None" = None) -> bytes:
    """The document as text in UTF-8: its sheets under their titles, each table in columns."""
    return document_text(document).encode("utf-8")


def document_text(document: Document) -> str:
    """The document as lines of text."""
    given = given_of(document)
    return "\n".join(line.rstrip() for sheet in document.sheets for line in _sheet(sheet, given)) + "\n"


def _sheet(sheet: Sheet, given: "Mapping[Hashable, Given]") -> Iterator[str]:
    yield sheet.title
    for words in sheet.lead:
        yield from textwrap.wrap(words.text, WIDEST)
    for table in sheet.tables:
        yield ""
        yield from _table(table, given)


def _table(table: Table, given: "Mapping[Hashable, Given]") -> Iterator[str]:
    yield table.title
    rows = [[_words(piece, given) for piece in row] for row in table.rows]
    headings = [column.heading for column in table.columns]
    if len(headings) > MOST_COLUMNS:
        for row in rows:
            yield from textwrap.wrap(_sentence(headings, row), WIDEST, subsequent_indent="    ")
    else:
        shown = [headings, *rows] if rows and any(headings) else rows
        widths = _widths(table, shown)
        yield from (line for row in shown for line in _lines(row, widths))
    if not rows:
        yield table.empty
    for note in table.notes:
        yield from textwrap.wrap(note, WIDEST)


def _words(piece: Piece, given: "Mapping[Hashable, Given]") -> str:
    if isinstance(piece, Number):
        return in_words(piece, given)
    return piece.text if isinstance(piece, Words) else ""


def _sentence(headings: list[str], row: list[str]) -> str:
    """`Measure: Referrals; Actual: 57`, what is empty left out."""
    pairs = zip(headings, row, strict=True)
    return "; ".join(": ".join(part for part in pair if part) for pair in pairs if pair[1])


def _widths(table: Table, rows: list[list[str]]) -> list[int]:
    """As wide as the columns ask, or as what is in them needs, whichever is less; narrowed where that is too wide."""
    needed = [max((len(row[at]) for row in rows), default=0) for at in range(len(table.columns))]
    asked = [min(column.width, need) for column, need in zip(table.columns, needed, strict=True)]
    room = WIDEST - len(BETWEEN) * (len(asked) - 1)
    return asked if sum(asked) <= room else [max(3, width * room // sum(asked)) for width in asked]


def _lines(row: list[str], widths: list[int]) -> Iterator[str]:
    """A row as the lines its longest cell needs."""
    cells = [textwrap.wrap(text, max(1, width)) for text, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        yield BETWEEN.join(part.ljust(width) for part, width in zip(parts, widths, strict=True))


WRITER = Writer("txt", "plain text", write_text)
