"""Cells that do not say what they are and what is known go in; the returns they look like come out, likeliest first."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from commissioning.model.returned import Cells, DefinedName, SheetCells, Typed
from commissioning.model.template import Block, Row, Specification
from commissioning.template import NARRATIVE

FEWEST = 3
"""Fewer rows than this are no likeness: any table may have a total and a row for women."""
LIKELY = 60
"""So many percent of a return's rows must be in the file for it to look like that return."""
WHOLE = 90
"""Or so many percent of one sheet's."""
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


@dataclass(frozen=True, slots=True)
class _Texts:
    """How often each text stands in some sheets: as it is typed, which codes are, and folded, which labels may be."""

    typed: Counter[str]
    folded: Counter[str]


def likenesses(cells: Cells, known: Iterable[Specification]) -> tuple[Likeness, ...]:
    """The contracts whose returns, or a sheet of them, the cells look like, the likeliest first; of one contract its
    likeliest edition."""
    texts = _texts(cells.sheets)
    best: dict[str, Likeness] = {}
    for specification in known:
        found = _likeness(texts, specification)
        before = best.get(found.contract)
        if _is_like(found, texts, specification) and (before is None or found.there > before.there):
            best[found.contract] = found
    likely = sorted(best.values(), key=lambda one: (-one.there, one.contract))
    return tuple(one for one in likely if one.there * 10 >= likely[0].there * 9)


def likeness_to(cells: Cells, specification: Specification) -> Likeness:
    """How much of one return a file holds."""
    return _likeness(_texts(cells.sheets), specification)


def _is_like(found: Likeness, texts: _Texts, specification: Specification) -> bool:
    """Whether most of the return's rows are there, or nearly all of one of its sheets of figures."""
    if found.there < FEWEST:
        return False
    sheets = (block for block in specification.blocks if block.sheet != NARRATIVE and len(block.rows) >= FEWEST)
    return found.share >= LIKELY or any(_of_block(texts, block, specification) >= WHOLE for block in sheets)


def _of_block(texts: _Texts, block: Block, specification: Specification) -> int:
    """How many percent of a block's rows are among the texts."""
    return _likeness(texts, replace(specification, blocks=(block,))).share


def _likeness(texts: _Texts, specification: Specification) -> Likeness:
    """How many of a return's rows are among the texts: by their codes, or by their labels where the codes are gone."""
    rows = [row for _, row in specification.rows()]
    codes = Counter(row.key.code for row in rows)
    by_code = sum(min(count, texts.typed[code]) for code, count in codes.items())
    there = by_code if by_code >= min(FEWEST, len(rows)) else _by_label(rows, specification, texts)
    return Likeness(specification.contract, there, len(rows))


def _by_label(rows: list[Row], specification: Specification, texts: _Texts) -> int:
    """How many rows have their label among the texts; those near one too, where enough are there to the letter."""
    left = Counter(texts.folded)
    missing = []
    for row in rows:
        label = next((one for one in map(folded, labels_of(row, specification)) if left[one]), None)
        if label is None:
            missing.append(row)
        else:
            left[label] -= 1
    there = len(rows) - len(missing)
    is_worth_it = missing and there * 4 >= len(rows) and len(left) <= MOST_TEXTS
    return there + (_near(missing, left) if is_worth_it else 0)


def _near(rows: Iterable[Row], left: Counter[str]) -> int:
    from rapidfuzz import fuzz, process

    texts = [text for text, count in left.items() if count]
    return sum(
        process.extractOne(folded(row.about), texts, scorer=fuzz.ratio, score_cutoff=NEAR) is not None for row in rows
    )


def labels_of(row: Row, specification: Specification) -> tuple[str, ...]:
    """What a row is called: in findings and, where it is a part, on the sheet itself, without its measure's name."""
    if not row.key.dimension:
        return (row.about,)
    whole = row.key._replace(dimension="", category="")
    about = next((other.about for _, other in specification.rows() if other.key == whole), "")
    return (row.about, row.about.removeprefix(about).lstrip(", ")) if about else (row.about,)


def folded(text: str) -> str:
    """A text without what two hands type differently: case and spaces."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def _texts(sheets: Iterable[SheetCells]) -> _Texts:
    texts = [
        cell.text.strip()
        for sheet in sheets
        for cell in sheet.cells.values()
        if cell.typed is Typed.TEXT and 0 < len(cell.text) <= LONGEST
    ]
    return _Texts(Counter(texts), Counter(map(folded, texts)))


def aligned(cells: Cells, specification: Specification) -> Cells:
    """The cells with a defined name for each block whose own sheet and name are gone: on the sheet most like it."""
    named = {name.name for name in cells.names if cells.sheet(name.sheet)}
    lost = [b for b in specification.blocks if b.name not in named and cells.sheet(b.sheet) is None]
    texts = {sheet.name: _texts([sheet]) for sheet in cells.sheets} if lost else {}
    found = ((block, _sheet_of(block, specification, texts)) for block in lost)
    names = tuple(DefinedName(block.name, sheet, (1, 1), (1, 1)) for block, sheet in found if sheet)
    return replace(cells, names=(*cells.names, *names)) if names else cells


def _sheet_of(block: Block, specification: Specification, texts: Mapping[str, _Texts]) -> str:
    """The sheet that holds half of a block's rows or more, where no other holds as many."""
    shares = sorted(((_of_block(found, block, specification), name) for name, found in texts.items()), reverse=True)
    enough = [(share, name) for share, name in shares if share >= ENOUGH]
    unclear = len(enough) > 1 and enough[0][0] == enough[1][0]
    return "" if unclear or not enough else enough[0][1]
