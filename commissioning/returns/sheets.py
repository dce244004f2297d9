"""Cells and Blocks to the sheet that each block is on now, however the sheets were renamed, moved or added to."""

from collections.abc import Iterable, Mapping

from commissioning.model.returned import Cells, SheetCells
from commissioning.model.template import Block
from commissioning.returns.characters import plain
from commissioning.returns.labels import label, near_ones, shown_labels
from commissioning.template import HIDDEN

TITLE_ROWS = 5
"""A sheet's title stands in one of so many rows from the top."""


def sheets_of(cells: Cells, blocks: tuple[Block, ...]) -> dict[str, tuple[SheetCells, bool]]:
    """Each block's sheet by the block's name, and whether it was known by what stands on it alone.

    By the block's defined name, which follows a renamed sheet; else by the name it was issued under; else by its
    title, its codes and its labels, or a name nearly its own. No sheet is two blocks', and one that could be is none's.
    """
    named = {name.name: name.sheet for name in cells.names}
    folded = {plain(sheet.name): sheet.name for sheet in cells.sheets}
    found: dict[str, tuple[SheetCells, bool]] = {}
    for block in blocks:
        for name in (named.get(block.name, ""), block.sheet, folded.get(plain(block.sheet), "")):
            sheet = cells.sheet(name)
            if sheet and block.name not in found:
                found[block.name] = (sheet, False)
    lost = [block for block in blocks if block.name not in found]
    if lost:
        taken = {sheet.name for sheet, _ in found.values()} | {HIDDEN}
        free = [sheet for sheet in cells.sheets if sheet.name not in taken]
        found.update({name: (sheet, True) for name, sheet in _by_contents(lost, free).items()})
    nowhere = {block.name: (SheetCells(block.sheet, visible=True, cells={}), False) for block in blocks}
    return {**nowhere, **found}


def _by_contents(blocks: list[Block], sheets: list[SheetCells]) -> Mapping[str, SheetCells]:
    """The sheets that one of the blocks alone can be on."""
    claims = {block.name: _claimed(block, sheets) for block in blocks}
    claimed = [sheet.name for sheet in claims.values() if sheet]
    return {name: sheet for name, sheet in claims.items() if sheet and claimed.count(sheet.name) == 1}


def _claimed(block: Block, sheets: list[SheetCells]) -> SheetCells | None:
    titled = [sheet for sheet in sheets if any(title.startswith(f"{plain(block.sheet)},") for title in _titles(sheet))]
    scores = {sheet.name: _likeness(block, sheet) for sheet in sheets}
    best = max(scores.values(), default=0)
    alike = [sheet for sheet in sheets if scores[sheet.name] == best and 2 * best >= len(block.rows)]
    near = [sheet for sheet in sheets if near_ones(plain(sheet.name), [plain(block.sheet)])]
    likely = ([sheet for sheet in some if scores[sheet.name]] for some in (titled, alike, near))
    return next((some[0] for some in likely if len(some) == 1), None)


def _titles(sheet: SheetCells) -> Iterable[str]:
    return (plain(cell.text) for (row, _), cell in sheet.cells.items() if row <= TITLE_ROWS)


def _likeness(block: Block, sheet: SheetCells) -> int:
    """How many of the block's rows have their code or their label on the sheet."""
    texts = {label(cell.text) for cell in sheet.cells.values()}
    return sum(label(row.key.code) in texts or shown in texts for row, shown in shown_labels(block).items())
