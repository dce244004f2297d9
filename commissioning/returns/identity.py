"""Cells to what a file says of itself in its hidden `_return` sheet."""

from dataclasses import replace

from commissioning.model.returned import Cells, Identity, SheetCells
from commissioning.template import HIDDEN

KEYS, VALUES = 1, 2
"""The columns of `_return`."""
EVERY_KEY = ("format", "contract", "period", "edition", "specification")
"""The keys in its first rows, as it is issued."""


def by_its_name(cells: Cells) -> Cells:
    """The file with its sheet `_return` called so again, where a program that saved it has given it another name."""
    renamed = [sheet for sheet in cells.sheets if _is_like_it(sheet)] if cells.sheet(HIDDEN) is None else []
    if len(renamed) != 1:
        return cells
    return replace(cells, sheets=tuple(replace(s, name=HIDDEN) if s is renamed[0] else s for s in cells.sheets))


def _is_like_it(sheet: SheetCells) -> bool:
    keys = [sheet.cells.get((row, KEYS)) for row in range(1, len(EVERY_KEY) + 1)]
    return tuple(cell.text if cell else "" for cell in keys) == EVERY_KEY


def read_identity(cells: Cells) -> Identity | None:
    """What the file says of itself in its hidden `_return` sheet; None where it has none."""
    sheet = cells.sheet(HIDDEN)
    if sheet is None:
        return None
    said: dict[str, str] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        key = sheet.cells.get((row, KEYS))
        if column == VALUES and key:
            said[key.text] = said.get(key.text, "") + cell.text
    known = {name: said.get(name, "") for name in ("contract", "period", "edition", "specification", "printed")}
    return Identity(**known)
