"""The first sheet of a return to what was typed on it, where nothing is asked, and to the contacts printed on it."""

import re
from collections.abc import Iterator

from commissioning.model.returned import Cell, Cells, SheetCells, StraySort
from commissioning.returns.issued_words import COVER_COUNTERS, COVER_FACTS, COVER_TITLES, SEND_IT_TO
from commissioning.returns.merges import Merges

FEWEST = 3
"""So many of the facts a cover states make a sheet the cover."""

_CONTACTS = re.compile(rf"{re.escape(SEND_IT_TO)}(.+?)(?: by [^@]*)?\.?$")

Found = tuple[StraySort, int, int, Cell]


def is_cover(sheet: SheetCells) -> bool:
    """Whether this is the first sheet of a return, whatever it is called now."""
    return len(_facts(sheet)) >= FEWEST


def _facts(sheet: SheetCells) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for place in sorted(place for place, cell in sheet.cells.items() if cell.text in COVER_FACTS):
        found.setdefault(sheet.cells[place].text, place)
    return found


def printed_contacts(cells: Cells) -> tuple[str, ...]:
    """The published contacts that the cover of a return was issued with: to whom it says the file is to be sent."""
    covers = [sheet for sheet in cells.sheets if is_cover(sheet)]
    said = [found[1] for sheet in covers for line in _lines_how_to(sheet) if (found := _CONTACTS.search(line))]
    return tuple(contact for contacts in said for contact in contacts.split(", "))


def _lines_how_to(sheet: SheetCells) -> tuple[str, ...]:
    column = min(column for _, column in _facts(sheet).values())
    return tuple(sheet.cells[row, column].text for row in sorted(_how_to(sheet, column)))


def on_cover(sheet: SheetCells) -> Iterator[Found]:
    """What stands on the cover and was not issued with it."""
    facts = _facts(sheet)
    first_row = min(row for row, _ in facts.values())
    column = min(column for _, column in facts.values())
    rows = {row for row, _ in facts.values()}
    how_to = _how_to(sheet, column)
    top = [row for row, at in sorted(sheet.cells) if at == column and row < first_row][:2]
    merges = Merges.of(sheet)
    for (row, at), cell in sorted(sheet.cells.items()):
        labelled = at == column and (cell.text in COVER_TITLES or cell.text.startswith(COVER_COUNTERS))
        value = sheet.cells.get((row, column + 1))
        counter = at in (column, column + 1) and value is not None and value.formula is not None
        fact = row in rows and at in (column, column + 1)
        if merges.covers(row, at):
            yield StraySort.UNDER_MERGE, row, at, cell
        elif not (fact or labelled or counter or (at == column and (row in top or row in how_to))):
            yield StraySort.ELSEWHERE, row, at, cell


def _how_to(sheet: SheetCells, column: int) -> frozenset[int]:
    """The rows that say how to fill it in: each is merged, unless a format without merges was saved."""
    title = next((row for (row, at), cell in sheet.cells.items() if at == column and cell.text == COVER_TITLES[1]), 0)
    merges = Merges.of(sheet)
    rows, row = [], title + 1
    while title and (row, column) in sheet.cells and (not sheet.merged or merges.begins(row, column)):
        rows.append(row)
        row += 1
    return frozenset(rows)
