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
    right = {at for row in table.rows for at, piece in enumerate(row) if isinstance(piece, Number)}
    shown = [headings, *rows] if rows and any(headings) else rows
    widths = _widths(table, shown, right)
    if widths:
        yield from (line for row in shown for line in _lines(row, widths, right))
    else:
        sentences = (_sentence(headings, row) for row in rows)
        yield from (line for one in sentences for line in textwrap.wrap(one, WIDEST, subsequent_indent="    "))
    if not rows:
        yield table.empty
    for note in table.notes:
        yield from textwrap.wrap(note, WIDEST)


def _words(piece: Piece, given: "Mapping[Hashable, Given]") -> str:
    if isinstance(piece, Number):
        return in_words(piece, given)
    return piece.text if isinstance(piece, Words) else ""


def _sentence(headings: list[str], row: list[str]) -> str:
    """`Measure: Referrals; Actual: 57`, what is empty left out: for a table that no line can hold."""
    pairs = zip(headings, row, strict=True)
    return "; ".join(": ".join(part for part in pair if part) for pair in pairs if pair[1])


def _widths(table: Table, rows: list[list[str]], right: set[int]) -> list[int]:
    """How wide each column is, the widest narrowed until a line holds them; none where no word may be broken for it."""
    columns = [[row[at] for row in rows] for at in range(len(table.columns))]
    longest = [max(map(len, texts), default=0) for texts in columns]
    words = [max((len(word) for text in texts for word in text.split()), default=0) for texts in columns]
    least = [whole if at in right else word for at, (whole, word) in enumerate(zip(longest, words, strict=True))]
    asked = zip(table.columns, longest, least, strict=True)
    widths = [max(min(column.width, whole), word) for column, whole, word in asked]
    room = WIDEST - len(BETWEEN) * (len(widths) - 1)
    while sum(widths) > room:
        spare = [width - word for width, word in zip(widths, least, strict=True)]
        if max(spare) <= 0:
            return []
        widths[spare.index(max(spare))] -= 1
    return widths


def _lines(row: list[str], widths: list[int], right: set[int]) -> Iterator[str]:
    """A row as the lines its longest cell needs; figures to the right."""
    cells = [textwrap.wrap(text, max(1, width)) for text, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        placed = enumerate(zip(parts, widths, strict=True))
        yield BETWEEN.join(part.rjust(width) if at in right else part.ljust(width) for at, (part, width) in placed)


WRITER = Writer("txt", "plain text", write_text)
