"""Sheets as any reader found them to what is noticed of them: values under merged cells, and dates of 1900."""

from collections.abc import Iterable, Iterator
from datetime import date

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Aspect, Noticed, SheetCells
from commissioning.ooxml.addresses import corners

PROGRAMS_AGREE_FROM = date(1900, 3, 1)
"""Excel counts a 29 February 1900, other programs do not: from here on they agree."""
MOST_LOOKS = 2_000_000
"""Cells looked at under merged ranges of one file: honest ranges do not overlap, and need far fewer."""
MOST_PLACES = 50
"""Places named of one sort: more than that says nothing more."""


def said_of(aspect: Aspect, places: Iterable[Place] = (), fact: str = "") -> Iterator[Noticed]:
    """One thing noticed, at the first of its places; nothing where there is no place and no fact."""
    first: dict[Place, None] = {}
    for place in places:
        first[place] = None
        if len(first) == MOST_PLACES:
            break
    if first or fact:
        yield Noticed(aspect, tuple(first), fact)


def noticed_on(sheets: tuple[SheetCells, ...], *, counts_from_1900: bool) -> Iterator[Noticed]:
    """What can be told of the sheets alone; `counts_from_1900` where a date is kept as days since then."""
    yield from said_of(Aspect.UNDER_MERGE, _under_merges(sheets))
    if counts_from_1900:
        yield from said_of(Aspect.EARLY_DATES, _early_dates(sheets))


def _under_merges(sheets: tuple[SheetCells, ...]) -> Iterator[Place]:
    looks = MOST_LOOKS
    for sheet in sheets:
        for merged in sheet.merged:
            area = _area(merged)
            if area is None or looks < 0:
                continue
            top, left, bottom, right = area
            size = (bottom - top + 1) * (right - left + 1)
            looks -= min(size, len(sheet.cells))
            if size <= len(sheet.cells):
                under = [
                    (r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) in sheet.cells
                ]
            else:
                under = [(r, c) for r, c in sorted(sheet.cells) if top <= r <= bottom and left <= c <= right]
            yield from (place_at(sheet.name, row, column) for row, column in under if (row, column) != (top, left))


def _area(merged: str) -> tuple[int, int, int, int] | None:
    try:
        return corners(merged)
    except ValueError:
        return None


def _early_dates(sheets: tuple[SheetCells, ...]) -> Iterator[Place]:
    for sheet in sheets:
        for (row, column), cell in sheet.cells.items():
            if cell.day is not None and cell.day < PROGRAMS_AGREE_FROM:
                yield place_at(sheet.name, row, column)
