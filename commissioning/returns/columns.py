"""A sheet to the columns of its block: by their codes, and by the headings people read where the codes are gone."""

from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.model.returned import SheetCells
from commissioning.model.template import Block
from commissioning.returns.issued_words import headings_of
from commissioning.returns.labels import label, near_ones
from commissioning.template import COLUMNS

FEWEST = 3
"""So many headings make a row the row of headings."""

NEAR_CODES = 20
"""The headings stand at most so many rows below the codes, where these are there."""
LOOKED_AT = 200
"""Where the codes are gone, the headings are looked for in so many rows from the top."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns by code, every cell that says so, the row of codes (0 where it is gone), and the last row of both.

    Of two columns that bear one code the first is read, and a check says that there are two.
    """

    columns: Mapping[str, int]
    said: tuple[tuple[str, int, int], ...]
    codes_row: int
    last_row: int


def find_header(sheet: SheetCells, block: Block) -> Header:
    """Where the columns are now; nothing is found where neither codes nor headings are there."""
    codes = _codes(sheet)
    codes_row = codes[0][1] if codes else 0
    headings = _headings(sheet, block, codes_row)
    lower = headings[0][1] if headings else 0
    known = {code for code, _, _ in codes}
    said = (*codes, *(found for found in headings if found[0] not in known))
    columns = {code: column for code, _, column in reversed(said)}
    return Header(columns, said, codes_row, max(codes_row, lower))


def _codes(sheet: SheetCells) -> list[tuple[str, int, int]]:
    """The row with the most columns' codes, from the left: each code, its row and its column."""
    rows: dict[int, list[tuple[str, int, int]]] = {}
    for row, column in sorted(place for place, cell in sheet.cells.items() if cell.text in COLUMNS):
        rows.setdefault(row, []).append((sheet.cells[row, column].text, row, column))
    several = [found for found in rows.values() if len({code for code, _, _ in found}) > 1]
    return max(several, key=lambda found: (len({code for code, _, _ in found}), -found[0][1]), default=[])


def _headings(sheet: SheetCells, block: Block, codes_row: int) -> list[tuple[str, int, int]]:
    """The row of headings below the row of codes, in the same way; where the codes are gone, near ones count."""
    codes = {label(heading): code for code, heading in headings_of(block).items()}
    rows: dict[int, list[tuple[str, int, int]]] = {}
    words: dict[str, str] = {}
    last = codes_row + NEAR_CODES if codes_row else LOOKED_AT
    for row, column in sorted(place for place in sheet.cells if codes_row < place[0] <= last):
        said = label(sheet.cells[row, column].text)
        if said not in words:
            near = () if said in codes or codes_row else near_ones(said, codes)
            words[said] = codes.get(said) or (codes[near[0]] if len(near) == 1 else "")
        if words[said]:
            rows.setdefault(row, []).append((words[said], row, column))
    most = max(rows.values(), key=lambda found: (len({code for code, _, _ in found}), -found[0][1]), default=[])
    return most if len({code for code, _, _ in most}) >= FEWEST else []
