"""Cells to what a file says of itself in its hidden `_return` sheet."""

from commissioning.model.returned import Cells, Identity
from commissioning.template import HIDDEN

KEYS, VALUES = 1, 2
"""The columns of `_return`."""


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
    known = {name: said.get(name, "") for name in ("contract", "period", "edition", "specification")}
    return Identity(**known)
