"""Two Documents of one thing to what changed between them: every number by its sheet, row and column, in words."""

from collections import Counter
from collections.abc import Iterator

from commissioning.model.document import Document, Number, Piece, Table, Words
from commissioning.model.quantity import Quantity
from commissioning.money import pounds, to_pence

Spot = tuple[str, str, int, str]
"""The sheet, the row by its first words, which of those called so, and the heading of the column."""


def changes(earlier: Document, later: Document) -> tuple[str, ...]:
    """A sentence for each number that is not what it was, came in or is gone, in the order of the sheets."""
    before, after = dict(_numbers(earlier)), dict(_numbers(later))
    spots = dict.fromkeys((*before, *after))
    return tuple(
        f"{', '.join(part for part in (sheet, row, heading) if part)}: {was}, now {now}."
        for spot in spots
        for sheet, row, _, heading in (spot,)
        if (was := before.get(spot, "not there")) != (now := after.get(spot, "not there"))
    )


def _numbers(document: Document) -> Iterator[tuple[Spot, str]]:
    for sheet in document.sheets:
        seen = Counter[tuple[str, str]]()
        for table in sheet.tables:
            for row in table.rows:
                name = next((piece.text for piece in row if isinstance(piece, Words) and piece.text), table.title)
                seen[table.title, name] += 1
                yield from _of_row(sheet.name, name, seen[table.title, name], table, row)


def _of_row(sheet: str, name: str, count: int, table: Table, row: tuple[Piece, ...]) -> Iterator[tuple[Spot, str]]:
    for column, piece in zip(table.columns, row, strict=False):
        if isinstance(piece, Number):
            yield (sheet, name, count, column.heading), _said(piece)


def _said(number: Number) -> str:
    given = number.given
    if not isinstance(given, Quantity):
        return str(given)
    return pounds(to_pence(given.value)) if number.kind == "money" else f"{given.value:,f}"
