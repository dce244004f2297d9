"""Cells of a file that was marked before: what that reply had listed, and the cells without what it wrote.

The layout of the hidden sheet by which a marked file knows its marks has its home here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from commissioning.model.finding import Place
from commissioning.model.reply import Earlier, Listed
from commissioning.model.returned import Cells, LooseText, SheetCells

FINDINGS = "Findings"
"""What the sheet of findings is called, where the file has no other of that name."""
KEPT = "_findings"
"""The hidden sheet on which a marked file carries what was listed, and how its cells looked before."""
MADE_BY = "commissioning findings 1"
"""Its first cell; beside it stand the edition and the name of the sheet of findings."""
LISTED, CELL, WORDS = "listed", "cell", "words"
"""What a row of it holds: a thing to put right, a cell that was marked, the digest of a text that was written."""
STYLE_COLUMN = 3
"""The column in which a marked cell's address stands, dressed as that cell was before it was marked."""
MOST_LISTED = 20_000
_CODE = re.compile(r"[A-Z][0-9]{3}")

Texts = Mapping[tuple[int, int], str]


def digest_of(words: str) -> str:
    """What a text is known by, however its spaces and lines are kept."""
    return sha256(" ".join(words.split()).encode()).hexdigest()[:16]


def rows_of(earlier: Earlier, marked: Iterable[Place]) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet."""
    yield (MADE_BY, earlier.edition, earlier.sheet)
    for one in earlier.listed[:MOST_LISTED]:
        yield (LISTED, one.place.sheet, one.place.cell, one.code, one.answer)
    yield from ((CELL, place.sheet, place.cell) for place in marked)
    yield from ((WORDS, word) for word in sorted(earlier.words))


def earlier_of(texts: Texts) -> Earlier | None:
    """What the rows of the hidden sheet say; None where they are not ours."""
    if texts.get((1, 1)) != MADE_BY:
        return None
    rows = [tuple(texts.get((row, column), "") for column in range(1, 6)) for row in _rows(texts)]
    listed = (Listed(row[3], Place(row[1], row[2]), row[4]) for row in rows if row[0] == LISTED)
    return Earlier(
        edition=texts.get((1, 2), ""),
        sheet=texts.get((1, 3), ""),
        listed=tuple(one for one in listed if _CODE.fullmatch(one.code)),
        words=frozenset(row[1] for row in rows if row[0] == WORDS),
    )


def marked_cells(texts: Texts) -> Iterator[tuple[Place, tuple[int, int]]]:
    """Each cell that was marked, and where the hidden sheet keeps how it had looked."""
    for row in _rows(texts):
        if texts.get((row, 1)) == CELL:
            yield Place(texts.get((row, 2), ""), texts.get((row, STYLE_COLUMN), "")), (row, STYLE_COLUMN)


def read_earlier(cells: Cells) -> Earlier | None:
    """What an earlier reply had listed in this file."""
    kept = cells.sheet(KEPT)
    return earlier_of({place: cell.text for place, cell in kept.cells.items()}) if kept else None


def without_reply(cells: Cells, earlier: Earlier | None) -> Cells:
    """The file as its provider filled it in: without the sheets and notes that an earlier reply wrote.

    What somebody else has typed on the sheet of findings, or into a note, stays.
    """
    if earlier is None:
        return cells
    sheets = (_typed_since(sheet, earlier) if sheet.name == earlier.sheet else sheet for sheet in cells.sheets)
    return replace(
        cells,
        sheets=tuple(sheet for sheet in sheets if sheet.name != KEPT and (sheet.cells or sheet.name != earlier.sheet)),
        loose=tuple(loose for loose in cells.loose if not _is_ours(loose, earlier)),
    )


def _typed_since(sheet: SheetCells, earlier: Earlier) -> SheetCells:
    cells = {place: cell for place, cell in sheet.cells.items() if digest_of(cell.text) not in earlier.words}
    return replace(sheet, cells=cells)


def _is_ours(loose: LooseText, earlier: Earlier) -> bool:
    """A note of ours, the name of one of our sheets, or a link or setting of one."""
    ways = {f"{what} of sheet {sheet}" for what in ("link", "settings") for sheet in (KEPT, earlier.sheet)}
    is_a_name = loose.where in ("sheet names", "document properties") and loose.text in (KEPT, earlier.sheet)
    return is_a_name or digest_of(loose.text) in earlier.words or loose.where.replace(" on ", " of ") in ways


def _rows(texts: Texts) -> list[int]:
    return sorted({row for row, column in texts if column == 1})[1 : 3 * MOST_LISTED]
