"""Cells that do not say what they are and what is known go in; the returns they look like come out, likeliest first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commissioning.model.returned import Cells, DefinedName, SheetCells, Typed
from commissioning.model.template import Block, Row, Specification

FEWEST = 3
"""Fewer rows than this are no likeness: any table may have a total and a row for women."""
LIKELY = 60
"""So many percent of a return's rows must be in the file for it to look like that return."""
ENOUGH = 50
"""So many percent must be there of a return that somebody says the file is."""
NEAR = 88
"""How alike a label and a text must be, out of 100, for one to be the other typed again."""
LONGEST = 200
"""Longer texts are no labels."""
MOST_TEXTS = 3_000
"""With more texts than this a file is no return that was typed again."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How many of a return's rows a file holds, by code or label; both count from 0."""

    contract: str
    there: int
    asked: int

    @property
    def share(self) -> int:
        """The rows that are there, in whole percent of those asked."""
        return 100 * self.there // self.asked if self.asked else 0


def likenesses(cells: Cells, known: Iterable[Specification]) -> tuple[Likeness, ...]:
    """The contracts whose returns the cells look like, the likeliest first; of one contract its likeliest edition."""
    texts = _texts(cells)
    best: dict[str, Likeness] = {}
    for specification in known:
        found = likeness(texts, specification)
        if found.there >= FEWEST and found.there > best.get(found.contract, Likeness("", 0, 0)).there:
            best[found.contract] = found
    likely = sorted((one for one in best.values() if one.share >= LIKELY), key=lambda one: (-one.there, one.contract))
    return tuple(one for one in likely if one.there * 10 >= likely[0].there * 9)


def likeness_to(cells: Cells, specification: Specification) -> Likeness:
    """How much of one return a file holds."""
    return likeness(_texts(cells), specification)


def likeness(texts: frozenset[str], specification: Specification) -> Likeness:
    """How many of a return's rows are among a file's texts, folded: by code, else by label, else by one near it."""
    rows = [row for _, row in specification.rows()]
    missing = [row for row in rows if not _is_there(row, specification, texts)]
    there = len(rows) - len(missing)
    if missing and there < len(rows) and 0 < len(texts) <= MOST_TEXTS and there * 4 >= len(rows):
        there += _near(missing, texts)
    return Likeness(specification.contract, there, len(rows))


def _is_there(row: Row, specification: Specification, texts: frozenset[str]) -> bool:
    return folded(row.key.code) in texts or any(folded(label) in texts for label in labels_of(row, specification))


def _near(rows: Iterable[Row], texts: frozenset[str]) -> int:
    from rapidfuzz import process

    return sum(process.extractOne(folded(row.about), texts, score_cutoff=NEAR) is not None for row in rows)


def labels_of(row: Row, specification: Specification) -> tuple[str, ...]:
    """What a row is called: in findings and, where it is a part, on the sheet itself, without its measure's name."""
    if not row.key.dimension:
        return (row.about,)
    whole = replace(row.key, dimension="", category="")
    about = next((other.about for _, other in specification.rows() if other.key == whole), "")
    return (row.about, row.about.removeprefix(about).lstrip(", ")) if about else (row.about,)


def folded(text: str) -> str:
    """A text without what two hands type differently: case and spaces."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def _texts(cells: Cells) -> frozenset[str]:
    return frozenset(text for sheet in cells.sheets for text in _texts_of(sheet))


def _texts_of(sheet: SheetCells) -> Iterator[str]:
    return (
        folded(cell.text) for cell in sheet.cells.values() if cell.typed is Typed.TEXT and 0 < len(cell.text) <= LONGEST
    )


def aligned(cells: Cells, specification: Specification) -> Cells:
    """The cells with a defined name for each block whose own sheet and name are gone: on the sheet most like it."""
    named = {name.name for name in cells.names if cells.sheet(name.sheet)}
    lost = [b for b in specification.blocks if b.name not in named and cells.sheet(b.sheet) is None]
    texts = {sheet.name: frozenset(_texts_of(sheet)) for sheet in cells.sheets} if lost else {}
    found = ((block, _sheet_of(block, specification, texts)) for block in lost)
    names = tuple(DefinedName(block.name, sheet, (1, 1), (1, 1)) for block, sheet in found if sheet)
    return replace(cells, names=(*cells.names, *names)) if names else cells


def _sheet_of(block: Block, specification: Specification, texts: dict[str, frozenset[str]]) -> str:
    """The sheet that holds most of a block's rows, where it holds half of them and no other holds as many."""
    only = replace(specification, blocks=(block,))
    counts = sorted(((likeness(found, only).there, name) for name, found in texts.items()), reverse=True)
    enough = [count for count in counts if count[0] * 2 >= len(block.rows) > 0]
    unclear = len(enough) > 1 and enough[0][0] == enough[1][0]
    return "" if unclear or not enough else enough[0][1]
